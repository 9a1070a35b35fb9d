"""The network with the plan's devices in it, for the load flow: each device a row whose powers change by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.dispatch.instance import Instance
from engines.dispatch.places import bus_row
from engines.grid.network import Network, Table, make_table, with_tables
from engines.grid.snapshot import Snapshot

Array = np.ndarray[Any, Any]

_KINDS = ("renewables", "storages", "turbines", "responses", "capacitors", "compensators")


class PlanNetwork:
    """The network of an instance with its devices.

    Attributes:
        snapshot: everything that stays; device_rows: by kind (fields of the case), their rows in ``sgen``.
        shunt_rows: ``(n_bank,)`` rows in ``shunt`` of banks that follow the voltage, -1 for others.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        network = instance.snapshot.network
        buses: list[int] = []
        self.device_rows: dict[str, Array] = {}
        for kind in _KINDS:
            devices = getattr(instance.case, kind)
            start = len(network["sgen"]) + len(buses)
            buses += [int(network.bus.index[bus_row(d.bus, network, kind)]) for d in devices]
            self.device_rows[kind] = start + np.arange(len(devices))
        tables = {"sgen": _extended(network["sgen"], "sgen", {"bus": np.array(buses, np.int64)}, "dispatch")}
        follows = [k for k, bank in enumerate(instance.case.capacitors) if bank.follows_voltage]
        self.shunt_rows = np.full(len(instance.case.capacitors), -1, np.int64)
        if follows:
            banks = [instance.case.capacitors[k] for k in follows]
            rows = [bus_row(b.bus, network, "capacitor bank") for b in banks]
            self.shunt_rows[follows] = len(network["shunt"]) + np.arange(len(follows))
            new = {
                "bus": network.bus.index[rows],
                "q_mvar": np.array([-b.step_mvar for b in banks]),
                "vn_kv": network.bus["vn_kv"][rows],
                "step": np.zeros(len(banks)),
                "max_step": np.array([float(b.steps) for b in banks]),
            }
            tables["shunt"] = _extended(network["shunt"], "shunt", new, "dispatch")
        changed = with_tables(network, tables)
        self.snapshot = _with_longer_state(instance.snapshot, changed)

    def at(
        self,
        step: int,
        sgen: Mapping[str, tuple[Array, Array]],
        positions: Mapping[tuple[str, int], float],
    ) -> Snapshot:
        """The snapshot of a step.

        Args:
            sgen: by kind of device, injected MW and Mvar of each.
            positions: what each staircase is worth, by kind and place: ``k`` of a source, ``tap_pos``, steps in.
        """
        instance, case = self.instance, self.instance.case
        base = self.snapshot
        p, q = base.column("sgen", "p_mw").copy(), base.column("sgen", "q_mvar").copy()
        changes: dict[tuple[str, str], Any] = {}
        if "load" in case.profiles:
            factor = case.profiles["load"][step]
            for column in ("p_mw", "q_mvar"):
                changes["load", column] = base.column("load", column) * factor
        else:
            from engines.dispatch.attaching import at_step

            own = at_step(case, instance.snapshot, step)
            for table in ("load", "storage"):
                for column in ("p_mw", "q_mvar"):
                    changes[table, column] = own.column(table, column)
            n = len(instance.snapshot.network["sgen"])
            p[:n], q[:n] = own.column("sgen", "p_mw"), own.column("sgen", "q_mvar")
        for kind, (active, reactive) in sgen.items():
            p[self.device_rows[kind]], q[self.device_rows[kind]] = active, reactive
        changes["sgen", "p_mw"], changes["sgen", "q_mvar"] = p, q
        voltage = base.column("ext_grid", "vm_pu").copy()
        voltage[instance.feeder.root_source] = instance.v_grid_pu
        taps, banks = base.column("trafo", "tap_pos").copy(), base.column("shunt", "step").copy()
        for (kind, at), value in positions.items():
            if kind == "substation":
                voltage[instance.feeder.root_source[at]] *= value
            elif kind == "feeder":
                taps[instance.feeder_tap_row[at]] = value
            elif self.shunt_rows[at] >= 0:
                banks[self.shunt_rows[at]] = value
        changes["ext_grid", "vm_pu"] = voltage
        changes["trafo", "tap_pos"], changes["shunt", "step"] = taps, banks
        return base.with_state(changes)


def _extended(table: Table, kind: str, columns: dict[str, Any], word: str) -> Table:
    """The table with rows added; a column the new rows do not have is filled as the schema fills it, else empty."""
    count = len(columns["bus"])
    first = int(table.index.max(initial=-1)) + 1
    new = make_table(kind, columns, index=first + np.arange(count), ids=[f"{word}:{kind}:{k}" for k in range(count)])
    joined = {}
    for name, values in table.columns.items():
        more = new[name] if name in new else np.full(count, _empty(values.dtype), dtype=values.dtype)
        joined[name] = np.concatenate([values, more])
    index, ids = np.concatenate([table.index, new.index]), np.concatenate([table.id, new.id])
    return make_table(kind, joined, index=index, ids=ids)


def _empty(dtype: np.dtype[Any]) -> Any:
    return {"f": np.nan, "U": "", "b": False}.get(dtype.kind, 0)


def _with_longer_state(snapshot: Snapshot, network: Network) -> Snapshot:
    """The state on the longer tables: new rows begin with the network's own."""
    moved = snapshot.with_network(network)
    longer: dict[tuple[str, str], Any] = {}
    for (table, column), values in snapshot.state.items():
        if len(values) != len(network[table]):
            own = network[table][column].copy()
            own[: len(values)] = values
            longer[table, column] = own
    return moved.with_state(longer) if longer else moved
