"""The table of switches."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot
from engines.values.topology import Topology
from widgets.slices import OncePer, Steps, run_steps
from widgets.tables.columns import text
from widgets.tables.content import ColumnSpec, TableContent
from widgets.tables.words import bus_labels, feeder_names, labels, mapped, picked, position_words, switch_kind_words, tr

Array = np.ndarray[Any, Any]
SWITCHED = {"b": "bus", "l": "line", "t": "trafo", "t3": "trafo3w"}


def switch_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the switch table."""
    return (
        text("name", tr("Switch")),
        text("kind", tr("Kind")),
        text("position", tr("Position")),
        text("normal", tr("Normally"), tr("Its position in the normal state of the network")),
        text("deviation", tr("Deviation"), tr("Whether it stands other than normally")),
        text("control", tr("Control"), tr("From the control room, or on site only")),
        text("bus", tr("At bus")),
        text("element", tr("To"), tr("The line, transformer or bus it connects")),
        text("feeder", tr("Feeder"), tr("The feeder that supplies its bus at present")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


def switches(snapshot: Snapshot, topology: Topology | None) -> TableContent:
    """Every switch."""
    return run_steps(switch_steps(snapshot, topology))


def switch_steps(snapshot: Snapshot, topology: Topology | None) -> Steps[TableContent]:
    """:func:`switches` in slices."""
    network, rows = snapshot.network, snapshot.network["switch"]
    n = len(rows)
    lasting = yield from _LASTING.steps(network)
    yield
    position = snapshot.switch_position
    bus_row = network.bus_row(rows["bus"])
    feeder = topology.feeder[bus_row] if topology is not None and n else np.full(n, -1)
    values = {
        **lasting,
        "position": position_words(position),
        "deviation": np.where(position != rows["normal_closed"].astype(position.dtype), tr("not normal"), ""),
        "feeder": feeder_names(topology, np.where(bus_row >= 0, feeder, -1)),
    }
    empty = tr("The network has no switches.")
    return TableContent(switch_columns(), values, np.full(n, "switch"), np.arange(n), "", empty, name=tr("Switches"))


def _make_lasting(network: Network) -> Steps[dict[str, Array]]:
    rows = network["switch"]
    kept = {"name": labels(network, "switch"), "kind": mapped(switch_kind_words(), rows["kind"]), "id": rows.id}
    yield
    kept["normal"] = np.where(rows["normal_closed"], tr("closed"), tr("open"))
    kept["control"] = np.where(rows["remote"], tr("remote"), tr("on site"))
    yield
    kept["bus"] = bus_labels(network, rows["bus"])
    yield
    kept["element"] = _switched(network)
    return kept


_LASTING = OncePer(_make_lasting)


def _switched(network: Network) -> Array:
    switch = network["switch"]
    parts = [(np.flatnonzero(switch["et"] == code), table) for code, table in SWITCHED.items()]
    found = [
        (mine, picked(labels(network, table), rows_of(network[table].index, switch["element"][mine])))
        for mine, table in parts
        if len(mine)
    ]
    names = np.full(len(switch), "", f"U{max([1, *(texts.itemsize // 4 for _, texts in found)])}")
    for mine, texts in found:
        names[mine] = texts
    return names
