"""Faults drawn by chance: where lightning, trees and diggers strike, and what else fails with it. Seeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind
from engines.grid.topology import analyse
from engines.plant.events import LostCommunication, NetworkFault, PlantEvent, StickingPlace, StuckDrive
from engines.plant.script import ScriptEntry
from engines.protection.fault import FaultKind
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
OVERHEAD = "ol"
LOST_BEFORE_S, LOST_FOR_S = 600.0, (1800.0, 5400.0)
"""A radio fails within so long before the fault, and is back after a time within the second span."""
BETWEEN_SHARE = 0.3
"""Of stuck drives, those that stop between the positions."""


@dataclass(frozen=True, slots=True)
class FaultShower:
    """What is drawn.

    Attributes:
        begin_s, end_s: when faults come, evenly, seconds from the start.
        kinds: kinds of fault with their weights.
        overhead, cable: how often a km of each is struck, relative.
        transient_share: of the faults, those gone once their place has been dead for a moment.
        lost_communication_share, stuck_drive_share: of the faults, those with a device of the same feeder that
            cannot be reached, or whose drive does not move.
        r_ohm: largest resistance at the place of a fault.
    """

    count: int
    begin_s: float
    end_s: float
    kinds: tuple[tuple[FaultKind, float], ...]
    overhead: float = 1.0
    cable: float = 1.0
    transient_share: float = 0.0
    lost_communication_share: float = 0.0
    stuck_drive_share: float = 0.0
    r_ohm: float = 0.0


def drawn_entries(shower: FaultShower, network: Network, seed: int, source: str) -> tuple[ScriptEntry, ...]:
    """What a shower makes happen in a network; each line is struck once at most.

    Raises ``InputError`` where there are fewer lines than faults.
    """
    random = np.random.default_rng(seed)
    weight = _weights(shower, network)
    if np.count_nonzero(weight) < shower.count:
        reason = f"{shower.count} faults, and {np.count_nonzero(weight)} lines under voltage that may be struck"
        raise InputError(f"{source}, count", reason, "draw fewer, or let both overhead lines and cables be struck")
    rows = random.choice(len(weight), shower.count, replace=False, p=weight / weight.sum())
    times = np.sort(random.uniform(shower.begin_s, shower.end_s, shower.count))
    share = np.array([w for _, w in shower.kinds])
    entries: list[ScriptEntry] = []
    for number, (row, at_s) in enumerate(zip(rows.tolist(), times.tolist(), strict=True), 1):
        kind = shower.kinds[int(random.choice(len(share), p=share / share.sum()))][0]
        fault = NetworkFault(
            str(network["line"].id[row]),
            kind,
            round(float(random.uniform(0.05, 0.95)), 3),
            bool(random.uniform() >= shower.transient_share),
            round(float(random.uniform(0.0, shower.r_ohm)), 2),
        )
        name = f"storm-{number}"
        entries.append(_entry(source, at_s, fault, name))
        entries += _companions(shower, network, row, at_s, name, source, random)
    return tuple(sorted(entries, key=lambda entry: entry.at_us))


def _weights(shower: FaultShower, network: Network) -> Array:
    """``(n_line,)`` how likely each line is struck; 0 for those without voltage in the normal state."""
    line = network["line"]
    topology = analyse(Snapshot(network))
    live = topology.is_energized[np.asarray(network.bus_row(line["from_bus"]))]
    live &= topology.is_energized[np.asarray(network.bus_row(line["to_bus"]))] & line["in_service"]
    switch = network["switch"]
    opened = (switch["et"] == "l") & ~np.asarray(switch["normal_closed"], bool)
    live &= ~np.isin(line.index, switch["element"][opened])
    per_km = np.where(line["type"] == OVERHEAD, shower.overhead, shower.cable)
    return np.asarray(np.where(live, per_km * np.nan_to_num(line["length_km"]), 0.0))


def _companions(
    shower: FaultShower, network: Network, row: int, at_s: float, name: str, source: str, random: np.random.Generator
) -> list[ScriptEntry]:
    """What else fails on the feeder of a struck line."""
    lost, stuck = random.uniform(size=2)
    radio_s, back_s = float(random.uniform(0, LOST_BEFORE_S)), float(random.uniform(*LOST_FOR_S))
    near = _remote_switches(network, row)
    if not near:
        return []
    first, second = (near[int(random.integers(len(near)))] for _ in range(2))
    place = StickingPlace.BETWEEN if random.uniform() < BETWEEN_SHARE else StickingPlace.START
    entries = []
    if lost < shower.lost_communication_share:
        entries.append(_entry(source, max(at_s - radio_s, 0.0), LostCommunication(first), f"{name}-radio"))
        entries.append(ScriptEntry(source, round((at_s + back_s) * 1e6), clear=f"{name}-radio"))
    if stuck < shower.stuck_drive_share:
        entries.append(_entry(source, at_s, StuckDrive(second, place), f"{name}-drive"))
    return entries


def _remote_switches(network: Network, line_row: int) -> list[str]:
    """Remote sectioning switches and reclosers on the feeder of a line, its ties included."""
    switch, feeder = network["switch"], analyse(Snapshot(network)).feeder
    is_it = np.asarray(switch["remote"], bool) & (switch["kind"] != SwitchKind.BREAKER)
    at = np.asarray(network.bus_row(switch["bus"]))
    struck = feeder[int(network.bus_row(int(network["line"]["from_bus"][line_row])))]
    return [str(i) for i in switch.id[is_it & (feeder[at] == struck)]]


def _entry(source: str, at_s: float, event: PlantEvent, name: str) -> ScriptEntry:
    return ScriptEntry(f"{source}, {name}", round(at_s * 1e6), name, event=event)
