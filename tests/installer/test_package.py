"""What installs and freezes; the frozen program itself is tried by ``make package-smoke``."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import json
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("console", "widgets", "engines", "resources")

LEFT_OUT = {"simbench", "numba", "matplotlib", "plotly", "tkinter", "IPython", "geopandas", "pytest"}
"""Not in the frozen program (``installer/tieline.spec``)."""


def sources() -> list[Path]:
    return [path for package in OURS for path in (ROOT / package).rglob("*.py")]


def test_every_folder_with_modules_is_a_package_and_so_enters_the_wheel() -> None:
    missing = {path.parent for path in sources() if not (path.parent / "__init__.py").exists()}
    assert missing == set()


def test_the_command_exists() -> None:
    (command,) = entry_points(group="console_scripts", name="tieline")
    assert callable(command.load())


def imported_at_the_top(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_what_is_left_out_of_the_frozen_program_is_never_needed_to_import_ours() -> None:
    needed = {path.name: imported_at_the_top(path) & LEFT_OUT for path in sources()}
    assert {name: left_out for name, left_out in needed.items() if left_out} == {}


def test_workers_are_served_before_the_program_is_imported() -> None:
    body = ast.parse((ROOT / "installer" / "launch.py").read_text("utf-8")).body
    text = ast.unparse(body[-1])
    assert imported_at_the_top(ROOT / "installer" / "launch.py") == {"multiprocessing", "sys"}
    assert text.index("freeze_support()") < text.index("import main")


@pytest.fixture
def hook() -> Iterator[ModuleType]:
    path = ROOT / "installer" / "runtime" / "package_as_module.py"
    spec = importlib.util.spec_from_file_location("package_as_module", path)
    assert spec is not None
    assert spec.loader is not None
    before = list(sys.meta_path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.meta_path[:] = before
    sys.modules.pop("json.__init__", None)


def test_a_package_under_the_name_of_its_own_file_is_the_package(hook: ModuleType) -> None:
    hook.NAME = "json.__init__"
    assert importlib.import_module("json.__init__") is json
