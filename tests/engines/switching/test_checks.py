"""Every rule, on a network small enough to see through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.switching.blind import blind_checks
from engines.switching.checks import Situation, check_command
from engines.switching.device import Authority, DeviceState
from engines.switching.dressed import dressed_snapshot
from engines.switching.earthing import check_site_change
from engines.switching.operation import Operation
from engines.switching.verdicts import Check, Rule, Verdict, of_verdict, worst
from engines.values.points import LinkState, PointDefinition, PointFreshness, PointKind, PointQuality, Quantity
from engines.values.site import (
    Cut,
    DeviceLock,
    Jumper,
    MobileGenerator,
    PortableEarth,
    SiteState,
    Tag,
    TagKind,
)

PASSES, READING, OVERRIDE, FORBIDDEN = Verdict
OPEN, CLOSE = 0, 1


def position_of(name: str) -> PointDefinition:
    return PointDefinition(f"switch:{name}", Quantity.POSITION, PointKind.POSITION, is_controllable=True)


def checked(
    snapshot: Snapshot,
    name: str,
    value: float,
    site: SiteState | None = None,
    *,
    device: DeviceState | None = None,
    definition: PointDefinition | None = None,
    is_solved: bool = True,
    authority: Authority | None = None,
) -> tuple[Check, ...]:
    """All checks of one command."""
    site = site or SiteState()
    dressed = dressed_snapshot(snapshot, site)
    result = LoadFlowSolver(dressed.network).solve(dressed) if is_solved else None
    definition = definition or position_of(name)
    operation = Operation(definition.element_id, definition.quantity, value)
    state = device or DeviceState(value=1.0 - value)
    situation = Situation(snapshot, site, analyse(dressed), result, state, authority or Authority())
    return check_command(definition, operation, situation)


def found(checks: tuple[Check, ...], rule: Rule) -> list[tuple[Verdict, str]]:
    return [(c.verdict, c.sentence.text) for c in checks if c.rule is rule]


def tag(element_id: str, kind: TagKind) -> Tag:
    return Tag("t1", element_id, kind, "crew at work", "Ada", 0)


# The device, the link, the person.

REFUSALS: list[tuple[dict[str, Any], Rule, str]] = [
    ({"link": LinkState.SUSPECT, "link_reason": "not heard for 2 s"}, Rule.LINK, "not heard for 2 s"),
    ({"link": LinkState.DOWN}, Rule.LINK, "not up"),
    ({"link": LinkState.CONNECTING}, Rule.LINK, "not up"),
    ({"freshness": PointFreshness.SUSPECT}, Rule.QUALITY, "suspect"),
    ({"freshness": PointFreshness.STALE}, Rule.QUALITY, "stale"),
    ({"is_local": True}, Rule.LOCAL, "local"),
    ({"is_closing_blocked": True}, Rule.BLOCKED, "blocked"),
    ({"has_control": False}, Rule.CONTROL, "address map"),
    ({"busy_with": "another"}, Rule.BUSY, "not finished"),
    ({"held_by": "desk 2"}, Rule.BUSY, "desk 2"),
    ({"value": 1.0}, Rule.POSITION, "closed already"),
]


@pytest.mark.parametrize(("state", "rule", "word"), REFUSALS, ids=[w for *_, w in REFUSALS])
def test_what_the_device_or_its_link_forbids(
    network: Network, placed: Callable[..., Snapshot], state: dict[str, Any], rule: Rule, word: str
) -> None:
    checks = checked(placed(network, CB_A=0), "CB A", CLOSE, device=DeviceState(**({"value": 0.0} | state)))
    refusals = of_verdict(checks, FORBIDDEN)
    assert [c.rule for c in refusals] == [rule]
    assert word in refusals[0].sentence.text


def test_nothing_to_say_is_no_refusal(network: Network) -> None:
    assert worst(checked(Snapshot(network), "CB A", OPEN)) is PASSES


def test_opening_is_blocked_apart_from_closing(network: Network) -> None:
    device = DeviceState(value=1.0, is_opening_blocked=True, is_closing_blocked=True)
    assert [s for _, s in found(checked(Snapshot(network), "CB A", OPEN, device=device), Rule.BLOCKED)] == [
        "opening CB A is blocked at the device"
    ]


def test_authority_is_given_and_its_reason_is_said(network: Network) -> None:
    checks = checked(Snapshot(network), "CB A", OPEN, authority=Authority(False, "Nobody is signed in."))
    assert found(checks, Rule.AUTHORITY) == [(FORBIDDEN, "Nobody is signed in.")]


@pytest.mark.parametrize("value", [2.0, 3.0])
def test_a_position_between_or_unknown_must_be_read_and_is_no_obstacle(network: Network, value: float) -> None:
    checks = checked(Snapshot(network), "CB A", OPEN, device=DeviceState(value=value))
    assert worst(checks) is READING
    assert [r for r, _ in found(checks, Rule.POSITION)] == [READING]


def test_what_cannot_be_believed_holds_up_closing_more_than_opening(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    bad = PointQuality.INVALID
    opening = checked(Snapshot(network), "CB A", OPEN, device=DeviceState(quality=bad))
    closing = checked(placed(network, CB_A=0), "CB A", CLOSE, device=DeviceState(quality=bad))
    assert worst(opening) is READING
    assert worst(closing) is OVERRIDE


def test_a_lock_of_any_point_of_the_device_locks_it(network: Network) -> None:
    lock = DeviceLock("switch:CB A/is_reclosing_on", "c", 1.0, 0, "outcome unknown")
    checks = checked(Snapshot(network), "CB A", OPEN, SiteState(locks=(lock,)))
    assert found(checks, Rule.LOCKED) == [(FORBIDDEN, "CB A is locked: outcome unknown")]


def test_without_remote_control_the_reason_is_said(network: Network) -> None:
    definition = PointDefinition("switch:S", Quantity.POSITION, PointKind.POSITION)
    assert found(checked(Snapshot(network), "S", OPEN, definition=definition), Rule.CONTROL) == [
        (FORBIDDEN, "S takes no command for this value")
    ]


# Tags.

MEANINGS = [
    (TagKind.INFORMATION, OPEN, PASSES),
    (TagKind.INFORMATION, CLOSE, PASSES),
    (TagKind.CAUTION, OPEN, READING),
    (TagKind.CAUTION, CLOSE, READING),
    (TagKind.DO_NOT_OPERATE, OPEN, FORBIDDEN),
    (TagKind.DO_NOT_OPERATE, CLOSE, FORBIDDEN),
    (TagKind.RECLOSING_OFF, CLOSE, PASSES),
    (TagKind.LIVE_LINE_WORK, OPEN, PASSES),
    (TagKind.LIVE_LINE_WORK, CLOSE, READING),
]


@pytest.mark.parametrize(("kind", "value", "verdict"), MEANINGS)
def test_what_a_tag_means(
    network: Network, placed: Callable[..., Snapshot], kind: TagKind, value: int, verdict: Verdict
) -> None:
    site = SiteState(tags=(tag("switch:CB A", kind),))
    checks = checked(placed(network, CB_A=1 - value), "CB A", value, site)
    assert [v for v, _ in found(checks, Rule.TAG)] == [verdict]


def test_no_closing_after_a_trip_while_people_work_on_live_parts(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    site = SiteState(tags=(tag("switch:CB A", TagKind.LIVE_LINE_WORK),))
    device = DeviceState(value=0.0, has_tripped=True)
    assert worst(checked(placed(network, CB_A=0), "CB A", CLOSE, site, device=device)) is FORBIDDEN


@pytest.mark.parametrize("kind", [TagKind.RECLOSING_OFF, TagKind.LIVE_LINE_WORK])
def test_reclosing_stays_off_under_its_tags(network: Network, kind: TagKind) -> None:
    reclosing = PointDefinition("switch:CB A", Quantity.IS_RECLOSING_ON, PointKind.FLAG, is_controllable=True)
    site = SiteState(tags=(tag("switch:CB A", kind),))
    on = checked(Snapshot(network), "", 1.0, site, definition=reclosing, device=DeviceState(value=0.0))
    off = checked(Snapshot(network), "", 0.0, site, definition=reclosing, device=DeviceState(value=1.0))
    assert worst(on) is FORBIDDEN
    assert worst(off) <= READING


def test_reclosing_stays_off_above_live_line_work_further_down(network: Network) -> None:
    reclosing = PointDefinition("switch:CB A", Quantity.IS_RECLOSING_ON, PointKind.FLAG, is_controllable=True)
    device = DeviceState(value=0.0)
    below = SiteState(tags=(tag("line:1", TagKind.LIVE_LINE_WORK),))
    elsewhere = SiteState(tags=(tag("line:3", TagKind.LIVE_LINE_WORK),))
    checks = checked(Snapshot(network), "", 1.0, below, definition=reclosing, device=device)
    assert [v for v, _ in found(checks, Rule.RECLOSING)] == [FORBIDDEN]
    assert not found(
        checked(Snapshot(network), "", 1.0, elsewhere, definition=reclosing, device=device), Rule.RECLOSING
    )


def test_what_is_tagged_do_not_operate_is_not_made_live(network: Network, placed: Callable[..., Snapshot]) -> None:
    site = SiteState(tags=(tag("line:1", TagKind.DO_NOT_OPERATE),))
    assert worst(checked(placed(network, CB_A=0), "CB A", CLOSE, site)) is FORBIDDEN
    # Beyond an open switch it stays dead.
    assert worst(checked(placed(network, CB_A=0, D=0), "CB A", CLOSE, site)) < FORBIDDEN


# Earths.


def test_an_earthed_part_is_never_made_live(network: Network, placed: Callable[..., Snapshot]) -> None:
    site = SiteState(earths=(PortableEarth("e", "bus:3", "Ada", 0),))
    dark = placed(network, CB_A=0)
    assert [v for v, _ in found(checked(dark, "CB A", CLOSE, site), Rule.EARTH)] == [FORBIDDEN]
    assert [v for v, _ in found(checked(dark, "tie", CLOSE, site), Rule.EARTH)] == [FORBIDDEN]
    assert not found(checked(placed(network, CB_A=0, D=0), "CB A", CLOSE, site), Rule.EARTH)


def test_an_earthed_line_open_at_both_ends_is_a_conductor_of_its_own(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    # line 3 is open at S; its other end is taken off by people.
    site = SiteState(
        earths=(PortableEarth("e", "bus:6", "Ada", 0, "line:3"),), cuts=(Cut("c", "line:3", "bus:7", "Ada", 0),)
    )
    checks = checked(placed(network, S=0), "S", CLOSE, site)
    assert found(checks, Rule.EARTH) == [(FORBIDDEN, "would make the earth at line 3 live (put on by Ada)")]


def test_a_position_that_is_not_known_counts_as_closed_for_earths(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    site = SiteState(earths=(PortableEarth("e", "bus:3", "Ada", 0),))
    assert found(checked(placed(network, CB_A=0, D=3), "CB A", CLOSE, site), Rule.EARTH)
    assert found(checked(placed(network, CB_A=0, D=2), "CB A", CLOSE, site), Rule.EARTH)


def test_a_cut_keeps_an_earth_from_being_made_live_and_a_jumper_does_not(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    earth, cut = PortableEarth("e", "bus:3", "Ada", 0), Cut("c", "line:1", "bus:3", "Ada", 0)
    dark = placed(network, CB_A=0)
    assert not found(checked(dark, "CB A", CLOSE, SiteState(earths=(earth,), cuts=(cut,))), Rule.EARTH)
    around = SiteState(earths=(earth,), cuts=(cut,), jumpers=(Jumper("j", "bus:2", "bus:3", "Ada", 0),))
    assert found(checked(dark, "CB A", CLOSE, around), Rule.EARTH)


def test_a_running_mobile_generator_is_a_source_for_earths(network: Network, placed: Callable[..., Snapshot]) -> None:
    earth = PortableEarth("e", "bus:2", "Ada", 0)
    for is_running in (True, False):
        generator = MobileGenerator("g", "bus:3", 1.0, "Ada", 0, is_running)
        site = SiteState(earths=(earth,), generators=(generator,))
        checks = checked(placed(network, CB_A=0, D=0), "D", CLOSE, site)
        assert (FORBIDDEN in [v for v, _ in found(checks, Rule.EARTH)]) == is_running


def test_generation_that_may_hold_up_a_voltage_must_be_read(network: Network, placed: Callable[..., Snapshot]) -> None:
    # bus 3 has PV; nothing else feeds the two parts that D joins.
    site = SiteState(earths=(PortableEarth("e", "bus:2", "Ada", 0),))
    assert [v for v, _ in found(checked(placed(network, CB_A=0, D=0), "D", CLOSE, site), Rule.EARTH)] == [READING]


def test_placing_an_earth_on_a_live_part_and_rejoining_onto_one_are_forbidden(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    live, earth = Snapshot(network), PortableEarth("e", "bus:3", "Ada", 0)
    assert [c.verdict for c in check_site_change(live, SiteState(), SiteState(earths=(earth,)))] == [FORBIDDEN]
    dark = placed(network, D=0)
    assert [c.verdict for c in check_site_change(dark, SiteState(), SiteState(earths=(earth,)))] == [READING]
    cut = Cut("c", "line:1", "bus:3", "Ada", 0)
    safe = SiteState(earths=(earth,), cuts=(cut,))
    assert [c.verdict for c in check_site_change(live, safe, SiteState(earths=(earth,)))] == [FORBIDDEN]
    assert not check_site_change(live, safe, safe)


# Loops, sources, dead parts.


def test_a_loop_between_two_feeders_is_told_and_allowed(network: Network) -> None:
    checks = checked(Snapshot(network), "tie", CLOSE)
    assert found(checks, Rule.LOOP) == [(PASSES, "loop between F1 and F2")]
    assert worst(checks) is PASSES


def test_vector_groups_that_do_not_fit_forbid_a_loop(make: Callable[..., Network]) -> None:
    checks = checked(Snapshot(make(shift_degree=(0.0, 30.0))), "tie", CLOSE)
    assert worst(checks) is FORBIDDEN
    assert "30°" in of_verdict(checks, FORBIDDEN)[0].sentence.text


def test_two_sources_are_named_with_the_angle_between_them(make: Callable[..., Network]) -> None:
    network = make(two_sources=True)
    near = found(checked(Snapshot(network), "tie", CLOSE), Rule.SOURCES)
    assert [v for v, _ in near] == [READING]
    assert "grid A with grid B" in near[0][1]
    far = Snapshot(network).with_state({("ext_grid", "va_degree"): [0.0, 15.0]})
    assert worst(checked(far, "tie", CLOSE)) is OVERRIDE
    turned = Snapshot(network).with_state({("ext_grid", "va_degree"): [0.0, 60.0]})
    assert worst(checked(turned, "tie", CLOSE)) is FORBIDDEN


def test_without_a_load_flow_the_angle_between_sources_needs_a_supervisor(make: Callable[..., Network]) -> None:
    assert worst(checked(Snapshot(make(two_sources=True)), "tie", CLOSE, is_solved=False)) is OVERRIDE


def test_a_mobile_generator_is_never_joined_with_another_source(
    network: Network, placed: Callable[..., Snapshot]
) -> None:
    site = SiteState(generators=(MobileGenerator("g", "bus:3", 3.0, "Ada", 0, True),))
    island = placed(network, D=0)
    assert [v for v, _ in found(checked(island, "tie", CLOSE, site), Rule.SOURCES)] == [FORBIDDEN]
    stopped = SiteState(generators=(MobileGenerator("g", "bus:3", 3.0, "Ada", 0, False),))
    assert not found(checked(island, "tie", CLOSE, stopped), Rule.SOURCES)


def test_closing_onto_a_dead_part_tells_who_is_on_it(network: Network, placed: Callable[..., Snapshot]) -> None:
    checks = checked(placed(network, CB_A=0), "CB A", CLOSE)
    said = found(checks, Rule.DEAD_BUS)
    assert said[0] == (PASSES, "makes 2 buses live; 41 customers, 3000 kW before cold-load pickup")
    # PV behind it may hold up a voltage.
    assert said[1][0] is READING


def test_nothing_happens_between_two_dead_parts(network: Network, placed: Callable[..., Snapshot]) -> None:
    checks = checked(placed(network, CB_B=0, S=0), "S", CLOSE)
    assert found(checks, Rule.DEAD_BUS) == [(PASSES, "no voltage on either side of S")]


def test_an_unknown_position_may_make_a_loop_or_join_sources(
    make: Callable[..., Network], placed: Callable[..., Snapshot]
) -> None:
    one = checked(placed(make(), CB_A=0, tie=3), "CB A", CLOSE)
    assert [(v, "tie" in s) for v, s in found(one, Rule.LOOP)] == [(READING, True)]
    two = checked(placed(make(two_sources=True), CB_A=0, tie=3), "CB A", CLOSE)
    assert [v for v, _ in found(two, Rule.SOURCES)] == [OVERRIDE]


# What may be broken and made.


def test_a_disconnector_interrupts_no_load(network: Network, placed: Callable[..., Snapshot]) -> None:
    loaded = found(checked(Snapshot(network), "D", OPEN), Rule.LOAD_BREAK)
    assert [v for v, _ in loaded] == [FORBIDDEN]
    assert "carries" in loaded[0][1]
    unknown = found(checked(Snapshot(network), "D", OPEN, is_solved=False), Rule.LOAD_BREAK)
    assert unknown == [(FORBIDDEN, "D is a disconnector and its current is not known")]
    # Measured and calculated disagree: the larger counts.
    measured = DeviceState(value=1.0, i_ka=0.0)
    assert worst(checked(Snapshot(network), "D", OPEN, device=measured)) is FORBIDDEN


def test_a_disconnector_opens_without_load(network: Network, placed: Callable[..., Snapshot]) -> None:
    idle = Snapshot(network).with_values("load", "p_mw", [1], 0.0).with_values("load", "q_mvar", [1], 0.0)
    idle = idle.with_values("sgen", "p_mw", [0], 0.0)
    assert worst(checked(idle, "D", OPEN)) is PASSES


def test_a_disconnector_makes_neither_load_nor_the_unknown(network: Network, placed: Callable[..., Snapshot]) -> None:
    assert worst(checked(placed(network, D=0), "D", CLOSE)) is FORBIDDEN
    assert worst(checked(placed(network, D=0, tie=1), "D", CLOSE)) is FORBIDDEN
    unknown = found(checked(placed(network, D=0, tie=3), "D", CLOSE), Rule.LOAD_BREAK)
    assert unknown == [(FORBIDDEN, "D is a disconnector and the other side may be live")]


def test_a_load_break_switch_breaks_no_more_than_it_is_made_for(network: Network) -> None:
    assert worst(checked(Snapshot(network), "S", OPEN)) is PASSES
    faulted = DeviceState(value=1.0, i_ka=2.5)
    assert found(checked(Snapshot(network), "S", OPEN, device=faulted), Rule.LOAD_BREAK) == [
        (FORBIDDEN, "S carries 2500 A, more than the 400 A it may break")
    ]
    assert worst(checked(Snapshot(network), "CB B", OPEN, device=DeviceState(value=1.0, i_ka=2.5))) is PASSES
    assert worst(checked(Snapshot(network), "S", OPEN, is_solved=False)) is READING


def test_a_fuse_is_operated_by_hand(network: Network) -> None:
    assert found(checked(Snapshot(network), "FUSE", OPEN), Rule.LOAD_BREAK)[0][0] is FORBIDDEN


# Setpoints.


def setpoint(
    network: Network,
    element_id: str,
    quantity: Quantity,
    kind: PointKind,
    value: float,
    present: float,
    **limits: float,
) -> tuple[Check, ...]:
    definition = PointDefinition(element_id, quantity, kind, is_controllable=True, **limits)
    return checked(Snapshot(network), "", value, definition=definition, device=DeviceState(value=present))


SETPOINTS = [
    ("trafo:0", Quantity.TAP_POS, PointKind.STEP, 1.0, 0.0, PASSES),
    ("trafo:0", Quantity.TAP_POS, PointKind.STEP, 2.0, 0.0, FORBIDDEN),
    ("trafo:0", Quantity.TAP_POS, PointKind.STEP, 10.0, 9.0, FORBIDDEN),
    ("trafo:0", Quantity.TAP_POS, PointKind.STEP, 0.5, 0.0, FORBIDDEN),
    ("trafo:0", Quantity.TAP_POS, PointKind.STEP, 1.0, float("nan"), FORBIDDEN),
    ("shunt:0", Quantity.STEP, PointKind.STEP, 3.0, 1.0, PASSES),
    ("shunt:0", Quantity.STEP, PointKind.STEP, 4.0, 1.0, FORBIDDEN),
    ("shunt:0", Quantity.STEP, PointKind.STEP, -1.0, 0.0, FORBIDDEN),
    ("sgen:0", Quantity.P_LIMIT_MW, PointKind.ANALOG, 0.3, 0.5, PASSES),
    ("sgen:0", Quantity.P_LIMIT_MW, PointKind.ANALOG, 0.6, 0.5, FORBIDDEN),
    ("sgen:0", Quantity.P_LIMIT_MW, PointKind.ANALOG, float("nan"), 0.5, FORBIDDEN),
    ("sgen:0", Quantity.P_LIMIT_MW, PointKind.ANALOG, float("inf"), 0.5, FORBIDDEN),
    ("sgen:0", Quantity.Q_SETPOINT_MVAR, PointKind.ANALOG, -0.5, 0.0, PASSES),
    ("trafo:0", Quantity.VM_SETPOINT_PU, PointKind.ANALOG, 1.02, 1.0, PASSES),
    ("trafo:0", Quantity.VM_SETPOINT_PU, PointKind.ANALOG, 1.2, 1.0, FORBIDDEN),
    ("switch:CB A", Quantity.IS_RECLOSING_ON, PointKind.FLAG, 2.0, 0.0, FORBIDDEN),
    ("switch:CB A", Quantity.SETTING_GROUP, PointKind.STEP, 2.0, 1.0, READING),
]


@pytest.mark.parametrize(("element_id", "quantity", "kind", "value", "present", "verdict"), SETPOINTS)
def test_setpoints_keep_to_their_range(
    network: Network,
    element_id: str,
    quantity: Quantity,
    kind: PointKind,
    value: float,
    present: float,
    verdict: Verdict,
) -> None:
    assert worst(setpoint(network, element_id, quantity, kind, value, present)) is verdict


def test_a_tap_under_a_regulator_must_be_read(network: Network) -> None:
    definition = PointDefinition("trafo:0", Quantity.TAP_POS, PointKind.STEP, is_controllable=True)
    device = DeviceState(value=0.0, is_regulating=True)
    assert worst(checked(Snapshot(network), "", 1.0, definition=definition, device=device)) is READING


# Without a prediction.


def test_without_prediction_opening_goes_on_and_closing_needs_a_supervisor(network: Network) -> None:
    device = DeviceState(value=1.0)

    def blind(name: str, value: float, state: DeviceState = device) -> Verdict:
        operation = Operation(f"switch:{name}", Quantity.POSITION, value)
        return worst(blind_checks(network, operation, state, ""))

    assert blind("CB A", OPEN) is PASSES
    assert blind("S", OPEN) is PASSES
    assert blind("CB A", CLOSE) is OVERRIDE
    assert blind("D", OPEN) is FORBIDDEN
    assert blind("D", CLOSE) is FORBIDDEN
    assert blind("D", OPEN, DeviceState(value=1.0, i_ka=0.0003)) is PASSES
    assert blind("D", OPEN, DeviceState(value=1.0, i_ka=0.004)) is FORBIDDEN
