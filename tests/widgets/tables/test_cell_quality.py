"""How good a value is shows in its cell, is told to who does not see it, and leaves with it."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from engines.grid.quality import Freshness, Origin, Quality
from engines.values.element_doubt import ALL_OLD
from widgets.numbers import MISSING
from widgets.tables.branches import branches
from widgets.tables.buses import buses
from widgets.tables.content import ColumnKind, ColumnSpec, TableContent
from widgets.tables.findings import violations
from widgets.tables.quality import CellFlag, cell_mark, cell_quality
from widgets.tables.value_table import ValueTable

COLUMNS = (ColumnSpec("name", "Bus"), ColumnSpec("vm_pu", "Voltage", "pu", 4, "Magnitude", ColumnKind.NUMBER))
KINDS = {
    "good": (Quality.GOOD, Origin.CALCULATED, Freshness.FRESH),
    "telemetered": (Quality.GOOD, Origin.TELEMETERED, Freshness.FRESH),
    "estimated": (Quality.GOOD, Origin.ESTIMATED, Freshness.FRESH),
    "questionable": (Quality.QUESTIONABLE, Origin.TELEMETERED, Freshness.FRESH),
    "silent": (Quality.GOOD, Origin.TELEMETERED, Freshness.SUSPECT),
    "stale": (Quality.GOOD, Origin.TELEMETERED, Freshness.STALE),
    "allocated": (Quality.GOOD, Origin.ALLOCATED, Freshness.FRESH),
    "manual": (Quality.GOOD, Origin.MANUAL, Freshness.FRESH),
    "invalid": (Quality.INVALID, Origin.TELEMETERED, Freshness.FRESH),
}
NAMES = tuple(KINDS)


def content(kinds=NAMES, vm_pu=1.0123, **extra):
    n = len(kinds)
    quality, origin, freshness = (np.array([KINDS[k][part] for k in kinds]) for part in range(3))
    values = {"name": np.array(kinds), "vm_pu": np.broadcast_to(np.asarray(vm_pu, float), (n,))}
    qualities = {"vm_pu": cell_quality(n, quality, origin, freshness)}
    return TableContent(COLUMNS, values, np.full(n, "bus"), np.arange(n), name="Buses", qualities=qualities, **extra)


@pytest.fixture
def host(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 320)
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


def picture(table, row, column=1):
    """The ink of one cell: what is drawn where, whatever the row beneath."""
    rect = table.view.visualRect(table.model.index(row, column))
    image = table.view.viewport().grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).copy()


def test_each_doubt_looks_different_and_a_good_value_is_quiet(table):
    drawn = {name: picture(table, row) for row, name in enumerate(NAMES)}
    assert np.array_equal(drawn["good"], drawn["telemetered"])
    rest = [name for name in NAMES if name != "telemetered"]
    for k, one in enumerate(rest):
        for other in rest[k + 1 :]:
            assert not np.array_equal(drawn[one], drawn[other]), (one, other)


def test_a_doubtful_figure_stands_where_a_good_one_stands(table):
    good, doubtful = picture(table, NAMES.index("good")), picture(table, NAMES.index("questionable"))
    figures = 4 * 65
    assert np.array_equal(good[:, -figures:], doubtful[:, -figures:])


def test_the_unit_stands_in_the_cell(table):
    with_unit = picture(table, 0)
    bare = (COLUMNS[0], ColumnSpec("vm_pu", "Voltage", "", 4, "Magnitude", ColumnKind.NUMBER))
    shown = content()
    width = table.view.columnWidth(1)
    table.show_content(TableContent(bare, shown.values, shown.tables, shown.rows))
    table.view.setColumnWidth(1, width)
    assert not np.array_equal(with_unit, picture(table, 0))


def test_a_doubt_stays_in_a_narrow_column(table):
    table.view.setColumnWidth(1, 62)
    assert not np.array_equal(picture(table, NAMES.index("good")), picture(table, NAMES.index("questionable")))


def test_a_cell_says_unit_quality_origin_and_age(table):
    spoken = [table.model.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(len(NAMES))]
    assert spoken == [
        "Voltage: 1.0123 pu, good, calculated",
        "Voltage: 1.0123 pu, good, telemetered",
        "Voltage: 1.0123 pu, good, estimated",
        "Voltage: 1.0123 pu, questionable, telemetered",
        "Voltage: 1.0123 pu, good, telemetered, source silent",
        "Voltage: 1.0123 pu, good, telemetered, stale",
        "Voltage: 1.0123 pu, good, allocated",
        "Voltage: 1.0123 pu, good, entered by hand",
        "Voltage: no value, invalid, telemetered",
    ]


def test_an_invalid_value_is_nobodys_number(table):
    row = NAMES.index("invalid")
    assert table.model.index(row, 1).data() == MISSING
    assert np.isnan(table.model.content.values["vm_pu"][row])
    table.filter.setText("voltage>0")
    table._apply_filter()
    assert table.model.rowCount() == len(NAMES) - 1
    table.filter.clear()
    table._apply_filter()
    table.sort_by("vm_pu", descending=True)
    assert int(table.model.order[-1]) == row


def test_doubtful_rows_are_found_by_their_words(table):
    table.filter.setText("stale")
    table._apply_filter()
    assert table.model.rowCount() == 1


def test_a_copy_says_how_good_each_value_is_where_not_all_are(table):
    table.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Bus\tVoltage, pu\tVoltage, pu: quality"
    assert lines[1] == "good\t1.0123\tgood, calculated"
    assert lines[-1] == f"invalid\t{MISSING}\tinvalid, telemetered"
    table.view.select_rows([0, 1], with_scroll=False)
    table.copy()
    assert QGuiApplication.clipboard().text().splitlines()[0] == "Bus\tVoltage, pu"


def test_files_say_it_too(table, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    table.export_to(tmp_path / "buses.csv")
    table.export_to(tmp_path / "buses.xlsx")
    with (tmp_path / "buses.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    page = openpyxl.load_workbook(tmp_path / "buses.xlsx").active
    row = 1 + NAMES.index("stale")
    assert rows[0] == [c.value for c in page[1]] == ["Bus", "Voltage, pu", "Voltage, pu: quality"]
    assert rows[row] == ["stale", "1.0123", "good, telemetered, stale"]
    assert page.cell(row + 1, 3).value == "good, telemetered, stale"


def test_rows_in_another_order_keep_their_quality():
    some = content().taken(np.array([5, 2]))
    assert some.qualities["vm_pu"].texts().tolist() == ["good, telemetered, stale", "good, estimated"]


def test_values_age_together():
    aged = content(("good", "estimated")).aged(ALL_OLD)
    flags = aged.qualities["vm_pu"].flags.tolist()
    assert flags == [CellFlag.STALE, CellFlag.STALE | CellFlag.ESTIMATED]


def test_signs_add_up():
    assert cell_mark(CellFlag.QUESTIONABLE | CellFlag.MANUAL) == "?M"
    assert cell_mark(CellFlag.ESTIMATED | CellFlag.STALE) == ""


@pytest.mark.parametrize("wrong", [np.array(["good", "fine"]), np.array([0, 3])])
def test_an_unknown_quality_is_refused_and_not_taken_for_good(wrong):
    with pytest.raises(ValueError, match=r"fine|place 3"):
        cell_quality(2, wrong)


def test_places_and_words_mean_the_same():
    by_place = cell_quality(3, np.array([0, 1, 2], np.uint8), freshness=np.array([2, 1, 0]))
    by_word = cell_quality(3, np.array(["good", "questionable", "invalid"]), freshness=np.array(list(Freshness)[::-1]))
    assert by_place.texts().tolist() == by_word.texts().tolist()


def test_values_of_a_load_flow_are_good_and_calculated(moment):
    shown = buses(moment.snapshot, moment.topology, moment.result)
    assert shown.qualities["vm_pu"].texts().tolist() == ["good, calculated"] * 6
    assert "vn_kv" not in shown.qualities
    found = violations(moment.snapshot, moment.topology, moment.result)
    assert all(quality.is_plain for quality in found.qualities.values())


def test_without_convergence_values_are_invalid_dashes(moment, unsolved):
    for made in (buses, branches):
        shown = made(unsolved.snapshot, unsolved.topology, unsolved.result)
        for key, quality in shown.qualities.items():
            assert np.isnan(shown.values[key]).all(), key
            assert set(quality.texts()) == {"invalid, calculated"}
    assert buses(moment.snapshot, None, None).qualities == {}
