"""Carries switching orders out: each step through the command path or a crew, held against what the field shows."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from console.control.command import CommandView, PredictionState, Stage
from console.control.desk import CommandDesk
from console.control.path import UnknownPoint
from console.faults import order_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.noticing import Noticing
from console.faults.thinking import Thinking
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.workflows import orders
from console.workflows.plan_orders import plan_of_order, standing_against
from engines.grid.switches import SwitchPosition
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.points import LinkState, Quantity
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, SwitchingPlan

WANTED = {
    OrderAction.OPEN: (Quantity.POSITION, 0.0),
    OrderAction.CLOSE: (Quantity.POSITION, 1.0),
    OrderAction.RECLOSING_OFF: (Quantity.IS_RECLOSING_ON, 0.0),
    OrderAction.RECLOSING_ON: (Quantity.IS_RECLOSING_ON, 1.0),
}
LOOK_MS = 500


@dataclass(slots=True)
class _Running:
    """A command that belongs to a step."""

    order_id: str
    number: int


class CarryingOut(QObject):
    """Begins, steps, halts and recovers the orders of this console.

    Signals:
        changed: id of an order of which more is known than is written down.
    """

    changed = Signal(str)

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        devices: Devices,
        thinking: Thinking,
        noticing: Noticing,
        commands: CommandDesk,
        site: SiteStore,
        who: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._devices, self._thinking = desk, district, devices, thinking
        self._commands, self._site, self._who = commands, site, who
        self._running: dict[str, _Running] = {}
        self._confirmed: set[str] = set()
        self.goes_on: set[str] = set()
        """Orders whose next remote step begins by itself."""
        self.proving: set[str] = set()
        commands.command_changed.connect(self._on_command)
        commands.ended.connect(self._on_ended)
        district.health_changed.connect(lambda _health: self._look_at_links())
        noticing.tripped.connect(self._on_trip)
        thinking.thought.connect(self._on_thought)
        desk.changed.connect(lambda _ids: self._recover())
        self._recovered: set[str] = set()
        self._located: dict[str, object] = {}
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look_at_switches)
        self._looking.start()

    def close(self) -> None:
        """Begin nothing any more; what was sent ends by itself."""
        self._looking.stop()

    # Writing and beginning ---------------------------------------------------------------------------------

    def write_order(self, incident_id: str, title: str) -> None:
        """The chosen plan as an order."""
        thought = self._thinking.of(incident_id)
        plan = thought.plan
        if plan is None:
            self._desk.failed.emit(thought.problem or self.tr("There is no plan yet."))
            return
        approval = self._thinking.settings.needs_approval
        author, now = self._who(), self._desk.now_us
        self._desk.write(
            lambda ledger: order_deeds.write_order(
                ledger, incident_id, plan, title, author, now, needs_approval=approval
            )
        )

    def begin(self, order_id: str, *, goes_on: bool) -> None:
        """Prove what is left from what is true now, then begin or go on."""
        order = self._desk.board.orders.get(order_id)
        if order is None:
            return
        author = self._who()

        def proven(plan: SwitchingPlan) -> None:
            problem = self._problem_of(order, plan)
            if problem:
                self._turn(order_id, lambda o: orders.checked(o, author, self._now, [problem]), "", author)
                self._desk.failed.emit(self.tr("Not begun: {reason}").format(reason=problem))
                return

            def turn(o: SwitchingOrder) -> SwitchingOrder:
                if not o.is_checked:
                    o = orders.checked(o, author, self._now)
                return orders.begun(o, self._now, self._desk.console)

            (self.goes_on.add if goes_on else self.goes_on.discard)(order_id)
            self._turn(order_id, turn, "carried out" if not order.begun_us else "goes on", author,
                       self._go_on if goes_on else None)  # fmt: skip

        self._prove(order, proven)

    def _problem_of(self, order: SwitchingOrder, plan: SwitchingPlan) -> str:
        """Why what is left of an order must not be carried out as it was proven; "" where it may."""
        if plan.is_usable:
            return ""
        wrong = next((step for step in plan.steps if not step.proof.is_accepted), None)
        if wrong is not None:
            return f"{wrong.kind.value.replace('_', ' ')} {wrong.name}: {wrong.proof.reason}"
        return plan.reason or plan.status.value.replace("_", " ")

    def _prove(self, order: SwitchingOrder, on_done: Callable[[SwitchingPlan], None]) -> None:
        incident = self._desk.board.incidents.get(order.incident_id)
        if incident is None:
            return
        order_id = order.order_id
        self.proving.add(order_id)
        self.changed.emit(order_id)

        def done(plan: SwitchingPlan) -> None:
            self.proving.discard(order_id)
            self.changed.emit(order_id)
            on_done(plan)

        def failed(sentence: str) -> None:
            self.proving.discard(order_id)
            self.changed.emit(order_id)
            self._desk.failed.emit(sentence)

        self._thinking.prove(incident, plan_of_order(order), (), done, failed)

    # Changing it -------------------------------------------------------------------------------------------

    def remove_step(self, order_id: str, number: int) -> None:
        """Leave a step out; what is left is proven at once."""
        author = self._who()
        self._turn(order_id, lambda o: orders.without_step(o, number), f"without step {number}", author, self.recheck)

    def recheck(self, order: SwitchingOrder) -> None:
        """Prove the steps still to come from what is true now, and note what they promise."""
        author = self._who()

        def proven(plan: SwitchingPlan) -> None:
            problem, now = self._problem_of(order, plan), self._now
            self._desk.write(lambda ledger: order_deeds.replan(ledger, order.order_id, plan, author, now, problem))

        self._prove(order, proven)

    def plan_anew(self, order_id: str) -> None:
        """Another plan from what is true now, to be looked at and taken over."""
        order = self._desk.board.orders.get(order_id)
        incident = self._desk.board.incidents.get(order.incident_id) if order is not None else None
        if order is not None and incident is not None:
            self._thinking.plan(incident, PlanPurpose(order.purpose))

    def take_over_plan(self, order_id: str) -> None:
        """The chosen plan takes the place of the steps still to come."""
        order = self._desk.board.orders.get(order_id)
        plan = self._thinking.of(order.incident_id).plan if order is not None else None
        if order is None or plan is None:
            return
        author, now = self._who(), self._now
        failed = [s.number for s in order.steps if s.state is OrderStepState.FAILED]
        problem = self._problem_of(order, plan)
        self._desk.write(
            lambda ledger: order_deeds.replan(ledger, order_id, plan, author, now, problem, left_out=failed)
        )

    def approve(self, order_id: str, by: str) -> None:
        """A second person agrees."""
        self._turn(order_id, lambda o: orders.approved(o, by, self._now), f"approved by {by}", by)

    def halt(self, order_id: str, reason: str) -> None:
        """Nothing further is instructed."""
        self.goes_on.discard(order_id)
        self._turn(order_id, lambda o: orders.suspended(o, reason), f"halted: {reason}", self._who())

    def abort(self, order_id: str, reason: str) -> None:
        """Give it up."""
        self.goes_on.discard(order_id)
        self._turn(order_id, lambda o: orders.aborted(o, reason, self._now), f"given up: {reason}", self._who())

    def leave_out(self, order_id: str, number: int, reason: str) -> None:
        """Go on without a step that failed or is not wanted."""
        author = self._who()
        self._turn(order_id, lambda o: orders.left_out(o, number, author, reason),
                   f"step {number} left out: {reason}", author, self.recheck)  # fmt: skip

    def try_again(self, order_id: str, number: int) -> None:
        """A failed step is to be done once more."""
        self._turn(order_id, lambda o: orders.tried_again(o, number), f"step {number} once more", self._who(),
                   self.recheck)  # fmt: skip

    # Stepping ----------------------------------------------------------------------------------------------

    def step(self, order_id: str) -> None:
        """Do the next step, if it is one of this console's."""
        order = self._desk.board.orders.get(order_id)
        if order is not None:
            self._step(order)

    def go_on(self, order_id: str) -> None:
        """From now on the remote steps follow each other by themselves."""
        order = self._desk.board.orders.get(order_id)
        if order is not None and order.state is OrderState.EXECUTING:
            self.goes_on.add(order_id)
            self.changed.emit(order_id)
            self._go_on(order)

    def _go_on(self, order: SwitchingOrder) -> None:
        step = order.next_step
        if order.state is not OrderState.EXECUTING or step is None or order.order_id not in self.goes_on:
            return
        if step.is_remote and not step.precaution and step.state is OrderStepState.PLANNED:
            self._step(order)

    def _step(self, order: SwitchingOrder) -> None:
        step = order.next_step
        if step is None or order.state is not OrderState.EXECUTING or step.state is not OrderStepState.PLANNED:
            return
        why = self.why_not_step(order, step)
        if why:
            self._desk.failed.emit(why)
            return
        self._turn(
            order.order_id, lambda o: orders.instructed(o, step.number, self._now),
            f"step {step.number}: {step.action.value.replace('_', ' ')} {step.name} begun", self._who(),
            partial(self._send, number=step.number),
        )  # fmt: skip

    def why_not_step(self, order: SwitchingOrder, step: OrderStep) -> str:
        """Why the next step cannot be done from here now, one sentence; "" where it can."""
        if order.state is not OrderState.EXECUTING:
            return self.tr("The order is not being carried out.")
        if order.console and order.console != self._desk.console:
            return self.tr("It is carried out at {console}.").format(console=order.console)
        if not step.is_remote:
            return self.tr("{name} is operated on site: tell a crew.").format(name=step.name)
        if step.state is not OrderStepState.PLANNED:
            return self.tr("Step {number} is under way.").format(number=step.number)
        against = standing_against(order, self._desk.board.documents.values())
        return against[0] if against and step.action.energises else ""

    def _send(self, order: SwitchingOrder, number: int) -> None:
        step, author = order.step(number), self._who()
        quantity, value = WANTED.get(step.action, (Quantity.POSITION, 0.0))
        if step.action not in WANTED:
            self._fail(order.order_id, number, "this console has no way to do it; leave it to a crew", author)
            return
        if self._devices.value(step.element_id, quantity) == value:
            self._done(order.order_id, number, author, "found so")
            return
        try:
            note = f"{order.order_id} step {number}"
            command_id = self._commands.request(f"{step.element_id}/{quantity}", value, CommandOrigin.ORDER, note)
        except UnknownPoint as error:
            self._fail(order.order_id, number, error.sentence.text, author)
            return
        self._running[command_id] = _Running(order.order_id, number)
        view = self._commands.view(command_id)
        if view is not None:
            (self._on_ended if view.outcome is not None else self._on_command)(view)

    def _on_command(self, view: CommandView) -> None:
        """A step that will do just what its proof has promised was confirmed with its order; all else is asked."""
        running = self._running.get(view.command_id)
        if running is None or view.stage is not Stage.AWAITING_CONFIRMATION or view.command_id in self._confirmed:
            return
        order = self._desk.board.orders.get(running.order_id)
        if order is None or not self._is_as_promised(order.step(running.number), order, view):
            return
        self._confirmed.add(view.command_id)
        QTimer.singleShot(0, self, lambda: self._confirm(view.command_id))

    def _confirm(self, command_id: str) -> None:
        view = self._commands.view(command_id)
        has_read = view is not None and bool(view.to_read)
        if self._commands.confirm(command_id, has_read=has_read) is not None:
            # It waits for a person, or for its prediction to be made again.
            self._confirmed.discard(command_id)

    def _is_as_promised(self, step: OrderStep, order: SwitchingOrder, view: CommandView) -> bool:
        found = view.consequence
        # What stands beside the step was read with its order.
        unread = [check for check in view.to_read if check.sentence.text not in step.notes]
        if view.prediction is not PredictionState.CURRENT or unread or view.to_override:
            return False
        if view.needs_second_person or found is None or not found.is_converged:
            return False
        before = order.step(step.number - 1).customers_unserved if step.number > 1 else -1
        may_lose = max(step.customers_unserved - before, 0) if min(step.customers_unserved, before) >= 0 else 0
        is_worse = any(v.is_violated_after and not v.is_violated_before for v in found.voltages)
        return found.customers_lost <= may_lose and not is_worse

    def _on_ended(self, view: CommandView) -> None:
        running = self._running.pop(view.command_id, None)
        if running is None:
            return
        self._confirmed.discard(view.command_id)
        reason = view.reason.text if view.reason is not None else ""
        if view.outcome is CommandOutcome.DONE:
            self._done(running.order_id, running.number, self._who() or view.facts.author, "")
        else:
            outcome = view.outcome.value.replace("_", " ") if view.outcome is not None else ""
            said = f"{outcome}: {reason}" if reason else outcome
            self._fail(running.order_id, running.number, said, self._who() or view.facts.author)

    def _done(self, order_id: str, number: int, author: str, outcome: str) -> None:
        def turn(o: SwitchingOrder) -> SwitchingOrder:
            o = orders.executed(o, number, self._now)
            return orders.confirmed(o, number, author, self._now)

        said = f"step {number} confirmed" + (f", {outcome}" if outcome else "")
        self._turn(order_id, turn, said, author, self._on_stepped)

    def _on_stepped(self, order: SwitchingOrder) -> None:
        if order.state is OrderState.EXECUTING:
            # The board learns of it a moment later; the next step speaks of what was kept.
            QTimer.singleShot(0, self, lambda: self._go_on(order))
        else:
            self.goes_on.discard(order.order_id)

    def _fail(self, order_id: str, number: int, reason: str, author: str) -> None:
        self.goes_on.discard(order_id)

        def failed(order: SwitchingOrder) -> None:
            self._desk.failed.emit(self.tr("Halted: {reason}").format(reason=order.reason))
            # The board is read a moment later; what is planned goes by what is kept then.
            QTimer.singleShot(300, self, lambda: self.plan_anew(order_id))

        self._turn(order_id, lambda o: orders.failed(o, number, reason), f"step {number} failed: {reason}", author,
                   failed)  # fmt: skip

    # By telephone ------------------------------------------------------------------------------------------

    def tell_crew(self, order_id: str, number: int, crew_id: str) -> None:
        """The crew is told what to do."""
        order = self._desk.board.orders.get(order_id)
        against = standing_against(order, self._desk.board.documents.values()) if order is not None else ()
        if order is not None and against and order.step(number).action.energises:
            self._desk.failed.emit(against[0])
            return
        self._turn(order_id, lambda o: orders.instructed(o, number, self._now, crew_id),
                   f"step {number} told to {crew_id}", self._who())  # fmt: skip

    def read_back(self, order_id: str, number: int) -> None:
        """The crew has repeated it."""
        self._turn(order_id, lambda o: orders.read_back(o, number, self._now), f"step {number} read back", self._who())

    def crew_did(self, order_id: str, number: int) -> None:
        """The crew says that it is done; a device that reports its position has to show it."""
        author = self._who()
        self._turn(order_id, lambda o: orders.executed(o, number, self._now), f"step {number} executed, says the crew",
                   author, lambda o: self._hold_against_field(o, number))  # fmt: skip

    def crew_cannot(self, order_id: str, number: int, reason: str) -> None:
        """The crew could not do it."""
        self._fail(order_id, number, reason, self._who())

    def _hold_against_field(self, order: SwitchingOrder, number: int) -> None:
        step, author = order.step(number), self._who()
        if step.state is not OrderStepState.EXECUTED or step.action not in WANTED:
            return
        quantity, value = WANTED[step.action]
        if self._devices.has(step.element_id, quantity):
            if self._devices.value(step.element_id, quantity) == value:
                self._confirm_told(order.order_id, number, author)
            return
        if quantity is not Quantity.POSITION:
            self._confirm_told(order.order_id, number, author)
            return
        position = SwitchPosition.CLOSED if value else SwitchPosition.OPEN
        reason = f"{order.order_id} step {number}, told by {step.crew_id}"
        self._site.dress_position(step.element_id, int(position), author, reason)
        self._confirm_told(order.order_id, number, author)

    def _confirm_told(self, order_id: str, number: int, author: str) -> None:
        self._turn(order_id, lambda o: orders.confirmed(o, number, author, self._now), f"step {number} confirmed",
                   author, self._on_stepped)  # fmt: skip

    # The unexpected ----------------------------------------------------------------------------------------

    def _mine(self) -> list[SwitchingOrder]:
        found = self._desk.board.orders.values()
        return [o for o in found if o.state is OrderState.EXECUTING and o.console == self._desk.console]

    def _on_trip(self, device_id: str) -> None:
        network = self._district.opened.network
        ref = network.find(device_id)
        name = network.label(ref) if ref is not None else device_id
        for order in self._mine():
            self._suspend(order, f"{name} tripped")

    def _look_at_links(self) -> None:
        down = [h for h in self._district.store.health if h.state is LinkState.DOWN]
        if down:
            for order in self._mine():
                self._suspend(order, f"no link to {down[0].server}: {down[0].reason}")

    def _look_at_switches(self) -> None:
        """What a step has done must stay so, and what a crew has told must be seen."""
        for order in self._mine():
            last: dict[str, OrderStep] = {}
            for step in order.steps:
                if step.state is OrderStepState.CONFIRMED and WANTED.get(step.action, ("",))[0] is Quantity.POSITION:
                    last[step.element_id] = step
                elif step.state is OrderStepState.EXECUTED:
                    self._hold_against_field(order, step.number)
            due = order.next_step.element_id if order.next_step is not None else ""
            for element_id, step in last.items():
                shown = self._devices.value(element_id, Quantity.POSITION)
                if element_id != due and shown in (0.0, 1.0) and shown != WANTED[step.action][1]:
                    self._suspend(order, f"{step.name} does not stand as step {step.number} left it")

    def _on_thought(self, incident_id: str) -> None:
        """The fault may lie where the order would bring voltage: what is left is proven on what is known now."""
        thought = self._thinking.of(incident_id)
        if thought.location is self._located.get(incident_id):
            return
        self._located[incident_id] = thought.location
        for order in self._mine():
            if order.incident_id == incident_id and order.purpose == PlanPurpose.RESTORE:
                self._prove(order, partial(self._on_proven_again, order.order_id))

    def _on_proven_again(self, order_id: str, plan: SwitchingPlan) -> None:
        order = self._desk.board.orders.get(order_id)
        if order is None or order.state is not OrderState.EXECUTING:
            return
        problem = self._problem_of(order, plan)
        if problem:
            self._suspend(order, problem)

    def _suspend(self, order: SwitchingOrder, reason: str) -> None:
        order_id = order.order_id
        self.goes_on.discard(order_id)
        step = order.next_step
        is_under_way = step is not None and any(r.order_id == order_id for r in self._running.values())
        if is_under_way and step is not None:
            # What has not been sent is withdrawn with it; what has ends as the field shows.
            for command_id, running in list(self._running.items()):
                if running.order_id == order_id:
                    self._commands.cancel(command_id)

        def turn(o: SwitchingOrder) -> SwitchingOrder:
            return orders.suspended(o, reason) if o.state is OrderState.EXECUTING else o

        self._turn(order_id, turn, f"halted: {reason}", "", lambda _order: self._desk.failed.emit(
            self.tr("{order} halted: {reason}").format(order=order_id, reason=reason)))  # fmt: skip

    # After an end ------------------------------------------------------------------------------------------

    def _recover(self) -> None:
        """Orders that a console left in the middle are halted; nothing is sent again by itself."""
        for order in self._desk.board.orders.values():
            if order.state is not OrderState.EXECUTING or order.order_id in self._recovered:
                continue
            if order.console != self._desk.console and is_gone(order.console):
                self._recovered.add(order.order_id)
                self._turn(order.order_id, orders.recovered, "halted: the console was ended meanwhile", "")

    def take_over(self, order_id: str) -> None:
        """Halt an order that another console carries out, to go on with it here."""
        author = self._who()
        self._turn(
            order_id, lambda o: orders.suspended(o, f"taken over by {author}"), f"taken over by {author}", author
        )

    @property
    def _now(self) -> int:
        return self._desk.now_us

    def _turn(
        self,
        order_id: str,
        change: order_deeds.Turn,
        sentence: str,
        author: str,
        then: Callable[[SwitchingOrder], object] | None = None,
    ) -> None:
        now = self._now
        self._desk.write(lambda ledger: order_deeds.turn(ledger, order_id, change, author, sentence, now), then)


def is_gone(console: str) -> bool:
    """Whether a console of this machine does not run any more; of other machines nobody here knows."""
    host, _, number = console.rpartition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
