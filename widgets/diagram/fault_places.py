"""Where the texts of zones, the numbers of steps and the signs of crews stand: beside theirs, on nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from widgets.diagram.camera import Camera
from widgets.diagram.fault_signs import CrewSign, StepBadge, StepState, Zone
from widgets.diagram.obstacles import MARGIN, Ground
from widgets.diagram.room import Box, Room
from widgets.diagram.scene import Scene
from widgets.diagram.signs_painter import SYMBOLS_FROM

Array = np.ndarray[Any, Any]
Thing = StepBadge | Zone | CrewSign

_AWAY_PX = (15.0, 19.0, 24.0, 30.0, 38.0, 48.0), (60.0, 76.0, 96.0, 120.0, 150.0)
_ZONE_AWAY_PX = (3.0, 8.0, 14.0, 22.0, 32.0), (46.0, 64.0, 90.0, 120.0, 160.0)
"""A shorter text near by comes before a longer one far away."""
LEADER_FROM_PX = 18.0
"""What stands farther away has a line to its own."""
_LEADER_STEP_PX = 4.0
_MOST_PARTS = 14
_COMPACT = 0.4
"""Share of the box about all of a zone from which that box is a good measure of where the zone is."""
_CLEAR_PX = 1.0
_SIDES = ((0, -1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (1, 1), (-1, 1))
_LEFT_ALIGNED, _CENTRED, _RIGHT_ALIGNED = 0.0, 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that seeks a place.

    Attributes:
        thing: what it speaks of.
        forms: texts with the width each takes, the longest first; a step has one with its number.
        height: pixels.
        at: pixel of its switch or element; parts: ``(n, 4)`` of its zone, where it is one.
    """

    thing: Thing
    forms: tuple[tuple[str, float], ...]
    height: float
    at: tuple[float, float] = (0.0, 0.0)
    parts: Array = field(default_factory=lambda: np.zeros((0, 4)))


@dataclass(frozen=True, slots=True)
class Settled:
    """Something at its place.

    Attributes:
        box: pixels of the ground's camera; end: what a line leads to where it stands away from its own.
        is_plated: it stands on lines or symbols, and needs a ground of its own.
    """

    thing: Thing
    text: str
    box: Box
    end: tuple[float, float]
    is_plated: bool = False


def settle(wanted: Sequence[Wanted], ground: Ground, room: Room, texts: Room) -> list[Settled]:
    """Each in the first free place, in the order given; what is found is taken in both rooms.

    Args:
        room: what lines, symbols, texts leave free.
        texts: what texts and other signs alone leave free: where there is no place else, one over lines is taken,
            over a text never.
    """
    zones = [part for each in wanted for part in each.parts.tolist()]
    apart = room.copy()
    apart.block(np.array(zones).reshape(-1, 4))
    found = []
    for each in wanted:
        place = _settled(each, ground, (apart, room, texts))
        if place is not None:
            found.append(place)
            line = leader(place.box, place.end)
            boxes = np.vstack([np.array([place.box]), *([leader_boxes(line)] if line is not None else [])])
            for one in (apart, room, texts):
                one.block(boxes)
    return found


def _settled(each: Wanted, ground: Ground, rooms: tuple[Room, Room, Room]) -> Settled | None:
    """Beside all zones, else within one, else over lines; far out over lines rather than far away."""
    apart, room, texts = rooms
    free = [(room, False)]
    if isinstance(each.thing, Zone):
        # A number beside its switch may well lie in a zone, the text of another zone may not.
        free = [(apart, False), (room, False)]
    over = [(texts, True)]
    shortest = each.forms[-1:]
    ways = [(0, each.forms, free), (1, each.forms, free), (0, shortest, over), (1, shortest, over)]
    if ground.camera.scale < SYMBOLS_FROM:
        ways = [ways[0], ways[2], ways[1], ways[3]]
    for tier, forms, tries in ways:
        # A sign with its name a little away rather than a nameless one, where that may be.
        named = [form for form in forms if form[0]] if (tier, tries) == (0, free) else forms
        for text, width in named:
            for one, is_plated in tries:
                found = _first_free(each, _boxes(each, width, tier), ground, one, texts)
                if found is not None:
                    return Settled(each.thing, text, found, _end(each, found), is_plated)
    return None


def _first_free(each: Wanted, boxes: Iterable[Box], ground: Ground, room: Room, texts: Room) -> Box | None:
    """The first box that is free and from which a line to its own crosses no text."""
    width, height = ground.camera.width, ground.camera.height
    for box in boxes:
        is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
        is_outside = box[2] <= 0 or box[3] <= 0 or box[0] >= width or box[1] >= height
        # Words are not cut by the rim of the view.
        if (is_inside or is_outside) and room.is_free(box):
            line = leader(box, _end(each, box))
            if line is None or not texts.is_taken_at(*_along(line)).any():
                return box
    return None


def leader(box: Box, end: tuple[float, float]) -> Box | None:
    """The line x0, y0, x1, y1 from a box to its own, ``None`` where that is near."""
    begin = min(max(end[0], box[0]), box[2]), min(max(end[1], box[1]), box[3])
    far = np.hypot(end[0] - begin[0], end[1] - begin[1])
    return (*begin, *end) if far > LEADER_FROM_PX else None


def leader_boxes(line: Box) -> Array:
    """``(n, 4)`` small boxes along a leader, to keep other texts away from it."""
    at = np.column_stack(_along(line))
    return np.hstack([at - _LEADER_STEP_PX / 2, at + _LEADER_STEP_PX / 2])


def _along(line: Box) -> tuple[Array, Array]:
    x0, y0, x1, y1 = line
    share = np.linspace(0.0, 1.0, int(np.hypot(x1 - x0, y1 - y0) / _LEADER_STEP_PX) + 2)
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _boxes(each: Wanted, width: float, tier: int) -> Iterator[Box]:
    """Places near by, or in the second tier farther away; the best first."""
    if len(each.parts):
        yield from _around_parts(_with_whole(each.parts), width, each.height, tier)
        return
    x, y = each.at
    half = each.height / 2
    for away in _AWAY_PX[tier]:
        for right, down in _SIDES:
            left = x + right * away - (half if right > 0 else width - half if right < 0 else width / 2)
            top = y + down * away - half
            yield left, top, left + width, top + each.height


def _with_whole(parts: Array) -> Array:
    """The largest parts, and before them the box about all of them where they fill it well."""
    whole = np.concatenate([parts[:, :2].min(0), parts[:, 2:].max(0)])
    area = np.prod(parts[:, 2:] - parts[:, :2], axis=1).sum()
    largest = parts[:_MOST_PARTS]
    return np.vstack([whole, largest]) if area > _COMPACT * np.prod(whole[2:] - whole[:2]) else largest


def _around_parts(parts: Array, width: float, height: float, tier: int) -> Iterator[Box]:
    """Beneath and above the parts of a zone, then beside them; near all of them before far from any."""
    for away in _ZONE_AWAY_PX[tier]:
        for x0, y0, x1, y1 in parts.tolist():
            for top in (y1 + away, y0 - away - height):
                for share in (_CENTRED, _LEFT_ALIGNED, _RIGHT_ALIGNED):
                    left = x0 + (x1 - x0 - width) * share
                    yield left, top, left + width, top + height
            top = (y0 + y1 - height) / 2
            yield x1 + away, top, x1 + away + width, top + height
            yield x0 - away - width, top, x0 - away, top + height


def _end(each: Wanted, box: Box) -> tuple[float, float]:
    """Of a zone the nearest point of its parts, of others the middle of their own."""
    parts = each.parts
    if not len(parts):
        return each.at
    middle = np.array([box[0] + box[2], box[1] + box[3]]) / 2
    nearest = np.clip(middle, parts[:, :2], parts[:, 2:])
    best = nearest[int(np.argmin(np.hypot(*(nearest - middle).T)))]
    return float(best[0]), float(best[1])


def seen_parts(parts: Array, camera: Camera) -> Array:
    """Of parts ``(n, 4)`` what lies in the view; a box larger than it is cut."""
    low = np.maximum(parts[:, :2], _CLEAR_PX)
    high = np.minimum(parts[:, 2:], np.array([camera.width, camera.height]) - _CLEAR_PX)
    cut = np.hstack([low, high])
    return cut[(high > low).all(1)]


def place_of(scene: Scene, camera: Camera, thing: StepBadge | CrewSign) -> tuple[float, float] | None:
    """Pixel a step or a crew belongs to; ``None`` where it has none here, or far from the view."""
    at = thing.position if isinstance(thing, CrewSign) and scene.is_map else None
    if at is None:
        number = scene.elements.number(thing.ref) if thing.ref is not None else -1
        if number < 0 or not np.isfinite(scene.anchor[number]).all():
            return None
        at = (float(scene.anchor[number, 0]), float(scene.anchor[number, 1]))
    x, y = camera.to_screen(*at)
    margin_x, margin_y = MARGIN * camera.width, MARGIN * camera.height
    is_near = -margin_x <= x <= camera.width + margin_x and -margin_y <= y <= camera.height + margin_y
    return (x, y) if is_near else None


def in_order(steps: Sequence[StepBadge], zones: Sequence[Zone], crews: Sequence[CrewSign]) -> list[Thing]:
    """Who chooses first: the next step, the heaviest suspicion, the other steps, the crews."""
    following = sorted(steps, key=lambda step: (step.state is not StepState.NEXT, step.number))
    first = [step for step in following if step.state is StepState.NEXT]
    others = [step for step in following if step.state is not StepState.NEXT]
    return [*first, *reversed(zones), *others, *crews]
