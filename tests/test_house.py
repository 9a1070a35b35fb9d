"""The walls of the house: names, imports, what starts with what."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

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


ROOT = Path(__file__).resolve().parents[1]
ROOMS = {
    *(".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "constraints.txt", "pyproject.toml"),
    *("benchmarks", "console", "docs", "engines", "installer", "resources", "tests", "tools", "widgets"),
}


def test_nothing_that_strayed_in_is_kept() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a working copy: what is kept cannot be told from what lies here")
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert {path.partition("/")[0] for path in kept if path} == ROOMS


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
