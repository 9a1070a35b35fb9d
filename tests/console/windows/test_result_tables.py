"""The tables of the window over a real district, as an engineer uses them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from console.windows.change_places import changed_refs
from console.windows.result_tables import ResultTables
from engines.grid.difference import Moment
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.study.power import LoadScaling
from engines.study.switching import SwitchOperation
from engines.synthesis.district import synthesise
from engines.values.loadflow import SolveStatus
from widgets.numbers import MISSING
from widgets.slices import run_steps
from widgets.tables.branches import branches
from widgets.tables.customers import customers
from widgets.tables.losses import losses_by_element, losses_by_feeder, losses_by_level
from widgets.tables.switches import switches
from widgets.tables.value_table import ValueTable


def solved(snapshot):
    return Moment(snapshot, analyse(snapshot), solve(snapshot, verify=False))


@pytest.fixture(scope="module")
def heavy():
    """An evening with more load than the district was built for."""
    snapshot = Snapshot(synthesise(300, 1)).at(np.datetime64("2026-01-14T18:30"))
    return solved(snapshot.with_values("load", "scaling", slice(None), 2.5))


@pytest.fixture(scope="module")
def switched(heavy):
    """The same with a feeder's head open."""
    feeder = next(f for f in heavy.topology.feeders if f.head_table == "switch" and f.bus_rows)
    return solved(heavy.snapshot.with_values("switch", "position", [feeder.head_row], SwitchPosition.OPEN))


def unsolved(moment):
    result = replace(moment.result, status=SolveStatus.DIVERGED, cause="too much load at F3-12")
    return Moment(moment.snapshot, moment.topology, result)


@pytest.fixture
def tables(qtbot):
    shown = ResultTables()
    qtbot.addWidget(shown)
    shown.resize(1100, 320)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def look(tables, widget):
    """Bring a table to the front and wait until it shows what it was offered."""
    tables.setCurrentWidget(widget)
    finish(widget)


def show(tables, moment, before):
    tables.show_moment(moment, before)
    finish(tables.currentWidget())


def finish(widget):
    if isinstance(widget, ValueTable):
        widget.finish()


def title(tables, widget):
    return tables.tabText(tables.indexOf(widget))


def test_the_tab_counts_the_violations_and_lists_them_worst_first(tables, heavy):
    show(tables, heavy, None)
    found = heavy.result.violations
    assert len(found) > 5
    assert title(tables, tables.violations) == f"Violations {len(found)}"
    assert tables.violations.model.rowCount() == len(found)
    assert tables.violations.model.ref(0) == ElementRef(str(found.table[0]), int(found.row[0]))


def test_no_violation_is_only_said_of_a_converged_result(tables, heavy):
    show(tables, unsolved(heavy), None)
    assert title(tables, tables.violations) == "Violations –"
    assert tables.violations.empty_text == "The load flow did not converge: too much load at F3-12"
    tables.show_failure("the worker ended")
    assert "the worker ended" in tables.violations.empty_text


def test_without_convergence_no_table_shows_a_value(tables, heavy):
    show(tables, heavy, None)
    look(tables, tables.buses)
    show(tables, unsolved(heavy), None)
    for widget in (tables.buses, tables.branches):
        look(tables, widget)
        content = widget.model.content
        for column in content.columns:
            if column.key in ("vm_pu", "vm_kv", "va_degree", "loading_percent", "p_mw", "q_mvar", "i_a", "loss_kw"):
                assert np.isnan(content.values[column.key]).all(), column.key
        assert widget.model.index(0, 0).data() == MISSING
        assert "did not converge" in widget.notice_text
    look(tables, tables.losses)
    for key in ("feeder", "level", "element"):
        tables.losses.choose(key)
        tables.losses.finish()
        assert "did not converge" in tables.losses.empty_text


def test_only_the_tab_in_front_is_computed(tables, heavy):
    show(tables, heavy, None)
    assert not tables.violations.is_waiting
    assert tables.branches.is_waiting
    look(tables, tables.branches)
    assert not tables.branches.is_waiting


def test_branches_come_with_the_greatest_loading_first(tables, heavy):
    show(tables, heavy, None)
    look(tables, tables.branches)
    model = tables.branches.model
    loading = model.content.values["loading_percent"][model.order]
    known = loading[~np.isnan(loading)]
    assert (np.diff(known) <= 0).all()
    assert known[0] == pytest.approx(
        max(np.nanmax(heavy.result.branches[t].loading_percent) for t in ("line", "trafo"))
    )


def test_losses_of_each_view_add_up_to_the_total(heavy):
    now = (heavy.snapshot, heavy.topology, heavy.result)
    for made in (losses_by_feeder, losses_by_level, losses_by_element):
        content = run_steps(made(*now))
        assert content.values["loss_kw"].sum() == pytest.approx(heavy.result.losses_kw, rel=1e-9)
        assert content.values["share_percent"].sum() == pytest.approx(100.0)


def test_a_table_row_is_the_equipment_of_the_network(heavy):
    content = branches(heavy.snapshot, heavy.topology, heavy.result)
    network = heavy.snapshot.network
    for row in (0, len(network["line"]) - 1, len(content) - 1):
        ref = content.ref(row)
        assert content.values["id"][row] == network[ref.table].id[ref.row]
        flow = heavy.result.branches[ref.table]
        assert content.values["loss_kw"][row] == pytest.approx(flow.loss_mw[ref.row] * 1e3, nan_ok=True)


def test_customers_behind_an_open_feeder_are_without_supply(heavy, switched):
    before = customers(heavy.snapshot, heavy.topology).values["supply"]
    after = customers(switched.snapshot, switched.topology).values["supply"]
    assert (after == "without supply").sum() > (before == "without supply").sum()


def test_a_switch_off_its_normal_position_is_told(switched):
    content = switches(switched.snapshot, switched.topology)
    position = switched.snapshot.switch_position
    normal = switched.snapshot.network["switch"]["normal_closed"]
    assert ((content.values["deviation"] != "") == (position != normal)).all()
    assert (content.values["deviation"] != "").any()


def test_the_comparison_puts_lost_buses_first_and_subtracts(qtbot, tables, heavy, switched):
    tables.show_changes(["Open F1"])
    show(tables, switched, heavy)
    with qtbot.waitSignal(tables.comparison_wanted):
        look(tables, tables.comparison)
    assert tables.shows_comparison
    qtbot.mouseClick(tables.comparison.buttons["buses"], Qt.MouseButton.LeftButton)
    tables.comparison.finish()
    content = tables.comparison.model.content
    assert content.values["supply"][0] == "lost"
    assert np.isnan(content.values["vm_after"][0])
    k = int(np.flatnonzero(content.values["supply"] == "")[0])
    row = int(content.rows[k])
    change = switched.result.vm_pu[row] - heavy.result.vm_pu[row]
    assert content.values["vm_change"][k] == pytest.approx(change)


def test_a_before_of_another_time_is_not_compared(tables, heavy, switched):
    tables.show_changes(["Open F1"])
    other = Moment(replace(heavy.snapshot, time=np.datetime64("2026-01-14T03:00")), heavy.topology, heavy.result)
    show(tables, switched, other)
    look(tables, tables.comparison)
    assert "being calculated" in tables.comparison.empty_text


def test_a_comparison_with_an_unsolved_side_has_no_difference(tables, heavy, switched):
    show(tables, unsolved(switched), heavy)
    look(tables, tables.comparison)
    tables.comparison.choose("branches")
    tables.comparison.finish()
    assert np.isnan(tables.comparison.model.content.values["loading_change"]).all()
    assert "did not converge" in tables.comparison.notice_text


def test_changes_are_listed_taken_out_and_gone_to(qtbot, tables):
    tables.show_changes(["Open switch A", "Scale loads"])
    look(tables, tables.changes)
    assert title(tables, tables.changes) == "Changes 2"
    tables.changes.list.setCurrentRow(0)
    with qtbot.waitSignal(tables.remove_asked) as asked:
        qtbot.keyClick(tables.changes.list, Qt.Key.Key_Delete)
    assert asked.args == [0]
    with qtbot.waitSignal(tables.jump_asked) as asked:
        qtbot.keyClick(tables.changes.list, Qt.Key.Key_Return)
    assert asked.args == [0]
    with qtbot.waitSignal(tables.remove_asked):
        qtbot.mouseClick(tables.changes.remove_button, Qt.MouseButton.LeftButton)
    tables.show_changes([])
    assert title(tables, tables.changes) == "Changes"
    assert not tables.changes.remove_button.isEnabled()


def test_a_change_is_found_on_the_diagram(heavy):
    network = heavy.snapshot.network
    switch_id, load_id = str(network["switch"].id[3]), str(network["load"].id[1])
    assert changed_refs(SwitchOperation(switch_id, 0), network) == (ElementRef("switch", 3),)
    assert changed_refs(LoadScaling(1.1, (load_id,)), network) == (ElementRef("load", 1),)
    assert changed_refs(LoadScaling(1.1), network) == ()


def test_a_selection_in_one_table_is_told_once_and_shown_in_the_others(qtbot, tables, heavy):
    show(tables, heavy, None)
    told = []
    tables.selection_changed.connect(told.append)
    tables.violations.view.selectRow(0)
    ref = tables.violations.model.ref(0)
    assert told == [(ref,)]
    look(tables, tables.branches if ref.table != "bus" else tables.buses)
    assert tables.currentWidget().selected_refs == (ref,)
    assert told == [(ref,)]


def test_a_row_is_flown_to(qtbot, tables, heavy):
    show(tables, heavy, None)
    tables.violations.view.selectRow(2)
    with qtbot.waitSignal(tables.element_activated) as gone:
        qtbot.keyClick(tables.violations.view, Qt.Key.Key_F)
    assert gone.args == [tables.violations.model.ref(2)]


def test_before_a_network_is_open_every_table_says_what_to_do(tables):
    for widget in tables.tables:
        look(tables, widget)
        assert "Open one" in widget.empty_text


def test_many_rows_come_in_turns_and_another_networks_rows_are_gone_meanwhile(qtbot, tables, heavy):
    tables.setCurrentWidget(tables.branches)
    show(tables, heavy, None)
    tables.setCurrentWidget(tables.violations)
    big = Snapshot(synthesise(5000, 3))
    tables.show_moment(Moment(big, analyse(big), None), None)
    tables.setCurrentWidget(tables.branches)
    # A machine that makes them all within its first turn has nothing to hide.
    assert tables.branches.view.isVisible() is not tables.branches.is_waiting
    qtbot.waitUntil(lambda: not tables.branches.is_waiting)
    assert tables.branches.view.isVisible()
    assert len(tables.branches.model.content) > 5000


def test_what_a_person_does_acts_on_what_is_offered_and_not_on_what_it_replaces(qtbot, tables, heavy):
    tables.setCurrentWidget(tables.buses)
    show(tables, heavy, None)
    big = Snapshot(synthesise(5000, 3))
    tables.buses.sort_by("name", descending=True)
    tables.show_moment(Moment(big, analyse(big), None), None)
    assert tables.buses.is_waiting
    place = tables.buses.view.visualRect(tables.buses.model.index(1, 1)).center()
    qtbot.mouseClick(tables.buses.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not tables.buses.is_waiting
    row = tables.buses.view.selected_rows()[0]
    assert tables.buses.selected_refs == (tables.buses.model.ref(row),)
    assert len(tables.buses.model.content) > 4000


def test_values_of_a_past_state_are_marked_in_every_table_until_the_next_moment(tables, heavy):
    show(tables, heavy, None)
    tables.show_stale()
    for widget, key in ((tables.violations, "vm_pu"), (tables.buses, "vm_pu"), (tables.branches, "loading_percent")):
        look(tables, widget)
        assert set(widget.model.content.qualities[key].texts()) == {"good, calculated, stale"}
    show(tables, heavy, None)
    assert tables.branches.model.content.qualities["loading_percent"].is_plain
    look(tables, tables.buses)
    assert tables.buses.model.content.qualities["vm_pu"].is_plain
