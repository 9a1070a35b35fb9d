"""Lets ``from pandapower.__init__ import …`` work in the frozen program.

pandapower imports from its own package under that odd name. From files that gives a second copy of the package; among
frozen modules there is none of that name. Here it gives the package itself.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys

NAME = "pandapower.__init__"


class PackageAsModule(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the package under the name of its own file."""

    def find_spec(self, name, path=None, target=None):
        """Answer for the one name only."""
        return importlib.machinery.ModuleSpec(name, self) if name == NAME else None

    def create_module(self, spec):
        """Nothing of its own: ``exec_module`` puts the package in its place."""
        return

    def exec_module(self, module):
        """``import`` hands out what stands in ``sys.modules`` after loading."""
        sys.modules[NAME] = importlib.import_module(NAME.removesuffix(".__init__"))


sys.meta_path.insert(0, PackageAsModule())
