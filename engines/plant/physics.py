"""The electrical state of the district: one load flow whenever something has moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot, StateKey
from engines.loadflow.options import LoadFlowOptions
from engines.loadflow.solving import LoadFlowSolver
from engines.plant.bank import FLOWS, Bank
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class PlantStatus:
    """Whether the district's readings rest on a solution.

    Attributes:
        is_solved: false: measured values are the last ones, marked questionable.
        reason: why not, one sentence; empty when solved.
    """

    is_solved: bool
    reason: str = ""


class Physics:
    """Keeps the network compiled and its last solution.

    Attributes:
        snapshot: what was last solved; result: what came of it.
    """

    def __init__(self, network: Network, time: np.datetime64) -> None:
        self._solver = LoadFlowSolver(network, LoadFlowOptions(check_limits=False))
        self.snapshot = Snapshot(network, time=time, mode=Mode.SIMULATOR)
        self.result: LoadFlowResult | None = None
        self._bus_of = {t: np.asarray(network.bus_row(network[t]["bus"]), np.int64) for t in ("load", "shunt")}

    def solve(self, changes: dict[StateKey, Array], time: np.datetime64) -> LoadFlowResult:
        """Solve with these state columns in place of the last ones."""
        self.snapshot = replace(self.snapshot.with_state(changes), time=time)
        self.result = self._solver.solve(self.snapshot)
        return self.result

    @property
    def status(self) -> PlantStatus:
        """Whether there is a solution."""
        if self.result is None:
            return PlantStatus(False, "nothing was solved yet")
        return PlantStatus(self.result.is_converged, self.result.cause)

    def fill(self, bank: Bank) -> None:
        """Write the solution into the bank; a part without voltage carries nothing."""
        result, snapshot = self.result, self.snapshot
        if result is None or not result.is_converged:
            return
        vm_pu = np.nan_to_num(result.vm_pu)
        bank.put("bus", "vm_pu", vm_pu)
        for table in ("line", "trafo", "switch"):
            flow = result.branches.get(table)
            if flow is None:
                continue
            for name in FLOWS:
                quantity, end = name.split("_")
                unit = {"p": "mw", "q": "mvar", "i": "ka"}[quantity]
                bank.put(table, name, np.nan_to_num(getattr(flow, f"{quantity}_{end}_{unit}")))
        self._fill_loads(bank, snapshot, vm_pu)
        at = self._bus_of["shunt"]
        shunt = snapshot.network["shunt"]
        rated = np.square(snapshot.network.bus["vn_kv"][at] / np.nan_to_num(shunt["vn_kv"], nan=1.0))
        on = snapshot.column("shunt", "step") * snapshot.column("shunt", "in_service")
        bank.put("shunt", "q_mvar", shunt["q_mvar"] * on * np.square(vm_pu[at]) * rated)

    def _fill_loads(self, bank: Bank, snapshot: Snapshot, vm_pu: Array) -> None:
        load, at = snapshot.network["load"], self._bus_of["load"]
        v = vm_pu[at]
        is_fed = v > 0
        on = is_fed * snapshot.column("load", "scaling") * snapshot.column("load", "in_service")
        for quantity, unit in (("p", "mw"), ("q", "mvar")):
            z, i = load[f"const_z_{quantity}_percent"] / 100, load[f"const_i_{quantity}_percent"] / 100
            shape = z * v**2 + i * v + (1 - z - i)
            bank.put("load", f"{quantity}_{unit}", snapshot.column("load", f"{quantity}_{unit}") * on * shape)
        bank.put("load", "vm_pu", v)
        bank.put("load", "is_powered", is_fed)
