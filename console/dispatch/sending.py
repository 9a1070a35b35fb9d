"""Setpoints of a released step on their way: through the command path, several devices at once, each ending once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer

from console.control.command import CommandView, PredictionState, Stage
from console.control.desk import CommandDesk
from console.control.path import UnknownPoint
from console.dispatch.control_points import FieldPoints, Setpoint
from console.faults.stepping import breaks_a_limit
from console.workflows.dispatch_values import FOUND_SO, SentSetpoint
from engines.switching.consequence import Consequence
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.phrase import Phrase, phrase
from engines.values.points import Quantity

AT_ONCE = 4
"""So many devices are commanded side by side: more would only wait for their predictions."""
PREDICT_WITHIN_MS = 30_000
"""A command that is not confirmed by then is withdrawn."""
TOO_LONG = phrase("withdrawn: its prediction took too long")
WITHDRAWN = "withdrawn before it was sent"
STOPPED_ON_ITS_WAY = "stopped on its way, some steps of it were made"

Settled = Callable[[tuple[SentSetpoint, ...]], object]


class Sending(QObject):
    """One step at a time.

    A command whose prediction breaks a limit waits until the others have been carried out, and is then looked at
    again: a plan was proven with all of them.
    """

    def __init__(self, commands: CommandDesk, field: FieldPoints, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands, self._field = commands, field
        self._note = ""
        self._on_settled: Settled | None = None
        self._queue: list[Setpoint] = []
        self._later: list[tuple[Setpoint, str]] = []
        self._running: dict[str, Setpoint] = {}
        self._confirmed: set[str] = set()
        self._put_off: dict[str, str] = {}
        self._ended: list[SentSetpoint] = []
        self._has_moved = self._is_stopped = False
        commands.command_changed.connect(self._on_command)
        commands.ended.connect(self._on_ended)

    @property
    def is_busy(self) -> bool:
        """Whether a step is going out."""
        return self._on_settled is not None

    @property
    def outcomes(self) -> tuple[SentSetpoint, ...]:
        """What has ended of the step that is going out."""
        return tuple(self._ended)

    def begin(self, note: str, setpoints: Sequence[Setpoint], on_settled: Settled) -> None:
        """Send these; ``on_settled`` gets every outcome once all have ended.

        Args:
            note: what the journal calls it.
        """
        assert not self.is_busy
        self._note, self._on_settled, self._queue = note, on_settled, list(setpoints)
        self._later, self._ended = [], []
        self._has_moved = self._is_stopped = False
        self._go_on()

    def withdraw(self, reason: Phrase) -> None:
        """Nothing further is sent; what has been sent ends as the field shows."""
        if not self.is_busy:
            return
        self._is_stopped = True
        left = [*self._queue, *(setpoint for setpoint, _ in self._later)]
        self._queue, self._later = [], []
        for setpoint in left:
            self._end(setpoint, CommandOutcome.CANCELLED, WITHDRAWN)
        for command_id in list(self._running):
            self._commands.cancel(command_id, reason)
        self._look_done()

    # Sending -----------------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        while self.is_busy and len(self._running) < AT_ONCE:
            busy = {setpoint.element_id for setpoint in self._running.values()}
            following = next((s for s in self._queue if s.element_id not in busy), None)
            if following is None:
                break
            self._queue.remove(following)
            self._send(following)
        self._look_done()

    def _send(self, setpoint: Setpoint) -> None:
        if self._field.shows(setpoint):
            self._end(setpoint, FOUND_SO, "")
            return
        try:
            command_id = self._commands.request(
                setpoint.point_id, self._next_value(setpoint), CommandOrigin.PLAN, self._note
            )
        except UnknownPoint as error:
            self._fail(setpoint, CommandOutcome.REFUSED, error.sentence.text)
            return
        self._running[command_id] = setpoint
        QTimer.singleShot(PREDICT_WITHIN_MS, self, partial(self._on_too_long, command_id))
        view = self._commands.view(command_id)
        if view is not None:
            (self._on_ended if view.outcome is not None else self._on_command)(view)

    def _next_value(self, setpoint: Setpoint) -> float:
        """A tap changer moves one step at a time."""
        if setpoint.quantity is not Quantity.TAP_POS:
            return setpoint.value
        present = self._field.reading(setpoint.point_id).value
        if not abs(setpoint.value - present) > 1.0:
            return setpoint.value
        return present + (1.0 if setpoint.value > present else -1.0)

    def _on_too_long(self, command_id: str) -> None:
        if command_id in self._running:
            self._commands.cancel(command_id, TOO_LONG)

    def _on_command(self, view: CommandView) -> None:
        setpoint = self._running.get(view.command_id)
        if view.stage is Stage.CONFIRMED:
            # Should the prediction of the last moment say something else, it is looked at once more.
            self._confirmed.discard(view.command_id)
        if setpoint is None or view.stage is not Stage.AWAITING_CONFIRMATION or view.command_id in self._confirmed:
            return
        if view.prediction in (PredictionState.WAITING, PredictionState.LATE):
            return
        why_never, why_later = why_not_confirmed(view)
        self._confirmed.add(view.command_id)
        if why_never or why_later:
            if why_later:
                self._put_off[view.command_id] = why_later
            reason = phrase("withdrawn: {reason}", reason=why_never or why_later)
            QTimer.singleShot(0, self, lambda: self._commands.cancel(view.command_id, reason))
        else:
            QTimer.singleShot(0, self, lambda: self._confirm(view.command_id))

    def _confirm(self, command_id: str) -> None:
        if command_id in self._running and not self._is_stopped and self._commands.confirm(command_id) is not None:
            # Its prediction is made again: it is looked at once more when that is there.
            self._confirmed.discard(command_id)

    # Ending ------------------------------------------------------------------------------------------------

    def _on_ended(self, view: CommandView) -> None:
        setpoint = self._running.pop(view.command_id, None)
        if setpoint is None:
            return
        self._confirmed.discard(view.command_id)
        why_later = self._put_off.pop(view.command_id, "")
        reason = view.reason.text if view.reason is not None else ""
        assert view.outcome is not None
        if view.outcome is CommandOutcome.DONE and view.facts.value == setpoint.value:
            self._has_moved = True
            self._end(setpoint, view.outcome, "")
        elif view.outcome is CommandOutcome.DONE and not self._is_stopped:
            # One step of a tap changer that has several to go.
            self._has_moved = True
            self._queue.insert(0, setpoint)
        elif view.outcome is CommandOutcome.DONE:
            self._end(setpoint, CommandOutcome.CANCELLED, STOPPED_ON_ITS_WAY)
        elif why_later and not self._is_stopped:
            self._later.append((setpoint, why_later))
        else:
            self._fail(setpoint, view.outcome, why_later or reason)
        # The path is still telling of the end: what follows is asked for afterwards.
        QTimer.singleShot(0, self, self._go_on)

    def _fail(self, setpoint: Setpoint, outcome: CommandOutcome, reason: str) -> None:
        """One that did not do what it should keeps the others from being sent."""
        self._end(setpoint, outcome, reason)
        if not self._is_stopped:
            self.withdraw(phrase("withdrawn: another setpoint of its step has failed"))

    def _end(self, setpoint: Setpoint, outcome: CommandOutcome | str, reason: str) -> None:
        self._ended.append(SentSetpoint(setpoint.point_id, setpoint.value, str(outcome), reason))

    def _look_done(self) -> None:
        if not self.is_busy or self._queue or self._running:
            return
        if self._later and self._has_moved:
            self._queue, self._later = [setpoint for setpoint, _ in self._later], []
            self._has_moved = False
            QTimer.singleShot(0, self, self._go_on)
            return
        for setpoint, reason in self._later:
            self._end(setpoint, CommandOutcome.REFUSED, reason)
        told, on_settled = tuple(self._ended), self._on_settled
        self._later, self._on_settled = [], None
        assert on_settled is not None
        on_settled(told)


def why_not_confirmed(view: CommandView) -> tuple[str, str]:
    """Why a command of a plan is not confirmed by itself: at all, or before the others of its step; "" where it is."""
    found = view.consequence
    if view.needs_second_person:
        return "two persons must confirm it", ""
    if view.to_override:
        return view.to_override[0].sentence.text, ""
    if view.to_read:
        return view.to_read[0].sentence.text, ""
    if view.prediction is not PredictionState.CURRENT or found is None:
        return "its consequence is not known", ""
    if not found.is_converged:
        return f"no solution of the load flow: {found.cause}", ""
    if found.customers_lost:
        return f"{found.customers_lost} customers would lose supply", ""
    return "", f"it would break a limit: {_worst(found)}" if breaks_a_limit(found) else ""


def _worst(found: Consequence) -> str:
    """The first limit that is broken afterwards, in words."""
    voltage = next((v for v in found.voltages if v.is_violated_after), None)
    if voltage is not None:
        return f"{voltage.name} at {voltage.after_pu:.4f} pu, limit {voltage.limit_pu:.3f} pu"
    loading = next((c for c in found.loadings if c.is_violated), None)
    return "" if loading is None else f"{loading.name} at {loading.after_percent:.0f} %"
