"""A small made-up district, laid out, analysed and solved, and the view that shows it.

::

    source ──bar 110──T1──bar 20 ║──■ F1 ──b3──b4──b5──b6
                                 ║          └────────────── tie (open at b6)
                                 ║──■ F2 ──b7──b8──b9 ─────┘
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engines.grid.network import Network, make_network, make_table
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import solve
from engines.schematic.layout import schematic_layout
from engines.values.frozen import FrozenMap
from engines.values.loadflow import LoadFlowResult
from engines.values.points import PointFreshness, Quantity
from engines.values.schematic import DiagramLayout
from engines.values.topology import Topology
from widgets.diagram.field_look import FieldLook, Reported
from widgets.diagram.view import DiagramView
from widgets.style import load_fonts
from widgets.theme import theme_chooser


@dataclass(frozen=True)
class Case:
    """Everything there is to show."""

    network: Network
    layout: DiagramLayout
    snapshot: Snapshot
    topology: Topology
    result: LoadFlowResult


def district() -> Network:
    ends = [(1, 2), (2, 3), (3, 4), (4, 5), (1, 6), (6, 7), (7, 8), (5, 8)]
    n_line = len(ends)
    bus = make_table(
        "bus",
        {
            "vn_kv": np.array([110.0] + [20.0] * 8),
            "name": np.array(["bar 110", "bar 20", *(f"b{k}" for k in range(2, 9))]),
            "substation": np.array(["NORTH", "NORTH", *[""] * 7]),
        },
    )
    line = make_table(
        "line",
        {
            "name": np.array([f"section {k}" for k in range(n_line)]),
            "from_bus": np.array([a for a, _ in ends]),
            "to_bus": np.array([b for _, b in ends]),
            "length_km": np.full(n_line, 2.0),
            "r_ohm_per_km": np.full(n_line, 0.2),
            "x_ohm_per_km": np.full(n_line, 0.12),
            "max_i_ka": np.full(n_line, 0.3),
        },
    )
    trafo = make_table(
        "trafo",
        {
            "name": np.array(["T1"]),
            "hv_bus": np.array([0]),
            "lv_bus": np.array([1]),
            "sn_mva": np.array([40.0]),
            "vn_hv_kv": np.array([110.0]),
            "vn_lv_kv": np.array([20.0]),
            "vk_percent": np.array([12.0]),
            "vkr_percent": np.array([0.4]),
            "tap_side": np.array(["hv"]),
            "tap_pos": np.array([-1.0]),
            "tap_neutral": np.array([0.0]),
            "tap_min": np.array([-9.0]),
            "tap_max": np.array([9.0]),
            "tap_step_percent": np.array([1.5]),
            "tap_changer_type": np.array(["Ratio"]),
        },
    )
    switch = make_table(
        "switch",
        {
            "name": np.array(["F1", "F2", "tie"]),
            "bus": np.array([1, 1, 5]),
            "element": np.array([0, 4, 7]),
            "et": np.array(["l", "l", "l"]),
            "kind": np.array(["breaker", "breaker", "load_break_switch"]),
            "position": np.array([1, 1, 0]),
            "normal_closed": np.array([True, True, False]),
        },
    )
    load = make_table("load", {"bus": np.arange(2, 9), "p_mw": np.full(7, 0.8), "q_mvar": np.full(7, 0.2)})
    sgen = make_table("sgen", {"bus": np.array([4]), "p_mw": np.array([0.3]), "type": np.array(["pv"])})
    source = make_table("ext_grid", {"bus": np.array([0])})
    tables = {"bus": bus, "line": line, "trafo": trafo, "switch": switch}
    return make_network("district", {**tables, "load": load, "sgen": sgen, "ext_grid": source})


NOW_US = 1_000_000_000_000


class FieldCase:
    """What the field says of a network: everything telemetered, fresh and as calculated, until a test changes it."""

    def __init__(self, network: Network, snapshot: Snapshot, result: LoadFlowResult) -> None:
        self._network = network
        switch = network["switch"]
        self.columns: dict[tuple[str, Quantity], Reported] = {
            ("switch", Quantity.POSITION): reported(snapshot.switch_position.astype(float)),
            ("bus", Quantity.VM_PU): reported(np.full(len(network.bus), np.nan), is_telemetered=False),
            ("switch", Quantity.P_MW): reported(np.full(len(switch), np.nan), is_telemetered=False),
            ("trafo", Quantity.TAP_POS): reported(network["trafo"]["tap_pos"].astype(float)),
        }
        self.dressed: list[int] = []

    def set(self, table: str, quantity: Quantity, row: int, **changes: object) -> None:
        """Change one point, which then is telemetered."""
        column = self.columns[table, quantity]
        for name, value in {"is_telemetered": True, **changes}.items():
            getattr(column, name)[row] = value

    def hear(self, freshness: PointFreshness) -> None:
        """All telemetered points become as fresh as this."""
        for column in self.columns.values():
            column.freshness[column.is_telemetered] = freshness

    def look(self) -> FieldLook:
        """A copy for the view."""
        columns = {key: deepcopy(column) for key, column in self.columns.items()}
        dressed = np.array(self.dressed, np.int64)
        revision = self._network.structure_revision
        return FieldLook(revision, FrozenMap(columns), dressed, clock_us=lambda: NOW_US)


def reported(value: np.ndarray, *, is_telemetered: bool = True) -> Reported:
    n = len(value)
    received = np.full(n, NOW_US - 12_000_000)
    return Reported(
        np.full(n, is_telemetered), value, np.zeros(n, np.uint8), np.zeros(n, bool), np.zeros(n, bool), received
    )


@pytest.fixture
def field(case: Case) -> FieldCase:
    return FieldCase(case.network, case.snapshot, case.result)


@pytest.fixture(scope="session")
def field_of() -> type[FieldCase]:
    """For other networks."""
    return FieldCase


@pytest.fixture(scope="session")
def case() -> Case:
    network = district()
    snapshot = Snapshot(network)
    return Case(network, schematic_layout(network), snapshot, analyse(snapshot), solve(snapshot, verify=False))


@pytest.fixture
def view(qtbot: QtBot, case: Case) -> DiagramView:
    load_fonts()
    theme_chooser().choose("light")
    view = DiagramView()
    qtbot.addWidget(view)
    view.resize(1200, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.show_network(case.network, case.layout)
    view.show_state(case.snapshot, case.topology)
    view.show_result(case.result, freshness="current")
    return view


@pytest.fixture
def texts(view: DiagramView, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What a frame writes on the diagram: asks the view to paint and listens at the words."""
    from widgets.diagram.words import Words

    written: list[str] = []
    draw = Words.draw

    def listening(self: Words, painter: object, x: float, y: float, text: str, color: object) -> None:
        written.append(text)
        draw(self, painter, x, y, text, color)  # type: ignore[arg-type]

    monkeypatch.setattr(Words, "draw", listening)

    def frame() -> list[str]:
        written.clear()
        view.grab()
        return list(written)

    return frame
