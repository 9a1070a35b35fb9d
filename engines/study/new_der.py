"""Connect new generation or storage to a bus."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

import numpy as np

from engines.grid.network import Network, with_tables
from engines.grid.profiles import ProfileAssignment
from engines.grid.snapshot import Snapshot
from engines.study.change import Change, find_element, label_of, require
from engines.study.structure import changed_network, with_longer_table, with_row
from engines.values.frozen import frozen_array
from engines.values.phrase import Phrase, phrase
from engines.values.validation import InputError

NEW_DER = "New {der}: {name}, {kw:g} kW at {bus}"


class DerKind(StrEnum):
    """What is connected."""

    PV = "pv"
    WIND = "wind"
    STORAGE = "storage"
    GENERATOR = "generator"


def new_der_id(network: Network, der: str) -> str:
    """An id for one more element of this kind that the network does not have yet."""
    number = 1
    while network.find(f"study:{der}:{number}") is not None:
        number += 1
    return f"study:{der}:{number}"


def profile_for(network: Network, der: str) -> str:
    """Name of the shape that existing plants of this kind follow most, "" where there is none."""
    if network.profiles is None or der == DerKind.STORAGE:
        return ""
    types = network["sgen"]["type"]
    for assignment in network.profiles.assignments:
        if (assignment.table, assignment.column) != ("sgen", "p_mw"):
            continue
        alike = np.char.find(np.char.lower(types[assignment.row]), der) >= 0
        if alike.any():
            shapes, counts = np.unique(assignment.shape[alike], return_counts=True)
            return str(network.profiles.shape_name[shapes[counts.argmax()]])
    return ""


@dataclass(frozen=True, slots=True)
class NewDer(Change):
    """New generation or storage.

    Attributes:
        der: a :class:`DerKind`; bus_id: where; element_id: its own id, new in the network.
        sn_mva: rating. p_mw, q_mvar: power, injected; for storage consumed (charging positive).
        max_e_mwh: capacity of a storage.
        profile: name of the shape its power follows, "" for a constant one.
    """

    kind: ClassVar[str] = "new_der"

    der: str
    element_id: str
    name: str
    bus_id: str
    sn_mva: float
    p_mw: float
    q_mvar: float = 0.0
    max_e_mwh: float | None = None
    profile: str = ""

    @property
    def is_structural(self) -> bool:
        """See base."""
        return True

    @property
    def table(self) -> str:
        """Where it is entered."""
        return "storage" if self.der == DerKind.STORAGE else "sgen"

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        self._check(snapshot.network)
        network = changed_network(snapshot.network, self, self._extended)
        grown = with_longer_table(snapshot, network, self.table)
        if not self.profile or network.profiles is None or snapshot.time is None:
            return grown
        step = network.profiles.step_at(snapshot.time)
        factor = float(network.profiles.shapes[_shape_row(network, self.profile), step])
        return grown.with_values(self.table, "p_mw", [len(network[self.table]) - 1], self.p_mw * factor)

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        bus = label_of(network, self.bus_id)
        return phrase(NEW_DER, der=self.der, name=self.name or self.element_id, kw=self.sn_mva * 1000, bus=bus)

    def _check(self, network: Network) -> None:
        find_element(network, self.bus_id, ("bus",))
        name = self.name or self.element_id
        require(
            self.der in tuple(DerKind),
            name,
            f"is of no known kind ({self.der})",
            f"choose one of {', '.join(DerKind)}",
        )
        require(network.find(self.element_id) is None, self.element_id, "is there already", "choose another id")
        require(0 < self.sn_mva < 1e4, name, f"cannot be rated {self.sn_mva:g} MVA", "give a rating above 0 MVA")
        apparent = math.hypot(self.p_mw, self.q_mvar)
        is_within = math.isfinite(apparent) and apparent <= self.sn_mva * (1 + 1e-9)
        require(is_within, name, f"cannot give {apparent:g} MVA", f"stay within its {self.sn_mva:g} MVA")
        is_source = self.table == "storage" or self.p_mw >= 0
        require(is_source, name, "would consume", "give an injected power of 0 MW or more")
        if self.profile:
            _shape_row(network, self.profile)

    def _extended(self, network: Network) -> Network:
        bus = find_element(network, self.bus_id, ("bus",))
        values = {
            "name": self.name,
            "bus": int(network.bus.index[bus.row]),
            "p_mw": self.p_mw,
            "q_mvar": self.q_mvar,
            "sn_mva": self.sn_mva,
            "type": "battery" if self.table == "storage" else self.der,
            "max_e_mwh": math.nan if self.max_e_mwh is None else self.max_e_mwh,
            "soc_percent": 50.0 if self.table == "storage" else math.nan,
        }
        longer = with_row(network[self.table], self.table, self.element_id, values)
        if self.profile and network.profiles is not None:
            follows = ProfileAssignment(
                self.table,
                "p_mw",
                frozen_array([len(longer) - 1], np.int64),
                frozen_array([_shape_row(network, self.profile)], np.int64),
            )
            profiles = replace(network.profiles, assignments=(*network.profiles.assignments, follows))
            network = replace(network, profiles=profiles)
        return with_tables(network, {self.table: longer})


def _shape_row(network: Network, profile: str) -> int:
    rows = np.flatnonzero(network.profiles.shape_name == profile) if network.profiles is not None else np.empty(0)
    if not len(rows):
        raise InputError(profile, f"is no profile of {network.name}", "choose one of its profiles, or none")
    return int(rows[0])
