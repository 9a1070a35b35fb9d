"""Where a site is kept: a folder of the machine, never of one person if it can be helped, or a shared server."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import PlatformDirs

from console.administrator import read_administrator
from console.journal.connection import SiteDatabase
from console.journal.database import FILE_NAME, SiteFile
from console.journal.postgres import PostgresSite
from engines.grid.snapshot import Mode
from engines.values.validation import InputError

VARIABLE = "TIELINE_SITE_FOLDER"
"""Environment variable that names the folder under which all sites lie."""
SERVER_VARIABLE = "TIELINE_SITE_DATABASE"
"""Environment variable with the address of the PostgreSQL server that keeps the sites."""
SERVER_FILE = "database.toml"
"""The same in the folder under which all sites lie: ``server = "postgresql://user@host/database"``."""
LONGEST_SCHEMA = 55
SIMULATED = "simulator"


@dataclass(frozen=True, slots=True)
class SitePlace:
    """The folder of one site, and the server that keeps it where there is one.

    Attributes:
        server: address of the PostgreSQL server; "" where the site is a file in the folder.
        is_shared: whether other accounts of the machine find the same folder by themselves.
        reason: one sentence where it is not.
    """

    name: str
    folder: Path
    is_shared: bool
    reason: str = ""
    server: str = ""

    @property
    def database(self) -> SiteDatabase:
        """What the site is kept in."""
        if self.server:
            return PostgresSite(self.server, schema_name(self.name), self.folder)
        return SiteFile(self.folder / FILE_NAME)


def site_place(name: str, chosen: Path | None = None, environment: Mapping[str, str] = os.environ) -> SitePlace:
    """Where the site ``name`` is kept.

    In this order: under ``chosen`` (a setting), under :data:`VARIABLE`, under the administrator's ``site_folder``
    (``/etc/tieline/tieline.toml``), under the machine's own folder if an administrator made it and it can be written,
    else under the account's data folder.

    Where a server keeps the sites (:data:`SERVER_VARIABLE`, or :data:`SERVER_FILE` in that folder), the folder holds
    what belongs to this machine alone: signing keys, and what waits to be recorded.

    Raises ``InputError`` for a name that makes no folder, and for a server file that cannot be read.
    """
    place = _folder_place(name, chosen, environment)
    if name.casefold().endswith(SIMULATED):
        # A simulator runs on one machine, and so does all that is written about it.
        return place
    server = environment.get(SERVER_VARIABLE, "").strip() or _server_of(place.folder.parent / SERVER_FILE)
    return replace(place, is_shared=True, reason="", server=server) if server else place


def _folder_place(name: str, chosen: Path | None, environment: Mapping[str, str]) -> SitePlace:
    folder = folder_name(name)
    named = chosen or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else read_administrator().site_folder)
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
    return f"{network_name} {SIMULATED}" if mode is Mode.SIMULATOR else network_name


def machine_folder() -> Path:
    """The folder for the sites of this machine. It is made by an administrator or the package, never by a console."""
    if sys.platform in ("win32", "darwin"):
        return Path(PlatformDirs("tieline", appauthor=False).site_data_dir) / "sites"
    return Path("/var/lib/tieline/sites")


def schema_name(name: str) -> str:
    """``name`` as the schema of a server: lower case, digits, underscore."""
    return "tieline_" + re.sub(r"[^a-z0-9]+", "_", folder_name(name).casefold()).strip("_")[:LONGEST_SCHEMA]


def _server_of(path: Path) -> str:
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "mend it, or move it away") from error
    server = told.get("server")
    if not isinstance(server, str) or not server.strip():
        raise InputError(str(path), "names no server", 'write: server = "postgresql://user@host/database"')
    return server.strip()


def folder_name(name: str) -> str:
    """``name`` as a folder: letters, digits, dot, dash, underscore. Raises ``InputError`` if nothing remains."""
    plain = re.sub(r"[^\w.-]+", "-", name.strip()).strip(".-")
    if not plain:
        raise InputError(f"site {name!r}", "is no name", "use letters and digits")
    return plain[:100]
