"""A live console with the Faults workspace in front, and what a person does at it: by its buttons, by telephone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from console.faults.faults import Faults
from console.faults.thought import Thought
from console.live_console import LiveConsole
from console.windows.live.faults.fault_window import FaultWindow
from engines.values.incidents import Incident
from engines.values.points import LinkState
from engines.values.repair import FaultCause, WorkState
from engines.values.switching_orders import OrderState, OrderStepState, SwitchingOrder
from engines.values.switching_plan import PlanPurpose
from tests.console.windows.live.conftest import NAME, PASSWORD, wait_until
from widgets.faults.action_row import ActionRow
from widgets.faults.choice_dialog import ChoiceDialog
from widgets.faults.page_rows import WorkRow

CREW = "crew-1"


def is_live(console: LiveConsole) -> bool:
    """Whether the field is heard, the district solved, and the site's faults known."""
    return (
        console.links is not None
        and all(link.health.state is LinkState.UP for link in console.links.links)
        and console.district is not None
        and console.district.live_moment is not None
        and console.faults is not None
        and console.faults.desk.is_known
    )


class FaultRoom:
    """One console, with somebody signed in."""

    def __init__(self, console: LiveConsole, *, is_first: bool = True) -> None:
        self.console = console
        wait_until(lambda: is_live(console), "the district to be live")
        operations = console.operations
        assert operations is not None
        if is_first:
            operations.users.create_first_user(NAME, PASSWORD).result(20)
        signed = operations.session.sign_in(NAME, PASSWORD)
        wait_until(lambda: signed.done() and operations.session.name == NAME, "the sign-in")
        self.said: list[str] = []
        self.faults.desk.failed.connect(self.said.append)
        console.commands.workspaces.choose("faults")

    @property
    def faults(self) -> Faults:
        """Its fault repair."""
        assert self.console.faults is not None
        return self.console.faults

    @property
    def shown(self) -> FaultWindow:
        """The Faults workspace."""
        assert self.console.commands.faults is not None
        return self.console.commands.faults

    # The field ---------------------------------------------------------------------------------------------

    def inject(self, event: str, element_id: str, **more: Any) -> None:
        """Let something happen in the simulated district."""
        self._instruct("Inject", json.dumps({"event": event, "element_id": element_id, **more}))

    def _instruct(self, method: str, argument: str) -> None:
        """Tell the simulator, and wait for its word."""
        links, replies = self.console.links, list[Any]()
        assert links is not None
        links.call_instructor(method, argument, on_done=replies.append)
        wait_until(lambda: bool(replies), f"the simulator to take {method}")
        assert not replies[0].reason, replies[0].reason

    def events(self) -> dict[str, dict[str, Any]]:
        """What is broken in the simulated district, by id."""
        assert self.console.links is not None
        found: list[Any] = []
        self.console.links.read_instructor("Events", on_done=lambda reply: found.append(reply.values[0]))
        wait_until(lambda: bool(found), "the simulator to tell its events")
        return {str(entry["id"]): entry["event"] for entry in json.loads(found[0] or "[]")}

    def mend(self, element_id: str) -> None:
        """End what is broken at one place of the simulated district."""
        for event_id, event in self.events().items():
            if event.get("element_id") == element_id:
                self._instruct("Clear", event_id)

    def position(self, switch_id: str) -> float:
        """What the field shows."""
        assert self.console.district is not None
        reading = self.console.district.store.find(f"{switch_id}/position")
        assert reading is not None, switch_id
        return reading.value

    def is_live_at(self, element_id: str) -> bool:
        """Whether a line has voltage, as the district knows it now."""
        district = self.console.district
        assert district is not None
        topology = district.moment.topology if district.moment is not None else None
        assert topology is not None
        network = district.opened.network
        ref = network.find(element_id)
        assert ref is not None
        line = network["line"]
        rows = [int(network.bus_row(int(line[end][ref.row]))) for end in ("from_bus", "to_bus")]
        return all(bool(topology.is_energized[row]) for row in rows)

    # What is known -----------------------------------------------------------------------------------------

    def incidents(self) -> tuple[Incident, ...]:
        """Those under way."""
        return self.faults.desk.board.open_incidents()

    def incident(self, incident_id: str) -> Incident:
        """As last read."""
        return self.faults.desk.board.incidents[incident_id]

    def thought(self, incident_id: str) -> Thought:
        """What is worked out about it."""
        return self.faults.thinking.of(incident_id)

    def order(self, order_id: str) -> SwitchingOrder:
        """As last read."""
        return self.faults.desk.board.orders[order_id]

    def journal(self, kind: str) -> list[Any]:
        """Records of a kind."""
        assert self.console.operations is not None
        return [e for e in self.console.operations.site.journal.read() if e.kind == kind]

    # What a person does ------------------------------------------------------------------------------------

    def press(self, row: Callable[[], ActionRow], key: str, what: str = "") -> None:
        """Press a button once it is there and can be pressed."""

        def button() -> QPushButton | None:
            found = row().buttons.get(key)
            return found if found is not None and found.isEnabled() and found.isVisibleTo(row().window()) else None

        wait_until(lambda: button() is not None, f"the button {key} {what}")
        found = button()
        assert found is not None
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)

    def press_order(self, key: str, order_id: str | None = None) -> None:
        """A button of the order panel, with an order (or the plan, "") in front."""
        if order_id is not None:
            self.shown.orders.choose(order_id)
        self.press(lambda: self.shown.orders.action_row, key, "of the order")

    def press_incident(self, key: str) -> None:
        """A button of the incident as a whole."""
        self.press(lambda: self.shown.page.action_row, key, "of the incident")

    def press_work(self, key: str) -> None:
        """A button of the first work order."""
        self._press_row(lambda: self.shown.page.works.rows.rows, key, "of the work order")

    def press_document(self, key: str) -> None:
        """A button of the first safety document; what leads on is pressed for the state it is in."""
        if key == "advance":
            wait_until(lambda: bool(self.faults.desk.board.documents), "a safety document")
            key = f"advance {next(iter(self.faults.desk.board.documents.values())).state}"
        self._press_row(lambda: self.shown.page.documents.rows.rows, key, "of the safety document")

    def _press_row(self, rows: Callable[[], Mapping[str, WorkRow]], key: str, what: str) -> None:
        wait_until(lambda: bool(rows()), f"anything {what}")
        self.press(lambda: next(iter(rows().values())).action_row, key, what)

    def choose(self, key: str) -> None:
        """Answer a question with a choice."""
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), ChoiceDialog), "the question")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ChoiceDialog)
        dialog.choice.setCurrentIndex(dialog.choice.findData(key))
        dialog.accept()

    # Longer pieces -----------------------------------------------------------------------------------------

    def break_line(self, line_id: str, *, is_found: bool = False) -> str:
        """A permanent fault; id of its incident, once there is a plan; ``is_found``: for its place, told by a crew."""
        known = {i.incident_id for i in self.incidents()}
        self.inject("network_fault", line_id)

        def fresh() -> list[str]:
            return [i.incident_id for i in self.incidents() if i.incident_id not in known]

        wait_until(lambda: bool(fresh()), "the incident")
        incident_id = fresh()[0]
        self.shown.choose(incident_id)
        if is_found:
            self._find_fault(incident_id, line_id)
            return incident_id
        # Where the suspicion covers all that is dead there is nothing to switch before the place is known.
        wait_until(lambda: (plan := self.thought(incident_id).plan) is not None and plan.is_usable, "a plan")
        return incident_id

    def take_incident(self, line_id: str) -> str:
        """The incident of a fault that comes by a script, its place told by a crew; its id, once there is a plan."""
        wait_until(lambda: bool(self.incidents()), "the incident")
        incident_id = self.incidents()[0].incident_id
        self.shown.choose(incident_id)
        self._find_fault(incident_id, line_id)
        return incident_id

    def _find_fault(self, incident_id: str, line_id: str) -> None:
        """The crew that was sent finds the place at once, and the plan follows it."""
        repairing = self.faults.repairing
        repairing.new_work(self.incident(incident_id))
        wait_until(lambda: bool(self.faults.desk.board.works_of(incident_id)), "the work order")
        work_id = self.faults.desk.board.works_of(incident_id)[0].work_id
        repairing.send(work_id, CREW)
        for state in (WorkState.EN_ROUTE, WorkState.ON_SITE):
            repairing.report(work_id, state)
        repairing.found(work_id, FaultCause.CABLE, (line_id,), "")
        wait_until(lambda: self.incident(incident_id).element_ids == (line_id,), "the place to be known")
        self.faults.thinking.look()
        wait_until(
            lambda: (
                not self.thought(incident_id).is_planning
                and not self.thought(incident_id).is_refining
                and (plan := self.thought(incident_id).plan) is not None
                and bool(plan.steps)
                and self.thought(incident_id).planned_for[:1] == (line_id,)
            ),
            "a plan for the place",
        )

    def write_order(self, incident_id: str) -> str:
        """Make the plan an order, by its button."""
        before = {o.order_id for o in self.faults.desk.board.orders_of(incident_id)}
        self.press_order("write", "")

        def fresh() -> list[str]:
            return [o.order_id for o in self.faults.desk.board.orders_of(incident_id) if o.order_id not in before]

        wait_until(lambda: bool(fresh()), "the order")
        wait_until(lambda: self.shown.orders.order_id == fresh()[0], "the order to be shown")
        return fresh()[0]

    def due(self, order_id: str) -> int:
        """Number of the next step, 0 once all are behind."""
        step = self.order(order_id).next_step
        return step.number if step is not None else 0

    def by_telephone(self, order_id: str) -> None:
        """The step that is due, on site: told, read back, done, seen; by the buttons."""
        number = self.due(order_id)
        step = self.order(order_id).step(number)
        self.press_order("tell", order_id)
        self.choose(CREW)
        self.press_order("read_back")
        self.inject("hand_operation", step.element_id, is_closed=step.action.value == "close")
        self.press_order("did")
        wait_until(lambda: self.due(order_id) != number, f"step {number} {step.name} to be confirmed")

    def run_through(self, order_id: str) -> None:
        """Begin it, or go on with it, so that its remote steps follow each other."""
        is_halted = self.order(order_id).state is OrderState.SUSPENDED
        self.press_order("begin" if is_halted else "through", order_id)
        wait_until(lambda: self.order(order_id).state is not OrderState.SUSPENDED, "the order to go on")
        wait_until(
            lambda: self.order(order_id).begun_us > 0 and order_id not in self.faults.carrying_out.proving,
            "the order to be begun",
        )
        if is_halted:
            self.faults.carrying_out.go_on(order_id)

    def carry_out(self, order_id: str, each: Callable[[], None] = lambda: None) -> None:
        """Run an order through to its end; steps on site by telephone."""
        self.run_through(order_id)
        while not self.order(order_id).state.is_over:
            assert self.order(order_id).state is OrderState.EXECUTING, self.order(order_id).reason
            each()
            step = self.order(order_id).next_step
            if step is None:
                wait_until(lambda: self.order(order_id).state.is_over, "the end of the order")
            elif not step.is_remote:
                self.by_telephone(order_id)
            else:
                number = step.number
                if step.state is OrderStepState.PLANNED and step.precaution:
                    self.faults.carrying_out.step(order_id)
                wait_until(
                    lambda number=number: (  # type: ignore[misc]
                        self.due(order_id) != number or self.order(order_id).state is not OrderState.EXECUTING
                    ),
                    f"step {number} {step.name}",
                )
        each()

    def go_normal(self, incident_id: str) -> str:
        """Plan the way back, write the order; its id."""
        self.press_incident("normal")
        wait_until(
            lambda: (
                self.thought(incident_id).purpose is PlanPurpose.RETURN_TO_NORMAL
                and self.thought(incident_id).plan is not None
                and not self.thought(incident_id).is_planning
            ),
            "the way back",
        )
        return self.write_order(incident_id)
