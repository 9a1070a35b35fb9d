"""What the start looks at anyway, as lines of the list: disk, folders, clock, settings."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

from console.administrator import administrator_file, read_administrator
from console.folders import config_folder, data_folder
from console.selftest.result import CheckResult, failed, of_findings, ok
from console.settings_file import default_settings, read_settings
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
    """Whether the settings of this account and of the machine can be used as they are; nothing is changed."""
    administrator = read_administrator()
    defaults, said = default_settings(administrator)
    if said:
        return failed(said, f"an administrator mends {administrator_file()}, or moves it away")
    path = config_folder() / "settings.json"
    if not path.exists():
        return ok("none chosen yet; defaults hold")
    _, chosen, problem = read_settings(path, defaults, is_set_aside=False)
    if problem:
        return failed(problem, "move the file away; defaults then hold")
    return ok(f"{path}, {len(chosen)} chosen")
