"""The window as it was left: its place and its docks."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

LAYOUT_VERSION = 1
"""Raised when docks are added or renamed: an older layout is then not restored."""


def pack_window(window: QMainWindow) -> tuple[bytes, bytes]:
    """Geometry and dock layout."""
    return bytes(window.saveGeometry().data()), bytes(window.saveState(LAYOUT_VERSION).data())


def restore_window(window: QMainWindow, geometry: bytes, docks: bytes) -> bool:
    """Bring back what :func:`pack_window` gave; ``False`` where it does not fit this version."""
    if not geometry or not docks:
        return False
    window.restoreGeometry(geometry)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not any(screen.intersects(window.frameGeometry()) for screen in screens):
        # The screen it stood on is gone.
        window.move(screens[0].topLeft())
    return window.restoreState(docks, LAYOUT_VERSION)
