"""Fault repair in the person's language: states, actions, times, numbers."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QDateTime

from engines.values.incidents import IncidentState
from engines.values.repair import SafetyState, WorkState
from engines.values.switching_orders import OrderAction, OrderState, OrderStepState
from engines.values.switching_plan import PlanPurpose
from widgets.numbers import MISSING, number_text


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("FaultWords", text)


def clock_text(time_us: int, *, with_seconds: bool = True) -> str:
    """Local time, with the date where it is not today; a dash where there is none."""
    if time_us <= 0:
        return MISSING
    moment = QDateTime.fromMSecsSinceEpoch(time_us // 1000)
    text = moment.toString("HH:mm:ss" if with_seconds else "HH:mm")
    is_today = moment.date() == QDateTime.currentDateTime().date()
    return text if is_today else f"{moment.toString('yyyy-MM-dd')} {text}"


def duration_text(minutes: float) -> str:
    """Minutes as people say them."""
    if not math.isfinite(minutes):
        return MISSING
    whole = max(round(minutes), 0)
    hours, rest = divmod(whole, 60)
    return tr("{hours} h {minutes:02d} min").format(hours=hours, minutes=rest) if hours else tr(
        "{minutes} min").format(minutes=rest)  # fmt: skip


def percent_text(share: float) -> str:
    """A probability; small ones are not nothing."""
    if not math.isfinite(share):
        return MISSING
    if 0.0 < share < 0.005:
        return "< 1 %"
    return f"{number_text(100 * share, 0)} %"


def volt_text(vm_pu: float) -> str:
    """A voltage."""
    return f"{number_text(vm_pu, 3)} pu" if math.isfinite(vm_pu) else MISSING


def loading_text(loading_percent: float) -> str:
    """A loading."""
    return f"{number_text(loading_percent, 0)} %" if math.isfinite(loading_percent) else MISSING


def incident_state_text(state: IncidentState, *, is_planned: bool = False) -> str:
    """How far an incident is; of a planned outage nothing is looked for."""
    planned = {
        IncidentState.NEW: tr("planned"),
        IncidentState.LOCATED: tr("planned"),
        IncidentState.RESTORED: tr("switched off for the work"),
        IncidentState.REPAIRED: tr("work done"),
    }
    if is_planned and state in planned:
        return planned[state]
    return {
        IncidentState.NEW: tr("being located"),
        IncidentState.LOCATED: tr("located"),
        IncidentState.ISOLATED: tr("isolated"),
        IncidentState.RESTORED: tr("in repair"),
        IncidentState.REPAIRED: tr("repaired"),
        IncidentState.NORMAL: tr("back to normal"),
        IncidentState.CLOSED: tr("closed"),
        IncidentState.MERGED: tr("part of another incident"),
    }[state]


def order_state_text(state: OrderState) -> str:
    """Where an order stands."""
    return {
        OrderState.DRAFT: tr("draft"),
        OrderState.CHECKED: tr("checked"),
        OrderState.APPROVED: tr("approved"),
        OrderState.EXECUTING: tr("being carried out"),
        OrderState.SUSPENDED: tr("halted"),
        OrderState.DONE: tr("done"),
        OrderState.ABORTED: tr("given up"),
    }[state]


def step_state_text(state: OrderStepState) -> str:
    """Where a step stands."""
    return {
        OrderStepState.PLANNED: tr("planned"),
        OrderStepState.INSTRUCTED: tr("instructed"),
        OrderStepState.READ_BACK: tr("read back"),
        OrderStepState.EXECUTED: tr("executed"),
        OrderStepState.CONFIRMED: tr("confirmed"),
        OrderStepState.FAILED: tr("failed"),
        OrderStepState.LEFT_OUT: tr("left out"),
    }[state]


def action_text(action: OrderAction | str) -> str:
    """What a step does."""
    return {
        OrderAction.OPEN: tr("Open"),
        OrderAction.CLOSE: tr("Close"),
        OrderAction.RECLOSING_OFF: tr("Reclosing off"),
        OrderAction.RECLOSING_ON: tr("Reclosing on"),
        OrderAction.SHED: tr("Switch off"),
        OrderAction.ISLAND: tr("Hold island"),
        OrderAction.RECONNECT: tr("Switch on again"),
        OrderAction.PROVE_DEAD: tr("Prove dead"),
        OrderAction.EARTH: tr("Earth"),
        OrderAction.REMOVE_EARTH: tr("Remove earth"),
        OrderAction.TAG: tr("Tag"),
        OrderAction.LIFT_TAG: tr("Lift tag"),
        OrderAction.PATROL: tr("Patrol"),
    }[OrderAction(action)]


def purpose_text(purpose: str) -> str:
    """What an order is for; as it was written where it is none of the usual purposes."""
    known = {
        PlanPurpose.ISOLATE.value: tr("Isolation"),
        PlanPurpose.RESTORE.value: tr("Restoration"),
        PlanPurpose.RETURN_TO_NORMAL.value: tr("Return to normal"),
        PlanPurpose.PLANNED_OUTAGE.value: tr("Planned outage"),
    }
    return known.get(purpose, purpose)


def work_state_text(state: WorkState) -> str:
    """How far a crew is."""
    return {
        WorkState.NEW: tr("waits for a crew"),
        WorkState.ASSIGNED: tr("told, not yet under way"),
        WorkState.EN_ROUTE: tr("en route"),
        WorkState.ON_SITE: tr("on site"),
        WorkState.FOUND: tr("fault found"),
        WorkState.REPAIRED: tr("repaired"),
        WorkState.CLEARED: tr("place cleared"),
        WorkState.CLOSED: tr("closed"),
        WorkState.CANCELLED: tr("not needed any more"),
    }[state]


def document_step_text(state: SafetyState) -> str:
    """The step that brings a document there."""
    return {
        SafetyState.DRAFT: tr("draft"),
        SafetyState.ISOLATED: tr("isolated"),
        SafetyState.PROVED_DEAD: tr("proved dead"),
        SafetyState.EARTHED: tr("earthed"),
        SafetyState.ISSUED: tr("issued"),
        SafetyState.RETURNED: tr("returned"),
        SafetyState.CANCELLED: tr("cancelled"),
    }[state]


def document_state_text(state: SafetyState) -> str:
    """How far a place is safe, and what that means."""
    return {
        SafetyState.DRAFT: tr("draft: nobody is protected by it"),
        SafetyState.ISOLATED: tr("isolated and tagged"),
        SafetyState.PROVED_DEAD: tr("proved dead"),
        SafetyState.EARTHED: tr("earthed"),
        SafetyState.ISSUED: tr("issued: people may be at work"),
        SafetyState.RETURNED: tr("returned, not yet cancelled"),
        SafetyState.CANCELLED: tr("cancelled"),
    }[state]
