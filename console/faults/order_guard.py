"""Watches over orders: trips, lost links, switches that move by themselves, news of the fault, consoles gone."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from console.faults.devices import Devices
from console.faults.noticing import Noticing
from console.faults.order_turns import OrderTurns
from console.faults.proving import Proving, problem_of
from console.faults.stepping import WANTED, Stepping
from console.faults.telephone import Telephone
from console.faults.thinking import Thinking
from console.live.district import LiveDistrict
from console.workflows import orders
from engines.values.points import LinkState, Quantity
from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, SwitchingPlan

LOOK_MS = 500


class OrderGuard(QObject):
    """Halts what must not go on."""

    def __init__(
        self,
        turns: OrderTurns,
        proving: Proving,
        stepping: Stepping,
        telephone: Telephone,
        district: LiveDistrict,
        devices: Devices,
        thinking: Thinking,
        noticing: Noticing,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._turns, self._proving, self._stepping, self._telephone = turns, proving, stepping, telephone
        self._district, self._devices, self._thinking = district, devices, thinking
        self._recovered: dict[str, int] = {}
        self._is_cut = False
        self._located: dict[str, tuple[object, tuple[str, ...]]] = {}
        district.health_changed.connect(lambda _health: self._look_at_links())
        noticing.tripped.connect(self._on_trip)
        thinking.thought.connect(self._on_thought)
        turns.desk.changed.connect(lambda _ids: self._on_board())
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._looking.start()

    def close(self) -> None:
        """Look at nothing any more."""
        self._looking.stop()

    def _on_board(self) -> None:
        self._recover()
        self._prove_anew()

    def _look(self) -> None:
        self._look_at_switches()
        self._recover()
        self._proving.look()

    def _on_trip(self, device_id: str) -> None:
        network = self._district.opened.network
        ref = network.find(device_id)
        name = network.label(ref) if ref is not None else device_id
        for order in self._turns.mine():
            self._turns.suspend(order, f"{name} tripped", is_void=True)
        for order in self._turns.desk.board.orders.values():
            if order.state is OrderState.SUSPENDED and order.is_checked:
                said = f"{name} tripped since it was proven"
                self._turns.turn(order.order_id, partial(_void, reason=said), said, "")

    def why_no_link(self) -> str:
        """Which server is not heard, one sentence; "" where all are."""
        down = [h for h in self._district.store.health if h.state is LinkState.DOWN]
        return f"no link to {down[0].server}: {down[0].reason}" if down else ""

    def _look_at_links(self) -> None:
        why = self.why_no_link()
        if why:
            for order in self._turns.mine():
                self._turns.suspend(order, why)
        if bool(why) is not self._is_cut:
            self._is_cut = bool(why)
            for order in self._turns.desk.board.orders.values():
                if not order.state.is_over:
                    # What can be done with it is otherwise now.
                    self._turns.changed.emit(order.order_id)

    def _look_at_switches(self) -> None:
        """What a step has done must stay so, and what a crew has told must be seen."""
        for order in self._turns.mine():
            last: dict[str, OrderStep] = {}
            for step in order.steps:
                if step.state is OrderStepState.CONFIRMED and step.confirmed_us < order.checked_us:
                    # What it has become since was part of what the order was proven on.
                    continue
                if step.state is OrderStepState.CONFIRMED and WANTED.get(step.action, ("",))[0] is Quantity.POSITION:
                    last[step.element_id] = step
                elif step.state is OrderStepState.EXECUTED:
                    self._telephone.hold_against_field(order, step.number)
            due = order.next_step.element_id if order.next_step is not None else ""
            for element_id, step in last.items():
                shown = self._devices.value(element_id, Quantity.POSITION)
                if element_id != due and shown in (0.0, 1.0) and shown != WANTED[step.action][1]:
                    self._turns.suspend(order, f"{step.name} does not stand as step {step.number} left it")

    def _on_thought(self, incident_id: str) -> None:
        """The fault may lie where the order would bring voltage: what is left is proven on what is known now."""
        thought, known = self._thinking.of(incident_id), self._located.get(incident_id, (None, ()))
        now = (thought.location, thought.credible_ids)
        if now[0] is known[0]:
            return
        self._located[incident_id] = now
        for order in self._turns.mine():
            is_own = order.incident_id == incident_id
            # Another incident's fault bars this order from wherever it is credible, and from nothing else.
            if order.purpose == PlanPurpose.RESTORE if is_own else now[1] != known[1]:
                self._turns.unproven.add(order.order_id)
        self._prove_anew()

    def _ground(self, order: SwitchingOrder) -> tuple[object, ...]:
        """What is known of every fault, as far as it matters to an order."""
        others = {i: ids for i, (_, ids) in self._located.items() if i != order.incident_id}
        return self._thinking.of(order.incident_id).location, others

    def _prove_anew(self) -> None:
        """A step under way ends first: while it moves, its switch stands nowhere."""
        for order in self._turns.mine():
            step, order_id = order.next_step, order.order_id
            if order_id not in self._turns.unproven or order_id in self._proving.under_way:
                continue
            if step is None or step.state is OrderStepState.PLANNED:
                done = partial(self._on_proven_anew, order_id, self._ground(order))
                self._proving.prove(order, done, partial(self._on_not_proven, order_id))

    def _on_proven_anew(self, order_id: str, ground: tuple[object, ...], plan: SwitchingPlan) -> None:
        order = self._turns.order(order_id)
        if order is None or order.state is not OrderState.EXECUTING or order_id not in self._turns.unproven:
            return
        problem = problem_of(plan, order)
        if problem:
            self._turns.suspend(order, problem)
        elif self._ground(order) == ground:
            self._turns.unproven.discard(order_id)
            self._stepping.go_on(order)
        else:
            self._prove_anew()

    def _on_not_proven(self, order_id: str, sentence: str) -> None:
        order = self._turns.order(order_id)
        if order is not None and order.state is OrderState.EXECUTING:
            self._turns.suspend(order, sentence)

    def _recover(self) -> None:
        """Orders that a console left in the middle are halted; nothing is sent again by itself."""
        for order in self._turns.desk.board.orders.values():
            if not orders.is_left_under_way(order) or self._recovered.get(order.order_id) == order.revision:
                continue
            if self._is_left(order):
                self._recovered[order.order_id] = order.revision
                said = "halted: the console was ended meanwhile"
                self._turns.turn(order.order_id, orders.recovered, said, "")

    def _is_left(self, order: SwitchingOrder) -> bool:
        if order.console == self._turns.desk.console:
            # A console that starts may be given the number of the one that was ended.
            return order.order_id not in self._turns.begun_here
        return is_gone(order.console)


def _void(order: SwitchingOrder, reason: str) -> SwitchingOrder:
    if order.state is not OrderState.SUSPENDED or not order.is_checked:
        return order
    return replace(order, is_checked=False, reason=reason)


def is_gone(console: str) -> bool:
    """Whether a console of this machine does not run any more; of other machines nobody here knows."""
    host, _, number = console.rpartition(":")
    # Elsewhere than on POSIX, signal 0 is no question but a signal.
    if host != socket.gethostname() or not number.isdecimal() or os.name != "posix" or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
