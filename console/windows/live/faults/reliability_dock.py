"""The reliability panel in the live window, counted anew while somebody looks at it."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QObject, Qt, QTimer

from console.faults.faults import Faults
from console.windows.docks import DockPlace, add_late_dock
from console.windows.live.faults.reliability_view import reliability_view
from console.windows.main_window import MainWindow
from console.workflows.reliability_figures import ReliabilityNow
from console.workflows.reliability_now import reliability_work
from widgets.faults_reliability.panel import ReliabilityPanel
from widgets.tables.value_table import Run

EVERY_MS = 5_000


class ReliabilityDock(QObject):
    """Asks a worker for the figures; the latest stand until the next come.

    Attributes:
        panel: the figures.
    """

    def __init__(self, window: MainWindow, faults: Faults, run: Run, parent: QObject) -> None:
        super().__init__(parent)
        self._faults, self._run = faults, run
        self.panel = ReliabilityPanel(window)
        self.panel.run = run
        self.panel.said.connect(window.say)
        self.panel.failed.connect(lambda sentence: window.say(sentence, "medium"))
        place = DockPlace("reliability", self.tr("Reliability"), self.panel, Qt.DockWidgetArea.BottomDockWidgetArea)
        self._dock = add_late_dock(window, window.docks, place, "tables")
        self._dock.hide()
        self._dock.visibilityChanged.connect(lambda is_seen: self.count() if is_seen else None)
        self._change = -2
        self._is_counting = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.count)
        self._timer.start()

    def close(self) -> None:
        """Count no more."""
        self._timer.stop()

    def count(self) -> None:
        """Anew, while it is seen and something has changed or goes on."""
        board = self._faults.desk.board
        goes_on = any(incident.outage.customers_out for incident in board.open_incidents())
        if self._is_counting or not self.panel.isVisible() or (board.change == self._change and not goes_on):
            return
        self._is_counting, self._change = True, board.change
        now = self._faults.desk.now_us
        zone = datetime.fromtimestamp(now / 1e6, UTC).astimezone().tzinfo
        first = min((i.opened_us for i in board.incidents.values()), default=0)
        self._run(
            reliability_work,
            tuple(board.incidents.values()), tuple(board.orders.values()), tuple(board.works.values()),
            self._faults.customers_served, now, zone, self._faults.settings.momentary_minutes, "", first,
            key="reliability", on_done=self._on_counted, on_failed=self._on_failed,
        )  # fmt: skip

    def _on_counted(self, now: ReliabilityNow) -> None:
        self._is_counting = False
        self.panel.show_view(reliability_view(now))

    def _on_failed(self, sentence: str) -> None:
        self._is_counting = False
        self.panel.failed.emit(sentence)
