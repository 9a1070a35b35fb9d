"""What the start looks at anyway, as lines of the list: disk, folders, clock, settings."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime

from console.folders import config_folder, data_folder
from console.selftest.result import CheckResult, failed, of_findings, ok
from console.starting.clock import look_at_clock
from console.starting.folders import look_at_folders


def check_disk() -> CheckResult:
    """Room, permission and kind of every disk the console writes to."""
    folder = data_folder()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free_gb = shutil.disk_usage(folder).free / 1e9
    return of_findings(look_at_folders(), f"every folder can be written; {free_gb:.1f} GB free at {folder}")


def check_clock() -> CheckResult:
    """Whether the clock can be right."""
    now = datetime.now(UTC)
    return of_findings(look_at_clock(), f"it is {now:%Y-%m-%d %H:%M:%S} UTC")


def check_settings() -> CheckResult:
    """Whether the settings of this account and of the machine can be read."""
    from console.administrator import read_administrator

    administrator = read_administrator()
    if administrator.problem:
        return failed(administrator.problem, "an administrator mends the file, or moves it away")
    path = config_folder() / "settings.json"
    try:
        packed = json.loads(path.read_text("utf-8"))
        version = packed["version"]
    except FileNotFoundError:
        return ok("none chosen yet; defaults hold")
    except (OSError, ValueError, KeyError, TypeError) as error:
        return failed(f"{path} cannot be read ({type(error).__name__})", "move it away; defaults then hold")
    return ok(f"{path}, version {version}")
