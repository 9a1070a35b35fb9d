"""``tieline dispatch --regions N``: a plan by regions that agree with the layer above them."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.cli.answers import number, print_json
from engines.values.counting import counted
from engines.values.validation import InputError
from engines.values.work import WorkContext

if TYPE_CHECKING:
    from engines.grid.snapshot import Snapshot
    from engines.values.dispatch import DispatchPlan
    from engines.values.dispatch_case import DispatchCase
    from engines.values.dispatch_layers import LayerExchange, LayersRecord

SECONDS, GAP = 60.0, 1e-3
_NOTHING = 1e-9
WHOLE_GAP = 1e-4
"""Of the plan in one piece that one in regions is compared with, at most."""


def add_region_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of plans made in regions."""
    group = parser.add_argument_group("planning in regions")
    group.add_argument(
        "--regions",
        type=int,
        metavar="N",
        help="cut the district into N regions of like size that agree with the layer above them (without it the case's "
        "own [[region]] tables; 0 plans it in one piece all the same)",
    )
    group.add_argument("--exchanges", type=int, metavar="N", help="with regions: how often they are asked at most (10)")
    group.add_argument("--against-whole", action="store_true", help="with regions: compare with the plan in one piece")


def is_in_regions(arguments: argparse.Namespace, case: DispatchCase) -> bool:
    """Whether the plan is to be made in regions."""
    return (arguments.regions is not None and arguments.regions > 0) or (
        arguments.regions is None and bool(case.regions)
    )


def check_region_arguments(arguments: argparse.Namespace, case: DispatchCase) -> None:
    """Raises ``InputError`` for options that mean nothing as given."""
    if arguments.regions is not None and arguments.regions < 0:
        raise InputError("--regions", f"{arguments.regions} is not possible", "ask for 0 or more")
    if arguments.scenarios is not None:
        if arguments.regions:
            raise InputError("--regions", "cannot be had together with --scenarios", "leave one of the two out")
        return
    if not is_in_regions(arguments, case):
        if arguments.workers is not None:
            reason = "means nothing without --scenarios or regions"
            raise InputError("--workers", reason, "add --scenarios N or --regions N, or leave it out")
        for name, given in (("--exchanges", arguments.exchanges), ("--against-whole", arguments.against_whole)):
            if given:
                raise InputError(name, "means nothing without regions", "add --regions N, or leave it out")
    if arguments.exchanges is not None and not 6 <= arguments.exchanges <= 100:
        raise InputError("--exchanges", f"{arguments.exchanges} is not possible", "ask for 6 to 100")


def plan_regions(
    arguments: argparse.Namespace, case: DispatchCase, snapshot: Snapshot, context: WorkContext
) -> DispatchPlan:
    """The plan, compared with that of the whole where asked."""
    from console.dispatch.pool import WorkerPool
    from engines.dispatch.layers.options import LayerOptions
    from engines.dispatch.layers.planning import plan_in_regions
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch

    gap = arguments.gap or GAP
    options = LayerOptions(
        seconds=arguments.seconds or SECONDS,
        gap=gap,
        regions=arguments.regions or 0,
        exchanges=arguments.exchanges or 10,
    )
    with WorkerPool(arguments.workers or 2) as pool:
        plan = plan_in_regions(case, snapshot, options, executor=pool, context=context)
    if not arguments.against_whole or plan.layers is None or context.is_cancelled():
        return plan
    in_one_piece = DispatchOptions(seconds=options.seconds, gap=min(gap, WHOLE_GAP), verify=False, explain=False)
    whole = plan_dispatch(case, snapshot, in_one_piece, context=context)
    return replace(plan, layers=replace(plan.layers, whole_cost=whole.cost, whole_bound=whole.lower_bound))


def print_regions_json(plan: DispatchPlan) -> None:
    """All figures of the plan, and how the regions came to agree."""
    from console.cli.dispatch import summarise

    assert plan.layers is not None
    print_json({**summarise(plan), **summarise_layers(plan.layers, plan.cost)})


def summarise_layers(record: LayersRecord, cost: float) -> dict[str, Any]:
    """How regions and the layer above came to agree."""
    compared = math.isfinite(record.whole_cost)
    return {
        "workers": record.workers,
        "exchanges": [
            {
                "cost": e.cost,
                "p_mw": e.p_mw,
                "q_mvar": e.q_mvar,
                "vm_pu": e.vm_pu,
                "whole_positions": e.is_whole,
                "silent": e.silent,
            }
            for e in record.exchanges
        ],
        "regions": [
            {
                "name": r.name,
                "branch": r.branch,
                "buses": r.buses,
                "devices": r.devices,
                "p_mw": r.p_mw,
                "q_mvar": r.q_mvar,
                "vm_pu": r.vm_pu,
                "price": r.price,
                "flexibility": [
                    {"towards": name, "p_mw": r.ends_p_mw[k], "q_mvar": r.ends_q_mvar[k], "cost": float(r.ends_cost[k])}
                    for k, name in enumerate(r.ends)
                ],
                "last_answered": r.last_answered,
                "silence": r.silence,
            }
            for r in record.regions
        ],
        "whole": {
            "cost": record.whole_cost,
            "lower_bound": record.whole_bound,
            "dearer_by": _dearer_by(cost, record.whole_cost),
        }
        if compared
        else None,
    }


def _dearer_by(cost: float, whole: float) -> float:
    """By what share of it regions cost more than the plan in one piece; NaN where that costs nothing."""
    return (cost - whole) / abs(whole) if abs(whole) > _NOTHING else float("nan")


def region_lines(record: LayersRecord, cost: float) -> dict[str, str]:
    """What is said of the regions above the schedule."""
    lines = {"regions": f"{len(record.regions)}, of which none has answered yet"}
    if record.exchanges:
        lines["regions"] = f"{record.answered} of {len(record.regions)} answered to the end"
        last = record.exchanges[-1]
        lines["agreement"] = (
            f"{counted(len(record.exchanges), 'exchange')}; regions and the layer above differ by at most "
            f"{last.p_mw:.1e} MW, {last.q_mvar:.1e} Mvar, {last.vm_pu:.1e} pu"
        )
    if math.isfinite(record.whole_cost):
        more = 100 * _dearer_by(cost, record.whole_cost)
        told = f"{more:+.4f} %" if math.isfinite(more) else f"{cost - record.whole_cost:+.4f}"
        lines["in one piece"] = f"{number(record.whole_cost, 2)} ({told} in regions)"
    return lines


def print_layers(record: LayersRecord) -> None:
    """The exchanges and the regions as tables."""
    from console.cli.dispatch import print_columns

    if record.exchanges:
        print()
        print_columns(_exchange_columns(record.exchanges))
    print()
    print_columns(
        [
            ("", [r.name for r in record.regions]),
            ("begins with", [r.branch for r in record.regions]),
            ("buses", [str(r.buses) for r in record.regions]),
            ("devices", [str(r.devices) for r in record.regions]),
            ("last answered in exchange", [str(r.last_answered or "none") for r in record.regions]),
        ]
    )


def _exchange_columns(exchanges: Sequence[LayerExchange]) -> list[tuple[str, list[str]]]:
    return [
        ("", [str(k) for k in range(1, len(exchanges) + 1)]),
        ("cost of the layers' models", [number(e.cost, 2) for e in exchanges]),
        ("largest difference, MW", [f"{e.p_mw:.5f}" for e in exchanges]),
        ("Mvar", [f"{e.q_mvar:.5f}" for e in exchanges]),
        ("pu", [f"{e.vm_pu:.6f}" for e in exchanges]),
        ("positions", ["whole" if e.is_whole else "between" for e in exchanges]),
    ]
