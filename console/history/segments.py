"""The changes of one point in one hour as a few bytes: what a server keeps of hours that are over."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
KINDS: tuple[tuple[str, Any], ...] = (
    ("time_us", np.int64), ("value", np.float64), ("flags", np.uint8), ("source_time_us", np.int64)
)  # fmt: skip
ROW_BYTES = sum(np.dtype(kind).itemsize for _, kind in KINDS)
LEVEL = 3


def pack_segment(time_us: Array, value: Array, flags: Array, source_time_us: Array) -> bytes:
    """Columns of changes in their order. Times become steps, and all bytes of one rank lie together: both repeat."""
    steps = np.diff(time_us, prepend=0)
    lag = source_time_us - time_us
    columns = (steps, value, flags, lag)
    parts = [
        np.ascontiguousarray(column, kind).view(np.uint8).reshape(len(time_us), np.dtype(kind).itemsize).T.tobytes()
        for column, (_, kind) in zip(columns, KINDS, strict=True)
    ]
    return zlib.compress(b"".join(parts), LEVEL)


def unpack_segment(body: bytes) -> dict[str, Array]:
    """The columns again. Raises ``InputError`` for bytes that are damaged."""
    try:
        plain = np.frombuffer(zlib.decompress(body), np.uint8)
    except zlib.error as error:
        raise InputError("a recorded hour", f"is damaged ({error})", "restore it from a backup") from error
    n, rest = divmod(len(plain), ROW_BYTES)
    if rest:
        raise InputError("a recorded hour", "is damaged (its length does not fit)", "restore it from a backup")
    found, at = {}, 0
    for name, kind in KINDS:
        size = np.dtype(kind).itemsize
        ranks = plain[at : at + n * size].reshape(size, n)
        found[name] = np.ascontiguousarray(ranks.T).view(kind).reshape(n)
        at += n * size
    found["time_us"] = np.cumsum(found["time_us"])
    found["source_time_us"] = found["source_time_us"] + found["time_us"]
    return found
