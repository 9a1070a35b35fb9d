"""An open switch says so behind its name, where that lies on nothing."""

from __future__ import annotations

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.schematic.layout import schematic_layout
from engines.synthesis.district import synthesise
from engines.values.schematic import LabelKind
from widgets.diagram.layers import Layer
from widgets.diagram.open_words import OpenWords
from widgets.diagram.scene import build_scene
from widgets.diagram.shown import Moment, show


def test_open_ties_say_so_and_closed_ones_do_not() -> None:
    network = synthesise(120, 1)
    scene = build_scene(network, schematic_layout(network))
    labels = np.flatnonzero(scene.layout.labels.kind == LabelKind.SWITCH).tolist()
    snapshot = Snapshot(network)
    words = OpenWords(scene, show(scene, Moment(snapshot, analyse(snapshot)), Layer.VOLTAGE))
    assert [words.addition(label) for label in labels].count(" · open") >= 2
    closed = snapshot.with_state({("switch", "position"): np.ones_like(snapshot.switch_position)})
    words = OpenWords(scene, show(scene, Moment(closed, analyse(closed)), Layer.VOLTAGE))
    assert not any(words.addition(label) for label in labels)
