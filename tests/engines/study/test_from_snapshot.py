"""A study that begins where the live district stands shows the very same state."""

from __future__ import annotations

import numpy as np

from engines.exchange.shipped import load_shipped
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.study.from_snapshot import network_at

NIGHT, NOON = np.datetime64("2026-06-10T01:00", "s"), np.datetime64("2026-06-10T12:00", "s")


def live(time: np.datetime64) -> Snapshot:
    network = load_shipped("north").network
    snapshot = Snapshot(network).at(time)
    factors = np.random.default_rng(1).uniform(0.5, 1.5, len(network["load"]))
    snapshot = snapshot.with_state({("load", "p_mw"): snapshot.column("load", "p_mw") * factors})
    snapshot = snapshot.with_values("switch", "position", [3], SwitchPosition.OPEN)
    return snapshot.with_values("sgen", "p_mw", [0], 0.123)


def test_at_its_own_time_the_study_is_the_snapshot() -> None:
    for time in (NIGHT, NOON):
        snapshot = live(time)
        study = Snapshot(network_at(snapshot)).at(time)
        for table, column in snapshot.state:
            np.testing.assert_allclose(
                study.column(table, column), snapshot.column(table, column), rtol=1e-9, atol=1e-9, err_msg=column
            )


def test_at_other_times_the_shape_of_the_profile_holds() -> None:
    snapshot = live(NIGHT)
    network = snapshot.network
    later = Snapshot(network_at(snapshot)).at(NOON)
    plain_now, plain_later = (Snapshot(network).at(t).column("load", "p_mw") for t in (NIGHT, NOON))
    expected = snapshot.column("load", "p_mw") * plain_later / plain_now
    np.testing.assert_allclose(later.column("load", "p_mw"), expected, rtol=1e-6)


def test_what_a_profile_of_zero_cannot_describe_stays_constant() -> None:
    snapshot = live(NIGHT)
    assert Snapshot(snapshot.network).at(NIGHT).column("sgen", "p_mw")[0] == 0.0, "the sun does not shine"
    study = network_at(snapshot)
    assert Snapshot(study).at(NIGHT).column("sgen", "p_mw")[0] == 0.123
    assert Snapshot(study).at(NOON).column("sgen", "p_mw")[0] == 0.123
    assert Snapshot(study).at(NOON).column("sgen", "p_mw")[1] > 0.0
