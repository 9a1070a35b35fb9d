"""Open switches around a place: with them open it is dead from everywhere, whatever else is closed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.exchange.opening import open_network
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.grid.topology import analyse
from engines.restoration.isolating_points import generation_inside, isolating_points
from engines.restoration.options import RestorationOptions
from engines.restoration.replaying import replay
from engines.restoration.restoring import restore
from engines.restoration.tripping import tripped
from engines.values.validation import InputError


@cache
def network() -> Network:
    return open_network("north")[0]


@cache
def isolated(line: str) -> Snapshot:
    """A fault isolated by its plan, everybody else supplied."""
    after = tripped(Snapshot(network()), line)[0]
    return replay(after, restore(after, line, RestorationOptions(seconds=0.0)))[-1]


def ends(line: str) -> list[int]:
    ref = network().find(line)
    assert ref is not None
    table = network()["line"]
    return [int(network().bus_row(int(table[end][ref.row]))) for end in ("from_bus", "to_bus")]


LINES = ("line:F2-W26", "line:F1-W03", "line:F7-W10")


@pytest.mark.parametrize("line", LINES)
def test_the_points_of_a_plan_are_open_and_enough(line: str) -> None:
    snapshot = isolated(line)
    points = isolating_points(snapshot, (line,))
    assert points
    rows = [network().find(p).row for p in points]  # type: ignore[union-attr]
    assert all(snapshot.switch_position[row] == SwitchPosition.OPEN for row in rows)
    # Every other switch closed: still no voltage there.
    others = np.setdiff1d(np.arange(len(network()["switch"])), rows)
    closed = snapshot.with_values("switch", "position", others.tolist(), SwitchPosition.CLOSED)
    assert not analyse(closed).is_energized[ends(line)].any()


@pytest.mark.parametrize("line", LINES)
def test_every_point_is_needed_where_its_other_side_is_live(line: str) -> None:
    snapshot = isolated(line)
    topology = analyse(snapshot)
    for point in isolating_points(snapshot, (line,)):
        row = network().find(point).row  # type: ignore[union-attr]
        closed = snapshot.with_values("switch", "position", [row], SwitchPosition.CLOSED)
        after = analyse(closed)
        gained = after.is_energized & ~topology.is_energized
        other_side_is_dead = not gained.any()
        assert other_side_is_dead or after.is_energized[ends(line)].any()


@given(st.lists(st.integers(0, len(network()["switch"]) - 1), max_size=12), st.sampled_from(LINES))
def test_a_switch_nobody_knows_isolates_nothing(rows: list[int], line: str) -> None:
    snapshot = isolated(line).with_values("switch", "position", rows, SwitchPosition.UNKNOWN)
    points = isolating_points(snapshot, (line,))
    for point in points:
        row = network().find(point).row  # type: ignore[union-attr]
        assert snapshot.switch_position[row] == SwitchPosition.OPEN
    # Taking the unknown for closed, the points still keep the line apart from all that is beyond them.
    kept = {network().find(p).row for p in points}  # type: ignore[union-attr]
    others = [r for r in range(len(network()["switch"])) if r not in kept]
    closed = snapshot.with_values("switch", "position", others, SwitchPosition.CLOSED)
    if (
        not analyse(snapshot.with_values("switch", "position", rows, SwitchPosition.CLOSED))
        .is_energized[ends(line)]
        .any()
    ):
        assert not analyse(closed).is_energized[ends(line)].any()


def test_several_places_are_isolated_together() -> None:
    snapshot = isolated(LINES[0])
    points = isolating_points(snapshot, (LINES[0],))
    assert isolating_points(snapshot, (LINES[0], LINES[0])) == points
    assert isolating_points(snapshot, ()) == ()


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match="line:nowhere"):
        isolating_points(Snapshot(network()), ("line:nowhere",))


@pytest.mark.parametrize("line", ["line:F4-W08", *LINES])
def test_generation_that_no_open_switch_parts_is_named(line: str) -> None:
    snapshot = isolated(line)
    found = set(generation_inside(snapshot, (line,)))
    # Whatever is told as inside has no supply, and closing nothing keeps it joined to the place.
    live = analyse(snapshot).is_energized
    units = network()["sgen"]
    rows = network().bus_row(units["bus"])
    assert not any(live[rows[k]] for k in range(len(units)) if str(units.id[k]) in found)
    here = set(ends(line))
    at_its_ends = {str(units.id[k]) for k in range(len(units)) if rows[k] in here and not live[rows[k]]}
    assert at_its_ends <= found
    off = snapshot.with_values("sgen", "in_service", np.arange(len(units)), False)
    assert not generation_inside(off, (line,))


def test_north_has_generation_beside_a_fault() -> None:
    assert {"sgen:PV F4-06", "sgen:PV F4-09", "sgen:WT F4-08"} <= set(
        generation_inside(isolated("line:F4-W08"), ("line:F4-W08",))
    )
