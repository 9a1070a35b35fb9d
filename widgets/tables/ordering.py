"""Sorting and filtering of a table as arrays of row numbers."""

from __future__ import annotations

import operator
import re
from typing import Any

import numpy as np

from widgets.slices import Steps, run_steps
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent

Array = np.ndarray[Any, Any]
_DIGITS = re.compile(r"\d+")
_CONDITION = re.compile(r"([^\s<>=]+)\s*(<=|>=|<|>|=)\s*([-+\u2212]?\d+(?:\.\d+)?)")
CHUNK = 1000
"""So many rows are looked at before the window gets its turn."""
_COMPARE = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}


def sorted_rows(values: Array, ranks: Array | None, *, descending: bool) -> Array:
    """Rows in order, equal ones as they came; what is missing comes last either way."""
    keys = values if ranks is None else ranks
    if keys.dtype.kind == "f":
        known = np.flatnonzero(~np.isnan(keys))
        missing = np.flatnonzero(np.isnan(keys))
    else:
        known, missing = np.arange(len(keys)), np.empty(0, np.int64)
    sort = keys[known].astype(np.float64)
    order = known[np.argsort(-sort if descending else sort, kind="stable")]
    return np.concatenate([order, missing])


def text_ranks(texts: Array) -> Array:
    """Place of each text as a person would order them: ``Bus 9`` before ``Bus 10``, empty last (NaN)."""
    return run_steps(text_rank_steps(texts))


def text_rank_steps(texts: Array) -> Steps[Array]:
    """:func:`text_ranks` in slices."""
    keys: list[str] = []
    different: set[str] = set()
    for part in chunks(len(texts)):
        padded = _DIGITS.sub(lambda m: m.group().zfill(9), "\n".join(map(_one_line, texts[part].tolist()))).casefold()
        keys += padded.split("\n")
        different.update(keys[part])
        yield from pause(part, len(texts))
    ordered = yield from sorted_steps(list(different))
    places: dict[str, float] = {}
    for part in chunks(len(ordered)):
        places.update(zip(ordered[part], range(part.start, part.stop), strict=False))
        yield from pause(part, len(ordered))
    if "" in places:
        places[""] = float("nan")
    ranks = np.empty(len(keys), np.float64)
    for part in chunks(len(keys)):
        ranks[part] = [places[key] for key in keys[part]]
        yield from pause(part, len(keys))
    return ranks


def sorted_steps(keys: list[str]) -> Steps[list[str]]:
    """``sorted(keys)`` in slices: many keys are told apart by their first different letter, again and again."""
    if len(keys) <= CHUNK:
        return sorted(keys)
    low = high = keys[0]
    for part in chunks(len(keys)):
        low, high = min(low, *keys[part]), max(high, *keys[part])
        yield
    shared = next((k for k, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    buckets: dict[str, list[str]] = {}
    for part in chunks(len(keys)):
        for key in keys[part]:
            buckets.setdefault(key[shared : shared + 1], []).append(key)
        yield
    ordered: list[str] = []
    for letter in sorted(buckets):
        # The one key that is no longer than what all share; copies of it cannot be told apart any further.
        ordered += buckets[letter] if not letter else (yield from sorted_steps(buckets[letter]))
        yield
    return ordered


def chunks(n: int) -> list[slice]:
    """``range(n)`` in parts that take about a millisecond each."""
    return [slice(begin, min(begin + CHUNK, n)) for begin in range(0, n, CHUNK)]


def pause(part: slice, n: int) -> Steps[None]:
    """A pause after a part that is not the last: short work is never put off."""
    if part.stop < n:
        yield


def _one_line(text: str) -> str:
    return text.replace("\n", " ") if "\n" in text else text


def search_text_steps(content: TableContent) -> Steps[list[str]]:
    """One text per row with all its words, folded; what is not plainly good can be found by its words too."""
    columns = [content.values[c.key] for c in content.columns if c.kind is ColumnKind.TEXT]
    doubtful = (q for q in content.qualities.values() if not q.is_plain)
    columns += [np.where(quality.flags > 0, quality.texts(), "") for quality in doubtful]
    texts: list[str] = []
    for part in chunks(len(content)):
        rows = zip(*(column[part].tolist() for column in columns), strict=True) if columns else [()] * len(content)
        texts += "\x00".join("\t".join(row).replace("\x00", " ") for row in rows).casefold().split("\x00")
        yield from pause(part, len(content))
    return texts


def matching_steps(content: TableContent, texts: list[str], filter_text: str) -> Steps[Array]:
    """``(n,)`` which rows have every word, and keep every condition like ``loading>80``."""
    mask = np.ones(len(content), bool)
    rest = filter_text
    for match in _CONDITION.finditer(filter_text):
        column = _named(content.columns, match.group(1))
        if column is not None:
            value = float(match.group(3).replace("\u2212", "-"))
            mask &= _COMPARE[match.group(2)](content.values[column.key].astype(np.float64), value)
            rest = rest.replace(match.group(0), " ")
    words = rest.casefold().split()
    for part in chunks(len(content)) if words else ():
        found = (all(word in text for word in words) for text in texts[part])
        mask[part] &= np.fromiter(found, bool, part.stop - part.start)
        yield from pause(part, len(content))
    return mask


def _named(columns: tuple[ColumnSpec, ...], name: str) -> ColumnSpec | None:
    wanted = name.casefold()
    numbers = [c for c in columns if c.kind is ColumnKind.NUMBER]
    for begins in (False, True):
        for column in numbers:
            names = (column.key.casefold(), column.title.casefold())
            if wanted in names or (begins and any(n.startswith(wanted) for n in names)):
                return column
    return None
