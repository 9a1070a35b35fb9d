"""Relays as state that is handed currents and the time."""

from __future__ import annotations

import numpy as np
import pytest

from engines.protection.curves import Stage
from engines.protection.relays import NEVER, Operation, Phase, RelayBank
from engines.protection.settings import DeviceProtection, ProtectionSettings, ReclosingSettings, RelaySettings
from engines.values.frozen import FrozenMap

US = 1_000_000
CLOSED, OPEN = np.array([True]), np.array([False])
SEQUENCE = ReclosingSettings(dead_times_s=(0.5, 10.0), reclaim_s=15.0)


def bank(*, reclosing: ReclosingSettings | None = SEQUENCE) -> RelayBank:
    first = RelaySettings((Stage(0.5, 1.0), Stage(4.0, 0.1)), (Stage(0.1, 0.6),))
    second = RelaySettings((Stage(1.5, 1.0),))
    return RelayBank(ProtectionSettings(FrozenMap({0: DeviceProtection((first, second), reclosing)})))


def current(relays: RelayBank, i_ka: float, seconds: float, earth_ka: float = 0.0) -> None:
    relays.set_currents(np.array([i_ka]), np.array([earth_ka]), round(seconds * US))


@pytest.mark.parametrize(
    ("i_ka", "earth_ka", "trips_s"), [(1.0, 0.0, 1.0), (5.0, 0.0, 0.1), (0.3, 0.2, 0.6), (1.0, 0.2, 0.6)]
)
def test_it_trips_when_its_fastest_stage_has_run(i_ka: float, earth_ka: float, trips_s: float) -> None:
    relays = bank()
    current(relays, i_ka, 2.0, earth_ka)
    assert relays.next_us == round((2.0 + trips_s) * US)
    assert relays.advance(relays.next_us - 1, CLOSED) == []
    assert relays.advance(relays.next_us, CLOSED) == [Operation(0, True, max(i_ka, earth_ka))]
    assert relays.column("has_tripped", 1)[0] == 1
    assert relays.column("fault_i_ka", 1)[0] == max(i_ka, earth_ka)


def test_below_its_pickup_it_does_nothing() -> None:
    relays = bank()
    current(relays, 0.5, 0.0)
    assert relays.next_us == NEVER


def test_a_dip_below_the_pickup_begins_anew() -> None:
    relays = bank()
    for i_ka, at in ((1.0, 0.0), (0.2, 0.9), (1.0, 1.0)):
        current(relays, i_ka, at)
    assert relays.next_us == 2 * US


def test_a_larger_current_shortens_what_is_left() -> None:
    relays = bank()
    current(relays, 1.0, 0.0)
    current(relays, 5.0, 0.5)
    # Half its time has run: half of a tenth of a second is left.
    assert relays.next_us == round(0.55 * US)


def tripped(relays: RelayBank, at_s: float) -> float:
    """Trip at a steady fault from ``at_s`` on and open; the moment it is open."""
    current(relays, 1.0, at_s)
    at = relays.next_us
    assert [o.opens for o in relays.advance(at, CLOSED)] == [True]
    current(relays, 0.0, at / US)
    relays.on_opened(0, at + 60_000)
    return (at + 60_000) / US


def closes_again(relays: RelayBank, at_s: float) -> None:
    assert relays.advance(round(at_s * US) - 1, OPEN) == []
    assert relays.advance(round(at_s * US), OPEN) == [Operation(0, False)]


def test_two_attempts_then_lockout() -> None:
    relays = bank()
    opened = tripped(relays, 0.0)
    closes_again(relays, opened + 0.5)
    opened = tripped(relays, opened + 0.6)
    closes_again(relays, opened + 10.0)
    tripped(relays, opened + 10.1)
    assert relays.state(0) is Phase.LOCKED_OUT
    assert relays.next_us == NEVER
    assert relays.column("has_tripped", 1)[0] == 1


def test_after_the_reclaim_time_the_count_begins_anew() -> None:
    relays = bank()
    opened = tripped(relays, 0.0)
    closes_again(relays, opened + 0.5)
    assert relays.advance(round((opened + 15.5) * US), CLOSED) == []
    assert relays.state(0) is Phase.READY
    assert relays.column("has_tripped", 1)[0] == 0
    opened = tripped(relays, 100.0)
    closes_again(relays, opened + 0.5)


def test_closing_by_command_onto_a_fault_is_not_repeated() -> None:
    relays = bank()
    relays.on_command(0, closes=True, now_us=0)
    tripped(relays, 0.1)
    assert relays.state(0) is Phase.LOCKED_OUT


def test_opening_by_command_starts_no_sequence() -> None:
    relays = bank()
    opened = tripped(relays, 0.0)
    closes_again(relays, opened + 0.5)
    relays.on_command(0, closes=False, now_us=3 * US)
    relays.on_opened(0, 3 * US + 60_000)
    assert relays.next_us == NEVER


def test_without_reclosing_a_trip_is_final() -> None:
    for relays in (bank(reclosing=None), bank()):
        relays.set_reclosing(0, is_on=False)
        tripped(relays, 0.0)
        assert relays.state(0) is Phase.LOCKED_OUT


def test_what_does_not_open_is_told_again() -> None:
    relays = bank()
    current(relays, 1.0, 0.0)
    for at in (1, 2, 3):
        assert [o.opens for o in relays.advance(at * US, CLOSED)] == [True]


def test_the_other_setting_group_has_its_own_pickup() -> None:
    relays = bank()
    current(relays, 1.0, 0.0)
    relays.set_group(0, 2, 100_000)
    assert relays.next_us == NEVER
    assert relays.column("setting_group", 1)[0] == 2
    current(relays, 2.0, 1.0)
    assert relays.next_us == 2 * US
