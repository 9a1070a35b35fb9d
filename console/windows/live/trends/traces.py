"""What a chart needs to know of a point of the district: name, unit, decimals, limits, words for its states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from console.points.store import PointStore
from console.study_actions import bus_of
from console.windows.live.words import DECIMALS, quantity_text, value_text
from engines.grid.limit_check import LimitArrays, limit_arrays
from engines.grid.network import ElementRef, Network
from engines.grid.ratings import NO_LIMIT_KA, stated
from engines.values.points import PointDefinition, PointKind, Quantity
from widgets.trends.trace import Limit, Trace

Array = np.ndarray[Any, Any]
MAIN = (
    Quantity.VM_PU,
    Quantity.I_KA,
    Quantity.P_MW,
    Quantity.SOC_PERCENT,
    Quantity.TAP_POS,
    Quantity.STEP,
    Quantity.POSITION,
)
"""What is drawn of equipment when nobody says what, the first it has."""
QUIET = (
    Quantity.IS_LOCAL,
    Quantity.IS_OPENING_BLOCKED,
    Quantity.IS_CLOSING_BLOCKED,
    Quantity.HAS_TRIPPED,
    Quantity.IS_LOCKED_OUT,
    Quantity.SETTING_GROUP,
)
"""Rarely looked at over time: at the end of menus."""


class TraceMaker:
    """Makes traces of the points of one network."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._limits: LimitArrays | None = None
        self._words: dict[Quantity, str] = {}

    def trace(self, definition: PointDefinition) -> Trace:
        """What is drawn of a point."""
        quantity, kind = definition.quantity, definition.kind
        has_states = kind in (PointKind.POSITION, PointKind.FLAG)
        states: Callable[[float], str] | None = None
        if has_states:
            states = lambda value: value_text(quantity, kind, value)  # noqa: E731
        is_step = kind is PointKind.STEP
        return Trace(
            definition.point_id,
            self.element_name(definition.element_id),
            quantity_text(quantity),
            definition.unit,
            "step" if is_step else definition.unit or str(quantity),
            0 if is_step else DECIMALS.get(quantity, 3),
            self._limits_of(definition),
            states,
        )

    def name(self, definition: PointDefinition) -> str:
        """Equipment and quantity, as in the list beside the chart."""
        quantity = definition.quantity
        if quantity not in self._words:
            self._words[quantity] = quantity_text(quantity)
        return f"{self.element_name(definition.element_id)} · {self._words[quantity]}"

    def element_name(self, element_id: str) -> str:
        """What a person calls the equipment."""
        ref = self._network.find(element_id)
        return element_id if ref is None else self._network.label(ref)

    def _limits_of(self, definition: PointDefinition) -> tuple[Limit, ...]:
        ref = self._network.find(definition.element_id)
        if ref is None:
            return ()
        if definition.quantity is Quantity.VM_PU:
            return self._voltage_limits(ref)
        if definition.quantity is Quantity.I_KA:
            return self._current_limits(ref)
        return ()

    def _voltage_limits(self, ref: ElementRef) -> tuple[Limit, ...]:
        row = bus_of(self._network, ref)
        if row < 0:
            return ()
        if self._limits is None:
            self._limits = limit_arrays(self._network)
        limits = self._limits
        edges = (
            (limits.min_pu, False),
            (limits.max_pu, False),
            (limits.emergency_min_pu, True),
            (limits.emergency_max_pu, True),
        )
        return tuple(
            Limit(round(float(column[row]), 4), is_emergency)
            for column, is_emergency in edges
            if np.isfinite(column[row])
        )

    def _current_limits(self, ref: ElementRef) -> tuple[Limit, ...]:
        """The rating of a line, and of a switch the smaller one of its own and its line's."""
        network, found = self._network, []
        if ref.table == "switch":
            found.append(float(stated(network["switch"]["in_ka"], NO_LIMIT_KA)[ref.row]))
            if str(network["switch"]["et"][ref.row]) == "l":
                rows = np.flatnonzero(network["line"].index == network["switch"]["element"][ref.row])
                found += [self._line_rating(int(row)) for row in rows]
        elif ref.table == "line":
            found.append(self._line_rating(ref.row))
        known = [value for value in found if value == value]
        return (Limit(round(min(known), 4), True),) if known else ()

    def _line_rating(self, row: int) -> float:
        line = self._network["line"]
        rating = float(stated(line["max_i_ka"], NO_LIMIT_KA)[row])
        for factor in ("df", "parallel"):
            if factor in line:
                rating *= float(line[factor][row])
        return rating


def points_of(store: PointStore, element_id: str) -> list[PointDefinition]:
    """The points of one piece of equipment, those most looked at first."""
    found = [store.definitions[row] for row in store.rows_of_element(element_id)]
    order = {quantity: place for place, quantity in enumerate(MAIN)}

    def rank(definition: PointDefinition) -> tuple[int, int]:
        return (1 if definition.quantity in QUIET else 0, order.get(definition.quantity, len(order)))

    return sorted(found, key=rank)
