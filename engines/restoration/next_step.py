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
from engines.values.phrase import phrase

Array = np.ndarray[Any, Any]
WORTH_BIT = 0.05
MOST_STEPS = 5
SURE_GASPS = 2
"""One meter may lie; so many that fall silent together have lost supply."""


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
    through = np.zeros(len(paths.path.begin))
    through[: len(share)] = share
    beyond = paths.path.sums(through)[paths.zones.count :]
    steps = [*_switching(paths, share, beyond), *_readings(paths, found, share, beyond), *_pings(paths, found, share)]
    steps += _patrols(paths, share, boundary)
    return tuple(sorted(steps, key=lambda s: (-s.information_bit / s.minutes, s.element_id))[:MOST_STEPS])


def _switching(paths: SupplyPaths, share: Array, beyond: Array) -> list[NextStep]:
    """Open a switch within one protection area and see whether the rest holds."""
    switch = paths.snapshot.network["switch"]
    rows = paths.conducting
    sides = paths.area[paths.zones.of_switch[rows]]
    rows = rows[sides[:, 0] == sides[:, 1]]
    gain = information_bit(beyond[rows], EFFORT.switch_wrong)
    steps = []
    for k in np.flatnonzero(gain >= WORTH_BIT).tolist():
        row = int(rows[k])
        zones = _behind(paths, row)
        devices = paths.devices[int(paths.area[zones[0]])]
        if not devices:
            continue
        name = str(switch.id[row])
        minutes = EFFORT.remote_min if switch["remote"][row] else EFFORT.manual_min
        words = phrase(
            "open {switch} and close {device} again: if it holds, the fault lies beyond {switch}",
            switch=name, device=str(switch.id[devices[0]]),
        )  # fmt: skip
        steps.append(NextStep(StepKind.SWITCH, name, _likely(zones, share), float(gain[k]), minutes, words))
    return steps


def _readings(paths: SupplyPaths, found: Gathered, share: Array, beyond: Array) -> list[NextStep]:
    """Look at indicators that have said nothing so far."""
    silent = [row for (table, row), said in found.indicators.items() if table == "switch" and said is Reading.NONE]
    rows = np.array(silent, np.int64)
    gain = information_bit(beyond[rows], EFFORT.read_wrong)
    steps = []
    for k in np.flatnonzero(gain >= WORTH_BIT).tolist():
        name = str(paths.snapshot.network["switch"].id[rows[k]])
        words = phrase("read the indicator at {switch}: if it has flagged, the fault lies beyond", switch=name)
        inside = _likely(_behind(paths, int(rows[k])), share)
        steps.append(NextStep(StepKind.READ_INDICATOR, name, inside, float(gain[k]), EFFORT.read_min, words))
    return steps


def _pings(paths: SupplyPaths, found: Gathered, share: Array) -> list[NextStep]:
    """Ask the meters of a protection area: without answer, it or one before it has tripped."""
    fed, n_area = paths.fed_zones, paths.n_area
    area = paths.area[fed]
    meters = np.bincount(area, found.customers[fed], minlength=n_area)
    asked = np.bincount(area, (found.replies + found.no_replies)[fed], minlength=n_area)
    number = np.arange(n_area)
    is_before = paths.area_path.stands_before(number[:, None], number[None, :])
    gain = information_bit(np.bincount(area, share[fed], minlength=n_area) @ is_before, EFFORT.ping_wrong)
    gain[_known_dead(paths, found, is_before)] = 0.0
    steps = []
    for one in np.flatnonzero((gain >= WORTH_BIT) & (meters > 0) & (asked == 0)).tolist():
        if not paths.devices[one]:
            continue
        name = str(paths.snapshot.network["switch"].id[paths.devices[one][0]])
        words = phrase(
            "ask the meters behind {device}: if none answers, it or a device before it has tripped", device=name
        )
        inside = _likely(fed[is_before[area, one]], share)
        steps.append(NextStep(StepKind.PING, name, inside, float(gain[one]), EFFORT.ping_min, words))
    return steps


def _known_dead(paths: SupplyPaths, found: Gathered, is_before: Array) -> Array:
    """``(n_area,)`` where no answer is what everybody expects: a device before it has tripped, or its meters gasped."""
    tripped = {row for row, said in found.operations.items() if said is Reading.TRIPPED}
    has_tripped = np.array([any(row in tripped for row in rows) for rows in paths.devices], bool)
    fed = paths.fed_zones
    gasps = np.bincount(paths.area[fed], found.gasps[fed], minlength=paths.n_area)
    return np.asarray(has_tripped @ is_before | (gasps >= SURE_GASPS))


def _patrols(paths: SupplyPaths, share: Array, boundary: tuple[tuple[int, ...], ...]) -> list[NextStep]:
    graph, network = paths.zones.graph, paths.snapshot.network
    gain = information_bit(share, EFFORT.patrol_wrong)
    steps = []
    for zone in np.flatnonzero(gain >= WORTH_BIT).tolist():
        edges = np.flatnonzero(paths.zones.of_edge == zone)
        km = float(np.nan_to_num(graph.length_km[edges]).sum())
        name = _name_of_zone(paths, zone, edges)
        around = ", ".join(str(network["switch"].id[row]) for row in boundary[zone][:3])
        words = phrase("patrol {name}, {km} km between {switches}", name=name, km=round(km, 2), switches=around)
        minutes = EFFORT.patrol_min + EFFORT.per_km_min * km
        steps.append(NextStep(StepKind.PATROL, name, (zone,), float(gain[zone]), minutes, words))
    return steps


def _name_of_zone(paths: SupplyPaths, zone: int, edges: Array) -> str:
    graph, network = paths.zones.graph, paths.snapshot.network
    if len(edges):
        edge = int(edges[np.argmax(graph.length_km[edges])])
        return str(network[EDGE_TABLES[int(graph.table[edge])]].id[graph.row[edge]])
    return str(network.bus.id[int(np.flatnonzero(paths.zones.of_bus == zone)[0])])


def _behind(paths: SupplyPaths, switch_row: int) -> Array:
    behind = paths.path.behind(paths.zones.count + switch_row)
    return np.asarray(behind[behind < paths.zones.count])


def _likely(zones: Array, share: Array) -> tuple[int, ...]:
    return tuple(int(zone) for zone in zones if share[zone] > 0.001)


def _entropy(share: Array) -> Array:
    inside = np.clip(share, 1e-12, 1 - 1e-12)
    return np.asarray(-(inside * np.log2(inside) + (1 - inside) * np.log2(1 - inside)))
