"""What a switch may interrupt and what it may make."""

from __future__ import annotations

import math

import numpy as np

from engines.grid.graph import EDGE_TABLES, graph_of
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchKind
from engines.grid.tracing import power_at
from engines.switching import wording
from engines.switching.conduction import Zones, switch_nodes, zones
from engines.switching.device import DeviceState
from engines.switching.limits import SwitchingLimits
from engines.switching.operation import switch_kind
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.loadflow import LoadFlowResult
from engines.values.phrase import phrase
from engines.values.site import SiteState

NAN = float("nan")


def breaking_check(
    before: Snapshot,
    result: LoadFlowResult | None,
    site: SiteState,
    row: int,
    device: DeviceState,
    limits: SwitchingLimits,
) -> tuple[Check, ...]:
    """Whether the switch may interrupt what it carries: the larger of the measured and the calculated current."""
    switch = before.network["switch"]
    element_id = str(switch.id[row])
    kind = switch_kind(before.network, element_id)
    if kind not in (SwitchKind.DISCONNECTOR, SwitchKind.LOAD_BREAK_SWITCH) or _is_dead(before, site, row):
        return ()
    name = str(switch["name"][row]) or element_id
    currents = [abs(i) for i in (device.i_ka, switch_current(before, result, row)) if not math.isnan(i)]
    if kind is SwitchKind.DISCONNECTOR:
        if not currents:
            told = phrase(wording.BREAKS_UNKNOWN, name=name)
        elif max(currents) > limits.disconnector_breaks_ka:
            told = phrase(wording.BREAKS_LOAD, name=name, ampere=1e3 * max(currents))
        else:
            return ()
        return (Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, told, (element_id,)),)
    if not currents:
        told = phrase(wording.BREAKS_NOT_KNOWN, name=name)
        return (Check(Rule.LOAD_BREAK, Verdict.NEEDS_READING, told, (element_id,)),)
    if max(currents) > float(switch["in_ka"][row]):
        ampere, limit = 1e3 * max(currents), 1e3 * float(switch["in_ka"][row])
        told = phrase(wording.BREAKS_TOO_MUCH, name=name, ampere=ampere, limit=limit)
        return (Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, told, (element_id,)),)
    return ()


def making_check(before: Snapshot, site: SiteState, row: int, supply: Zones, safety: Zones) -> tuple[Check, ...]:
    """Whether a disconnector would make load current, or onto something that may be live.

    Args:
        supply, safety: zones with the switch open.
    """
    switch = before.network["switch"]
    element_id = str(switch.id[row])
    nodes = switch_nodes(before, row)
    if switch_kind(before.network, element_id) is not SwitchKind.DISCONNECTOR or nodes is None:
        return ()
    name = str(switch["name"][row]) or element_id
    maybe = [bool(safety.has_source[int(safety.zone[n])]) for n in nodes]
    live = [bool(supply.has_source[int(supply.zone[n])]) for n in nodes]
    fed_back = [bool(safety.has_generation[int(safety.zone[n])]) for n in nodes]
    if not any(maybe) and not any(fed_back):
        return ()
    if maybe != live or (not any(maybe) and any(fed_back)):
        told = phrase(wording.MAKES_UNKNOWN, name=name)
        return (Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, told, (element_id,)),)
    dark = [int(supply.zone[n]) for n, is_live in zip(nodes, live, strict=True) if not is_live]
    if dark and not _takes_power(before, supply, dark[0]):
        return ()
    told = phrase(wording.MAKES_LOAD, name=name)
    return (Check(Rule.LOAD_BREAK, Verdict.FORBIDDEN, told, (element_id,)),)


def switch_current(snapshot: Snapshot, result: LoadFlowResult | None, row: int) -> float:
    """Calculated current through a switch, kA; NaN where the load flow does not say."""
    if result is None:
        return NAN
    graph = graph_of(snapshot.network)
    if int(graph.coupling_edge[row]) >= 0:
        return float(result.branches["switch"].i_ka[row]) if "switch" in result.branches else NAN
    at = np.flatnonzero(graph.switch_row == row)
    if not len(at):
        return NAN
    edge, end = int(graph.switch_edge[at[0]]), int(graph.switch_end[at[0]])
    table = EDGE_TABLES[int(graph.table[edge])]
    if table not in result.branches or table == "trafo3w":
        return NAN
    flow = result.branches[table]
    return float((flow.i_from_ka if end == 0 else flow.i_to_ka)[int(graph.row[edge])])


def _is_dead(before: Snapshot, site: SiteState, row: int) -> bool:
    where, nodes = zones(before, site, for_safety=True), switch_nodes(before, row)
    if nodes is None:
        return False
    at = [int(where.zone[n]) for n in nodes]
    return not any(where.has_source[z] or where.has_generation[z] for z in at)


def _takes_power(before: Snapshot, supply: Zones, zone: int) -> bool:
    mask = supply.zone[: len(before.network.bus)] == zone
    tables = ("load", "asymmetric_load", "storage")
    has_trafo = np.isin(supply.graph.table, [EDGE_TABLES.index(t) for t in ("trafo", "trafo3w")])
    hangs = supply.zone[supply.graph.n_node :] == zone
    is_supplying = bool(supply.has_generation[zone])
    shunts = before.network["shunt"]
    has_shunt = len(shunts) > 0 and bool(mask[before.network.bus_row(shunts["bus"])].any())
    return power_at(before, tables, mask) != 0.0 or bool((has_trafo & hangs).any()) or is_supplying or has_shunt
