"""Stands in for Qt's OpenGL modules, which the frozen program leaves out.

pyqtgraph imports them with its curves and uses them only where a plot was asked to draw through OpenGL; the console
never asks. Whoever does gets an ``AttributeError`` that names the class.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys

NAMES = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")


class WithoutOpenGL(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module under the names of those that were left out."""

    def find_spec(self, name, path=None, target=None):
        """Answer for those names only."""
        return importlib.machinery.ModuleSpec(name, self) if name in NAMES else None

    def create_module(self, spec):
        """An ordinary module."""
        return

    def exec_module(self, module):
        """One class is the base of another that is never made."""
        if module.__name__.endswith("Widgets"):
            module.QOpenGLWidget = importlib.import_module("PySide6.QtWidgets").QWidget


sys.meta_path.insert(0, WithoutOpenGL())
