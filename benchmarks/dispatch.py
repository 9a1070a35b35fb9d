"""Day-ahead dispatch: how near to the bound, how fast, how long the model takes to build.

Prints one JSON object. ``ieee33``: the sample case at 24 and 96 steps. ``made_up``: built-in made-up districts of 69
and 141 buses (``synthetic:69:1`` and ``synthetic:141:1``; published networks of that size are not in the product), with
devices of the sample's kinds placed by a fixed seed. Every figure is of one process with one solver thread;
``seconds`` is planning with the AC load flow of every step, without the comparison by the reference engine, the
median of ``--repeat`` runs. ``first_seconds``: relaxed solve, rounding, solve with positions held and AC check alone,
with the gap they reach. ``cpu_seconds``: processor time of one plan, which other work on the machine disturbs less.
``scenarios``: the sample case over 20 scenarios that the joint model draws from SimBench's year (``null`` where that
is not installed), once solved as a whole and once in groups of ten that are brought to agree, both with two worker
processes; ``cpu_seconds`` is then of all processes, and reading, fitting and drawing are not counted.
``regions``: plans made in regions with two worker processes: exchanges, cost against the plan in one piece, the
largest difference that was left. ``--shared`` says in the output that other work ran on the machine.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

import numpy as np

TARGETS = {
    "ieee33 x 24": "gap 0.02 % in 1 s",
    "ieee33 x 96": "3 s",
    "69 x 24": "gap 0.02 % in 2 s",
    "141 x 96": "gap 0.05 % in 15 s",
    "20 scenarios x 24": "20 s on two cores",
    "regions": "within 0.1 % of the whole in 10 exchanges",
}


_BIGGER = (
    ("synthetic:33:1", 4),
    ("synthetic:33:2", 2),
    ("synthetic:69:2", 4),
    *(("synthetic:69:1", count) for count in (3, 6, 10)),
    *(("synthetic:141:1", count) for count in (3, 4, 6, 12)),
)


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--shared", action="store_true", help="say that other work ran on the machine")
    options = parser.parse_args()
    figures = {
        "ieee33 x 24": _measured("ieee33", 24, 2e-4, 10.0, options.repeat),
        "ieee33 x 96": _measured("ieee33", 96, 2e-4, 10.0, options.repeat),
        "69 x 24": _measured("synthetic:69:1", 24, 2e-4, 10.0, options.repeat),
        "141 x 96": _measured("synthetic:141:1", 96, 5e-4, 30.0, 1),
        "scenarios": _over_scenarios(20),
        "regions": in_regions(),
        "targets": TARGETS,
        "machine_was_shared": options.shared,
    }
    report({**figures, **versions("clarabel", "highspy", "power-grid-model", "scipy", "numpy"), **machine()})
    return 0


def _measured(network: str, n_step: int, gap: float, seconds: float, repeat: int) -> dict[str, Any]:
    from engines.dispatch.attaching import attach
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch
    from engines.dispatch.programme import build_programme
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    snapshot = Snapshot(open_network(network)[0])
    case = _sample(n_step) if network == "ieee33" else _made_up(snapshot, n_step)
    options = DispatchOptions(seconds=seconds, gap=gap, verify=False, explain=False)
    begin = time.process_time()
    plans = [plan_dispatch(case, snapshot, options) for _ in range(repeat)]
    cpu = (time.process_time() - begin) / repeat
    first = [plan_dispatch(case, snapshot, replace(options, gap=1.0)) for _ in range(repeat)]
    instance = attach(case, snapshot)
    begin = time.perf_counter()
    programme = build_programme(instance)
    build = time.perf_counter() - begin
    plan = plans[-1]
    return {
        "network": network,
        "buses": len(snapshot.network.bus),
        "steps": n_step,
        "status": str(plan.status),
        "reason": plan.reason,
        "cost": round(plan.cost, 4),
        "gap_percent": round(100 * plan.gap, 5),
        "seconds": round(statistics.median(p.seconds for p in plans), 3),
        "cpu_seconds": round(cpu, 3),
        "first_gap_percent": round(100 * first[-1].gap, 5),
        "first_seconds": round(statistics.median(p.seconds for p in first), 3),
        "build_ms": round(1e3 * build, 2),
        "columns": programme.layout.n_column,
        "rows": len(programme.equal_right) + len(programme.upper_right) + len(programme.cone_right),
        "ac": {
            "solved": plan.ac.solved,
            "max_dv_pu": plan.ac.max_dv_pu,
            "loss_error": plan.ac.loss_error,
            "violations": len(plan.ac.violations),
        },
        "record": list(plan.record),
    }


def in_regions(
    cases: tuple[tuple[str, int], ...] = (("ieee33", 2), ("ieee33", 3), ("ieee33", 4), *_BIGGER),
    often: tuple[int, ...] = (10,),
) -> dict[str, Any]:
    """Plans of 24 steps made in so many regions, with so many exchanges at most."""
    from console.dispatch.pool import WorkerPool, warm_up
    from engines.dispatch.layers.options import LayerOptions
    from engines.dispatch.layers.planning import plan_in_regions
    from engines.dispatch.options import DispatchOptions
    from engines.dispatch.planning import plan_dispatch
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    found: dict[str, Any] = {}
    with WorkerPool(2) as pool:
        pool.run(warm_up, [(), (), (), ()], lambda: False)
        for network, count in cases:
            snapshot = Snapshot(open_network(network)[0])
            case = _sample(24) if network == "ieee33" else _made_up(snapshot, 24)
            in_one_piece = DispatchOptions(seconds=30.0, gap=2e-4, verify=False, explain=False)
            whole = plan_dispatch(case, snapshot, in_one_piece)
            for asked in often:
                options = LayerOptions(regions=count, exchanges=asked, verify=False, explain=False)
                plan = plan_in_regions(case, snapshot, options, executor=pool)
                assert plan.layers is not None
                last = plan.layers.exchanges[-1]
                found[f"{network} x 24, {count} regions, {asked} exchanges"] = {
                    "status": str(plan.status),
                    "reason": plan.reason,
                    "exchanges": len(plan.layers.exchanges),
                    "seconds": round(plan.seconds, 2),
                    "dearer_than_the_whole_percent": round(100 * (plan.cost / whole.cost - 1), 4),
                    "gap_percent": round(100 * plan.gap, 4),
                    "left_mw": last.p_mw,
                    "left_pu": last.vm_pu,
                    "max_dv_pu": plan.ac.max_dv_pu,
                    "violations": len(plan.ac.violations),
                    "seconds_of_the_whole": round(whole.seconds, 2),
                }
    return found


def _over_scenarios(count: int) -> dict[str, Any] | None:
    from engines.dispatch.joint.case_units import history_of
    from engines.dispatch.joint.outlook import OutlookRequest, look_ahead
    from engines.dispatch.joint.simbench_series import simbench_folder
    from engines.exchange.opening import open_network
    from engines.grid.snapshot import Snapshot

    if simbench_folder() is None:
        return None
    case, snapshot = _sample(24), Snapshot(open_network("ieee33")[0])
    days = history_of(case, float(snapshot.column("load", "p_mw").sum()))
    scenarios = look_ahead(days, OutlookRequest(keep=count, members=0)).scenarios
    ways = {"as a whole": count, "in groups of ten": 1}
    return {
        f"{count} x 24, {name}": _planned_over(case, snapshot, scenarios, one_group) for name, one_group in ways.items()
    }


def _planned_over(case: Any, snapshot: Any, scenarios: Any, one_group: int) -> dict[str, Any]:
    import resource

    from console.dispatch.pool import WorkerPool, warm_up
    from engines.dispatch.scenarios.options import ScenarioOptions
    from engines.dispatch.scenarios.planning import plan_scenarios

    options = ScenarioOptions(seconds=120.0, one_group=one_group, verify=False)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with WorkerPool(2) as pool:
        pool.run(warm_up, [(), (), (), ()], lambda: False)
        begin = time.process_time()
        plan = plan_scenarios(case, snapshot, scenarios, options, executor=pool)
        own = time.process_time() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "status": str(plan.status),
        "reason": plan.reason,
        "groups": plan.groups,
        "seconds": round(plan.seconds, 2),
        "cpu_seconds": round(own + after.ru_utime - before.ru_utime, 2),
        "expected_cost": round(plan.expected_cost, 3),
        "lower_bound": round(plan.lower_bound, 3),
        "gap_percent": round(100 * plan.gap, 4),
        "mean_plan_cost": round(plan.mean_plan_cost, 3),
        "vss": round(plan.vss, 3),
        "ac": {
            "solved": plan.ac.solved,
            "steps": plan.ac.steps,
            "max_dv_pu": plan.ac.max_dv_pu,
            "loss_error": plan.ac.loss_error,
            "violations": len(plan.ac.violations),
        },
        "record": list(plan.record),
    }


def _sample(n_step: int) -> Any:
    from importlib.resources import files

    from engines.dispatch.case_file import parse_case

    text = files("resources").joinpath("cases", "ieee33.toml").read_text(encoding="utf-8")
    text = text.replace("steps = 24", f"steps = {n_step}", 1)
    return parse_case(text.replace("step_hours = 1.0", f"step_hours = {24 / n_step}", 1), "ieee33")


def _made_up(snapshot: Any, n_step: int) -> Any:
    """The sample's devices, sized by the district's load, at medium-voltage buses drawn by a fixed seed."""
    sample = _sample(n_step)
    network = snapshot.network
    size = float(network["load"]["p_mw"].sum()) / 3.715
    medium = network.bus.index[(network.bus["vn_kv"] > 1) & (network.bus["vn_kv"] < 60)]
    drawn = iter(np.random.default_rng(7).permutation(medium).tolist())

    def scaled(device: Any) -> Any:
        sizes = ("s_mva", "p_mw", "e_mwh", "e_initial_mwh", "e_min_mwh", "e_final_mwh", "step_mvar", "ramp_mw_per_h")
        more = ("q_min_mvar", "q_max_mvar")
        grown = {n: getattr(device, n) * size for n in (*sizes, *more) if hasattr(device, n)}
        return replace(device, bus=int(next(drawn)), **grown)

    loaded = network["load"]["bus"][np.argsort(-network["load"]["p_mw"])[:3]].tolist()
    tie = sample.ties[0]
    limits = ("s_mva", "p_max_mw", "q_min_mvar", "q_max_mvar", "p_ramp_mw_per_h", "q_ramp_mvar_per_h")
    return replace(
        sample,
        name=network.name,
        branch_limit_mva=float("nan"),
        ties=(replace(tie, **{n: getattr(tie, n) * size for n in limits}),),
        renewables=tuple(scaled(r) for r in sample.renewables),
        storages=tuple(scaled(u) for u in sample.storages),
        turbines=tuple(scaled(u) for u in sample.turbines),
        capacitors=tuple(scaled(u) for u in sample.capacitors),
        compensators=tuple(scaled(u) for u in sample.compensators),
        responses=tuple(replace(r, bus=int(b)) for r, b in zip(sample.responses, loaded, strict=True)),
    )


if __name__ == "__main__":
    sys.exit(main())
