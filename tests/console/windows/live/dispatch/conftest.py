"""A Dispatch workspace in a window of its own, with real workers and no field: what a planner does at it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog

from console.dispatch.desk import DispatchDesk
from console.dispatch.kept import KeptPlan
from console.live.desk import LiveDesk
from console.studies.background import run_in_worker
from console.tasks.runner import TaskRunner
from console.windows.live.dispatch.dispatch_window import DispatchWindow
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from engines.grid.snapshot import Mode
from tests.console.windows.live.conftest import wait_until
from widgets.dispatch.new_case_dialog import NewCaseDialog
from widgets.workspace_rail import WorkspaceLine


class PlanningRoom:
    """One window on the plans of a site."""

    def __init__(self, runner: TaskRunner, folder: Path) -> None:
        self.window = MainWindow(LiveDesk(), Mode.SIMULATOR)
        self.window.resize(1366, 768)
        self.workspaces = Workspaces(self.window)
        operate = WorkspaceLine("operate", "Operate", "operate")
        self.workspaces.add(operate, frozenset({"network", "inspector"}), lambda: None)
        self.desk = DispatchDesk(runner, folder, lambda: "anna", self.window)
        self.shown = DispatchWindow(self.window, self.workspaces, self.desk, run_in_worker(runner))
        self.said: list[str] = []
        self.desk.failed.connect(self.said.append)
        self.window.show()
        self.click(self.workspaces.rail.buttons["dispatch"])
        wait_until(lambda: self.desk.is_known, "the plans of the site")
        self.settle()

    def click(self, button: QAbstractButton) -> None:
        """Press a button that can be pressed."""
        assert button.isEnabled(), button.text()
        assert button.isVisible(), button.text()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key: str) -> None:
        """A button of the list or of the proof, by its key."""
        buttons = self.shown.plans.action_row.buttons | self.shown.proof.action_row.buttons
        self.click(buttons[key])

    def settle(self) -> None:
        """Until nothing is under way any more."""
        wait_until(lambda: not self.desk.is_busy and not self.shown.is_showing, "the workspace to settle")

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """The dialog of a kind that is open."""
        wait_until(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()), "it")
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    def open_sample(self) -> None:
        """“New case…”, and take the sample."""
        self.press("new")
        dialog = self.dialog(NewCaseDialog)
        assert isinstance(dialog, NewCaseDialog)
        self.click(dialog.done_button)
        self.settle()

    def open_file(self, path: str) -> None:
        """“New case…”, and name a file."""
        self.press("new")
        dialog = self.dialog(NewCaseDialog)
        assert isinstance(dialog, NewCaseDialog)
        QTest.keyClicks(dialog.path, path)
        self.click(dialog.done_button)
        self.settle()

    def plan(self) -> KeptPlan:
        """Press “Plan”, and wait for what comes of it."""
        self.press("plan")
        self.settle()
        return self.chosen

    @property
    def chosen(self) -> KeptPlan:
        """The plan that is shown."""
        return self.desk.plans[self.shown.chosen]

    def close(self) -> None:
        """Leave."""
        self.shown.close()
        self.window.close()
        self.window.deleteLater()


@pytest.fixture(scope="module")
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    """Workers that stay warm from test to test."""
    made = TaskRunner(grace_s=0.3)
    yield made
    made.close()


@pytest.fixture
def enter(runner: TaskRunner) -> Iterator[Callable[[Path], PlanningRoom]]:
    """Opens windows on the plans of a folder."""
    rooms: list[PlanningRoom] = []

    def opened(folder: Path) -> PlanningRoom:
        rooms.append(PlanningRoom(runner, folder))
        return rooms[-1]

    yield opened
    for room in rooms:
        room.desk.cancel()
        room.close()
    wait_until(lambda: not runner._entries, "the workers to be through")
    rooms.clear()
    # What is left of the windows goes here: a later search for garbage may run on a thread of another console.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def room(enter: Callable[[Path], PlanningRoom], tmp_path: Path) -> PlanningRoom:
    """A window on a site without plans."""
    return enter(tmp_path / "dispatch")
