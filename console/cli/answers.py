"""How a verb answers: one JSON object, or aligned lines for a person."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

NOT_RATED = "not known: no live branch is rated"
"""Instead of the highest loading."""


def plain(value: Any) -> Any:
    """``value`` as JSON knows it; NaN and infinity become null, because they are no numbers."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(v) for v in value.tolist()]
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value.astype("datetime64[s]"))
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON object."""
    print(json.dumps(plain(answer), ensure_ascii=False, indent=1))


def number(value: float, decimals: int = 3, unit: str = "") -> str:
    """A number for a person; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return "–"
    text = f"{value:,.{decimals}f}".replace(",", " ")
    return f"{text} {unit}".rstrip()


def print_lines(rows: Mapping[str, str]) -> None:
    """Print label and value in two columns."""
    width = max((len(label) for label in rows), default=0)
    for label, value in rows.items():
        print(f"{label:<{width}}  {value}")
