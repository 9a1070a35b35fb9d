"""Takes pictures of the Dispatch workspace: a plan, two plans, regions, forecast, a plan over scenarios, the editor.

QT_QPA_PLATFORM=offscreen python tools/dispatch_pictures.py FOLDER [HISTORY.csv]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from console.dispatch.desk import DispatchDesk
from console.live.desk import LiveDesk
from console.studies.background import run_in_worker
from console.tasks.runner import TaskRunner
from console.windows.live.dispatch.dispatch_window import DispatchWindow
from console.windows.main_window import MainWindow
from console.windows.workspaces import Workspaces
from engines.grid.snapshot import Mode
from widgets import style
from widgets.dispatch.forecast_dialog import ForecastDialog
from widgets.dispatch.new_case_dialog import NewCaseDialog
from widgets.dispatch.regions_dialog import RegionsDialog
from widgets.dispatch.scenario_dialog import ScenarioDialog
from widgets.dispatch.what_if_dialog import WhatIfDialog
from widgets.theme import theme_chooser
from widgets.workspace_rail import WorkspaceLine

SIZES = ((1920, 1080), (1366, 768))
PATIENCE_S = 180.0
LAYERS = 4
"""Number of the list that tells how regions came to agree."""
EVENING = 19


class Room:
    """A window on the plans of a new site."""

    def __init__(self, runner: TaskRunner, folder: Path) -> None:
        self.folder = folder
        site = Path(tempfile.mkdtemp())
        self.window = MainWindow(LiveDesk(), Mode.SIMULATOR)
        workspaces = Workspaces(self.window)
        workspaces.add(
            WorkspaceLine("operate", "Operate", "operate"), frozenset({"network", "inspector"}), lambda: None
        )
        self.desk = DispatchDesk(runner, site, lambda: "eva", self.window)
        self.shown = DispatchWindow(self.window, workspaces, self.desk, run_in_worker(runner))
        self.window.resize(*SIZES[0])
        self.window.show()
        workspaces.choose("dispatch")
        self.settle()

    def turn(self, seconds: float) -> None:
        """Let the window live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], object]) -> None:
        """Let it live until something holds."""
        began = time.monotonic()
        while not condition():
            if time.monotonic() - began > PATIENCE_S:
                raise SystemExit("the workspace did not settle")
            self.turn(0.05)

    def settle(self) -> None:
        """Until nothing is under way."""
        self.turn(0.2)
        self.until(
            lambda: (
                self.desk.is_known
                and not self.desk.is_busy
                and not self.desk.forecasts.is_busy
                and not self.shown.is_showing
            )
        )
        self.turn(0.2)

    def press(self, key: str) -> None:
        """A button by its key; of the page of the forecast before all others, where that is shown."""
        shown = self.shown
        rows = (shown.forecast.page.action_row, shown.plans.action_row, shown.proof.action_row)
        rows = rows if shown.forecast.is_shown else rows[1:]
        next(row.buttons[key] for row in rows if key in row.buttons and row.buttons[key].isEnabled()).click()
        self.turn(0.2)

    def accept(self, kind: type[QDialog], fill: Callable[[QDialog], None] = lambda _dialog: None) -> None:
        """Fill the dialog of a kind that is open, and take it."""
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        fill(dialog)
        dialog.done_button.click()  # type: ignore[attr-defined]
        self.settle()

    def picture(self, name: str) -> None:
        """In both themes and sizes."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        for theme in ("dark", "light"):
            theme_chooser().choose(theme)
            style.apply_style(application)
            for size in SIZES:
                self.window.resize(*size)
                self.settle()
                self.window.grab().save(str(self.folder / f"dispatch_{name}_{theme}_{size[0]}.png"))


def main(folder: Path, history: str) -> None:
    """Take them all."""
    for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        os.environ[variable] = tempfile.mkdtemp()
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    style.load_fonts()
    theme_chooser().choose("dark")
    style.apply_style(application)
    runner = TaskRunner()
    room = Room(runner, folder)
    room.press("new")
    room.accept(NewCaseDialog)
    room.press("plan")
    room.settle()
    room.until(lambda: not room.shown.rules.is_asking)
    first = room.shown.chosen
    room.shown.courses.go_to(EVENING)
    room.picture("plan")
    room.press("what_if")
    room.accept(WhatIfDialog, lambda dialog: dialog.devices["storages/1"].setChecked(False))  # type: ignore[attr-defined]
    room.press("compare")
    room.picture("compare")
    room.press("compare")
    room.shown.choose(first)
    room.settle()
    room.press("regions")
    room.accept(RegionsDialog, lambda dialog: dialog.count.setValue(3))  # type: ignore[attr-defined]
    room.shown.proof.lists.button(LAYERS).click()
    room.picture("layers")
    room.shown.choose(first)
    room.settle()
    room.shown.show_forecast()
    room.settle()
    room.press("forecast")
    room.accept(ForecastDialog, lambda dialog: dialog.path.setText(history))  # type: ignore[attr-defined]
    room.picture("forecast")
    room.press("scenarios")
    room.accept(ScenarioDialog, lambda dialog: dialog.count.setValue(10))  # type: ignore[attr-defined]
    room.shown.scenarios.courses.go_to(EVENING)
    room.picture("scenarios")
    room.shown.choose(first)
    room.settle()
    room.shown.edit_case()
    room.settle()
    room.turn(2.0)
    room.picture("case")
    room.shown.close()
    room.window.close()
    runner.close()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
