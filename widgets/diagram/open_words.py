"""Names of switches that say they are open, where the layout's box for the name has free room behind it."""

from __future__ import annotations

import numpy as np

from engines.values.schematic import LabelKind
from widgets.diagram.kinds import position_word
from widgets.diagram.scene import Scene
from widgets.diagram.shown import Shown
from widgets.diagram.symbols import Symbol

ADDITION_PX = 46.0
"""World units the word takes behind the name."""
_SYMBOL_PX = 9.0


class OpenWords:
    """What is added to the name of a switch."""

    def __init__(self, scene: Scene, shown: Shown) -> None:
        self._scene = scene
        self._position = np.ones(scene.elements.count, np.int8)
        self._position[scene.switches.owner] = (shown.switch_symbol - Symbol.SWITCH) % 4
        self._is_free: dict[int, bool] = {}

    def addition(self, label: int) -> str:
        """The word for a position other than closed, "" where it would lie on something."""
        scene = self._scene
        if scene.layout.labels.kind[label] != LabelKind.SWITCH or scene.label_owner[label] < 0:
            return ""
        position = int(self._position[scene.label_owner[label]])
        if position == 1:
            return ""
        if label not in self._is_free:
            self._is_free[label] = self._has_room(label)
        return f" · {position_word(position)}" if self._is_free[label] else ""

    def _has_room(self, label: int) -> bool:
        scene, labels = self._scene, self._scene.layout.labels
        x0, y0 = float(labels.x[label] + labels.width[label]), float(labels.y[label])
        x1, y1 = x0 + ADDITION_PX, y0 + float(labels.height[label])
        over = (labels.x < x1) & (labels.x + labels.width > x0) & (labels.y < y1) & (labels.y + labels.height > y0)
        over[label] = False
        lines = scene.branches, scene.stems, scene.buses
        if over.any() or any(strokes.visible((x0, y0, x1, y1)).any() for strokes in lines):
            return False
        near = [
            (places.x > x0 - _SYMBOL_PX) & (places.x < x1 + _SYMBOL_PX)
            & (places.y > y0 - _SYMBOL_PX) & (places.y < y1 + _SYMBOL_PX)
            for places in (scene.switches, scene.equipment)
        ]  # fmt: skip
        return not np.concatenate(near).any()
