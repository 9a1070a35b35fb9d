"""Descriptions of buses and of whole feeders."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.tracing import customers_at
from engines.values.topology import Topology
from widgets.inspector.facts import NAN, View, calculated, given, given_power_mw, supply_text, tr, voltage_facts
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.numbers import number_text

Array = np.ndarray[Any, Any]
PRODUCERS = ("sgen", "gen")


def describe_bus(view: View, ref: ElementRef) -> ElementDescription:
    """Voltage, what hangs on it, what it is."""
    network, row = view.network, ref.row
    here = np.zeros(len(network.bus), bool)
    here[row] = True
    sections = [Section(tr("Voltage"), voltage_facts(view, row)), *phase_sections(view, row)]
    connected = connected_facts(view, here)
    if connected:
        sections.append(Section(tr("Connected"), connected))
    distance = float(view.topology.distance_km[row]) if view.topology is not None else NAN
    own = (
        given(tr("Nominal voltage"), float(network.bus["vn_kv"][row]), "kV", 1),
        given(tr("Distance from source"), distance, "km", 2),
        given(tr("Id"), str(network.bus.id[row])),
    )
    sections.append(Section(tr("Equipment"), own))
    kind = tr("Bus bar") if network.bus["type"][row] == "b" else tr("Bus")
    station = str(network.bus["substation"][row])
    return ElementDescription(
        f"{kind} · {station}" if station else kind,
        network.label(ref),
        supply_text(view.topology, row),
        tuple(sections),
    )


def phase_sections(view: View, bus_row: int) -> tuple[Section, ...]:
    """Voltage of each phase, where phases were solved; a phase that is not there is a dash."""
    phases = view.result.phases if view.result is not None else None
    if phases is None:
        return ()
    facts = [
        calculated(tr("Phase {phase}").format(phase=name), float(phases.vm_pu[bus_row, k]), "pu", 4)
        for k, name in enumerate("ABC")
    ]
    facts.append(calculated(tr("Unbalance"), float(phases.unbalance_percent[bus_row]), "%", 2))
    return (Section(tr("Phases"), tuple(facts)),)


def connected_facts(view: View, buses: Array) -> tuple[Fact, ...]:
    """Load, generation, storage and customers at some buses; only what is there."""
    network, index = view.network, view.network.bus.index[buses]
    facts = []
    for tables, label in (
        (("load",), tr("Load")),
        (PRODUCERS, tr("Generation")),
        (("storage",), tr("Storage, charging")),
    ):
        masks = [(table, np.isin(network[table]["bus"], index)) for table in tables]
        if any(mask.any() for _, mask in masks):
            facts.append(given(label, sum(given_power_mw(view.snapshot, t, mask) for t, mask in masks), "MW"))
    customers = customers_at(network, buses, view.customers)
    if customers.total:
        facts.append(given(tr("Customers"), number_text(customers.total, 0)))
    if customers.critical:
        facts.append(given(tr("Critical among them"), number_text(customers.critical, 0)))
    return tuple(facts)


def feeder_section(view: View, ref: ElementRef) -> Section | None:
    """What hangs on the feeder this element is the head of; ``None`` where it is none."""
    topology = view.topology
    number = _feeder_of_head(topology, ref)
    if topology is None or number < 0:
        return None
    feeder = topology.feeders[number]
    rows = np.array(feeder.bus_rows, np.int64)
    buses = np.zeros(len(view.network.bus), bool)
    buses[rows] = True
    vm = view.result.vm_pu[rows] if view.result is not None else np.empty(0)
    known = vm[np.isfinite(vm)]
    lowest = calculated(tr("Lowest voltage"), float(known.min()) if known.size else NAN, "pu", 4)
    highest = calculated(tr("Highest voltage"), float(known.max()) if known.size else NAN, "pu", 4)
    reach = topology.distance_km[rows] - topology.distance_km[feeder.source_bus_row]
    length = float(np.nanmax(reach)) if np.isfinite(reach).any() else NAN
    facts = (
        *connected_facts(view, buses),
        lowest,
        highest,
        given(tr("Buses"), number_text(len(rows), 0)),
        given(tr("Farthest bus"), length, "km", 2),
    )
    return Section(tr("Feeder {name}").format(name=feeder.name), facts)


def _feeder_of_head(topology: Topology | None, ref: ElementRef) -> int:
    feeders = topology.feeders if topology is not None else ()
    return next((k for k, f in enumerate(feeders) if (f.head_table, f.head_row) == (ref.table, ref.row)), -1)
