"""What is said of a step, or of all of them, in an order and in a plan alike."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from console.windows.live.faults.words import clock_text, loading_text, tr, volt_text
from engines.values.switching_plan import Precaution, SwitchingPlan
from widgets.numbers import number_text


def worst_of(voltages: Iterable[float], loadings: Iterable[float]) -> tuple[float, float]:
    """The lowest voltage (pu) and the highest loading (percent) of those that are known; NaN where none is."""
    lowest = min((v for v in voltages if math.isfinite(v)), default=math.nan)
    return lowest, max((v for v in loadings if math.isfinite(v)), default=math.nan)


def worst_text(vm_min_pu: float, loading_percent: float) -> str:
    """The worst of all steps."""
    return tr("worst {voltage}, {loading}").format(voltage=volt_text(vm_min_pu), loading=loading_text(loading_percent))


def chance_text(chance: float) -> str:
    """How likely a closing meets the fault."""
    return "0 %" if chance == 0 else f"{number_text(100 * chance, 1)} %" if chance >= 0.0005 else "< 0.1 %"


def gravest_first(notes: Sequence[str]) -> tuple[str, ...]:
    """The notes of a plan: whom it cuts and what it could not check come last in it, what it was proven on first."""
    return tuple(reversed(notes))


def with_notes(reason: str, notes: Sequence[str]) -> str:
    """Why a step is done, and what must be known when it is."""
    return " · ".join((reason, *notes))


def expected_text(vm_min_pu: float, loading_percent: float) -> str:
    """What the load flow promises after a step."""
    if not math.isfinite(vm_min_pu) and not math.isfinite(loading_percent):
        return tr("not solved")
    return tr("min {voltage} · {loading}").format(
        voltage=number_text(vm_min_pu, 3) if math.isfinite(vm_min_pu) else "–", loading=loading_text(loading_percent)
    )


def precaution_text(precaution: str) -> str:
    """What has to be done before a step."""
    return {
        Precaution.PATROL_OR_TEST: tr("patrol first, or a supervised test"),
        Precaution.PROVE_DEAD: tr("prove it dead first: generation may hold a voltage"),
    }.get(Precaution(precaution), "") if precaution else ""  # fmt: skip


def worst_closing_text(chances: Iterable[float]) -> str:
    """The likeliest of several closings to meet the fault, in a few words; "" where none can."""
    chance = max(chances, default=0.0)
    return tr("closing onto the fault: {chance}").format(chance=chance_text(chance)) if chance > 0 else ""


def served_text(plan: SwitchingPlan, out: int) -> str:
    """Whom a plan gives supply, or takes it from.

    Args:
        out: customers of the incident that are without supply. A plan counts those of the whole network, and may
            supply those of another incident: which of them are this one's nobody has counted.
    """
    served = plan.customers_dead - plan.customers_unserved
    if served < 0:
        return tr("cuts off {count} customers").format(count=number_text(-served, 0))
    if plan.customers_dead != out:
        text = tr("{served} of all {dead} customers out")
        return text.format(served=number_text(served, 0), dead=number_text(plan.customers_dead, 0))
    return tr("{served} of {dead} customers").format(served=number_text(served, 0), dead=number_text(out, 0))


def as_proven_text(figures: str) -> str:
    """Figures of a network that has changed since."""
    return tr("as proven: {figures}").format(figures=figures)


def proven_when_text(proven_us: int) -> str:
    """Of when the figures of steps still to come are; "" where they hold for now."""
    return tr("figures as proven {time}").format(time=clock_text(proven_us)) if proven_us else ""


def closing_text(chance: float) -> str:
    """The chance that a closing meets the fault, in words."""
    return tr("Chance of closing onto the fault {chance}").format(chance=chance_text(chance))
