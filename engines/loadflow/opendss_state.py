"""Brings an OpenDSS circuit to the state of a snapshot: only what differs from what it already has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.schema import STATE_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition

Array = np.ndarray[Any, Any]

POWER_TABLES = ("load", "asymmetric_load", "sgen", "storage")
_COLUMNS = {table: STATE_COLUMNS[table] for table in ("switch", "line", "trafo", "shunt", "ext_grid", *POWER_TABLES)}


class CircuitState:
    """Remembers what a circuit was last told, so that each snapshot costs only its changes.

    Attributes:
        regulators: names of regulators by transformer; a tap set by hand switches its regulator off.
    """

    def __init__(self, network: Network, command: Callable[[str], None], regulators: dict[str, list[str]]) -> None:
        self._network, self._command, self.regulators = network, command, regulators
        self._told: dict[tuple[str, str], Array] = {}

    def tell(self, snapshot: Snapshot) -> None:
        """Issue the commands that lead from the circuit's state to the snapshot's."""
        for table, columns in _COLUMNS.items():
            if len(self._network[table]) == 0 or "dss_name" not in self._network[table]:
                continue
            changed = self._changed_rows(snapshot, table, columns)
            for row in changed:
                for command in self._commands(snapshot, table, int(row)):
                    self._command(command)

    def _changed_rows(self, snapshot: Snapshot, table: str, columns: tuple[str, ...]) -> Array:
        differs = np.zeros(len(self._network[table]), bool)
        for column in columns:
            new = snapshot.column(table, column)
            old = self._told.get((table, column), self._network[table][column])
            if new is not old:
                differs |= ~((new == old) | ((new != new) & (old != old)))
            self._told[table, column] = new
        return np.flatnonzero(differs)

    def _commands(self, snapshot: Snapshot, table: str, row: int) -> Iterator[str]:
        own = self._network[table]
        name = str(own["dss_name"][row])

        def value(column: str) -> Any:
            return snapshot.column(table, column)[row]

        if table == "switch":
            verb = "close" if value("position") == SwitchPosition.CLOSED else "open"
            yield f"{verb} {name} term=1"
            return
        yield f"{name}.enabled={'yes' if value('in_service') else 'no'}"
        if table == "trafo":
            yield from self._tap(name, row, float(value("tap_pos")))
        elif table == "shunt":
            steps = int(own["max_step"][row])
            states = " ".join("1" if k < round(float(value("step"))) else "0" for k in range(steps))
            yield f"{name}.states=[{states}]"
        elif table == "ext_grid":
            yield f"{name}.pu={float(value('vm_pu'))!r}"
            yield f"{name}.angle={float(value('va_degree'))!r}"
        elif table in POWER_TABLES:
            p_kw, q_kvar = (1e3 * power for power in _power(snapshot, table, row))
            yield from _power_commands(name, table, p_kw, q_kvar)

    def _tap(self, name: str, row: int, position: float) -> Iterator[str]:
        trafo = self._network["trafo"]
        by_hand = position != trafo["tap_pos"][row]
        for regulator in self.regulators.get(name.partition(".")[2], []):
            yield f"regcontrol.{regulator}.enabled={'no' if by_hand else 'yes'}"
        winding = 1 if trafo["tap_side"][row] == "hv" else 2
        tap = 1 + position * float(trafo["tap_step_percent"][row]) / 100
        yield f"{name}.wdg={winding} tap={tap!r}"


def _power(snapshot: Snapshot, table: str, row: int) -> tuple[float, float]:
    scaling = float(snapshot.column(table, "scaling")[row])
    if table.startswith("asymmetric"):
        p = sum(float(snapshot.column(table, f"p_{phase}_mw")[row]) for phase in "abc")
        q = sum(float(snapshot.column(table, f"q_{phase}_mvar")[row]) for phase in "abc")
        return p * scaling, q * scaling
    p, q = (float(snapshot.column(table, c)[row]) for c in ("p_mw", "q_mvar"))
    return p * scaling, q * scaling


def _power_commands(name: str, table: str, p_kw: float, q_kvar: float) -> Iterator[str]:
    if table == "storage":
        # OpenDSS counts discharging positive.
        yield f"{name}.dispmode=external"
        yield f"{name}.state={'charging' if p_kw > 0 else 'discharging' if p_kw < 0 else 'idling'}"
        yield f"{name}.kw={-p_kw!r}"
    elif name.startswith("pvsystem."):
        yield f"edit {name} pmpp={max(p_kw, 1e-9)!r} irradiance=1 kvar={q_kvar!r}"
    else:
        yield f"edit {name} kw={p_kw!r} kvar={q_kvar!r}"
