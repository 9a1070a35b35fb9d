"""The product's own file: a JSON header and plain arrays in one zip, written whole or not at all.

No pickle: a file from a stranger can be wrong, but it cannot run anything.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
HEADER = "header.json"
NAMES = "arrays"

# What a cut, altered, encrypted or hostile archive makes the standard library raise.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    MemoryError,
    RuntimeError,
)


def write_container(
    path: Path, header: Mapping[str, Any], arrays: Mapping[str, Array], *, stored: Collection[str] = ()
) -> None:
    """Write the file so that ``path`` holds either the old or the whole new content.

    Args:
        stored: arrays written as they are, because they are compressed already.

    Raises ``InputError`` with the remedy when the disk is full or the folder cannot be written.
    """
    write_whole(path, container_bytes(header, arrays, stored=stored))


def container_bytes(header: Mapping[str, Any], arrays: Mapping[str, Array], *, stored: Collection[str] = ()) -> bytes:
    """The file's content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        # The names stand in the header too: a lost or renamed array must not pass for one that never was.
        complete = {**header, NAMES: sorted(arrays)}
        _put(archive, HEADER, json.dumps(complete, ensure_ascii=False, indent=1).encode())
        for name, array in arrays.items():
            if array.dtype.kind == "O":
                raise TypeError(f"{name}: object arrays are not written")
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(array), allow_pickle=False)
            _put(archive, f"{name}.npy", part.getvalue(), is_stored=name in stored)
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, is_stored: bool = False) -> None:
    # A fixed date keeps equal content in equal bytes.
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def read_container(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a file. Raises ``InputError`` naming file, reason and remedy."""
    remedy = "restore it from a backup or an autosave"
    try:
        return _read(path)
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "check the name") from error
    except IsADirectoryError as error:
        raise InputError(str(path), "is a folder, not a file", "name a file") from error
    except PermissionError as error:
        raise InputError(str(path), "may not be read", "ask its owner for access") from error
    except _DAMAGED as error:
        raise InputError(str(path), f"is damaged or not a file of this program ({error})", remedy) from error


def parse_container(content: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a container kept inside another one. Raises ``ValueError`` where it is none."""
    try:
        return _read(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise ValueError(str(error)) from error


def _read(path: Path | io.BytesIO) -> tuple[dict[str, Any], dict[str, Array]]:
    with zipfile.ZipFile(path) as archive:
        header = json.loads(archive.read(HEADER))
        if not isinstance(header, dict):
            raise ValueError("its header is not an object")
        arrays = {}
        for name in archive.namelist():
            if name.endswith(".npy"):
                array = np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)
                array.flags.writeable = False
                arrays[name[: -len(".npy")]] = array
    if header.pop(NAMES, sorted(arrays)) != sorted(arrays):
        raise ValueError("parts of it are missing")
    return header, arrays
