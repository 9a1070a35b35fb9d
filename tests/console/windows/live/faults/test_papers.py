"""The other papers, and what becomes of them: printed, in a file, or refused with a sentence."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.windows.live.faults.paper_output import pdf_bytes, print_paper, save_pdf
from console.windows.live.faults.paper_times import full_moment, moment, time_of_day
from console.windows.live.faults.papers import Papers
from console.workflows.customers import CustomerList
from console.workflows.handover import Handover, handover
from console.workflows.outage_report import OutageReport, outage_report
from engines.values.incidents import IncidentState
from engines.values.repair import Customer, Outage, SafetyState
from engines.values.validation import InputError
from tests.console.windows.live.faults.fault_values import DOCUMENT, INCIDENT, MINUTE, WORK, T, order_of, steps_of
from tests.console.windows.live.faults.pdf_text import pages_text, squeezed
from widgets.tables.value_table import run_now

NOW = T + 200 * MINUTE
CUSTOMERS = CustomerList({"load:4": (Customer("f", "load:4", "Meier", has_life_support=True, contact="0711 1234"),)})
HAS_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the always full device")


@pytest.fixture
def papers(qtbot: QtBot) -> Papers:
    window = QWidget()
    qtbot.addWidget(window)
    made = Papers(window, run_now, lambda: NOW)
    made.crews, made.person = {"crew:2": "Crew Meyer"}, "anna"
    return made


def report() -> OutageReport:
    return outage_report(INCIDENT, [order_of(steps_of(3, done=3))], [WORK], [DOCUMENT], CUSTOMERS, 2000, NOW)


def under_way() -> Handover:
    stages = (*INCIDENT.outage.stages[:2], replace(INCIDENT.outage.stages[2], end_us=0))
    incident = replace(INCIDENT, state=IncidentState.RESTORED, outage=Outage(stages))
    return handover([incident], [order_of(steps_of(3))], [DOCUMENT], [], CUSTOMERS, NOW)


def text_of(content: bytes) -> str:
    return "".join(pages_text(content))


# What stands on them ---------------------------------------------------------------------------------------


def test_a_safety_document_names_points_earths_and_who_signs(papers: Papers) -> None:
    text = text_of(pdf_bytes(papers.document(DOCUMENT, None, INCIDENT)))
    for words in (
        "Safety document 4", "Repair of the cable", "switch:S001", "switch:S002", "line:L4", "crew 2", "anna",
        "Issued (control room)", "Received (crew)", "Returned (crew)", "Cancelled (control room)",
        time_of_day(T + 3 * MINUTE),
    ):  # fmt: skip
        assert squeezed(words) in text
    assert "NOTISSUED" not in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SafetyState.EARTHED, "NOT ISSUED – no work yet"),
        (SafetyState.RETURNED, "RETURNED – no work any more"),
        (SafetyState.CANCELLED, "CANCELLED – protects nobody"),
    ],
)
def test_a_document_nobody_may_work_under_says_so(papers: Papers, state: SafetyState, words: str) -> None:
    text = text_of(pdf_bytes(papers.document(replace(DOCUMENT, state=state), None, None)))
    assert squeezed(words) in text


def test_an_outage_report_tells_everything(papers: Papers) -> None:
    text = text_of(pdf_bytes(papers.outage(report(), None)))
    for words in (
        "Outage report 7", "F3 Mill road tripped", "cable or accessory failed", "SAIDI 2.100 min", "SAIFI 0.0550",
        "4 200 customer minutes", "2 h 00 min", "life support", "30 min later than told", "within the latest time",
        "20 min later than told", "beyond the latest time", "Crew Meyer", "joint flooded", "locked out",
        "Switching order 12: Restoration, approved", f"on site {moment(T + 30 * MINUTE, NOW)}",
    ):  # fmt: skip
        assert squeezed(words) in text, words
    assert "NOTFINAL" not in text


def test_a_report_of_an_incident_that_goes_on_is_not_final(papers: Papers) -> None:
    going = outage_report(replace(INCIDENT, state=IncidentState.REPAIRED), [], [], [], CUSTOMERS, 0, NOW)
    text = text_of(pdf_bytes(papers.outage(going, None)))
    assert squeezed("NOT FINAL – the incident is not closed") in text
    assert squeezed("SAIDI – min") in text, "nobody knows how many are served"


def test_generation_inside_is_a_field_to_be_filled_in(papers: Papers) -> None:
    assert "Generationinside" not in text_of(pdf_bytes(papers.document(DOCUMENT, None, None)))
    text = text_of(pdf_bytes(papers.document(replace(DOCUMENT, generation=("sgen:PV 7",)), None, None)))
    assert squeezed("Generation inside") in text
    assert squeezed("sgen:PV 7") in text
    assert squeezed("Disconnected") in text


def test_a_handover_says_first_what_must_not_be_overlooked(papers: Papers) -> None:
    text = text_of(pdf_bytes(papers.handover(under_way(), None)))
    overlooked, incident = text.index("Nottobeoverlooked"), text.index("7F3Millroadtripped")
    assert overlooked < incident
    for words in (
        "1 customers with life support are without supply", "safety document 4 is held by crew 2",
        "Meier", "0711 1234", "Handed over", "Taken over", "approved, step 1 of 3",
    ):  # fmt: skip
        assert squeezed(words) in text, words


def test_a_quiet_shift_is_handed_over_too(papers: Papers) -> None:
    text = text_of(pdf_bytes(papers.handover(Handover(NOW, ()), None)))
    assert squeezed("No incident is under way.") in text


# Into files ------------------------------------------------------------------------------------------------


def test_pdfs_are_made_one_beside_the_other(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    order = order_of(steps_of(80))
    done: list[str] = []
    papers.said.connect(done.append)
    papers.save_order_pdf(tmp_path / "order.pdf", order, None, None, INCIDENT)
    papers.save_document_pdf(tmp_path / "document.pdf", DOCUMENT, None, None)
    papers.save_outage_pdf(tmp_path / "outage.pdf", report(), None)
    papers.save_handover_pdf(tmp_path / "handover.pdf", under_way(), None)
    qtbot.waitUntil(lambda: len(done) == 4)
    names = ("order.pdf", "document.pdf", "outage.pdf", "handover.pdf")
    assert sorted(done) == sorted(f"Written to {tmp_path / name}" for name in names)
    assert {path.name for path in tmp_path.iterdir()} == set(names)
    assert "S080" in text_of((tmp_path / "order.pdf").read_bytes())


def test_a_report_for_other_programs(papers: Papers, tmp_path: Path) -> None:
    for ending in (".csv", ".json", ".xlsx"):
        papers.export_outage(tmp_path / f"outage{ending}", report(), None)
    rows = list(csv.DictReader((tmp_path / "outage.csv").read_text(encoding="utf-8-sig").splitlines()))
    stages = [row for row in rows if row["Part"] == "Stage"]
    assert [(row["Customers"], row["Minutes"]) for row in stages] == [("300", "2"), ("100", "30"), ("10", "120")]
    assert {row["What"]: row["Value"] for row in rows if row["Part"] == "Figure"}["SAIDI, min"] == "2.1"
    assert len([row for row in rows if row["Part"] == "Switching step"]) == 3
    assert json.loads((tmp_path / "outage.json").read_text(encoding="utf-8"))["figures"]["saidi_minutes"] == 2.1
    assert (tmp_path / "outage.xlsx").read_bytes().startswith(b"PK")


def test_the_name_offered_has_incident_and_date(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def answer(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "chosen"), "JSON (*.json)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    papers.export_outage(None, report(), None)
    assert offered == [f"outage 7 {full_moment(T)[:10]}.csv"]
    assert (tmp_path / "chosen.json").exists()


def test_nobody_who_gives_no_name_gets_a_file(papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    papers.save_order_pdf(None, order_of([]), None, None, None)
    papers.export_outage(None, report(), None)
    assert not list(tmp_path.iterdir())


def test_what_writes_runs_where_there_is_no_window() -> None:
    code = (
        "import sys; import console.workflows.report_files, console.workflows.reliability_now; "
        "sys.exit(any(name.split('.')[0] in ('PySide6', 'pandapower', 'power_grid_model') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@HAS_FULL
def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(tmp_path: Path, papers: Papers) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(b"of yesterday")
    (tmp_path / ".order.pdf.part").symlink_to("/dev/full")
    with pytest.raises(InputError, match="cannot be written: No space left on device; choose another folder"):
        save_pdf(papers.order(order_of([]), None, None, None), path)
    assert path.read_bytes() == b"of yesterday"
    assert [each.name for each in tmp_path.iterdir()] == ["order.pdf"]


def test_a_folder_that_is_gone_is_a_sentence(qtbot: QtBot, papers: Papers, tmp_path: Path) -> None:
    for ending in (".json", ".csv"):
        with qtbot.waitSignal(papers.failed) as told:
            papers.export_outage(tmp_path / "gone" / f"outage{ending}", report(), None)
        assert "cannot be written: No such file or directory" in told.args[0]
    with qtbot.waitSignal(papers.failed) as told:
        papers.save_document_pdf(tmp_path / "gone" / "d.pdf", DOCUMENT, None, None)
    assert "choose another folder" in told.args[0]


# Onto paper ------------------------------------------------------------------------------------------------


def answer_preview(button: str, path: Path) -> list[int]:
    """Press print in the preview, and answer the printer's dialog; gives the pages that were shown before."""
    shown: list[int] = []

    def choose_printer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QPrintDialog):
            QTimer.singleShot(20, choose_printer)
            return
        name = dialog.findChild(QLineEdit, "filename")
        assert isinstance(name, QLineEdit)
        name.setText(str(path))
        next(b for b in dialog.findChildren(QPushButton) if button in b.text()).click()
        if button == "Cancel":
            QTimer.singleShot(0, close)

    def close() -> None:
        preview = QApplication.activeModalWidget()
        assert isinstance(preview, QPrintPreviewDialog)
        preview.reject()

    def act() -> None:
        preview = QApplication.activeModalWidget()
        if not isinstance(preview, QPrintPreviewDialog):
            QTimer.singleShot(20, act)
            return
        label = next(e for e in preview.findChildren(QLineEdit) if e.text().isdecimal())
        shown.append(int(label.text()))
        QTimer.singleShot(20, choose_printer)
        next(a for a in preview.findChildren(QAction) if a.text() == "Print").trigger()

    QTimer.singleShot(20, act)
    return shown


@pytest.mark.skipif(sys.platform != "linux", reason="other systems show their own dialog")
def test_an_order_is_shown_and_then_printed(papers: Papers, tmp_path: Path) -> None:
    said: list[str] = []
    papers.said.connect(said.append)
    shown = answer_preview("Print", tmp_path / "order.pdf")
    papers.print_order(order_of(steps_of(40)), None, None, INCIDENT)
    assert shown == [1]
    pages = pages_text((tmp_path / "order.pdf").read_bytes())
    assert len(pages) > 1
    assert "S040" in pages[-1]
    assert said == [f"Printed to {tmp_path / 'order.pdf'}"]
    answer_preview("Cancel", tmp_path / "another.pdf")
    papers.print_document(DOCUMENT, None, None)
    assert not (tmp_path / "another.pdf").exists()
    assert len(said) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs the printing to file of other systems")
def test_a_printer_that_does_not_take_it_is_a_sentence(papers: Papers, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "gone" / "order.pdf"))
    with pytest.raises(InputError, match=r"gone/order.pdf: cannot be written: No such file"):
        print_paper(printer, papers.order(order_of(steps_of(3)), None, None, None))
