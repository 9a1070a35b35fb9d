"""The papers of a fault: printed, kept as PDF, and the outage report as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from console.windows.live.faults.document_paper import document_paper
from console.windows.live.faults.handover_paper import handover_paper
from console.windows.live.faults.order_paper import order_paper
from console.windows.live.faults.outage_files import outage_file_name, outage_sheet
from console.windows.live.faults.outage_paper import outage_paper
from console.windows.live.faults.paper_output import pdf_steps, prepare, print_paper
from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_times import full_moment
from console.windows.live.faults.paper_values import Paper
from console.workflows.handover import Handover
from console.workflows.outage_report import OutageReport
from console.workflows.report_files import write_outage, write_whole
from engines.grid.network import Network
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument
from engines.values.switching_orders import SwitchingOrder
from engines.values.switching_plan import SwitchingPlan
from engines.values.topology import Topology
from engines.values.validation import InputError
from widgets.slices import Slices
from widgets.tables.value_table import Run

ENDINGS = (".csv", ".xlsx", ".json")


class Papers(QObject):
    """Prints papers and writes them to files.

    Where a path is ``None`` the person is asked for it.

    Signals:
        said: a sentence on what was done; failed: one on why it was not.

    Attributes:
        crews: names of crews by id; person: who is signed in, for the handover.
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, run: Run, now_us: Callable[[], int], parent: QObject | None = None) -> None:
        """``run`` writes files elsewhere; ``now_us``: microseconds since 1970 UTC by the console's clock."""
        super().__init__(parent or window)
        self._window, self._run, self._now_us = window, run, now_us
        self.crews: Mapping[str, str] = {}
        self.person = ""

    # Switching orders --------------------------------------------------------------------------------------

    def order(
        self, order: SwitchingOrder, plan: SwitchingPlan | None, network: Network | None, incident: Incident | None,
        topology: Topology | None = None,
    ) -> Paper:  # fmt: skip
        """A switching order as a paper; ``topology`` names feeders."""
        places, name = Places(network, topology), _name(network)
        at = self._now_us()
        return order_paper(order, plan, places, at, network_name=name, incident=incident, crews=self.crews)

    def print_order(
        self, order: SwitchingOrder, plan: SwitchingPlan | None, network: Network | None, incident: Incident | None,
        topology: Topology | None = None,
    ) -> None:  # fmt: skip
        """Show a switching order as it will be printed, and print it."""
        self.print(self.order(order, plan, network, incident, topology))

    def save_order_pdf(
        self, path: Path | None, order: SwitchingOrder, plan: SwitchingPlan | None, network: Network | None,
        incident: Incident | None, topology: Topology | None = None,
    ) -> None:  # fmt: skip
        """Keep a switching order as PDF."""
        self.save(path, self.order(order, plan, network, incident, topology))

    # Safety documents --------------------------------------------------------------------------------------

    def document(
        self, document: SafetyDocument, network: Network | None, incident: Incident | None,
        topology: Topology | None = None,
    ) -> Paper:  # fmt: skip
        """A safety document as a paper."""
        places, name = Places(network, topology), _name(network)
        held = replace(document, holder=self.crews.get(document.holder, document.holder))
        return document_paper(held, places, self._now_us(), network_name=name, incident=incident)

    def print_document(
        self, document: SafetyDocument, network: Network | None, incident: Incident | None,
        topology: Topology | None = None,
    ) -> None:  # fmt: skip
        """Show a safety document as it will be printed, and print it."""
        self.print(self.document(document, network, incident, topology))

    def save_document_pdf(
        self, path: Path | None, document: SafetyDocument, network: Network | None, incident: Incident | None,
        topology: Topology | None = None,
    ) -> None:  # fmt: skip
        """Keep a safety document as PDF."""
        self.save(path, self.document(document, network, incident, topology))

    # Outage reports ----------------------------------------------------------------------------------------

    def outage(self, report: OutageReport, network: Network | None) -> Paper:
        """An outage report as a paper."""
        return outage_paper(report, Places(network), network_name=_name(network), crews=self.crews)

    def print_outage(self, report: OutageReport, network: Network | None) -> None:
        """Show an outage report as it will be printed, and print it."""
        self.print(self.outage(report, network))

    def save_outage_pdf(self, path: Path | None, report: OutageReport, network: Network | None) -> None:
        """Keep an outage report as PDF."""
        self.save(path, self.outage(report, network), outage_file_name(report))

    def export_outage(self, path: Path | None, report: OutageReport, network: Network | None) -> None:
        """Write an outage report for other programs: CSV, workbook or JSON, by the ending."""
        if path is None:
            kinds = self.tr("Comma separated (*.csv);;Workbook (*.xlsx);;JSON (*.json)")
            path = self._ask(self.tr("Export outage report"), outage_file_name(report), kinds, ENDINGS)
        if path is not None:
            sheet = outage_sheet(report, Places(network))
            self._write(write_outage, report, sheet, path=path)

    # Shift handover ----------------------------------------------------------------------------------------

    def handover(self, handover: Handover, network: Network | None) -> Paper:
        """The shift handover as a paper."""
        places, name = Places(network), _name(network)
        return handover_paper(handover, places, network_name=name, person=self.person, crews=self.crews)

    def print_handover(self, handover: Handover, network: Network | None) -> None:
        """Show the shift handover as it will be printed, and print it."""
        self.print(self.handover(handover, network))

    def save_handover_pdf(self, path: Path | None, handover: Handover, network: Network | None) -> None:
        """Keep the shift handover as PDF."""
        day = full_moment(handover.at_us).replace(":", "-")
        self.save(path, self.handover(handover, network), f"shift handover {day}")

    # Any paper ---------------------------------------------------------------------------------------------

    def print(self, paper: Paper) -> None:
        """Show a paper as it will be printed, and print it."""
        from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        prepare(printer, paper)
        dialog = QPrintPreviewDialog(printer, self._window)
        dialog.setWindowTitle(f"{paper.kind} {paper.number}".strip())
        refused: list[str] = []

        def paint(on: QPrinter) -> None:
            refused.clear()
            try:
                print_paper(on, paper)
            except InputError as error:
                refused.append(str(error))

        dialog.paintRequested.connect(paint)
        answer = dialog.exec()
        dialog.deleteLater()
        if refused:
            self.failed.emit(refused[0])
        elif answer == QDialog.DialogCode.Accepted:
            place = printer.outputFileName() or printer.printerName()
            self.said.emit(self.tr("Printed to {path}").format(path=place))

    def save(self, path: Path | None, paper: Paper, name: str = "") -> None:
        """Keep a paper as PDF; ``name`` is offered where the person is asked."""
        if path is None:
            offered = name or f"{paper.kind} {paper.number}".strip().lower()
            path = self._ask(self.tr("Save as PDF"), offered, self.tr("Document (*.pdf)"), (".pdf",))
        if path is None:
            return
        # One for each paper: a second one that is asked for meanwhile does not take the place of the first.
        slices = Slices(self)

        def made(content: bytes, path: Path = path) -> None:
            slices.deleteLater()
            self._write(write_whole, content, path=path)

        slices.start(pdf_steps(paper), made)

    def _ask(self, title: str, name: str, kinds: str, endings: tuple[str, ...]) -> Path | None:
        chosen, kind = QFileDialog.getSaveFileName(self._window, title, f"{name}{endings[0]}", kinds)
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() in endings:
            return path
        ending = next((end for end in endings if f"*{end}" in kind), endings[0])
        return path.with_name(path.name + ending)

    def _write(self, work: Callable[..., Path], *arguments: object, path: Path) -> None:
        self._run(
            work,
            *arguments,
            path,
            key=f"write {path}",
            on_done=lambda done: self.said.emit(self.tr("Written to {path}").format(path=done)),
            on_failed=self.failed.emit,
        )


def _name(network: Network | None) -> str:
    return "" if network is None else network.name
