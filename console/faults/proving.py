"""Orders before they are begun and after every change: nothing is carried out that does not hold for the present."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QObject

from console.faults import order_deeds
from console.faults.order_turns import OrderTurns
from console.faults.plan_options import holds
from console.faults.thinking import Thinking
from console.workflows import orders
from console.workflows.plan_orders import plan_of_order
from engines.values.switching_orders import OrderAction, OrderState, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose, StepKind, SwitchingPlan
from engines.values.validation import InputError


class Proving(QObject):
    """Writes orders, proves them, changes them, and begins them.

    Args:
        why_not: why nothing can be begun now, one sentence; "" where it can.
        on_begun: takes an order that has been begun.

    Attributes:
        under_way: ids of orders that are being proven.
    """

    def __init__(
        self,
        turns: OrderTurns,
        thinking: Thinking,
        why_not: Callable[[], str],
        on_begun: Callable[[SwitchingOrder], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._turns, self._thinking, self._why_not, self._on_begun = turns, thinking, why_not, on_begun
        self._desk = turns.desk
        self.under_way: set[str] = set()
        self._refused_on: dict[str, object] = {}
        self._holding: set[tuple[str, bool]] = set()

    def write_order(self, incident_id: str, title: str) -> None:
        """The chosen plan as an order."""
        thought = self._thinking.of(incident_id)
        plan = thought.plan
        if plan is None:
            self._desk.failed.emit(thought.problem or self.tr("There is no plan yet."))
            return
        approval = self._thinking.settings.needs_approval
        author, now = self._turns.who(), self._turns.now
        self._desk.write(
            lambda ledger: order_deeds.write_order(
                ledger, incident_id, plan, title, author, now, needs_approval=approval
            )
        )

    def begin(self, order_id: str, *, goes_on: bool) -> None:
        """Prove what is left from what is true now, then begin or go on."""
        order = self._turns.order(order_id)
        if order is None:
            return
        why = self._why_not() or self._why_not_yet(order)
        if why:
            self._refuse(why)
            return
        author = self._turns.who()

        def proven(plan: SwitchingPlan) -> None:
            problem, now = problem_of(plan, order) or self._why_not(), self._turns.now
            if problem:
                self._turns.turn(
                    order_id, lambda o: orders.checked(_as_proven(o, order), author, now, [problem]), "", author
                )
                self._refuse(problem)
                return

            def turn(o: SwitchingOrder) -> SwitchingOrder:
                o = _as_proven(o, order)
                if not o.is_checked:
                    o = orders.checked(o, author, now)
                return orders.begun(o, now, self._desk.console)

            self._turns.resume(order_id, goes_on=goes_on)
            said = "goes on" if order.begun_us else "carried out"
            self._turns.turn(order_id, turn, said, author, self._on_begun)

        self.prove(order, proven)

    def _why_not_yet(self, order: SwitchingOrder) -> str:
        incident = self._desk.board.incidents.get(order.incident_id)
        if incident is None or not incident.device_ids or order.purpose != PlanPurpose.RESTORE:
            return ""
        if self._thinking.of(order.incident_id).is_locked_out:
            return ""
        return self.tr("the protection may still reclose, wait for its lockout")

    def _refuse(self, reason: str) -> None:
        self._desk.failed.emit(self.tr("Not begun: {reason}").format(reason=reason))

    def prove(
        self,
        order: SwitchingOrder,
        on_done: Callable[[SwitchingPlan], None],
        on_failed: Callable[[str], object] | None = None,
    ) -> None:
        """Prove the steps still to come from what is true now."""
        incident = self._desk.board.incidents.get(order.incident_id)
        if incident is None:
            return
        order_id = order.order_id
        self.under_way.add(order_id)
        self._turns.changed.emit(order_id)

        def ended() -> None:
            self.under_way.discard(order_id)
            self._turns.changed.emit(order_id)

        def done(plan: SwitchingPlan) -> None:
            ended()
            on_done(plan)

        def failed(sentence: str) -> None:
            ended()
            (on_failed or self._desk.failed.emit)(sentence)

        self._thinking.prove(incident, plan_of_order(order), (), done, failed, about=order_id)

    # Changing it -------------------------------------------------------------------------------------------

    def remove_step(self, order_id: str, number: int) -> None:
        """Leave a step out; what is left is proven at once."""
        said = f"without step {number}"
        self._turns.turn(order_id, lambda o: orders.without_step(o, number), said, self._turns.who(), self.recheck)

    def recheck(self, order: SwitchingOrder) -> None:
        """Prove the steps still to come from what is true now, and note what they promise."""
        author, order_id, ground = self._turns.who(), order.order_id, self._thinking.planning.stands_on()
        doings = order_deeds.doings(order)

        def proven(plan: SwitchingPlan) -> None:
            problem, now = problem_of(plan, order), self._turns.now
            if problem:
                self._refused_on[order_id] = ground
            self._desk.write(
                lambda ledger: order_deeds.replan(ledger, order_id, plan, author, now, problem, proven=order),
                kept,
            )

        def kept(now_there: SwitchingOrder) -> None:
            if order_deeds.doings(now_there) != doings and is_to_be_proven(now_there):
                # It was changed while it was being proven.
                self.recheck(now_there)

        self._refused_on.pop(order_id, None)
        self.prove(order, proven)

    def look(self) -> None:
        """What was not accepted is proven anew once a switch, a lock, a tag, an earth or a holding order has changed.

        So is what nobody has begun, once another order was begun or approved for a switch that it needs.
        """
        self._look_at_held()
        if not self._refused_on:
            return
        ground = self._thinking.planning.stands_on()
        for order_id in [i for i, refused_on in self._refused_on.items() if refused_on != ground]:
            order = self._turns.order(order_id)
            if order is None or not is_to_be_proven(order):
                del self._refused_on[order_id]
            elif order_id not in self.under_way:
                self.recheck(order)

    def _look_at_held(self) -> None:
        known, orders_there = self._holding, self._desk.board.orders.values()
        self._holding = {(order.order_id, bool(order.begun_us)) for order in orders_there if holds(order)}
        fresh = [o for o in orders_there if holds(o) and (o.order_id, bool(o.begun_us)) not in known]
        for order in orders_there if fresh else ():
            if any(loses_to(order, other) for other in fresh) and order.order_id not in self.under_way:
                self.recheck(order)

    def plan_anew(self, order_id: str) -> None:
        """Another plan from what is true now, to be looked at and taken over."""
        order = self._turns.order(order_id)
        incident = self._desk.board.incidents.get(order.incident_id) if order is not None else None
        if order is not None and incident is not None:
            self._thinking.plan(incident, PlanPurpose(order.purpose))

    def take_over_plan(self, order_id: str) -> None:
        """The chosen plan takes the place of the steps still to come."""
        order = self._turns.order(order_id)
        thought = self._thinking.of(order.incident_id) if order is not None else None
        plan = thought.plan if thought is not None else None
        if order is None or plan is None:
            return
        if plan.purpose != order.purpose:
            self._desk.failed.emit(self.tr("That plan is for something else: plan from here first."))
            return
        author, now = self._turns.who(), self._turns.now
        failed = [s.number for s in order.steps if s.state is OrderStepState.FAILED]
        problem = problem_of(plan)
        self._desk.write(
            lambda ledger: order_deeds.replan(ledger, order_id, plan, author, now, problem, left_out=failed)
        )

    def leave_out(self, order_id: str, number: int, reason: str) -> None:
        """Go on without a step that failed or is not wanted."""
        author = self._turns.who()
        said = f"step {number} left out: {reason}"
        self._turns.turn(order_id, lambda o: orders.left_out(o, number, author, reason), said, author, self.recheck)

    def try_again(self, order_id: str, number: int) -> None:
        """A failed step is to be done once more."""
        said = f"step {number} once more"
        self._turns.turn(order_id, lambda o: orders.tried_again(o, number), said, self._turns.who(), self.recheck)


def loses_to(order: SwitchingOrder, other: SwitchingOrder) -> bool:
    """Whether a proven order that nobody has begun needs a switch that the order of another incident now has."""
    if not order.is_checked or order.begun_us or order.state.is_over or order.incident_id == other.incident_id:
        return False
    if order.state is OrderState.APPROVED and not other.begun_us:
        # Of two approved ones the earlier has it, and was not asked to give it up.
        return False
    return bool({step.element_id for step in order.steps} & {step.element_id for step in other.steps})


def is_to_be_proven(order: SwitchingOrder) -> bool:
    """Whether an order waits for nothing but its proof."""
    if order.is_checked or order.state.is_over or order.state is OrderState.EXECUTING:
        return False
    return all(step.state is not OrderStepState.FAILED for step in order.steps)


def problem_of(plan: SwitchingPlan, order: SwitchingOrder | None = None) -> str:
    """Why what is left of an order must not be carried out as it was proven; "" where it may.

    Args:
        order: what the plan proves; ``None``: it is another one.
    """
    if plan.is_usable:
        return "" if order is None else _supplies_nobody(plan, order)
    wrong = next((step for step in plan.steps if not step.proof.is_accepted), None)
    if wrong is not None:
        return f"{wrong.kind.value.replace('_', ' ')} {wrong.name}: {wrong.proof.reason}"
    return plan.reason or plan.status.value.replace("_", " ")


def _as_proven(order: SwitchingOrder, proven: SwitchingOrder) -> SwitchingOrder:
    """The order, if its steps are those that were proven. Raises ``InputError``."""
    if order_deeds.doings(order) != order_deeds.doings(proven):
        raise InputError(order.order_id, "was changed while it was being proven", "look at it again, then begin it")
    return order


def _supplies_nobody(plan: SwitchingPlan, order: SwitchingOrder) -> str:
    """Which closing, that has promised supply, would give it to nobody as the network is now; "" for none."""
    if plan.customers_unserved <= order.steps[-1].customers_unserved or not plan.steps:
        return ""
    promised = {}
    for before, step in pairwise(order.steps):
        if step.action is OrderAction.CLOSE and before.customers_unserved > step.customers_unserved >= 0:
            promised[step.element_id] = before.customers_unserved - step.customers_unserved
    without = plan.customers_dead
    for due in plan.steps:
        gained, without = without - due.proof.customers_unserved, due.proof.customers_unserved
        if due.kind is StepKind.CLOSE and due.element_id in promised and gained <= 0:
            count = promised[due.element_id]
            return f"close {due.name} would supply nobody, {count} customers were promised; plan from here"
    return ""
