"""A candidate as rows a person can read: one device each."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.dispatch.candidate import Candidate
from engines.dispatch.instance import Instance
from engines.dispatch.places import bus_row
from engines.values.dispatch import DeviceKind, DeviceSchedule
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]

_STAIR = {
    "substation": DeviceKind.SUBSTATION_TAP,
    "feeder": DeviceKind.FEEDER_TAP,
    "capacitor": DeviceKind.CAPACITOR,
}


def device_schedules(instance: Instance, plan: Candidate) -> tuple[DeviceSchedule, ...]:
    """Every device of the case; sources first, then what is switched, then the rest."""
    return (*_sources(instance, plan), *_stairs(instance, plan), *_units(instance, plan))


def _bus_id(instance: Instance, bus: int | str) -> str:
    network = instance.snapshot.network
    return str(network.bus.id[bus_row(bus, network, "device")])


def _node_id(instance: Instance, node: int) -> str:
    return str(instance.snapshot.network.bus.id[int(instance.feeder.bus_of_node[node])])


def _sources(instance: Instance, plan: Candidate) -> list[DeviceSchedule]:
    network, day = instance.snapshot.network, plan.day
    return [
        DeviceSchedule(
            DeviceKind.TIE,
            f"source at {instance.node_label(int(node))}",
            _node_id(instance, int(node)),
            element=str(network["ext_grid"].id[instance.feeder.root_source[k]]),
            p_mw=frozen_array(day.source_p_mw[:, k]),
            q_mvar=frozen_array(day.source_q_mvar[:, k]),
        )
        for k, node in enumerate(instance.feeder.roots)
    ]


def _stairs(instance: Instance, plan: Candidate) -> list[DeviceSchedule]:
    network, found = instance.snapshot.network, []
    for s, positions in zip(instance.staircases, plan.switching.positions, strict=True):
        set_pu, q_mvar, element, automatic = None, None, "", False
        if s.kind == "substation":
            bus = _node_id(instance, int(instance.feeder.roots[s.at]))
        elif s.kind == "feeder":
            row = int(instance.feeder_tap_row[s.at])
            low = int(network.bus_row(network["trafo"]["lv_bus"])[row])
            bus, element = str(network.bus.id[low]), str(network["trafo"].id[row])
            set_pu, automatic = frozen_array(plan.day.vm_pu[:, low]), instance.case.feeder_taps[s.at].is_automatic
        else:
            bank = instance.case.capacitors[s.at]
            bus, element = _bus_id(instance, bank.bus), bank.element
            steps = s.value[positions][instance.horizon.step]
            v = plan.day.vm_pu[:, bus_row(bank.bus, network, "bank")] if bank.follows_voltage else 1.0
            q_mvar = frozen_array(steps * bank.step_mvar * np.square(v))
        found.append(
            DeviceSchedule(
                _STAIR[s.kind],
                s.name,
                bus,
                element=element,
                q_mvar=q_mvar,
                position=frozen_array(s.positions[positions]),
                vm_set_pu=set_pu,
                is_automatic=automatic,
            )
        )
    return found


def _units(instance: Instance, plan: Candidate) -> list[DeviceSchedule]:
    case, points, found = instance.case, plan.points, []

    def add(kind: DeviceKind, words: str, device: Any, table: str, k: int, **more: Any) -> None:
        p_mw = more.pop("p_mw", points.p_mw[table][:, k])
        found.append(
            DeviceSchedule(
                kind,
                f"{words} at bus {device.bus}",
                _bus_id(instance, device.bus),
                element=getattr(device, "element", ""),
                p_mw=frozen_array(p_mw),
                q_mvar=frozen_array(more.pop("q_mvar", points.q_mvar[table][:, k])),
                energy_mwh=_frozen(more.get("energy_mwh")),
                available_mw=_frozen(more.get("available_mw")),
            )
        )

    for k, unit in enumerate(case.renewables):
        kind, words = (DeviceKind.PV, "PV") if unit.kind == "pv" else (DeviceKind.WIND, "wind")
        add(kind, words, unit, "renewables", k, available_mw=instance.available_mw[:, k])
    for k, storage in enumerate(case.storages):
        add(DeviceKind.STORAGE, "storage", storage, "storages", k, energy_mwh=points.energy_mwh[:, k])
    for k, turbine in enumerate(case.turbines):
        add(DeviceKind.TURBINE, "turbine", turbine, "turbines", k)
    for k, response in enumerate(case.responses):
        taken = instance.response_q_mvar[:, k] - points.q_mvar["responses"][:, k]
        p_mw, ahead = points.response_mw[:, k], points.ahead_mwh[:, k]
        words = "demand response"
        add(DeviceKind.DEMAND_RESPONSE, words, response, "responses", k, p_mw=p_mw, q_mvar=taken, energy_mwh=ahead)
    for k, svc in enumerate(case.compensators):
        add(DeviceKind.SVC, "SVC", svc, "compensators", k)
    return found


def _frozen(values: Array | None) -> Array | None:
    return None if values is None else frozen_array(values)
