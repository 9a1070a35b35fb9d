"""One selection a device, owned by a session, for a limited time."""

from __future__ import annotations

from console.field.server.selections import Selections

BREAKER, TIE = "switch:1", "switch:2"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_device_is_held_by_one_session_until_it_is_released() -> None:
    selections = Selections(Clock(), 30.0)
    first = selections.select(BREAKER, f"{BREAKER}/position", "a", "anna")
    assert first is not None
    assert selections.select(BREAKER, f"{BREAKER}/position", "b", "bert") is None
    assert selections.select(TIE, f"{TIE}/position", "b", "bert") is not None
    selections.release(BREAKER)
    second = selections.select(BREAKER, f"{BREAKER}/position", "b", "bert")
    assert second is not None
    assert second.token != first.token


def test_selecting_again_makes_the_old_token_worthless() -> None:
    selections = Selections(Clock(), 30.0)
    first = selections.select(BREAKER, f"{BREAKER}/position", "a", "anna")
    again = selections.select(BREAKER, f"{BREAKER}/position", "a", "anna")
    assert first is not None
    assert again is not None
    assert selections.of(BREAKER) == again
    assert first.token != again.token


def test_a_selection_runs_out() -> None:
    clock = Clock()
    selections = Selections(clock, 30.0)
    selections.select(BREAKER, f"{BREAKER}/position", "a", "anna")
    clock.now = 29.9
    assert selections.is_held_by_other(BREAKER, "b") is not None
    clock.now = 30.0
    assert selections.of(BREAKER) is None
    assert selections.select(BREAKER, f"{BREAKER}/position", "b", "bert") is not None


def test_what_a_session_held_is_free_when_it_ends() -> None:
    selections = Selections(Clock(), 30.0)
    selections.select(BREAKER, f"{BREAKER}/position", "a", "anna")
    selections.select(TIE, f"{TIE}/position", "b", "bert")
    selections.release_all_of("a")
    assert selections.of(BREAKER) is None
    assert selections.of(TIE) is not None
