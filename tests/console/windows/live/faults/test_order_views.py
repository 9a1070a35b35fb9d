"""What was solved for another network is not said as if it were of this one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.windows.live.faults.order_views import HOLDS_US, outdated_us
from console.windows.live.faults.step_texts import as_proven_text, proven_when_text, worst_closing_text
from console.windows.live.faults.words import clock_text
from engines.values.switching_orders import OrderState
from tests.console.windows.live.faults.fault_values import MINUTE, T, order_of, steps_of

PROVEN = T + MINUTE


def test_just_proven_figures_hold() -> None:
    order = order_of(steps_of(3))
    assert outdated_us(order, PROVEN + HOLDS_US) == 0
    assert outdated_us(replace(order, state=OrderState.EXECUTING), PROVEN + 1) == 0


@pytest.mark.parametrize("state", [OrderState.CHECKED, OrderState.APPROVED, OrderState.EXECUTING])
def test_figures_of_long_ago_say_when(state: OrderState) -> None:
    assert outdated_us(order_of(steps_of(3), state), PROVEN + HOLDS_US + 1) == PROVEN


def test_a_halted_or_changed_order_says_when_at_once() -> None:
    halted = order_of(steps_of(3), OrderState.SUSPENDED)
    assert outdated_us(halted, PROVEN + 1) == PROVEN
    assert outdated_us(replace(order_of(steps_of(3)), is_checked=False), PROVEN + 1) == PROVEN
    assert outdated_us(replace(halted, checked_us=0), PROVEN) == T


def test_what_is_done_is_not_doubted() -> None:
    assert outdated_us(order_of(steps_of(3), OrderState.DONE), PROVEN + 100 * MINUTE) == 0


def test_the_words() -> None:
    assert as_proven_text("min 0.969 · 56 %") == "as proven: min 0.969 · 56 %"
    assert proven_when_text(PROVEN) == f"figures as proven {clock_text(PROVEN)}"
    assert proven_when_text(0) == ""
    assert worst_closing_text((0.0, 0.002, 0.0)).endswith("0.2 %")
    assert worst_closing_text((0.0,)) == worst_closing_text(()) == ""
