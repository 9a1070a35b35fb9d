"""Values on their way between two processes: small ones through the pipe, large ones through a mapped file.

A file, and not a block of shared memory: writing into a full file system raises an ``OSError`` that can be handled,
where writing into a full shared memory kills the process. On Linux the file lives in memory all the same.
"""

from __future__ import annotations

import io
import mmap
import os
import pickle
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

LARGE_BYTES = 1 << 20
"""From this size on a value travels in a file."""

_ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class Parcel:
    """A packed value.

    Attributes:
        head: the pickle, empty when it is in the file.
        buffers: contents of the arrays, empty when they are in the file.
        path: the file, ``None`` when everything is in here. Plain text: a ``Path`` keeps each part of its name in
            Python's table of names, which grows once enough of ever new ones have come and gone.
        spans: (offset, bytes) of the pickle and of each array in the file.
    """

    head: bytes = b""
    buffers: tuple[bytes, ...] = ()
    path: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


def pack(value: Any, path: str | None = None, large_bytes: int = LARGE_BYTES) -> Parcel:
    """Pack ``value``; from ``large_bytes`` on into the new file ``path``, where one is given and has room.

    Raises what ``pickle`` raises for something that cannot be pickled.
    """
    buffers: list[pickle.PickleBuffer] = []
    stream = io.BytesIO()
    _ReadOnlyPickler(stream, protocol=5, buffer_callback=buffers.append).dump(value)
    parts = [stream.getbuffer(), *(buffer.raw() for buffer in buffers)]
    if path is not None and sum(part.nbytes for part in parts) >= large_bytes:
        with suppress(OSError):
            return Parcel(path=path, spans=_write(path, parts))
        # A full or forbidden folder costs time, not the result: it goes through the pipe.
        with suppress(FileNotFoundError):
            os.unlink(path)
    return Parcel(bytes(parts[0]), tuple(bytes(part) for part in parts[1:]))


def unpack(parcel: Parcel) -> Any:
    """The value; its arrays cannot be written to. A file is unlinked and lives on as long as an array needs it."""
    if parcel.path is None:
        return pickle.loads(parcel.head, buffers=parcel.buffers)
    with open(parcel.path, "rb") as stream:
        mapped = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    discard(parcel)
    head, *buffers = (mapped[offset : offset + size] for offset, size in parcel.spans)
    return pickle.loads(head, buffers=buffers)


def discard(parcel: Parcel) -> None:
    """Throw away what nobody will unpack."""
    if parcel.path is not None:
        # Windows keeps a mapped file; it goes with its folder.
        with suppress(OSError):
            os.unlink(parcel.path)


def _write(path: str, parts: Iterable[memoryview]) -> tuple[tuple[int, int], ...]:
    spans = []
    with open(path, "xb", buffering=0) as stream:
        offset = 0
        for part in parts:
            stream.seek(offset)
            _write_whole(stream, part)
            spans.append((offset, part.nbytes))
            offset += -(-part.nbytes // _ALIGNMENT) * _ALIGNMENT
        stream.truncate(max(offset, 1))
    return tuple(spans)


def _write_whole(stream: io.FileIO, part: memoryview) -> None:
    view = part.cast("B") if part.ndim != 1 or part.format != "B" else part
    while view.nbytes:
        view = view[stream.write(view) :]


class _ReadOnlyPickler(pickle.Pickler):
    """Sends every array in a way that arrives read-only.

    Contiguous plain arrays travel outside the pickle and arrive as views of read-only memory. The others would be
    copied into the pickle and arrive writeable, so they are rewritten here.
    """

    def reducer_override(self, value: Any) -> Any:
        if type(value) is not np.ndarray:
            return NotImplemented
        if value.dtype.kind == "O":
            return _object_array, (value.shape, value.ravel().tolist())
        if value.dtype.kind in "mM":
            return _moments, (np.asarray(value, order="C").view(np.int64), value.dtype.str)
        if not (value.flags.c_contiguous or value.flags.f_contiguous) and not value.dtype.hasobject:
            return _same, (np.ascontiguousarray(value),)
        return NotImplemented


def _same(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return array


def _moments(ticks: np.ndarray[Any, Any], dtype: str) -> np.ndarray[Any, Any]:
    return ticks.view(dtype)


def _object_array(shape: tuple[int, ...], entries: list[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(len(entries), dtype=object)
    # Entry by entry: numpy would take a list of lists for more dimensions.
    for k, entry in enumerate(entries):
        array[k] = entry
    array = array.reshape(shape)
    array.flags.writeable = False
    return array
