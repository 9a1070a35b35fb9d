"""Switches of a district: breakers at the heads, sections along the trunks, fuses before laterals, and open ties."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Table, make_table
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.synthesis.plan import Character
from engines.synthesis.skeleton import Skeleton

Array = np.ndarray[Any, Any]
SECTION = {Character.URBAN: 4, Character.SUBURBAN: 4, Character.RURAL: 5, Character.REMOTE: 5}
RATED_KA = {
    SwitchKind.BREAKER: 1.25,
    SwitchKind.LOAD_BREAK_SWITCH: 0.63,
    SwitchKind.DISCONNECTOR: 0.4,
    SwitchKind.RECLOSER: 0.63,
    SwitchKind.FUSE: 0.1,
}
FEWEST_BUSES_FOR_A_RECLOSER = 4


class Switchgear:
    """Switches collected row by row."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []

    def add(
        self,
        name: str,
        bus: int,
        element: int,
        kind: SwitchKind,
        *,
        et: str = "l",
        is_remote: bool = True,
        is_closed: bool = True,
        feeder_name: str = "",
    ) -> None:
        """One switch at ``bus`` toward ``element``; open ones are normally open."""
        self._rows.append(
            {
                "name": name,
                "bus": bus,
                "element": element,
                "et": et,
                "position": int(SwitchPosition.CLOSED if is_closed else SwitchPosition.OPEN),
                "kind": str(kind),
                "normal_closed": is_closed,
                "remote": is_remote,
                "in_ka": RATED_KA[kind],
                "feeder_name": feeder_name,
            }
        )

    def table(self) -> Table:
        """The switch table."""
        columns = {key: [row[key] for row in self._rows] for key in self._rows[0]}
        return make_table("switch", columns, ids=[f"switch:{name}" for name in columns["name"]])


def add_feeder_switches(
    gear: Switchgear,
    skeleton: Skeleton,
    bus_of_bar: Array,
    first_bus: int,
    names: list[str],
    random: np.random.Generator,
) -> None:
    """Everything on lines of feeders; line ``k`` of the network leads to bus ``k`` of the skeleton.

    Args:
        bus_of_bar: bus index of each bar; first_bus: bus index of the skeleton's first bus.
        names: of the feeders.
    """
    laterals = _laterals(skeleton)
    for number, plan in enumerate(skeleton.plan.feeders):
        trunk, short = skeleton.trunk(number), f"F{number + 1}"
        head = int(bus_of_bar[plan.bar])
        gear.add(f"{short}-Q0", head, int(trunk[0]), SwitchKind.BREAKER, feeder_name=names[number])
        _sections(gear, plan.character, trunk, first_bus, short, random)
        for start, size in laterals.get(number, ()):
            _lateral_head(gear, plan.character, skeleton, start, size, first_bus, short, random)


def _sections(
    gear: Switchgear, character: Character, trunk: Array, first_bus: int, short: str, random: np.random.Generator
) -> None:
    every, overhead = SECTION[character], character >= Character.RURAL
    places = range(every, len(trunk) - 1, every)
    recloser = places[len(places) // 2] if overhead and len(places) else -1
    for count, k in enumerate(places, start=1):
        at, line = first_bus + int(trunk[k - 1]), int(trunk[k])
        if k == recloser:
            gear.add(f"{short}-R{count}", at, line, SwitchKind.RECLOSER)
        elif overhead and count % 2 == 0:
            gear.add(f"{short}-D{count}", at, line, SwitchKind.DISCONNECTOR, is_remote=False)
        else:
            remote = bool(random.random() < 0.6)
            gear.add(f"{short}-S{count}", at, line, SwitchKind.LOAD_BREAK_SWITCH, is_remote=remote)


def _laterals(skeleton: Skeleton) -> dict[int, list[tuple[int, int]]]:
    """First bus and number of buses of each lateral, by feeder."""
    found: dict[int, list[tuple[int, int]]] = {}
    on_lateral = np.flatnonzero(skeleton.lateral >= 0)
    key = skeleton.feeder[on_lateral] * len(skeleton) + skeleton.lateral[on_lateral]
    _, first, sizes = np.unique(key, return_index=True, return_counts=True)
    for start, size in zip(on_lateral[first].tolist(), sizes.tolist(), strict=True):
        found.setdefault(int(skeleton.feeder[start]), []).append((start, size))
    return found


def _lateral_head(
    gear: Switchgear,
    character: Character,
    skeleton: Skeleton,
    start: int,
    size: int,
    first_bus: int,
    short: str,
    random: np.random.Generator,
) -> None:
    """Reclosers before long overhead laterals, fuses before short ones, load-break switches in stations of cable."""
    number = int(skeleton.lateral[start]) + 1
    at = first_bus + int(skeleton.parent[start])
    if character >= Character.RURAL and size >= FEWEST_BUSES_FOR_A_RECLOSER:
        gear.add(f"{short}-LR{number}", at, start, SwitchKind.RECLOSER)
    elif character >= Character.RURAL or size <= 2:
        gear.add(f"{short}-LF{number}", at, start, SwitchKind.FUSE, is_remote=False)
    else:
        remote = bool(random.random() < 0.3)
        gear.add(f"{short}-LS{number}", at, start, SwitchKind.LOAD_BREAK_SWITCH, is_remote=remote)
