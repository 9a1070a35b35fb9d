"""The diagram as a person uses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engines.grid.network import ElementRef
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.values.loadflow import SolveStatus
from widgets.diagram.view import DiagramView, Layer, Mark
from widgets.diagram.words import Words
from widgets.theme import theme_chooser

Texts = Callable[[], list[str]]
LEFT = Qt.MouseButton.LeftButton


def place(view: DiagramView, ref: ElementRef) -> QPoint:
    """Pixel of an element's middle."""
    assert view.scene is not None
    x, y = view.scene.anchor[view.scene.elements.number(ref)].tolist()
    return QPointF(*view.camera.to_screen(x, y)).toPoint()


def turn_wheel(view: DiagramView, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def drag(view: DiagramView, begin: QPoint, end: QPoint, modifier: Qt.KeyboardModifier) -> None:
    QTest.mousePress(view, LEFT, modifier, begin)
    QTest.mouseMove(view, begin + (end - begin) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, modifier, end)


@pytest.mark.parametrize(
    "ref", [ElementRef("bus", 3), ElementRef("switch", 2), ElementRef("line", 1), ElementRef("trafo", 0),
            ElementRef("load", 2), ElementRef("sgen", 0)],
)  # fmt: skip
def test_a_click_selects_what_is_under_it(qtbot: QtBot, view: DiagramView, ref: ElementRef) -> None:
    with qtbot.waitSignal(view.selection_changed) as told:
        qtbot.mouseClick(view, LEFT, pos=place(view, ref))
    assert view.selection == (ref,)
    assert told.args == [(ref,)]


@pytest.mark.parametrize("ref", [ElementRef("bus", 3), ElementRef("switch", 2), ElementRef("trafo", 0)])
def test_far_out_a_click_selects_what_is_nearest(qtbot: QtBot, view: DiagramView, ref: ElementRef) -> None:
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.3))
    qtbot.mouseClick(view, LEFT, pos=place(view, ref))
    assert view.selection == (ref,)


def test_a_click_on_nothing_selects_nothing(qtbot: QtBot, view: DiagramView) -> None:
    view.select([ElementRef("bus", 3)])
    qtbot.mouseClick(view, LEFT, pos=QPoint(3, 3))
    assert view.selection == ()


def test_selecting_from_outside_makes_no_echo(qtbot: QtBot, view: DiagramView) -> None:
    with qtbot.assertNotEmitted(view.selection_changed):
        view.select([ElementRef("bus", 3), ElementRef("line", 0)])
    assert view.selection == (ElementRef("bus", 3), ElementRef("line", 0))


def test_ctrl_click_adds_and_takes_away(qtbot: QtBot, view: DiagramView) -> None:
    first, second = ElementRef("bus", 3), ElementRef("bus", 4)
    qtbot.mouseClick(view, LEFT, pos=place(view, first))
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ControlModifier, place(view, second))
    assert view.selection == (first, second)
    qtbot.mouseClick(view, LEFT, Qt.KeyboardModifier.ControlModifier, place(view, first))
    assert view.selection == (second,)


def test_shift_drag_selects_everything_inside(view: DiagramView) -> None:
    drag(view, QPoint(2, 2), QPoint(view.width() - 2, view.height() - 2), Qt.KeyboardModifier.ShiftModifier)
    chosen = set(view.selection)
    assert {ElementRef("bus", row) for row in range(9)} <= chosen
    assert {ElementRef("switch", row) for row in range(3)} <= chosen


def test_the_wheel_zooms_about_the_pointer(view: DiagramView) -> None:
    at = QPoint(300, 200)
    before, scale = view.camera.to_world(at.x(), at.y()), view.camera.scale
    turn_wheel(view, at, 3)
    assert view.camera.scale == pytest.approx(scale * 1.25**3)
    assert view.camera.to_world(at.x(), at.y()) == pytest.approx(before)


def test_a_drag_moves_the_drawing_and_selects_nothing(view: DiagramView) -> None:
    before = view.camera.to_screen(0, 0)
    drag(view, QPoint(20, 20), QPoint(120, 60), Qt.KeyboardModifier.NoModifier)
    after = view.camera.to_screen(0, 0)
    assert (after[0] - before[0], after[1] - before[1]) == pytest.approx((100, 40))
    assert view.selection == ()


def test_arrows_walk_along_the_feeder(qtbot: QtBot, view: DiagramView) -> None:
    view.select([ElementRef("bus", 2)])
    for _ in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.selection == (ElementRef("bus", 3),)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.selection == (ElementRef("line", 1),)


def test_the_first_arrow_selects_a_bus_near_the_middle(qtbot: QtBot, view: DiagramView) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert [ref.table for ref in view.selection] == ["bus"]


def test_keys_zoom_fit_and_clear(qtbot: QtBot, view: DiagramView) -> None:
    fitted = view.camera
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.scale > fitted.scale
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.camera == fitted
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.camera == fitted
    view.select([ElementRef("bus", 3)])
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection == ()


def test_enter_and_double_click_activate(qtbot: QtBot, view: DiagramView) -> None:
    tie = ElementRef("switch", 2)
    with qtbot.waitSignal(view.activated) as told:
        qtbot.mouseDClick(view, LEFT, pos=place(view, tie))
    assert told.args == [tie]
    with qtbot.waitSignal(view.activated) as told:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [tie]


def test_a_right_click_asks_for_a_menu_of_what_is_there(qtbot: QtBot, view: DiagramView) -> None:
    at = place(view, ElementRef("switch", 0))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    with qtbot.waitSignal(view.context_requested) as told:
        QApplication.sendEvent(view, event)
    assert told.args == [ElementRef("switch", 0), view.mapToGlobal(at)]
    assert view.selection == (ElementRef("switch", 0),)


def test_alt_drag_of_a_bus_tells_its_new_place(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    ref = ElementRef("bus", 4)
    begin, scale = place(view, ref), view.camera.scale
    assert view.scene is not None
    x, y = view.scene.anchor[4].tolist()
    with qtbot.waitSignal(view.moved) as told:
        drag(view, begin, begin + QPoint(50, 30), Qt.KeyboardModifier.AltModifier)
    assert told.args is not None
    (moved,) = told.args
    assert moved[str(case.network.bus.id[4])] == pytest.approx((x + 50 / scale, y + 30 / scale))


def test_alt_drag_of_a_feeder_s_head_moves_the_feeder(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    begin = place(view, ElementRef("switch", 1))
    with qtbot.waitSignal(view.moved) as told:
        drag(view, begin, begin + QPoint(0, 60), Qt.KeyboardModifier.AltModifier)
    assert told.args is not None
    assert list(told.args[0]) == [str(case.network["switch"].id[1])]


def test_escape_breaks_off_a_drag(qtbot: QtBot, view: DiagramView) -> None:
    before = view.camera
    QTest.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    QTest.mouseMove(view, QPoint(200, 200))
    assert view.camera != before
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    assert (view.camera.x, view.camera.y) == (before.x, before.y)


def test_flying_ends_at_the_element(qtbot: QtBot, view: DiagramView) -> None:
    assert view.scene is not None
    view.fly_to(ElementRef("bus", 8))
    x, y = view.scene.anchor[8].tolist()
    qtbot.waitUntil(lambda: (view.camera.x, view.camera.y) == (x, y))
    assert view.camera.scale >= 1.0


def test_hovering_shows_a_card_with_values(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    with qtbot.waitSignal(view.hovered) as told:
        QTest.mouseMove(view, place(view, ElementRef("bus", 5)))
    assert told.args == [ElementRef("bus", 5)]
    qtbot.waitUntil(view.hover_card.isVisible)
    card = view.hover_card.description
    assert card is not None
    assert (card.name, card.kind, card.origin) == ("b5", "Bus", "calculated")
    assert card.rows[0] == ("Voltage", f"{case.result.vm_pu[5]:.4f} pu")


def test_every_bus_has_its_voltage_written(texts: Texts, case: Any) -> None:
    written = texts()
    for vm in case.result.vm_pu:
        assert f"{vm:.3f}" in written
    assert "T1 · tap −1" in written


def test_a_feeder_says_the_power_into_it(texts: Texts, case: Any) -> None:
    assert f"{case.result.branches['line'].p_from_mw[0]:.1f} MW" in texts()


def test_an_unconverged_result_shows_no_number(texts: Texts, view: DiagramView, case: Any) -> None:
    # The numbers are left in on purpose: it is the status that must keep them off the diagram.
    view.show_result(replace(case.result, status=SolveStatus.DIVERGED), freshness="current")
    for layer in Layer:
        view.set_layer(layer)
        written = texts()
        assert not [t for t in written if "." in t and t[0].isdigit()], layer
    view.set_layer(Layer.VOLTAGE)
    assert texts().count("–") == len(case.network.bus)
    said = view.describe(ElementRef("bus", 3))
    assert said is not None
    assert said.origin == "not solved"
    assert said.rows[0] == ("Voltage", "– pu")


def test_no_result_is_a_dash_and_never_a_zero(texts: Texts, view: DiagramView, case: Any) -> None:
    view.show_result(None, freshness="stale")
    written = texts()
    assert written.count("–") == len(case.network.bus)
    assert "– MW" in written
    assert not [t for t in written if t.startswith("0")]


def test_a_dead_feeder_has_dashes_even_with_the_result_from_before(texts: Texts, view: DiagramView, case: Any) -> None:
    opened = case.snapshot.with_values("switch", "position", [1], 0)
    view.show_state(opened, analyse(opened))
    view.show_result(case.result, freshness="solving")
    assert texts().count("–") == 3


def test_a_result_of_another_network_is_not_drawn(texts: Texts, view: DiagramView, case: Any) -> None:
    view.show_result(replace(case.result, structure_revision="another"), freshness="current")
    assert texts().count("–") == len(case.network.bus)


def test_a_newer_state_makes_the_result_before_it_old_at_once(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    heavier = case.snapshot.with_values("load", "p_mw", [0], 1.0)
    view.show_state(heavier, case.topology)
    assert view.shown is not None
    assert view.shown.moment.freshness == "solving"
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.moment.is_waiting)
    view.show_result(case.result, freshness="current")
    assert view.shown.moment.freshness == "solving"
    view.show_result(solve(heavier, verify=False), freshness="current")
    assert view.shown.moment.freshness == "current"
    assert not view.shown.moment.is_waiting


def test_waiting_long_makes_values_look_old(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    view.show_result(case.result, freshness="solving")
    assert view.shown is not None
    assert not view.shown.moment.is_waiting
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.moment.is_waiting)
    view.show_result(case.result, freshness="current")
    assert not view.shown.moment.is_waiting


def test_violations_carry_their_shape_at_every_scale(view: DiagramView, case: Any) -> None:
    heavy = case.snapshot.with_state({("load", "scaling"): case.network["load"]["scaling"] * 6})
    result = solve(heavy, verify=False)
    assert result.is_converged
    assert len(result.violations)
    before = {scale: _alarm_pixels(view, scale) for scale in (1.0, 0.1)}
    view.show_result(result, freshness="current")
    for scale, count in before.items():
        assert _alarm_pixels(view, scale) >= count + 12, scale


def _alarm_pixels(view: DiagramView, scale: float) -> int:
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, scale))
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32)
    alarm = [theme_chooser().theme.color(token).rgb() for token in ("medium", "high")]
    return int(np.isin(pixels, np.array(alarm, np.uint32)).sum())


def test_each_layer_writes_its_unit(texts: Texts, view: DiagramView, case: Any) -> None:
    view.set_layer(Layer.LOADING)
    assert f"{case.result.branches['line'].loading_percent[1]:.0f} %" in texts()
    view.set_layer(Layer.LOSSES)
    assert f"{case.result.branches['line'].loss_mw[1] * 1e3:.1f} kW" in texts()
    view.set_layer(Layer.COMPARISON)
    assert texts().count("–") == len(case.network.bus)
    view.show_comparison(case.result)
    assert texts().count("+0.000") == len(case.network.bus)


def test_what_lost_its_voltage_is_called_lost(texts: Texts, view: DiagramView, case: Any) -> None:
    opened = case.snapshot.with_values("switch", "position", [1], 0)
    view.set_layer(Layer.COMPARISON)
    view.show_state(opened, analyse(opened))
    view.show_result(solve(opened, verify=False), freshness="current")
    view.show_comparison(case.result)
    assert texts().count("lost") == 3


def test_a_comparison_across_structures_needs_the_rows(texts: Texts, view: DiagramView, case: Any) -> None:
    before = replace(case.result, structure_revision="another", vm_pu=case.result.vm_pu[::-1] - 0.01)
    view.set_layer(Layer.COMPARISON)
    view.show_comparison(before)
    assert not [t for t in texts() if t.startswith(("+", "−"))]
    view.show_comparison(before, np.arange(9)[::-1])
    assert texts().count("+0.010") == 9


def test_a_denied_claim_of_being_dead_is_drawn_as_danger(view: DiagramView, case: Any) -> None:
    view.legend.hide()
    before = _alarm_pixels(view, 1.0)
    topology = analyse(case.snapshot, proven_dead=[str(case.network.bus.id[4])])
    assert topology.contradictions
    view.show_state(case.snapshot, topology)
    assert _alarm_pixels(view, 1.0) > before


def test_on_the_map_nothing_can_be_moved(qtbot: QtBot, view: DiagramView, case: Any) -> None:
    view.show_network(case.network, case.layout, case.layout)
    view.set_view_kind("map")
    at = place(view, ElementRef("bus", 4))
    with qtbot.assertNotEmitted(view.moved):
        drag(view, at, at + QPoint(50, 30), Qt.KeyboardModifier.AltModifier)


def test_the_legend_explains_the_layer(view: DiagramView) -> None:
    view.set_layer(Layer.ENERGISATION)
    assert "earthed" in view.legend.texts
    view.set_layer(Layer.VOLTAGE)
    assert "earthed" not in view.legend.texts


def test_the_legend_explains_the_lines_that_are_there(view: DiagramView, case: Any) -> None:
    assert "open tie" in view.legend.texts
    assert "may be fed from below" not in view.legend.texts
    opened = case.snapshot.with_values("switch", "position", [0, 1], 0)
    view.show_state(opened, analyse(opened))
    assert {"may be fed from below", "without voltage"} <= set(view.legend.texts)
    view.set_layer(Layer.LOSSES)
    assert "beyond the emergency limit" in view.legend.texts


def test_feeders_are_told_by_name_and_not_by_colour_alone(texts: Texts, view: DiagramView) -> None:
    view.set_layer(Layer.FEEDERS)
    written = texts()
    assert written.count("F1") > 1
    assert written.count("F2") > 1


def test_another_theme_repaints_at_once(view: DiagramView) -> None:
    corner = view.grab().toImage().pixelColor(view.width() - 2, 2)
    theme_chooser().choose("dark")
    assert view.grab().toImage().pixelColor(view.width() - 2, 2) == theme_chooser().theme.color("canvas") != corner


def test_moving_equipment_keeps_camera_and_selection(view: DiagramView, case: Any) -> None:
    view.select([ElementRef("bus", 3)])
    view.look_by_hand(view.camera.zoomed(1.7, 100, 100))
    before = view.camera
    view.show_network(case.network, case.layout)
    assert view.camera == before
    assert view.selection == (ElementRef("bus", 3),)


def test_what_is_selected_is_said(view: DiagramView) -> None:
    view.select([ElementRef("switch", 2)])
    assert "tie" in view.accessibleDescription()
    assert "open" in view.accessibleDescription()


def test_the_overview_map_leads_there(qtbot: QtBot, view: DiagramView) -> None:
    view.look_by_hand(view.camera.zoomed(3, 10, 10))
    qtbot.waitUntil(view.minimap.isVisible)
    qtbot.mouseClick(view.minimap, LEFT, pos=QPoint(150, 50))
    first = view.camera
    qtbot.mouseClick(view.minimap, LEFT, pos=QPoint(40, 50))
    assert view.camera.x < first.x
    assert view.camera.scale == first.scale


def test_a_missing_map_is_never_shown(view: DiagramView) -> None:
    view.set_view_kind("map")
    assert view.view_kind == "schematic"


def test_each_kind_of_view_keeps_its_camera(view: DiagramView, case: Any) -> None:
    view.show_network(case.network, case.layout, case.layout)
    view.look_by_hand(view.camera.zoomed(2, 100, 100))
    before = view.camera
    view.set_view_kind("map")
    view.zoom_in()
    view.set_view_kind("schematic")
    assert view.camera == before


def test_a_trace_is_seen_until_it_is_cleared(view: DiagramView, case: Any) -> None:
    plain = view.grab().toImage()
    view.show_trace(case.topology.feeders[0].bus_rows, [ElementRef("line", 1)])
    assert view.grab().toImage() != plain
    view.clear_trace()
    assert view.grab().toImage() == plain


def test_marks_are_pinned_on_elements(texts: Texts, view: DiagramView) -> None:
    view.show_marks([Mark(ElementRef("switch", 2), text="do not operate")])
    assert "do not operate" in texts()


@pytest.mark.parametrize("scale", [0.2, 0.3, 0.45, 0.6])
def test_far_out_names_powers_and_open_ties_are_written(texts: Texts, view: DiagramView, scale: float) -> None:
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, scale))
    written = texts()
    assert {"NORTH", "F1", "F2"} <= set(written)
    assert len([text for text in written if text.endswith(" MW")]) == 2
    assert {"tie · open", "tie"} & set(written)


def test_far_out_the_bar_and_the_lowest_voltage_of_each_feeder_are_written(
    texts: Texts, view: DiagramView, case: Any
) -> None:
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.3))
    written = texts()
    assert f"{case.result.vm_pu[1]:.3f}" in written
    for feeder in case.topology.feeders:
        assert f"{case.result.vm_pu[list(feeder.bus_rows)].min():.3f}" in written


@pytest.mark.parametrize("layer", list(Layer))
def test_words_of_the_overview_leave_one_another_alone(view: DiagramView, layer: Layer) -> None:
    view.set_layer(layer)
    for scale in (0.17, 0.25, 0.4, 0.6):
        view.set_camera(view.camera.centred(view.camera.x, view.camera.y, scale))
        boxes = written_boxes(view)
        for k, (x0, y0, x1, y1) in enumerate(boxes):
            for a0, b0, a1, b1 in boxes[:k]:
                # The room is kept in cells of 3 by 2 pixels.
                assert x1 <= a0 + 3 or a1 <= x0 + 3 or y1 <= b0 + 2 or b1 <= y0 + 2, (scale, x0, y0, a0, b0)


def written_boxes(view: DiagramView) -> list[tuple[float, float, float, float]]:
    """Boxes of the digits and letters of every text of a frame, in pixels."""
    found: list[tuple[float, float, float, float]] = []
    draw = Words.draw

    def listening(self: Words, painter: Any, x: float, y: float, text: str, color: Any) -> None:
        foot = y + self.ascent
        found.append((x, foot - 0.72 * self.pixels, x + self.width(text), foot))
        draw(self, painter, x, y, text, color)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Words, "draw", listening)
        view.grab()
    return found


def test_far_out_violations_stand_before_their_numbers(view: DiagramView, case: Any) -> None:
    heavy = case.snapshot.with_state({("load", "scaling"): case.network["load"]["scaling"] * 6})
    result = solve(heavy, verify=False)
    view.show_state(heavy, case.topology)
    view.show_result(result, freshness="current")
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.4))
    low = [row for row, table in zip(result.violations.row, result.violations.table, strict=True) if table == "bus"]
    assert low
    assert _alarm_pixels(view, 0.4) > 20 * len(set(low))


def test_zooming_there_and_back_gives_the_same_picture(view: DiagramView) -> None:
    camera = view.camera.centred(view.camera.x, view.camera.y, 0.35)
    view.set_camera(camera)
    before = view.grab().toImage()
    view.set_camera(camera.zoomed(0.5, 10, 10))
    view.grab()
    view.set_camera(camera)
    assert view.grab().toImage() == before


def test_a_view_without_a_network_can_be_used(qtbot: QtBot) -> None:
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    qtbot.mouseClick(view, LEFT, pos=QPoint(50, 50))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    view.zoom_to_fit()
    assert view.selection == ()
    assert not view.grab().isNull()


@pytest.mark.parametrize(("p_mw", "text"), [(-0.74, "−0.7 MW"), (-0.04, "0.0 MW"), (2.0, "2.0 MW")])
def test_power_out_of_a_feeder_has_a_minus_sign_and_nothing_has_none(
    texts: Texts, view: DiagramView, case: Any, p_mw: float, text: str
) -> None:
    line = case.result.branches["line"]
    changed = replace(line, p_from_mw=np.full(len(line.p_from_mw), p_mw))
    branches = case.result.branches.updated({"line": changed})
    view.show_result(replace(case.result, branches=branches), freshness="current")
    assert text in texts()
