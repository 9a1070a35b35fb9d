"""Where a site is kept: a folder of the machine, never of one person if it can be helped."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from engines.grid.snapshot import Mode
from engines.values.validation import InputError

VARIABLE = "TIELINE_SITE_FOLDER"
"""Environment variable that names the folder under which all sites lie."""


@dataclass(frozen=True, slots=True)
class SitePlace:
    """The folder of one site.

    Attributes:
        is_shared: whether other accounts of the machine find the same folder by themselves.
        reason: one sentence where it is not.
    """

    name: str
    folder: Path
    is_shared: bool
    reason: str = ""


def site_place(name: str, chosen: Path | None = None, environment: Mapping[str, str] = os.environ) -> SitePlace:
    """Where the site ``name`` is kept.

    In this order: under ``chosen`` (a setting), under :data:`VARIABLE`, under the machine's own folder if an
    administrator made it and it can be written, else under the account's data folder.

    Raises ``InputError`` for a name that makes no folder.
    """
    folder = folder_name(name)
    named = chosen or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named is not None:
        return SitePlace(name, named.expanduser() / folder, True)
    machine = machine_folder()
    if machine.is_dir() and os.access(machine, os.W_OK | os.X_OK):
        return SitePlace(name, machine / folder, True)
    own = Path(PlatformDirs("tieline", appauthor=False).user_data_dir) / "sites" / folder
    lack = "cannot be written by this account" if machine.is_dir() else "does not exist"
    remedy = f"let an administrator make it writable for the operators, or set {VARIABLE}"
    return SitePlace(name, own, False, f"{machine} {lack}, so only this account shares the site; {remedy}")


def site_name(network_name: str, mode: Mode) -> str:
    """The site of a district; its simulator has one of its own, so that training never touches what is real."""
    return f"{network_name} simulator" if mode is Mode.SIMULATOR else network_name


def machine_folder() -> Path:
    """The folder for the sites of this machine. It is made by an administrator or the package, never by a console."""
    if sys.platform in ("win32", "darwin"):
        return Path(PlatformDirs("tieline", appauthor=False).site_data_dir) / "sites"
    return Path("/var/lib/tieline/sites")


def folder_name(name: str) -> str:
    """``name`` as a folder: letters, digits, dot, dash, underscore. Raises ``InputError`` if nothing remains."""
    plain = re.sub(r"[^\w.-]+", "-", name.strip()).strip(".-")
    if not plain:
        raise InputError(f"site {name!r}", "is no name", "use letters and digits")
    return plain[:100]
