"""What to do next to learn most: the question to the field whose answer parts the suspects best for its effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.graph import EDGE_TABLES
from engines.restoration.evidence import Gathered
from engines.restoration.supply_paths import SupplyPaths
from engines.values.fault_evidence import Reading
from engines.values.location import NextStep, StepKind
from engines.values.phrase import Phrase, phrase

Array = np.ndarray[Any, Any]
WORTH_BIT = 0.05
MOST_STEPS = 5


@dataclass(frozen=True, slots=True)
class Effort:
    """What each kind of question costs, and how often its answer is wrong.

    Attributes:
        ping_min, remote_min, manual_min, read_min: minutes; patrol_min: to get there; per_km_min: to walk or drive a
            km of line.
        ping_wrong, switch_wrong, read_wrong, patrol_wrong: share of wrong answers.
    """

    ping_min: float = 1.0
    remote_min: float = 3.0
    manual_min: float = 30.0
    read_min: float = 20.0
    patrol_min: float = 20.0
    per_km_min: float = 8.0
    ping_wrong: float = 0.05
    switch_wrong: float = 0.02
    read_wrong: float = 0.1
    patrol_wrong: float = 0.1


EFFORT = Effort()


def information_bit(share: Array, wrong: float) -> Array:
    """Expected gain of a yes-or-no question, bits: mutual information of a symmetric channel (Cover and Thomas,
    Elements of Information Theory, section 7.1.4), ``share`` being the probability of a true yes."""
    heard = share * (1 - wrong) + (1 - share) * wrong
    return np.asarray(np.maximum(_entropy(heard) - _entropy(np.asarray(wrong)), 0.0))


def next_steps(
    paths: SupplyPaths, found: Gathered, zone_probability: Array, boundary: tuple[tuple[int, ...], ...]
) -> tuple[NextStep, ...]:
    """The questions most worth while per minute; empty where nothing would tell more.

    Args:
        zone_probability: ``(n_zone,)`` that each zone is faulted.
        boundary: by zone, the switches around it.
    """
    total = zone_probability.sum()
    if total <= 0:
        return ()
    share = zone_probability / total
    steps = [*_switching(paths, share), *_readings(paths, found, share), *_pings(paths, found, share)]
    steps += _patrols(paths, share, boundary)
    worth = [step for step in steps if step.information_bit >= WORTH_BIT]
    return tuple(sorted(worth, key=lambda s: (-s.information_bit / s.minutes, s.element_id))[:MOST_STEPS])


def _switching(paths: SupplyPaths, share: Array) -> list[NextStep]:
    """Open a switch within one protection area and see whether the rest holds."""
    switch, count = paths.snapshot.network["switch"], paths.zones.count
    rows = paths.conducting
    sides = paths.area[paths.zones.of_switch[rows]]
    rows = rows[(sides[:, 0] == sides[:, 1]) & (paths.path.end[count + rows] > paths.path.begin[count + rows])]
    steps = []
    for row in rows.tolist():
        beyond = _behind(paths, count + row)
        area = int(paths.area[beyond[0]]) if len(beyond) else -1
        if area < 0 or not paths.devices[area]:
            continue
        device = str(switch.id[paths.devices[area][0]])
        minutes = EFFORT.remote_min if switch["remote"][row] else EFFORT.manual_min
        words = phrase(
            "open {switch} and close {device} again: if it holds, the fault lies beyond {switch}",
            switch=str(switch.id[row]), device=device,
        )  # fmt: skip
        steps.append(_step(StepKind.SWITCH, str(switch.id[row]), beyond, share, EFFORT.switch_wrong, minutes, words))
    return steps


def _readings(paths: SupplyPaths, found: Gathered, share: Array) -> list[NextStep]:
    """Look at indicators that have said nothing so far."""
    steps = []
    for (table, row), reading in found.indicators.items():
        if reading is not Reading.NONE or table != "switch":
            continue
        beyond = _behind(paths, paths.zones.count + row)
        name = str(paths.snapshot.network[table].id[row])
        words = phrase("read the indicator at {switch}: if it has flagged, the fault lies beyond", switch=name)
        kind, wrong = StepKind.READ_INDICATOR, EFFORT.read_wrong
        steps.append(_step(kind, name, beyond, share, wrong, EFFORT.read_min, words))
    return steps


def _pings(paths: SupplyPaths, found: Gathered, share: Array) -> list[NextStep]:
    """Ask the meters of a protection area: without answer, it or one before it has tripped."""
    steps = []
    meters = np.zeros(paths.n_area)
    asked = np.zeros(paths.n_area)
    fed = paths.fed_zones
    np.add.at(meters, paths.area[fed], found.customers[fed])
    np.add.at(asked, paths.area[fed], (found.replies + found.no_replies)[fed])
    for area in np.flatnonzero((meters > 0) & (asked == 0)).tolist():
        if not paths.devices[area]:
            continue
        before = np.flatnonzero(paths.area_path.stands_before(np.arange(paths.n_area), np.full(paths.n_area, area)))
        zones = fed[np.isin(paths.area[fed], before)]
        name = str(paths.snapshot.network["switch"].id[paths.devices[area][0]])
        words = phrase(
            "ask the meters behind {device}: if none answers, it or a device before it has tripped", device=name
        )
        steps.append(_step(StepKind.PING, name, zones, share, EFFORT.ping_wrong, EFFORT.ping_min, words))
    return steps


def _patrols(paths: SupplyPaths, share: Array, boundary: tuple[tuple[int, ...], ...]) -> list[NextStep]:
    graph, network = paths.zones.graph, paths.snapshot.network
    steps = []
    for zone in np.flatnonzero(share > 0.01).tolist():
        edges = np.flatnonzero(paths.zones.of_edge == zone)
        km = float(np.nan_to_num(graph.length_km[edges]).sum())
        name = _name_of_zone(paths, zone, edges)
        around = ", ".join(str(network["switch"].id[row]) for row in boundary[zone][:3])
        words = phrase("patrol {name}, {km} km between {switches}", name=name, km=round(km, 2), switches=around)
        minutes = EFFORT.patrol_min + EFFORT.per_km_min * km
        steps.append(_step(StepKind.PATROL, name, np.array([zone]), share, EFFORT.patrol_wrong, minutes, words))
    return steps


def _name_of_zone(paths: SupplyPaths, zone: int, edges: Array) -> str:
    graph, network = paths.zones.graph, paths.snapshot.network
    if len(edges):
        edge = int(edges[np.argmax(graph.length_km[edges])])
        return str(network[EDGE_TABLES[int(graph.table[edge])]].id[graph.row[edge]])
    return str(network.bus.id[int(np.flatnonzero(paths.zones.of_bus == zone)[0])])


def _behind(paths: SupplyPaths, node: int) -> Array:
    behind = paths.path.behind(node)
    return np.asarray(behind[behind < paths.zones.count])


def _step(
    kind: StepKind, name: str, zones: Array, share: Array, wrong: float, minutes: float, words: Phrase
) -> NextStep:
    gain = float(information_bit(share[zones].sum(), wrong))
    inside = tuple(int(z) for z in zones if share[z] > 0.001)
    return NextStep(kind, name, inside, gain, minutes, words)


def _entropy(share: Array) -> Array:
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)))
