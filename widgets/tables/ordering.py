"""Sorting and filtering of a table as arrays of row numbers."""

from __future__ import annotations

import operator
import re
from typing import Any

import numpy as np

from widgets.tables.content import ColumnKind, ColumnSpec, TableContent

Array = np.ndarray[Any, Any]
_DIGITS = re.compile(r"\d+")
_CONDITION = re.compile(r"([^\s<>=]+)\s*(<=|>=|<|>|=)\s*([-+\u2212]?\d+(?:\.\d+)?)")
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
    padded = _DIGITS.sub(lambda m: m.group().zfill(9), "\n".join(map(_one_line, texts.tolist()))).casefold()
    keys = padded.split("\n") if len(texts) else []
    places = {key: place for place, key in enumerate(sorted(set(keys)))}
    return np.array([places[key] if key else np.nan for key in keys], np.float64)


def _one_line(text: str) -> str:
    return text.replace("\n", " ") if "\n" in text else text


def search_texts(content: TableContent) -> list[str]:
    """One text per row with all its words, folded; what is not plainly good can be found by its words too."""
    columns = [content.values[c.key].tolist() for c in content.columns if c.kind is ColumnKind.TEXT]
    doubtful = (q for q in content.qualities.values() if not q.is_plain)
    columns += [np.where(quality.flags > 0, quality.texts(), "").tolist() for quality in doubtful]
    if not columns:
        return [""] * len(content)
    return (
        "\x00".join("\t".join(row).replace("\x00", " ") for row in zip(*columns, strict=True)).casefold().split("\x00")
    )


def matching_rows(content: TableContent, texts: list[str], filter_text: str) -> Array:
    """``(n,)`` which rows have every word, and keep every condition like ``loading>80``."""
    mask = np.ones(len(content), bool)
    rest = filter_text
    for match in _CONDITION.finditer(filter_text):
        column = _named(content.columns, match.group(1))
        if column is not None:
            value = float(match.group(3).replace("\u2212", "-"))
            mask &= _COMPARE[match.group(2)](content.values[column.key].astype(np.float64), value)
            rest = rest.replace(match.group(0), " ")
    for word in rest.casefold().split():
        mask &= np.fromiter((word in text for text in texts), bool, len(texts))
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
