"""Orders, documents, work and incidents in words, and times as they stand on paper."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from engines.values.incidents import IncidentState
from engines.values.repair import FaultCause, SafetyState, WorkState
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState
from engines.values.switching_plan import PlanPurpose

MINUTE_US = 60_000_000
SEPARATOR = " · "


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("FaultWords", text)


def action_text(action: OrderAction) -> str:
    """What a step does."""
    return {
        OrderAction.OPEN: tr("Open"),
        OrderAction.CLOSE: tr("Close"),
        OrderAction.RECLOSING_OFF: tr("Reclosing off"),
        OrderAction.RECLOSING_ON: tr("Reclosing on"),
        OrderAction.SHED: tr("Shed load"),
        OrderAction.ISLAND: tr("Hold island"),
        OrderAction.RECONNECT: tr("Reconnect load"),
        OrderAction.PROVE_DEAD: tr("Prove dead"),
        OrderAction.EARTH: tr("Earth"),
        OrderAction.REMOVE_EARTH: tr("Remove earth"),
        OrderAction.TAG: tr("Place tag"),
        OrderAction.LIFT_TAG: tr("Lift tag"),
        OrderAction.PATROL: tr("Patrol"),
    }[action]


def order_state_text(state: OrderState) -> str:
    """Where an order stands."""
    return {
        OrderState.DRAFT: tr("draft"),
        OrderState.CHECKED: tr("checked"),
        OrderState.APPROVED: tr("approved"),
        OrderState.EXECUTING: tr("being carried out"),
        OrderState.SUSPENDED: tr("suspended"),
        OrderState.DONE: tr("done"),
        OrderState.ABORTED: tr("aborted"),
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


def purpose_text(purpose: str) -> str:
    """What an order is for; as it was written where it is none of the usual purposes."""
    known = {
        PlanPurpose.ISOLATE.value: tr("isolate the fault"),
        PlanPurpose.RESTORE.value: tr("restore supply"),
        PlanPurpose.RETURN_TO_NORMAL.value: tr("return to normal"),
        PlanPurpose.PLANNED_OUTAGE.value: tr("planned outage"),
    }
    return known.get(purpose, purpose)


def document_state_text(state: SafetyState) -> str:
    """How far a place has been made safe."""
    return {
        SafetyState.DRAFT: tr("draft"),
        SafetyState.ISOLATED: tr("isolated"),
        SafetyState.PROVED_DEAD: tr("proved dead"),
        SafetyState.EARTHED: tr("earthed"),
        SafetyState.ISSUED: tr("issued"),
        SafetyState.RETURNED: tr("returned"),
        SafetyState.CANCELLED: tr("cancelled"),
    }[state]


def work_state_text(state: WorkState) -> str:
    """How far a work order is."""
    return {
        WorkState.NEW: tr("new"),
        WorkState.ASSIGNED: tr("assigned"),
        WorkState.EN_ROUTE: tr("en route"),
        WorkState.ON_SITE: tr("on site"),
        WorkState.FOUND: tr("found"),
        WorkState.REPAIRED: tr("repaired"),
        WorkState.CLEARED: tr("cleared"),
        WorkState.CLOSED: tr("closed"),
        WorkState.CANCELLED: tr("cancelled"),
    }[state]


def incident_state_text(state: IncidentState) -> str:
    """How far an incident is."""
    return {
        IncidentState.NEW: tr("new"),
        IncidentState.LOCATED: tr("located"),
        IncidentState.ISOLATED: tr("isolated"),
        IncidentState.RESTORED: tr("restored, repair outstanding"),
        IncidentState.REPAIRED: tr("repaired"),
        IncidentState.NORMAL: tr("back to normal"),
        IncidentState.CLOSED: tr("closed"),
        IncidentState.MERGED: tr("part of another incident"),
    }[state]


def cause_text(cause: FaultCause) -> str:
    """What was found."""
    return {
        FaultCause.UNKNOWN: tr("not known"),
        FaultCause.CABLE: tr("cable or its accessory"),
        FaultCause.CABLE_DUG: tr("cable damaged by digging"),
        FaultCause.OVERHEAD_LINE: tr("overhead line"),
        FaultCause.TREE: tr("tree"),
        FaultCause.TRANSFORMER: tr("transformer"),
        FaultCause.SWITCHGEAR: tr("switchgear"),
        FaultCause.ANIMAL: tr("animal"),
        FaultCause.CUSTOMER: tr("customer's installation"),
    }[cause]


def way_text(step: OrderStep, crews: Mapping[str, str] | None = None) -> str:
    """From where a step is done, or by whom; ``crews``: their names by id."""
    if step.is_remote:
        return tr("remote")
    return (crews or {}).get(step.crew_id, step.crew_id) or tr("on site")


def number_of(kept_id: str) -> str:
    """What people call a record by: the number of its id, ``12`` of ``order:12``."""
    return kept_id.partition(":")[2] or kept_id


# Times and numbers -----------------------------------------------------------------------------------------


def time_of_day(time_us: int) -> str:
    """Local time with seconds; "" where it has not come to that."""
    return _local(time_us).toString("HH:mm:ss") if time_us else ""


def day_note(time_us: int, today_us: int) -> str:
    """The day, in short; "" where it is the one of ``today_us``, or there is no time."""
    if not time_us or _local(time_us).date() == _local(today_us).date():
        return ""
    has_same_year = _local(time_us).date().year() == _local(today_us).date().year()
    return QLocale().toString(_local(time_us).date(), "d MMM" if has_same_year else "d MMM yyyy")


def moment(time_us: int, today_us: int) -> str:
    """Local time with seconds, and the date where it is not that of ``today_us``; a dash without a time."""
    if not time_us:
        return "–"
    return time_of_day(time_us) if not day_note(time_us, today_us) else full_moment(time_us)


def full_moment(time_us: int) -> str:
    """Date and local time with seconds; a dash without a time."""
    return _local(time_us).toString("yyyy-MM-dd HH:mm:ss") if time_us else "–"


def by_at(person: str, time_us: int, today_us: int) -> str:
    """Who did something and when; "" where nobody has."""
    return SEPARATOR.join(part for part in (person, moment(time_us, today_us) if time_us else "") if part)


def duration_text(minutes: float) -> str:
    """Minutes as hours and minutes: ``2 h 05 min``; a dash where they are not known."""
    if minutes != minutes:
        return "–"
    whole = round(abs(minutes))
    sign = "\u2212" if minutes < 0 and whole else ""
    return f"{sign}{whole // 60} h {whole % 60:02d} min" if whole >= 60 else f"{sign}{whole} min"


def _local(time_us: int) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(time_us // 1000)
