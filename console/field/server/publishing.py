"""From the plant's readings to values of nodes: only what changed is written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from asyncua import ua
from asyncua.server.server import Server

from console.field.server.logical_nodes import DBPOS_OF_POSITION, PublishedPoint, read_type
from console.field.server.opcua import GOOD, NULL, data_value, status
from engines.values.points import PointKind, PointQuality

Array = np.ndarray[Any, Any]
WRITES_AT_ONCE = 500
"""Between so many, clients are served."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DBPOS = dict(DBPOS_OF_POSITION)

QUESTIONABLE = status(ua.StatusCodes.UncertainSensorNotAccurate)
OUT_OF_RANGE = status(ua.StatusCodes.UncertainEngineeringUnitsExceeded)
INVALID = status(ua.StatusCodes.BadSensorFailure)
UNREACHABLE = status(ua.StatusCodes.BadCommunicationError)


@dataclass(frozen=True, slots=True, eq=False)
class PublishedReadings:
    """Readings of some points, ready to be written.

    Attributes:
        rows: ``(n,)`` rows of the points.
        value, quality, is_reachable: ``(n,)`` as in the plant's readings.
        source_time_us: ``(n,)`` int64, microseconds since 1970 UTC on the wall clock.
    """

    rows: Array
    value: Array
    quality: Array
    source_time_us: Array
    is_reachable: Array


class Publisher:
    """Writes readings to the variables of a server."""

    def __init__(self, server: Server, points: tuple[PublishedPoint, ...], variables: tuple[ua.NodeId, ...]) -> None:
        self._write = server.iserver.aspace.write_attribute_value
        self._variables = variables
        self._points = points
        self._convert = [_converter(point) for point in points]

    async def publish(self, readings: PublishedReadings) -> None:
        """Write them all, with their quality as status and their time as source time."""
        columns = (readings.value, readings.quality, readings.source_time_us, readings.is_reachable)
        rows = zip(readings.rows.tolist(), *(column.tolist() for column in columns), strict=True)
        now = datetime.now(UTC)
        for count, (row, value, quality, time_us, is_reachable) in enumerate(rows, 1):
            quality_code = self._status(row, value, quality, is_reachable)
            made = NULL if quality_code.is_bad() else self._convert[row](value)
            source = EPOCH + timedelta(microseconds=time_us)
            data = data_value(made, source, quality_code, now)
            await self._write(self._variables[row], ua.AttributeIds.Value, data)
            if count % WRITES_AT_ONCE == 0:
                await asyncio.sleep(0)

    def _status(self, row: int, value: float, quality: int, is_reachable: bool) -> ua.StatusCode:
        if not is_reachable:
            return UNREACHABLE
        if quality == PointQuality.INVALID or value != value:
            return INVALID
        if quality == PointQuality.QUESTIONABLE:
            definition = self._points[row].definition
            is_outside = value < definition.low or value > definition.high
            return OUT_OF_RANGE if is_outside else QUESTIONABLE
        return GOOD


def _converter(point: PublishedPoint) -> Callable[[float], ua.Variant]:
    kind = point.definition.kind
    variant_type = getattr(ua.VariantType, read_type(kind))
    if kind is PointKind.POSITION:
        return lambda value: ua.Variant(DBPOS.get(int(value), 3), variant_type)
    if kind is PointKind.FLAG:
        return lambda value: ua.Variant(value != 0.0, variant_type)
    if kind is PointKind.STEP:
        return lambda value: ua.Variant(round(value), variant_type)
    return lambda value: ua.Variant(value, variant_type)
