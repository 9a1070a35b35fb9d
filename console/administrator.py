"""What an administrator sets for every account of a machine: ``/etc/tieline/tieline.toml``.

It gives defaults, never orders: what a person has chosen stays.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import PlatformDirs

VARIABLE = "TIELINE_ADMINISTRATOR_FILE"
"""Environment variable that names another file."""
FILE_NAME = "tieline.toml"
KEYS = ("site_folder", "settings")


@dataclass(frozen=True, slots=True)
class Administrator:
    """What the file says.

    Attributes:
        settings: defaults of settings by name, not checked yet.
        site_folder: where sites lie, absolute; ``None`` where it is not said.
        problem: one sentence where the file could not be used as it is, "" where all is well.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    site_folder: Path | None = None
    problem: str = ""


def administrator_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the file lies."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE])
    if sys.platform in ("win32", "darwin"):
        return Path(PlatformDirs("tieline", appauthor=False).site_config_dir) / FILE_NAME
    return Path("/etc/tieline") / FILE_NAME


def read_administrator(path: Path | None = None) -> Administrator:
    """Read the file; one that is not there says nothing, and one that is broken says so and nothing else."""
    path = path or administrator_file()
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Administrator()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        return Administrator(problem=f"{path}: cannot be read ({reason}); it is left out")
    problems = [f"{name!r} is no key" for name in told if name not in KEYS]
    settings = told.get("settings", {})
    if not isinstance(settings, dict):
        problems.append("settings has to be a table")
        settings = {}
    folder = told.get("site_folder", "")
    if not isinstance(folder, str) or (folder and not Path(folder).is_absolute()):
        problems.append("site_folder has to be an absolute path")
        folder = ""
    problem = f"{path}: {', '.join(problems)}; left out" if problems else ""
    return Administrator(settings, Path(folder) if folder else None, problem)
