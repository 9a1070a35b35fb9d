"""Remote steps of an order: journaled, sent through the command path, and ended by what the field shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from console.control.command import CommandView, PredictionState, Stage
from console.control.desk import CommandDesk
from console.control.path import UnknownPoint
from console.control.wording import NETWORK_CHANGED
from console.faults.devices import Devices
from console.faults.order_turns import OrderTurns
from console.workflows import orders
from console.workflows.plan_orders import standing_against
from engines.switching.consequence import Consequence
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.phrase import phrase
from engines.values.points import Quantity
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder

WANTED = {
    OrderAction.OPEN: (Quantity.POSITION, 0.0),
    OrderAction.CLOSE: (Quantity.POSITION, 1.0),
    OrderAction.RECLOSING_OFF: (Quantity.IS_RECLOSING_ON, 0.0),
    OrderAction.RECLOSING_ON: (Quantity.IS_RECLOSING_ON, 1.0),
}
MOST_ANEW = 3
"""So often a step is looked at anew when the network moves between its confirmation and its sending."""
SAME_PERCENT, SAME_PU = 0.1, 1e-4
"""What moves by no more has stayed as it was."""
BOARD_MS = 300
"""By then the board has been read again."""


class _Running(NamedTuple):
    """A command that belongs to a step."""

    order_id: str
    number: int


class Stepping(QObject):
    """Does the next step, and hears how it ended.

    Args:
        plan_anew: asks for another plan of an order whose step has failed.
    """

    def __init__(
        self,
        turns: OrderTurns,
        devices: Devices,
        commands: CommandDesk,
        plan_anew: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._turns, self._devices, self._commands, self._plan_anew = turns, devices, commands, plan_anew
        self._desk = turns.desk
        self._running: dict[str, _Running] = {}
        self._confirmed: set[str] = set()
        self._anew = Counter[_Running]()
        commands.command_changed.connect(self._on_command)
        commands.ended.connect(self._on_ended)
        turns.halting.connect(self._withdraw)

    # Beginning a step --------------------------------------------------------------------------------------

    def go_on(self, order: SwitchingOrder) -> None:
        """The next remote step, where the steps of this order follow each other."""
        step = order.next_step
        if order.state is not OrderState.EXECUTING or step is None or order.order_id not in self._turns.goes_on:
            return
        if order.order_id in self._turns.unproven:
            return
        if step.is_remote and not step.precaution and step.state is OrderStepState.PLANNED:
            self.step(order)

    def step(self, order: SwitchingOrder) -> None:
        """Begin the next step."""
        step = order.next_step
        if step is None or order.state is not OrderState.EXECUTING or step.state is not OrderStepState.PLANNED:
            return
        why = self.why_not(order, step)
        if why:
            self._desk.failed.emit(why)
            return
        number, is_begun_here = step.number, False

        def turn(o: SwitchingOrder) -> SwitchingOrder:
            nonlocal is_begun_here
            is_begun_here = o.step(number).state is OrderStepState.PLANNED
            return orders.instructed(o, number, self._turns.now) if is_begun_here else o

        said = f"step {number}: {step.action.value.replace('_', ' ')} {step.name} begun"
        self._turns.turn(
            order.order_id, turn, said, self._turns.who(),
            lambda kept: self._send(kept, number) if is_begun_here else None,
        )  # fmt: skip

    def why_not(self, order: SwitchingOrder, step: OrderStep) -> str:
        """Why a step cannot be done from here now, one sentence; "" where it can."""
        if order.state is not OrderState.EXECUTING:
            return self.tr("The order is not being carried out.")
        if order.console and order.console != self._desk.console:
            return self.tr("It is carried out at {console}.").format(console=order.console)
        if not step.is_remote:
            return self.tr("{name} is operated on site: tell a crew.").format(name=step.name)
        if step.state is not OrderStepState.PLANNED:
            return self.tr("Step {number} is under way.").format(number=step.number)
        if order.order_id in self._turns.unproven:
            return self.tr("More is known of the fault: what is left is being proven anew.")
        against = standing_against(order, self._desk.board.documents.values())
        return against[0] if against and step.action.energises else ""

    def _send(self, order: SwitchingOrder, number: int) -> None:
        step, author, order_id = order.step(number), self._turns.who(), order.order_id
        if order_id in self._turns.halted:
            self._take_back(order_id, number, "the order was halted before it was sent", author)
            return
        quantity, value = WANTED.get(step.action, (Quantity.POSITION, 0.0))
        if step.action not in WANTED:
            self.fail(order_id, number, "this console has no way to do it; leave it to a crew", author)
            return
        if self._devices.value(step.element_id, quantity) == value:
            self._done(order_id, number, author, "found so")
            return
        try:
            note = f"{order_id} step {number}"
            command_id = self._commands.request(f"{step.element_id}/{quantity}", value, CommandOrigin.ORDER, note)
        except UnknownPoint as error:
            self.fail(order_id, number, error.sentence.text, author)
            return
        self._running[command_id] = _Running(order_id, number)
        view = self._commands.view(command_id)
        if view is not None:
            (self._on_ended if view.outcome is not None else self._on_command)(view)

    # While it runs -----------------------------------------------------------------------------------------

    def _on_command(self, view: CommandView) -> None:
        """A step that will do just what its proof has promised was confirmed with its order; all else is asked."""
        running = self._running.get(view.command_id)
        if running is None or view.stage is not Stage.AWAITING_CONFIRMATION or view.command_id in self._confirmed:
            return
        order = self._turns.order(running.order_id)
        if order is None or running.order_id in self._turns.halted:
            return
        if is_as_promised(order.step(running.number), order, view):
            self._confirmed.add(view.command_id)
            QTimer.singleShot(0, self, lambda: self._confirm(view.command_id))

    def _confirm(self, command_id: str) -> None:
        running, view = self._running.get(command_id), self._commands.view(command_id)
        if running is None or running.order_id in self._turns.halted:
            return
        has_read = view is not None and bool(view.to_read)
        if self._commands.confirm(command_id, has_read=has_read) is not None:
            # It waits for a person, or for its prediction to be made again.
            self._confirmed.discard(command_id)

    def _withdraw(self, order_id: str) -> None:
        """What has not been sent is withdrawn; what has ends as the field shows."""
        for command_id, running in list(self._running.items()):
            if running.order_id == order_id:
                self._commands.cancel(command_id, phrase("withdrawn: its order was halted"))

    def _on_ended(self, view: CommandView) -> None:
        running = self._running.pop(view.command_id, None)
        if running is None:
            return
        self._confirmed.discard(view.command_id)
        reason = view.reason.text if view.reason is not None else ""
        author = self._turns.who() or view.facts.author
        if view.outcome is CommandOutcome.DONE:
            self._done(running.order_id, running.number, author, "")
        elif view.outcome is CommandOutcome.CANCELLED:
            self._take_back(running.order_id, running.number, "withdrawn before it was sent", author)
        elif NETWORK_CHANGED in reason and self._anew[running] < MOST_ANEW:
            self._look_anew(running, author)
        else:
            outcome = view.outcome.value.replace("_", " ") if view.outcome is not None else ""
            self.fail(running.order_id, running.number, f"{outcome}: {reason}" if reason else outcome, author)

    # How it ended ------------------------------------------------------------------------------------------

    def _done(self, order_id: str, number: int, author: str, outcome: str) -> None:
        def turn(o: SwitchingOrder) -> SwitchingOrder:
            now = self._turns.now
            return orders.confirmed(orders.executed(o, number, now), number, author, now, outcome)

        said = f"step {number} confirmed" + (f", {outcome}" if outcome else "")
        self._turns.turn(order_id, turn, said, author, self.on_stepped)

    def on_stepped(self, order: SwitchingOrder) -> None:
        """A step is behind: on to the next."""
        if order.state is OrderState.EXECUTING:
            # The board learns of it a moment later; the next step speaks of what was kept.
            QTimer.singleShot(0, self, lambda: self.go_on(order))
        else:
            self._turns.goes_on.discard(order.order_id)

    def _take_back(self, order_id: str, number: int, reason: str, author: str) -> None:
        """Nothing was sent: the step is still to come, and the order waits for a person."""
        self._turns.goes_on.discard(order_id)
        said = f"step {number} {reason}"
        self._turns.turn(order_id, lambda o: orders.withdrawn(o, number, said), said, author)

    def _look_anew(self, running: _Running, author: str) -> None:
        """Nothing was sent, because the network had changed: what the step would do is predicted for what is now."""
        order_id, number = running
        self._anew[running] += 1
        said = f"step {number} not sent, the network had changed: looked at anew"
        self._turns.turn(order_id, lambda o: orders.withdrawn(o, number), said, author, self.step)

    def fail(self, order_id: str, number: int, reason: str, author: str) -> None:
        """A step did not do what it should: the order halts, and another plan is made from what is true now."""
        self._turns.goes_on.discard(order_id)

        def failed(order: SwitchingOrder) -> None:
            self._desk.failed.emit(self.tr("Halted: {reason}").format(reason=order.reason))
            # What is planned goes by what is kept by now.
            QTimer.singleShot(BOARD_MS, self, partial(self._plan_anew, order_id))

        said = f"step {number} failed: {reason}"
        self._turns.turn(order_id, lambda o: orders.failed(o, number, reason), said, author, failed)


def is_as_promised(step: OrderStep, order: SwitchingOrder, view: CommandView) -> bool:
    """Whether a command will do no more than the proof of its step has promised, and nothing is left to be read."""
    found = view.consequence
    # What stands beside the step was read with its order.
    unread = [check for check in view.to_read if check.sentence.text not in step.notes]
    if view.prediction is not PredictionState.CURRENT or unread or view.to_override:
        return False
    if view.needs_second_person or found is None or not found.is_converged:
        return False
    before = order.step(step.number - 1) if step.number > 1 else None
    may_lose = must_gain = 0
    if before is not None and before.state is OrderStepState.CONFIRMED and before.customers_unserved >= 0:
        # Only a step that was taken has brought what it promised.
        may_lose = max(step.customers_unserved - before.customers_unserved, 0)
        must_gain = max(before.customers_unserved - step.customers_unserved, 0) if step.customers_unserved >= 0 else 0
    if must_gain and not found.customers_gained:
        return False
    return found.customers_lost <= may_lose and not breaks_a_limit(found)


def breaks_a_limit(found: Consequence) -> bool:
    """Whether a limit that is kept now would be broken, or one that is broken would be by more."""
    if any(c.is_violated and not c.after_percent <= c.before_percent + SAME_PERCENT for c in found.loadings):
        return True
    beyond = [v for v in found.voltages if v.is_violated_after]
    return any(
        not v.is_violated_before or abs(v.after_pu - v.limit_pu) > abs(v.before_pu - v.limit_pu) + SAME_PU
        for v in beyond
    )
