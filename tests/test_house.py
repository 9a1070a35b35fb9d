"""The walls of the house: names, imports, what starts with what."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest

OURS = ("console", "widgets", "engines", "resources")


@pytest.mark.parametrize("package", OURS)
def test_no_other_distribution_claims_our_package_names(package: str) -> None:
    assert set(packages_distributions().get(package, [])) <= {"tieline"}


def modules_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after ``statement``."""
    code = f"{statement}\nimport sys, json; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


SOLVERS = {"pandapower", "power_grid_model", "simbench", "numba", "opendssdirect", "pandas", "clarabel"}


def test_the_window_s_process_imports_no_solver() -> None:
    assert not modules_after("import console.application, console.windows.main_window") & SOLVERS


@pytest.mark.parametrize("verb", ["solve", "series", "check", "locate", "dispatch"])
def test_a_computing_verb_imports_no_qt(verb: str) -> None:
    assert "PySide6" not in modules_after(f"import console.cli.main, console.cli.{verb}")


def test_engines_import_no_qt() -> None:
    code = (
        "import pkgutil, importlib, engines\n"
        "for m in pkgutil.walk_packages(engines.__path__, 'engines.'): importlib.import_module(m.name)"
    )
    assert not modules_after(code) & {"PySide6", "pyqtgraph"}
