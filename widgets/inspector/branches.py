"""Descriptions of what connects buses: lines, transformers, impedances, switches."""

from __future__ import annotations

import numpy as np

from engines.grid.network import ElementRef, Network
from engines.grid.switches import SwitchKind, SwitchPosition
from widgets.inspector.buses import feeder_section
from widgets.inspector.facts import (
    View,
    bus_name,
    ends_text,
    flow_facts,
    given,
    loading_bar,
    service_text,
    tr,
    voltage_facts,
)
from widgets.inspector.values import Bar, ElementDescription, Fact, Section
from widgets.numbers import MISSING, number_text

ENDS = {"l": ("line", "from_bus", "to_bus"), "t": ("trafo", "hv_bus", "lv_bus"), "t3": ("trafo3w", "hv_bus", "mv_bus")}


def describe_line(view: View, ref: ElementRef) -> ElementDescription:
    """Flow, loading, and the conductor."""
    table = view.network["line"]
    kinds = {"cs": tr("Cable"), "ol": tr("Overhead line")}
    limit_a = float(table["max_i_ka"][ref.row] * table["df"][ref.row] * table["parallel"][ref.row]) * 1000.0
    own = (
        given(tr("Type"), str(table["std_type"][ref.row])),
        given(tr("Length"), float(table["length_km"][ref.row]), "km"),
        given(tr("Thermal limit"), limit_a, "A", 0),
        given(tr("Resistance"), float(table["r_ohm_per_km"][ref.row]), "Ω/km"),
        given(tr("Reactance"), float(table["x_ohm_per_km"][ref.row]), "Ω/km"),
        given(tr("Parallel systems"), number_text(int(table["parallel"][ref.row]), 0)),
    )
    kind = kinds.get(str(table["type"][ref.row]), tr("Line section"))
    return _branch(view, ref, kind, ("from_bus", "to_bus"), own)


def describe_trafo(view: View, ref: ElementRef) -> ElementDescription:
    """Flow, tap, loading, low-side voltage and nameplate."""
    table = view.network["trafo"]
    tap = float(view.snapshot.column("trafo", "tap_pos")[ref.row])
    ends = [number_text(float(table[c][ref.row]), 0) for c in ("tap_min", "tap_max")]
    own = (
        given(tr("Tap position"), tap, "", 0 if tap == round(tap) else 2) if np.isfinite(tap) else given(tr("Tap"), ""),
        given(tr("Tap range"), " … ".join(ends) if MISSING not in ends else ""),
        given(tr("Rated power"), float(table["sn_mva"][ref.row]), "MVA", 2),
        given(
            tr("Rated voltages"),
            " / ".join(number_text(float(table[c][ref.row]), 2) for c in ("vn_hv_kv", "vn_lv_kv")),
            "kV",
        ),
        given(tr("Short-circuit voltage"), float(table["vk_percent"][ref.row]), "%", 2),
        given(tr("Vector group"), str(table["vector_group"][ref.row])),
    )
    low = int(view.network.bus_row(table["lv_bus"][ref.row]))
    middle = (Section(tr("Low side"), voltage_facts(view, low)[:2]),)
    return _branch(view, ref, tr("Transformer"), ("hv_bus", "lv_bus"), own, middle)


def describe_trafo3w(view: View, ref: ElementRef) -> ElementDescription:
    """Flow, tap and the voltages of its three sides."""
    table = view.network["trafo3w"]
    own = (given(tr("Tap position"), float(view.snapshot.column("trafo3w", "tap_pos")[ref.row]), "", 0),)
    sides = []
    for column in ("hv_bus", "mv_bus", "lv_bus"):
        bus = int(view.network.bus_row(table[column][ref.row]))
        sides.append(voltage_facts(view, bus, bus_name(view.network, bus))[0])
    middle = (Section(tr("Three sides"), tuple(sides)),)
    columns = ("hv_bus", "mv_bus", "lv_bus")
    return _branch(view, ref, tr("Three-winding transformer"), columns, own, middle)


def describe_impedance(view: View, ref: ElementRef) -> ElementDescription:
    """Flow and the per-unit values."""
    table = view.network["impedance"]
    own = (
        given(tr("Resistance"), float(table["rft_pu"][ref.row]), "pu", 5),
        given(tr("Reactance"), float(table["xft_pu"][ref.row]), "pu", 5),
        given(tr("On a base of"), float(table["sn_mva"][ref.row]), "MVA", 2),
    )
    return _branch(view, ref, tr("Impedance"), ("from_bus", "to_bus"), own)


def _branch(
    view: View,
    ref: ElementRef,
    kind: str,
    ends: tuple[str, ...],
    own: tuple[Fact, ...],
    middle: tuple[Section, ...] = (),
) -> ElementDescription:
    feeder = feeder_section(view, ref)
    sections = (
        Section(tr("Flow"), flow_facts(view, ref.table)),
        *middle,
        *((feeder,) if feeder is not None else ()),
        Section(tr("Equipment"), own),
    )
    bars = (loading_bar(view, ref.table, ref.row),)
    kind = f"{kind} · {ends_text(view, ref.table, ends)}"
    return ElementDescription(kind, view.network.label(ref), service_text(view, ref.table), sections, bars)


def switch_words() -> dict[str, str]:
    """Kinds of switches as a person says them."""
    return {
        SwitchKind.BREAKER: tr("Breaker"),
        SwitchKind.LOAD_BREAK_SWITCH: tr("Load-break switch"),
        SwitchKind.DISCONNECTOR: tr("Disconnector"),
        SwitchKind.RECLOSER: tr("Recloser"),
        SwitchKind.FUSE: tr("Fuse"),
    }


def describe_switch(view: View, ref: ElementRef) -> ElementDescription:
    """Position, voltages on both sides, what flows through it, loading of both ends."""
    network, table = view.network, view.network["switch"]
    here, there = switch_sides(network, ref.row)
    facts = [voltage_facts(view, bus, bus_name(network, bus))[0] for bus in dict.fromkeys((here, there)) if bus >= 0]
    sections = [Section(tr("Both sides"), tuple(facts))]
    kind = switch_words().get(str(table["kind"][ref.row]), tr("Switch"))
    if not bool(table["normal_closed"][ref.row]):
        kind += f" · {tr('tie')} {_joined_feeders(view, here, there)}".rstrip()
    bars: tuple[Bar, ...] = ()
    target = switched_branch(network, ref.row)
    if target is not None:
        title = tr("In {branch}").format(branch=network.label(target))
        sections.append(Section(title, flow_facts(view.at(target.row), target.table)[:4]))
        bars = (loading_bar(view, target.table, target.row),)
    if not bool(table["normal_closed"][ref.row]):
        bars = _bars_of_ends(view, here, there) or bars
    feeder = feeder_section(view, ref)
    if feeder is not None:
        sections.append(feeder)
    return ElementDescription(kind, network.label(ref), _position_text(view, ref), tuple(sections), bars)


def _position_text(view: View, ref: ElementRef) -> str:
    table = view.network["switch"]
    position = SwitchPosition(int(view.snapshot.switch_position[ref.row]))
    words = {
        SwitchPosition.OPEN: tr("Open"),
        SwitchPosition.CLOSED: tr("Closed"),
        SwitchPosition.INTERMEDIATE: tr("Intermediate position"),
        SwitchPosition.UNKNOWN: tr("Position unknown"),
    }
    is_known = position in (SwitchPosition.OPEN, SwitchPosition.CLOSED)
    is_normal = is_known and bool(table["normal_closed"][ref.row]) == (position is SwitchPosition.CLOSED)
    way = tr("remote") if bool(table["remote"][ref.row]) else tr("by hand on site")
    return " · ".join([words[position], tr("normal state") if is_normal else tr("not its normal state"), way])


def _joined_feeders(view: View, here: int, there: int) -> str:
    topology = view.topology
    if topology is None:
        return ""
    numbers = [int(topology.feeder[bus]) for bus in (here, there) if bus >= 0]
    return " – ".join(topology.feeders[k].name for k in dict.fromkeys(numbers) if k >= 0)


def _bars_of_ends(view: View, here: int, there: int) -> tuple[Bar, ...]:
    # Closing a tie loads the sections that lead to its ends: they are what a person wants to see first.
    topology, bars = view.topology, []
    for bus in (here, there):
        if topology is None or bus < 0 or topology.parent_bus[bus] < 0:
            continue
        table = topology.branch_tables[int(topology.parent_table[bus])]
        row = int(topology.parent_row[bus])
        if table != "switch":
            bars.append(loading_bar(view, table, row, view.network.label(ElementRef(table, row))))
    return tuple(bars)


def switched_branch(network: Network, row: int) -> ElementRef | None:
    """The line or transformer a switch stands in; ``None`` between two buses."""
    table = network["switch"]
    target = ENDS.get(str(table["et"][row]))
    if target is None:
        return None
    found = np.flatnonzero(network[target[0]].index == table["element"][row])
    return ElementRef(target[0], int(found[0])) if len(found) else None


def switch_sides(network: Network, row: int) -> tuple[int, int]:
    """Bus rows on both sides of a switch (the far end of what it connects); -1 where there is none."""
    table = network["switch"]
    here, et = int(table["bus"][row]), str(table["et"][row])
    if et == "b":
        return int(network.bus_row(here)), int(network.bus_row(int(table["element"][row])))
    branch = switched_branch(network, row)
    if branch is None:
        return int(network.bus_row(here)), -1
    ends = [int(network[branch.table][column][branch.row]) for column in ENDS[et][1:]]
    other = ends[1] if ends[0] == here else ends[0]
    return int(network.bus_row(here)), int(network.bus_row(other))
