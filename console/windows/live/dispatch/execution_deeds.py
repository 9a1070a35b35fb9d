"""What a person asks of a plan that is carried out: each deed asks for the right, then for what it needs to know."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog

from console.authority.rights import Right
from console.dispatch.control_points import Setpoint
from console.dispatch.executor import PlanExecutor
from console.dispatch.kept import KeptPlan
from console.dispatch.measuring import Band
from console.windows.live.alarms.deeds import WithRight
from console.windows.live.dispatch.proof_views import seal_doubts
from console.windows.live.dispatch.scenario_proof import scenario_doubts
from console.windows.live.dispatch.words import tr
from console.windows.main_window import MainWindow
from console.workflows.dispatch_anchor import local_time, possible_begins
from widgets.dispatch.band_dialog import BandDialog
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.dialog_lines import Choice
from widgets.faults.form import FormDialog
from widgets.faults.reason_dialog import ReasonDialog

AskSecond = Callable[[str, Callable[[str], None]], None]


class ExecutionDeeds(QObject):
    """Asks the person, and has the executor do it."""

    def __init__(
        self, window: MainWindow, executor: PlanExecutor, with_right: WithRight, ask_second: AskSecond
    ) -> None:
        super().__init__(window)
        self._window, self._executor, self._with_right, self._ask_second = window, executor, with_right, ask_second

    def act(self, key: str, kept: KeptPlan | None) -> None:
        """An action of the panel; ``kept`` is the plan that is chosen in the list."""
        executor = self._executor
        execution = executor.current
        if key == "stop":
            executor.stop()
        elif key == "approve" and kept is not None:
            self._may(lambda: self._approve(kept))
        elif execution is None:
            return
        elif key == "second":
            self._ask_second(tr("Approve {name}").format(name=execution.title), executor.approve_second)
        elif key == "release":
            self._may(executor.release)
        elif key == "arm":
            self._may(self._arm)
        elif key == "disarm":
            self._may(executor.disarm)
        elif key == "resume":
            self._may(self._resume)
        elif key == "end":
            self._may(self._end)
        elif key == "band":
            self._set_band()

    def _may(self, act: Callable[[], None]) -> None:
        self._with_right(Right.OPERATE, "", act)

    def _ask(self, dialog: QDialog, then: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(then)
        dialog.open()

    # Each deed ---------------------------------------------------------------------------------------------

    def why_not_approve(self, kept: KeptPlan) -> str:
        """Why a plan cannot be approved, one clause; "" where it can."""
        why = self._executor.why_not_approve(kept)
        if why:
            return why
        if not possible_begins(kept.case, local_time(self._executor.now_us())):
            return tr("its hours are over")
        return ""

    def _approve(self, kept: KeptPlan) -> None:
        begins = possible_begins(kept.case, local_time(self._executor.now_us()))
        choices = [Choice(str(begin), self._begin_text(begin)) for begin in begins]
        sent, by_telephone = self._counts(kept)
        text = tr(
            "“{name}” is carried out on this district. {sent} setpoints go through the command path at each step; "
            "{not_sent} have no control here and are told by telephone. Approving sends nothing."
        ).format(name=kept.name, sent=sent, not_sent=by_telephone)
        if kept.over is not None:
            text += "\n\n" + tr(
                "It was planned over {count} scenarios. Taps, capacitor steps, storage modes, turbines and purchase "
                "are those decided for all of them; what each scenario has of its own (power of storages, curtailment, "
                "demand response, reactive power) goes out as on the day that is expected."
            ).format(count=len(kept.over.plan.probability))
            doubts = scenario_doubts(kept.over)
        else:
            doubts = seal_doubts(kept.planned) if kept.planned is not None else ()
        if doubts:
            text += "\n\n" + tr("It is not fully proven: {doubts}.").format(doubts="; ".join(doubts))
        execution = self._executor.current
        if execution is not None and not execution.state.is_over:
            text += "\n\n" + tr("It takes the place of “{name}”, which ends.").format(name=execution.title)
        if self._executor.approving.needs_approval:
            text += "\n\n" + tr("A second person has to approve it before anything is released.")
        dialog = ChoiceDialog(tr("Approve a plan"), text, tr("Approve"), tr("From"), choices, self._window)
        dialog.choice.setCurrentIndex(0)
        self._ask(dialog, lambda: self._executor.approve(kept, np.datetime64(dialog.key, "s")))

    def _begin_text(self, begin: np.datetime64) -> str:
        today = local_time(self._executor.now_us()).astype("datetime64[D]")
        day = begin.astype("datetime64[D]")
        text = str(begin.astype("datetime64[m]")).replace("T", " ")
        if day == today:
            return tr("today, {time}").format(time=text)
        if day == today + np.timedelta64(1, "D"):
            return tr("tomorrow, {time}").format(time=text)
        return text

    def _counts(self, kept: KeptPlan) -> tuple[int, int]:
        found: tuple[Setpoint, ...] = self._executor.setpoints(kept, 0)
        sent = sum(setpoint.why_not is None for setpoint in found)
        return sent, len(found) - sent

    def _arm(self) -> None:
        text = tr(
            "From now on each step goes out at its begin without being asked for. Any trip, any switch that moves, a "
            "lost link, a doubtful value, a changed mode or a failed feedback suspends it; F12 stops it."
        )
        self._ask(FormDialog(tr("Arm the plan"), text, tr("Arm"), self._window), self._executor.arm)

    def _resume(self) -> None:
        execution = self._executor.current
        reason = execution.reason if execution is not None else ""
        text = tr(
            "It was suspended: {reason}. It goes on by hand, with the district as it stands now; steps whose time is "
            "over are not sent any more."
        ).format(reason=reason)
        self._ask(FormDialog(tr("Resume the plan"), text, tr("Resume"), self._window), self._executor.resume)

    def _end(self) -> None:
        text = tr("What was sent stays as it is; nothing further goes out. The reason stands in the journal.")
        dialog = ReasonDialog(tr("End the plan"), text, tr("End it"), self._window)
        self._ask(dialog, lambda: self._executor.end(dialog.reason))

    def _set_band(self) -> None:
        executor = self._executor
        execution = executor.current
        kept = executor.plan_of(execution) if execution is not None else None
        band = executor.watching.band_of(kept) if kept is not None else Band()
        dialog = BandDialog(band.exchange_mw, band.voltage_pu, band.energy_mwh, band.hold_s, self._window)

        def put() -> None:
            executor.watching.set_band(
                Band(dialog.exchange.value(), dialog.voltage.value(), dialog.energy.value(), dialog.hold.value())
            )
            executor.changed.emit()

        self._ask(dialog, put)
