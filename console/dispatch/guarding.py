"""What a plan that is carried out rests on: switches, links, modes and values. Whatever changes there suspends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from console.control.feedback import is_believed
from console.dispatch.control_points import FieldPoints, Setpoint
from console.live.district import LiveDistrict
from engines.grid.network import ElementRef
from engines.switching.operation import label_of
from engines.values.points import LinkState, PointFreshness, PointQuality, Quantity

Array = np.ndarray[Any, Any]


class Guard:
    """Remembers how the district stood when a person approved or resumed, and says what is different.

    Args:
        why_resting: why the console commands nothing at present, "" where it does.
    """

    def __init__(self, district: LiveDistrict, field: FieldPoints, why_resting: Callable[[], str] = lambda: "") -> None:
        self._district, self._field, self._why_resting = district, field, why_resting
        self._positions: Array | None = None
        self._regulating: dict[str, bool] = {}

    @property
    def has_begun(self) -> bool:
        """Whether it remembers anything."""
        return self._positions is not None

    def begin(self, element_ids: Iterable[str]) -> None:
        """From now on the district has to stay as it stands.

        Args:
            element_ids: devices of the plan.
        """
        self._positions = self._district.snapshot.switch_position.copy()
        self._regulating = {e: self._field.is_regulating(e) for e in element_ids}

    def problem(self, setpoints: Iterable[Setpoint]) -> str:
        """What is not as it was, or cannot be believed, one clause; "" where all is well.

        Args:
            setpoints: of the step that goes out next.
        """
        return (
            self._why_resting()
            or self._links()
            or self.moved_switch(self._positions)
            or self._modes()
            or self._values(setpoints)
            or self._solution()
        )

    def moved_switch(self, positions: Array | None) -> str:
        """Which switch does not stand as in ``positions``, one clause; "" where all do."""
        now, network = self._district.snapshot.switch_position, self._district.opened.network
        if positions is None:
            return "nobody has looked at the network since this console was started"
        if len(positions) != len(now):
            return "the network has other switches"
        moved = np.flatnonzero(positions != now)
        if not len(moved):
            return ""
        name = network.label(ElementRef("switch", int(moved[0])))
        more = f" and {len(moved) - 1} more" if len(moved) > 1 else ""
        return f"{name}{more} stands otherwise, which is not the plan's doing"

    def _links(self) -> str:
        silent = [h for h in self._district.store.health if h.state is not LinkState.UP]
        if not silent:
            return ""
        return f"no link to {silent[0].server}" + (f": {silent[0].reason}" if silent[0].reason else "")

    def _modes(self) -> str:
        network = self._district.opened.network
        for element_id, was in self._regulating.items():
            name = label_of(network, element_id)
            local = self._field.reading(f"{element_id}/{Quantity.IS_LOCAL}")
            if np.isfinite(local.value) and local.value != 0.0:
                return f"{name} stands on local control"
            if self._field.is_regulating(element_id) != was:
                return f"the regulator of {name} was switched {'off' if was else 'on'}"
        return ""

    def _values(self, setpoints: Iterable[Setpoint]) -> str:
        """The commanded points must be believed, or nothing could be said of their feedback."""
        network = self._district.opened.network
        for setpoint in setpoints:
            if setpoint.why_not is not None:
                continue
            reading = self._field.reading(setpoint.point_id)
            if is_believed(reading):
                continue
            name, what = label_of(network, setpoint.element_id), str(setpoint.quantity).replace("_", " ")
            if reading.freshness is not PointFreshness.FRESH:
                return f"{what} of {name} is {PointFreshness(reading.freshness).name.lower()}"
            return f"{what} of {name} is {PointQuality(reading.quality).name.lower()}"
        return ""

    def _solution(self) -> str:
        live = self._district.live_moment
        if live is None or live.moment.result is None:
            return "the present has no load flow" + (f": {self._district.problem}" if self._district.problem else "")
        if self._district.is_overdue:
            return "the load flow of the present does not answer"
        result = live.moment.result
        return "" if result.is_converged else f"the load flow of the present has no solution: {result.cause}"
