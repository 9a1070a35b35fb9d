"""Puts a step of a plan on the diagram in place of the present, unmistakably, and takes it off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from console.windows.live.faults.playing import PlayedMoment
from console.windows.live.presenter import LivePresenter
from console.windows.main_window import MainWindow

if TYPE_CHECKING:
    from console.windows.live.commands import LiveCommands


class PlanOnDiagram(QObject):
    """While a plan is shown nothing of it is a way to the field."""

    def __init__(self, window: MainWindow, presenter: LivePresenter, commands: LiveCommands) -> None:
        super().__init__(window)
        self._window, self._presenter, self._commands = window, presenter, commands
        self._is_shown = self._has_rested = False

    def show(self, played: PlayedMoment | None) -> None:
        """A moment of a plan and where it stands in it, or the present again."""
        panel, operating = self._window.diagram_panel, self._commands.operating
        if played is None:
            if self._is_shown:
                self._is_shown = False
                self._window.diagram.show_plan_frame(False)
                panel.show_plan(None)
                self._presenter.show_plan(None)
                # What another moment keeps at rest stays so.
                if operating is not None and self._has_rested:
                    self._has_rested = False
                    operating.resume()
            return
        moment, after, of = played
        if not self._is_shown and operating is not None and not operating.is_resting:
            self._has_rested = True
            operating.rest(self.tr("A plan is being played: nothing can be operated. Go back to now first."))
        self._is_shown = True
        self._presenter.show_plan(moment)
        self._window.diagram.show_plan_frame(True)
        panel.show_plan((after, of))
