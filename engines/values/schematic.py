"""Where everything stands on the single-line diagram, as arrays.

World units: x to the right, y downward, one unit = one pixel at 100 % zoom. Text heights are the
11 px diagram labels of the design, so a layout can keep labels free of each other and of lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np

from engines.values.frozen import FrozenMap

Array = np.ndarray[Any, Any]


class LabelKind(IntEnum):
    """What a label box will hold."""

    BUS_VALUE = 0
    """The bus's voltage (or another layer's value)."""
    FEEDER = 1
    """Name of a feeder, above its head."""
    SUBSTATION = 2
    """Name of a station, above its bar."""
    SWITCH = 3
    """Name of a tie or named switch."""
    TRANSFORMER = 4
    """Name and tap."""
    FEEDER_VALUE = 5
    """Power into the feeder, below its head."""
    UNSUPPLIED = 6
    """Heading of the parts that no source reaches; the text is the widget's."""


@dataclass(frozen=True, slots=True, eq=False)
class Polylines:
    """Many polylines in two arrays: line ``k`` is points ``offset[k]:offset[k + 1]``."""

    offset: Array
    x: Array
    y: Array

    def __len__(self) -> int:
        return len(self.offset) - 1

    def points(self, k: int) -> tuple[Array, Array]:
        """x and y of line ``k``."""
        part = slice(int(self.offset[k]), int(self.offset[k + 1]))
        return self.x[part], self.y[part]


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Label boxes kept free of one another and of every line.

    Attributes:
        table: ``(n,)`` text; row: ``(n,)`` what the label speaks of (for ``FEEDER``/``FEEDER_VALUE`` the
            switch or branch at the feeder's head; for ``SUBSTATION`` and ``UNSUPPLIED`` a bus).
        kind: ``(n,)`` :class:`LabelKind`.
        x, y, width, height: ``(n,)`` top left corner and size.
        text: ``(n,)`` fixed text, "" where the text is a value of the moment.
    """

    table: Array
    row: Array
    kind: Array
    x: Array
    y: Array
    width: Array
    height: Array
    text: Array

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True, eq=False)
class DiagramLayout:
    """Positions of all equipment of one network, schematic or map.

    What has no place because a bus or branch it refers to does not exist has NaN positions, or no points.

    Attributes:
        structure_revision: the network it belongs to.
        bus: ``(n_bus, 4)`` x0, y0, x1, y1 of the bar or tick each bus is drawn as.
        branch: polylines by table ("line", "trafo", "trafo3w", "impedance", and "switch" for bus-bus
            switches), one per row, from the from/high side to the to/low side. A three-winding transformer is
            one stroke: high to middle side, back, and on to the low side. A row without two existing buses has
            no points.
        is_tie: by table, ``(n,)`` whether the branch runs in a tie channel (drawn lighter).
        switch: ``(n_switch, 3)`` x, y and direction in degrees (0: along x, 90: along y).
        device: by table (load, sgen, storage, gen, ext_grid, shunt), ``(n, 3)`` x, y of the symbol's centre
            and direction in degrees (90: hangs below, 180: to the left); the stem runs from ``device_foot``,
            first along x, then along y (several devices of a bus stand side by side).
        device_foot: by table, ``(n, 2)`` the point on the bus where the stem begins.
        trafo, trafo3w: ``(n, 3)`` x, y, direction of the two- and three-circle symbols.
        labels: boxes.
        bounds: x0, y0, x1, y1 of everything, labels included.
        metres_per_unit: metres in the country of one world unit of a map; NaN where distances mean nothing.
    """

    structure_revision: str
    bus: Array
    branch: FrozenMap[str, Polylines]
    is_tie: FrozenMap[str, Array]
    switch: Array
    trafo: Array
    device: FrozenMap[str, Array]
    device_foot: FrozenMap[str, Array]
    labels: Labels
    bounds: tuple[float, float, float, float]
    trafo3w: Array = field(default_factory=lambda: np.zeros((0, 3)))
    metres_per_unit: float = math.nan
