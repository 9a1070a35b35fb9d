"""Which switch opens and which closes each edge of a network, and which edges are left alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np

from engines.grid.feeders import feeder_outline
from engines.grid.graph import EDGE_TABLES, EdgeState, GridGraph
from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.switching.limits import SwitchingLimits
from engines.values.loadflow import LoadFlowResult

Array = np.ndarray[Any, Any]

OPERABLE_KINDS = (SwitchKind.BREAKER, SwitchKind.LOAD_BREAK_SWITCH, SwitchKind.RECLOSER)
"""What may make and break load current; a disconnector or fuse may not."""


class SwitchChoice:
    """Which switch opens and closes each edge of the graph.

    Attributes:
        opens_with, closes_with: ``(n_edge,)`` switch row, -1 where there is none to operate.
        charged_from: ``(n_edge,)`` node from which the edge is still charged when it stands open, -1 where from none.
        notes: what is left alone for a reason of its own, one sentence each.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        graph: GridGraph,
        state: EdgeState,
        now: LoadFlowResult,
        remote_only: bool,
        fixed: Collection[str],
    ) -> None:
        self._snapshot, self._graph, self._state = snapshot, graph, state
        switch = snapshot.network["switch"]
        self._position = np.asarray(snapshot.switch_position)
        may = np.isin(switch["kind"], OPERABLE_KINDS) & ~np.isin(switch.id, list(fixed))
        self._is_remote = np.asarray(switch["remote"], bool)
        self._may = may & (self._is_remote | (not remote_only))
        self.opens_with = np.full(graph.n_edge, -1, np.int64)
        self.closes_with = np.full(graph.n_edge, -1, np.int64)
        self.charged_from = np.full(graph.n_edge, -1, np.int64)
        self.notes: list[str] = []
        self._choose()
        self._leave_substations()
        self._leave_angles(now)

    def _choose(self) -> None:
        switches: dict[int, list[tuple[int, int]]] = {}
        graph = self._graph
        ends = zip(graph.switch_row.tolist(), graph.switch_edge.tolist(), graph.switch_end.tolist(), strict=True)
        for row, edge, end in ends:
            switches.setdefault(edge, []).append((row, end))
        for row in np.flatnonzero(graph.coupling_edge >= 0).tolist():
            switches.setdefault(int(graph.coupling_edge[row]), []).append((row, -1))
        for edge, placed in switches.items():
            if self._state.in_service[edge]:
                self._choose_at(edge, placed)

    def _choose_at(self, edge: int, placed: list[tuple[int, int]]) -> None:
        opened = [(row, end) for row, end in placed if self._position[row] != SwitchPosition.CLOSED]
        able = sorted(((not self._is_remote[row], row, end) for row, end in placed if self._may[row]))
        if not opened and able:
            self.opens_with[edge], end = able[0][1], able[0][2]
        elif len(opened) == 1 and self._may[opened[0][0]]:
            # Opened again where it is open now: no other choice costs fewer operations.
            self.closes_with[edge], end = opened[0]
            self.opens_with[edge] = opened[0][0]
        else:
            return
        if end >= 0:
            self.charged_from[edge] = (self._graph.second if end == 0 else self._graph.first)[edge]

    def _leave_substations(self) -> None:
        outline = feeder_outline(self._snapshot.network)
        inside = outline.is_source_side | outline.is_bar
        station = inside[self._graph.first] & inside[self._graph.second]
        self.opens_with[station] = self.closes_with[station] = -1

    def _leave_angles(self, now: LoadFlowResult) -> None:
        """Ties across which the voltages do not match are never closed."""
        graph, limit = self._graph, SwitchingLimits().normal_angle_degree
        va = np.concatenate([now.va_degree, np.full(graph.n_node - graph.n_bus, np.nan)])
        for edge in np.flatnonzero(self.closes_with >= 0).tolist():
            difference = va[graph.first[edge]] - va[graph.second[edge]]
            table, row = EDGE_TABLES[int(graph.table[edge])], int(graph.row[edge])
            if table == "trafo":
                difference -= float(self._snapshot.network["trafo"]["shift_degree"][row])
            turned = abs((difference + 180.0) % 360.0 - 180.0)
            if turned > limit:
                name = self._snapshot.network.label(ElementRef("switch", int(self.closes_with[edge])))
                self.notes.append(f"switch {name} stays open: the voltages at its sides stand {turned:.0f}° apart")
                self.closes_with[edge] = self.opens_with[edge] = -1
