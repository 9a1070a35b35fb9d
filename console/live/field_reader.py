"""From the point store to what the field says of the network, in the network's own rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from console.points.store import PointStore
from engines.allocation.field_state import FieldState
from engines.estimation.measurements import Measurements, measurements_of
from engines.grid.network import Network
from engines.grid.snapshot import StateKey
from engines.grid.switches import SwitchPosition
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.points import PointFreshness, PointQuality, Quantity
from engines.values.site import SiteState
from widgets.diagram.field_look import FieldLook, Reported

Array = np.ndarray[Any, Any]

STATE_OF_QUANTITY: dict[tuple[str, Quantity], str] = {
    ("trafo", Quantity.TAP_POS): "tap_pos",
    ("shunt", Quantity.STEP): "step",
    ("load", Quantity.P_MW): "p_mw",
    ("load", Quantity.Q_MVAR): "q_mvar",
    ("sgen", Quantity.P_MW): "p_mw",
    ("sgen", Quantity.Q_MVAR): "q_mvar",
    ("storage", Quantity.P_MW): "p_mw",
    ("storage", Quantity.Q_MVAR): "q_mvar",
    ("gen", Quantity.P_MW): "p_mw",
    ("gen", Quantity.VM_SETPOINT_PU): "vm_pu",
}
"""Which state column a point of a table stands for."""

_LOOKED_AT = {
    ("switch", str(Quantity.POSITION)),
    ("switch", str(Quantity.P_MW)),
    ("bus", str(Quantity.VM_PU)),
    *((table, str(quantity)) for table, quantity in STATE_OF_QUANTITY),
}
"""What of the field the diagram shows, or what its calculated values hang on."""

ESTIMATED_FROM = ("bus", "load", "sgen", "storage", "switch", "trafo")
"""Tables whose measured voltages and powers state estimation uses."""
STANDING = ("tap_pos", "step")
"""Columns that stay where they were last seen; a power that is not heard any more is not used."""


@dataclass(frozen=True, slots=True)
class _Mapping:
    """Points that fill one column: rows of the store and rows of the table."""

    point: Array
    row: Array


class FieldReader:
    """Reads a store into :class:`FieldState`; the places are looked up once.

    A position that is not heard any more stays where it was seen last (its symbol says how old it is); one that
    was never heard, or that the field calls bad, is unknown. A power that is stale or invalid is not used: what it
    stood for is allocated from the profiles.
    """

    def __init__(self, network: Network, store: PointStore) -> None:
        self.network, self.store = network, store
        self._place = {
            element_id: (table, row)
            for table, content in network.tables.items()
            if table != "customer"
            for row, element_id in enumerate(content.id.tolist())
        }
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for point, definition in enumerate(store.definitions):
            place = self._place.get(definition.element_id)
            if place is not None:
                found.setdefault((place[0], str(definition.quantity)), []).append((point, place[1]))
        self._rows = {key: _mapping(pairs) for key, pairs in found.items()}
        self._gauges = _gauges(store, self._place)
        self._suspect = np.zeros(len(store), bool)

    def suspect(self, point_ids: Iterable[str]) -> None:
        """Measurements that contradict the others; they are shown as questionable until others are named."""
        self._suspect[:] = False
        rows = [row for row in map(self.store.row, point_ids) if row is not None]
        self._suspect[rows] = True

    def is_suspect(self, point_row: int) -> bool:
        """Whether a point of the store contradicts the others."""
        return bool(self._suspect[point_row])

    def place_of(self, element_id: str) -> tuple[str, int] | None:
        """Table and row of an element."""
        return self._place.get(element_id)

    @property
    def telemetered_switches(self) -> Array:
        """Rows of switches that report their position."""
        mapping = self._rows.get(("switch", str(Quantity.POSITION)))
        return np.zeros(0, np.int64) if mapping is None else mapping.row

    def read(self, time: np.datetime64 | None, site: SiteState) -> FieldState:
        """What the field and the people of the site say now."""
        columns: dict[StateKey, Array] = {("switch", "position"): frozen_array(self.positions(site))}
        for (table, quantity), column in STATE_OF_QUANTITY.items():
            mapping = self._rows.get((table, str(quantity)))
            if mapping is None:
                continue
            values = np.full(len(self.network[table]), np.nan)
            values[mapping.row] = self._usable(mapping.point, keeps=column in STANDING)
            columns[table, column] = frozen_array(values)
        self._hold_sources(columns)
        return FieldState(time, FrozenMap(columns), *self._flows())

    def measurements(self) -> Measurements:
        """What state estimation may use: heard, not bad, not set by hand."""
        store, gauges = self.store, self._gauges
        point = gauges.std.astype(np.int64)
        usable = (store.quality[point] == PointQuality.GOOD) & (store.freshness[point] == PointFreshness.FRESH)
        usable &= ~store.is_substituted[point] & np.isfinite(store.value[point])
        chosen = gauges.taken(usable)
        unknown = np.full(len(chosen), np.nan)
        return replace(chosen, value=store.value[point[usable]], std=unknown)

    def switch_freshness(self) -> Array:
        """``(n_switch,)`` :class:`PointFreshness` of each reported position; fresh where none is reported."""
        freshness = np.zeros(len(self.network["switch"]), np.uint8)
        mapping = self._rows.get(("switch", str(Quantity.POSITION)))
        if mapping is not None:
            freshness[mapping.row] = self.store.freshness[mapping.point]
        return freshness

    def look(self, site: SiteState, load_is_doubtful: Array | None = None) -> FieldLook:
        """How good everything is that the field says, for the diagram; ``load_is_doubtful``: ``(n_load,)``."""
        reported = {
            (table, Quantity(quantity)): self._reported(table, mapping)
            for (table, quantity), mapping in self._rows.items()
            if (table, quantity) in _LOOKED_AT
        }
        places = (self._place.get(dressed.element_id) for dressed in site.dressed)
        dressed = {place[1] for place in places if place is not None and place[0] == "switch"}
        return FieldLook(
            self.network.structure_revision,
            FrozenMap(reported),
            frozen_array(sorted(dressed - set(self.telemetered_switches.tolist())), np.int64),
            frozen_array(np.zeros(0, bool) if load_is_doubtful is None else load_is_doubtful),
        )

    def _reported(self, table: str, mapping: _Mapping) -> Reported:
        store, n, point, row = self.store, len(self.network[table]), mapping.point, mapping.row
        is_telemetered, value = np.zeros(n, bool), np.full(n, np.nan)
        freshness, received_us = np.zeros(n, np.uint8), np.zeros(n, np.int64)
        is_questionable, is_by_hand = np.zeros(n, bool), np.zeros(n, bool)
        quality = store.quality[point]
        is_telemetered[row] = True
        value[row] = np.where(quality == PointQuality.INVALID, np.nan, store.value[point])
        freshness[row] = store.freshness[point]
        is_questionable[row] = (quality == PointQuality.QUESTIONABLE) | self._suspect[point]
        is_by_hand[row] = store.is_substituted[point]
        received_us[row] = store.receive_time_us[point]
        return Reported(is_telemetered, value, freshness, is_questionable, is_by_hand, received_us)

    def positions(self, site: SiteState) -> Array:
        """``(n_switch,)`` where each switch stands, as the field, a person or the records say, in this order."""
        switch = self.network["switch"]
        # What nobody reports stands as the records have it, until a person dresses it by hand.
        position = switch["position"].astype(np.int8).copy()
        for dressed in site.dressed:
            place = self._place.get(dressed.element_id)
            if place is not None and place[0] == "switch":
                position[place[1]] = dressed.position
        mapping = self._rows.get(("switch", str(Quantity.POSITION)))
        if mapping is not None:
            value = self.store.value[mapping.point]
            known = np.isfinite(value) & (self.store.quality[mapping.point] != PointQuality.INVALID)
            position[mapping.row] = np.where(known, np.nan_to_num(value), SwitchPosition.UNKNOWN)
        return position

    def _usable(self, points: Array, keeps: bool = False) -> Array:
        """The values that may be counted with, NaN for the others."""
        store = self.store
        usable = store.quality[points] != PointQuality.INVALID
        if not keeps:
            usable &= store.freshness[points] != PointFreshness.STALE
        return np.where(usable, store.value[points], np.nan)

    def _hold_sources(self, columns: dict[StateKey, Array]) -> None:
        """The upper grid holds the voltage measured where it feeds in."""
        source = self.network["ext_grid"]
        mapping = self._rows.get(("bus", str(Quantity.VM_PU)))
        if mapping is None or not len(source):
            return
        measured = np.full(len(self.network.bus), np.nan)
        measured[mapping.row] = self._usable(mapping.point)
        at = self.network.bus_row(source["bus"])
        vm_pu = np.where(at >= 0, measured[np.maximum(at, 0)], np.nan)
        # Within what a grid in service can have; a dead measurement must not black out the calculation.
        columns["ext_grid", "vm_pu"] = frozen_array(np.where((vm_pu > 0.5) & (vm_pu < 1.5), vm_pu, np.nan))

    def _flows(self) -> tuple[Array, Array, Array]:
        p, q = (self._rows.get(("switch", str(k))) for k in (Quantity.P_MW, Quantity.Q_MVAR))
        if p is None:
            return frozen_array([], np.int64), frozen_array([], np.float64), frozen_array([], np.float64)
        p_mw, q_mvar = self._usable(p.point), np.full(len(p.row), np.nan)
        if q is not None:
            by_switch = np.full(len(self.network["switch"]), np.nan)
            by_switch[q.row] = self._usable(q.point)
            q_mvar = by_switch[p.row]
        return frozen_array(p.row), frozen_array(p_mw), frozen_array(q_mvar)


def _gauges(store: PointStore, places: dict[str, tuple[str, int]]) -> Measurements:
    """Points state estimation can use, whatever they read; ``std`` holds their rows in the store."""
    rows = []
    for point, definition in enumerate(store.definitions):
        place = places.get(definition.element_id)
        if place is not None and place[0] in ESTIMATED_FROM:
            rows.append((*place, definition.quantity, 0.0, float(point), definition.point_id))
    return measurements_of(rows)


def _mapping(pairs: list[tuple[int, int]]) -> _Mapping:
    points, rows = np.array(pairs, np.int64).T
    return _Mapping(points, rows)
