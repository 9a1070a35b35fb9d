"""Stands in for modules the frozen program leaves out, because something it keeps imports them and never uses them.

- Qt's OpenGL: pyqtgraph imports it with its curves and draws through it only where asked; the console never asks.
- pandapower's estimator: imported with the package, and all of scipy.stats with it; the console has its own.
- scipy's copy of HiGHS, and interpolative decomposition: imported with scipy.optimize for its linear programmes; the
  console has highspy's.

Whoever does use one gets an ``AttributeError`` that names it.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys

WITH_NAMES = ("scipy.optimize._highspy._core", "scipy.linalg.interpolative")
EMPTY = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "pandapower.estimation")


class Absent:
    """What was asked of a module that is not there: has parts by any name, and none that does anything."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        """A part of it, as absent."""
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *arguments, **named):
        """Says what is missing."""
        raise AttributeError(f"{self._name} is not part of the package")


class LeftOut(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module under the names of those that were left out."""

    def find_spec(self, name, path=None, target=None):
        """Answer for those names only."""
        return importlib.machinery.ModuleSpec(name, self) if name in (*EMPTY, *WITH_NAMES) else None

    def create_module(self, spec):
        """An ordinary module."""
        return

    def exec_module(self, module):
        """Give it what others take from it while they are imported."""
        if module.__name__ == "PySide6.QtOpenGLWidgets":
            # One class is the base of another that is never made.
            module.QOpenGLWidget = importlib.import_module("PySide6.QtWidgets").QWidget
        elif module.__name__ in WITH_NAMES:
            absent = Absent(module.__name__)
            module.__getattr__ = lambda name: getattr(absent, name)


sys.meta_path.insert(0, LeftOut())
