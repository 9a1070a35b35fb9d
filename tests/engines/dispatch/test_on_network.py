"""Plans where the relaxation burns power: on the network as it is, or with a word on why there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.values.dispatch import DispatchPlan, DispatchStatus
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap
from tests.engines.dispatch.cases import FAST, plan, sized_for

_SEEN_PRICES = (89, 14, 41, 18, 62, 17, 19, 37, 65, 109, 225, 102, 105, 230, 212, 44, 142, 146, 81, 184, 86, 61, 97, 53)


def exporting(name: str, seed: int, more: float, band_pu: float) -> tuple[DispatchCase, Network]:
    """A made-up district with so many times the wind and sun, which may be sold, in a narrow band of voltage."""
    network = open_network(name)[0]
    case = sized_for(network, seed)
    return replace(
        case,
        renewables=tuple(replace(u, p_mw=more * u.p_mw, s_mva=more * u.s_mva) for u in case.renewables),
        ties=tuple(replace(t, p_min_mw=-t.p_max_mw) for t in case.ties),
        v_min_pu=1 - band_pu,
        v_max_pu=1 + band_pu,
    ), network


def assert_holds(made: DispatchPlan) -> None:
    """It is a plan, and the load flow says so."""
    assert made.is_acceptable, made.reason
    assert made.ac.max_dv_pu <= 1e-6
    assert not made.ac.violations
    assert made.lower_bound <= made.cost
    assert not made.conflicts


def test_a_branch_whose_end_only_the_load_flow_finds_too_full_is_given_room() -> None:
    # 0.1 % over, in 15 rounds of tangents and 30 of convex-concave iterations: what charges the cable.
    assert_holds(plan(*exporting("synthetic:40:5", 2, 2.5, 0.015)))


def test_a_plan_that_nearly_keeps_a_full_branch_does_not_drift_away_from_it() -> None:
    case, network = exporting("synthetic:69:26", 0, 2.5, 0.05)
    made = plan(replace(case, prices=replace(case.prices, voltage_deviation=50.0)), network)
    assert_holds(made)
    # From 0.02 % too much in a cable the way went to a plan a third above the bound.
    assert made.gap < 2e-3


def test_reactive_power_that_goes_from_end_to_end_is_held_back() -> None:
    assert_holds(plan(*exporting("synthetic:40:3", 7, 2.5, 0.015)))


def test_positions_are_sought_on_the_network_as_it_is() -> None:
    case, network = exporting("synthetic:40:20", 19, 1.5, 0.015)
    case = replace(case, prices=replace(case.prices, grid=np.array(_SEEN_PRICES, float)))
    made = plan(case, network)
    assert any("sought on the network as it is" in note for note in made.record)
    assert_holds(made)


def test_limits_no_positions_were_found_for_are_named_and_wider_ones_suffice() -> None:
    case, network = exporting("synthetic:40:20", 7, 1.5, 0.015)
    made = plan(case, network, replace(FAST, seconds=3.0))
    assert made.status is DispatchStatus.RELAXATION_INEXACT
    assert "no positions were found that keep all limits" in made.reason
    give = {c.kind: c.excess for c in made.conflicts}
    assert set(give) == {"lowest voltage", "highest voltage"}
    wider = replace(
        case,
        v_min_pu=case.v_min_pu - 1.05 * give["lowest voltage"],
        v_max_pu=case.v_max_pu + 1.05 * give["highest voltage"],
    )
    assert_holds(plan(wider, network))


def test_a_transformer_that_is_too_small_is_told_by_its_rating() -> None:
    case, network = exporting("synthetic:40:20", 4, 1.0, 0.1)
    heavy = FrozenMap({**case.profiles, "load": 2.5 * np.asarray(case.profiles["load"])})
    bare = replace(case, renewables=(), storages=(), turbines=(), responses=(), capacitors=(), profiles=heavy)
    made = plan(bare, network)
    assert made.status is DispatchStatus.INFEASIBLE
    (conflict,) = [c for c in made.conflicts if c.kind == "current"]
    assert conflict.unit == "MVA (1 pu)"
    assert conflict.limit == pytest.approx(0.25, rel=1e-6)
    assert 0 < conflict.excess < 0.05
