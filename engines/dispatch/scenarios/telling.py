"""A judged first stage as values a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.places import bus_row
from engines.dispatch.scenarios.decision import FirstStage
from engines.dispatch.scenarios.recourse import Recourse
from engines.dispatch.scenarios.risk import weighted_quantiles
from engines.values.dispatch import AcProof, DeviceKind, DeviceSchedule
from engines.values.dispatch_scenarios import Band, ScenarioOutcome, StorageMode
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]

LEVELS = np.array([0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0])
_STAIR = {
    "substation": DeviceKind.SUBSTATION_TAP,
    "feeder": DeviceKind.FEEDER_TAP,
    "capacitor": DeviceKind.CAPACITOR,
}


def outcome(instance: Instance, found: Recourse, probability: float) -> ScenarioOutcome:
    """What one scenario makes of the plan; empty arrays where it has no recourse."""
    hours = instance.horizon.hours
    live = np.flatnonzero(instance.feeder.node_of_bus >= 0)
    v = found.vm_pu[:, live] if found.vm_pu.size else np.empty((0, 1))
    exchange = found.exchange_mw.sum(axis=1)
    nothing = float("nan")
    return ScenarioOutcome(
        probability=probability,
        cost=found.cost,
        cost_by_kind=found.costs,
        exchange_mw=frozen_array(exchange),
        losses_mw=found.loss_mw,
        vm_min_pu=frozen_array(v.min(axis=1)),
        vm_max_pu=frozen_array(v.max(axis=1)),
        storage_mw=found.storage_mw,
        energy_mwh=found.energy_mwh,
        curtailed_mwh=hours * float((found.available_mw - found.used_mw).sum()) if len(exchange) else nothing,
        losses_mwh=hours * float(found.loss_mw.sum()) if len(exchange) else nothing,
        purchase_mwh=hours * float(exchange.sum()) if len(exchange) else nothing,
        ac=found.proof,
        conflicts=found.conflicts,
        record=found.record,
        available_mwh=found.day_available_mwh,
        used_mwh=found.day_used_mwh,
    )


def merged_proof(recourses: Sequence[Recourse]) -> AcProof:
    """The load flows of all scenarios together; NaN of one is NaN of all."""
    proofs = [r.proof for r in recourses]
    causes = [(r.scenario, r.proof.cause) for r in recourses if r.proof.cause]
    return AcProof(
        steps=sum(p.steps for p in proofs),
        solved=sum(p.solved for p in proofs),
        max_dv_pu=float(np.max([p.max_dv_pu for p in proofs])),
        loss_error=float(np.max([p.loss_error for p in proofs])),
        violations=tuple(v for p in proofs for v in p.violations),
        cause=f"scenario {causes[0][0] + 1}: {causes[0][1]}" if causes else "",
    )


def bands(outcomes: Sequence[ScenarioOutcome], probability: Array) -> tuple[Band, ...]:
    """Exchange, losses, lowest and highest voltage over the scenarios."""
    found = []
    for name, unit, field in (
        ("exchange", "MW", "exchange_mw"),
        ("losses", "MW", "losses_mw"),
        ("lowest voltage", "pu", "vm_min_pu"),
        ("highest voltage", "pu", "vm_max_pu"),
    ):
        values = np.stack([getattr(o, field) for o in outcomes])
        quantiles = weighted_quantiles(values, probability, LEVELS)
        found.append(Band(name, unit, frozen_array(LEVELS.copy()), frozen_array(quantiles)))
    return tuple(found)


def modes(instance: Instance, first: FirstStage) -> tuple[StorageMode, ...]:
    """Of each storage whether it may charge or discharge."""
    network, charges = instance.snapshot.network, first.switching.charges
    return tuple(
        StorageMode(
            f"storage at bus {unit.bus}",
            str(network.bus.id[bus_row(unit.bus, network, "device")]),
            unit.element,
            frozen_array(charges[:, k].copy()),
        )
        for k, unit in enumerate(instance.case.storages)
    )


def shared_schedule(instance: Instance, judged: Any, probability: Array) -> tuple[DeviceSchedule, ...]:
    """What all scenarios share: purchase, taps, banks, turbines.

    Where leaving the purchase costs nothing, the purchase is what is expected to be exchanged.
    """
    first: FirstStage = judged.first
    network, feeder = instance.snapshot.network, instance.feeder
    purchase = first.purchase_mw
    if purchase is None:
        purchase = np.einsum("s,str->tr", probability, np.stack([r.exchange_mw for r in judged.recourses]))
    found = [
        DeviceSchedule(
            DeviceKind.TIE,
            f"purchase at {instance.node_label(int(node))}",
            str(network.bus.id[int(feeder.bus_of_node[node])]),
            element=str(network["ext_grid"].id[feeder.root_source[k]]),
            p_mw=frozen_array(purchase[:, k].copy()),
        )
        for k, node in enumerate(feeder.roots)
    ]
    for s, positions in zip(instance.staircases, first.switching.positions, strict=True):
        found.append(_stair(instance, s, positions))
    for k, unit in enumerate(instance.case.turbines):
        bus = str(network.bus.id[bus_row(unit.bus, network, "device")])
        power = frozen_array(first.turbine_mw[:, k].copy())
        found.append(DeviceSchedule(DeviceKind.TURBINE, f"turbine at bus {unit.bus}", bus, p_mw=power))
    return tuple(found)


def _stair(instance: Instance, s: Any, positions: Array) -> DeviceSchedule:
    network, case, element, automatic = instance.snapshot.network, instance.case, "", False
    if s.kind == "substation":
        bus = str(network.bus.id[int(instance.feeder.bus_of_node[instance.feeder.roots[s.at]])])
    elif s.kind == "feeder":
        row = int(instance.feeder_tap_row[s.at])
        bus = str(network.bus.id[int(network.bus_row(network["trafo"]["lv_bus"])[row])])
        element, automatic = str(network["trafo"].id[row]), case.feeder_taps[s.at].is_automatic
    else:
        bank = case.capacitors[s.at]
        bus, element = str(network.bus.id[bus_row(bank.bus, network, "bank")]), bank.element
    return DeviceSchedule(
        _STAIR[s.kind],
        s.name,
        bus,
        element=element,
        position=frozen_array(s.positions[positions]),
        is_automatic=automatic,
    )
