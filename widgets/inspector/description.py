"""What is known of the selection, as text and numbers ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.tracing import CustomersByBus
from engines.values.loadflow import LoadFlowResult
from engines.values.topology import Topology
from widgets.inspector.branches import (
    describe_impedance,
    describe_line,
    describe_switch,
    describe_trafo,
    describe_trafo3w,
)
from widgets.inspector.buses import connected_facts, describe_bus
from widgets.inspector.facts import View, given, tr
from widgets.inspector.injections import (
    Describe,
    describe_customer,
    describe_gen,
    describe_load,
    describe_phase_load,
    describe_phase_sgen,
    describe_sgen,
    describe_shunt,
    describe_source,
    describe_storage,
)
from widgets.inspector.values import Bar, ElementDescription, Fact, Section
from widgets.numbers import number_text

__all__ = ["Bar", "ElementDescription", "Fact", "Section", "describe"]

MOST_COLUMNS = 24
MOST_NAMES = 6
KINDS: dict[str, Describe] = {
    "bus": describe_bus,
    "line": describe_line,
    "trafo": describe_trafo,
    "trafo3w": describe_trafo3w,
    "impedance": describe_impedance,
    "switch": describe_switch,
    "load": describe_load,
    "sgen": describe_sgen,
    "storage": describe_storage,
    "gen": describe_gen,
    "shunt": describe_shunt,
    "ext_grid": describe_source,
    "customer": describe_customer,
    "asymmetric_load": describe_phase_load,
    "asymmetric_sgen": describe_phase_sgen,
}


def describe(
    snapshot: Snapshot | None,
    topology: Topology | None,
    result: LoadFlowResult | None,
    refs: Sequence[ElementRef],
    customers: CustomersByBus | None = None,
) -> ElementDescription:
    """The description of what is selected; ``customers`` of a customer file count before the network's own.

    A result that has not converged, or speaks of another structure, gives dashes, never numbers.
    """
    if snapshot is None or not refs:
        hint = tr("Click something on the diagram, or press Ctrl+K and type its name.")
        return ElementDescription("", tr("Nothing selected"), hint=hint)
    structure = snapshot.network.structure_revision
    is_usable = result is not None and result.is_converged and result.structure_revision == structure
    view = View(snapshot, topology, result if is_usable else None, refs[0].row, customers)
    if len(refs) > 1:
        return _several(view, refs)
    return KINDS.get(refs[0].table, _any)(view, refs[0])


def table_words() -> dict[str, str]:
    """Equipment in the plural."""
    return {
        "bus": tr("Buses"),
        "line": tr("Line sections"),
        "trafo": tr("Transformers"),
        "trafo3w": tr("Three-winding transformers"),
        "impedance": tr("Impedances"),
        "switch": tr("Switches"),
        "load": tr("Loads"),
        "sgen": tr("Generation"),
        "storage": tr("Storages"),
        "gen": tr("Generators"),
        "shunt": tr("Capacitors and reactors"),
        "ext_grid": tr("External grids"),
        "customer": tr("Customers"),
        "asymmetric_load": tr("Loads by phase"),
        "asymmetric_sgen": tr("Generation by phase"),
    }


def _several(view: View, refs: Sequence[ElementRef]) -> ElementDescription:
    network, words = view.network, table_words()
    tables = sorted({ref.table for ref in refs})
    counts = tuple(
        given(words.get(table, table), number_text(sum(r.table == table for r in refs), 0)) for table in tables
    )
    sections = [Section(tr("Selected"), counts)]
    buses = np.zeros(len(network.bus), bool)
    buses[[ref.row for ref in refs if ref.table == "bus"]] = True
    connected = connected_facts(view, buses) if buses.any() else ()
    if connected:
        sections.append(Section(tr("Connected to these buses"), connected))
    names = ", ".join(network.label(r) for r in refs[:MOST_NAMES]) + (" …" if len(refs) > MOST_NAMES else "")
    title = tr("{count} selected").format(count=number_text(len(refs), 0))
    return ElementDescription("", title, names, tuple(sections))


def _any(view: View, ref: ElementRef) -> ElementDescription:
    facts = []
    for name, values in view.network[ref.table].columns.items():
        value = values[ref.row]
        facts.append(given(name, float(value) if values.dtype.kind == "f" else str(value)))
    section = Section(tr("Columns"), tuple(facts[:MOST_COLUMNS]))
    return ElementDescription(ref.table, view.network.label(ref), "", (section,))
