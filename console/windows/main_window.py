"""The main window: puts the parts together; what they show is the presenter's work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSizePolicy, QStatusBar, QVBoxLayout, QWidget

from console.windows.diagram_panel import DiagramPanel
from console.windows.docks import DockPlace, add_docks, set_first_sizes
from console.windows.front import FrontDesk
from console.windows.mode_bar import ModeBar
from console.windows.result_charts import ResultCharts
from console.windows.result_tables import ResultTables
from console.windows.selection import Selection
from console.windows.selection_links import SelectionLinks
from console.windows.window_state import restore_window
from engines.grid.network import Network
from engines.grid.snapshot import Mode
from engines.values.series import SeriesResult
from widgets.diagram.view import DiagramView, Layer
from widgets.inspector.inspector import Inspector
from widgets.network_tree import NetworkTree
from widgets.search import SearchPopup

FRAME_PX = 4


class MainWindow(QMainWindow):
    """The operator's window.

    Attributes:
        desk: what it works on; selection: what is selected.
        day_series: the shown day, for trends; ``None`` where it is not known.

    Signals:
        closing: the close event, for whoever has to ask about unsaved work first.
        action_chosen: an ``ElementAction`` of the selection, chosen in the inspector.
    """

    closing = Signal(object)
    action_chosen = Signal(object)

    def __init__(self, desk: FrontDesk, mode: Mode = Mode.STUDY, tabs: QWidget | None = None) -> None:
        """A window on what ``desk`` has in front; ``tabs`` stand above the diagram."""
        super().__init__()
        self.desk, self.mode = desk, mode
        self.selection = Selection(self)
        self.setObjectName("mainWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(960, 600)
        self.mode_bar = ModeBar(self)
        self.setMenuWidget(self.mode_bar)
        self.diagram_panel = DiagramPanel(self)
        self._tabs = tabs
        self.network_tree = NetworkTree(self)
        self.inspector = Inspector(self)
        self.tables = ResultTables(self)
        self.charts = ResultCharts(self)
        self.setCentralWidget(self._centre())
        self.docks = add_docks(self, self._dock_places())
        self._status, self._sentence = QLabel(self), ""
        self._status.setObjectName("statusText")
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._status.setAccessibleName(self.tr("What the last change did"))
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        bar.addWidget(self._status, 1)
        self.setStatusBar(bar)
        self.day_series: SeriesResult | None = None
        self.search = SearchPopup(self)
        self.links = SelectionLinks(self)
        self.show_mode(mode)

    @property
    def diagram(self) -> DiagramView:
        """The diagram."""
        return self.diagram_panel.diagram

    def _centre(self) -> QWidget:
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self._tabs is not None:
            column.addWidget(self._tabs)
        column.addWidget(self.diagram_panel, 1)
        self._centre_column = column
        return centre

    def add_centre(self, widget: QWidget) -> None:
        """Let something else fill the place of the diagram once it is shown."""
        widget.hide()
        self._centre_column.addWidget(widget, 1)

    def _dock_places(self) -> tuple[DockPlace, ...]:
        area = Qt.DockWidgetArea
        return (
            DockPlace("network", self.tr("Network"), self.network_tree, area.LeftDockWidgetArea),
            DockPlace("inspector", self.tr("Inspector"), self.inspector, area.RightDockWidgetArea),
            DockPlace("tables", self.tr("Tables"), self.tables, area.BottomDockWidgetArea),
            DockPlace("charts", self.tr("Charts"), self.charts, area.BottomDockWidgetArea, beside="tables"),
        )

    def put_above_inspector(self, widget: QWidget) -> None:
        """Let something stand above the inspector in its dock, for as long as it is visible."""
        both = QWidget(self)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(widget)
        column.addWidget(self.inspector, 1)
        self.docks["inspector"].setWidget(both)

    @property
    def mode_is_elsewhere(self) -> bool:
        """Whether another moment than the present is shown: a past one, or a step of a plan."""
        return self.mode in (Mode.REPLAY, Mode.PLAN)

    def show_mode(self, mode: Mode) -> None:
        """Name the mode in bar, frame and title."""
        self.mode = mode
        self.mode_bar.show_mode(mode)
        frame = 0 if mode is Mode.LIVE else FRAME_PX
        self.setContentsMargins(frame, 0, frame, frame)
        self.setProperty("mode", str(mode))
        self.style().unpolish(self)
        self.style().polish(self)

    def show_title(self, name: str, is_changed: bool) -> None:
        """Name the study or district in bar and title."""
        self.mode_bar.show_title(name, is_changed)
        mark = " *" if is_changed else ""
        self.setWindowTitle(f"{name}{mark} – {self.mode_bar.mode_text} – Tieline")

    def say(self, sentence: str, severity: str = "") -> None:
        """One line in the status bar; ``severity`` "high" or "medium" colours it."""
        self._sentence = sentence
        clock = QDateTime.currentDateTime().toString("HH:mm:ss")
        # Without its time an old sentence reads as if it were about the present.
        self._status.setText(f"{clock}  {sentence}" if sentence else "")
        self._status.setToolTip(sentence)
        if self._status.property("severity") != severity:
            self._status.setProperty("severity", severity)
            self._status.style().unpolish(self._status)
            self._status.style().polish(self._status)

    @property
    def said(self) -> str:
        """What the status bar says."""
        return self._sentence

    def arrange(self, geometry: bytes, docks: bytes) -> None:
        """As the person left it, or as it stands at first."""
        if not restore_window(self, geometry, docks):
            set_first_sizes(self, self.docks)

    def describe_selection(self) -> None:
        """Bring the inspector up to date."""
        self.links.describe()

    def trace(self, way: str) -> None:
        """Show the path to the source (``"up"``) or all that is supplied from the selection (``"down"``)."""
        self.links.trace(way)

    def show_search(self) -> None:
        """Let the person find any equipment of the network in front."""
        if self.desk.front is not None:
            self.search.open_on(self.desk.front.snapshot.network)

    def view_state(self) -> dict[str, Any]:
        """What a study file keeps of the view: layer, kind, what is looked at and selected; JSON values."""
        camera = self.diagram.camera
        state: dict[str, Any] = {"layer": str(self.diagram_panel.layer), "view": self.diagram_panel.view_kind}
        state["camera"] = [camera.x, camera.y, camera.scale]
        if self.desk.front is not None:
            network = self.desk.front.opened.network
            state["selection"] = [str(network[ref.table].id[ref.row]) for ref in self.selection.refs]
        return state

    def restore_view(self, state: Mapping[str, Any], network: Network, has_map: bool) -> None:
        """Look where :meth:`view_state` was taken; what makes no sense (any more) is left out."""
        panel = self.diagram_panel
        if state.get("layer") in tuple(Layer):
            panel.choose_layer(Layer(state["layer"]))
        if state.get("view") == "schematic" or (state.get("view") == "map" and has_map):
            panel.choose_view_kind(state["view"])
        camera = state.get("camera")
        if isinstance(camera, list) and len(camera) == 3 and all(isinstance(v, int | float) for v in camera):
            self.diagram.look_by_hand(self.diagram.camera.centred(*map(float, camera)))
        ids = state.get("selection")
        if isinstance(ids, list):
            self.selection.choose([ref for ref in map(network.find, map(str, ids)) if ref is not None])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever holds unsaved work."""
        self.closing.emit(event)
