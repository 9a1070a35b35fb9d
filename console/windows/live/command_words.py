"""Commands, their stages and outcomes in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.control.command import CommandFacts, CommandView, PredictionState, Stage
from console.studies.phrases import translated
from console.windows.live.words import quantity_text, value_text
from engines.switching.verdicts import Verdict
from engines.values.commands import CommandOrigin, CommandOutcome
from engines.values.points import PointKind

SIGN_OF_VERDICT = {
    Verdict.FORBIDDEN: ("▲", "high"),
    Verdict.NEEDS_OVERRIDE: ("■", "medium"),
    Verdict.NEEDS_READING: ("■", "medium"),
    Verdict.PASSES: ("·", ""),
}
SEVERITY_OF_OUTCOME = {
    CommandOutcome.DONE: "",
    CommandOutcome.CANCELLED: "",
    CommandOutcome.REFUSED: "medium",
    CommandOutcome.CLAMPED: "medium",
    CommandOutcome.TIMED_OUT: "high",
    CommandOutcome.STUCK: "high",
    CommandOutcome.UNKNOWN: "high",
}


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("CommandWords", text)


def command_text(facts: CommandFacts) -> str:
    """What is commanded: ``Close T3``; ``Tap position of NORTH TR1 to 3``."""
    definition, value = facts.definition, facts.value
    if definition.kind is PointKind.POSITION:
        return (tr("Close {name}") if value else tr("Open {name}")).format(name=facts.name)
    text = tr("{quantity} of {name} to {value}").format(
        quantity=quantity_text(definition.quantity),
        name=facts.name,
        value=value_text(definition.quantity, definition.kind, value),
    )
    return f"{text} {definition.unit}".strip()


def origin_text(origin: CommandOrigin) -> str:
    """Where a command comes from."""
    return {
        CommandOrigin.CLICK: tr("at the desk"),
        CommandOrigin.ORDER: tr("switching order"),
        CommandOrigin.PLAN: tr("plan"),
        CommandOrigin.SCRIPT: tr("script"),
    }[origin]


def outcome_text(outcome: CommandOutcome) -> str:
    """How a command ended, in a word or two."""
    return {
        CommandOutcome.DONE: tr("done"),
        CommandOutcome.REFUSED: tr("refused"),
        CommandOutcome.TIMED_OUT: tr("timed out"),
        CommandOutcome.STUCK: tr("stuck between positions"),
        CommandOutcome.CLAMPED: tr("another value was taken"),
        CommandOutcome.UNKNOWN: tr("outcome unknown"),
        CommandOutcome.CANCELLED: tr("withdrawn"),
    }[outcome]


def stage_text(view: CommandView) -> str:
    """Where a command stands, one line."""
    if view.outcome is not None:
        text = outcome_text(view.outcome)
        return f"{text}: {translated(view.reason)}" if view.reason is not None else text
    if view.stage is Stage.AWAITING_CONFIRMATION:
        if view.is_forbidden:
            return tr("cannot be done")
        return tr("waits for your confirmation")
    return {
        Stage.REQUESTED: tr("is being checked …"),
        Stage.CHECKED: tr("its consequence is being predicted …"),
        Stage.PREDICTED: tr("its consequence is predicted"),
        Stage.CONFIRMED: tr("is predicted once more for the present state …"),
        Stage.JOURNALING: tr("is being recorded …"),
        Stage.JOURNALED: tr("is recorded"),
        Stage.SENT: tr("is sent, the device has not answered yet …"),
        Stage.AWAITING_FEEDBACK: tr("is accepted, waits for the field …"),
    }.get(view.stage, str(view.stage))


def prediction_text(view: CommandView) -> str:
    """What is to be said of the prediction as a whole; "" where its sentences speak for themselves."""
    if view.prediction is PredictionState.LATE:
        return tr("The prediction is late: what will happen is not known.")
    if view.prediction is PredictionState.FAILED:
        return tr("The prediction failed: what will happen is not known.")
    if view.consequence is not None and not view.consequence.is_converged:
        return tr("The load flow of the moment after has no solution: voltages and loadings are not known.")
    return ""
