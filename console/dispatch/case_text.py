"""Values of a case as somebody reads and writes them: nothing is refused here, the reader of cases does that."""

from __future__ import annotations

import contextlib
from typing import Any

from engines.values.dispatch_case_layout import FieldKind

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


def value_text(value: Any) -> str:
    """A value as text; "" where it is not given."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ", ".join(map(value_text, value))
    if isinstance(value, float):
        # Every digit there is, and not one more: 18 stays 18.0 in the file and reads as 18.
        text = repr(value)
        return text.removesuffix(".0")
    return str(value)


def text_value(text: str, kind: FieldKind) -> Any:
    """What somebody wrote; ``None`` for nothing. What is not of its kind stays text, for the reader to refuse."""
    text = text.strip()
    if not text:
        return None
    if kind is FieldKind.NUMBER:
        return _number(text)
    if kind is FieldKind.WHOLE:
        return _whole(text)
    if kind is FieldKind.BUS:
        return int(text) if text.isdecimal() else text
    if kind is FieldKind.FLAG:
        return _FLAGS.get(text.lower(), text)
    if kind is FieldKind.SPANS:
        return [part.strip() for part in text.split(",")]
    if kind in (FieldKind.NUMBERS, FieldKind.SERIES):
        return _series(text, kind)
    return text


def _number(text: str) -> float | str:
    try:
        return float(text.replace("−", "-"))
    except ValueError:
        return text


def _whole(text: str) -> int | float | str:
    with contextlib.suppress(ValueError):
        return int(text.replace("−", "-"))
    return _number(text)


def _series(text: str, kind: FieldKind) -> Any:
    parts = [_number(part.strip()) for part in text.strip("[] ").split(",")]
    if len(parts) == 1 and (kind is FieldKind.NUMBERS or isinstance(parts[0], str)):
        # One number is a price of all hours; one text a formula.
        return parts[0]
    is_formula = kind is FieldKind.SERIES and all(isinstance(part, str) for part in parts)
    # A formula may have commas of its own.
    return text if is_formula or "(" in text else parts
