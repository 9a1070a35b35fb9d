"""How good everything is that comes from the field, as a person sees it: in grey print too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from engines.grid.network import ElementRef
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.values.points import PointFreshness, Quantity
from engines.values.topology import SupplyState
from widgets.diagram.signs import Sign
from widgets.diagram.trust import ValueOrigin
from widgets.diagram.view import DiagramView, Layer, Mark
from widgets.theme import theme_chooser

Texts = Callable[[], list[str]]
Array = np.ndarray[Any, Any]
FRESH, SUSPECT, STALE = PointFreshness.FRESH, PointFreshness.SUSPECT, PointFreshness.STALE
HEAD_1, HEAD_2, TIE = 0, 1, 2
"""Rows of the switches of the small district; feeder 1 has buses 2..5, feeder 2 buses 6..8."""
FEEDER_1, FEEDER_2 = range(2, 6), range(6, 9)


def grey(view: DiagramView, ref: ElementRef, half: int = 22, away: tuple[int, int] = (0, 0)) -> Array:
    """What is seen about an element, as printed without colour: ``(2 half, 2 half)`` of 0..255."""
    assert view.scene is not None
    x, y = view.scene.anchor[view.scene.elements.number(ref)].tolist()
    left, top = view.camera.to_screen(x, y)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    row, column = round(top) + away[1], round(left) + away[0]
    return pixels[row - half : row + half, column - half : column + half].astype(int)


def strokes(picture: Array) -> int:
    """Dark and light in turn along the diagonals that cross a hatching of the form ``/``: the most of any."""
    least = picture.max() - 30
    return max(
        int(np.count_nonzero(np.diff((np.diagonal(picture, k) < least).astype(int)) == 1))
        for k in range(-len(picture) // 2, len(picture) // 2)
    )


def doubts(view: DiagramView, rows: range) -> set[int]:
    """Of what is calculated for these buses."""
    assert view.shown is not None
    return set(view.shown.trust.doubt[list(rows)].tolist())


# Switches ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("row", [HEAD_1, TIE])
def test_a_stale_position_is_hatched_also_without_colour(view: DiagramView, field: Any, row: int, theme: str) -> None:
    theme_chooser().choose(theme)
    ref = ElementRef("switch", row)
    view.show_field(field.look())
    fresh = grey(view, ref)
    field.set("switch", Quantity.POSITION, row, freshness=STALE)
    view.show_field(field.look())
    stale = grey(view, ref)
    marked = np.abs(stale - fresh) > 30
    assert marked.sum() > 100
    assert strokes(np.where(marked, 0, 255)) >= 4
    # The symbol itself stays what it is: filled or hollow says where the switch stands.
    middle = slice(16, 28)
    assert not marked[middle, middle].any()
    theme_chooser().choose("light")


def test_a_suspect_position_has_a_lighter_sign(view: DiagramView, field: Any) -> None:
    ref = ElementRef("switch", TIE)
    view.show_field(field.look())
    pictures = [grey(view, ref)]
    for freshness in (SUSPECT, STALE):
        field.set("switch", Quantity.POSITION, TIE, freshness=freshness)
        view.show_field(field.look())
        pictures.append(grey(view, ref))
    changed = [np.count_nonzero(np.abs(p - pictures[0]) > 30) for p in pictures[1:]]
    assert 10 < changed[0] < changed[1] / 2


def test_a_questionable_position_is_marked_like_a_suspect_one(view: DiagramView, field: Any) -> None:
    field.set("switch", Quantity.POSITION, TIE, is_questionable=True)
    view.show_field(field.look())
    assert view.shown is not None
    assert view.shown.trust.switch_doubt.tolist() == [FRESH, FRESH, SUSPECT]


def test_far_out_a_hatching_at_the_head_stands_for_all_of_a_feeder(view: DiagramView, field: Any) -> None:
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.1))
    view.show_field(field.look())
    fresh = grey(view, ElementRef("switch", HEAD_1), half=10)
    field.set("switch", Quantity.POSITION, TIE, freshness=STALE)
    view.show_field(field.look())
    assert np.count_nonzero(np.abs(grey(view, ElementRef("switch", HEAD_1), half=10) - fresh) > 30) > 20


@pytest.mark.parametrize("how", ["dressed", "substituted"])
def test_a_position_by_hand_has_its_sign(view: DiagramView, field: Any, how: str) -> None:
    ref = ElementRef("switch", TIE)
    view.show_field(field.look())
    plain = grey(view, ref)
    if how == "dressed":
        field.columns["switch", Quantity.POSITION].is_telemetered[TIE] = False
        field.dressed.append(TIE)
    else:
        field.set("switch", Quantity.POSITION, TIE, is_by_hand=True, is_questionable=True)
    view.show_field(field.look())
    assert np.count_nonzero(np.abs(grey(view, ref) - plain) > 30) > 15
    assert view.legend.texts[-1] == "position set by hand"
    said = view.describe(ref)
    assert said is not None
    assert "by hand" in dict(said.rows)["Position is"]


# Values ------------------------------------------------------------------------------------------------------


def test_without_a_field_nothing_is_said_of_it(view: DiagramView) -> None:
    assert view.shown is not None
    assert view.shown.signs == set()
    assert view.legend.texts == ["voltage in pu", "beyond the normal limit", "beyond the emergency limit", "open tie"]


def test_a_stale_head_makes_its_own_feeder_stale(view: DiagramView, field: Any) -> None:
    field.set("switch", Quantity.POSITION, HEAD_1, freshness=STALE)
    view.show_field(field.look())
    assert doubts(view, FEEDER_1) == {STALE}
    assert doubts(view, FEEDER_2) == {FRESH}
    assert doubts(view, range(2)) == {FRESH}


def test_a_stale_flow_at_the_head_makes_its_feeder_stale(view: DiagramView, field: Any) -> None:
    field.set("switch", Quantity.P_MW, HEAD_2, value=1.0, freshness=STALE)
    view.show_field(field.look())
    assert doubts(view, FEEDER_1) == {FRESH}
    assert doubts(view, FEEDER_2) == {STALE}


def test_an_open_tie_that_may_have_closed_makes_both_sides_doubtful(view: DiagramView, field: Any) -> None:
    field.set("switch", Quantity.POSITION, TIE, freshness=SUSPECT)
    view.show_field(field.look())
    assert doubts(view, FEEDER_1) == doubts(view, FEEDER_2) == {SUSPECT}


@pytest.mark.parametrize(
    ("table", "quantity", "row"), [("trafo", Quantity.TAP_POS, 0), ("bus", Quantity.VM_PU, 0)]
)  # fmt: skip
def test_what_feeds_the_bar_makes_everything_behind_it_doubtful(
    view: DiagramView, field: Any, table: str, quantity: Quantity, row: int
) -> None:
    field.set(table, quantity, row, value=1.0, freshness=STALE)
    view.show_field(field.look())
    assert doubts(view, range(9)) == {STALE}


def test_a_voltage_that_nothing_hangs_on_makes_nothing_doubtful(view: DiagramView, field: Any) -> None:
    field.set("bus", Quantity.VM_PU, 4, value=1.0, freshness=STALE)
    view.show_field(field.look())
    assert doubts(view, range(9)) == {FRESH}


def test_where_the_connections_are_not_known_everything_hangs_on_everything(
    view: DiagramView, field: Any, case: Any
) -> None:
    field.set("switch", Quantity.POSITION, HEAD_1, freshness=STALE)
    view.show_moment(case.snapshot, None, case.result, field=field.look())
    assert doubts(view, range(9)) == {STALE}


def test_a_feeder_without_source_behind_a_stale_head_is_doubtful_too(view: DiagramView, field: Any, case: Any) -> None:
    opened = case.snapshot.with_values("switch", "position", [HEAD_1], 0)
    topology = analyse(opened)
    assert topology.supply[3] == SupplyState.BACKFED
    field.set("switch", Quantity.POSITION, HEAD_1, value=0.0, freshness=STALE)
    view.show_moment(opened, topology, solve(opened, verify=False), field=field.look())
    assert doubts(view, FEEDER_1) == {STALE}
    assert doubts(view, FEEDER_2) == {FRESH}


def test_stale_values_are_hatched_and_suspect_ones_underlined(view: DiagramView, field: Any) -> None:
    ref, away = ElementRef("bus", 3), (30, -24)
    view.show_field(field.look())
    other = grey(view, ElementRef("bus", 7), 20, away)
    fresh = grey(view, ref, 20, away)
    seen = []
    for freshness in (SUSPECT, STALE):
        field.set("switch", Quantity.POSITION, HEAD_1, freshness=freshness)
        view.show_field(field.look())
        seen.append(np.abs(grey(view, ref, 20, away) - fresh) > 25)
        assert np.array_equal(grey(view, ElementRef("bus", 7), 20, away), other)
    underline, hatching = seen
    rows = np.flatnonzero(underline.any(1))
    assert 1 <= len(rows) <= 2
    dashes = underline[rows[0]].astype(int)
    assert np.count_nonzero(np.diff(dashes) == 1) >= 3
    assert len(np.flatnonzero(hatching.any(1))) > 8


def test_a_measured_voltage_is_written_instead_of_the_calculated_one(
    texts: Texts, view: DiagramView, field: Any, case: Any
) -> None:
    field.set("bus", Quantity.VM_PU, 4, value=0.9876)
    view.show_field(field.look())
    written = texts()
    assert "0.988" in written
    assert f"{case.result.vm_pu[4]:.3f}" not in written
    assert view.legend.texts[-2:] == ["calculated", "measured"]
    said = view.describe(ElementRef("bus", 4))
    assert said is not None
    rows = dict(said.rows)
    assert rows["Measured voltage"] == "0.9876 pu"
    assert "telemetered, current, received 12 s ago" in said.sentence
    field.set("bus", Quantity.VM_PU, 4, freshness=STALE)
    view.show_field(field.look())
    assert f"{case.result.vm_pu[4]:.3f}" in texts()
    said = view.describe(ElementRef("bus", 4))
    assert said is not None
    assert "telemetered, old, received 12 s ago" in said.sentence


def test_a_measured_voltage_beyond_its_limits_is_marked_whatever_is_calculated(view: DiagramView, field: Any) -> None:
    field.set("bus", Quantity.VM_PU, 4, value=0.93)
    field.set("bus", Quantity.VM_PU, 7, value=0.85)
    view.show_field(field.look())
    assert view.shown is not None
    assert view.shown.bus_severity[[3, 4, 7]].tolist() == [0, 2, 3]
    assert view.shown.severity[[3, 4, 7]].tolist() == [0, 2, 3]


def test_a_voltage_measured_where_none_should_be_is_written(
    texts: Texts, view: DiagramView, field: Any, case: Any
) -> None:
    opened = case.snapshot.with_values("switch", "position", [HEAD_1], 0)
    field.set("bus", Quantity.VM_PU, 3, value=0.977)
    field.set("bus", Quantity.VM_PU, 4, value=0.001)
    view.show_moment(opened, analyse(opened), solve(opened, verify=False), field=field.look())
    written = texts()
    assert "0.977" in written
    assert written.count("–") == 3


def test_the_measured_power_of_a_feeder_is_written(texts: Texts, view: DiagramView, field: Any, case: Any) -> None:
    field.set("switch", Quantity.P_MW, HEAD_1, value=7.31)
    view.show_field(field.look())
    assert "7.3 MW" in texts()
    field.set("switch", Quantity.P_MW, HEAD_1, value=float("nan"))
    view.show_field(field.look())
    assert f"{case.result.branches['line'].p_from_mw[0]:.1f} MW" in texts()


def test_measured_is_heavier_and_estimated_italic(view: DiagramView, field: Any, case: Any) -> None:
    """Only what differs from the usual is written otherwise: a feeder nobody measures among measured ones."""
    field.set("switch", Quantity.P_MW, HEAD_1, value=3.0)
    field.set("bus", Quantity.VM_PU, 3, value=float(case.result.vm_pu[3]))
    plain = [grey(view, ElementRef("bus", row), 20, (30, -24)) for row in (3, 7)]
    view.show_field(field.look())
    assert view.shown is not None
    assert view.scene is not None
    origin = view.shown.trust.origin[view.scene.label_of_bus]
    assert origin.tolist() == [*[ValueOrigin.CALCULATED] * 3, ValueOrigin.MEASURED, *[ValueOrigin.CALCULATED] * 2,
                               *[ValueOrigin.ESTIMATED] * 3]  # fmt: skip
    measured, estimated = (grey(view, ElementRef("bus", row), 20, (30, -24)) for row in (3, 7))
    assert (255 - measured).sum() > (255 - plain[0]).sum() * 1.01
    assert not np.array_equal(estimated, plain[1])
    assert view.legend.texts[-3:] == ["calculated", "measured", "estimated, loads not measured"]
    said = view.describe(ElementRef("bus", 7))
    assert said is not None
    assert said.origin.startswith("estimated")


def test_where_no_feeder_is_measured_estimating_is_the_usual(view: DiagramView, field: Any) -> None:
    view.show_field(field.look())
    assert view.shown is not None
    assert view.shown.signs == set()


def test_only_voltages_are_measured_at_buses(view: DiagramView, field: Any) -> None:
    field.set("bus", Quantity.VM_PU, 4, value=0.93)
    view.show_field(field.look())
    for layer in Layer:
        view.set_layer(layer)
        assert view.shown is not None
        assert (Sign.MEASURED in view.shown.signs) is (layer is Layer.VOLTAGE)


# The legend and the card -------------------------------------------------------------------------------------


def test_the_legend_explains_what_is_there_and_no_more(view: DiagramView, field: Any) -> None:
    before = view.legend.texts
    view.show_field(field.look())
    assert view.legend.texts == before
    field.hear(SUSPECT)
    view.show_field(field.look())
    assert view.legend.texts == [*before, "may be old"]
    field.hear(STALE)
    view.show_field(field.look())
    assert view.legend.texts == [*before, "old"]
    view.show_commanded([ElementRef("switch", TIE)])
    assert view.legend.texts == [*before, "old", "command running"]
    view.show_commanded([])
    view.show_field(None)
    assert view.legend.texts == before


@pytest.mark.parametrize(
    ("freshness", "position", "origin"),
    [
        (FRESH, "telemetered, current, received 12 s ago", "calculated"),
        (SUSPECT, "telemetered, may be old, received 12 s ago", "calculated from values that may be old"),
        (STALE, "telemetered, old, received 12 s ago", "calculated from old values"),
    ],
)
def test_the_card_says_quality_and_age_in_words(
    view: DiagramView, field: Any, freshness: PointFreshness, position: str, origin: str
) -> None:
    field.set("switch", Quantity.POSITION, HEAD_1, freshness=freshness)
    view.show_field(field.look())
    switch, bus = view.describe(ElementRef("switch", HEAD_1)), view.describe(ElementRef("bus", 3))
    assert switch is not None
    assert bus is not None
    assert dict(switch.rows)["Position is"] == position
    assert bus.origin == origin


def test_the_card_says_that_a_position_is_only_in_the_records(view: DiagramView, field: Any) -> None:
    field.columns["switch", Quantity.POSITION].is_telemetered[TIE] = False
    field.columns["switch", Quantity.POSITION].received_us[HEAD_1] = 0
    view.show_field(field.look())
    said = [view.describe(ElementRef("switch", row)) for row in (TIE, HEAD_1)]
    words = [dict(d.rows)["Position is"] for d in said if d is not None]
    assert words == ["from the records, not telemetered", "telemetered, never received"]


def test_a_look_of_another_network_is_not_drawn(view: DiagramView, field: Any, case: Any) -> None:
    field.hear(STALE)
    other = field.look()
    object.__setattr__(other, "structure_revision", "another")
    view.show_moment(case.snapshot, case.topology, case.result, field=other)
    assert view.shown is not None
    assert view.shown.signs == set()


# Commands and marks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1.2, 0.3, 0.1])
def test_a_device_has_a_ring_while_a_command_runs_on_it(view: DiagramView, scale: float) -> None:
    ref = ElementRef("switch", TIE)
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, scale))
    plain = grey(view, ref)
    view.show_commanded([ref])
    ringed = np.abs(grey(view, ref) - plain) > 30
    across, down = np.flatnonzero(ringed.any(0)), np.flatnonzero(ringed.any(1))
    assert 11 <= np.ptp(across) <= 36
    assert abs(np.ptp(across) - np.ptp(down)) <= 2
    assert not ringed[20:24, 20:24].any()
    view.show_commanded([])
    assert np.array_equal(grey(view, ref), plain)


def test_the_ring_stays_when_the_diagram_is_laid_out_anew(view: DiagramView, case: Any) -> None:
    view.show_commanded([ElementRef("switch", TIE)])
    view.show_network(case.network, case.layout)
    assert view.legend.texts[-1] == "command running"


def test_the_card_says_all_that_a_mark_stands_for(view: DiagramView) -> None:
    ref = ElementRef("switch", HEAD_1)
    view.show_marks([Mark(ref, text="do not operate +1", said=("do not operate", "info"))])
    said = view.describe(ref)
    assert said is not None
    assert dict(said.rows)["Marked"] == "do not operate; info"


def test_far_out_marks_near_one_another_are_one_with_their_number(texts: Texts, view: DiagramView) -> None:
    many = [Mark(ElementRef("bus", row), text="jumper", token="medium") for row in range(2, 9)]
    view.show_marks([*many, Mark(ElementRef("switch", HEAD_2), text="+2", said=("a", "b", "c"))])
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.03))
    figures = [int(text) for text in texts() if text.isdigit()]
    assert sum(figures) + 2 >= 10
    assert max(figures) >= 3
    assert "jumper" not in texts()


def test_an_unchanged_set_of_marks_draws_nothing_anew(qtbot: QtBot, view: DiagramView) -> None:
    marks = [Mark(ElementRef("bus", 3), text="jumper")]
    view.show_marks(marks)
    shown = view.shown
    view.show_marks(list(marks))
    assert view.shown is shown


def test_a_moment_is_drawn_once(view: DiagramView, field: Any, case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    refresh = DiagramView._refresh
    monkeypatch.setattr(DiagramView, "_refresh", lambda self: (drawn.append(1), refresh(self)))
    view.show_moment(case.snapshot, case.topology, case.result, field=field.look())
    assert len(drawn) == 1
    assert view.shown is not None
    assert view.shown.moment.freshness == "current"
    assert view.shown.trust.has_field


def test_looks_are_alike_when_only_figures_changed(field: Any) -> None:
    field.set("bus", Quantity.VM_PU, 4, value=0.99)
    first = field.look()
    field.set("bus", Quantity.VM_PU, 4, value=0.98)
    assert field.look().has_signs_of(first)
    field.set("bus", Quantity.VM_PU, 4, freshness=SUSPECT)
    assert not field.look().has_signs_of(first)
    assert not first.has_signs_of(None)
