"""Descriptions of what hangs on one bus: loads, plants, storage, capacitors, sources, customers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.grid.network import ElementRef
from widgets.inspector.facts import NAN, View, bus_name, calculated, given, service_text, supply_text, tr, voltage_facts
from widgets.inspector.values import ElementDescription, Fact, Section
from widgets.numbers import number_text

Describe = Callable[[View, ElementRef], ElementDescription]


def describe_load(view: View, ref: ElementRef) -> ElementDescription:
    """Power as given, and who is behind it."""
    network = view.network
    mine = network["customer"]["load"] == network["load"].index[ref.row]
    customers = int(network["customer"]["count"][mine].sum())
    if view.customers is not None:
        # The file counts by bus: several loads of one bus share its customers.
        at = np.atleast_1d(network.bus_row(network["load"]["bus"][[ref.row]]))
        customers = int(view.customers.count[at[at >= 0]].sum())
    extra = (given(tr("Customers"), number_text(customers, 0)),) if customers else ()
    return _injection(view, ref, tr("Load"), tr("consumed"), extra)


def describe_sgen(view: View, ref: ElementRef) -> ElementDescription:
    """Power as given."""
    return _injection(view, ref, tr("Generation"), tr("injected"))


def describe_storage(view: View, ref: ElementRef) -> ElementDescription:
    """Power as given, capacity and state of charge."""
    table = view.network["storage"]
    extra = (
        given(tr("Capacity"), float(table["max_e_mwh"][ref.row]), "MWh"),
        given(tr("State of charge"), float(table["soc_percent"][ref.row]), "%", 0),
    )
    return _injection(view, ref, tr("Storage"), tr("charging"), extra)


def _injection(view: View, ref: ElementRef, kind: str, sign: str, extra: tuple[Fact, ...] = ()) -> ElementDescription:
    snapshot, table = view.snapshot, view.network[ref.table]
    factor = float(snapshot.column(ref.table, "scaling")[ref.row])
    p, q = (float(snapshot.column(ref.table, c)[ref.row]) * factor for c in ("p_mw", "q_mvar"))
    power = (
        given(tr("Active power, {sign}").format(sign=sign), p, "MW", 4),
        given(tr("Reactive power, {sign}").format(sign=sign), q, "Mvar", 4),
        given(tr("Scaling"), factor, "", 2),
        given(tr("Rated power"), float(table["sn_mva"][ref.row]), "MVA"),
        *extra,
    )
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    what = str(table["type"][ref.row])
    return ElementDescription(
        f"{kind} · {what}" if what else kind,
        view.network.label(ref),
        service_text(view, ref.table) or supply_text(view.topology, bus),
        (Section(tr("Power as given"), power), _bus_section(view, bus)),
    )


def _bus_section(view: View, bus: int) -> Section:
    return Section(tr("At bus {bus}").format(bus=bus_name(view.network, bus)), voltage_facts(view, bus)[:2])


def describe_phase_load(view: View, ref: ElementRef) -> ElementDescription:
    """A load with its power in each phase."""
    return _by_phase(view, ref, tr("Load by phase"), tr("consumed"))


def describe_phase_sgen(view: View, ref: ElementRef) -> ElementDescription:
    """Generation with its power in each phase."""
    return _by_phase(view, ref, tr("Generation by phase"), tr("injected"))


def _by_phase(view: View, ref: ElementRef, kind: str, sign: str) -> ElementDescription:
    snapshot, table = view.snapshot, view.network[ref.table]
    factor = float(snapshot.column(ref.table, "scaling")[ref.row])
    facts = []
    for phase in "abc":
        p, q = (float(snapshot.column(ref.table, c)[ref.row]) for c in (f"p_{phase}_mw", f"q_{phase}_mvar"))
        name = phase.upper()
        facts.append(given(tr("Phase {phase}, {sign}").format(phase=name, sign=sign), p * factor * 1e3, "kW", 2))
        facts.append(given(tr("Phase {phase}, reactive").format(phase=name), q * factor * 1e3, "kvar", 2))
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    state = service_text(view, ref.table) or supply_text(view.topology, bus)
    title = f"{kind} · {table['type'][ref.row]}"
    sections = (Section(tr("Power as given"), tuple(facts)), _bus_section(view, bus))
    return ElementDescription(title, view.network.label(ref), state, sections)


def describe_gen(view: View, ref: ElementRef) -> ElementDescription:
    """A machine that holds its voltage."""
    table, snapshot = view.network["gen"], view.snapshot
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    p = float(snapshot.column("gen", "p_mw")[ref.row] * snapshot.column("gen", "scaling")[ref.row])
    facts = (
        given(tr("Active power, {sign}").format(sign=tr("injected")), p, "MW"),
        given(tr("Voltage held"), float(snapshot.column("gen", "vm_pu")[ref.row]), "pu", 4),
        given(tr("Rated power"), float(table["sn_mva"][ref.row]), "MVA"),
    )
    kind = tr("Generator that takes the balance") if bool(table["slack"][ref.row]) else tr("Generator")
    state = service_text(view, "gen") or supply_text(view.topology, bus)
    sections = (Section(tr("Setpoints"), facts), _bus_section(view, bus))
    return ElementDescription(kind, view.network.label(ref), state, sections)


def describe_shunt(view: View, ref: ElementRef) -> ElementDescription:
    """Steps in and what they give."""
    table = view.network["shunt"]
    step, most = float(view.snapshot.column("shunt", "step")[ref.row]), float(table["max_step"][ref.row])
    q = float(table["q_mvar"][ref.row])
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    vm = float(view.result.vm_pu[bus]) if view.result is not None and bus >= 0 else NAN
    ratio = float(view.network.bus["vn_kv"][bus] / table["vn_kv"][ref.row]) if bus >= 0 else NAN
    facts = (
        given(tr("Steps in"), f"{number_text(step, 0)} / {number_text(most, 0)}"),
        given(tr("Reactive power a step"), abs(q), "Mvar"),
        # A shunt gives its rating at its rated voltage, and follows the square of the present one.
        calculated(tr("Reactive power now"), abs(q) * step * (vm * ratio) ** 2, "Mvar", 3),
    )
    kind = tr("Capacitor bank") if q < 0 else tr("Reactor")
    state = service_text(view, "shunt") or supply_text(view.topology, bus)
    return ElementDescription(kind, view.network.label(ref), state, (Section(kind, facts), _bus_section(view, bus)))


def describe_source(view: View, ref: ElementRef) -> ElementDescription:
    """What the grid above supplies."""
    table, result = view.network["ext_grid"], view.result
    p = float(result.source_p_mw[ref.row]) if result is not None else NAN
    q = float(result.source_q_mvar[ref.row]) if result is not None else NAN
    facts = (
        calculated(tr("Active power, {sign}").format(sign=tr("injected")), p, "MW", 3),
        calculated(tr("Reactive power, {sign}").format(sign=tr("injected")), q, "Mvar", 3),
        given(tr("Voltage held"), float(view.snapshot.column("ext_grid", "vm_pu")[ref.row]), "pu", 4),
        given(tr("Short-circuit power"), float(table["s_sc_max_mva"][ref.row]), "MVA", 0),
    )
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    sections = (Section(tr("Supply"), facts), _bus_section(view, bus))
    return ElementDescription(tr("External grid"), view.network.label(ref), service_text(view, "ext_grid"), sections)


def describe_customer(view: View, ref: ElementRef) -> ElementDescription:
    """Who it is, how important, and whether it is supplied."""
    table = view.network["customer"]
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    priorities = (tr("ordinary"), tr("important"), tr("critical"), tr("life support"))
    classes = {
        "residential": tr("Residential"),
        "commercial": tr("Commercial"),
        "industrial": tr("Industrial"),
        "public": tr("Public"),
    }
    kind = str(table["customer_class"][ref.row])
    facts = (
        given(tr("Connections"), number_text(int(table["count"][ref.row]), 0)),
        given(tr("Priority"), priorities[min(3, max(0, int(table["priority"][ref.row])))]),
        given(tr("Contact"), str(table["contact"][ref.row])),
    )
    sections = (Section(tr("Customer"), facts), _bus_section(view, bus))
    title = f"{tr('Customer')} · {classes.get(kind, kind)}"
    return ElementDescription(title, view.network.label(ref), supply_text(view.topology, bus), sections)
