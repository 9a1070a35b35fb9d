"""A safety document protects people: its order cannot be left, and nothing is energised under it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from console.workflows import safety
from engines.values.repair import SafetyDocument, SafetyState
from engines.values.validation import InputError

DRAFT = SafetyDocument("document:1", "incident:1", "repair the cable", ("switch:1", "switch:2"), ("line:7",))
ALL_OPEN: Callable[[str], bool] = lambda _: True  # noqa: E731
TURNS: dict[SafetyState, Callable[[SafetyDocument], SafetyDocument]] = {
    SafetyState.ISOLATED: lambda d: safety.isolated(d, ALL_OPEN, 1),
    SafetyState.PROVED_DEAD: lambda d: safety.proved_dead(d, 2),
    SafetyState.EARTHED: lambda d: safety.earthed(d, ["line:7", "bus:3"], 3),
    SafetyState.ISSUED: lambda d: safety.issued(d, "crew 2", "anna", 4),
    SafetyState.RETURNED: lambda d: safety.returned(d, "crew 2", 5),
    SafetyState.CANCELLED: lambda d: safety.cancelled(d, 6),
}


def reached(state: SafetyState) -> SafetyDocument:
    """A document in that state."""
    document = DRAFT
    for each, turn in TURNS.items():
        if document.state is state:
            break
        del each
        document = turn(document)
    return document


def test_a_document_from_draft_to_cancelled() -> None:
    document = reached(SafetyState.CANCELLED)
    assert (document.isolated_us, document.proved_dead_us, document.earthed_us) == (1, 2, 3)
    assert (document.issued_us, document.returned_us, document.cancelled_us) == (4, 5, 6)
    assert (document.holder, document.issuer) == ("crew 2", "anna")


@pytest.mark.parametrize(("state", "wanted"), list(itertools.product(SafetyState, TURNS)))
def test_only_the_next_turn_is_possible(state: SafetyState, wanted: SafetyState) -> None:
    document = reached(state)
    order = list(SafetyState)
    gives_up = wanted is SafetyState.CANCELLED and state not in (SafetyState.ISSUED, SafetyState.CANCELLED)
    if order.index(wanted) == order.index(state) + 1 or gives_up:
        assert TURNS[wanted](document).state is wanted
    else:
        with pytest.raises(InputError, match="document:1"):
            TURNS[wanted](document)


def test_a_point_that_is_not_known_to_be_open_is_named() -> None:
    with pytest.raises(InputError, match="switch:2: is not known to be open"):
        safety.isolated(DRAFT, lambda switch: switch == "switch:1", 1)


def test_an_earth_that_is_missing_is_named() -> None:
    with pytest.raises(InputError, match="line:7: has no earth on it"):
        safety.earthed(reached(SafetyState.PROVED_DEAD), ["bus:3"], 1)


def test_only_the_holder_returns_it() -> None:
    with pytest.raises(InputError, match="held by crew 2"):
        safety.returned(reached(SafetyState.ISSUED), "crew 3", 9)


@pytest.mark.parametrize("state", list(SafetyState))
def test_nothing_is_energised_and_no_earth_comes_off_while_it_protects(state: SafetyState) -> None:
    document = reached(state)
    protects = state not in (SafetyState.DRAFT, SafetyState.CANCELLED)
    assert bool(safety.why_not_energise([document], "switch:2")) is protects
    assert bool(safety.why_not_remove_earth([document], "line:7")) is protects
    assert not safety.why_not_energise([document], "switch:9")
    assert not safety.why_not_remove_earth([document], "bus:9")
