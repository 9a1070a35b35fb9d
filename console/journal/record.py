"""What is written into the journal, and what is read from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
Detail = str | int | float | bool | None
LONGEST_TEXT = 4000
"""Characters of one text; what is longer is cut and ends in "…"."""


@dataclass(frozen=True, slots=True)
class JournalRecord:
    """One thing that happened, before it is written.

    Attributes:
        kind: one word for filtering, as ``command`` or ``tag``.
        author: sign-in name of the person, or the part of the program that did it.
        element_id: equipment it concerns; empty where it concerns none.
        sentence: what happened, in English whatever the language of the screen: consoles of one site may differ.
        details: the same as data.
        source_time_us: when it happened by the field's clock, microseconds since 1970 UTC; 0 where there is none.
    """

    kind: str
    author: str
    element_id: str
    sentence: str
    details: Mapping[str, Detail] = field(default_factory=lambda: MappingProxyType({}))
    source_time_us: int = 0


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One committed record.

    Attributes:
        sequence: 1, 2, 3 … over all consoles of the site, without gaps.
        time_us: when it was written, microseconds since 1970 UTC by the console's clock. The order is that of
            ``sequence``; clocks may be set.
        console: which console wrote it.
        hash: SHA-256 over the hash of the record before it and this one; 64 hexadecimal digits.
    """

    sequence: int
    time_us: int
    console: str
    kind: str
    author: str
    element_id: str
    sentence: str
    details: Mapping[str, Detail]
    source_time_us: int
    hash: str


def clean_text(text: str) -> str:
    """``text`` as it can be stored: valid Unicode, of bounded length."""
    text = str(text)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def pack_details(details: Mapping[str, Detail]) -> str:
    """The details as the one text that stands for them: sorted keys, no spaces."""
    plain = {clean_text(k): clean_text(v) if isinstance(v, str) else v for k, v in details.items()}
    return _encode(plain)


def unpack_details(text: str) -> Mapping[str, Detail]:
    """The details of a stored text; one that was tampered with is handed on as it is."""
    try:
        plain = json.loads(text)
    except (ValueError, TypeError):
        plain = None
    return MappingProxyType(plain if isinstance(plain, dict) else {"unreadable": str(text)})
