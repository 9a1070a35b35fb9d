"""Prints and keeps the papers of faults, of what is kept on the site now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from console.faults.faults import Faults
from console.windows.live.faults.papers import Papers
from console.windows.main_window import MainWindow
from console.workflows.handover import handover
from console.workflows.outage_report import OutageReport, outage_report
from engines.grid.network import Network
from engines.values.topology import Topology
from widgets.tables.value_table import Run

Entry = tuple[str, Callable[[], None]]


class PaperDesk(QObject):
    """Each paper can be printed, kept as PDF, and the outage report written for other programs.

    Attributes:
        papers: what makes them.
    """

    def __init__(
        self, window: MainWindow, faults: Faults, network: Network, topology: Callable[[], Topology | None], run: Run,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._window, self._faults, self._network, self._topology = window, faults, network, topology
        self.papers = Papers(window, run, lambda: faults.desk.now_us, self)
        self.papers.said.connect(window.say)
        self.papers.failed.connect(lambda sentence: window.say(sentence, "high"))

    def show_menu(self, what: str, paper_id: str) -> None:
        """How a paper is wanted."""
        self.papers.crews = self._faults.repairing.crew_names()
        self.papers.person = self._faults.who()
        entries = {"order": self._order, "document": self._document, "outage": self._outage}[what](paper_id)
        self._pop_up(entries)

    def show_handover(self) -> None:
        """The shift handover of this moment."""
        board = self._faults.desk.board
        self.papers.crews = self._faults.repairing.crew_names()
        self.papers.person = self._faults.who()
        report = handover(
            board.incidents.values(), board.orders.values(), board.documents.values(), board.works.values(),
            self._faults.customers, self._faults.desk.now_us,
        )  # fmt: skip
        self._pop_up(
            [
                (self.tr("Print…"), lambda: self.papers.print_handover(report, self._network)),
                (self.tr("Save as PDF…"), lambda: self.papers.save_handover_pdf(None, report, self._network)),
            ]
        )

    def _pop_up(self, entries: list[Entry]) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, act in entries:
            menu.addAction(text).triggered.connect(lambda _=False, act=act: act())
        menu.popup(QCursor.pos())

    def _order(self, order_id: str) -> list[Entry]:
        order = self._faults.desk.board.orders.get(order_id)
        if order is None:
            return []
        incident = self._faults.desk.board.incidents.get(order.incident_id)
        plan = self._faults.thinking.of(order.incident_id).plan
        told = (order, plan, self._network, incident, self._topology())
        return [
            (self.tr("Print…"), lambda: self.papers.print_order(*told)),
            (self.tr("Save as PDF…"), lambda: self.papers.save_order_pdf(None, *told)),
        ]

    def _document(self, document_id: str) -> list[Entry]:
        document = self._faults.desk.board.documents.get(document_id)
        if document is None:
            return []
        incident = self._faults.desk.board.incidents.get(document.incident_id)
        told = (document, self._network, incident, self._topology())
        return [
            (self.tr("Print…"), lambda: self.papers.print_document(*told)),
            (self.tr("Save as PDF…"), lambda: self.papers.save_document_pdf(None, *told)),
        ]

    def _outage(self, incident_id: str) -> list[Entry]:
        report = self._report(incident_id)
        if report is None:
            return []
        return [
            (self.tr("Print…"), lambda: self.papers.print_outage(report, self._network)),
            (self.tr("Save as PDF…"), lambda: self.papers.save_outage_pdf(None, report, self._network)),
            (self.tr("Export for other programs…"), lambda: self.papers.export_outage(None, report, self._network)),
        ]

    def _report(self, incident_id: str) -> OutageReport | None:
        board = self._faults.desk.board
        incident = board.incidents.get(incident_id)
        if incident is None:
            return None
        return outage_report(
            incident, board.orders.values(), board.works.values(), board.documents.values(), self._faults.customers,
            self._faults.customers_served, self._faults.desk.now_us, self._faults.settings.momentary_minutes,
        )  # fmt: skip
