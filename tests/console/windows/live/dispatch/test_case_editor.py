"""The editor of cases as a planner uses it: what is wrong is said where it stands, what is right is planned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.dispatch.packing import pack
from console.windows.live.dispatch.case_window import CaseWindow
from engines.dispatch.case_file import open_case
from tests.console.windows.live.conftest import wait_until
from tests.console.windows.live.dispatch.conftest import PlanningRoom
from widgets.dispatch.case_table import SIGN


@pytest.fixture
def editor(room: PlanningRoom) -> CaseWindow:
    room.open_sample()
    room.press("edit")
    room.settle()
    cases = room.shown.cases
    assert cases.page.isVisible()
    checked(cases)
    return cases


def checked(cases: CaseWindow) -> None:
    wait_until(lambda: cases.draft is not None and (cases.draft.is_checked or bool(cases.draft.problems)), "the check")


def choose(cases: CaseWindow, title: str) -> None:
    groups = cases.page.groups
    (item,) = groups.findItems(title, Qt.MatchFlag.MatchStartsWith)
    groups.setCurrentItem(item)


def write(cases: CaseWindow, row: int, head: str, text: str) -> None:
    """Type a value into its cell, as at the keyboard."""
    values = cases.page.values
    titles = [h.tip for h in values.values.table.heads]
    names = [h.tip for h in values.values.table.names]
    place = (row, titles.index(head)) if head in titles else (names.index(head), 0)
    values.setCurrentIndex(values.values.index(*place))
    values.edit(values.currentIndex())
    line = values.viewport().findChildren(QLineEdit)[-1]
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    # The view takes the value over in the next turn.
    QApplication.processEvents()


def button(cases: CaseWindow, key: str) -> object:
    return cases.page.action_row.buttons[key]


def test_a_refused_value_is_marked_said_and_cannot_be_planned(room: PlanningRoom, editor: CaseWindow) -> None:
    assert button(editor, "plan").isEnabled()  # type: ignore[attr-defined]
    # The button beneath the list would plan the chosen case, not the one in the editor.
    assert not room.shown.plans.action_row.buttons["plan"].isEnabled()
    write(editor, 0, "e_initial_mwh", "9")
    sentence = "[es] 1, e_initial_mwh: 9 is not possible; give 0.16 to 1.6"
    assert editor.page.troubles.item(0).text() == f"{SIGN} {sentence}"
    assert sentence in editor.page.state.text()
    table = editor.page.values.values
    column = [h.tip for h in table.table.heads].index("e_initial_mwh")
    assert table.data(table.index(0, column)) == f"{SIGN} 9"
    assert table.data(table.index(0, column), Qt.ItemDataRole.ToolTipRole) == sentence
    assert editor.page.groups.currentItem().text().endswith(SIGN)
    assert not button(editor, "plan").isEnabled()  # type: ignore[attr-defined]
    editor._act("plan")
    assert len(room.desk.plans) == 1
    # From another table a click on the sentence leads back to the cell.
    choose(editor, "Prices")
    editor.page.troubles.itemClicked.emit(editor.page.troubles.item(0))
    assert (editor.page.values.currentIndex().row(), editor.page.values.currentIndex().column()) == (0, column)
    editor._act("undo")
    checked(editor)
    assert button(editor, "plan").isEnabled()  # type: ignore[attr-defined]
    assert editor.draft is not None
    assert editor.draft.case is not None
    assert pack(editor.draft.case) == pack(open_case("ieee33"))
    editor._act("redo")
    assert editor.page.troubles.count() == 1
    editor._act("undo")


def test_devices_come_and_go_and_the_network_is_asked(editor: CaseWindow) -> None:
    choose(editor, "SVC")
    editor._act("add")
    assert "bus is missing" in editor.page.state.text() or "q_min_mvar is missing" in editor.page.state.text()
    write(editor, 1, "q_min_mvar", "-0.1")
    write(editor, 1, "q_max_mvar", "0.2")
    write(editor, 1, "bus", "34")
    wait_until(lambda: "no such bus" in editor.page.state.text(), "what the network says")
    assert editor.page.troubles.count() == 1
    assert not button(editor, "plan").isEnabled()  # type: ignore[attr-defined]
    write(editor, 1, "bus", "21")
    checked(editor)
    assert editor.draft is not None
    assert editor.draft.case is not None
    assert [unit.bus for unit in editor.draft.case.compensators] == [17, 21]
    editor.page.values.go_to(0, 0)
    editor._act("remove")
    assert [unit.bus for unit in editor.draft.case.compensators] == [21]
    for _ in range(6):
        editor._act("undo")
    assert pack(editor.draft.case) == pack(open_case("ieee33"))
    assert not button(editor, "undo").isEnabled()  # type: ignore[attr-defined]


def test_what_is_edited_is_what_is_planned(room: PlanningRoom, editor: CaseWindow) -> None:
    base = room.shown.chosen
    choose(editor, "Prices")
    write(editor, 0, "mt", "500")
    checked(editor)
    editor._act("plan")
    room.settle()
    kept = room.chosen
    assert kept.plan_id != base
    assert kept.base_id == base
    assert kept.case.prices.mt == 500.0
    assert kept.planned is not None
    assert kept.planned.plan.is_acceptable
    assert not kept.planned.plan.cost_by_kind["turbine"] > 1e-3
    assert not room.shown.cases.is_shown
    assert room.desk.plans[base].case.prices.mt == 95.0


def test_a_case_is_saved_exactly_and_opened_again(room: PlanningRoom, editor: CaseWindow, tmp_path: Path) -> None:
    choose(editor, "Storage")
    write(editor, 0, "e_mwh", "1.7000000000000002")
    checked(editor)
    path = tmp_path / "mine.toml"
    editor.save(path)
    wait_until(path.exists, "the file")
    assert editor.draft is not None
    assert editor.draft.case is not None
    wanted = pack(editor.draft.case)
    assert pack(open_case(str(path))) == wanted
    wait_until(lambda: editor.draft is not None and editor.draft.undo_stack.isClean(), "that it is saved")
    path.write_text(path.read_text("utf-8").replace("e_mwh = 2.0", "e_mwh = -2.0"), "utf-8")
    editor.open_file(str(path))
    wait_until(lambda: editor.page.troubles.count() > 0, "what is wrong")
    assert "e_mwh: -2 is not possible" in editor.page.troubles.item(0).text()
    path.write_text("[es", "utf-8")
    editor.open_file(str(path))
    wait_until(lambda: "is not TOML" in room.window.said, "what is wrong")
    editor.save(tmp_path / "gone" / "mine.toml")
    wait_until(lambda: "cannot be written" in room.window.said, "what is wrong")


def test_a_case_from_the_beginning_says_what_it_lacks(room: PlanningRoom) -> None:
    room.shown.cases.network = "ieee33"
    room.shown.begin_case()
    cases = room.shown.cases
    sentences = [cases.page.troubles.item(k).text() for k in range(cases.page.troubles.count())]
    assert any("grid_flat is missing" in text for text in sentences)
    assert any("load is missing" in text for text in sentences)
    choose(cases, "Prices")
    write(cases, 0, "grid", "85")
    choose(cases, "Profiles")
    cases._act("add")
    values = cases.page.values.values
    values.setData(values.index(0, 0), "load")
    values.setData(values.index(0, 1), "0.5 + h / 100")
    checked(cases)
    assert cases.draft is not None
    assert not cases.draft.why_not
    assert cases.draft.case is not None
    assert cases.draft.case.network == "ieee33"
