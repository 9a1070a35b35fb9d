"""Everything with its position, put together to the layout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.schematic.boxes import LabelList, horizontal_trafo_labels, reserved_labels
from engines.schematic.cells import Cells
from engines.schematic.drawing import Drawing, flattened, gather
from engines.schematic.equipment import Hung, Texts
from engines.schematic.free_labels import add_switch_labels, add_transformer_labels, line_boxes, settle_on_lines
from engines.schematic.free_space import FreeSpace
from engines.schematic.hand import move
from engines.schematic.placement import Placement
from engines.schematic.quality import label_boxes, stem_boxes, symbol_boxes
from engines.schematic.rows import Rows
from engines.schematic.symbols import middle, place_devices, place_switches, place_transformers
from engines.schematic.tree import SWITCH, TRAFO, TRAFO3W, Forest
from engines.values.frozen import FrozenMap
from engines.values.schematic import DiagramLayout, LabelKind, Labels, Polylines

Array = np.ndarray[Any, Any]

_DEVICE_REACH = 10.0
_BY_BUS = (LabelKind.BUS_VALUE, LabelKind.SUBSTATION)


@dataclass(slots=True, eq=False)
class Scene:
    """Buses and branches in place; what stands on them is still to come.

    Attributes:
        shift: ``(n_bus, 2)`` by how much a person moved each bus.
    """

    network: Network
    forest: Forest
    rows: Rows
    placement: Placement
    cells: Cells
    strokes: Array
    drawing: Drawing
    hung: Hung
    texts: Texts
    shift: Array

    def layout(self) -> DiagramLayout:
        """The layout with symbols and labels."""
        network, forest, cells, drawing = self.network, self.forest, self.cells, self.drawing
        device, foot = place_devices(self.placement, cells, self.strokes, self.hung)
        trafo = place_transformers(network, forest, self.placement, cells, drawing, self.texts.trafo_width, TRAFO)
        trafo3w = place_transformers(network, forest, self.placement, cells, drawing, self.texts.trafo_width, TRAFO3W)
        labels = reserved_labels(forest, self.rows, self.placement, cells, self.strokes, self.texts)
        if self.shift.any():
            labels = self._move(labels, device, foot, trafo, trafo3w)
        switch = place_switches(network, forest, cells, self.strokes, drawing)
        offset, at = flattened(drawing.points)
        lines, owner = line_boxes(offset, at)
        settle_on_lines({SWITCH: switch, TRAFO: trafo, TRAFO3W: trafo3w}, forest, drawing, FreeSpace(lines, owner))
        branch, is_tie = gather(network, forest.edges, drawing, offset, at)
        drawn = [_is_level(*branch["trafo"].points(k)) for k in range(len(trafo))]
        horizontal_trafo_labels(labels, self.texts, trafo, drawn)
        layout = DiagramLayout(
            structure_revision=network.structure_revision,
            bus=self.strokes,
            branch=FrozenMap(branch),
            is_tie=FrozenMap(is_tie),
            switch=switch,
            trafo=trafo,
            device=FrozenMap(device),
            device_foot=FrozenMap(foot),
            labels=labels.labels(),
            bounds=(0.0, 0.0, 0.0, 0.0),
            trafo3w=trafo3w,
        )
        boxes = self._with_free_labels(layout, labels, lines, drawn)
        return replace(layout, labels=boxes, bounds=bounds_of(self.strokes, list(branch.values()), boxes, device))

    def _with_free_labels(self, layout: DiagramLayout, labels: LabelList, lines: Array, drawn: list[bool]) -> Labels:
        bus = np.column_stack([self.strokes[:, :2], self.strokes[:, 2:]])
        taken = np.concatenate([lines, bus, stem_boxes(layout), symbol_boxes(layout), label_boxes(layout)])
        space = FreeSpace(taken, np.zeros(len(taken), np.int64))
        heads = {row for _, table, row, _ in self.texts.feeders if table == "switch"}
        add_switch_labels(labels, self.network, layout.switch, space, heads)
        known = {("trafo", row) for row, is_drawn in enumerate(drawn) if is_drawn}
        placed = {"trafo": layout.trafo, "trafo3w": layout.trafo3w}
        add_transformer_labels(labels, self.texts, placed, space, known)
        return labels.labels()

    def _move(
        self, labels: LabelList, device: dict[str, Array], foot: dict[str, Array], trafo: Array, trafo3w: Array
    ) -> LabelList:
        """Moves what a person moved: buses, what hangs on them, their branches and their labels."""
        move(self.forest, self.strokes, self.drawing, self.shift)
        for table, bus in self.hung.bus.items():
            by = self.shift[np.maximum(bus, 0)] * (bus >= 0)[:, None]
            device[table][:, :2] += by
            foot[table] += by
        edges = self.forest.edges
        for code, placed in ((TRAFO, trafo), (TRAFO3W, trafo3w)):
            for edge in np.flatnonzero(edges.table == code).tolist():
                by = (self.shift[edges.u[edge]] + self.shift[edges.v[edge]]) / 2
                if by.any():
                    placed[edges.row[edge]] = middle(self.drawing.points[edge], True)
        moved = LabelList()
        for table, row, kind, x, y, width, height, text in labels.rows:
            dx, dy = self.shift[row] if kind in _BY_BUS else (0.0, 0.0)
            moved.rows.append((table, row, kind, x + float(dx), y + float(dy), width, height, text))
        return moved


def _is_level(x: Array, y: Array) -> bool:
    """Whether a branch is one horizontal piece."""
    return len(x) == 2 and bool(y[0] == y[1])


def bounds_of(
    strokes: Array, lines: list[Polylines], labels: Labels, device: Mapping[str, Array]
) -> tuple[float, float, float, float]:
    """x0, y0, x1, y1 of everything."""
    x = [strokes[:, 0], strokes[:, 2], *(p.x for p in lines), labels.x, labels.x + labels.width]
    y = [strokes[:, 1], strokes[:, 3], *(p.y for p in lines), labels.y, labels.y + labels.height]
    for at in device.values():
        x += [at[:, 0] - _DEVICE_REACH, at[:, 0] + _DEVICE_REACH]
        y += [at[:, 1] - _DEVICE_REACH, at[:, 1] + _DEVICE_REACH]
    every_x, every_y = np.concatenate(x), np.concatenate(y)
    if not len(every_x):
        return 0.0, 0.0, 0.0, 0.0
    every_x, every_y = every_x[np.isfinite(every_x)], every_y[np.isfinite(every_y)]
    return float(every_x.min()), float(every_y.min()), float(every_x.max()), float(every_y.max())
