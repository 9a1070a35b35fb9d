"""Three-winding transformers as three legs around a star point."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Table
from engines.grid.snapshot import Snapshot
from engines.loadflow.pi_equivalents import PiBranches, Winding, column, winding_pi
from engines.loadflow.tap import TapChanger, apply_tap

Array = np.ndarray[Any, Any]

TRAFO3W_SIDES = ("hv", "mv", "lv")


def trafo3w_pi(snapshot: Snapshot, vn_kv: Array) -> PiBranches:
    """The three legs of three-winding transformers: hv bus to star point, star point to mv and lv bus."""
    network, trafo = snapshot.network, snapshot.network["trafo3w"]
    n = len(trafo)
    if n == 0:
        return PiBranches(*(np.empty(0, np.int64) for _ in range(2)), *(np.empty(0) for _ in range(7)))
    star = len(network.bus) + np.arange(n)
    vk, vkr, sn = leg_impedances(trafo)
    loss_side = column(trafo, "loss_side", "hv")
    legs = []
    for k, side in enumerate(TRAFO3W_SIDES):
        terminal = network.bus_row(trafo[f"{side}_bus"])
        has_tap = column(trafo, "tap_side", "") == side
        tap = TapChanger(
            np.where(has_tap, "hv" if side == "hv" else "lv", ""),
            column(trafo, "tap_changer_type", ""),
            snapshot.column("trafo3w", "tap_pos"),
            column(trafo, "tap_neutral", np.nan).astype(float),
            column(trafo, "tap_step_percent", np.nan).astype(float),
            column(trafo, "tap_step_degree", np.nan).astype(float),
        )
        rated_lv = trafo[f"vn_{side}_kv"].astype(float)
        shift = np.zeros(n) if side == "hv" else column(trafo, f"shift_{side}_degree", 0.0).astype(float)
        vn_hv, vn_lv, shift = apply_tap(tap, trafo["vn_hv_kv"].astype(float), rated_lv, shift)
        winding = Winding(
            terminal if side == "hv" else star,
            star if side == "hv" else terminal,
            sn[k],
            vk[k],
            vkr[k],
            np.where(loss_side == side, column(trafo, "pfe_kw", 0.0), 0.0),
            np.where(loss_side == side, column(trafo, "i0_percent", 0.0), 0.0),
            rated_lv,
            np.ones(n),
            np.full(n, 0.5),
            np.full(n, 0.5),
        )
        legs.append(winding_pi(winding, vn_kv, vn_hv, vn_lv, shift))
    return PiBranches(*(np.concatenate([getattr(leg, f) for leg in legs]) for f in PiBranches.__dataclass_fields__))


def leg_impedances(trafo: Table) -> tuple[Array, Array, Array]:
    """Short-circuit voltages of the star's legs, from those measured between the windings: (vk, vkr, sn)."""
    sn = np.stack([trafo[f"sn_{s}_mva"].astype(float) for s in TRAFO3W_SIDES])
    between = np.stack([sn[[0, 1]].min(axis=0), sn[[1, 2]].min(axis=0), sn[[0, 2]].min(axis=0)])
    vk = np.stack([trafo[f"vk_{s}_percent"].astype(float) for s in TRAFO3W_SIDES]) * sn[0] / between
    vkr = np.stack([trafo[f"vkr_{s}_percent"].astype(float) for s in TRAFO3W_SIDES]) * sn[0] / between
    vkx = np.sqrt(np.maximum(vk**2 - vkr**2, 0.0))

    def star(z: Array) -> Array:
        own = np.stack([z[0] + z[2] - z[1], z[0] + z[1] - z[2], z[1] + z[2] - z[0]])
        return np.asarray(0.5 * sn / sn[0] * own)

    real, imaginary = star(vkr), star(vkx)
    return np.sign(imaginary) * np.hypot(real, imaginary), real, sn
