"""What a press in the order panel does: to a plan, to an order, to its step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.authority.rights import Right
from console.faults import incident_deeds
from console.faults.faults import Faults
from console.windows.live.faults.asking import Asking
from console.windows.live.faults.plan_views import PLAN_ID
from console.windows.live.faults.words import purpose_text, tr
from console.windows.live.faults.work_views import crew_choices
from engines.values.incidents import Incident, IncidentState
from engines.values.switching_orders import OrderState, OrderStepState
from engines.values.switching_plan import PlanPurpose


class OrderDeeds:
    """Writes orders, has them approved, carries them out."""

    def __init__(
        self, asking: Asking, faults: Faults, to_print: Callable[[str], None], to_approve: Callable[[str], None]
    ) -> None:
        """``to_print`` and ``to_approve`` get the id of an order."""
        self._asking, self._faults, self._print, self._approve = asking, faults, to_print, to_approve

    def remove_step(self, incident_id: str, order_id: str, number: int) -> None:
        """The operator does not want a step of the plan, or of an order."""
        if order_id == PLAN_ID:
            self._faults.thinking.without_step(incident_id, number)
        else:
            self._asking.may(lambda: self._faults.carrying_out.remove_step(order_id, number))

    def act(self, incident_id: str, order_id: str, key: str) -> None:
        """An action of the order panel."""
        incident = self._faults.desk.board.incidents.get(incident_id)
        if incident is None:
            return
        if order_id == PLAN_ID:
            self._plan(incident, key)
            return
        out = self._faults.carrying_out
        simple: dict[str, tuple[Callable[[], None], Right]] = {
            "begin": (lambda: out.begin(order_id, goes_on=False), Right.OPERATE),
            "through": (lambda: self._run_through(order_id), Right.OPERATE),
            "pause": (lambda: out.halt(order_id, f"paused by {self._faults.who()}"), Right.REPAIR),
            "check": (lambda: self._recheck(order_id), Right.REPAIR),
            "replan": (lambda: out.plan_anew(order_id), Right.REPAIR),
            "take_plan": (lambda: out.take_over_plan(order_id), Right.REPAIR),
            "take_over": (lambda: out.take_over(order_id), Right.OPERATE),
        }
        if key == "print":
            self._print(order_id)
        elif key == "approve":
            self._approve(order_id)
        elif key == "abort":
            title, text = tr("Give the order up"), tr("What was done stays done. The reason stands in the record.")
            self._asking.may(lambda: self._asking.why(title, text, tr("Give it up"), partial(out.abort, order_id)))
        elif key in simple:
            act, right = simple[key]
            self._asking.may(act, right)
        else:
            self._step(order_id, key)

    def _plan(self, incident: Incident, key: str) -> None:
        thought = self._faults.thinking.of(incident.incident_id)
        if key == "replan":
            self._faults.thinking.plan(incident, thought.purpose)
        elif key == "write":
            title = f"{purpose_text(thought.purpose)}: {incident.title}"
            self._asking.may(lambda: self._faults.carrying_out.write_order(incident.incident_id, title))
        elif key == "nothing":
            is_back = thought.purpose is PlanPurpose.RETURN_TO_NORMAL
            state = IncidentState.NORMAL if is_back else IncidentState.RESTORED
            said = "nothing to switch: the network is as it should be" if is_back else "nothing to switch"
            self._asking.may(
                lambda: self._asking.write(incident_deeds.reach, incident.incident_id, state=state, sentence=said)
            )

    def _recheck(self, order_id: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        if order is not None:
            self._faults.carrying_out.recheck(order)

    def _run_through(self, order_id: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        if order is not None and order.state.value == "executing":
            self._faults.carrying_out.go_on(order_id)
        else:
            self._faults.carrying_out.begin(order_id, goes_on=True)

    def _step(self, order_id: str, key: str) -> None:
        order = self._faults.desk.board.orders.get(order_id)
        due = order.next_step if order is not None else None
        if order is None or due is None:
            return
        out, number = self._faults.carrying_out, due.number
        if key == "next" and due.precaution:
            title, text = tr("Before step {number}").format(number=number), tr("What was done, and by whom?")

            def noted(reason: str) -> None:
                self._asking.note(order.incident_id, f"before step {number}: {reason}")
                out.step(order_id)

            self._asking.may(lambda: self._asking.why(title, text, tr("It was done: go on"), noted), Right.OPERATE)
        elif key == "next":
            self._asking.may(lambda: out.step(order_id), Right.OPERATE)
        elif key == "tell":
            told = partial(out.tell_crew, order_id, number)
            self._asking.may(lambda: self._asking.crew(tr("Who is at the switch?"), crew_choices(self._faults), told))
        elif key == "read_back":
            self._asking.may(lambda: out.read_back(order_id, number))
        elif key == "did":
            self._asking.may(lambda: out.crew_did(order_id, number))
        elif key == "cannot":
            title, text = tr("The crew cannot do it"), tr("The order halts, and another plan is made.")
            if order.state is OrderState.SUSPENDED:
                title = tr("Not to be done any more")
                text = tr("Only once the crew has said that it will not do it. Another plan is made.")
            self._asking.may(
                lambda: self._asking.why(title, text, tr("Note it"), partial(out.crew_cannot, order_id, number))
            )
        elif key in ("again", "leave_out"):
            self._failed_step(order_id, key)

    def _failed_step(self, order_id: str, key: str) -> None:
        order, out = self._faults.desk.board.orders[order_id], self._faults.carrying_out
        failed = next((s for s in order.steps if s.state is OrderStepState.FAILED), None)
        if failed is None:
            return
        if key == "again":
            self._asking.may(lambda: out.try_again(order_id, failed.number))
            return
        title, text = tr("Go on without step {number}").format(number=failed.number), tr("What is left is proven anew.")
        self._asking.may(
            lambda: self._asking.why(title, text, tr("Leave it out"), partial(out.leave_out, order_id, failed.number))
        )
