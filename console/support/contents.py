"""What a support bundle holds: facts about the program, the machine and the folders; logs; settings. No network, no
journal, no history, no map of addresses, no key, no certificate."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from console.folders import config_folder, data_folder, log_folder, state_folder

LOG_PATTERNS = ("tieline.log*", "simulator.log*", "crash*.log", "worker-crash.log")
SETTING_FILES = ("settings.json", "trends.json")
LARGEST_FILE_BYTES = 8 << 20
MOST_LISTED = 2_000
SHOWN_VARIABLES = ("TIELINE_", "QT_", "XDG_", "LC_", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "DESKTOP_SESSION")


def program_facts(version: str) -> dict[str, Any]:
    """Version, interpreter, machine, and the versions of all that travels with it."""
    return {
        "tieline": version,
        "is_installed_from_a_package": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "release": _release(),
        "processors": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "libraries": dict(sorted({found.metadata["Name"]: found.version for found in distributions()}.items())),
    }


def shown_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Variables that change how the program starts."""
    return {name: value for name, value in sorted(environment.items()) if name.startswith(SHOWN_VARIABLES)}


def folder_facts() -> dict[str, Any]:
    """Names, sizes and times of the files the console has written; nothing of what is in them."""
    folders = {"config": config_folder(), "data": data_folder(), "state": state_folder(), "sites": _sites()}
    return {purpose: {"folder": str(folder), "files": _listed(folder)} for purpose, folder in folders.items()}


def text_files() -> dict[str, str]:
    """Logs and settings by their name in the bundle; of a long file its end."""
    found: dict[str, str] = {}
    for folder, patterns, place in (
        (log_folder(), LOG_PATTERNS, "logs"),
        (config_folder(), SETTING_FILES, "settings"),
    ):
        for pattern in patterns:
            for path in sorted(folder.glob(pattern)):
                with suppress(OSError):
                    found[f"{place}/{path.name}"] = path.read_bytes()[-LARGEST_FILE_BYTES:].decode("utf-8", "replace")
    return found


def as_text(facts: Mapping[str, Any]) -> str:
    """Facts as JSON a person can read."""
    return json.dumps(facts, ensure_ascii=False, indent=1, default=str) + "\n"


def _sites() -> Path:
    from console.site.place import site_place

    return site_place("any").folder.parent


def _listed(folder: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if len(listed) >= MOST_LISTED:
            listed.append({"name": "and more"})
            break
        with suppress(OSError):
            status = path.lstat()
            if path.is_file():
                name = str(path.relative_to(folder))
                listed.append({"name": name, "bytes": status.st_size, "written_s": int(status.st_mtime)})
    return listed


def _release() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return ""


def _memory_mb() -> int:
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    return 0
