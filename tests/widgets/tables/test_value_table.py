"""A table of values, used as a person uses it."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engines.grid.network import ElementRef
from widgets.numbers import MISSING
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent, nothing
from widgets.tables.value_table import ValueTable

COLUMNS = (
    ColumnSpec("severity", "Severity", kind=ColumnKind.SEVERITY),
    ColumnSpec("name", "Bus"),
    ColumnSpec("vm_pu", "Voltage", "pu", 3, "Magnitude", ColumnKind.NUMBER),
    ColumnSpec("feeder", "Feeder"),
)


def content(vm_pu=(1.0123, 0.94, np.nan, -0.5), names=("Bus 10", "Bus 9", "Bus 1", "=SUM(A1)")):
    n = len(names)
    values = {
        "severity": np.array([0, 2, -1, 3][:n]),
        "name": np.array(names),
        "vm_pu": np.array(vm_pu, float),
        "feeder": np.array(["F1 Harbour", "F2 Mill", "", "F1 Harbour"][:n]),
    }
    return TableContent(
        COLUMNS, values, np.full(n, "bus"), np.arange(n), "calculated, converged, 14:03:27", "No buses.", name="Buses"
    )


@pytest.fixture
def host(qtbot):
    """A window of fixed size around the table, as its dock is."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 300)
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def table(host):
    shown = ValueTable("Buses", host)
    shown.resize(host.size())
    shown.show()
    shown.show_content(content())
    return shown


def column_texts(table, column):
    return [table.model.index(row, column).data() for row in range(table.model.rowCount())]


def click_header(qtbot, table, column):
    heads = table.view.horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(column) + 10, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)


def type_filter(qtbot, table, text, rows):
    table.filter.clear()
    qtbot.keyClicks(table.filter, text)
    qtbot.waitUntil(lambda: table.model.filter_text == text)
    assert table.model.rowCount() == rows


def test_a_header_carries_the_unit_and_numbers_stand_right(table):
    header = table.model.headerData(2, Qt.Orientation.Horizontal)
    alignment = table.model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
    assert header == "Voltage, pu"
    assert alignment & Qt.AlignmentFlag.AlignRight


def test_what_is_missing_is_a_dash_and_never_a_zero(table):
    assert column_texts(table, 2) == ["1.012", "0.940", MISSING, "−0.500"]
    assert column_texts(table, 0) == ["", "■", MISSING, "▲"]


def test_a_value_says_where_it_comes_from(table):
    tip = table.model.index(1, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Voltage: 0.940 pu\ncalculated, converged, 14:03:27"


def test_a_sign_has_words_for_who_does_not_see_it(table):
    spoken = [table.model.index(k, 0).data(Qt.ItemDataRole.AccessibleTextRole) for k in range(4)]
    assert spoken == ["within limits", "medium", "not known", "high"]


def test_clicking_a_header_sorts_and_the_missing_stay_last(qtbot, table):
    click_header(qtbot, table, 2)
    assert column_texts(table, 2) == ["−0.500", "0.940", "1.012", MISSING]
    click_header(qtbot, table, 2)
    assert column_texts(table, 2) == ["1.012", "0.940", "−0.500", MISSING]
    click_header(qtbot, table, 2)
    assert column_texts(table, 1) == ["Bus 10", "Bus 9", "Bus 1", "=SUM(A1)"]


def test_names_sort_as_a_person_counts(qtbot, table):
    click_header(qtbot, table, 1)
    assert column_texts(table, 1) == ["=SUM(A1)", "Bus 1", "Bus 9", "Bus 10"]


def test_the_sorted_header_shows_an_arrow(qtbot, table):
    click_header(qtbot, table, 2)
    assert table.model.headerData(2, Qt.Orientation.Horizontal) == "Voltage, pu ↑"


def test_a_filter_keeps_rows_with_every_word(qtbot, table):
    type_filter(qtbot, table, "f1 bus", 1)
    assert column_texts(table, 1) == ["Bus 10"]


def test_a_condition_compares_numbers_and_missing_fulfils_none(qtbot, table):
    type_filter(qtbot, table, "voltage<0.95", 2)
    assert column_texts(table, 1) == ["Bus 9", "=SUM(A1)"]
    type_filter(qtbot, table, "vm_pu>=-1 bus", 2)


def test_a_filter_without_match_says_so_and_escape_takes_it_back(qtbot, table):
    type_filter(qtbot, table, "nowhere", 0)
    assert "nowhere" in table.empty_text
    qtbot.keyClick(table.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: table.model.rowCount() == 4)
    assert table.empty_text == ""


def test_copied_rows_carry_headers_units_and_plain_numbers(qtbot, table):
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Severity\tBus\tVoltage, pu\tFeeder\nwithin limits\tBus 10\t1.012\tF1 Harbour\n"
    )


def test_without_a_selection_everything_shown_is_copied(qtbot, table):
    many = 1000
    values = {"name": np.array([f"Bus {k}" for k in range(many)])}
    table.show_content(TableContent(COLUMNS[1:2], values, np.full(many, "bus"), np.arange(many)))
    with qtbot.waitSignal(table.said):
        table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Bus"
    assert lines[1:] == [f"Bus {k}" for k in range(many)]


def test_the_exported_csv_reads_back_in_the_shown_order(qtbot, table, tmp_path):
    click_header(qtbot, table, 2)
    with qtbot.waitSignal(table.said):
        table.export_to(tmp_path / "buses.csv")
    with (tmp_path / "buses.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Severity", "Bus", "Voltage, pu", "Feeder"]
    assert [row[2] for row in rows[1:]] == ["-0.5", "0.94", "1.0123", ""]


def test_a_name_that_looks_like_a_formula_is_not_one_in_a_spreadsheet(table, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    table.export_to(tmp_path / "buses.xlsx")
    table.export_to(tmp_path / "buses.csv")
    cell = openpyxl.load_workbook(tmp_path / "buses.xlsx").active["B5"]
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")
    assert "'=SUM(A1)" in (tmp_path / "buses.csv").read_text(encoding="utf-8-sig")


def test_the_workbook_holds_numbers_with_their_format_and_nothing_where_there_is_no_value(table, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    table.export_to(tmp_path / "buses.xlsx")
    page = openpyxl.load_workbook(tmp_path / "buses.xlsx").active
    assert [c.value for c in page[1]] == ["Severity", "Bus", "Voltage, pu", "Feeder"]
    assert page["C2"].value == pytest.approx(1.0123)
    assert page["C2"].number_format == "#,##0.000"
    assert page["C4"].value is None


def test_a_place_that_cannot_be_written_is_a_sentence(qtbot, table, tmp_path):
    target = tmp_path / "no folder" / "buses.csv"
    with qtbot.waitSignal(table.failed) as said:
        table.export_to(target)
    assert str(target) in said.args[0]
    assert not target.exists()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F])
def test_a_key_goes_to_the_equipment_of_the_row(qtbot, table, key):
    click_header(qtbot, table, 2)
    table.view.selectRow(1)
    with qtbot.waitSignal(table.element_activated) as gone:
        qtbot.keyClick(table.view, key)
    assert gone.args == [ElementRef("bus", 1)]


def test_a_double_click_goes_there_too(qtbot, table):
    place = table.view.visualRect(table.model.index(2, 1)).center()
    with qtbot.waitSignal(table.element_activated) as gone:
        qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert gone.args == [ElementRef("bus", 2)]


def test_selecting_from_outside_tells_no_one(qtbot, table):
    with qtbot.assertNotEmitted(table.selection_changed):
        table.select_refs([ElementRef("bus", 3), ElementRef("line", 0)])
    assert table.selected_refs == (ElementRef("bus", 3),)


def test_selecting_by_hand_is_told(qtbot, table):
    with qtbot.waitSignal(table.selection_changed) as told:
        table.view.selectRow(1)
    assert told.args == [(ElementRef("bus", 1),)]


def test_new_values_of_the_same_rows_keep_selection_order_and_place(qtbot, table):
    many = 500
    rows = np.arange(many)
    names = np.array([f"Bus {k}" for k in rows])

    def made(vm_pu):
        return TableContent(COLUMNS[1:3], {"name": names, "vm_pu": vm_pu}, np.full(many, "bus"), rows)

    table.show_content(made(rows / many))
    click_header(qtbot, table, 1)
    table.select_refs([ElementRef("bus", 400)])
    place = table.view.verticalScrollBar().value()
    with qtbot.assertNotEmitted(table.selection_changed):
        table.show_content(made(1.0 - rows / many))
    assert place > 0
    assert table.view.verticalScrollBar().value() == place
    assert table.selected_refs == (ElementRef("bus", 400),)
    assert column_texts(table, 0)[0] == "Bus 499"


def test_a_selection_survives_a_filter_that_hides_it(qtbot, table):
    table.select_refs([ElementRef("bus", 1)])
    type_filter(qtbot, table, "harbour", 2)
    assert table.selected_refs == ()
    type_filter(qtbot, table, "bus", 3)
    assert table.selected_refs == (ElementRef("bus", 1),)


def test_a_hidden_table_computes_nothing_until_someone_looks(qtbot, host):
    asked = []
    hidden = ValueTable("Buses", host)
    hidden.offer(lambda: asked.append(1) or content())
    assert asked == []
    assert hidden.is_waiting
    hidden.show()
    qtbot.waitUntil(lambda: hidden.model.rowCount() == 4)
    assert asked == [1]


def test_an_empty_table_says_why(table):
    table.show_content(nothing("Open a network to see its buses."))
    assert table.empty_text == "Open a network to see its buses."
    assert not table.view.isVisible()


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="unequal"):
        TableContent(COLUMNS[1:2], {"name": np.array(["a", "b"])}, np.array(["bus"]), np.array([0]))
