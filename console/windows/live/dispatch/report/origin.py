"""How a plan was made: the case, the programs, when and by whom."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QDateTime

from console.dispatch.kept import KeptPlan
from console.dispatch.packing import pack
from console.windows.live.dispatch.report.values import Column, Section
from console.windows.live.dispatch.words import plain, tr


def case_digest(kept: KeptPlan) -> str:
    """Sixteen digits that are others for any other case."""
    return hashlib.sha256(pack(kept.case).encode()).hexdigest()[:16]


def moment_text(seconds: float) -> str:
    """Date and local time with its distance to UTC; a dash where there is none."""
    if not seconds:
        return "–"
    moment = QDateTime.fromMSecsSinceEpoch(int(seconds * 1000))
    return f"{moment.toString('yyyy-MM-dd HH:mm:ss')} UTC{_offset(moment.offsetFromUtc())}"


def _offset(seconds: int) -> str:
    sign = "+" if seconds >= 0 else "−"
    return f"{sign}{abs(seconds) // 3600:02d}:{abs(seconds) % 3600 // 60:02d}"


def origin_section(kept: KeptPlan, reported_at: float, reporter: str) -> Section:
    """A row a fact."""
    case, over = kept.case, kept.over
    plan = over.plan if over is not None else kept.planned.plan if kept.planned is not None else None
    start = (
        str(case.start).replace("T", " ")
        if case.start is not None
        else tr("any day, from {clock}").format(clock=case.clock(0))
    )
    not_told = tr("not recorded")
    rows = [
        (tr("Plan"), kept.name),
        (tr("Identity of the plan"), kept.plan_id),
        (tr("Case"), tr("{name}, fingerprint {digest}").format(name=case.name, digest=case_digest(kept))),
        (tr("Changed against its base"), "; ".join(kept.changes) or tr("nothing")),
        (tr("Network"), kept.network),
        (tr("Structure of the network"), plan.structure_revision if plan is not None else not_told),
        (tr("Begins"), start),
        (tr("Horizon"), tr("{count} steps of {hours} h").format(count=case.n_step, hours=plain(case.step_hours, 4))),
        (tr("Case kept"), f"{moment_text(kept.made_at)} · {kept.author or tr('nobody was signed in')}"),
        (tr("Planned"), moment_text(kept.planned_at)),
        (tr("Planned with"), kept.made_with or not_told),
        (tr("Planning took"), f"{plain(plan.seconds, 2)} s" if plan is not None else "–"),
    ]
    if over is not None:
        rows += [
            (tr("History"), tr("{source}, {days} days").format(source=over.source, days=over.n_day)),
            (
                tr("Scenarios"),
                tr("{kept} of {drawn} drawn, seed {seed}").format(
                    kept=len(over.plan.probability), drawn=over.drawn, seed=over.request.seed
                ),
            ),
            (
                tr("Risk"),
                tr("CVaR at {level}, weight {weight}").format(
                    level=plain(over.plan.cvar_level, 4), weight=plain(over.plan.cvar_weight, 4)
                ),
            ),
        ]
    rows += [(tr("Done on the way"), text) for text in (plan.record if plan is not None else ())]
    rows.append((tr("Report made"), f"{moment_text(reported_at)} · {reporter or tr('nobody was signed in')}"))
    columns = (Column(tr("What"), 1, is_right=False), Column(tr("Told"), 4, is_right=False))
    return Section(tr("How it was made"), tr("Origin"), columns, tuple(rows))
