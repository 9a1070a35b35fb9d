"""The forecast of the chosen case, and the way from it to a plan over scenarios."""

from __future__ import annotations

from PySide6.QtCore import QDate, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog

from console.dispatch.desk import DispatchDesk
from console.dispatch.forecast import (
    DEFAULT_COUNT,
    DEFAULT_SECONDS,
    MOST_COUNT,
    MOST_SECONDS,
    Forecast,
    HistoryChoice,
    ScenarioRequest,
)
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.forecast_views import forecast_view
from console.windows.live.dispatch.scenario_proof import short_source
from console.windows.live.dispatch.words import progress_text, tr
from console.windows.main_window import MainWindow
from widgets.dispatch.forecast_dialog import ForecastDialog
from widgets.dispatch.forecast_page import ForecastPage
from widgets.dispatch.lines import RunningLine
from widgets.dispatch.scenario_dialog import ScenarioDialog
from widgets.faults.order_lines import ActionLine
from widgets.slices import Steps

WITHIN_DAYS = 60


class ForecastWindow(QObject):
    """Connects the forecasts with their page.

    Attributes:
        page: what stands in the middle; is_shown: whether it does.

    Signals:
        shown_changed: the page is wanted, or no longer; asked: id of a plan that is to be shown.
    """

    shown_changed = Signal()
    asked = Signal(str)

    def __init__(self, window: MainWindow, desk: DispatchDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self.is_shown = window, desk, False
        self._kept: KeptPlan | None = None
        self._drawn: tuple[KeptPlan | None, Forecast | None, str] | None = None
        self.page = ForecastPage(window)
        self.page.action_asked.connect(self._act)
        self.page.cancel_asked.connect(desk.forecasts.cancel)
        self.page.closed.connect(self.leave)
        desk.forecasts.changed.connect(self._on_changed)
        desk.forecasts.running_changed.connect(desk.planning_changed)
        # A plan over scenarios that was asked for here is shown where plans are.
        desk.added.connect(lambda _plan_id: self.leave())

    def turn(self) -> None:
        """To the forecast, or back."""
        self.is_shown = not self.is_shown
        self.shown_changed.emit()

    def leave(self) -> None:
        """Back to the plan."""
        if self.is_shown:
            self.turn()

    def _on_changed(self) -> None:
        if self.is_shown:
            self.shown_changed.emit()

    # What a person does ------------------------------------------------------------------------------------

    def _act(self, key: str) -> None:
        if self._kept is None:
            return
        if key == "forecast":
            self._ask_history(self._kept)
        elif key == "scenarios":
            self._ask_scenarios(self._kept)

    def _ask(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_history(self, kept: KeptPlan) -> None:
        day = str(kept.case.start.astype("datetime64[D]")) if kept.case.start is not None else ""
        day = day or QDate.currentDate().addDays(1).toString(Qt.DateFormat.ISODate)
        before = self._desk.forecasts.found.get(kept.plan_id)
        dialog = ForecastDialog(day, WITHIN_DAYS, self._window, "" if before is None else before.history.path)

        def make() -> None:
            is_near = dialog.season.isChecked()
            history = HistoryChoice(dialog.chosen, WITHIN_DAYS if is_near else 0, day if is_near else "")
            self._desk.forecasts.make(kept, history)

        dialog.accepted.connect(make)
        self._ask(dialog)

    def _ask_scenarios(self, kept: KeptPlan) -> None:
        forecast = self._desk.forecasts.found.get(kept.plan_id)
        if forecast is None:
            return
        dialog = ScenarioDialog(DEFAULT_COUNT, MOST_COUNT, DEFAULT_SECONDS, MOST_SECONDS, self._window)

        def plan() -> None:
            count = round(dialog.count.value())
            request = ScenarioRequest(forecast.history, count, dialog.seconds.value())
            change = tr("over {count} scenarios of {source}").format(count=count, source=short_source(forecast.source))
            name = tr("{name} over {count} scenarios").format(name=kept.name, count=count)
            self._desk.plan_over(kept.plan_id, name, request, (*kept.changes, change))

        dialog.accepted.connect(plan)
        self._ask(dialog)

    # What is shown -----------------------------------------------------------------------------------------

    def show_steps(self, kept: KeptPlan | None) -> Steps[None]:
        """Show the forecast of a case, in slices."""
        self._kept = kept
        forecast = None if kept is None else self._desk.forecasts.found.get(kept.plan_id)
        missing = self._missing(kept)
        self.show_running()
        yield
        if (kept, forecast, missing) == self._drawn:
            return
        # Not drawn before all of it is: whoever is broken off begins anew.
        self._drawn = None
        view = None if kept is None or forecast is None else forecast_view(kept, forecast)
        yield
        yield from self.page.forecast_steps(view, missing, "" if kept is None else kept.name)
        self._drawn = (kept, forecast, missing)

    def _missing(self, kept: KeptPlan | None) -> str:
        if kept is None:
            return tr("No case is chosen.")
        forecasts = self._desk.forecasts
        if kept.plan_id == forecasts.running_id:
            return tr("The forecast is being made.")
        problem = forecasts.problems.get(kept.plan_id, "")
        if problem:
            return problem
        return tr(
            "No forecast yet.\n\nFrom the past of the case's wind, PV and load, “Forecast…” learns what they may do "
            "together, and says how well it did on days it never saw."
        )

    def show_running(self) -> None:
        """What is under way, and which buttons can be pressed."""
        forecasts, running = self._desk.forecasts, None
        if forecasts.is_busy:
            kept = self._desk.plans.get(forecasts.running_id)
            doing = progress_text(forecasts.progress.text) or tr("starting")
            running = RunningLine(f"{kept.name}: {doing}" if kept is not None else doing, forecasts.progress.fraction)
        self.page.show_running(running)
        self.page.show_actions(self._actions())

    def _actions(self) -> tuple[ActionLine, ...]:
        kept, forecasts = self._kept, self._desk.forecasts
        forecast = None if kept is None else forecasts.found.get(kept.plan_id)
        busy = tr("a forecast is under way") if forecasts.is_busy else ""
        busy = busy or (tr("a plan is under way") if self._desk.is_busy else "")
        reason = busy or ("" if kept is not None else tr("no case is chosen"))
        lack = reason
        if not lack and forecast is None:
            lack = tr("a forecast is needed first")
        elif not lack and forecast is not None and forecast.without:
            lack = tr("some units have no history")
        has = forecast is not None
        again = tr("Forecast anew…") if has else tr("Forecast…")
        return (
            ActionLine("scenarios", tr("Plan over scenarios…"),
                       tr("One plan for many days that may come, with what each makes of it"), has, not lack, lack),
            ActionLine("forecast", again, tr("From which past"), not has, not reason, reason),
        )  # fmt: skip
