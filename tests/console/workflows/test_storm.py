"""Small storms over the shipped district from the first fault to the last closed switch, with the real engines."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from console.workflows.crew_files import crews_of_network
from console.workflows.crew_play import CrewOptions
from console.workflows.customers import customers_of_network
from console.workflows.restoration_time import Duration
from console.workflows.storm import StormOptions, run_storm
from console.workflows.storm_desk import StormDesk
from console.workflows.storm_plans import ByHand, ConsolePlans
from console.workflows.storm_result import StormAccount
from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.plant.storm import Storm, read_storm
from engines.values.incidents import IncidentState
from engines.values.repair import FaultCause, SafetyState, WorkState
from engines.values.switching_orders import OrderAction, OrderState, OrderStepState
from engines.values.validation import InputError

QUICK = CrewOptions(silent_share=0.0, stuck_share=0.0, repair=dict.fromkeys(FaultCause, Duration(25.0, 0.4)))
OPTIONS = StormOptions(crews=QUICK)
SMALL = """
[storm]
district = "north"
start = 2026-01-15T08:00:00
duration = "1:00:00"

[faults]
count = 3
from = "0:01:00"
kinds = { earth = 2, two_phase = 1 }
overhead = 2.0
lost_communication_share = 0.3
stuck_drive_share = 0.3
transient_share = 0.2
"""
ONE = """
[storm]
start = 2026-01-15T08:00:00
duration = "0:10:00"

[[entry]]
at = 30
event = { event = "network_fault", element_id = "line:F4-W10" }
"""


@cache
def network() -> Network:
    return open_network("north")[0]


def played(text: str, options: StormOptions = OPTIONS, *, with_plans: bool = True) -> tuple[StormAccount, StormDesk]:
    storm: Storm = read_storm(text, "small.toml")
    crews = crews_of_network(network()).crews
    policy = ConsolePlans() if with_plans else ByHand()
    return run_storm(network(), storm, customers_of_network(network()), crews, policy, options)


@cache
def small(seed: int) -> tuple[StormAccount, StormDesk]:
    return played(SMALL, replace(OPTIONS, seed=seed))


@cache
def one() -> tuple[StormAccount, StormDesk]:
    """A storm of one fault."""
    return played(ONE)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_incident_ends_closed_and_no_plan_breaks_a_limit(seed: int) -> None:
    account, desk = small(seed)
    assert account.is_over
    assert account.lines
    assert {line.incident.state for line in account.lines} == {IncidentState.CLOSED}
    assert not account.violations
    assert account.plans > 0
    assert not desk.field.log.dark
    normal = np.asarray(network()["switch"]["normal_closed"], bool)
    assert np.array_equal(desk.field.plant.snapshot.switch_closed, normal)
    assert not desk.field.faults


@pytest.mark.parametrize("seed", [1, 2])
def test_customer_minutes_of_the_incidents_are_those_of_the_plant(seed: int) -> None:
    account, _ = small(seed)
    assert account.customer_minutes == pytest.approx(account.dark_minutes, rel=1e-9)
    assert account.customer_minutes > 0
    sustained = account.indices.saidi_minutes * account.indices.customers_served
    assert sustained <= account.customer_minutes + 1e-6


@pytest.mark.parametrize("seed", [1, 2])
def test_the_records_are_complete(seed: int) -> None:
    _, desk = small(seed)
    for course in desk.courses:
        assert all(order.state.is_over for order in course.orders)
        assert all(document.state is SafetyState.CANCELLED for document in course.documents)
        assert all(work.state in (WorkState.CLOSED, WorkState.CANCELLED) for work in course.works)
        times = [entry.time_us for entry in course.incident.timeline]
        assert times == sorted(times)
        if course.incident.element_ids:
            assert course.incident.estimates
            issued = [d for d in course.documents if d.issued_us]
            assert all(d.isolated_us <= d.proved_dead_us <= d.earthed_us <= d.issued_us for d in issued)
            assert issued
        for order in course.orders:
            # What a person must agree to was agreed to, and remote and local steps are told apart.
            assert order.approved_by not in ("", order.author)
            for step in order.steps:
                if step.state is OrderStepState.CONFIRMED and not step.is_remote:
                    assert step.crew_id
                    assert step.instructed_us < step.read_back_us < step.executed_us


def test_a_seed_decides_everything() -> None:
    first, second = one()[0], played(ONE)[0]
    assert first.indices == second.indices
    assert [line.incident for line in first.lines] == [line.incident for line in second.lines]
    assert small(1)[0].indices != small(2)[0].indices


def test_without_plans_the_same_faults_cost_more_customer_minutes() -> None:
    with_plans, _ = one()
    without, desk = played(ONE, with_plans=False)
    assert with_plans.is_over
    assert without.is_over
    assert without.plans == 0
    assert with_plans.customer_minutes < without.customer_minutes
    assert without.customer_minutes == pytest.approx(without.dark_minutes, rel=1e-9)
    closed = [s for c in desk.courses for o in c.orders for s in o.steps if s.action is OrderAction.CLOSE]
    ties = set(network()["switch"].id[~np.asarray(network()["switch"]["normal_closed"], bool)].tolist())
    assert not ties & {step.element_id for step in closed}, "no neighbour takes anything over"
    causes = [{line.incident.cause for line in account.lines} for account in (with_plans, without)]
    assert causes[0] == causes[1]


def test_a_crew_that_never_answers_is_replaced_by_another() -> None:
    able, desk = one()
    asked = next(course for course in desk.courses if course.works).works[0].crew_id
    silent = replace(OPTIONS, crews=replace(QUICK, silent=frozenset({asked})))
    account, desk = played(ONE, silent)
    work = desk.courses[0].works[0]
    assert work.refused_by == (asked,)
    assert work.crew_id not in ("", asked)
    assert account.is_over
    assert account.customer_minutes >= able.customer_minutes
    assert any("does not answer" in entry.sentence for entry in desk.courses[0].incident.timeline)


def test_a_switch_that_does_not_move_is_planned_around() -> None:
    _, easy = one()
    course = easy.courses[0]
    planned = [s for o in course.orders for s in o.steps if s.is_remote and s.action is OrderAction.OPEN]
    stuck = planned[0].element_id
    text = f'{ONE}\n[[entry]]\nat = 1\nevent = {{ event = "stuck_drive", element_id = "{stuck}" }}\n'
    account, desk = played(text)
    failed = [o for o in desk.courses[0].orders if any(s.state is OrderStepState.FAILED for s in o.steps)]
    assert next(s.element_id for o in failed for s in o.steps if s.state is OrderStepState.FAILED) == stuck
    assert failed[0].state is OrderState.ABORTED
    assert desk.courses[0].orders.index(failed[0]) < len(desk.courses[0].orders) - 1, "there is a plan after it"
    assert account.is_over
    assert not account.violations


def test_a_second_fault_in_the_part_given_back_is_an_incident_of_its_own() -> None:
    _, first = one()
    course = first.courses[0]
    back_us = course.restored_us - first.begin_us
    text = ONE.replace('"0:10:00"', '"4:00:00"')
    second = (
        f'[[entry]]\nat = {back_us / 1e6 + 60:.0f}\nevent = {{ event = "network_fault", element_id = "line:F4-W22" }}\n'
    )
    account, desk = played(f"{text}\n{second}")
    assert len(desk.courses) == 2
    assert account.is_over
    assert not account.violations
    assert account.customer_minutes == pytest.approx(account.dark_minutes, rel=1e-9)


def test_fuses_that_blow_at_once_are_told_apart() -> None:
    entries = "".join(
        f'[[entry]]\nat = 30\nevent = {{ event = "network_fault", element_id = "{line}" }}\n'
        for line in ("line:F5-W21", "line:F1-W21")
    )
    account, desk = played(ONE.split("[[entry]]")[0] + entries)
    assert sorted(course.incident.element_ids for course in desk.courses) == [("line:F1-W21",), ("line:F5-W21",)]
    assert account.is_over


def test_what_does_not_fit_is_named_before_anything_begins() -> None:
    text = '[storm]\n[[entry]]\nat = 1\nevent = { event = "network_fault", element_id = "line:nowhere" }\n'
    with pytest.raises(InputError, match=r"small.toml, line 2, entry 1: line:nowhere: is not in the network"):
        played(text)
