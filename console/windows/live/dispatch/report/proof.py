"""The proof of a plan with each of its figures beside what it is held to."""

from __future__ import annotations

from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.proof_views import LARGEST_DV_PU, LARGEST_LOSS_ERROR, proof_view
from console.windows.live.dispatch.report.values import MONEY, SMALL, Column, Figure, Seal, Section, Value, apart
from console.windows.live.dispatch.scenario_proof import scenario_proof, steps_that_hold
from console.windows.live.dispatch.words import tr
from engines.values.dispatch import AcProof
from engines.values.loadflow import VerificationStatus
from widgets.dispatch.facts import DOUBTFUL, FINE

_AGREES = (VerificationStatus.VERIFIED, VerificationStatus.REFERENCE)


def seal_of(kept: KeptPlan) -> Seal:
    """The seal as the workspace shows it: one judgement for the screen and for paper."""
    view = scenario_proof(kept) if kept.over is not None else proof_view(kept)
    return Seal(view.seal or tr("Not planned yet"), view.is_proven, view.doubts)


def proof_section(kept: KeptPlan) -> Section:
    """Gap and AC check, each with what was asked of it."""
    rows: list[tuple[Value, ...]] = []
    if kept.over is not None:
        plan, asked = kept.over.plan, kept.over.request.gap
        held, steps = steps_that_hold(plan)
        rows += _bounds(plan.cost, plan.lower_bound, plan.gap, asked)
        rows.append(_row(tr("Scenario steps that hold"), Figure(held, 0), Figure(steps, 0), held == steps > 0))
        rows += _checks(plan.ac)
    elif kept.planned is not None:
        day = kept.planned
        rows += _bounds(day.plan.cost, day.plan.lower_bound, day.plan.gap, day.gap_asked)
        if day.plan.schedule:
            rows += _checks(day.plan.ac)
    columns = (
        Column(tr("What"), 2.2, is_right=False),
        Column(tr("Value")),
        Column(tr("Held to")),
        Column(tr("Holds"), 0.6, is_right=False),
    )
    note = tr(
        "The AC load flow is solved for every step; the reference engine is a second program that solves it anew."
    )
    return Section(tr("Proof"), tr("Proof"), columns, tuple(rows), note, tr("Nothing was planned."))


def _row(name: str, value: Value, limit: Value, holds: bool | None) -> tuple[Value, ...]:
    return name, value, limit, "" if holds is None else FINE if holds else f"{DOUBTFUL} {tr('no')}"


def _bounds(cost: float, bound: float, gap: float, asked: float) -> list[tuple[Value, ...]]:
    decimals = apart(100 * gap, 100 * asked, 4)
    shown = apart(cost, bound, 2)
    return [
        _row(tr("Cost"), Figure(cost, shown, MONEY), "", None),
        _row(tr("Lower bound"), Figure(bound, shown, MONEY), "", None),
        _row(tr("Gap"), Figure(100 * gap, decimals, "%"), Figure(100 * asked, decimals, "%"), gap <= asked),
    ]


def _checks(ac: AcProof) -> list[tuple[Value, ...]]:
    agrees = ac.verification in _AGREES
    refuted = ac.verification is VerificationStatus.REFUTED
    said = tr("agrees") if agrees else tr("disagrees") if refuted else tr("not asked")
    return [
        _row(tr("Steps with an AC solution"), Figure(ac.solved, 0), Figure(ac.steps, 0), ac.solved == ac.steps > 0),
        _row(
            tr("Largest difference of a voltage"),
            _small(ac.max_dv_pu, "pu"),
            _small(LARGEST_DV_PU, "pu"),
            ac.max_dv_pu <= LARGEST_DV_PU,
        ),
        _row(
            tr("Losses differ by"),
            _small(ac.loss_error, ""),
            _small(LARGEST_LOSS_ERROR, ""),
            ac.loss_error <= LARGEST_LOSS_ERROR,
        ),
        # Limits are kept only where every step has a load flow that says so.
        _row(
            tr("Limits that are violated"),
            Figure(len(ac.violations), 0) if ac.solved == ac.steps else tr("not known"),
            Figure(0, 0),
            not ac.violations and ac.solved == ac.steps > 0,
        ),
        _row(tr("Reference engine"), said, tr("agrees"), agrees),
    ]


def _small(value: float, unit: str) -> Figure:
    return Figure(value, SMALL, unit)


def violation_section(kept: KeptPlan) -> Section | None:
    """The limits that the load flow breaks; ``None`` where it breaks none."""
    plan = kept.over.plan if kept.over is not None else kept.planned.plan if kept.planned is not None else None
    if plan is None or not plan.ac.violations:
        return None
    rows = []
    for violation in plan.ac.violations:
        decimals = apart(violation.value, violation.limit, 4)
        time = plan.times[violation.step] if violation.step < len(plan.times) else ""
        rows.append(
            (
                time,
                violation.place,
                tr(violation.kind),
                Figure(violation.value, decimals),
                Figure(violation.limit, decimals),
            )
        )
    columns = (
        Column(tr("Step that begins at"), is_right=False),
        Column(tr("Place"), 2, is_right=False),
        Column(tr("What"), 1.5, is_right=False),
        Column(tr("Value (pu, MW, MVA, MWh as the limit)")),
        Column(tr("Limit")),
    )
    return Section(tr("Violated limits"), tr("Violations"), columns, tuple(rows))


def conflict_section(kept: KeptPlan) -> Section | None:
    """The limits that cannot hold together; ``None`` where there are none."""
    plan = kept.planned.plan if kept.planned is not None else None
    if kept.over is not None:
        found = [
            (tr("scenario {number}").format(number=k + 1), c) for k, all_of in kept.over.plan.infeasible for c in all_of
        ]
    else:
        found = [] if plan is None else [("", c) for c in plan.conflicts]
    if not found:
        return None
    rows = [
        (
            where,
            c.place,
            tr(c.kind),
            Figure(c.limit, 4, c.unit),
            Figure(c.excess, apart(c.excess, 0.0, 4), c.unit),
            Figure(c.steps, 0),
        )
        for where, c in found
    ]
    columns = (
        Column(tr("In"), 0.8, is_right=False),
        Column(tr("Place"), 2, is_right=False),
        Column(tr("What"), 1.5, is_right=False),
        Column(tr("Limit")),
        Column(tr("Would have to give way by")),
        Column(tr("In steps"), 0.6),
    )
    return Section(tr("Limits that cannot hold together"), tr("Conflicts"), columns, tuple(rows))
