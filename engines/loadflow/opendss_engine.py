"""Networks that were read from OpenDSS, solved by OpenDSS: all phases, neutrals and controls of the model."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from engines.grid.limit_check import LimitArrays, check_limits
from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, NO_RATING_MVA, stated
from engines.grid.snapshot import Snapshot
from engines.loadflow.diagnosis import Diagnosis, bus_label
from engines.loadflow.failure import failed_result
from engines.loadflow.injections import POWER_TABLES, row_power
from engines.loadflow.opendss_state import CircuitState
from engines.loadflow.phases import lowest_and_highest, phase_voltages, representative
from engines.values.frozen import FrozenMap, frozen_array
from engines.values.loadflow import BranchFlow, Engine, LoadFlowResult, SolveStatus, VerificationStatus
from engines.values.violations import no_violations

Array = np.ndarray[Any, Any]

DEAD_PU = 0.02
"""Below this a bus is without voltage: what capacitances leave on an open line is no supply."""
REASON = "the network comes from OpenDSS, which models phases and controls that no other engine here does"


class OpenDssModel:
    """One circuit in an OpenDSS of its own; belongs to one process."""

    def __init__(self, network: Network) -> None:
        from engines.exchange.opendss import private_engine, run_script

        self.network = network
        self._dss = private_engine()
        run_script(self._dss, network.attachments["opendss"], network.source or network.name)
        self._state = CircuitState(network, self._dss.Text.Command, self._regulators())
        self._place_nodes()

    def solve(self, snapshot: Snapshot, limits: LimitArrays | None, tolerance: float) -> LoadFlowResult:
        """Solve a snapshot; whatever goes wrong is a status of the result."""
        from dss import DSSException

        begin = time.perf_counter()
        invalid = _not_a_number(snapshot)
        if invalid is not None:
            return self._failed(snapshot, invalid, begin)
        try:
            self._state.tell(snapshot)
            # OpenDSS's tolerance is on voltages, relative; its default of 1e-4 is too coarse to compare losses.
            self._dss.Solution.Convergence(max(tolerance, 1e-8))
            self._dss.Solution.MaxIterations(200)
            self._dss.Text.Command("solve mode=snapshot")
        except DSSException as error:
            cause = f"OpenDSS stopped: {' '.join(str(error).split())[:300]}"
            return self._failed(snapshot, Diagnosis(SolveStatus.FAILED, cause), begin)
        v_pu = self._voltages()
        if not self._dss.Solution.Converged():
            cause = "OpenDSS found no solution; the network may carry less than is asked of it"
            return self._failed(snapshot, Diagnosis(SolveStatus.DIVERGED, cause, _lowest(v_pu)), begin)
        if not np.isfinite(v_pu[self._node_row, self._node_phase]).all():
            row = int(self._node_row[~np.isfinite(v_pu[self._node_row, self._node_phase])][0])
            cause = f"OpenDSS's answer is not a number at {bus_label(self.network, row)}"
            return self._failed(snapshot, Diagnosis(SolveStatus.FAILED, cause, row), begin)
        return self._result(snapshot, v_pu, limits, begin)

    def _failed(self, snapshot: Snapshot, diagnosis: Diagnosis, begin: float) -> LoadFlowResult:
        return failed_result(
            snapshot,
            diagnosis,
            Engine.OPENDSS,
            engine_reason=REASON,
            verification=VerificationStatus.REFERENCE,
            seconds=time.perf_counter() - begin,
        )

    def _regulators(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        controls = self._dss.RegControls
        more = controls.First()
        while more:
            found.setdefault(str(controls.Transformer()).lower(), []).append(str(controls.Name()))
            more = controls.Next()
        return found

    def _place_nodes(self) -> None:
        """Where each of OpenDSS's nodes (bus and phase) stands in ``(n_bus, 3)``."""
        bus = self.network.bus
        row_of = {str(name): row for row, name in enumerate(bus["dss_name"])}
        rows, phases, places = [], [], []
        for k, node in enumerate(self._dss.Circuit.AllNodeNames()):
            name, _, number = str(node).lower().rpartition(".")
            if name in row_of and number in ("1", "2", "3"):
                rows.append(row_of[name])
                phases.append(int(number) - 1)
                places.append(k)
        self._node_row, self._node_phase = np.array(rows, np.int64), np.array(phases, np.int64)
        self._node_place = np.array(places, np.int64)

    def _voltages(self) -> Array:
        """``(n_bus, 3)`` complex voltages to neutral, per unit; NaN for absent phases."""
        volts = np.asarray(self._dss.Circuit.AllBusVolts(), np.float64)
        complex_volts = volts[0::2] + 1j * volts[1::2]
        v_pu = np.full((len(self.network.bus), 3), np.nan + 0j)
        base = self.network.bus["vn_kv"][self._node_row] * 1e3 / np.sqrt(3)
        v_pu[self._node_row, self._node_phase] = complex_volts[self._node_place] / base
        return v_pu

    def _result(self, snapshot: Snapshot, v_pu: Array, limits: LimitArrays | None, begin: float) -> LoadFlowResult:
        magnitude = np.where(np.isnan(v_pu), 0.0, np.abs(v_pu))
        live = magnitude.max(axis=1) > DEAD_PU
        v_pu[magnitude <= DEAD_PU] = np.nan
        vm_pu, va_degree = representative(v_pu)
        branches = self._branches(live)
        violations = no_violations()
        if limits is not None:
            low, high = lowest_and_highest(v_pu)
            violations = check_limits(limits, low, {t: b.loading_percent for t, b in branches.items()}, high)
        source = self._sources()
        losses = np.asarray(self._dss.Circuit.Losses(), np.float64)
        taps = {"trafo_tap_pos": frozen_array(self._taps())} if len(self.network["trafo"]) else {}
        return LoadFlowResult(
            snapshot_revision=snapshot.revision,
            structure_revision=self.network.structure_revision,
            time=snapshot.time,
            status=SolveStatus.CONVERGED,
            engine=Engine.OPENDSS,
            vm_pu=frozen_array(vm_pu),
            va_degree=frozen_array(va_degree),
            is_energized=frozen_array(live),
            branches=FrozenMap(branches),
            source_p_mw=frozen_array(source[:, 0]),
            source_q_mvar=frozen_array(source[:, 1]),
            losses_kw=float(losses[0]) / 1e3,
            losses_kvar=float(losses[1]) / 1e3,
            violations=violations,
            engine_reason=REASON,
            iterations=int(self._dss.Solution.Iterations()),
            seconds=time.perf_counter() - begin,
            phases=phase_voltages(v_pu),
            verification=VerificationStatus.REFERENCE,
            extra=FrozenMap(taps),
        )

    def _sources(self) -> Array:
        table = self.network["ext_grid"]
        powers = np.zeros((len(table), 2))
        for row, name in enumerate(table["dss_name"]):
            if self._dss.Circuit.SetActiveElement(str(name)) >= 0:
                terminal = self._terminal_powers()
                powers[row] = -terminal[0]
        return powers

    def _taps(self) -> Array:
        """Where regulators left the taps, in positions."""
        trafo = self.network["trafo"]
        taps = trafo["tap_pos"].copy()
        for row, name in enumerate(trafo["dss_name"]):
            self._dss.Transformers.Name(str(name).partition(".")[2])
            self._dss.Transformers.Wdg(1 if trafo["tap_side"][row] == "hv" else 2)
            step = trafo["tap_step_percent"][row] / 100
            if step > 0:
                taps[row] = (float(self._dss.Transformers.Tap()) - 1) / step
        return np.asarray(taps)

    def _branches(self, live: Array) -> dict[str, BranchFlow]:
        network = self.network
        branches = {}
        for table, ends in (("line", ("from_bus", "to_bus")), ("trafo", ("hv_bus", "lv_bus"))):
            if len(network[table]):
                rows = range(len(network[table]))
                from_row, to_row = (network.bus_row(network[table][end]) for end in ends)
                rating = self._trafo_rating() if table == "trafo" else self._line_rating()
                branches[table] = self._flows(table, rows, from_row, to_row, rating, live)
        switch = network["switch"]
        rows_b = [int(r) for r in np.flatnonzero(switch["et"] == "b")]
        if rows_b:
            from_row = network.bus_row(switch["bus"])
            to_row = np.where(switch["et"] == "b", network.bus_row(switch["element"]), -1)
            rating = stated(switch["in_ka"], NO_LIMIT_KA)[:, None] * [1, 1]
            branches["switch"] = self._flows("switch", rows_b, from_row, to_row, rating, live)
        return branches

    def _line_rating(self) -> Array:
        """``(n, 2)`` rated current of both ends, kA."""
        return np.asarray(stated(self.network["line"]["max_i_ka"], NO_LIMIT_KA)[:, None] * [1, 1])

    def _trafo_rating(self) -> Array:
        """``(n, 2)`` rated phase current of both sides, kA."""
        trafo = self.network["trafo"]
        count = np.array([max(1, len(str(p).split("."))) for p in trafo["phases"]]) if "phases" in trafo else 3
        vn = np.stack([trafo["vn_hv_kv"], trafo["vn_lv_kv"]], axis=1)
        rated = stated(trafo["sn_mva"], NO_RATING_MVA)
        return np.asarray(rated[:, None] / (np.reshape(count, (-1, 1)) * vn / np.sqrt(3)))

    def _flows(self, table: str, rows: Any, from_row: Array, to_row: Array, rating: Array, live: Array) -> BranchFlow:
        names = self.network.bus["dss_name"]
        block = np.full((7, len(self.network[table])), np.nan)
        first_row_of: dict[str, int] = {}
        for row in rows:
            element = str(self.network[table]["dss_name"][row])
            if self._dss.Circuit.SetActiveElement(element) < 0 or not (live[from_row[row]] or live[to_row[row]]):
                continue
            buses = [str(b).lower().partition(".")[0] for b in self._dss.CktElement.BusNames()]
            powers, currents = self._terminal_powers(), self._terminal_currents()
            at_from = [k for k, b in enumerate(buses) if b == names[from_row[row]]]
            at_to = [k for k, b in enumerate(buses) if b == names[to_row[row]] and k not in at_from]
            block[0:2, row], block[2:4, row] = powers[at_from].sum(axis=0), powers[at_to].sum(axis=0)
            block[4, row], block[5, row] = currents[at_from].max(initial=0.0), currents[at_to].max(initial=0.0)
            block[6, row] = 100 * np.fmax(block[4, row] / rating[row, 0], block[5, row] / rating[row, 1])
            if element in first_row_of:
                # Another pair of windings of the same transformer: its losses stand in the first pair.
                block[0:2, first_row_of[element]] += block[2:4, row]
                block[0:2, row] = -block[2:4, row]
            first_row_of.setdefault(element, row)
        return BranchFlow(*(frozen_array(values) for values in block))

    def _terminal_powers(self) -> Array:
        """``(n_terminal, 2)`` MW and Mvar into the active element."""
        powers = np.asarray(self._dss.CktElement.Powers(), np.float64) / 1e3
        n = int(self._dss.CktElement.NumTerminals())
        return np.asarray(powers.reshape(n, -1, 2).sum(axis=1))

    def _terminal_currents(self) -> Array:
        """``(n_terminal, n_conductor)`` kA."""
        current = np.asarray(self._dss.CktElement.CurrentsMagAng(), np.float64)[0::2] / 1e3
        return current.reshape(int(self._dss.CktElement.NumTerminals()), -1)


def _lowest(v_pu: Array) -> int:
    magnitude = np.where(np.isfinite(v_pu), np.abs(v_pu), np.inf).min(axis=1)
    magnitude[magnitude <= DEAD_PU] = np.inf
    return int(magnitude.argmin()) if np.isfinite(magnitude).any() else -1


def _not_a_number(snapshot: Snapshot) -> Diagnosis | None:
    network = snapshot.network
    for table in POWER_TABLES:
        if len(network[table]) == 0:
            continue
        p, q = row_power(snapshot, table)
        bad = np.flatnonzero(~np.isfinite(p) | ~np.isfinite(q))
        if bad.size:
            row = int(network.bus_row(network[table]["bus"][bad[0]]))
            cause = f"{table} {network[table].id[bad[0]]} at {bus_label(network, row)} has no power (not a number)"
            return Diagnosis(SolveStatus.INVALID_INPUT, cause, row)
    return None
