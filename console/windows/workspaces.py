"""Workspaces: what fills the middle and which docks stand around it, each set as the person has left it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QToolBar, QWidget

from console.windows.main_window import MainWindow
from widgets.workspace_rail import WorkspaceLine, WorkspaceRail


@dataclass(slots=True)
class _Workspace:
    line: WorkspaceLine
    docks: frozenset[str]
    arrange: Callable[[], object]
    centre: QWidget
    state: bytes = b""


class Workspaces(QObject):
    """The rail at the left edge and what it chooses. Nothing is shown while there is just one workspace.

    Signals:
        chosen: key of the workspace that is shown now.
    """

    chosen = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.rail = WorkspaceRail(window)
        self._bar = QToolBar(window)
        self._bar.setObjectName("workspaceBar")
        self._bar.setWindowTitle(self.tr("Workspaces"))
        self._bar.setMovable(False)
        self._bar.setFloatable(False)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._bar.addWidget(self.rail)
        window.addToolBar(Qt.ToolBarArea.LeftToolBarArea, self._bar)
        self._bar.hide()
        self._known: dict[str, _Workspace] = {}
        self.current = ""
        self.rail.chosen.connect(self.choose)

    def add(
        self,
        line: WorkspaceLine,
        docks: frozenset[str],
        arrange: Callable[[], object],
        centre: QWidget | None = None,
    ) -> None:
        """A workspace with the docks that stand in it; ``arrange`` puts them up the first time.

        ``centre`` fills the middle of the window; without one the diagram does.
        """
        self._known[line.key] = _Workspace(line, docks, arrange, centre or self._window.diagram_panel)
        if centre is not None:
            self._window.add_centre(centre)
        self.current = self.current or line.key
        shortcut = QShortcut(QKeySequence(f"Alt+{len(self._known)}"), self._window)
        shortcut.activated.connect(lambda: self.choose(line.key))
        self._show()

    def show_line(self, line: WorkspaceLine) -> None:
        """Other words or another count."""
        self._known[line.key].line = line
        self._show()

    def _show(self) -> None:
        self.rail.show_workspaces([workspace.line for workspace in self._known.values()], self.current)
        self._bar.setVisible(len(self._known) > 1)

    def choose(self, key: str) -> None:
        """Show a workspace."""
        if key == self.current or key not in self._known:
            self.rail.choose(self.current)
            return
        window, before, after = self._window, self._known[self.current], self._known[key]
        before.state = bytes(window.saveState().data())
        self.current = key
        window.setUpdatesEnabled(False)
        try:
            if not after.state or not window.restoreState(after.state):
                for name, dock in window.docks.items():
                    dock.setVisible(name in after.docks)
                after.arrange()
            if before.centre is not after.centre:
                before.centre.hide()
                after.centre.show()
            self._bar.show()
        finally:
            window.setUpdatesEnabled(True)
        self.rail.choose(key)
        self.chosen.emit(key)

    def go_home(self) -> None:
        """The first workspace, whose docks are what is kept of the window."""
        self.choose(next(iter(self._known), ""))
