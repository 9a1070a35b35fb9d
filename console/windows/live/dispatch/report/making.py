"""A day report put together, in slices."""

from __future__ import annotations

from console.dispatch.kept import KeptPlan
from console.dispatch.rule_days import RuleDays
from console.windows.live.dispatch.plan_lines import day_text
from console.windows.live.dispatch.report.costs import cost_section, exchange_section, purchase_section
from console.windows.live.dispatch.report.devices import moves_section, storage_section
from console.windows.live.dispatch.report.execution_parts import execution_sections
from console.windows.live.dispatch.report.hours import device_section, drawings, expected_section, hour_section
from console.windows.live.dispatch.report.origin import moment_text, origin_section
from console.windows.live.dispatch.report.proof import conflict_section, proof_section, seal_of, violation_section
from console.windows.live.dispatch.report.scenario_parts import exchange_rounds, scenario_section, spread_section
from console.windows.live.dispatch.report.summary import summary_section
from console.windows.live.dispatch.report.values import DayReport, Drawings, Section
from console.windows.live.dispatch.report.weather import weather_section
from console.windows.live.dispatch.report.why import binding_section, why_section
from console.windows.live.dispatch.words import tr
from console.workflows.dispatch_values import PlanExecution
from widgets.slices import Steps, run_steps


def report_steps(
    kept: KeptPlan, rules: RuleDays, executions: tuple[PlanExecution, ...], reported_at: float, reporter: str
) -> Steps[DayReport]:
    """The report of a plan that was planned.

    Args:
        rules: the same day by rules. executions: each time it was carried out.
        reported_at: seconds since 1970; reporter: who asks for it, "" for nobody.
    """
    parts: list[Section | Drawings | None] = []
    for make in (
        lambda: summary_section(kept, rules),
        lambda: proof_section(kept),
        lambda: violation_section(kept),
        lambda: conflict_section(kept),
        lambda: cost_section(kept, rules),
        lambda: purchase_section(kept, rules),
        lambda: exchange_section(kept),
        lambda: weather_section(kept),
        lambda: drawings(kept),
        lambda: spread_section(kept.over) if kept.over is not None else None,
        lambda: storage_section(kept),
        lambda: moves_section(kept),
        lambda: why_section(kept),
    ):
        parts.append(make())
        yield
    parts += execution_sections(executions)
    yield
    parts.append(origin_section(kept, reported_at, reporter))
    # What is long and looked up rather than read comes last.
    for make in (
        lambda: scenario_section(kept.over) if kept.over is not None else None,
        lambda: exchange_rounds(kept.over) if kept.over is not None else None,
        lambda: hour_section(kept),
        lambda: device_section(kept),
        lambda: expected_section(kept),
        lambda: binding_section(kept),
    ):
        parts.append(make())
        yield
    subtitle = f"{day_text(kept)} · {kept.network.replace(chr(92), '/').rpartition('/')[2]}"
    foot = f"{kept.name} · {tr('report of {time}').format(time=moment_text(reported_at))}"
    return DayReport(kept.name, subtitle, seal_of(kept), tuple(part for part in parts if part is not None), foot)


def day_report(
    kept: KeptPlan, rules: RuleDays, executions: tuple[PlanExecution, ...], reported_at: float, reporter: str
) -> DayReport:
    """The same, at once."""
    return run_steps(report_steps(kept, rules, executions, reported_at, reporter))
