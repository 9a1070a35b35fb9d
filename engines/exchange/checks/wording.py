"""How findings about many rows are told: the first ones by name, the rest as a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network, Table
from engines.values.validation import Finding, FindingSeverity

Array = np.ndarray[Any, Any]

NAMED_ROWS = 20
"""Rows told one by one before the rest becomes a count."""

ERROR, WARNING, NOTE = FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.NOTE


def tell(
    severity: FindingSeverity,
    network: Network,
    kind: str,
    wrong: Array,
    field: str,
    reason: str | Callable[[int], str],
    remedy: str,
) -> Iterator[Finding]:
    """One finding per row of table ``kind`` where ``wrong``, the first twenty by id."""
    rows = np.flatnonzero(wrong)
    for row in rows[:NAMED_ROWS].tolist():
        text = reason if isinstance(reason, str) else reason(row)
        yield Finding(severity, str(network[kind].id[row]), field, named(network, kind, row) + text, remedy)
    if rows.size > NAMED_ROWS:
        first = reason if isinstance(reason, str) else reason(int(rows[0]))
        text = f"{rows.size - NAMED_ROWS} more rows of {kind} like this: {first}"
        yield Finding(severity, kind, field, text, remedy)


def named(network: Network, kind: str, row: int) -> str:
    """``bus 7 (North bar) `` in front of a reason; the id where a row has no name."""
    label, element_id = network.label(ElementRef(kind, row)), str(network[kind].id[row])
    return f"{element_id} " if label in ("", element_id) else f"{element_id} ({label}) "


def in_service(table: Table) -> Array:
    """``(n,)`` whether each row takes part."""
    return np.asarray(table["in_service"], bool) if "in_service" in table else np.ones(len(table), bool)
