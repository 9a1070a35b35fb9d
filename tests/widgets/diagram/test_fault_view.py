"""Zones, steps and crews of a fault on the diagram, as a person sees and uses them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engines.grid.network import ElementRef
from engines.schematic.map_layout import map_layout
from widgets.diagram.fault_signs import CrewSign, CrewState, StepBadge, StepState, Zone
from widgets.diagram.plan_banner import PlanBanner
from widgets.diagram.view import DiagramView
from widgets.theme import theme_chooser

Texts = Callable[[], list[str]]
LEFT = Qt.MouseButton.LeftButton
TIE, BREAKER = ElementRef("switch", 2), ElementRef("switch", 0)
LIKELY = Zone("1", (ElementRef("bus", 3), ElementRef("bus", 4), ElementRef("line", 2)), "62 % 31–32", "high", 0.62,
              "indicator 12 passed\n39 of 41 meters silent")  # fmt: skip
OTHER = Zone("2", (ElementRef("bus", 7), ElementRef("bus", 8), ElementRef("line", 6)), "24 % 32–33", "high", 0.24)
BACK = Zone("3", (ElementRef("bus", 6),), "back 14:09", "plan")
STEPS = (
    StepBadge(BREAKER, 1, StepState.DONE, "Open F1"),
    StepBadge(TIE, 2, StepState.NEXT, "Close tie"),
    StepBadge(ElementRef("switch", 1), 3),
)


def pixels(view: DiagramView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return np.asarray(found & 0xFFFFFF)


def middle(view: DiagramView, ref: ElementRef) -> QPoint:
    assert view.scene is not None
    x, y = view.scene.anchor[view.scene.elements.number(ref)].tolist()
    return QPointF(*view.camera.to_screen(x, y)).toPoint()


def place_of(view: DiagramView, wanted: object) -> QPoint:
    """Middle of where a step, crew or text stands."""
    view.grab()
    assert view._frame is not None
    boxes = [p.box for p in view._frame._texts._fault._seen(view.camera) if p.thing == wanted]
    x0, y0, x1, y1 = boxes[0]
    return QPoint(int((x0 + x1) / 2), int((y0 + y1) / 2))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_zone_is_an_area_with_an_outline_and_its_text(view: DiagramView, texts: Texts, theme: str) -> None:
    theme_chooser().choose(theme)
    before = pixels(view)
    view.show_zones([LIKELY])
    assert "62 % 31–32" in texts()
    after = pixels(view)
    line = middle(view, ElementRef("line", 2))
    canvas = theme_chooser().theme.color("canvas").rgb() & 0xFFFFFF
    # Beside its line the ground is tinted, and the line itself is drawn over it as before.
    assert before[line.y() - 6, line.x()] == canvas
    assert after[line.y() - 6, line.x()] != canvas
    assert after[line.y(), line.x()] == before[line.y(), line.x()]
    high = theme_chooser().theme.color("high").rgb() & 0xFFFFFF
    assert (after == high).sum() > (before == high).sum() + 40
    theme_chooser().choose("light")


def test_a_heavier_suspicion_is_darker(view: DiagramView) -> None:
    def shade(weight: float) -> float:
        view.show_zones([Zone("1", LIKELY.refs, "", "high", weight)])
        at = middle(view, ElementRef("line", 2))
        return QColor.fromRgb(int(pixels(view)[at.y() - 6, at.x()])).lightnessF()

    light, medium, heavy = shade(0.05), shade(0.4), shade(0.9)
    assert light > medium > heavy


def test_kinds_of_zones_differ_without_colour(view: DiagramView) -> None:
    """Dashed, drawn through, dotted: how much of the outline is drawn tells them apart in grey."""
    shares = []
    for token in ("high", "muted", "plan"):
        view.show_zones([Zone("1", LIKELY.refs, "", token)])
        view.grab()
        assert view._frame is not None
        found = view._frame._texts._outlines._found
        lines = found[0][1]
        shares.append(np.round(np.hypot(*(lines[:, 2:] - lines[:, :2]).T).max()))
    assert len(set(shares)) == 3


def test_showing_nothing_takes_everything_away(view: DiagramView) -> None:
    before = pixels(view)
    view.show_zones([LIKELY, OTHER, BACK])
    view.show_steps(STEPS)
    view.show_crews([CrewSign("Crew 2", "on site", ElementRef("bus", 3))])
    assert not np.array_equal(pixels(view), before)
    view.show_zones([])
    view.show_steps([])
    view.show_crews([])
    assert np.array_equal(pixels(view), before)


def test_far_out_a_zone_is_its_percentage(view: DiagramView, texts: Texts) -> None:
    view.show_zones([LIKELY, OTHER, BACK])
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 0.1))
    written = texts()
    assert {"62 %", "24 %", "back 14:09"} <= set(written)
    assert "62 % 31–32" not in written


def test_unknown_elements_are_left_out(view: DiagramView, texts: Texts) -> None:
    view.show_zones([Zone("1", (ElementRef("bus", 99), ElementRef("nothing", 0)), "62 %")])
    view.show_steps([StepBadge(ElementRef("switch", 99), 7, StepState.NEXT), StepBadge(ElementRef("fork", 0), 8)])
    view.show_crews([CrewSign("Crew 9", "", ElementRef("bus", 99))])
    view.point_at([ElementRef("bus", 99)])
    written = texts()
    assert view.pointed == ()
    assert "7" not in view.accessibleDescription()
    assert not {"62 %", "7", "Crew 9"} & set(written)


def test_zones_stay_with_their_network(view: DiagramView, case: Any, texts: Texts) -> None:
    from dataclasses import replace

    view.show_zones([LIKELY])
    view.show_network(replace(case.network, name="elsewhere", structure_revision="other"), case.layout)
    assert "62 % 31–32" not in texts()


def test_an_edited_network_keeps_its_zones(view: DiagramView, case: Any, texts: Texts) -> None:
    from dataclasses import replace

    view.show_zones([LIKELY])
    view.show_network(replace(case.network, structure_revision="edited"), case.layout)
    assert "62 % 31–32" in texts()


def test_steps_show_their_numbers_at_any_scale(view: DiagramView, texts: Texts) -> None:
    view.show_steps(STEPS)
    for scale in (1.6, 0.8, 0.3, 0.1):
        view.set_camera(view.camera.centred(view.camera.x, view.camera.y, scale))
        assert {"1", "2", "3"} <= set(texts()), scale


def test_a_click_on_a_number_selects_its_switch(qtbot: QtBot, view: DiagramView) -> None:
    view.show_steps(STEPS)
    qtbot.mouseClick(view, LEFT, pos=place_of(view, STEPS[1]))
    assert view.selection == (TIE,)


def test_the_card_tells_of_a_step(qtbot: QtBot, view: DiagramView) -> None:
    view.show_steps(STEPS)
    QTest.mouseMove(view, place_of(view, STEPS[1]))
    qtbot.waitUntil(view.hover_card.isVisible)
    card = view.hover_card.description
    assert card is not None
    assert (card.name, card.kind, card.origin) == ("Step 2", "Switching step", "next")
    assert ("Switch", "tie") in card.rows
    assert ("Close tie", "") in card.rows


def test_the_card_tells_of_a_zone_at_its_text_and_in_its_area(qtbot: QtBot, view: DiagramView) -> None:
    view.show_zones([LIKELY])
    area = middle(view, ElementRef("line", 2)) - QPoint(0, 11)
    for at in (place_of(view, LIKELY), area):
        QTest.mouseMove(view, QPoint(2, 2))
        QTest.mouseMove(view, at)
        qtbot.waitUntil(view.hover_card.isVisible)
        card = view.hover_card.description
        assert card is not None
        assert (card.name, card.kind) == ("62 % 31–32", "Suspected fault zone")
        assert ("indicator 12 passed", "") in card.rows


def test_the_card_of_an_element_names_its_zone_step_and_crew(view: DiagramView) -> None:
    view.show_zones([LIKELY])
    view.show_steps(STEPS)
    view.show_crews([CrewSign("Crew 2", "", ElementRef("bus", 3), state=CrewState.ON_SITE)])
    bus, tie = view.describe(ElementRef("bus", 3)), view.describe(TIE)
    assert bus is not None
    assert tie is not None
    assert ("Suspected fault zone", "62 % 31–32") in bus.rows
    assert ("Crew", "Crew 2, on site") in bus.rows
    assert ("Step 2", "next") in tie.rows


def test_a_crew_stands_at_its_element_or_where_it_is(view: DiagramView, case: Any) -> None:
    at_bus = CrewSign("Crew 2", "on site", ElementRef("bus", 3), state=CrewState.ON_SITE)
    driving = CrewSign("Crew 4", "11 min", None, 40.0, -30.0, CrewState.EN_ROUTE)
    view.show_crews([at_bus, driving])
    near = place_of(view, at_bus) - middle(view, ElementRef("bus", 3))
    assert near.manhattanLength() < 160
    assert view._frame is not None
    # Nowhere on the schematic.
    assert [p.thing for p in view._frame._texts._fault._seen(view.camera)] == [at_bus]
    bus = case.network.bus.with_columns({"x": np.arange(9.0) * 100, "y": np.arange(9.0) % 3 * 100})
    from engines.grid.network import with_tables

    located = with_tables(case.network, {"bus": bus})
    layout = map_layout(located)
    assert layout is not None
    view.show_network(located, case.layout, layout)
    view.set_view_kind("map")
    away = place_of(view, driving) - QPointF(*view.camera.to_screen(40.0, -30.0)).toPoint()
    assert away.manhattanLength() < 160


def test_pointing_at_elements_selects_nothing(qtbot: QtBot, view: DiagramView) -> None:
    before = pixels(view)
    with qtbot.assertNotEmitted(view.selection_changed):
        view.point_at([ElementRef("bus", 3), ElementRef("nothing", 1)])
    assert view.pointed == (ElementRef("bus", 3),)
    assert view.selection == ()
    assert not np.array_equal(pixels(view), before)
    view.point_at(())
    assert np.array_equal(pixels(view), before)


def test_pointing_at_many_shows_them_all(view: DiagramView) -> None:
    before = pixels(view)
    lines = [ElementRef("line", row) for row in range(8)]
    view.point_at([*lines, *(ElementRef("bus", row) for row in range(9))])
    changed = pixels(view) != before
    for ref in lines[1:4]:
        at = middle(view, ref)
        assert changed[at.y() - 3, at.x()]


def test_escape_ends_pointing(qtbot: QtBot, view: DiagramView) -> None:
    view.point_at([ElementRef("bus", 3)])
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.pointed == ()


def test_the_legend_explains_what_is_shown(view: DiagramView) -> None:
    wanted = {"the fault may be here", "supplied again", "switching step", "crew"}
    assert not wanted & set(view.legend.texts)
    view.show_zones([LIKELY, BACK])
    view.show_steps(STEPS)
    view.show_crews([CrewSign("Crew 2")])
    assert wanted <= set(view.legend.texts)
    assert "isolated" not in view.legend.texts
    view.show_zones([])
    assert "the fault may be here" not in view.legend.texts


def test_a_screen_reader_hears_the_zones_and_the_next_step(qtbot: QtBot, view: DiagramView) -> None:
    view.show_zones([LIKELY, OTHER])
    view.show_steps(STEPS)
    said = view.accessibleDescription()
    assert "Suspected fault zone: 62 % 31–32; 24 % 32–33." in said
    assert "Step 2 is next: Close tie." in said
    view.select([ElementRef("bus", 3)])
    assert "Suspected fault zone 62 % 31–32" in view.accessibleDescription()
    view.show_steps([StepBadge(TIE, 2, StepState.FAILED, "Close tie")])
    assert "Step 2 failed: Close tie." in view.accessibleDescription()


def test_files_show_zones_and_steps(view: DiagramView, tmp_path: Path) -> None:
    plain = view.grab_image(QSize(900, 600))
    view.show_zones([LIKELY])
    view.show_steps(STEPS)
    view.show_plan_frame(True)
    view.export(tmp_path / "d.svg")
    root = ElementTree.parse(tmp_path / "d.svg").getroot()
    written = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"62 % 31–32", "2", "PLAN · not the present"} <= written
    assert view.grab_image(QSize(900, 600)) != plain
    view.export(tmp_path / "d.pdf")
    assert (tmp_path / "d.pdf").read_bytes().rstrip().endswith(b"%%EOF")


def test_a_played_step_is_framed(view: DiagramView) -> None:
    plan = theme_chooser().theme.color("plan").rgb() & 0xFFFFFF

    def rim() -> int:
        return int((pixels(view)[1] == plan).sum())

    assert rim() == 0
    view.show_plan_frame(True)
    dashes = rim()
    assert 0.5 * view.width() < dashes < 0.9 * view.width()
    assert "not the present" in view.accessibleDescription()
    view.show_plan_frame(False)
    assert rim() == 0


def test_signs_keep_to_theirs_while_the_drawing_moves(view: DiagramView) -> None:
    view.show_zones([LIKELY])
    view.show_steps(STEPS)
    before = place_of(view, STEPS[1]) - middle(view, TIE)
    view.look_by_hand(view.camera.zoomed(0.7, 300, 200))
    after = place_of(view, STEPS[1]) - middle(view, TIE)
    assert (after - before).manhattanLength() <= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_banner_says_that_it_is_not_the_present(qtbot: QtBot, theme: str) -> None:
    theme_chooser().choose(theme)
    banner = PlanBanner()
    qtbot.addWidget(banner)
    banner.show_step(2, 5, "14:09:00")
    assert banner.text == "PLAN · after step 2 of 5 · 14:09:00 · not the present"
    assert banner.accessibleName() == banner.text
    banner.resize(900, banner.sizeHint().height())
    assert banner.shown_text() == banner.text
    image = banner.grab().toImage()
    plan = theme_chooser().theme.color("plan")
    assert any(image.pixelColor(x, 14) == plan for x in range(60))
    banner.resize(220, banner.sizeHint().height())
    assert banner.shown_text() == "PLAN · not the present"
    banner.show_step(0, 5)
    assert "before the first step" in banner.text
    theme_chooser().choose("light")


def test_a_zone_begins_at_its_switch(view: DiagramView) -> None:
    """Between the bar and the breaker lies what belongs to the bar."""
    zone = Zone("1", (ElementRef("bus", 2), ElementRef("line", 0)), "62 %")
    view.show_zones([zone])
    view.set_camera(view.camera.centred(view.camera.x, view.camera.y, 1.0))
    view.grab()
    breaker = middle(view, BREAKER)
    assert view.fault_at(breaker.x() + 14, breaker.y() - 8) == zone
    assert view.fault_at(breaker.x() - 8, breaker.y() - 8) is None


def test_what_hangs_on_a_zones_bus_is_inside(view: DiagramView) -> None:
    view.show_zones([Zone("1", (ElementRef("bus", 4),), "62 %")])
    view.grab()
    for ref in (ElementRef("bus", 4), ElementRef("load", 2), ElementRef("sgen", 0)):
        at = middle(view, ref)
        assert view.fault_at(at.x(), at.y()) is not None, ref
    far = middle(view, ElementRef("load", 5))
    assert view.fault_at(far.x(), far.y()) is None
