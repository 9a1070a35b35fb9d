"""A switching order as it is written, checked, approved and carried out.

Times are microseconds since 1970 UTC, 0 where it has not come to that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    """Being written; nobody has proven it as it is now."""
    CHECKED = "checked"
    """Every step was solved and accepted."""
    APPROVED = "approved"
    """A second person has agreed."""
    EXECUTING = "executing"
    SUSPENDED = "suspended"
    """Something was not as expected, or somebody halted it; nothing goes on by itself."""
    DONE = "done"
    ABORTED = "aborted"

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done with it any more."""
        return self in (OrderState.DONE, OrderState.ABORTED)


class OrderAction(StrEnum):
    """What a step does."""

    OPEN = "open"
    CLOSE = "close"
    RECLOSING_OFF = "reclosing_off"
    RECLOSING_ON = "reclosing_on"
    SHED = "shed"
    ISLAND = "island"
    RECONNECT = "reconnect"
    PROVE_DEAD = "prove_dead"
    EARTH = "earth"
    REMOVE_EARTH = "remove_earth"
    TAG = "tag"
    LIFT_TAG = "lift_tag"
    PATROL = "patrol"

    @property
    def energises(self) -> bool:
        """Whether it may bring voltage to something."""
        return self in (OrderAction.CLOSE, OrderAction.RECONNECT, OrderAction.ISLAND)


class OrderStepState(StrEnum):
    """Where a step stands."""

    PLANNED = "planned"
    INSTRUCTED = "instructed"
    """Sent to the device, or told to the crew."""
    READ_BACK = "read_back"
    """The crew has repeated it."""
    EXECUTED = "executed"
    """The device or the crew says it is done."""
    CONFIRMED = "confirmed"
    """Seen by feedback, or taken over by the person in charge."""
    FAILED = "failed"
    LEFT_OUT = "left_out"

    @property
    def is_behind(self) -> bool:
        """Whether the next step may begin."""
        return self in (OrderStepState.CONFIRMED, OrderStepState.LEFT_OUT)

    @property
    def is_begun(self) -> bool:
        """Whether somebody has been told to do it."""
        return self not in (OrderStepState.PLANNED, OrderStepState.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class OrderStep:
    """One step.

    Attributes:
        number: place in the order, from 1.
        is_remote: from the control room; else by telephone to the crew ``crew_id``.
        reason: why it is done; outcome: why it failed or was left out.
        by: who confirmed it, or decided on it.
        vm_min_pu, loading_max_percent, customers_unserved: promised for the network right after it; NaN and -1 where
            nobody has worked it out.
        notes: what must be known when it is done, one sentence each.
        chance: that a closing meets the fault; precaution: what has to be done before it, "" nothing.
    """

    number: int
    action: OrderAction
    element_id: str
    name: str
    is_remote: bool
    reason: str = ""
    state: OrderStepState = OrderStepState.PLANNED
    crew_id: str = ""
    instructed_us: int = 0
    read_back_us: int = 0
    executed_us: int = 0
    confirmed_us: int = 0
    by: str = ""
    outcome: str = ""
    vm_min_pu: float = math.nan
    loading_max_percent: float = math.nan
    customers_unserved: int = -1
    chance: float = 0.0
    precaution: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchingOrder:
    """An order.

    Attributes:
        purpose: as a plan's; needs_approval: a second person must agree before it begins.
        is_checked: its steps were proven as they are now.
        reason: why it is suspended or was aborted.
        console: of the site, that carries it out.
        notes: what its plan rests on, as the plan says it.
    """

    order_id: str
    incident_id: str
    title: str
    purpose: str
    author: str
    created_us: int
    steps: tuple[OrderStep, ...] = ()
    state: OrderState = OrderState.DRAFT
    needs_approval: bool = False
    is_checked: bool = False
    checked_by: str = ""
    checked_us: int = 0
    approved_by: str = ""
    approved_us: int = 0
    begun_us: int = 0
    ended_us: int = 0
    reason: str = ""
    console: str = ""
    revision: int = 0
    notes: tuple[str, ...] = ()

    @property
    def next_step(self) -> OrderStep | None:
        """The first step that is not behind; ``None`` where all are."""
        return next((step for step in self.steps if not step.state.is_behind), None)

    def step(self, number: int) -> OrderStep:
        """The step of that number. Raises ``KeyError``."""
        for step in self.steps:
            if step.number == number:
                return step
        raise KeyError(number)
