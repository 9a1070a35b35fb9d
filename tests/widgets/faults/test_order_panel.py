"""The switching order as a person uses it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.widgets.faults.sample import ORDER, PLANS, PLAYING, RETURN, STEPS
from widgets.faults.lines import ActionLine, OrderView, PlaybackView, StepState
from widgets.faults.order_panel import OrderPanel
from widgets.faults.step_model import StepColumn


@pytest.fixture
def panel(qtbot: QtBot) -> OrderPanel:
    made = OrderPanel()
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.show()
    qtbot.waitExposed(made)
    made.show_orders((ORDER,))
    return made


def test_without_a_plan_it_says_what_is_missing(panel: OrderPanel) -> None:
    panel.show_orders((), "The protection may still reclose.")
    assert panel.empty.isVisible()
    assert panel.empty.text() == "The protection may still reclose."
    assert not panel.table.isVisible()
    assert not panel.plans.isVisible()
    assert not panel.tabs.isVisible()
    panel.show_orders((OrderView("o-9", "Restoration", empty="Not located yet."),))
    assert panel.empty.text() == "Not located yet."


def test_what_a_plan_takes_for_granted_is_said(panel: OrderPanel) -> None:
    assert not panel.notes.isVisible()
    notes = ("protection reach is not known", "the present load is taken for the 4 hours until the repair")
    panel.show_orders((replace(ORDER, notes=notes),))
    assert panel.notes.isVisible()
    assert panel.notes.text() == f"Notes: {notes[0]} · {notes[1]}"
    assert panel.notes.toolTip().endswith("\n".join(notes))
    panel.show_orders((ORDER,))
    assert not panel.notes.isVisible()


def test_the_played_step_comes_into_sight(panel: OrderPanel) -> None:
    many = tuple(replace(STEPS[0], number=k) for k in range(1, 31))
    panel.show_orders((replace(ORDER, steps=many, plans=()),))
    panel.show_playback(replace(PLAYING, count=30, at=28))
    row = panel.table.visualRect(panel.table.steps.index(27, 0))
    assert panel.table.viewport().rect().contains(row.center())


def test_the_next_action_says_why_it_waits(panel: OrderPanel, qtbot: QtBot) -> None:
    button = panel.action_row.buttons["next"]
    assert button.property("primary") is True
    assert not button.isEnabled()
    assert panel.action_row.reason == "Next: open S19 – waits for R12"
    ready = (*ORDER.actions[:2], ActionLine("next", "Next: open S19", is_primary=True))
    panel.show_orders((replace(ORDER, actions=ready),))
    assert panel.action_row.buttons["next"] is button
    assert panel.action_row.reason == ""
    with qtbot.waitSignal(panel.action_asked) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == ["o-1", "next"]


def test_enter_and_a_double_click_go_to_the_equipment(panel: OrderPanel, qtbot: QtBot) -> None:
    panel.table.choose(3)
    panel.table.setFocus()
    with qtbot.waitSignal(panel.element_asked) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked.args == ["switch-19"]
    at = panel.table.visualRect(panel.table.steps.index(3, StepColumn.WHY)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(panel.element_asked) as asked:
        qtbot.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == ["switch-3"]


def test_delete_takes_out_only_what_nobody_has_begun(panel: OrderPanel, qtbot: QtBot) -> None:
    panel.table.setFocus()
    with qtbot.assertNotEmitted(panel.remove_asked):
        for number in (1, 2):
            panel.table.choose(number)
            qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    panel.table.choose(4)
    with qtbot.waitSignal(panel.remove_asked) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert asked.args == [4]
    panel.show_orders((replace(ORDER, is_editable=False),))
    with qtbot.assertNotEmitted(panel.remove_asked):
        qtbot.keyClick(panel.table, Qt.Key.Key_Delete)


def test_the_menu_offers_the_same_and_says_why_not(panel: OrderPanel, qtbot: QtBot) -> None:
    panel.table.choose(2)
    menu = panel.table.menu(STEPS[1])
    find, remove = menu.actions()
    assert find.isEnabled()
    assert not remove.isEnabled()
    assert "running" in remove.text()
    panel.table.choose(3)
    _, remove = panel.table.menu(STEPS[2]).actions()
    with qtbot.waitSignal(panel.remove_asked) as asked:
        remove.trigger()
    assert asked.args == [3]


def test_feedback_changes_only_its_row_and_keeps_the_choice(panel: OrderPanel, qtbot: QtBot) -> None:
    panel.table.choose(4)
    done = replace(STEPS[1], state=StepState.DONE, outcome="open, feedback in 8.1 s")
    with qtbot.waitSignal(panel.table.steps.dataChanged) as told, qtbot.assertNotEmitted(panel.table.steps.modelReset):
        panel.show_orders((replace(ORDER, steps=(STEPS[0], done, *STEPS[2:])),))
    assert (told.args[0].row(), told.args[1].row()) == (1, 1)
    assert panel.table.current_line == STEPS[3]


def test_a_step_taken_out_before_the_chosen_one_leaves_it_chosen(panel: OrderPanel) -> None:
    panel.table.choose(4)
    left = [replace(step, number=k + 1) for k, step in enumerate((*STEPS[:2], *STEPS[3:]))]
    panel.show_orders((replace(ORDER, steps=tuple(left)),))
    line = panel.table.current_line
    assert line is not None
    assert (line.number, line.name) == (3, "T3")


def test_the_step_at_work_comes_into_view_and_stays_where_a_person_scrolls(panel: OrderPanel) -> None:
    steps = [replace(STEPS[4], number=k + 1) for k in range(40)]

    def at_work(row: int, outcome: str) -> OrderView:
        steps[row] = replace(steps[row], state=StepState.RUNNING, outcome=outcome)
        return replace(ORDER, steps=tuple(steps))

    panel.show_orders((at_work(30, "selected"),))
    bar = panel.table.verticalScrollBar()
    assert panel.table.viewport().rect().intersects(panel.table.visualRect(panel.table.steps.index(30, 0)))
    bar.setValue(0)
    panel.show_orders((at_work(30, "operating, 2 s of 8"),))
    assert bar.value() == 0


def test_long_reasons_are_cut_and_whole_in_the_tooltip(panel: OrderPanel) -> None:
    why = "because " * 60
    panel.show_orders((replace(ORDER, steps=(replace(STEPS[0], why=why),)),))
    assert panel.table.horizontalScrollBar().maximum() == 0
    tip = panel.table.steps.index(0, StepColumn.WHY).data(Qt.ItemDataRole.ToolTipRole)
    assert why.strip() in tip
    assert ORDER.summary in panel.summary.toolTip()
    panel.resize(2400, 420)
    assert panel.summary.toolTip() == ""


def test_another_plan_is_chosen_and_an_unproven_one_is_not(panel: OrderPanel, qtbot: QtBot) -> None:
    buttons = panel.plans.buttons
    assert [button.isEnabled() for button in buttons.values()] == [False, True, False]
    assert buttons["a"].text() == "Chosen"
    assert "violates a limit" in buttons["c"].toolTip()
    with qtbot.waitSignal(panel.plan_chosen) as chosen:
        qtbot.mouseClick(buttons["b"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["b"]
    panel.show_orders((replace(ORDER, plans=PLANS[:2]),))
    assert list(panel.plans.buttons) == ["a", "b"]
    panel.show_orders((replace(ORDER, plans=()),))
    assert not panel.plans.isVisible()


def test_playback_is_asked_step_by_step_and_never_taken_for_now(panel: OrderPanel, qtbot: QtBot) -> None:
    assert not panel.playback.isVisible()
    panel.show_playback(PlaybackView(5))
    assert panel.playback.isVisible()
    assert not panel.playback.now.isVisible()
    for button, step in ((panel.playback.on, 0), (panel.playback.slider, 1)):
        with qtbot.waitSignal(panel.playback_asked) as asked:
            if step:
                panel.playback.slider.setFocus()
                qtbot.keyClick(button, Qt.Key.Key_Right)
            else:
                qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [step]
        panel.show_playback(PlaybackView(5, step))
    with qtbot.assertNotEmitted(panel.playback_asked):
        panel.show_playback(PLAYING)
    assert "Predicted, not now" in panel.playback.words.text()
    assert panel.table.cells.played == 4
    with qtbot.waitSignal(panel.playback_asked) as asked:
        qtbot.mouseClick(panel.playback.now, Qt.MouseButton.LeftButton)
    assert asked.args == [-1]
    panel.show_playback(PlaybackView(5, 5))
    assert not panel.playback.on.isEnabled()
    panel.show_playback(PlaybackView())
    assert not panel.playback.isVisible()


def test_several_orders_are_turned_to(panel: OrderPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.order_chosen):
        panel.show_orders((ORDER, RETURN))
    assert panel.tabs.isVisible()
    with qtbot.waitSignal(panel.order_chosen) as chosen:
        qtbot.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=panel.tabs.tabRect(1).center())
    assert chosen.args == ["o-2"]
    assert len(panel.table.steps.lines) == 3
    panel.show_orders((ORDER, replace(RETURN, summary="Checked")))
    assert panel.order_id == "o-2"
    assert panel.summary.text() == "Checked"
    panel.show_orders((ORDER,))
    assert panel.order_id == "o-1"
    assert panel.heading.isVisible()


def test_a_notice_carries_its_shape(panel: OrderPanel) -> None:
    panel.show_orders((replace(ORDER, notice="S19 did not open: it is stuck.", severity="high"),))
    assert panel.notice.text().startswith("▲ ")
    assert panel.notice.isVisible()
    panel.show_orders((ORDER,))
    assert not panel.notice.isVisible()


@pytest.mark.parametrize("state", list(StepState))
def test_every_state_is_drawn_with_a_sign_or_a_word(panel: OrderPanel, state: StepState) -> None:
    planned = panel.table.grab().toImage()
    steps = tuple(replace(step, state=state, severity="") for step in STEPS)
    panel.show_orders((replace(ORDER, steps=steps),))
    tip = panel.table.steps.index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert state.value.replace("_", " ") in tip
    assert panel.table.grab().toImage() != planned
