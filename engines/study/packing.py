"""Changes as plain JSON values, and back."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from engines.study.change import Change
from engines.study.controls import CapacitorStepChange, TapChange, VoltageChange
from engines.study.line_type import LineTypeChange
from engines.study.new_der import NewDer
from engines.study.power import GenerationScaling, LoadScaling, PowerChange
from engines.study.service import ServiceChange
from engines.study.switching import SwitchOperation
from engines.values.validation import InputError

CHANGE_KINDS: tuple[type[Change], ...] = (
    SwitchOperation,
    TapChange,
    CapacitorStepChange,
    VoltageChange,
    LoadScaling,
    GenerationScaling,
    PowerChange,
    ServiceChange,
    LineTypeChange,
    NewDer,
)
"""Every kind of change there is."""

_KINDS = {cls.kind: cls for cls in CHANGE_KINDS}


def change_to_json(change: Change) -> dict[str, Any]:
    """A change as plain JSON values."""
    packed: dict[str, Any] = {"kind": change.kind}
    for field in fields(change):
        value = getattr(change, field.name)
        packed[field.name] = list(value) if isinstance(value, tuple) else value
    return packed


def change_from_json(packed: Any, place: str = "change") -> Change:
    """The change that was packed. Raises ``InputError`` naming ``place`` for anything else."""
    if not isinstance(packed, Mapping):
        raise InputError(place, "is not a change", "restore the file from a backup")
    cls = _KINDS.get(str(packed.get("kind")))
    if cls is None:
        raise InputError(
            place, f"is of the unknown kind {packed.get('kind')!r}", "open it with the version that wrote it"
        )
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    for field in fields(cls):
        if field.name in packed:
            values[field.name] = _checked(packed[field.name], hints[field.name], f"{place}, {field.name}")
        elif field.default is MISSING:
            raise InputError(place, f"has no {field.name}", "restore the file from a backup")
    return cls(**values)


def _checked(value: Any, hint: Any, place: str) -> Any:
    """``value`` as the type a field asks for."""
    wanted = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if value is None and type(None) in wanted:
        return None
    for kind in wanted:
        if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
            if not math.isfinite(value):
                break
            return float(value)
        if kind in (bool, str) and type(value) is kind:
            return value
        if kind is int and type(value) is int:
            return value
        if typing.get_origin(kind) is tuple and isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
    raise InputError(place, f"cannot be {value!r}", "restore the file from a backup")
