"""The switched devices of a case: taps at a source, taps in a feeder, capacitor banks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.dispatch.feeder import Feeder
from engines.dispatch.instance import Staircase
from engines.dispatch.places import source_place
from engines.grid.snapshot import Snapshot
from engines.loadflow.pi_equivalents import trafo_pi
from engines.values.dispatch_case import DispatchCase, FeederTapChanger
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_MOST_POSITIONS = 200


def make_staircases(case: DispatchCase, snapshot: Snapshot, feeder: Feeder) -> tuple[Staircase, ...]:
    """One staircase for each. Raises ``InputError`` for taps that cannot be planned."""
    prices, found = case.prices, []
    taken: set[int] = set()
    for taps in case.substation_taps:
        at = source_place(taps.bus, feeder, snapshot.network, "taps of a source")
        if at in taken:
            raise InputError(case.name, "has taps twice at one source", "keep one of them")
        taken.add(at)
        found.append(
            Staircase(
                "substation",
                at,
                "tap",
                np.arange(taps.positions),
                taps.k,
                taps.initial_position,
                taps.max_moves_per_day,
                taps.max_positions_per_step,
                prices.tap_move,
                case.day_of_step,
            )
        )
    for k, changer in enumerate(case.feeder_taps):
        found.append(_feeder_staircase(case, changer, k, snapshot))
    for k, bank in enumerate(case.capacitors):
        steps = np.arange(bank.steps + 1)
        found.append(
            Staircase(
                "capacitor",
                k,
                f"capacitor bank at bus {bank.bus}",
                steps,
                steps.astype(float),
                bank.initial_step,
                bank.max_moves_per_day,
                bank.max_steps_per_move,
                prices.capacitor_move,
                case.day_of_step,
            )
        )
    return tuple(found)


def feeder_tap_places(case: DispatchCase, snapshot: Snapshot, feeder: Feeder) -> tuple[Array, Array]:
    """Branch of the feeder and row in ``trafo`` of each tap changer in a feeder."""
    branches, rows = [], []
    for changer in case.feeder_taps:
        row = _trafo_row(changer, snapshot)
        branch = np.flatnonzero(feeder.table_row == feeder.model.part["trafo"].start + row)
        if not len(branch):
            raise InputError(f"regulator {changer.trafo}", "is not in service between live buses", "connect it")
        if int(branch[0]) in branches:
            raise InputError(f"regulator {changer.trafo}", "is named twice", "keep one of them")
        branches.append(int(branch[0]))
        rows.append(row)
    return np.array(branches, np.int64), np.array(rows, np.int64)


def _trafo_row(changer: FeederTapChanger, snapshot: Snapshot) -> int:
    trafo = snapshot.network["trafo"]
    for match in (trafo.id == changer.trafo, trafo["name"] == changer.trafo):
        rows = np.flatnonzero(match)
        if len(rows) == 1:
            return int(rows[0])
    known = ", ".join(str(i) for i in trafo.id[:4])
    remedy = f"ids look like {known}" if known else "the network has no transformers"
    raise InputError(f"regulator {changer.trafo}", f"{snapshot.network.name} has no such transformer", remedy)


def _feeder_staircase(case: DispatchCase, changer: FeederTapChanger, k: int, snapshot: Snapshot) -> Staircase:
    place, row = f"regulator {changer.trafo}", _trafo_row(changer, snapshot)
    trafo = snapshot.network["trafo"]
    low, high = trafo["tap_min"][row], trafo["tap_max"][row]
    if trafo["tap_side"][row] != "hv" or trafo["tap_changer_type"][row] not in ("Ratio", "Symmetrical"):
        reason = "has no tap changer for voltage on its high side"
        raise InputError(place, reason, "describe it with tap_side hv and tap_changer_type Ratio")
    if not (np.isfinite(low) and np.isfinite(high) and low < high and high - low < _MOST_POSITIONS):
        raise InputError(place, "has no range of positions", "give tap_min and tap_max of the transformer")
    positions = np.arange(round(float(low)), round(float(high)) + 1)
    # One set of transformers, each position in turn: the ratio comes from the same lines as the load flow's.
    ratio = np.array([float(trafo_pi(_tapped(snapshot, row, p)).ratio[row]) for p in positions.tolist()])
    now = snapshot.column("trafo", "tap_pos")[row]
    start = round(float(now)) if changer.initial_position is None and np.isfinite(now) else changer.initial_position
    if start is None or not positions[0] <= start <= positions[-1]:
        reason = f"begins at position {start}"
        raise InputError(place, reason, f"give initial_position from {positions[0]} to {positions[-1]}")
    return Staircase(
        "feeder",
        k,
        f"tap of {changer.trafo}",
        positions,
        ratio,
        int(start - positions[0]),
        changer.max_moves_per_day,
        changer.max_positions_per_step,
        case.prices.tap_move,
        case.day_of_step,
    )


def _tapped(snapshot: Snapshot, row: int, position: int) -> Snapshot:
    taps = snapshot.column("trafo", "tap_pos").copy()
    taps[row] = position
    return replace(snapshot, state=snapshot.state.updated({("trafo", "tap_pos"): taps}))
