"""Steps on site: told to a crew, read back, done, and held against what the field shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from console.faults.devices import Devices
from console.faults.order_turns import OrderTurns
from console.faults.stepping import WANTED, Stepping
from console.site.store import SiteStore
from console.windows.future_answer import when_answered
from console.workflows import orders
from console.workflows.plan_orders import standing_against
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.points import Quantity
from engines.values.switching_orders import OrderState, OrderStepState, SwitchingOrder


class Telephone(QObject):
    """What is said to crews, and what they say."""

    def __init__(
        self,
        turns: OrderTurns,
        devices: Devices,
        site: SiteStore,
        stepping: Stepping,
        snapshot: Callable[[], Snapshot],
        parent: QObject | None = None,
    ) -> None:
        """``snapshot``: the district as it is now."""
        super().__init__(parent)
        self._turns, self._devices, self._site, self._stepping = turns, devices, site, stepping
        self._snapshot = snapshot
        self._dressed_by: dict[tuple[str, int], str] = {}

    def tell_crew(self, order_id: str, number: int, crew_id: str) -> None:
        """The crew is told what to do."""
        order = self._turns.order(order_id)
        against = standing_against(order, self._turns.desk.board.documents.values()) if order is not None else ()
        if order is not None and against and order.step(number).action.energises:
            self._turns.desk.failed.emit(against[0])
            return
        said = f"step {number} told to {crew_id}"
        self._turns.turn(
            order_id, lambda o: orders.instructed(o, number, self._turns.now, crew_id), said, self._turns.who()
        )

    def read_back(self, order_id: str, number: int) -> None:
        """The crew has repeated it."""
        said = f"step {number} read back"
        self._turns.turn(order_id, lambda o: orders.read_back(o, number, self._turns.now), said, self._turns.who())

    def crew_did(self, order_id: str, number: int) -> None:
        """The crew says that it is done; a device that reports its position has to show it."""

        def turn(o: SwitchingOrder) -> SwitchingOrder:
            if o.state is OrderState.SUSPENDED and o.step(number).state is OrderStepState.INSTRUCTED:
                # It was told before the halt, and says only now that it went on.
                o = orders.read_back(o, number, self._turns.now)
            return orders.executed(o, number, self._turns.now)

        said = f"step {number} executed, says the crew"
        self._turns.turn(order_id, turn, said, self._turns.who(), lambda o: self.hold_against_field(o, number))

    def crew_cannot(self, order_id: str, number: int, reason: str) -> None:
        """The crew could not do it."""
        self._stepping.fail(order_id, number, reason, self._turns.who())

    def hold_against_field(self, order: SwitchingOrder, number: int) -> None:
        """Confirm what a crew has done once the field shows it, or at once where the field has no eyes."""
        step = order.step(number)
        if step.state is not OrderStepState.EXECUTED:
            return
        if step.action not in WANTED:
            # No point tells of it: the crew's word is all there is.
            self._confirm(order.order_id, number)
            return
        quantity, value = WANTED[step.action]
        if self._devices.has(step.element_id, quantity):
            if self._devices.value(step.element_id, quantity) == value:
                self._confirm(order.order_id, number)
            return
        if quantity is not Quantity.POSITION:
            self._confirm(order.order_id, number)
            return
        shows = self._devices.is_closed if value else self._devices.is_open
        if shows(step.element_id, self._snapshot()):
            # Only now: what is left of the order is proven on the district as it is drawn.
            self._confirm(order.order_id, number)
        elif self._dressed_by.get((order.order_id, number)) != self._turns.who():
            # Whom it was refused to is told once; somebody else may try.
            self._dress(order, number, SwitchPosition.CLOSED if value else SwitchPosition.OPEN)

    def _dress(self, order: SwitchingOrder, number: int, position: SwitchPosition) -> None:
        """Record what the crew has told; the step is confirmed once the district shows it."""
        step, author = order.step(number), self._turns.who()
        self._dressed_by[order.order_id, number] = author
        reason = f"{order.order_id} step {number}, told by {step.crew_id}"
        future = self._site.dress_position(step.element_id, int(position), author, reason)
        when_answered(future, self, lambda _position: None, self._turns.desk.failed.emit)

    def _confirm(self, order_id: str, number: int) -> None:
        author = self._turns.who()

        def turn(o: SwitchingOrder) -> SwitchingOrder:
            # The field is looked at again and again: what was confirmed meanwhile stays as it is.
            is_due = o.step(number).state is OrderStepState.EXECUTED
            return orders.confirmed(o, number, author, self._turns.now) if is_due else o

        self._turns.turn(order_id, turn, f"step {number} confirmed", author, self._stepping.on_stepped)
