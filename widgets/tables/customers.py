"""The table of customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.values.topology import SupplyState, Topology
from widgets.slices import OncePer, Steps, run_steps
from widgets.tables.columns import number, text
from widgets.tables.content import ColumnSpec, TableContent
from widgets.tables.words import bus_labels, feeder_names, labels, mapped, tr

Array = np.ndarray[Any, Any]


def customer_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the customer table."""
    return (
        text("name", tr("Customer")),
        text("customer_class", tr("Class")),
        text("priority", tr("Priority"), tr("How much an interruption endangers")),
        number("count", tr("Connections"), "", 0, tr("Connections behind this row")),
        text("supply", tr("Supply"), tr("Whether its bus has voltage from a source")),
        text("bus", tr("Bus")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies it at present")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def customers(snapshot: Snapshot, topology: Topology | None) -> TableContent:
    """Every customer; a row goes to the load that supplies it, or to its bus."""
    return run_steps(customer_steps(snapshot, topology))


def customer_steps(snapshot: Snapshot, topology: Topology | None) -> Steps[TableContent]:
    """:func:`customers` in slices."""
    lasting = yield from _LASTING.steps(snapshot.network)
    yield
    supply = _supply(topology, lasting.bus_row)
    yield
    feeder = _feeder_at(topology, lasting.bus_row)
    yield
    return TableContent(
        customer_columns(),
        {**lasting.values, "supply": supply, "feeder": feeder},
        lasting.tables,
        lasting.rows,
        "",
        tr("The network names no customers. A model with a customer table fills this list."),
        name=tr("Customers"),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Lasting:
    """Columns that are the same in every state of a network, equipment of each row, and rows of its bus."""

    values: dict[str, Array]
    tables: Array
    rows: Array
    bus_row: Array


def _make_lasting(network: Network) -> Steps[_Lasting]:
    rows = network["customer"]
    priorities = (tr("ordinary"), tr("important"), tr("critical"), tr("life support"))
    classes = {key: tr(key) for key in ("residential", "commercial", "industrial", "public")}
    bus_row = network.bus_row(rows["bus"])
    load_row = np.asarray(rows_of(network["load"].index, rows["load"]))
    yield
    values = {"name": labels(network, "customer"), "count": rows["count"], "id": rows.id}
    yield
    values["customer_class"] = mapped(classes, rows["customer_class"])
    yield
    values["priority"] = np.array(priorities, np.str_)[np.clip(rows["priority"], 0, 3)]
    yield
    values["bus"] = bus_labels(network, rows["bus"])
    yield
    is_load = load_row >= 0
    tables = np.where(is_load, "load", np.where(bus_row >= 0, "bus", ""))
    return _Lasting(values, tables, np.where(is_load, load_row, bus_row), bus_row)


_LASTING = OncePer(_make_lasting)


def _supply(topology: Topology | None, bus_row: Array) -> Array:
    if topology is None or not len(bus_row):
        return np.full(len(bus_row), "", "U1")
    words = np.array([tr("without supply"), tr("supplied"), tr("not known")], np.str_)
    place = np.zeros(len(topology.supply) + 1, np.int64)
    place[:-1][topology.supply == SupplyState.ENERGIZED] = 1
    place[:-1][topology.supply == SupplyState.POSSIBLY_ENERGIZED] = 2
    # The last place is read by -1: a customer at no bus.
    place[-1] = 2
    return words[place[bus_row]]


def _feeder_at(topology: Topology | None, bus_row: Array) -> Array:
    if topology is None or not len(bus_row):
        return np.full(len(bus_row), "", "U1")
    return feeder_names(topology, np.where(bus_row >= 0, topology.feeder[bus_row], -1))
