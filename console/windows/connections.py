"""Connections that are made together and undone together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMetaObject, QObject, SignalInstance


class Connections:
    """What one object listens to at present."""

    def __init__(self) -> None:
        self._made: list[QMetaObject.Connection] = []

    def make(self, signal: SignalInstance, slot: Callable[..., Any]) -> None:
        """Connect, and remember it."""
        self._made.append(signal.connect(slot))

    def drop(self) -> None:
        """Undo all of them; a sender that is gone has undone its own."""
        for made in self._made:
            QObject.disconnect(made)
        self._made.clear()
