"""The hash chain: each record's hash covers the record and the hash before it, so none can be altered alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

HASH_BYTES = 32
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr).encode
FIELDS = ("sequence", "time_us", "source_time_us", "console", "kind", "author", "element_id", "sentence", "details")
"""What the hash covers, in this order; all are columns of the table ``journal``."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last record of a chain; sequence 0 before the first."""

    sequence: int
    hash: bytes


def first_head(site_id: str) -> ChainHead:
    """Where the chain of a site begins; another site's records cannot be hung onto it."""
    return ChainHead(0, hashlib.sha256(f"tieline journal 1 {site_id}".encode()).digest())


def next_hash(before: bytes, values: Sequence[object]) -> bytes:
    """Hash of a record whose columns :data:`FIELDS` are ``values``, after the record with hash ``before``.

    Type and value both count: the number 1 and the text "1" give different hashes.
    """
    text = _encode(list(values))
    return hashlib.sha256(before + text.encode("utf-8", "surrogatepass")).digest()


def statement(purpose: str, site_id: str, sequence: int, record_hash: bytes, time_us: int) -> bytes:
    """What is signed.

    Args:
        purpose: ``head`` or ``checkpoint``; an old checkpoint can so not be passed off as the end of the chain.
    """
    return f"tieline {purpose} {site_id} {sequence} {record_hash.hex()} {time_us}".encode()
