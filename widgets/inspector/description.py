"""What is known of one piece of equipment, as text and numbers ready to be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from engines.grid.network import ElementRef, Network
from engines.grid.quality import Origin
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.values.loadflow import BranchFlow, LoadFlowResult
from engines.values.topology import SupplyState, Topology
from widgets.numbers import MISSING, number_text

NAN = float("nan")


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("Inspector", text)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value with its unit and where it comes from.

    Attributes:
        severity: "" normal, "medium", "high": beyond a limit; drawn with its shape.
    """

    label: str
    value: str
    unit: str = ""
    origin: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A loading shown as a bar; NaN is not known."""

    label: str
    percent: float
    limit_percent: float = 100.0


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ElementDescription:
    """What the inspector shows.

    Attributes:
        kind: what it is, above the title; state: one line below.
        hint: what to do when there is nothing to show.
    """

    kind: str
    title: str
    state: str = ""
    sections: tuple[Section, ...] = ()
    bars: tuple[Bar, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """Everything a description is made from; the result only where it converged."""

    snapshot: Snapshot
    topology: Topology | None
    result: LoadFlowResult | None
    row: int

    @property
    def network(self) -> Network:
        return self.snapshot.network


def describe(
    snapshot: Snapshot | None,
    topology: Topology | None,
    result: LoadFlowResult | None,
    refs: Sequence[ElementRef],
) -> ElementDescription:
    """The description of what is selected; a result that is not converged or of another structure shows dashes."""
    if snapshot is None or not refs:
        hint = tr("Click something on the diagram, or press Ctrl+K and type its name.")
        return ElementDescription("", tr("Nothing selected"), hint=hint)
    structure = snapshot.network.structure_revision
    is_usable = result is not None and result.is_converged and result.structure_revision == structure
    if len(refs) > 1:
        return _several(snapshot, refs)
    ref = refs[0]
    view = _View(snapshot, topology, result if is_usable else None, ref.row)
    make = _KINDS.get(ref.table, _any)
    return make(view, ref)


def _several(snapshot: Snapshot, refs: Sequence[ElementRef]) -> ElementDescription:
    tables = sorted({r.table for r in refs})
    facts = tuple(Fact(table, str(sum(r.table == table for r in refs))) for table in tables)
    names = ", ".join(snapshot.network.label(r) for r in refs[:6]) + (" …" if len(refs) > 6 else "")
    title = tr("{count} selected").format(count=len(refs))
    return ElementDescription("", title, names, (Section(tr("Selected"), facts),))


def calculated() -> str:
    """Where a load flow's numbers come from."""
    return {Origin.CALCULATED: tr("calculated")}[Origin.CALCULATED]


def _value(label: str, value: float, unit: str, decimals: int, severity: str = "") -> Fact:
    text = number_text(value, decimals)
    return Fact(label, text, unit if text != MISSING else "", calculated() if text != MISSING else "", severity)


def _given(label: str, value: float | str, unit: str = "", decimals: int = 3) -> Fact:
    text = value if isinstance(value, str) else number_text(value, decimals)
    return Fact(label, text or MISSING, unit if text and text != MISSING else "")


def _bus_facts(view: _View, bus_row: int, prefix: str = "") -> tuple[Fact, ...]:
    vm = va = NAN
    severity = ""
    if view.result is not None and bus_row >= 0:
        vm, va = float(view.result.vm_pu[bus_row]), float(view.result.va_degree[bus_row])
        severity = _severity(view.result, "bus", bus_row)
    vn = float(view.network.bus["vn_kv"][bus_row]) if bus_row >= 0 else NAN
    label = f"{tr('Voltage')}{f', {prefix}' if prefix else ''}"
    return (
        _value(label, vm, "pu", 4, severity),
        _value(f"{label} ", vm * vn, "kV", 3),
        _value(tr("Angle"), va, "°", 2),
    )


def _severity(result: LoadFlowResult, table: str, row: int) -> str:
    found = result.violations
    worst = found.severity[(found.table == table) & (found.row == row)]
    return {0: "", 1: "medium", 2: "medium", 3: "high"}[int(worst.max(initial=0))]


def supply_text(topology: Topology | None, bus_row: int) -> str:
    """What is known of a bus's voltage, in words."""
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


def _bus(view: _View, ref: ElementRef) -> ElementDescription:
    network, row = view.network, ref.row
    index = network.bus.index[row]
    sections = [Section(tr("Voltage"), _bus_facts(view, row))]
    power = []
    for table, label in (("load", tr("Load")), ("sgen", tr("Generation")), ("storage", tr("Storage, charging"))):
        at = network[table]["bus"] == index
        if at.any():
            factor = view.snapshot.column(table, "scaling") * view.snapshot.column(table, "in_service")
            power.append(_given(label, float((view.snapshot.column(table, "p_mw") * factor)[at].sum()), "MW"))
    customers = int(network["customer"]["count"][network["customer"]["bus"] == index].sum())
    if customers:
        power.append(_given(tr("Customers"), str(customers)))
    if power:
        sections.append(Section(tr("Connected"), tuple(power)))
    distance = float(view.topology.distance_km[row]) if view.topology is not None else NAN
    own = [_given(tr("Nominal voltage"), float(network.bus["vn_kv"][row]), "kV", 1)]
    own.append(_given(tr("Distance from source"), distance, "km", 2))
    sections.append(Section(tr("Equipment"), tuple(own)))
    kind = tr("Bus bar") if network.bus["type"][row] == "b" else tr("Bus")
    station = str(network.bus["substation"][row])
    title = network.label(ref)
    return ElementDescription(
        f"{kind} · {station}" if station else kind, title, supply_text(view.topology, row), tuple(sections)
    )


def _flow(view: _View, table: str) -> BranchFlow | None:
    return view.result.branches.get(table) if view.result is not None else None


def _flow_facts(view: _View, table: str) -> tuple[Fact, ...]:
    flow, row = _flow(view, table), view.row
    get = (lambda name: float(getattr(flow, name)[row])) if flow is not None else (lambda name: NAN)
    loss_kw = (get("p_from_mw") + get("p_to_mw")) * 1000.0
    severity = _severity(view.result, table, row) if view.result is not None else ""
    return (
        _value(tr("Active power"), get("p_from_mw"), "MW", 3),
        _value(tr("Reactive power"), get("q_from_mvar"), "Mvar", 3),
        _value(tr("Current"), float(np.fmax(get("i_from_ka"), get("i_to_ka"))) * 1000.0, "A", 1),
        _value(tr("Loading"), get("loading_percent"), "%", 1, severity),
        _value(tr("Losses"), loss_kw, "kW", 2),
    )


def _loading_bar(view: _View, table: str) -> tuple[Bar, ...]:
    flow = _flow(view, table)
    percent = float(flow.loading_percent[view.row]) if flow is not None else NAN
    return (Bar(tr("Loading"), percent, view.network.limits.loading_normal_percent),)


def _service(view: _View, table: str) -> str:
    return "" if bool(view.snapshot.column(table, "in_service")[view.row]) else tr("out of service")


def _ends(view: _View, table: str, columns: tuple[str, ...]) -> str:
    names = []
    for column in columns:
        bus = int(view.network.bus_row(view.network[table][column][view.row]))
        names.append(view.network.label(ElementRef("bus", bus)) if bus >= 0 else MISSING)
    return " – ".join(names)


def _line(view: _View, ref: ElementRef) -> ElementDescription:
    table = view.network["line"]
    kinds = {"cs": tr("Cable"), "ol": tr("Overhead line")}
    own = (
        _given(tr("Type"), str(table["std_type"][ref.row])),
        _given(tr("Length"), float(table["length_km"][ref.row]), "km"),
        _given(tr("Thermal limit"), float(table["max_i_ka"][ref.row]) * 1000.0, "A", 0),
        _given(tr("Resistance"), float(table["r_ohm_per_km"][ref.row]), "Ω/km"),
        _given(tr("Reactance"), float(table["x_ohm_per_km"][ref.row]), "Ω/km"),
    )
    kind = (
        f"{kinds.get(str(table['type'][ref.row]), tr('Line section'))} · {_ends(view, 'line', ('from_bus', 'to_bus'))}"
    )
    sections = (Section(tr("Flow"), _flow_facts(view, "line")), Section(tr("Equipment"), own))
    return ElementDescription(
        kind, view.network.label(ref), _service(view, "line"), sections, _loading_bar(view, "line")
    )


def _trafo(view: _View, ref: ElementRef) -> ElementDescription:
    table = view.network["trafo"]
    tap = float(view.snapshot.column("trafo", "tap_pos")[ref.row])
    span = f"{number_text(float(table['tap_min'][ref.row]), 0)} … {number_text(float(table['tap_max'][ref.row]), 0)}"
    own = (
        _given(tr("Tap position"), tap, "", 0 if tap == round(tap) else 2),
        _given(tr("Tap range"), span if np.isfinite(table["tap_min"][ref.row]) else MISSING),
        _given(tr("Rated power"), float(table["sn_mva"][ref.row]), "MVA", 2),
        _given(
            tr("Rated voltages"),
            f"{number_text(float(table['vn_hv_kv'][ref.row]), 1)} / {number_text(float(table['vn_lv_kv'][ref.row]), 2)}",
            "kV",
        ),
        _given(tr("Vector group"), str(table["vector_group"][ref.row])),
    )
    low = int(view.network.bus_row(table["lv_bus"][ref.row]))
    sections = (
        Section(tr("Flow"), _flow_facts(view, "trafo")),
        Section(tr("Low side"), _bus_facts(view, low)[:2]),
        Section(tr("Equipment"), own),
    )
    kind = f"{tr('Transformer')} · {_ends(view, 'trafo', ('hv_bus', 'lv_bus'))}"
    return ElementDescription(
        kind, view.network.label(ref), _service(view, "trafo"), sections, _loading_bar(view, "trafo")
    )


SWITCH_NAMES: dict[str, Callable[[], str]] = {
    SwitchKind.BREAKER: lambda: tr("Breaker"),
    SwitchKind.LOAD_BREAK_SWITCH: lambda: tr("Load-break switch"),
    SwitchKind.DISCONNECTOR: lambda: tr("Disconnector"),
    SwitchKind.RECLOSER: lambda: tr("Recloser"),
    SwitchKind.FUSE: lambda: tr("Fuse"),
}


def _switch(view: _View, ref: ElementRef) -> ElementDescription:
    network, table = view.network, view.network["switch"]
    position = SwitchPosition(int(view.snapshot.switch_position[ref.row]))
    words = {
        SwitchPosition.OPEN: tr("Open"),
        SwitchPosition.CLOSED: tr("Closed"),
        SwitchPosition.INTERMEDIATE: tr("Intermediate position"),
        SwitchPosition.UNKNOWN: tr("Position unknown"),
    }
    is_normal = bool(table["normal_closed"][ref.row]) == (position is SwitchPosition.CLOSED)
    way = tr("remote") if bool(table["remote"][ref.row]) else tr("by hand on site")
    state = " · ".join([words[position], tr("normal state") if is_normal else tr("not its normal state"), way])
    here, there = switch_sides(network, ref.row)
    facts = [
        _bus_facts(view, bus, network.label(ElementRef("bus", bus)))[0]
        for bus in dict.fromkeys((here, there))
        if bus >= 0
    ]
    sections: tuple[Section, ...] = (Section(tr("Both sides"), tuple(facts)),)
    bars: tuple[Bar, ...] = ()
    kind = SWITCH_NAMES.get(str(table["kind"][ref.row]), lambda: tr("Switch"))()
    if not bool(table["normal_closed"][ref.row]):
        kind += f" · {tr('tie')}"
    target = {"l": "line", "t": "trafo"}.get(str(table["et"][ref.row]))
    if target is not None:
        row = int(np.flatnonzero(network[target].index == table["element"][ref.row])[0])
        inner = _View(view.snapshot, view.topology, view.result, row)
        facts_of_branch = _flow_facts(inner, target)
        sections += (Section(f"{tr('In')} {network.label(ElementRef(target, row))}", facts_of_branch[:4]),)
        bars = _loading_bar(inner, target)
    return ElementDescription(kind, network.label(ref), state, sections, bars)


def switch_sides(network: Network, row: int) -> tuple[int, int]:
    """Bus rows on both sides of a switch (the far end of what it connects)."""
    table = network["switch"]
    here, element, et = int(table["bus"][row]), int(table["element"][row]), str(table["et"][row])
    if et == "b":
        return int(network.bus_row(here)), int(network.bus_row(element))
    columns = {"l": ("line", "from_bus", "to_bus"), "t": ("trafo", "hv_bus", "lv_bus")}.get(et)
    if columns is None:
        return int(network.bus_row(here)), -1
    branch = network[columns[0]]
    found = np.flatnonzero(branch.index == element)
    if not len(found):
        return int(network.bus_row(here)), -1
    ends = [int(branch[c][found[0]]) for c in columns[1:]]
    other = ends[1] if ends[0] == here else ends[0]
    return int(network.bus_row(here)), int(network.bus_row(other))


def _injection(kind: Callable[[], str], sign: Callable[[], str]) -> Callable[[_View, ElementRef], ElementDescription]:
    def make(view: _View, ref: ElementRef) -> ElementDescription:
        snapshot, table = view.snapshot, view.network[ref.table]
        factor = float(snapshot.column(ref.table, "scaling")[ref.row])
        p, q = (float(snapshot.column(ref.table, c)[ref.row]) * factor for c in ("p_mw", "q_mvar"))
        bus = int(view.network.bus_row(table["bus"][ref.row]))
        power = (
            _given(f"{tr('Active power')}, {sign()}", p, "MW", 4),
            _given(f"{tr('Reactive power')}, {sign()}", q, "Mvar", 4),
            _given(tr("Scaling"), factor, "", 2),
            _given(tr("Rated power"), float(table["sn_mva"][ref.row]), "MVA"),
        )
        what = str(table["type"][ref.row])
        sections = (Section(tr("Power as given"), power), Section(tr("Its bus"), _bus_facts(view, bus)[:2]))
        state = _service(view, ref.table) or supply_text(view.topology, bus)
        return ElementDescription(f"{kind()} · {what}" if what else kind(), view.network.label(ref), state, sections)

    return make


def _shunt(view: _View, ref: ElementRef) -> ElementDescription:
    table = view.network["shunt"]
    step, most = float(view.snapshot.column("shunt", "step")[ref.row]), float(table["max_step"][ref.row])
    q = float(table["q_mvar"][ref.row])
    facts = (
        _given(tr("Steps in"), f"{number_text(step, 0)} / {number_text(most, 0)}"),
        _given(tr("Reactive power a step"), abs(q), "Mvar"),
        _given(tr("Now, at nominal voltage"), abs(q) * step, "Mvar"),
    )
    bus = int(view.network.bus_row(table["bus"][ref.row]))
    kind = tr("Capacitor bank") if q < 0 else tr("Reactor")
    sections = (Section(kind, facts), Section(tr("Its bus"), _bus_facts(view, bus)[:2]))
    return ElementDescription(kind, view.network.label(ref), _service(view, "shunt"), sections)


def _source(view: _View, ref: ElementRef) -> ElementDescription:
    p = float(view.result.source_p_mw[ref.row]) if view.result is not None else NAN
    q = float(view.result.source_q_mvar[ref.row]) if view.result is not None else NAN
    facts = (
        _value(tr("Active power, injected"), p, "MW", 3),
        _value(tr("Reactive power, injected"), q, "Mvar", 3),
        _given(tr("Voltage held"), float(view.snapshot.column("ext_grid", "vm_pu")[ref.row]), "pu"),
    )
    return ElementDescription(
        tr("External grid"), view.network.label(ref), _service(view, "ext_grid"), (Section(tr("Supply"), facts),)
    )


def _any(view: _View, ref: ElementRef) -> ElementDescription:
    facts = []
    for name, values in view.network[ref.table].columns.items():
        value = values[ref.row]
        facts.append(_given(name, float(value) if values.dtype.kind == "f" else str(value)))
    return ElementDescription(ref.table, view.network.label(ref), "", (Section(tr("Columns"), tuple(facts[:24])),))


_KINDS: dict[str, Callable[[_View, ElementRef], ElementDescription]] = {
    "bus": _bus,
    "line": _line,
    "trafo": _trafo,
    "switch": _switch,
    "load": _injection(lambda: tr("Load"), lambda: tr("consumed")),
    "sgen": _injection(lambda: tr("Generation"), lambda: tr("injected")),
    "storage": _injection(lambda: tr("Storage"), lambda: tr("charging")),
    "shunt": _shunt,
    "ext_grid": _source,
}
