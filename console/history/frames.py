"""What travels between consoles and the history's owner, and lies in spools: words as JSON, numbers as plain arrays.

Never pickle: whoever may write to a shared folder must not be able to run code in another account's process.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from console.history.storage import StoredBatch
from engines.values.history import PointChanges

Array = np.ndarray[Any, Any]
_HEAD = struct.Struct("<II")
CHANGE_FIELDS = ("point", "value", "quality", "freshness", "is_by_hand", "source_time_us", "receive_time_us")


def pack(words: Mapping[str, Any], arrays: Mapping[str, Array] | None = None) -> bytes:
    """One message. Names of arrays must not collide with ``words``' own."""
    text = json.dumps(words, ensure_ascii=False).encode()
    body = io.BytesIO()
    if arrays:
        np.savez(body, allow_pickle=False, **{name: np.asarray(a) for name, a in arrays.items()})
    return struct.pack("<I", len(text)) + text + body.getvalue()


def unpack(message: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """The words and arrays of a message. Raises ``ValueError`` for anything else."""
    try:
        (length,) = struct.unpack_from("<I", message)
        words = json.loads(message[4 : 4 + length])
        body = message[4 + length :]
        if not body:
            return words, {}
        with np.load(io.BytesIO(body), allow_pickle=False) as found:
            return words, {name: found[name] for name in found.files}
    except (struct.error, ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise ValueError(f"not a message of the history: {error}") from error


def batch_message(batch: StoredBatch) -> bytes:
    """A batch without its point ids, which are told once."""
    words = {"client": batch.client, "number": batch.number, "is_first": batch.is_first}
    return pack(words, {name: getattr(batch.changes, name) for name in CHANGE_FIELDS})


def batch_of(message: bytes, point_ids: tuple[str, ...], dead_bands: Array) -> StoredBatch:
    """The batch of a message. Raises ``ValueError``."""
    words, arrays = unpack(message)
    try:
        changes = PointChanges(*(arrays[name] for name in CHANGE_FIELDS))
        return StoredBatch(
            str(words["client"]), int(words["number"]), point_ids, dead_bands, changes, bool(words["is_first"])
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a batch: {error}") from error


def write_frame(stream: BinaryIO, message: bytes) -> None:
    """Append a message so that one that was cut off is recognised."""
    stream.write(_HEAD.pack(len(message), zlib.crc32(message)) + message)


def read_frames(path: Path) -> Iterator[bytes]:
    """The whole messages of a file, up to the first that is cut off or damaged."""
    with path.open("rb") as stream:
        while len(head := stream.read(_HEAD.size)) == _HEAD.size:
            length, checksum = _HEAD.unpack(head)
            message = stream.read(length)
            if len(message) < length or zlib.crc32(message) != checksum:
                return
            yield message
