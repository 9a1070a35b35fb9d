"""Whether what must not be lost can be kept: the journal's file and the history's."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from console.selftest.result import CheckResult, failed, ok
from engines.values.validation import InputError

REMEDY = "give this account the folder of the sites, and room on its disk"


def _remedy(folder: Path | None) -> str:
    """With who chose the folder, where that was not this machine's custom."""
    import os

    from console.administrator import administrator_file, read_administrator
    from console.site.place import VARIABLE

    if folder is not None:
        return REMEDY
    if os.environ.get(VARIABLE):
        return f"{REMEDY}; {VARIABLE} names it"
    if read_administrator().site_folder is not None:
        return f"{REMEDY}; site_folder in {administrator_file()} names it"
    return REMEDY


def check_site(folder: Path | None = None) -> CheckResult:
    """A journal record written, read again in a new connection, and its chain verified, where sites really lie.

    Args:
        folder: under which sites lie; ``None`` takes the place this account's consoles would.
    """
    from console.journal.database import open_for_reading, open_for_writing
    from console.site.place import site_place

    try:
        place = site_place(f"selftest-{secrets.token_hex(4)}", folder)
    except InputError as error:
        return failed(str(error), _remedy(folder))
    file = place.folder / "site.sqlite"
    try:
        written = open_for_writing(file, may_create=True)
        try:
            with written:
                written.execute("INSERT INTO site_meta(name, value) VALUES ('selftest', 'kept')")
        finally:
            written.close()
        read = open_for_reading(file)
        try:
            rows = read.execute("SELECT value FROM site_meta WHERE name = 'selftest'").fetchall()
            sound = read.execute("PRAGMA integrity_check").fetchone()
        finally:
            read.close()
    except InputError as error:
        return failed(str(error), _remedy(folder))
    except OSError as error:
        return failed(f"{place.folder} {(error.strerror or str(error)).lower()}", _remedy(folder))
    finally:
        shutil.rmtree(place.folder, ignore_errors=True)
    if [tuple(row) for row in rows] != [("kept",)] or sound[0] != "ok":
        return failed(f"{file} gives back something else than was written", "check the disk (smartctl, dmesg)")
    return ok(f"sites are kept below {place.folder.parent}")


def check_history() -> CheckResult:
    """A value written by the history's database and read again."""
    import tempfile

    import duckdb

    with tempfile.TemporaryDirectory(prefix="tieline-selftest-") as folder:
        path = str(Path(folder) / "history.duckdb")
        with duckdb.connect(path) as connection:
            connection.execute("CREATE TABLE kept(value DOUBLE)")
            connection.execute("INSERT INTO kept VALUES (1.03)")
        with duckdb.connect(path, read_only=True) as connection:
            row = connection.execute("SELECT value FROM kept").fetchone()
    if row != (1.03,):
        return failed(f"the history's database gives back {row}", "check the disk (smartctl, dmesg)")
    return ok(f"DuckDB {duckdb.__version__} keeps and gives back")
