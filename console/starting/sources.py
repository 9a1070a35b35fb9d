"""Keeps PySide from reading the source of every module that is imported.

For its optional names in snake case PySide looks into each module's source for the word "PySide6", and what it has read
stays with Python's own cache of lines: 24 MB and a quarter of a second for a window that uses none of it. PySide's own
word for a module without such names is what every module gets here.
"""

from __future__ import annotations

import contextlib
import linecache
from importlib import import_module
from typing import Any


def read_no_sources() -> None:
    """To be called before the window's own modules are imported; without effect on a PySide that does it otherwise."""
    with contextlib.suppress(ImportError, AttributeError):
        import PySide6.QtCore  # noqa: F401 - brings what is asked for below

        feature: Any = import_module("shibokensupport.feature")
        if feature._mod_uses_pyside:
            feature._mod_uses_pyside = _never


def forget_sources() -> None:
    """Give back what has been read so far; tracebacks read it again where they need it."""
    linecache.clearcache()


def _never(_module: object) -> bool:
    return False
