"""Where a fault is: by hand on a small feeder, and what must hold whatever is heard."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.restoration.location import Locator, locate
from engines.restoration.location_options import IndicatorRates, LocationOptions, Priors
from engines.restoration.work import STATE_KEY, work_locate
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading, until
from engines.values.location import FaultType, Location, LocationStatus, StepKind
from engines.values.work import DirectContext
from tests.engines.restoration.sectionalised import sectionalised_network

KIND = EvidenceKind
NO_METERS = Instruments(meter_ids=())


def three_zones() -> Network:
    """bus 0 ─[Q0 breaker]─ line 0 ─ bus 1 ─[S1]─ line 1 ─ bus 2 ─[S2]─ line 2 ─ bus 3, 1 km each, 10 customers each."""
    lines = {
        "from_bus": [0, 1, 2], "to_bus": [1, 2, 3], "length_km": [1.0] * 3, "type": ["ol"] * 3,
        "r_ohm_per_km": [0.3] * 3, "x_ohm_per_km": [0.35] * 3,
    }  # fmt: skip
    switches = {
        "bus": [0, 1, 2], "element": [0, 1, 2], "et": ["l"] * 3,
        "kind": ["breaker", "load_break_switch", "load_break_switch"], "remote": [True, True, False],
    }  # fmt: skip
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0] * 4}, ids=["B0", "B1", "B2", "B3"]),
        "line": make_table("line", lines, ids=["L0", "L1", "L2"]),
        "switch": make_table("switch", switches, ids=["Q0", "S1", "S2"]),
        "load": make_table("load", {"bus": [1, 2, 3], "p_mw": [0.1] * 3}),
        "ext_grid": make_table("ext_grid", {"bus": [0], "s_sc_max_mva": [500.0]}),
        "customer": make_table("customer", {"load": [0, 1, 2], "bus": [1, 2, 3], "count": [10] * 3},
                               ids=["C1", "C2", "C3"]),
    }  # fmt: skip
    return make_network("three zones", tables)


@pytest.fixture(scope="module")
def locator() -> Locator:
    return Locator(Snapshot(three_zones()))


def zone_of(locator: Locator, bus_id: str) -> int:
    network = locator.paths.snapshot.network
    return int(locator.paths.zones.of_bus[network.bus.id.tolist().index(bus_id)])


TRIP = FaultEvidence(KIND.BREAKER_OPERATION, "Q0", reading=Reading.TRIPPED)


def test_one_indicator_gives_the_odds_of_a_hand_calculation(locator: Locator) -> None:
    """S1 flags: beyond it 0.8, before it 0.05; equal priors, so the odds of each zone beyond are 16 to 1."""
    options = LocationOptions(
        caution=1.0,
        priors=Priors(short_circuit=1.0, earth_fault=1e-12, open_conductor=1e-12, double=1e-12, none=1e-12,
                      backup=1e-12, even=1.0),
        indicators=IndicatorRates(report=(0.8,), false=(0.05,), lost=1e-12),
    )  # fmt: skip
    heard = [TRIP, FaultEvidence(KIND.INDICATOR, "S1", reading=Reading.FLAGGED)]
    found = locator.locate(heard, NO_METERS, options).zone_probability
    zones = [zone_of(locator, bus) for bus in ("B1", "B2", "B3")]
    assert found[zones[1]] / found[zones[0]] == pytest.approx(16.0, rel=1e-6)
    assert found[zones[1]] == pytest.approx(found[zones[2]], rel=1e-9)


def test_a_distance_points_at_the_zone_at_that_distance(locator: Locator) -> None:
    found = locator.locate([TRIP, FaultEvidence(KIND.DISTANCE, "Q0", value=1.5)], NO_METERS)
    assert found.hypotheses[0].zone == zone_of(locator, "B2")
    assert found.hypotheses[0].element_ids == ("B2", "L1")
    assert found.hypotheses[0].boundary_ids == ("S1", "S2")
    assert found.hypotheses[0].tripped_ids == ("Q0",)


def test_a_fault_current_points_at_the_zone_that_would_carry_it(locator: Locator) -> None:
    """IEC 60909: 1.1 · 20 kV / (√3 · |Z|), source 20²/500 · 1.1 ohm nearly reactive, 0.3 + 0.35j ohm/km."""
    source = 1.1 * 20.0**2 / 500.0
    x = source / math.sqrt(1 + 0.1**2)
    z = complex(0.1 * x, x) + 2.5 * complex(0.3, 0.35)
    told = FaultEvidence(KIND.FAULT_CURRENT, "Q0", value=1.1 * 20.0 / (math.sqrt(3) * abs(z)))
    found = locator.locate([TRIP, told], NO_METERS)
    far = found.zone_probability[zone_of(locator, "B3")]
    assert far > found.zone_probability[zone_of(locator, "B1")]


def test_gasps_behind_an_open_switch_s_own_part_only_are_an_open_conductor(locator: Locator) -> None:
    """Only the last zone is dark and no device stands before it: nothing but a broken conductor explains that."""
    heard = [FaultEvidence(KIND.LAST_GASP, "C3", value=9), FaultEvidence(KIND.PING, "C1", 60, Reading.REPLY, 8),
             FaultEvidence(KIND.PING, "C2", 60, Reading.REPLY, 8),
             FaultEvidence(KIND.BREAKER_OPERATION, "Q0", reading=Reading.CLOSED)]  # fmt: skip
    found = locator.locate(heard)
    assert found.hypotheses[0].kind is FaultType.OPEN_CONDUCTOR
    assert found.hypotheses[0].tripped_ids == ()
    assert found.device_probability[0][0] == ""


def test_indicators_without_any_trip_are_an_earth_fault(locator: Locator) -> None:
    heard = [FaultEvidence(KIND.INDICATOR, name, reading=Reading.FORWARD) for name in ("S1", "S2")]
    heard += [FaultEvidence(KIND.PING, name, 60, Reading.REPLY, 10) for name in ("C1", "C2", "C3")]
    heard.append(FaultEvidence(KIND.BREAKER_OPERATION, "Q0", reading=Reading.CLOSED))
    found = locator.locate(heard)
    assert found.hypotheses[0].kind is FaultType.EARTH_FAULT
    assert found.hypotheses[0].zone == zone_of(locator, "B3")


def test_a_wire_down_shifts_the_suspicion_to_its_zone(locator: Locator) -> None:
    before = locator.locate([TRIP], NO_METERS)
    after = locator.locate([TRIP, FaultEvidence(KIND.WIRE_DOWN, "L2")], NO_METERS)
    zone = zone_of(locator, "B3")
    assert after.zone_probability[zone] > 2 * before.zone_probability[zone]
    assert after.hypotheses[0].zone == zone


def test_every_answer_parts_the_suspects_or_is_not_proposed(locator: Locator) -> None:
    found = locator.locate([TRIP], Instruments(("S1", "S2"), ()))
    assert found.status is LocationStatus.SUSPECTED
    assert {step.kind for step in found.next_steps} >= {StepKind.SWITCH}
    assert all(0.05 <= step.information_bit <= 1.0 for step in found.next_steps)
    worth = [step.information_bit / step.minutes for step in found.next_steps]
    assert worth == sorted(worth, reverse=True)
    switching = next(step for step in found.next_steps if step.kind is StepKind.SWITCH)
    assert switching.element_id == "S1"
    assert "close Q0" in switching.words.text


def two_areas() -> Network:
    """bus 0 ─[Q0 breaker]─ bus 1 ─[R1 recloser]─ bus 2; 10 customers at each of the two."""
    lines = {
        "from_bus": [0, 1], "to_bus": [1, 2], "length_km": [1.0] * 2, "type": ["ol"] * 2,
        "r_ohm_per_km": [0.3] * 2, "x_ohm_per_km": [0.35] * 2,
    }  # fmt: skip
    tables = {
        "bus": make_table("bus", {"vn_kv": [20.0] * 3}, ids=["B0", "B1", "B2"]),
        "line": make_table("line", lines, ids=["L0", "L1"]),
        "switch": make_table("switch", {"bus": [0, 1], "element": [0, 1], "et": ["l"] * 2,
                                        "kind": ["breaker", "recloser"], "remote": [True, True]}, ids=["Q0", "R1"]),
        "load": make_table("load", {"bus": [1, 2], "p_mw": [0.1] * 2}),
        "ext_grid": make_table("ext_grid", {"bus": [0], "s_sc_max_mva": [500.0]}),
        "customer": make_table("customer", {"load": [0, 1], "bus": [1, 2], "count": [10] * 2}, ids=["C1", "C2"]),
    }  # fmt: skip
    return make_network("two areas", tables)


def test_meters_are_not_asked_what_is_known_already() -> None:
    """Behind a device that has tripped, and where meters have gasped, no answer is what everybody expects."""
    locator = Locator(Snapshot(two_areas()))

    def asked(*heard: FaultEvidence) -> set[str]:
        return {s.element_id for s in locator.locate(heard).next_steps if s.kind is StepKind.PING}

    calls = FaultEvidence(KIND.TROUBLE_CALL, "C2")
    assert "Q0" in asked(calls)
    assert not asked(calls, TRIP)
    gasps = FaultEvidence(KIND.LAST_GASP, "C1", value=9)
    assert "Q0" not in asked(calls, gasps)


def test_the_answer_to_a_proposed_step_is_evidence_that_narrows_the_set(locator: Locator) -> None:
    instruments = Instruments(("S1", "S2"), ())
    before = locator.locate([TRIP], instruments)
    asked = [FaultEvidence(KIND.INDICATOR, name, 60, Reading.QUIET) for name in ("S1", "S2")]
    after = locator.locate([TRIP, *asked], instruments)
    assert after.hypotheses[0].zone == zone_of(locator, "B1")
    assert len(after.credible_zones(0.9)) < len(before.credible_zones(0.9))


def test_nothing_heard_is_no_evidence_and_every_zone_keeps_its_prior(locator: Locator) -> None:
    found = locator.locate([])
    assert found.status is LocationStatus.NO_EVIDENCE
    assert not found.status.is_usable
    assert set(found.credible_zones(0.999)) == {zone_of(locator, bus) for bus in ("B0", "B1", "B2", "B3")}


def test_one_lonely_false_report_is_called_no_fault_rather_than_a_place() -> None:
    """One gasp among 1,401 meters; the others answer when asked, the indicators say that nothing passed them."""
    network = open_network("ieee33")[0]
    heard = [FaultEvidence(KIND.LAST_GASP, "customer:9")]
    heard += [FaultEvidence(KIND.PING, name, 60, Reading.REPLY, 5) for name in network["customer"].id.tolist()
              if name != "customer:9"]  # fmt: skip
    heard.append(FaultEvidence(KIND.BREAKER_OPERATION, "switch:1", 60, Reading.CLOSED))
    doubtful = locate(Snapshot(network), heard)
    assert doubtful.status is LocationStatus.SUSPECTED
    assert "may be no fault at all" in doubtful.reason
    heard += [FaultEvidence(KIND.INDICATOR, f"switch:{k}", 60, Reading.QUIET) for k in range(2, 33)]
    found = locate(Snapshot(network), heard)
    assert found.status is LocationStatus.NO_FAULT
    assert found.no_fault_probability > doubtful.no_fault_probability


def test_reports_that_point_everywhere_are_called_contradictory_and_named() -> None:
    """Of two feeders one gasps and has the damage; of the other the breaker and the indicators speak."""
    network = sectionalised_network(feeders=2)
    paths = Locator(Snapshot(network)).paths
    switch = network["switch"]
    heads = [k for k, kind in enumerate(switch["kind"].tolist()) if kind == "breaker"]
    feeder = [paths.topology.feeder == k for k in (0, 1)]
    customer_bus = np.asarray(network.bus_row(network["customer"]["bus"]))
    ids = network["customer"].id
    heard = [FaultEvidence(KIND.LAST_GASP, name) for name in ids[feeder[0][customer_bus]].tolist()]
    heard += [FaultEvidence(KIND.PING, name, 60, Reading.REPLY) for name in ids[feeder[1][customer_bus]].tolist()]
    on_second = range(heads[1] + 1, heads[1] + 7)
    heard += [FaultEvidence(KIND.INDICATOR, str(switch.id[row]), 1, Reading.FORWARD) for row in on_second]
    heard.append(FaultEvidence(KIND.BREAKER_OPERATION, str(switch.id[heads[1]]), 1, Reading.TRIPPED))
    heard.append(FaultEvidence(KIND.BREAKER_OPERATION, str(switch.id[heads[0]]), 1, Reading.CLOSED))
    found = locate(Snapshot(network), heard)
    assert found.status is LocationStatus.CONTRADICTORY
    assert not found.status.is_usable
    assert found.reason == found.contradictions[0].text
    assert found.unfitting


def test_without_supply_before_the_fault_there_is_nothing_to_rank() -> None:
    snapshot = Snapshot(three_zones()).with_values("ext_grid", "in_service", 0, False)
    found = locate(snapshot, [TRIP])
    assert found.status is LocationStatus.NO_SUPPLY
    assert found.hypotheses == ()
    assert found.credible_zones() == ()


def test_what_cannot_be_used_is_left_out_and_named(locator: Locator) -> None:
    heard = [
        TRIP,
        FaultEvidence(KIND.LAST_GASP, "C99"),
        FaultEvidence(KIND.LAST_GASP, "L0"),
        FaultEvidence(KIND.DISTANCE, "Q0"),
        FaultEvidence(KIND.DISTANCE, "Q0", value=-3.0),
        FaultEvidence(KIND.BREAKER_OPERATION, "L0"),
        FaultEvidence(KIND.PING, "C1", reading=Reading.FLAGGED),
        FaultEvidence(KIND.INDICATOR, "B1"),
    ]
    found = locator.locate(heard, Instruments(("S7",), ("C1", "C8")))
    assert sorted((f.element, f.field) for f in found.left_out) == sorted([
        ("C99", "last_gasp"), ("L0", "last_gasp"), ("Q0", "distance"), ("Q0", "distance"),
        ("L0", "breaker_operation"), ("C1", "ping"), ("B1", "indicator"), ("S7", "indicator"), ("C8", "last_gasp"),
    ])  # fmt: skip
    assert all(f.reason and f.remedy for f in found.left_out)
    assert np.allclose(found.zone_probability, locator.locate([TRIP], Instruments((), ("C1",))).zone_probability)


def test_of_very_many_unusable_pieces_the_number_is_told(locator: Locator) -> None:
    found = locator.locate([TRIP, *(FaultEvidence(KIND.LAST_GASP, f"X{k}") for k in range(1000))], NO_METERS)
    assert len(found.left_out) == 201
    assert found.left_out[-1].reason == "800 more pieces of evidence cannot be used"


def test_a_fault_current_without_known_grid_strength_is_left_out() -> None:
    network = open_network("ieee33")[0]
    found = locate(Snapshot(network), [FaultEvidence(KIND.FAULT_CURRENT, "switch:1", value=2.0)])
    assert found.left_out[0].reason == "the short-circuit power of the feeding grid is not known"
    assert found.status is LocationStatus.NO_EVIDENCE


def test_of_two_statements_the_later_counts_and_both_are_named(locator: Locator) -> None:
    tripped = replace(TRIP, time_us=10)
    closed = FaultEvidence(KIND.BREAKER_OPERATION, "Q0", 20, Reading.CLOSED)
    both = locator.locate([closed, tripped], NO_METERS)
    alone = locator.locate([closed], NO_METERS)
    assert np.allclose(both.zone_probability, alone.zone_probability)
    assert both.contradictions[0].text == "Q0 is said to be tripped and closed; the later one counts"


def test_a_meter_that_gasped_and_answers_later_has_supply(locator: Locator) -> None:
    gasp = FaultEvidence(KIND.LAST_GASP, "C3", 10)
    later, earlier = (FaultEvidence(KIND.PING, "C3", time, Reading.REPLY) for time in (20, 5))
    momentary = locator.locate([TRIP, gasp, later])
    lasting = locator.locate([TRIP, gasp, earlier])
    assert momentary.no_fault_probability > lasting.no_fault_probability


def test_a_known_communication_outage_does_not_lower_the_share_that_gasps(locator: Locator) -> None:
    """All of the first zones, none of the last, whose meters are known to be mute."""
    heard = [FaultEvidence(KIND.LAST_GASP, name, value=10) for name in ("C1", "C2")]
    mute = FaultEvidence(KIND.COMMUNICATION_OUTAGE, "C3")
    found = [locator.locate([*heard, *more]) for more in ([], [mute])]
    assert found[1].gasp_rate.mean > found[0].gasp_rate.mean


def test_a_bus_without_communication_silences_the_indicator_and_the_breaker_at_it(locator: Locator) -> None:
    """S1 stands at bus 1: its silence no longer speaks for the zone before it, nor the breaker's against a trip."""
    heard = [FaultEvidence(KIND.LAST_GASP, name, value=9) for name in ("C1", "C2", "C3")]
    heard.append(FaultEvidence(KIND.INDICATOR, "S2", reading=Reading.FLAGGED))
    mute = [FaultEvidence(KIND.COMMUNICATION_OUTAGE, name) for name in ("B0", "B1")]
    before, after = (locator.locate([*heard, *more], Instruments(("S1", "S2"))) for more in ([], mute))
    last = zone_of(locator, "B3")
    assert after.zone_probability[last] > before.zone_probability[last]


def test_an_indicator_on_a_line_speaks_as_one_at_the_line_s_feeding_switch(locator: Locator) -> None:
    at_line, at_switch = (
        locator.locate([TRIP, FaultEvidence(KIND.INDICATOR, name, reading=Reading.FLAGGED)], NO_METERS)
        for name in ("L1", "S1")
    )
    assert np.allclose(at_line.zone_probability, at_switch.zone_probability, atol=0.02)


def test_in_a_network_without_customers_the_loads_are_the_meters() -> None:
    network = three_zones()
    tables = {**network.tables, "customer": make_table("customer", {})}
    bare = make_network("no customers", tables)
    heard = [FaultEvidence(KIND.LAST_GASP, f"load:{k}") for k in range(3)]
    found = locate(Snapshot(bare), heard)
    assert found.left_out == ()
    assert dict(found.device_probability).get("Q0", 0.0) > 0.3


def test_who_calls_again_and_what_several_people_saw_counts_once(locator: Locator) -> None:
    call = FaultEvidence(KIND.TROUBLE_CALL, "C2", 5, Reading.NO_SUPPLY, 10)
    seen = FaultEvidence(KIND.WIRE_DOWN, "L1", 6)
    assert same(locator.locate([TRIP, call, seen]), locator.locate([TRIP, call, seen, replace(call, time_us=9), seen]))


def test_opposite_answers_of_one_moment_do_not_depend_on_their_order(locator: Locator) -> None:
    said = [FaultEvidence(KIND.PING, "C2", 5, reading) for reading in (Reading.REPLY, Reading.NO_REPLY)]
    said += [FaultEvidence(KIND.INDICATOR, "S1", 5, reading) for reading in (Reading.FLAGGED, Reading.QUIET)]
    assert same(locator.locate([TRIP, *said]), locator.locate([*reversed(said), TRIP]))


def test_the_rates_told_are_those_the_evidence_shows(locator: Locator) -> None:
    few = locator.locate([TRIP, *(FaultEvidence(KIND.LAST_GASP, f"C{k}", value=1) for k in (1, 2, 3))])
    many = locator.locate([TRIP, *(FaultEvidence(KIND.LAST_GASP, f"C{k}", value=9) for k in (1, 2, 3))])
    assert few.gasp_rate.mean < 0.35 < 0.7 < many.gasp_rate.mean
    assert few.gasp_rate.low <= few.gasp_rate.mean <= few.gasp_rate.high


def every_kind() -> list[FaultEvidence]:
    return [
        replace(TRIP, time_us=1_000_000),
        FaultEvidence(KIND.INDICATOR, "S1", 2_000_000, Reading.FORWARD),
        FaultEvidence(KIND.INDICATOR, "S2", 2_500_000, Reading.BACKWARD),
        FaultEvidence(KIND.DISTANCE, "Q0", 3_000_000, value=1.6),
        FaultEvidence(KIND.FAULT_CURRENT, "Q0", 3_000_000, value=5.0),
        FaultEvidence(KIND.LAST_GASP, "C2", 4_000_000, value=7),
        FaultEvidence(KIND.PING, "C1", 5_000_000, Reading.NO_REPLY, 3),
        FaultEvidence(KIND.TROUBLE_CALL, "C3", 6_000_000, Reading.NO_SUPPLY),
        FaultEvidence(KIND.TROUBLE_CALL, "C3", 6_000_000, Reading.LOW_VOLTAGE),
        FaultEvidence(KIND.TROUBLE_CALL, "B2", 6_000_000, Reading.DAMAGE),
        FaultEvidence(KIND.WIRE_DOWN, "L1", 7_000_000),
        FaultEvidence(KIND.COMMUNICATION_OUTAGE, "B1", 8_000_000),
    ]


def same(one: Location, other: Location) -> bool:
    return bool(np.allclose(one.zone_probability, other.zone_probability, rtol=1e-9)) and one.status is other.status


def test_the_order_of_arrival_does_not_matter(locator: Locator) -> None:
    heard = every_kind()
    random = np.random.default_rng(3)
    told = locator.locate(heard)
    for _ in range(5):
        assert same(told, locator.locate([heard[k] for k in random.permutation(len(heard))]))


def test_probabilities_add_up_and_every_reason_is_a_sentence(locator: Locator) -> None:
    heard = tuple(every_kind())
    for moment in (0, 2_200_000, 4_500_000, 10_000_000):
        found = locator.locate(until(heard, moment))
        assert found.all_probability.sum() == pytest.approx(1.0)
        assert (np.diff(found.all_probability) <= 1e-12).all()
        sizes = [len(found.credible_zones(level)) for level in (0.5, 0.9, 0.99)]
        assert sizes == sorted(sizes)
        for hypothesis in found.hypotheses:
            assert 0 <= hypothesis.probability <= 1
            assert all(reason.words.text and np.isfinite(reason.weight) for reason in hypothesis.reasons)
            weights = [abs(reason.weight) for reason in hypothesis.reasons]
            assert weights == sorted(weights, reverse=True)


def test_a_level_outside_zero_and_one_is_refused(locator: Locator) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        locator.locate([TRIP]).credible_zones(1.0)


def test_a_result_carries_what_it_was_made_of(locator: Locator) -> None:
    found = locator.locate([TRIP])
    assert found.structure_revision == locator.paths.snapshot.network.structure_revision
    assert found.snapshot_revision == locator.paths.snapshot.revision


def test_a_worker_prepares_a_snapshot_once_and_its_answer_travels() -> None:
    context = DirectContext()
    snapshot = Snapshot(three_zones())
    first = work_locate(context, snapshot, (TRIP,))
    prepared = dict(context.state[STATE_KEY])
    second = work_locate(context, snapshot, (TRIP, FaultEvidence(KIND.WIRE_DOWN, "L1")))
    assert dict(context.state[STATE_KEY]) == prepared
    assert second.hypotheses[0].probability > first.hypotheses[0].probability
    received = pickle.loads(pickle.dumps(second))
    assert received.credible_zones(0.9) == second.credible_zones(0.9)
    assert received.hypotheses == second.hypotheses
