"""The reference engine: pandapower's Newton-Raphson, with the same result as the fast one."""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np

from engines.grid.limit_check import LimitArrays, check_limits
from engines.grid.ratings import is_rated
from engines.grid.snapshot import Snapshot, changed_columns
from engines.loadflow.branch_model import branch_ends, build_branch_model, switch_sides
from engines.loadflow.diagnosis import Diagnosis, implausible_value, overload_sentence
from engines.loadflow.failure import failed_result
from engines.loadflow.options import LoadFlowOptions
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus, VerificationStatus
from engines.values.violations import no_violations

Array = np.ndarray[Any, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "line": ("p_from_mw", "q_from_mvar", "p_to_mw", "q_to_mvar", "i_from_ka", "i_to_ka", "loading_percent"),
    "trafo": ("p_hv_mw", "q_hv_mvar", "p_lv_mw", "q_lv_mvar", "i_hv_ka", "i_lv_ka", "loading_percent"),
    "impedance": ("p_from_mw", "q_from_mvar", "p_to_mw", "q_to_mvar", "i_from_ka", "i_to_ka", ""),
}


def solve_with_pandapower(
    snapshot: Snapshot, options: LoadFlowOptions, limits: LimitArrays | None, engine_reason: str = ""
) -> LoadFlowResult:
    """Solve one snapshot from scratch. What pandapower raises or leaves unsaid comes back as a status."""
    return ReferenceModel(options, limits, engine_reason).solve(snapshot)


class ReferenceModel:
    """A network kept as a pandapower net, so that a solve does not build its tables anew."""

    def __init__(self, options: LoadFlowOptions, limits: LimitArrays | None, engine_reason: str = "") -> None:
        self.engine_reason = engine_reason
        self._options, self._limits = options, limits
        self._net: Any = None
        self._told: Snapshot | None = None

    def solve(self, snapshot: Snapshot) -> LoadFlowResult:
        """Solve a snapshot; snapshots of one structure only."""
        begin = time.perf_counter()
        try:
            can_start_warm = self._tell(snapshot)
            self._run(can_start_warm)
        except Exception as error:  # pandapower raises many kinds for input it cannot take
            net, self._net = self._net, None
            return failed_result(
                snapshot,
                _diagnosis(snapshot, error, net, self._options),
                Engine.PANDAPOWER,
                engine_reason=self.engine_reason,
                verification=VerificationStatus.REFERENCE,
                seconds=time.perf_counter() - begin,
            )
        return _result(snapshot, self._net, self._limits, self.engine_reason, time.perf_counter() - begin)

    def _tell(self, snapshot: Snapshot) -> bool:
        """Bring the net to the snapshot's state; whether the last solution is a good start for the next."""
        from engines.exchange.to_pandapower import to_pandapower

        before, self._told = self._told, snapshot
        if self._net is None or before is None:
            self._net = to_pandapower(snapshot)
            return False
        changed = changed_columns(before, snapshot)
        for (table, column), values in changed.items():
            if (table, column) == ("switch", "position"):
                self._net.switch["closed"] = snapshot.switch_closed
            else:
                self._net[table][column] = values
        return not any(column in ("position", "in_service") for _, column in changed)

    def _run(self, start_warm: bool) -> None:
        import pandapower as pp

        if start_warm:
            try:
                _runpp(self._net, self._options, "results")
                return
            except (pp.LoadflowNotConverged, ArithmeticError):
                pass
        _runpp(self._net, self._options, "auto")


def _runpp(net: Any, options: LoadFlowOptions, init: str) -> None:
    """Solve a net. Raises what pandapower raises, and ``ArithmeticError`` for "converged" without a voltage."""
    import pandapower as pp

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pp.runpp(
            net,
            calculate_voltage_angles=True,
            init=init,
            max_iteration=options.max_iterations,
            tolerance_mva=min(options.tolerance, 1e-8),
            trafo_model="t",
            voltage_depend_loads=True,
            numba=has_numba(),
        )
    if not net.converged or np.isnan(net.res_bus.vm_pu.to_numpy(dtype=float)).all():
        raise ArithmeticError("pandapower reports convergence without a single voltage")


def has_numba() -> bool:
    """Whether numba is installed, which makes pandapower several times faster."""
    from importlib.util import find_spec

    return find_spec("numba") is not None


SHARES = (0.9, 0.7, 0.5, 0.3, 0.1, 0.01)
"""Shares of all power that are tried when the whole has no solution."""


def _diagnosis(snapshot: Snapshot, error: Exception, net: Any, options: LoadFlowOptions) -> Diagnosis:
    import pandapower as pp

    if isinstance(error, pp.LoadflowNotConverged):
        share, bus_row, vm_pu = _solvable_share(net, options)
        wrong_unit = implausible_value(snapshot)
        if wrong_unit is not None:
            return wrong_unit
        return Diagnosis(SolveStatus.DIVERGED, overload_sentence(snapshot.network, bus_row, vm_pu, share), bus_row)
    if isinstance(error, ArithmeticError):
        return Diagnosis(SolveStatus.FAILED, str(error))
    return Diagnosis(SolveStatus.FAILED, f"pandapower could not solve the network ({error})")


def _solvable_share(net: Any, options: LoadFlowOptions) -> tuple[float, int, float]:
    """The largest share of all power with a solution, its lowest bus and that bus's voltage."""
    kinds = [kind for kind in ("load", "sgen", "gen", "storage") if len(net[kind])]
    whole = {kind: net[kind]["scaling"].copy() for kind in kinds if "scaling" in net[kind]}
    for share in SHARES:
        for kind, scaling in whole.items():
            net[kind]["scaling"] = scaling * share
        try:
            _runpp(net, options, "auto")
        except Exception:  # whatever it is, this share has no solution either
            continue
        vm_pu = net.res_bus.vm_pu.to_numpy(dtype=float)
        row = int(np.nanargmin(vm_pu))
        return share, row, float(vm_pu[row])
    return 0.0, -1, float("nan")


def _result(
    snapshot: Snapshot, net: Any, limits: LimitArrays | None, engine_reason: str, seconds: float
) -> LoadFlowResult:
    vm_pu = frozen_array(net.res_bus.vm_pu.to_numpy(dtype=float))
    is_energized = frozen_array(np.isfinite(vm_pu))
    branches = _branches(snapshot, net, is_energized)
    losses_mw = sum(float(np.nansum(b.loss_mw)) for b in branches.values())
    losses_mvar = sum(float(np.nansum(b.loss_mvar)) for b in branches.values())
    violations = no_violations()
    if limits is not None:
        violations = check_limits(limits, vm_pu, {t: b.loading_percent for t, b in branches.items()})
    source = net.res_ext_grid
    return LoadFlowResult(
        snapshot_revision=snapshot.revision,
        structure_revision=snapshot.network.structure_revision,
        time=snapshot.time,
        status=SolveStatus.CONVERGED,
        engine=Engine.PANDAPOWER,
        vm_pu=vm_pu,
        va_degree=frozen_array(net.res_bus.va_degree.to_numpy(dtype=float)),
        is_energized=is_energized,
        branches=FrozenMap(branches),
        source_p_mw=frozen_array(source.p_mw.to_numpy(dtype=float)),
        source_q_mvar=frozen_array(source.q_mvar.to_numpy(dtype=float)),
        losses_kw=losses_mw * 1e3,
        losses_kvar=losses_mvar * 1e3,
        violations=violations,
        engine_reason=engine_reason,
        iterations=int(net._ppc.get("iterations", 0)),
        seconds=seconds,
        verification=VerificationStatus.REFERENCE,
    )


def _branches(snapshot: Snapshot, net: Any, is_energized: Array) -> dict[str, BranchFlow]:
    """Flows by table; NaN where a branch has no connected end at a live bus (pandapower writes zeros there)."""
    network = snapshot.network
    model = build_branch_model(snapshot)
    at_from, at_to = branch_ends(snapshot, model, switch_sides(network, model))
    live = np.concatenate([is_energized, np.zeros(model.n_star, bool)])
    is_on = (at_from & live[model.pi.from_row]) | (at_to & live[model.pi.to_row])
    branches: dict[str, BranchFlow] = {}
    for table, columns in COLUMNS.items():
        if len(network[table]):
            frame = net[f"res_{table}"]
            block = [frame[c].to_numpy(dtype=float) if c else np.full(len(frame), np.nan) for c in columns]
            branches[table] = _flow(block, is_on[model.part[table]], is_rated(network, table))
    if len(network["trafo3w"]):
        legs = is_on[model.part["trafo3w"]].reshape(3, -1).any(axis=0)
        branches["trafo3w"] = _flow(_three_winding(net.res_trafo3w), legs, is_rated(network, "trafo3w"))
    if len(model.switch_rows):
        block, is_closed = _bus_switches(snapshot, net)
        branches["switch"] = _flow(block, is_closed, is_rated(network, "switch"))
    return branches


def _flow(block: list[Array], is_on: Array, has_rating: Array) -> BranchFlow:
    """The flow of what is on; ``block`` ends with the loading, which only what is rated has."""
    *flows, loading = (np.where(is_on, values, np.nan) for values in block)
    return BranchFlow(*map(frozen_array, (*flows, np.where(has_rating, loading, np.nan))))


def _three_winding(frame: Any) -> list[Array]:
    def sides(name: str, *which: str) -> list[Array]:
        return [frame[name.format(s)].to_numpy(dtype=float) for s in which]

    p_mv, p_lv = sides("p_{}_mw", "mv", "lv")
    q_mv, q_lv = sides("q_{}_mvar", "mv", "lv")
    i_mv, i_lv = sides("i_{}_ka", "mv", "lv")
    return [
        *sides("p_{}_mw", "hv"),
        *sides("q_{}_mvar", "hv"),
        p_mv + p_lv,
        q_mv + q_lv,
        *sides("i_{}_ka", "hv"),
        np.fmax(i_mv, i_lv),
        frame.loading_percent.to_numpy(dtype=float),
    ]


def _bus_switches(snapshot: Snapshot, net: Any) -> tuple[list[Array], Array]:
    """Flows through closed bus-bus switches: pandapower knows those with an impedance only."""
    frame, switch = net.res_switch, snapshot.network["switch"]
    names = ("p_from_mw", "q_from_mvar", "p_to_mw", "q_to_mvar", "i_ka", "i_ka", "loading_percent")
    nan = np.full(len(switch), np.nan)
    block = [frame[n].to_numpy(dtype=float) if n in frame and len(frame) == len(switch) else nan for n in names]
    return block, snapshot.switch_closed & (switch["et"] == "b") & (np.nan_to_num(switch["z_ohm"]) > 0)
