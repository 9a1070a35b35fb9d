"""The alarms a network gets of itself: from its points, its limits and what its devices tell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from engines.alarms.places import Places
from engines.alarms.rates import rate_definitions
from engines.grid.limits import VoltageBand
from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmPriority
from engines.values.points import PointDefinition, PointKind, Quantity

LOW, MEDIUM, HIGH = AlarmPriority.LOW, AlarmPriority.MEDIUM, AlarmPriority.HIGH
VOLTAGE_BAND_PU = 0.002
"""A voltage must come back so far before its alarm returns."""
NORMAL_DELAY_S, EMERGENCY_DELAY_S, METER_DELAY_S, TRAVEL_DELAY_S, QUALITY_DELAY_S = 30.0, 5.0, 60.0, 20.0, 10.0
EMPTY_PERCENT = 10.0

_FLAGS: dict[Quantity, tuple[float, AlarmPriority, float, str]] = {
    Quantity.HAS_TRIPPED: (1.0, HIGH, 0.0, "protection has tripped"),
    Quantity.FAULT_PASSAGE: (1.0, MEDIUM, 0.0, "fault current has passed"),
    Quantity.IS_POWERED: (0.0, LOW, 0.0, "no voltage"),
    Quantity.IS_LOCAL: (1.0, LOW, 5.0, "switched to local"),
    Quantity.IS_OPENING_BLOCKED: (1.0, MEDIUM, 5.0, "opening is blocked"),
    Quantity.IS_CLOSING_BLOCKED: (1.0, MEDIUM, 5.0, "closing is blocked"),
    Quantity.IS_RECLOSING_ON: (0.0, LOW, 5.0, "reclosing is off"),
}
"""Value that is abnormal, priority, delay and words of each flag."""


def default_definitions(network: Network, points: Iterable[PointDefinition]) -> tuple[AlarmDefinition, ...]:
    """Definitions for the points of a network, in their order; none for a point of unknown equipment."""
    places = Places(network)
    found: list[AlarmDefinition] = []
    heard: set[str] = set()
    for point in points:
        place = places.place_of(point.element_id)
        if place is None:
            continue
        table, row = place
        if point.element_id not in heard:
            heard.add(point.element_id)
            found.append(_device(point, table))
        found += _of_point(network, places, point, table)
        found += rate_definitions(network, point, table, row)
    return tuple(found)


def _of_point(network: Network, places: Places, point: PointDefinition, table: str) -> list[AlarmDefinition]:
    # A meter's doubtful reading is told by its own table; on the desk it would only hide what matters.
    is_watched = table != "load" and point.kind in (PointKind.ANALOG, PointKind.POSITION)
    found = [*_quality(point)] if is_watched else []
    if point.quantity is Quantity.VM_PU:
        found += _voltage(network, places, point, table)
    elif point.quantity is Quantity.POSITION:
        found += [_stands(point, SwitchPosition.INTERMEDIATE, "between its positions", TRAVEL_DELAY_S)]
        found += [_stands(point, SwitchPosition.UNKNOWN, "contradictory position", QUALITY_DELAY_S)]
    elif point.quantity is Quantity.SOC_PERCENT:
        found.append(_limit(point, AlarmCondition.BELOW, EMPTY_PERCENT, 2.0, LOW, METER_DELAY_S, "nearly empty"))
    elif point.quantity in _FLAGS:
        value, priority, delay_s, words = _FLAGS[point.quantity]
        found.append(
            AlarmDefinition(
                f"{point.point_id}#state",
                point.element_id,
                AlarmKind.STATE,
                AlarmCondition.EQUALS,
                priority,
                point.point_id,
                words,
                value,
                on_delay_s=delay_s,
            )
        )
    return found


def _device(point: PointDefinition, table: str) -> AlarmDefinition:
    """A device is silent where all of its points are (:class:`engines.alarms.silence.DeviceSilence`)."""
    priority = MEDIUM if table in ("switch", "trafo", "shunt", "storage") else LOW
    return AlarmDefinition(
        f"{point.element_id}#silent",
        point.element_id,
        AlarmKind.COMMUNICATION,
        AlarmCondition.SILENT,
        priority,
        point.point_id,
        "no communication",
        on_delay_s=QUALITY_DELAY_S,
    )


def _quality(point: PointDefinition) -> list[AlarmDefinition]:
    return [
        AlarmDefinition(
            f"{point.point_id}#{condition}",
            point.element_id,
            AlarmKind.QUALITY,
            condition,
            LOW,
            point.point_id,
            words,
            on_delay_s=QUALITY_DELAY_S,
        )
        for condition, words in (
            (AlarmCondition.QUESTIONABLE, "value is doubtful"),
            (AlarmCondition.INVALID, "value has failed"),
        )
    ]


def _voltage(network: Network, places: Places, point: PointDefinition, table: str) -> list[AlarmDefinition]:
    row = places.bus_of(point.element_id)
    if row < 0:
        return []
    band = band_of(network, row)
    high, low = AlarmCondition.ABOVE, AlarmCondition.BELOW
    if table == "load":
        # Many meters at customers tell the same: one of them is no reason to hurry.
        return [
            _limit(point, high, band.normal_max_pu, VOLTAGE_BAND_PU, LOW, METER_DELAY_S, "voltage above limit"),
            _limit(point, low, band.normal_min_pu, VOLTAGE_BAND_PU, LOW, METER_DELAY_S, "voltage below limit"),
        ]
    very = "voltage beyond emergency limit"
    return [
        _limit(point, high, band.normal_max_pu, VOLTAGE_BAND_PU, MEDIUM, NORMAL_DELAY_S, "voltage above limit"),
        _limit(point, low, band.normal_min_pu, VOLTAGE_BAND_PU, MEDIUM, NORMAL_DELAY_S, "voltage below limit"),
        _limit(point, high, band.emergency_max_pu, VOLTAGE_BAND_PU, HIGH, EMERGENCY_DELAY_S, very, "_emergency"),
        _limit(point, low, band.emergency_min_pu, VOLTAGE_BAND_PU, HIGH, EMERGENCY_DELAY_S, very, "_emergency"),
    ]


def _limit(
    point: PointDefinition,
    condition: AlarmCondition,
    threshold: float,
    dead_band: float,
    priority: AlarmPriority,
    delay_s: float,
    message: str,
    suffix: str = "",
) -> AlarmDefinition:
    return AlarmDefinition(
        f"{point.point_id}#{condition}{suffix}",
        point.element_id,
        AlarmKind.LIMIT,
        condition,
        priority,
        point.point_id,
        message,
        threshold,
        dead_band,
        delay_s,
        unit=point.unit,
    )


def _stands(point: PointDefinition, position: SwitchPosition, words: str, delay_s: float) -> AlarmDefinition:
    return AlarmDefinition(
        f"{point.point_id}#{position.name.lower()}",
        point.element_id,
        AlarmKind.STATE,
        AlarmCondition.EQUALS,
        MEDIUM,
        point.point_id,
        words,
        float(position),
        on_delay_s=delay_s,
    )


def band_of(network: Network, bus_row: int) -> VoltageBand:
    """The voltage limits of a bus; its own normal limits go before those of its voltage level."""
    vn_kv = float(network.bus["vn_kv"][bus_row])
    bands = network.limits.voltage_bands
    band = next((b for b in bands if b.from_kv <= vn_kv < b.to_kv), VoltageBand(0.0, float("inf")))
    own = [float(network.bus[name][bus_row]) if name in network.bus else np.nan for name in ("min_vm_pu", "max_vm_pu")]
    return VoltageBand(
        band.from_kv,
        band.to_kv,
        own[0] if np.isfinite(own[0]) else band.normal_min_pu,
        own[1] if np.isfinite(own[1]) else band.normal_max_pu,
        band.emergency_min_pu,
        band.emergency_max_pu,
    )
