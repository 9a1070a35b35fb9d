"""What can be commanded at a device, as the inspector shows it: each control with the reason where it is disabled."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from console.control import wording
from console.control.ports import Reading
from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.switching.ranges import value_range
from engines.switching.verdicts import Check, Rule, Verdict, of_verdict, worst
from engines.values.phrase import Phrase, phrase
from engines.values.points import PointDefinition, PointKind, Quantity

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class ControlAction:
    """One thing to press.

    Attributes:
        value: what would be commanded; NaN where the person types it.
        checks: every rule that has something to say; those of the network come with the request.
    """

    label: Phrase
    value: float
    checks: tuple[Check, ...]

    @property
    def is_enabled(self) -> bool:
        """Whether it may be asked for at all; a supervisor's override or reading may still be needed."""
        return worst(self.checks) is not Verdict.FORBIDDEN

    @property
    def reasons(self) -> tuple[Phrase, ...]:
        """Why it is disabled, most important first; empty where it is not."""
        return tuple(check.sentence for check in of_verdict(self.checks, Verdict.FORBIDDEN))


@dataclass(frozen=True, slots=True)
class ControlDescription:
    """One quantity of a device that can be commanded.

    Attributes:
        value: what the field shows; NaN: nothing.
        low, high: range that may be asked for; NaN where it is not known.
        actions: for a typed value a single one, whose ``value`` is NaN.
    """

    definition: PointDefinition
    value: float
    low: float
    high: float
    actions: tuple[ControlAction, ...]

    @property
    def point_id(self) -> str:
        """What is to be requested."""
        return self.definition.point_id


def describe(
    network: Network,
    definition: PointDefinition,
    reading: Reading,
    checks_of: Callable[[PointDefinition, float], tuple[Check, ...]],
) -> ControlDescription:
    """The control of one point.

    Args:
        checks_of: the rules for commanding a value, as they stand now.
    """
    low, high = value_range(network, definition)
    actions = []
    for template, value in _offers(definition, reading.value):
        # A typed value is looked at for all but the value itself: the present one stands in for it.
        is_typed = not math.isfinite(value)
        checks = checks_of(definition, _stand_in(reading.value, low, high) if is_typed else value)
        told = tuple(c for c in checks if not (is_typed and c.rule in (Rule.RANGE, Rule.POSITION)))
        actions.append(ControlAction(phrase(template), value, told))
    return ControlDescription(definition, reading.value, low, high, tuple(actions))


def _offers(definition: PointDefinition, present: float) -> list[tuple[str, float]]:
    if definition.kind is PointKind.POSITION:
        return [(wording.OPEN, float(SwitchPosition.OPEN)), (wording.CLOSE, float(SwitchPosition.CLOSED))]
    if definition.quantity is Quantity.FAULT_PASSAGE:
        return [(wording.RESET, 0.0)]
    if definition.kind is PointKind.FLAG:
        return [(wording.SWITCH_ON, 1.0), (wording.SWITCH_OFF, 0.0)]
    if definition.quantity in (Quantity.TAP_POS, Quantity.STEP):
        return [(wording.LOWER, present - 1), (wording.RAISE, present + 1)]
    return [(wording.SET, NAN)]


def _stand_in(present: float, low: float, high: float) -> float:
    return next((v for v in (present, low, high) if math.isfinite(v)), 0.0)
