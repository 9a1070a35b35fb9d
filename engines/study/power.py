"""Change what is consumed and injected: one element's power, or many by a factor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.snapshot import Snapshot, StateKey
from engines.study.change import Change, find_element, label_of, require
from engines.values.phrase import Phrase, phrase
from engines.values.topology import Topology

SCALE_LOADS = "All loads × {percent:g} %"
SCALE_LOADS_OF = "Loads of {where} × {percent:g} %"
SCALE_GENERATION = "All generation × {percent:g} %"
SCALE_GENERATION_OF = "Generation of {where} × {percent:g} %"
SCALE_ONE = "{name} × {percent:g} %"
POWER = "{name} to {p_mw:g} MW, {q_mvar:g} Mvar"
POWER_P = "{name} to {p_mw:g} MW"
POWER_Q = "{name} to {q_mvar:g} Mvar"

LOAD_TABLES = ("load", "asymmetric_load")
GENERATION_TABLES = ("sgen", "gen", "asymmetric_sgen")
_MOST = 100.0


def elements_of_feeder(network: Network, topology: Topology, feeder: int, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of what hangs on a feeder as it is supplied now, for a scaling that goes on meaning the same."""
    found: list[str] = []
    for table in tables:
        rows = rows_of(network.bus.index, network[table]["bus"])
        on_feeder = (rows >= 0) & (topology.feeder[np.maximum(rows, 0)] == feeder) if len(rows) else rows
        found += network[table].id[np.flatnonzero(on_feeder)].tolist()
    return tuple(found)


def _scaled(
    snapshot: Snapshot, tables: tuple[str, ...], element_ids: tuple[str, ...], factor: float, place: str
) -> Snapshot:
    is_possible = math.isfinite(factor) and 0 <= factor <= _MOST
    require(is_possible, place, f"cannot be scaled by {factor:g}", f"choose a factor from 0 to {_MOST:g}")
    if not element_ids:
        every: dict[StateKey, object] = {(t, "scaling"): snapshot.column(t, "scaling") * factor for t in tables}
        return snapshot.with_state({k: v for k, v in every.items() if len(snapshot.network[k[0]])})
    left = set(element_ids)
    columns: dict[StateKey, object] = {}
    for table in tables:
        chosen = np.isin(snapshot.network[table].id, list(left))
        if chosen.any():
            left -= set(snapshot.network[table].id[chosen].tolist())
            columns[table, "scaling"] = np.where(chosen, factor, 1.0) * snapshot.column(table, "scaling")
    if left:
        find_element(snapshot.network, min(left), tables)
    return snapshot.with_state(columns)


def _scaling_phrase(
    network: Network, templates: tuple[str, str], element_ids: tuple[str, ...], where: str, factor: float
) -> Phrase:
    percent = round(100 * factor, 6)
    if not element_ids:
        return phrase(templates[0], percent=percent)
    if len(element_ids) == 1 and not where:
        return phrase(SCALE_ONE, name=label_of(network, element_ids[0]), percent=percent)
    return phrase(templates[1], where=where or f"{len(element_ids)} elements", percent=percent)


@dataclass(frozen=True, slots=True)
class LoadScaling(Change):
    """Loads multiplied by a factor, on top of what their scaling already is.

    Attributes:
        element_ids: the loads meant; all where empty.
        where: what a person calls them together: a feeder's name.
    """

    kind: ClassVar[str] = "load_scaling"

    factor: float
    element_ids: tuple[str, ...] = ()
    where: str = ""

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        return _scaled(snapshot, LOAD_TABLES, self.element_ids, self.factor, self.where or "the loads")

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        templates = (SCALE_LOADS, SCALE_LOADS_OF)
        return _scaling_phrase(network, templates, self.element_ids, self.where, self.factor)


@dataclass(frozen=True, slots=True)
class GenerationScaling(Change):
    """Generation multiplied by a factor; fields as in :class:`LoadScaling`."""

    kind: ClassVar[str] = "generation_scaling"

    factor: float
    element_ids: tuple[str, ...] = ()
    where: str = ""

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        return _scaled(snapshot, GENERATION_TABLES, self.element_ids, self.factor, self.where or "the generation")

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        templates = (SCALE_GENERATION, SCALE_GENERATION_OF)
        return _scaling_phrase(network, templates, self.element_ids, self.where, self.factor)


@dataclass(frozen=True, slots=True)
class PowerChange(Change):
    """The power of one load, generator or storage, in its table's sign; it holds at every time of a profile.

    Attributes:
        p_mw, q_mvar: what flows (scaling included); ``None`` leaves it as it is.
    """

    kind: ClassVar[str] = "power_change"

    element_id: str
    p_mw: float | None = None
    q_mvar: float | None = None

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        ref = find_element(snapshot.network, self.element_id, ("load", "sgen", "storage", "gen"))
        name = label_of(snapshot.network, self.element_id)
        has_q = ref.table != "gen"
        require(has_q or self.q_mvar is None, name, "holds its voltage and finds its own q", "set p only")
        require(self.p_mw is not None or self.q_mvar is not None, name, "would not change", "name p or q")
        scaling = float(snapshot.column(ref.table, "scaling")[ref.row])
        p = float(snapshot.column(ref.table, "p_mw")[ref.row]) * scaling if self.p_mw is None else self.p_mw
        q = 0.0
        if has_q:
            q = float(snapshot.column(ref.table, "q_mvar")[ref.row]) * scaling if self.q_mvar is None else self.q_mvar
        require(math.isfinite(p) and math.isfinite(q), name, "cannot take that power", "give finite MW and Mvar")
        if ref.table != "load":
            _require_rating(snapshot.network, ref.table, ref.row, name, p, q)
        columns = {"p_mw": p, "scaling": 1.0, **({"q_mvar": q} if has_q else {})}
        for column, value in columns.items():
            snapshot = snapshot.with_values(ref.table, column, [ref.row], value)
        return snapshot

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        name = label_of(network, self.element_id)
        if self.q_mvar is None:
            return phrase(POWER_P, name=name, p_mw=self.p_mw or 0.0)
        if self.p_mw is None:
            return phrase(POWER_Q, name=name, q_mvar=self.q_mvar)
        return phrase(POWER, name=name, p_mw=self.p_mw, q_mvar=self.q_mvar)


def _require_rating(network: Network, table: str, row: int, name: str, p_mw: float, q_mvar: float) -> None:
    rated = float(network[table]["sn_mva"][row])
    is_within = math.isnan(rated) or math.hypot(p_mw, q_mvar) <= rated * (1 + 1e-9)
    require(is_within, name, f"cannot give {math.hypot(p_mw, q_mvar):g} MVA", f"stay within its {rated:g} MVA")
