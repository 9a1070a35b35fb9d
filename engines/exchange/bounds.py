"""How large a file may be, and whether it can be read at all, before anything is loaded."""

from __future__ import annotations

import zipfile
from pathlib import Path

from engines.values.validation import InputError

MEGABYTE = 1_000_000
LARGEST_TEXT = 120 * MEGABYTE
"""pandapower JSON of some 100,000 buses; reading takes about fifteen times that in memory."""
LARGEST_UNPACKED = 600 * MEGABYTE
"""Content of a zipped file (xlsx, our own) once unpacked."""


def require_readable(path: Path, largest: int = LARGEST_TEXT, remedy: str = "") -> None:
    """Raise ``InputError`` for a file that is missing, a folder, closed to us, empty or too big."""
    place = str(path)
    try:
        if path.is_dir():
            raise InputError(place, "is a folder, not a file", "name a file")
        size = path.stat().st_size
        if size > largest:
            reason = f"is too big to be read ({size / MEGABYTE:.0f} MB, at most {largest / MEGABYTE:.0f} MB)"
            raise InputError(place, reason, remedy or "export only the part of the network you need, without results")
        with path.open("rb") as stream:
            if not stream.read(1):
                raise InputError(place, "is empty", remedy or "choose another file or export it again")
    except FileNotFoundError as error:
        raise InputError(place, "there is no such file", "check the name") from error
    except PermissionError as error:
        raise InputError(place, "may not be read", "ask its owner for access") from error
    except OSError as error:
        reason = f"cannot be read ({(error.strerror or str(error)).lower()})"
        raise InputError(place, reason, "check the name and the medium") from error


def read_text(path: Path, largest: int = LARGEST_TEXT, remedy: str = "") -> str:
    """The text of a file (UTF-8, or Latin-1 where it is not), bounded. Raises ``InputError``.

    Args:
        remedy: which file to choose instead, where it is no export of a network.
    """
    require_readable(path, largest, remedy)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check the medium") from error
    if b"\0" in content[:65536]:
        raise InputError(
            str(path), "is a binary file, not text", remedy or "choose the file the network was exported to"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def require_small_unpacked(path: Path) -> None:
    """Raise ``InputError`` where a zipped file is no zip or would unpack to more than fits."""
    require_readable(path, 4 * LARGEST_TEXT)
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        reason = "is damaged or not a file of its kind (no zip archive)"
        raise InputError(str(path), reason, "export it again") from error
    if size > LARGEST_UNPACKED:
        reason = f"would unpack to {size / MEGABYTE:.0f} MB (at most {LARGEST_UNPACKED / MEGABYTE:.0f} MB)"
        raise InputError(str(path), reason, "export only the part of the network you need")
