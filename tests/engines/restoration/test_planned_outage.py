"""Outages for work in which nobody is cut who need not be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.options import RestorationOptions
from engines.restoration.planned_outage import planned_outage
from engines.restoration.replaying import replay
from engines.values.switching_plan import PlanStatus, StepKind, SwitchingPlan
from tests.engines.restoration.three_feeders import CUSTOMERS, LOAD_MW, three_feeders

AT_ONCE = RestorationOptions(seconds=0.0)
NOBODY_AT_2 = {"load_mw": (LOAD_MW[0], 0.0, *LOAD_MW[2:]), "customers": (CUSTOMERS[0], 0, *CUSTOMERS[2:])}


def interrupted_kw(plan: SwitchingPlan) -> float:
    return sum(step.interrupted_kw for step in plan.steps)


def cut(snapshot: Snapshot, plan: SwitchingPlan) -> set[str]:
    """Buses without supply after any of the steps."""
    dark = np.zeros(len(snapshot.network.bus), bool)
    for state in replay(snapshot, plan):
        dark |= ~analyse(state).is_energized
    return set(snapshot.network.bus.id[dark].tolist())


def test_nobody_is_cut_where_what_lies_behind_can_be_taken_over_beforehand() -> None:
    network = three_feeders(**NOBODY_AT_2, rated_ka={"Q2": 0.3})  # type: ignore[arg-type]
    snapshot = Snapshot(network)
    plan = planned_outage(snapshot, ["bus:2"], AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    assert plan.customers_unserved == 0
    assert interrupted_kw(plan) == 0.0
    assert cut(snapshot, plan) == {"bus:2"}
    kinds = [(step.kind, step.element_id) for step in plan.steps]
    assert kinds.index((StepKind.CLOSE, "T3")) < min(kinds.index((StepKind.OPEN, s)) for s in ("S12", "S23"))
    assert not [note for note in plan.notes if "without supply" in note]


def test_a_live_feeder_makes_room_before_anybody_is_cut() -> None:
    """The second feeder has too little to spare for what lies behind, until the third takes part of it."""
    network = three_feeders(load_mw=(1.0, 0.0, 1.9, *LOAD_MW[3:]), customers=(100, 0, *CUSTOMERS[2:]))
    snapshot = Snapshot(network)
    plan = planned_outage(snapshot, ["bus:2"], AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    assert cut(snapshot, plan) == {"bus:2"}
    assert "T9" in plan.closed_at_end


def test_what_hangs_behind_another_part_is_taken_over_first() -> None:
    """Buses 2 and 3 need a tie each; 3 hangs behind 2, and parting 2 from it would cut 3 as long as T3 is open."""
    network = three_feeders(ties={"T2": (2, 7)}, rated_ka={"Q2": 0.11, "Q3": 0.09})
    snapshot = Snapshot(network)
    plan = planned_outage(snapshot, ["bus:1"], AT_ONCE)
    assert plan.status is PlanStatus.COMPLETE
    assert cut(snapshot, plan) == {"bus:1"}
    assert interrupted_kw(plan) == pytest.approx(1e3 * LOAD_MW[0])


def test_generation_that_is_not_interrupted_counts() -> None:
    """With its own 0.8 MW, what lies behind is light enough for the second feeder; without it, it would not be."""
    heavy = {"load_mw": (1.0, 0.0, 1.6, *LOAD_MW[3:]), "customers": (100, 0, *CUSTOMERS[2:])}
    network = three_feeders(**heavy, generation_mw={3: 0.8})  # type: ignore[arg-type]
    options = replace(AT_ONCE, most_shifts=0)
    plan = planned_outage(Snapshot(network), ["bus:2"], options)
    assert plan.status is PlanStatus.COMPLETE
    assert cut(Snapshot(network), plan) == {"bus:2"}
    # Where it must be opened first the generation is away for a while, and that is too much.
    unproven = replace(options, phases_unproven=frozenset({"T3"}))
    other = planned_outage(Snapshot(network), ["bus:2"], unproven)
    assert other.is_usable
    assert other.customers_unserved == CUSTOMERS[2]
    assert any("120 customers" in note and "keeps the limits" in note for note in other.notes)


def test_who_is_cut_is_named_with_the_reason() -> None:
    plan = planned_outage(Snapshot(three_feeders()), ["bus:2"], replace(AT_ONCE, excluded=frozenset({"T3"})))
    assert plan.is_usable
    own = next(note for note in plan.notes if "worked on" in note)
    assert "160 customers and 1600 kW" in own
    behind = next(note for note in plan.notes if "leads there" in note)
    assert "120 customers and 1200 kW" in behind


def test_an_interruption_while_being_taken_over_is_told() -> None:
    network = three_feeders(**NOBODY_AT_2, rated_ka={"Q2": 0.3})  # type: ignore[arg-type]
    plan = planned_outage(Snapshot(network), ["bus:2"], replace(AT_ONCE, phases_unproven=frozenset({"T3"})))
    assert plan.status is PlanStatus.COMPLETE
    told = next(note for note in plan.notes if "while being taken over" in note)
    assert "1200 kW" in told
    assert "never been compared" in told


@cache
def north() -> tuple[Network, LoadFlowSolver]:
    """The district at a grid of known short-circuit power."""
    network = open_network("north")[0]
    grid = network["ext_grid"].with_columns({"s_sc_max_mva": np.full(len(network["ext_grid"]), 3000.0)})
    network = with_tables(network, {"ext_grid": grid})
    return network, LoadFlowSolver(network)


def test_on_a_whole_district_only_those_are_cut_who_are_named() -> None:
    network, solver = north()
    snapshot = Snapshot(network)
    ids = network["line"].id
    for row in np.unique(np.linspace(0, len(ids) - 1, 25).astype(int)):
        plan = planned_outage(snapshot, [str(ids[row])], AT_ONCE, solver=solver)
        if not plan.is_usable:
            continue
        told = "".join(plan.notes)
        end = replay(snapshot, plan)[-1] if plan.steps else snapshot
        lost = set(network.bus.id[~analyse(end).is_energized].tolist())
        for bus in cut(snapshot, plan) - lost:
            assert "while being taken over" in told, (ids[row], bus)
        if plan.customers_unserved:
            assert "without supply during the work" in told
