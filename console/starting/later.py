"""Modules the first picture does not need, imported beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from importlib import import_module

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class LaterModules(QObject):
    """Imports modules in a thread of its own, so that the window shows without them and does not stand still for them.

    Attributes:
        imported: all are there, or the one that failed is in the log: whoever needs it meets the failure itself.
    """

    imported = Signal()

    def __init__(self, names: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._thread: threading.Thread | None = None
        self._is_done = self._is_closed = False
        self._waiting: list[Callable[[], object]] = []
        self.imported.connect(self._on_imported)

    def start(self) -> None:
        """Begin, if that has not been done."""
        if self._thread is None and not self._is_closed:
            self._thread = threading.Thread(target=self._import, name="later modules", daemon=True)
            self._thread.start()

    def then(self, act: Callable[[], object]) -> None:
        """Act once they are there: now, or in a later turn of the event loop."""
        if self._is_done:
            act()
        else:
            self._waiting.append(act)
            self.start()

    def close(self) -> None:
        """Nothing is done any more; ends after the module just being imported."""
        self._is_closed = True
        self._waiting.clear()
        if self._thread is not None:
            self._thread.join()

    def _import(self) -> None:
        for name in self._names:
            if self._is_closed:
                return
            try:
                import_module(name)
            except Exception:
                _log.exception("%s could not be imported", name)
        self.imported.emit()

    def _on_imported(self) -> None:
        self._is_done = True
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
