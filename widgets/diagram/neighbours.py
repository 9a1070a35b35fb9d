"""Where the arrow keys lead."""

from __future__ import annotations

from typing import Any

import numpy as np

from widgets.diagram.scene import Scene

Array = np.ndarray[Any, Any]


def connected(scene: Scene, number: int) -> Array:
    """Numbers of the elements that touch an element: through a common bus, or as switch and branch."""
    elements = scene.elements
    buses = [b for b in (elements.bus[number], elements.other_bus[number]) if b >= 0]
    touches = np.isin(elements.bus, buses) | np.isin(elements.other_bus, buses)
    if number >= elements.part("bus").stop:
        # From a branch to its own buses and the switches at them, not to every other branch there.
        switches = elements.part("switch")
        allowed = np.zeros(elements.count, bool)
        allowed[buses] = True
        allowed[switches] = touches[switches]
        touches = allowed
    touches[number] = False
    return np.flatnonzero(touches)


def neighbour(scene: Scene, number: int, dx: int, dy: int) -> int:
    """The element to go to from ``number`` in a direction (x right, y down), -1 for none.

    A connected element comes first; where none lies that way, the nearest that does.
    """
    found = _towards(scene, number, connected(scene, number), dx, dy)
    return found if found >= 0 else _towards(scene, number, np.arange(scene.elements.count), dx, dy)


def _towards(scene: Scene, number: int, among: Array, dx: int, dy: int) -> int:
    at = scene.anchor[number]
    step = scene.anchor[among] - at
    along = step[:, 0] * dx + step[:, 1] * dy
    across = np.abs(step[:, 0] * dy) + np.abs(step[:, 1] * dx)
    fits = np.flatnonzero((along > 0.5) & (across <= 1.5 * along))
    if not len(fits):
        return -1
    return int(among[fits[np.argmin(along[fits] + 2.0 * across[fits])]])
