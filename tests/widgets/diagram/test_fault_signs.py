"""What a fault puts on the diagram, as values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engines.grid.network import ElementRef, Network, make_table, with_tables
from widgets.diagram.fault_signs import CrewSign, FaultSigns, StepBadge, StepState, Zone, ZoneKind
from widgets.diagram.layers import Layer
from widgets.diagram.legend import entries
from widgets.diagram.signs import signs_of_fault
from widgets.diagram.zones_painter import STYLES

SIGNS = FaultSigns(
    zones=(Zone("a", (ElementRef("bus", 3), ElementRef("line", 2)), "62 %"),),
    steps=(StepBadge(ElementRef("switch", 2), 1, StepState.NEXT),),
    crews=(CrewSign("Crew 2", ref=ElementRef("bus", 3)), CrewSign("Crew 4", x=10.0, y=20.0)),
)


def without_first_line(network: Network) -> Network:
    """The same network with one section less, so that all others move up."""
    lines = network["line"]
    columns = {name: column[1:] for name, column in lines.columns.items()}
    return with_tables(network, {"line": make_table("line", columns, index=lines.index[1:], ids=lines.id[1:])})


@pytest.mark.parametrize(
    ("text", "short"), [("62 % 31–32", "62 %"), ("< 0.5 % 12", "< 0.5 %"), ("back 14:09", "back 14:09"), ("", "")]
)
def test_far_out_the_percentage_is_left(text: str, short: str) -> None:
    assert Zone("a", (), text).short_text == short


@pytest.mark.parametrize(
    ("token", "kind"),
    [("high", ZoneKind.SUSPECTED), ("medium", ZoneKind.ISOLATED), ("muted", ZoneKind.ISOLATED),
     ("plan", ZoneKind.RESTORED), ("", ZoneKind.RESTORED)],
)  # fmt: skip
def test_the_colour_says_the_kind(token: str, kind: ZoneKind) -> None:
    assert Zone("a", (), "", token).kind is kind


@pytest.mark.parametrize(("weight", "shade"), [(0.4, 0.4), (-1.0, 0.0), (7.0, 1.0), (float("nan"), 0.0)])
def test_a_weight_stays_within_its_bounds(weight: float, shade: float) -> None:
    assert Zone("a", (), "", weight=weight).shade == shade


def test_a_crew_without_a_whole_position_has_none() -> None:
    assert CrewSign("Crew 2", x=1.0).position is None
    assert CrewSign("Crew 2", x=1.0, y=float("nan")).position is None
    assert CrewSign("Crew 2", x=1.0, y=2.0).position == (1.0, 2.0)


def test_the_same_network_keeps_everything(case: Any) -> None:
    assert SIGNS.carried(case.network, case.network) == SIGNS


def test_elements_are_found_again_by_their_ids(case: Any) -> None:
    carried = SIGNS.carried(case.network, without_first_line(case.network))
    assert carried.zones[0].refs == (ElementRef("bus", 3), ElementRef("line", 1))
    assert carried.steps == SIGNS.steps


def test_what_is_gone_leaves_its_zone(case: Any) -> None:
    signs = FaultSigns(zones=(Zone("a", (ElementRef("line", 0), ElementRef("line", 1)), "62 %"),
                              Zone("b", (ElementRef("line", 0),), "24 %")))  # fmt: skip
    carried = signs.carried(case.network, without_first_line(case.network))
    assert [(zone.zone_id, zone.refs) for zone in carried.zones] == [("a", (ElementRef("line", 0),))]


def test_another_network_keeps_nothing_but_that_it_is_a_plan(case: Any) -> None:
    other = replace(case.network, name="elsewhere")
    carried = replace(SIGNS, is_plan=True).carried(case.network, other)
    assert carried == FaultSigns(is_plan=True)


def test_what_was_never_there_is_dropped(case: Any) -> None:
    wrong = FaultSigns(
        zones=(
            Zone("a", (ElementRef("bus", 999), ElementRef("line", 2)), "62 %"),
            Zone("b", (ElementRef("x", 0),), ""),
        ),
        steps=(StepBadge(ElementRef("switch", -4), 1),),
        crews=(CrewSign("Crew 2", ref=ElementRef("bus", 999)),),
    )
    carried = wrong.carried(case.network, case.network)
    assert carried == FaultSigns(zones=(Zone("a", (ElementRef("line", 2),), "62 %"),))


def test_what_is_only_planned_is_not_isolated() -> None:
    """Whatever its colour says it is to become."""
    for token in ("plan", "medium", "muted"):
        zone = Zone("a", (ElementRef("bus", 3),), "planned: NORTH 20", token, is_ahead=True)
        assert zone.kind is ZoneKind.PLANNED
        texts = [entry.text for entry in entries(Layer.VOLTAGE, (), signs_of_fault(FaultSigns(zones=(zone,))))]
        assert "planned, not dead yet" in texts
        assert "isolated" not in texts
    done = Zone("a", (ElementRef("bus", 3),), "work: NORTH 20", "medium")
    assert "isolated" in [e.text for e in entries(Layer.VOLTAGE, (), signs_of_fault(FaultSigns(zones=(done,))))]


def test_every_kind_of_zone_looks_its_own() -> None:
    assert len({STYLES[kind] for kind in ZoneKind}) == len(ZoneKind)
    assert STYLES[ZoneKind.PLANNED].full < STYLES[ZoneKind.ISOLATED].full / 2
    assert STYLES[ZoneKind.PLANNED].gap > 0.0
