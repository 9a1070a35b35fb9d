"""How far what is measured may lie from a plan, as the people of a site have set it: a file beside its plans."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields
from pathlib import Path

from console.dispatch.measuring import Band
from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

FILE_NAME = "bands.settings"
LONGEST_BYTES = 10_000


def read_band(folder: Path) -> Band | None:
    """The band that was set last, ``None`` where none was.

    Raises:
        InputError: the file cannot be used; the usual bands then hold.
    """
    path = folder / FILE_NAME
    try:
        if path.stat().st_size > LONGEST_BYTES:
            raise ValueError("too big")
        values = {name: float(value) for name, value in json.loads(path.read_text("utf-8")).items()}
        if set(values) != {field.name for field in fields(Band)} or not all(0 <= v < math.inf for v in values.values()):
            raise ValueError("not the values of a band")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        remedy = "set the bands of the plan again, or remove the file"
        raise InputError(str(path), "cannot be used, so that the usual bands hold", remedy) from error
    return Band(**values)


def write_band(folder: Path, band: Band) -> None:
    """Keep a band. Raises ``InputError`` where it cannot be written; it then holds until the console ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(folder), error.strerror or str(error), "make the folder of the site writable") from error
    write_whole(folder / FILE_NAME, json.dumps(asdict(band), indent=1).encode())
