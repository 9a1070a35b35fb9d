"""The facts every description is put together from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from engines.grid.limit_check import limit_arrays
from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus
from engines.values.loadflow import BranchFlow, LoadFlowResult
from engines.values.topology import SupplyState, Topology
from widgets.inspector.values import Bar, Fact
from widgets.numbers import MISSING, number_text

Array = np.ndarray[Any, Any]
NAN = float("nan")


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("Inspector", text)


@dataclass(frozen=True, slots=True)
class View:
    """Everything a description is made from; the result only where it converged on this network."""

    snapshot: Snapshot
    topology: Topology | None
    result: LoadFlowResult | None
    row: int
    customers: CustomersByBus | None = None
    """Those of a customer file, which count before the network's own."""

    @property
    def network(self) -> Network:
        """The network of the snapshot."""
        return self.snapshot.network

    def at(self, row: int) -> View:
        """The same moment, another row."""
        return View(self.snapshot, self.topology, self.result, row, self.customers)


def calculated(label: str, value: float, unit: str, decimals: int, severity: str = "") -> Fact:
    """A number of the load flow; a dash, without origin, where it has none."""
    text = number_text(value, decimals)
    if text == MISSING:
        return Fact(label, MISSING)
    return Fact(label, text, unit, tr("calculated"), severity)


def given(label: str, value: float | str, unit: str = "", decimals: int = 3) -> Fact:
    """What the model says."""
    text = value if isinstance(value, str) else number_text(value, decimals)
    return Fact(label, text or MISSING, unit if text and text != MISSING else "")


def severity_of(result: LoadFlowResult | None, table: str, row: int) -> str:
    """Worst violation of one element."""
    if result is None:
        return ""
    found = result.violations
    worst = found.severity[(found.table == table) & (found.row == row)]
    return {0: "", 1: "medium", 2: "medium", 3: "high"}[int(worst.max(initial=0))]


def voltage_facts(view: View, bus_row: int, prefix: str = "") -> tuple[Fact, ...]:
    """Voltage in pu, in kV, and angle of a bus."""
    vm = va = NAN
    severity = ""
    if view.result is not None and bus_row >= 0:
        vm, va = float(view.result.vm_pu[bus_row]), float(view.result.va_degree[bus_row])
        severity = severity_of(view.result, "bus", bus_row)
    vn = float(view.network.bus["vn_kv"][bus_row]) if bus_row >= 0 else NAN
    label = tr("Voltage, {bus}").format(bus=prefix) if prefix else tr("Voltage")
    return (
        calculated(label, vm, "pu", 4, severity),
        calculated(tr("Line to line"), vm * vn, "kV", 3),
        calculated(tr("Angle"), va, "°", 2),
    )


def flow_of(view: View, table: str) -> BranchFlow | None:
    """Flows of a branch table, where there is a result."""
    return view.result.branches.get(table) if view.result is not None else None


def flow_facts(view: View, table: str) -> tuple[Fact, ...]:
    """Powers, current, loading and losses of a branch."""
    flow, row = flow_of(view, table), view.row

    def get(name: str) -> float:
        return NAN if flow is None else float(getattr(flow, name)[row])

    loss_kw = (get("p_from_mw") + get("p_to_mw")) * 1000.0
    return (
        calculated(tr("Active power"), get("p_from_mw"), "MW", 3),
        calculated(tr("Reactive power"), get("q_from_mvar"), "Mvar", 3),
        calculated(tr("Current"), float(np.fmax(get("i_from_ka"), get("i_to_ka"))) * 1000.0, "A", 1),
        calculated(tr("Loading"), get("loading_percent"), "%", 1, severity_of(view.result, table, row)),
        calculated(tr("Losses"), loss_kw, "kW", 2),
    )


def loading_bar(view: View, table: str, row: int, label: str = "") -> Bar:
    """Loading of a branch against its own limit."""
    flow = flow_of(view, table)
    percent = float(flow.loading_percent[row]) if flow is not None else NAN
    limits = limit_arrays(view.network).normal_percent.get(table)
    limit = float(limits[row]) if limits is not None else NAN
    return Bar(label or tr("Loading"), percent, limit if np.isfinite(limit) else 100.0)


def service_text(view: View, table: str) -> str:
    """Said only where it is not as usual."""
    return "" if bool(view.snapshot.column(table, "in_service")[view.row]) else tr("out of service")


def bus_name(network: Network, bus_row: int) -> str:
    """What a person calls a bus; a dash where there is none."""
    return network.label(ElementRef("bus", bus_row)) if bus_row >= 0 else MISSING


def ends_text(view: View, table: str, columns: tuple[str, ...]) -> str:
    """The buses a branch connects."""
    rows = [int(view.network.bus_row(view.network[table][column][view.row])) for column in columns]
    return " – ".join(bus_name(view.network, row) for row in rows)


def supply_text(topology: Topology | None, bus_row: int) -> str:
    """What is known of a bus's voltage, and its feeder, in words."""
    if topology is None or bus_row < 0:
        return ""
    words = {
        SupplyState.DEAD: tr("without voltage (not proven)"),
        SupplyState.ENERGIZED: tr("energised"),
        SupplyState.POSSIBLY_ENERGIZED: tr("possibly energised: a switch position is not known"),
        SupplyState.BACKFED: tr("no source; may be back-fed by generation"),
        SupplyState.PROVEN_DEAD: tr("proven dead"),
        SupplyState.EARTHED: tr("earthed"),
    }
    text = words[SupplyState(int(topology.supply[bus_row]))]
    feeder = int(topology.feeder[bus_row])
    return f"{text} · {topology.feeders[feeder].name}" if feeder >= 0 else text


def given_power_mw(snapshot: Snapshot, table: str, mask: Array) -> float:
    """Sum of the active power as given, MW, over some rows that are in service."""
    rows = snapshot.network[table]
    if not mask.any():
        return 0.0
    factor = snapshot.column(table, "in_service")[mask].astype(float)
    if "scaling" in rows:
        factor = factor * snapshot.column(table, "scaling")[mask]
    return float((snapshot.column(table, "p_mw")[mask] * factor).sum())
