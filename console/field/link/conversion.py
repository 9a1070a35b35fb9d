"""From what a server sends to values of points, and from commands to what a server takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from asyncua import ua

from console.field.addresses import ControlAddress, PointAddress
from console.field.link.decoding import NO_TYPE, NOT_A_NUMBER, NUMBER_FORMATS, Values
from engines.grid.switches import SwitchPosition
from engines.values.points import PointBatch, PointKind, PointQuality

Array = np.ndarray[Any, Any]

EPOCH_1601_US = 11_644_473_600_000_000
"""Microseconds from 1601, where OPC UA counts from, to 1970."""
SEVERITY_SHIFT = 30
OVERFLOW_BITS = 0x480
"""Info type "data value" together with its overflow bit (OPC UA Part 4, 7.39)."""

_QUALITY = np.array(
    [PointQuality.GOOD, PointQuality.QUESTIONABLE, PointQuality.INVALID, PointQuality.INVALID], dtype=np.uint8
)
_RANGES = {2: (-(2**7), 2**7 - 1), 3: (0, 2**8 - 1), 4: (-(2**15), 2**15 - 1), 5: (0, 2**16 - 1)}
_RANGES |= {6: (-(2**31), 2**31 - 1), 7: (0, 2**32 - 1), 8: (-(2**63), 2**63 - 1), 9: (0, 2**64 - 1)}


def type_number(name: str) -> int:
    """Number of a built-in type by its name; 0 for the empty name. Raises ``ValueError`` for others."""
    if not name:
        return 0
    try:
        number = ua.VariantType[name].value
    except KeyError:
        raise ValueError(f"{name} is no built-in type of OPC UA") from None
    if number not in NUMBER_FORMATS:
        raise ValueError(f"{name} is no number")
    return int(number)


def time_us(file_time: Array) -> Array:
    """100 ns since 1601 to microseconds since 1970; 0 stays 0."""
    return np.where(file_time > 0, file_time // 10 - EPOCH_1601_US, 0)


class Conversion:
    """Turns decoded values into a batch of points; rows are client handles.

    Attributes:
        deviating: rows whose type differs from the map's, with the name of what they send.
    """

    def __init__(self, points: Sequence[PointAddress]) -> None:
        self._scale = np.array([p.scale for p in points], dtype=np.float64)
        self._offset = np.array([p.offset for p in points], dtype=np.float64)
        self._expected = np.array([_expected(p) for p in points], dtype=np.uint8)
        self._is_mapped = np.array([bool(p.raw_values) for p in points], dtype=bool)
        self._raw_values = {k: dict(p.raw_values) for k, p in enumerate(points) if p.raw_values}
        kinds = [p.definition.kind for p in points]
        self._is_position = np.array([kind is PointKind.POSITION for kind in kinds], dtype=bool)
        self._is_flag = np.array([kind is PointKind.FLAG for kind in kinds], dtype=bool)
        self.deviating: dict[int, str] = {}

    def batch(self, values: Values, receive_us: int) -> PointBatch:
        """The values whose handle is a row, in their order."""
        index: Array = np.array(values.handle, dtype=np.int64)
        raw: Array = np.array(values.raw, dtype=np.float64)
        kind: Array = np.array(values.kind, dtype=np.uint8)
        status: Array = np.array(values.status, dtype=np.int64)
        source: Array = np.array(values.source_time, dtype=np.int64)
        known = index < len(self._scale)
        if not known.all():
            index, raw, kind, status, source = (part[known] for part in (index, raw, kind, status, source))
        quality = _QUALITY[(status >> SEVERITY_SHIFT) & 3]
        value = raw * self._scale[index] + self._offset[index]
        self._map(index, raw, value, quality)
        self._judge(index, kind, status, value, quality)
        receive = np.full(len(index), receive_us, dtype=np.int64)
        return PointBatch(index.astype(np.int32), value, quality, time_us(source), receive)

    def invalid(self, row: int, receive_us: int) -> PointBatch:
        """What is known of a row that is no longer listened to."""
        return PointBatch(
            np.array([row], dtype=np.int32),
            np.array([np.nan]),
            np.array([PointQuality.INVALID], dtype=np.uint8),
            np.array([0], dtype=np.int64),
            np.array([receive_us], dtype=np.int64),
        )

    def _map(self, index: Array, raw: Array, value: Array, quality: Array) -> None:
        for k in np.flatnonzero(self._is_mapped[index]).tolist():
            row = int(index[k])
            found = self._raw_values[row].get(int(raw[k])) if math.isfinite(raw[k]) else None
            if found is not None:
                value[k] = found
            elif self._is_position[row] and math.isfinite(raw[k]):
                value[k] = SwitchPosition.UNKNOWN
            else:
                value[k], quality[k] = np.nan, PointQuality.INVALID
        flag = self._is_flag[index]
        value[flag & (raw != 0) & ~self._is_mapped[index] & np.isfinite(value)] = 1.0
        plain = self._is_position[index] & ~self._is_mapped[index] & np.isfinite(value)
        value[plain & ~np.isin(value, (0.0, 1.0, 2.0, 3.0))] = SwitchPosition.UNKNOWN

    def _judge(self, index: Array, kind: Array, status: Array, value: Array, quality: Array) -> None:
        broken = ~np.isfinite(value)
        value[broken] = np.nan
        quality[broken] = PointQuality.INVALID
        expected = self._expected[index]
        differs = (expected != 0) & (kind != expected) & (kind != NO_TYPE) & (kind != NOT_A_NUMBER)
        if differs.any():
            quality[differs & (quality == PointQuality.GOOD)] = PointQuality.QUESTIONABLE
            for k in np.flatnonzero(differs).tolist():
                self.deviating[int(index[k])] = ua.VariantType(int(kind[k])).name
        if self.deviating:
            for k in np.flatnonzero(~differs & (kind != NO_TYPE) & (kind != NOT_A_NUMBER)).tolist():
                self.deviating.pop(int(index[k]), None)


def overflows(values: Values) -> int:
    """How many of the values say that changes before them were lost in the server's queue."""
    status = np.array(values.status, dtype=np.int64)
    return int(np.count_nonzero((status & OVERFLOW_BITS) == OVERFLOW_BITS))


def raw_of(control: ControlAddress, value: float) -> ua.Variant:
    """What a command of ``value`` is sent as.

    Raises:
        ValueError: it has no such form; one clause that says why.
    """
    if not math.isfinite(value):
        raise ValueError("the value is no finite number")
    if control.raw_values:
        mapping = dict(control.raw_values)
        if value not in mapping:
            raise ValueError(f"the address map gives no raw value for {value:g}")
        raw: float = mapping[int(value)]
    else:
        raw = (value - control.offset) / control.scale
    kind = type_number(control.data_type)
    if kind == 1:
        if raw not in (0, 1):
            raise ValueError(f"{raw:g} is neither 0 nor 1, and the server takes a Boolean")
        return ua.Variant(bool(raw), ua.VariantType.Boolean)
    if kind in _RANGES:
        whole, (low, high) = round(raw), _RANGES[kind]
        if abs(raw - whole) > 1e-6:
            raise ValueError(f"{raw:g} is no whole number, and the server takes {control.data_type}")
        if not low <= whole <= high:
            raise ValueError(f"{whole} does not fit into {control.data_type}")
        return ua.Variant(whole, ua.VariantType(kind))
    if kind == 10 and abs(raw) > 3.4e38:
        raise ValueError(f"{raw:g} does not fit into Float")
    return ua.Variant(float(raw), ua.VariantType(kind or 11))


def _expected(point: PointAddress) -> int:
    try:
        return type_number(point.data_type)
    except ValueError:
        return 0
