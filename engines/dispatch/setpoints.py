"""What a solution of the programme tells the devices to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.network_rows import loss_terms
from engines.dispatch.programme import Programme
from engines.dispatch.rounding import Switching

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Setpoints:
    """By kind of device (fields of the case), ``(n_moment, n)`` each.

    Attributes:
        p_mw, q_mvar: as injected into ``sgen`` rows of the plan's network; of demand response, what it takes less.
        charge_mw, discharge_mw, energy_mwh: of storages; response_mw, ahead_mwh: of demand response.
        vm_pu: ``(n_moment, n_node)`` the model's voltages; loss_mw: ``(n_moment,)`` its losses.
        flow_p_mw, flow_q_mvar: ``(n_moment, n_branch)`` at the sending ends.
    """

    p_mw: dict[str, Array]
    q_mvar: dict[str, Array]
    charge_mw: Array
    discharge_mw: Array
    energy_mwh: Array
    response_mw: Array
    ahead_mwh: Array
    vm_pu: Array
    loss_mw: Array
    flow_p_mw: Array
    flow_q_mvar: Array


def read_setpoints(programme: Programme, x: Array, switching: Switching) -> Setpoints:
    """The setpoints of a solution with everything switched as ``switching`` says."""
    instance, layout = programme.instance, programme.layout
    case, step = instance.case, instance.horizon.step

    def value(name: str) -> Array:
        return np.asarray(x[layout[name]])

    # What an interior-point solution leaves beyond a bound is rounding; a device must not be told it.
    charges = switching.charges[step]
    charge = np.where(charges, np.maximum(value("ec"), 0.0), 0.0)
    discharge = np.where(charges, 0.0, np.maximum(value("ed"), 0.0))
    renewable = np.clip(value("rp"), 0.0, instance.available_mw)
    p, q = instance.response_p_mw, instance.response_q_mvar
    ratio = np.divide(q, p, out=np.zeros_like(q), where=np.abs(p) > 1e-9)
    less = p - value("dp")
    bank_q = np.zeros_like(value("cn"))
    for s, positions in zip(instance.staircases, switching.positions, strict=True):
        if s.kind == "capacitor" and not case.capacitors[s.at].follows_voltage:
            bank_q[:, s.at] = (s.value[positions] * case.capacitors[s.at].step_mvar)[step]
    u = np.maximum(value("u"), 0.0)
    loss = np.asarray(sum(x[columns] @ factor for columns, factor in loss_terms(layout, instance)))
    return Setpoints(
        p_mw={
            "renewables": renewable,
            "storages": discharge - charge,
            "turbines": np.maximum(value("gp"), 0.0),
            "responses": less,
            "capacitors": np.zeros_like(bank_q),
            "compensators": np.zeros_like(value("sq")),
        },
        q_mvar={
            "renewables": value("rq"),
            "storages": value("eq"),
            "turbines": value("gq"),
            "responses": less * ratio,
            "capacitors": bank_q,
            "compensators": value("sq"),
        },
        charge_mw=charge,
        discharge_mw=discharge,
        energy_mwh=value("ee"),
        response_mw=value("dp"),
        ahead_mwh=value("dx"),
        vm_pu=np.sqrt(u),
        loss_mw=loss,
        flow_p_mw=value("p"),
        flow_q_mvar=value("q"),
    )


def stair_values(instance: Instance, switching: Switching, step: int) -> dict[tuple[str, int], float]:
    """What each staircase is worth in a step, as :meth:`PlanNetwork.at` takes it."""
    found: dict[tuple[str, int], float] = {}
    for s, positions in zip(instance.staircases, switching.positions, strict=True):
        at = int(positions[step])
        found[s.kind, s.at] = float(s.positions[at]) if s.kind == "feeder" else float(s.value[at])
    return found
