"""Values as bytes for the pipe between the link's process and the window's."""

from __future__ import annotations

import pickle
import struct
from typing import Any

import numpy as np

from engines.values.points import PointBatch

_HEAD = struct.Struct("<cI")
_VALUES, _OBJECT = b"v", b"o"
_COLUMNS = (
    ("value", np.dtype("<f8")),
    ("source_time_us", np.dtype("<i8")),
    ("receive_time_us", np.dtype("<i8")),
    ("index", np.dtype("<i4")),
    ("quality", np.dtype("u1")),
)


def pack(message: object) -> bytes:
    """A message as bytes; arrays of a batch as they lie in memory, everything else pickled."""
    if isinstance(message, PointBatch):
        columns = [np.ascontiguousarray(getattr(message, name), dtype).tobytes() for name, dtype in _COLUMNS]
        return b"".join((_HEAD.pack(_VALUES, len(message)), *columns))
    return _HEAD.pack(_OBJECT, 0) + pickle.dumps(message, protocol=5)


def unpack(data: bytes) -> Any:
    """The message; arrays of a batch cannot be written to."""
    kind, count = _HEAD.unpack_from(data)
    if kind == _OBJECT:
        return pickle.loads(memoryview(data)[_HEAD.size :])
    columns, at = {}, _HEAD.size
    for name, dtype in _COLUMNS:
        columns[name] = np.frombuffer(data, dtype, count, at)
        at += count * dtype.itemsize
    return PointBatch(**columns)


def joined(batches: list[PointBatch]) -> PointBatch:
    """One batch of several, in their order."""
    if len(batches) == 1:
        return batches[0]
    return PointBatch(**{name: np.concatenate([getattr(b, name) for b in batches]) for name, _ in _COLUMNS})
