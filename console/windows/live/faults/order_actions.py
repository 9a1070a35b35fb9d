"""The buttons of a switching order."""

from __future__ import annotations

from console.faults.faults import Faults
from console.faults.thought import Thought
from console.windows.live.faults.words import action_text, tr
from console.workflows.orders import held_by_crew
from engines.values.switching_orders import OrderState, OrderStep, OrderStepState, SwitchingOrder
from widgets.faults.order_lines import ActionLine


def order_actions(faults: Faults, order: SwitchingOrder, thought: Thought) -> tuple[ActionLine, ...]:
    """The buttons, the one that goes on last."""
    printing = ActionLine("print", tr("Print…"), tr("As a PDF or on paper, in the usual columns"))
    if order.state.is_over:
        return (printing,)
    is_busy = order.order_id in faults.carrying_out.proving
    if order.state is OrderState.EXECUTING:
        return _executing_actions(faults, order, printing)
    if order.state is OrderState.SUSPENDED:
        return _halted_actions(faults, order, thought, printing, is_busy)
    give_up = ActionLine("abort", tr("Give up…"), tr("The order ends; what was done stays done"))
    if not order.is_checked:
        check = ActionLine("check", tr("Check again"), tr("Solve every step from what is true now"), True, not is_busy)
        return (printing, give_up, check)
    if order.needs_approval and not order.approved_by:
        text, tip = tr("Have it approved…"), tr("By a second person, who signs for it")
        return (printing, give_up, ActionLine("approve", text, tip, is_primary=True))
    due = order.next_step
    first = f"{action_text(due.action)} {due.name}" if due is not None else ""
    tip = tr("Each remote step follows the feedback of the one before; halts at steps on site and the unexpected")
    why = tr("is being proven") if is_busy else faults.carrying_out.why_no_link()
    through = ActionLine("through", tr("Run through"), tip, is_enabled=not why)
    begin = ActionLine(
        "begin", tr("Start: {step}").format(step=first), tr("Proves what is left for the present, then begins"), True,
        not why, why,
    )  # fmt: skip
    return (printing, give_up, through, begin)


def _executing_actions(faults: Faults, order: SwitchingOrder, printing: ActionLine) -> tuple[ActionLine, ...]:
    if order.console != faults.desk.console:
        return (printing, ActionLine("take_over", tr("Take it over"), tr("Halts it there, to go on here"), True))
    pause = ActionLine("pause", tr("Pause"), tr("Nothing further is begun; what was sent ends by itself"))
    due = order.next_step
    if due is None:
        return (printing, pause)
    what = f"{action_text(due.action)} {due.name}"
    if due.state is OrderStepState.PLANNED and due.is_remote:
        why = faults.carrying_out.why_not_step(order, due)
        step = ActionLine("next", tr("Next: {step}").format(step=what), due.reason, True, not why, why)
        if order.order_id in faults.carrying_out.goes_on:
            return (printing, pause, step)
        return (printing, pause, ActionLine("through", tr("Run through"), tr("The remote steps by themselves")), step)
    if due.state is OrderStepState.PLANNED:
        tell = ActionLine("tell", tr("Tell a crew: {step}…").format(step=what), due.reason, is_primary=True)
        return (printing, pause, tell)
    if due.is_remote:
        waits = tr("waits for {name}").format(name=due.name)
        return (printing, pause, ActionLine("next", tr("Next"), "", True, False, waits))
    cannot = ActionLine("cannot", tr("Cannot be done…"), tr("The crew could not do it; the order halts"))
    if due.state is OrderStepState.INSTRUCTED:
        return (printing, pause, cannot, ActionLine("read_back", tr("Read back"), tr("Repeated word for word"), True))
    if due.state is OrderStepState.READ_BACK:
        return (printing, pause, cannot, ActionLine("did", tr("Done: {step}").format(step=what), "", True))
    waits = tr("the field does not show it yet")
    return (printing, pause, cannot, ActionLine("did", tr("Done"), "", True, False, waits))


def _halted_actions(
    faults: Faults, order: SwitchingOrder, thought: Thought, printing: ActionLine, is_busy: bool
) -> tuple[ActionLine, ...]:
    held = held_by_crew(order)
    if held is not None:
        return _called_off_actions(faults, held, printing)
    give_up = ActionLine("abort", tr("Give up…"), tr("The order ends; what was done stays done"))
    failed = next((s for s in order.steps if s.state is OrderStepState.FAILED), None)
    actions = [printing, give_up]
    has_plan = bool(thought.plans) and thought.purpose == order.purpose and not thought.is_planning
    if failed is not None:
        actions.append(ActionLine("again", tr("Try step {number} again").format(number=failed.number)))
        actions.append(ActionLine("leave_out", tr("Go on without it…"), tr("What is left is proven anew")))
    actions.append(
        ActionLine("replan", tr("Plan from here"), tr("Another plan from what is true now"),
                   is_enabled=not thought.is_planning)
    )  # fmt: skip
    if failed is not None or not order.is_checked:
        if failed is None:
            check, tip = tr("Check again"), tr("Solve every step anew")
            actions.append(ActionLine("check", check, tip, not has_plan, not is_busy))
        if has_plan:
            text, tip = tr("Take the plan over"), tr("The chosen plan replaces the steps still to come")
            usable = thought.plan is not None and thought.plan.is_usable and bool(thought.plan.steps)
            why = "" if usable else (thought.problem or tr("it has no step that can be carried out"))
            actions.append(ActionLine("take_plan", text, tip, True, usable, why))
        return tuple(actions)
    if order.needs_approval and not order.approved_by:
        actions.append(ActionLine("approve", tr("Have it approved…"), tr("By a second person"), is_primary=True))
    else:
        why = faults.carrying_out.why_no_link()
        tip = tr("Proves what is left, then goes on")
        actions.append(ActionLine("begin", tr("Go on"), tip, True, not is_busy and not why, why))
    return tuple(actions)


def _called_off_actions(faults: Faults, held: OrderStep, printing: ActionLine) -> tuple[ActionLine, ...]:
    """A crew does not see that the order has halted: that comes before everything else."""
    crew, what = faults.repairing.crew_name(held.crew_id), f"{action_text(held.action)} {held.name}"
    actions = [printing]
    if held.state is not OrderStepState.EXECUTED:
        done = ActionLine("did", tr("It is done: {step}").format(step=what), tr("The crew says so"))
        off = tr("{crew} knows that it must not do it any more").format(crew=crew)
        actions += [done, ActionLine("cannot", tr("Called off…"), off, is_primary=True)]
        return tuple(actions)
    waits = tr("the field does not show it yet")
    done = ActionLine("did", tr("Done"), "", False, False, waits)
    return (printing, done, ActionLine("cannot", tr("It is not done…"), tr("The crew has looked again"), True))
