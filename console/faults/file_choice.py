"""Which customer and crew file a site goes by: read as a whole, then named in its ``faults.toml``. Free of Qt."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from console.faults.settings import FILE_NAME
from console.workflows.crew_files import read_crews
from console.workflows.customers import read_customer_lines
from engines.values.validation import InputError
from engines.values.work import WorkContext

CUSTOMERS, CREWS = "customers", "crews"


class Taken(NamedTuple):
    """What a file gives: how many customers or crews, and how many doubts about its lines."""

    entries: int
    doubts: int


def take_file(_context: WorkContext, folder: str, key: str, file: str, load_ids: tuple[str, ...]) -> Taken:
    """Name a file in the site's ``faults.toml``, which holds from the next start on.

    Raises ``InputError`` for a file that gives nothing, or where ``faults.toml`` cannot be changed: then it stays.
    """
    path = Path(file).resolve()
    if key == CUSTOMERS:
        customers = read_customer_lines(path, frozenset(load_ids))
        taken = Taken(sum(map(len, customers.by_load.values())), len(customers.findings))
    else:
        crews = read_crews(path)
        taken = Taken(len(crews.crews), len(crews.findings))
    _name(Path(folder) / FILE_NAME, key, str(path))
    return taken


def _name(settings: Path, key: str, file: str) -> None:
    """One line of the file is put in the place of the one that was; every other stays."""
    line = f"{key} = {json.dumps(file, ensure_ascii=False)}"
    fresh = settings.with_suffix(".new")
    try:
        before = settings.read_text("utf-8") if settings.exists() else ""
        lines = before.splitlines()
        at = next((k for k, old in enumerate(lines) if re.match(rf"\s*{key}\s*=", old)), -1)
        text = "\n".join([*lines[:at], line, *lines[at + 1 :]] if at >= 0 else [line, *lines]) + "\n"
        told = tomllib.loads(before)
        if tomllib.loads(text) != told | {key: file}:
            raise InputError(str(settings), f"says {key} over several lines", f"write {line} there by hand")
        fresh.write_text(text, "utf-8")
        os.replace(fresh, settings)
    except (OSError, ValueError) as error:
        raise InputError(str(settings), f"cannot be changed ({error})", f"write {line} there by hand") from error
