"""Both sides of an open switch look as live as they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.topology import analyse
from widgets.diagram.layers import Layer
from widgets.diagram.scene import build_scene
from widgets.diagram.shown import Moment, show
from widgets.diagram.styles import Look


def looks(case: Any, table: str, row: int, opened: list[int]) -> dict[str, set[int]]:
    """Looks of a branch's pieces: at its switch's bus, and the rest."""
    snapshot = case.snapshot.with_values("switch", "position", opened, 0)
    scene = build_scene(case.network, case.layout)
    shown = show(scene, Moment(snapshot, analyse(snapshot)), Layer.VOLTAGE)
    look = np.zeros(len(scene.branches), np.int64)
    begin = 0
    for k, end in enumerate(shown.ends.tolist()):
        look[shown.order[begin:end]], begin = k, end
    own = scene.branches.owner == scene.elements.start[table] + row
    return {"stub": set(look[own & (scene.stub >= 0)].tolist()), "rest": set(look[own & (scene.stub < 0)].tolist())}


def test_between_a_live_bar_and_its_open_breaker_the_wire_is_live(case: Any) -> None:
    assert looks(case, "line", 0, [0]) == {"stub": {Look.WIRE}, "rest": {Look.BACKFED}}
    assert looks(case, "line", 4, [1]) == {"stub": {Look.WIRE}, "rest": {Look.DEAD}}


def test_a_closed_switch_makes_no_difference(case: Any) -> None:
    assert looks(case, "line", 0, []) == {"stub": {Look.WIRE}, "rest": {Look.WIRE}}


def test_an_open_tie_between_live_buses_is_drawn_as_a_tie_throughout(case: Any) -> None:
    assert looks(case, "line", 7, []) == {"stub": {Look.TIE}, "rest": {Look.TIE}}


def test_a_tie_to_a_dead_feeder_is_dead_up_to_its_open_switch(case: Any) -> None:
    assert looks(case, "line", 7, [1]) == {"stub": {Look.TIE}, "rest": {Look.DEAD}}


def test_cutting_keeps_the_length_of_every_line(case: Any) -> None:
    scene = build_scene(case.network, case.layout)
    xy, start = scene.branches.xy, scene.elements.start["line"]
    drawn = np.bincount(scene.branches.owner, np.hypot(*(xy[:, 2:] - xy[:, :2]).T))[start : start + 8]
    points = [case.layout.branch["line"].points(row) for row in range(8)]
    np.testing.assert_allclose(drawn, [np.hypot(np.diff(x), np.diff(y)).sum() for x, y in points])
