"""Lanes: the straight pieces of routes, and their order side by side in a channel or gap."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from engines.schematic.placement import Placement
from engines.schematic.tree import Forest


class Port(IntEnum):
    """Where a route leaves its bus."""

    BELOW = 0
    ABOVE = 1
    RIGHT = 2
    LEFT = 3


@dataclass(slots=True)
class Lane:
    """A straight piece of a route, in a channel (vertical) or on a level (horizontal).

    Attributes:
        at: channel or level; start, end: extent in half columns or levels.
        slot: position among the lanes of the same channel or gap.
    """

    is_vertical: bool
    at: int
    start: int
    end: int
    slot: int = 0


@dataclass(slots=True)
class Route:
    """The way of one edge from ``u`` to ``v``: a port, lanes in turn vertical and horizontal, a port."""

    edge: int
    ports: tuple[Port, Port]
    lanes: list[Lane]


@dataclass(slots=True)
class _Run:
    """A lane with where its two ends turn: before it (up, left) or behind it (down, right)."""

    lane: Lane
    turns: list[tuple[int, bool]]


def assign_slots(routes: list[Route], forest: Forest, placement: Placement) -> None:
    """Gives lanes that meet in a channel or gap different slots, in an order in which few of them cross."""
    together: dict[tuple[bool, int], list[_Run]] = {}
    for route in routes:
        for number, lane in enumerate(route.lanes):
            together.setdefault((lane.is_vertical, lane.at), []).append(
                _Run(lane, _turns(route, number, forest, placement))
            )
    for runs in together.values():
        for cluster in _clusters(runs):
            _settle(_ordered(cluster))


def _turns(route: Route, number: int, forest: Forest, placement: Placement) -> list[tuple[int, bool]]:
    """(where along the lane, whether toward the first side: up or left) for both ends."""
    lane, lanes = route.lanes[number], route.lanes
    turns = []
    for step, end in ((-1, 0), (1, 1)):
        if 0 <= number + step < len(lanes):
            other = lanes[number + step]
            at = 2 * other.at if other.is_vertical else other.at
            here = 2 * lane.at if lane.is_vertical else lane.at
            turns.append((at, other.end - here < here - other.start))
        else:
            bus = int((forest.edges.u, forest.edges.v)[end][route.edge])
            port = route.ports[end]
            at = 2 * placement.track[bus] + 1 if lane.is_vertical else 2 * placement.column[bus] + 1
            turns.append((at, port in (Port.BELOW, Port.RIGHT)))
    return turns


def _meet(a: Lane, b: Lane) -> bool:
    return a.start <= b.end and b.start <= a.end


def _clusters(runs: list[_Run]) -> list[list[_Run]]:
    """Groups of lanes that hang together by overlaps."""
    clusters: list[list[_Run]] = []
    reach = -1
    for run in sorted(runs, key=lambda one: (one.lane.start, one.lane.end)):
        if clusters and run.lane.start <= reach:
            clusters[-1].append(run)
        else:
            clusters.append([run])
        reach = max(reach, run.lane.end)
    return clusters


def _crossings(first: _Run, second: _Run) -> int:
    """How often two lanes cross when ``first`` lies above, or left of, ``second``."""
    over = sum(is_back and first.lane.start < at < first.lane.end for at, is_back in second.turns)
    under = sum(not is_back and second.lane.start < at < second.lane.end for at, is_back in first.turns)
    return over + under


def _ordered(cluster: list[_Run]) -> list[_Run]:
    """The lanes in an order with few crossings, by inserting one after another where it costs least."""
    order: list[_Run] = []
    for run in sorted(cluster, key=lambda one: one.lane.start - one.lane.end):
        cost = sum(_crossings(run, other) for other in order)
        best, best_cost = 0, cost
        for position, other in enumerate(order, 1):
            cost += _crossings(other, run) - _crossings(run, other)
            if cost < best_cost:
                best, best_cost = position, cost
        order.insert(best, run)
    return order


def _settle(order: list[_Run]) -> None:
    for number, run in enumerate(order):
        run.lane.slot = max((o.lane.slot + 1 for o in order[:number] if _meet(o.lane, run.lane)), default=0)
