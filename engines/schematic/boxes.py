"""Boxes for the texts: each in a place the cells keep free for it."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.schematic.cells import Cells
from engines.schematic.equipment import (
    BUS_VALUE_PX,
    FEEDER_VALUE_PX,
    LABEL_HEIGHT_PX,
    UNSUPPLIED_PX,
    Texts,
    bold_width,
)  # fmt: skip
from engines.schematic.placement import BusShape, Placement
from engines.schematic.rows import Rows
from engines.schematic.tree import Forest
from engines.values.schematic import LabelKind, Labels

Array = np.ndarray[Any, Any]

LIFT_PX = 24.0
"""From a line up to the top of the label above it."""


class LabelList:
    """Labels on the way to becoming arrays."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, LabelKind, float, float, float, float, str]] = []

    def add(self, table: str, row: int, kind: LabelKind, x: float, y: float, width: float, text: str = "") -> None:
        self.rows.append((table, row, kind, x, y, width, LABEL_HEIGHT_PX, text))

    def labels(self) -> Labels:
        table, row, kind, x, y, width, height, text = zip(*self.rows, strict=True) if self.rows else ((),) * 8
        return Labels(
            table=np.array(table, np.str_),
            row=np.array(row, np.int64),
            kind=np.array(kind, np.int8),
            x=np.array(x, float),
            y=np.array(y, float),
            width=np.array(width, float),
            height=np.array(height, float),
            text=np.array(text, np.str_),
        )


def reserved_labels(
    forest: Forest, rows: Rows, placement: Placement, cells: Cells, strokes: Array, texts: Texts
) -> LabelList:
    """Labels whose room the cells reserve: bus values, feeders, stations, and the heading of unsupplied parts."""
    labels = LabelList()
    _bus_values(labels, rows, placement, cells, strokes)
    for first, table, row, name in texts.feeders:
        bar = forest.parent[first]
        x, y = float(cells.bus_x[bar]), float(cells.y[placement.track[first]])
        labels.add(table, row, LabelKind.FEEDER, x + 12.0, y - LIFT_PX, bold_width(name), name)
        labels.add(table, row, LabelKind.FEEDER_VALUE, x + 34.0, y + 9.0, FEEDER_VALUE_PX)
    for bar, name in texts.stations:
        above = forest.parent[bar]
        is_beside = above >= 0 and placement.shape[above] == BusShape.BAR and not rows.is_station[above]
        x = float(strokes[above if is_beside else bar][0]) + 8.0
        y = float(strokes[bar][1]) - (17.0 if is_beside else 34.0)
        labels.add("bus", bar, LabelKind.SUBSTATION, x, y, bold_width(name), name)
    if placement.island_track >= 0:
        root = forest.roots[forest.n_source_roots]
        y = float(cells.y[placement.island_track - 1])
        labels.add("bus", root, LabelKind.UNSUPPLIED, float(cells.x[0]), y, UNSUPPLIED_PX)
    return labels


def _bus_values(labels: LabelList, rows: Rows, placement: Placement, cells: Cells, strokes: Array) -> None:
    x, y, track = cells.bus_x.tolist(), cells.y.tolist(), placement.first_track
    top = strokes[:, 1].tolist()
    above = cells.uses_above.tolist()
    for bus, shape in enumerate(placement.shape):
        if shape == BusShape.BAR and rows.is_station[bus]:
            labels.add("bus", bus, LabelKind.BUS_VALUE, x[bus] + 8.0, top[bus] - 17.0, BUS_VALUE_PX)
        else:
            aside = 10.0 if above[bus] or shape == BusShape.SHELF else 6.0
            labels.add("bus", bus, LabelKind.BUS_VALUE, x[bus] + aside, y[track[bus]] - LIFT_PX, BUS_VALUE_PX)


def horizontal_trafo_labels(labels: LabelList, texts: Texts, trafo: Array, drawn: list[bool]) -> None:
    """Below every symbol that lies on a horizontal piece of the tree."""
    for row, name in enumerate(texts.trafo["trafo"]):
        if drawn[row]:
            width = texts.trafo_room["trafo"][row]
            labels.add(
                "trafo",
                row,
                LabelKind.TRANSFORMER,
                trafo[row, 0] - width / 2,
                trafo[row, 1] + 14.0,
                width,
                name,
            )
