"""Carries switching orders out: each step through the command path or a crew, held against what the field shows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from console.control.desk import CommandDesk
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.noticing import Noticing
from console.faults.order_guard import OrderGuard
from console.faults.order_turns import OrderTurns
from console.faults.proving import Proving
from console.faults.stepping import Stepping
from console.faults.telephone import Telephone
from console.faults.thinking import Thinking
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.workflows import orders
from engines.values.switching_orders import OrderState, OrderStep, SwitchingOrder


class CarryingOut(QObject):
    """Begins, steps, halts and recovers the orders of this console.

    Attributes:
        goes_on: orders whose next remote step begins by itself; proving: orders that are being proven.

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
        turns = self._turns = OrderTurns(desk, who, self)
        self._stepping = Stepping(turns, devices, commands, self.plan_anew, self)
        self._telephone = Telephone(turns, devices, site, self._stepping, lambda: district.snapshot, self)
        self._proving = Proving(turns, thinking, self.why_no_link, self._stepping.go_on, self)
        self._guard = OrderGuard(
            turns, self._proving, self._stepping, self._telephone, district, devices, thinking, noticing, self
        )
        self.goes_on, self.proving = turns.goes_on, self._proving.under_way
        turns.changed.connect(self.changed)
        self.write_order, self.begin = self._proving.write_order, self._proving.begin
        self.remove_step, self.recheck = self._proving.remove_step, self._proving.recheck
        self.take_over_plan = self._proving.take_over_plan
        self.leave_out, self.try_again = self._proving.leave_out, self._proving.try_again
        self.tell_crew, self.read_back = self._telephone.tell_crew, self._telephone.read_back
        self.crew_did, self.crew_cannot = self._telephone.crew_did, self._telephone.crew_cannot

    def close(self) -> None:
        """Begin nothing any more; what was sent ends by itself."""
        self._guard.close()

    def why_no_link(self) -> str:
        """Which server is not heard, one sentence; "" where all are."""
        return self._guard.why_no_link()

    def plan_anew(self, order_id: str) -> None:
        """Another plan from what is true now, to be looked at and taken over."""
        self._proving.plan_anew(order_id)

    # Stepping ----------------------------------------------------------------------------------------------

    def step(self, order_id: str) -> None:
        """Do the next step, if it is one of this console's."""
        order = self._turns.order(order_id)
        if order is not None:
            self._stepping.step(order)

    def go_on(self, order_id: str) -> None:
        """From now on the remote steps follow each other by themselves."""
        order = self._turns.order(order_id)
        if order is not None and order.state is OrderState.EXECUTING:
            self.goes_on.add(order_id)
            self.changed.emit(order_id)
            self._stepping.go_on(order)

    def why_not_step(self, order: SwitchingOrder, step: OrderStep) -> str:
        """Why the next step cannot be done from here now, one sentence; "" where it can."""
        return self._stepping.why_not(order, step)

    # People decide -----------------------------------------------------------------------------------------

    def approve(self, order_id: str, by: str) -> None:
        """A second person agrees."""
        self._turns.turn(order_id, lambda o: orders.approved(o, by, self._turns.now), f"approved by {by}", by)

    def halt(self, order_id: str, reason: str) -> None:
        """Nothing further is instructed."""
        self._turns.stop(order_id)
        self._turns.turn(order_id, lambda o: orders.suspended(o, reason), f"halted: {reason}", self._turns.who())

    def abort(self, order_id: str, reason: str) -> None:
        """Give it up."""
        self._turns.stop(order_id)
        now = self._turns.now
        self._turns.turn(order_id, lambda o: orders.aborted(o, reason, now), f"given up: {reason}", self._turns.who())

    def take_over(self, order_id: str) -> None:
        """Halt an order that another console carries out, to go on with it here."""
        author = self._turns.who()
        said = f"taken over by {author}"
        self._turns.turn(order_id, lambda o: orders.suspended(o, said), said, author)
