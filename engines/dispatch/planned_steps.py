"""The network as a plan that was kept has it at each step: its schedule put back, and solved by load flow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.dispatch.attaching import at_step, attach
from engines.dispatch.instance import Staircase
from engines.dispatch.plan_network import PlanNetwork
from engines.grid.snapshot import Snapshot, StateKey
from engines.loadflow.solving import LoadFlowSolver
from engines.switching.plain import plain_result
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.dispatch_case import DispatchCase
from engines.values.loadflow import LoadFlowResult
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_STAIRS = (DeviceKind.SUBSTATION_TAP, DeviceKind.FEEDER_TAP, DeviceKind.CAPACITOR)
_UNITS = {
    "renewables": (DeviceKind.PV, DeviceKind.WIND),
    "storages": (DeviceKind.STORAGE,),
    "turbines": (DeviceKind.TURBINE,),
    "responses": (DeviceKind.DEMAND_RESPONSE,),
    "compensators": (DeviceKind.SVC,),
}
_TABLES = {"renewables": "sgen", "storages": "storage"}


@dataclass(frozen=True, slots=True, eq=False)
class PlannedStep:
    """One step of a plan.

    Attributes:
        snapshot: the network without what the case adds, in the state of the step.
        result: solved with everything the case has, what it adds included; of the revision of ``snapshot``.
    """

    snapshot: Snapshot
    result: LoadFlowResult


class PlannedSteps:
    """Keeps the network of a plan compiled: each step costs its load flow.

    Attributes:
        beyond: devices that the case has and the network does not, as the schedule names them; they are in
            the load flow and in no table of the network.
    """

    def __init__(self, case: DispatchCase, snapshot: Snapshot, schedule: tuple[DeviceSchedule, ...]) -> None:
        """``snapshot``: the network the plan was made on, its switches as the plan took them.

        Raises:
            InputError: the case does not fit the network, or the schedule is not one of this case.
        """
        self._case, self._plain = case, snapshot
        self._instance = attach(case, snapshot)
        self._network = PlanNetwork(self._instance)
        self._solver = LoadFlowSolver(self._network.snapshot.network)
        self._stairs = _of_kind(schedule, _STAIRS)
        self._units = {kind: _of_kind(schedule, kinds) for kind, kinds in _UNITS.items()}
        self._require_fit()
        self.beyond = tuple(device.name for device in schedule if _is_beyond(device))

    def _require_fit(self) -> None:
        counts = [(len(self._stairs), len(self._instance.staircases))]
        counts += [(len(found), len(getattr(self._case, kind))) for kind, found in self._units.items()]
        if any(has != wants for has, wants in counts):
            raise InputError(self._case.name, "has other devices than the schedule of its plan", "plan it again")

    def at(self, step: int) -> PlannedStep:
        """The network at a step, from 0; where it has no solution the result says why."""
        positions = self._positions(step)
        whole = self._network.at(step, self._powers(step), positions)
        snapshot = self._shown(step, positions, whole)
        result = plain_result(self._solver.solve(whole), self._plain.network)
        return PlannedStep(snapshot, replace(result, snapshot_revision=snapshot.revision, time=snapshot.time))

    # What the devices do -----------------------------------------------------------------------------------

    def _positions(self, step: int) -> dict[tuple[str, int], float]:
        """As :meth:`PlanNetwork.at` takes them."""
        found = {}
        for stair, device in zip(self._instance.staircases, self._stairs, strict=True):
            assert device.position is not None
            found[stair.kind, stair.at] = _worth(stair, float(device.position[step]))
        return found

    def _powers(self, step: int) -> dict[str, tuple[Array, Array]]:
        """By field of the case what is injected at a step, MW and Mvar of each."""
        found = {
            kind: (_column(devices, "p_mw", step), _column(devices, "q_mvar", step))
            for kind, devices in self._units.items()
        }
        taken_p, taken_q = found["responses"]
        usual_p, usual_q = self._instance.response_p_mw[step], self._instance.response_q_mvar[step]
        found["responses"] = usual_p - taken_p, usual_q - taken_q
        banks = [d for d in self._stairs if d.kind is DeviceKind.CAPACITOR]
        q = np.zeros(len(banks))
        for k, (bank, device) in enumerate(zip(self._case.capacitors, banks, strict=True)):
            # One that follows the voltage is a shunt of the plan's network and injects no given power.
            q[k] = 0.0 if bank.follows_voltage or device.q_mvar is None else float(device.q_mvar[step])
        found["capacitors"] = np.zeros(len(banks)), q
        return found

    # What is shown -----------------------------------------------------------------------------------------

    def _shown(self, step: int, positions: dict[tuple[str, int], float], whole: Snapshot) -> Snapshot:
        """The plain network in the state of the step."""
        network, own = self._plain.network, self._instance.snapshot
        if "load" not in self._case.profiles:
            own = at_step(self._case, own, step)
        changes: dict[StateKey, Array] = {
            key: whole.column(*key)
            for key in (("load", "p_mw"), ("load", "q_mvar"), ("ext_grid", "vm_pu"), ("trafo", "tap_pos"))
        }
        for table in ("sgen", "storage"):
            for column in ("p_mw", "q_mvar"):
                changes[table, column] = own.column(table, column).copy()
            for column in ("scaling", "in_service"):
                changes[table, column] = self._plain.column(table, column).copy()
        for kind, table in _TABLES.items():
            for device in self._units[kind]:
                self._put(changes, table, device, step)
        changes["shunt", "step"] = self._plain.column("shunt", "step").copy()
        for (kind, at), value in positions.items():
            element = self._case.capacitors[at].element if kind == "capacitor" else ""
            if element:
                changes["shunt", "step"][network["shunt"].id == element] = value
        self._put_responses(changes, step)
        return replace(self._plain, time=own.time).with_state(changes)

    def _put(self, changes: dict[StateKey, Array], table: str, device: DeviceSchedule, step: int) -> None:
        """The power of a unit that is an element of the network; a plan injects, a storage's columns consume."""
        if not device.element:
            return
        row, sign = self._plain.network[table].id == device.element, -1.0 if table == "storage" else 1.0
        for column in ("p_mw", "q_mvar"):
            values = getattr(device, column)
            if values is not None:
                changes[table, column][row] = sign * float(values[step]) + 0.0
        # What a plan tells a unit is what it does, whatever the network makes of its rating.
        changes[table, "scaling"][row], changes[table, "in_service"][row] = 1.0, True

    def _put_responses(self, changes: dict[StateKey, Array], step: int) -> None:
        """Loads of a bus with demand response take their part of what the plan lets them take."""
        feeder, network = self._instance.feeder, self._plain.network
        node = feeder.node_of_bus[network.bus_row(network["load"]["bus"])]
        for k, device in enumerate(self._units["responses"]):
            usual = float(self._instance.response_p_mw[step, k])
            if device.p_mw is None or not usual > 0.0:
                continue
            share = float(device.p_mw[step]) / usual
            for column in ("p_mw", "q_mvar"):
                values = changes["load", column] = changes["load", column].copy()
                values[node == self._instance.node["dr"][k]] *= share


def _of_kind(schedule: tuple[DeviceSchedule, ...], kinds: tuple[DeviceKind, ...]) -> tuple[DeviceSchedule, ...]:
    return tuple(device for device in schedule if device.kind in kinds)


def _is_beyond(device: DeviceSchedule) -> bool:
    is_part = device.kind in (DeviceKind.TIE, DeviceKind.SUBSTATION_TAP, DeviceKind.DEMAND_RESPONSE)
    return not device.element and not is_part


def _column(devices: tuple[DeviceSchedule, ...], name: str, step: int) -> Array:
    values = [getattr(device, name) for device in devices]
    return np.array([0.0 if v is None else float(v[step]) for v in values])


def _worth(stair: Staircase, position: float) -> float:
    """What a position is worth to the network; taps in a feeder are their position itself."""
    if stair.kind == "feeder":
        return position
    at = np.flatnonzero(stair.positions == round(position))
    if not len(at):
        raise InputError(stair.name, f"has no position {position:g}", "plan the case again")
    return float(stair.value[at[0]])
