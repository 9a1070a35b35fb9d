"""Another conductor for a line: the catalogue of types, and the change."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import ClassVar

import numpy as np

from engines.grid.network import Network, with_tables
from engines.grid.snapshot import Snapshot
from engines.study.change import Change, find_element, label_of, require
from engines.study.structure import changed_network
from engines.values.phrase import Phrase, phrase

LINE_TYPE = "Replace {name} by {std_type}"

_ZERO_SEQUENCE = {"r_ohm_per_km": "r0_ohm_per_km", "x_ohm_per_km": "x0_ohm_per_km", "c_nf_per_km": "c0_nf_per_km"}


@dataclass(frozen=True, slots=True)
class LineType:
    """A kind of line or cable, per km.

    Attributes:
        kind: ``ol`` overhead line, ``cs`` cable.
        from_kv, to_kv: nominal voltages it is made for.
        source: where the figures come from (``network`` for a type only the network itself uses).
    """

    name: str
    kind: str
    from_kv: float
    to_kv: float
    conductor: str
    area_mm2: float
    r_ohm_per_km: float
    x_ohm_per_km: float
    c_nf_per_km: float
    max_i_ka: float
    source: str


@cache
def line_type_catalogue() -> tuple[LineType, ...]:
    """The types that come with the product, by level and cross-section."""
    text = resources.files("resources").joinpath("line_types.toml").read_text("utf-8")
    types = []
    for entry in tomllib.loads(text)["type"]:
        low, high = entry.pop("level_kv")
        types.append(LineType(from_kv=low, to_kv=high, **entry))
    return tuple(sorted(types, key=lambda t: (t.to_kv, t.kind, t.area_mm2, t.name)))


def types_for(network: Network, line_row: int) -> tuple[LineType, ...]:
    """What could replace a line: the network's own types first, then those made for its voltage."""
    line = network["line"]
    vn_kv = float(network.bus["vn_kv"][network.bus_row(int(line["from_bus"][line_row]))])
    own: dict[str, LineType] = {}
    levels = network.bus["vn_kv"][network.bus_row(line["from_bus"])]
    for row in np.flatnonzero((line["std_type"] != "") & (levels == vn_kv)).tolist():
        own.setdefault(str(line["std_type"][row]), _type_of(network, row, vn_kv))
    offered = [t for t in line_type_catalogue() if t.from_kv < vn_kv <= t.to_kv and t.name not in own]
    return (*sorted(own.values(), key=lambda t: t.name), *offered)


def _type_of(network: Network, row: int, vn_kv: float) -> LineType:
    line = network["line"]
    figures = {c: float(line[c][row]) for c in ("r_ohm_per_km", "x_ohm_per_km", "c_nf_per_km", "max_i_ka")}
    name, kind = str(line["std_type"][row]), str(line["type"][row])
    return LineType(name, kind, vn_kv, vn_kv, "", math.nan, source="network", **figures)


@dataclass(frozen=True, slots=True)
class LineTypeChange(Change):
    """Another conductor over the whole length of a line; the figures are kept with the change.

    Zero-sequence figures, where the line has some, keep their ratio to the positive sequence.

    Attributes:
        max_i_ka: ``None`` where the type has no thermal limit.
    """

    kind: ClassVar[str] = "line_type_change"

    line_id: str
    std_type: str
    line_kind: str
    r_ohm_per_km: float
    x_ohm_per_km: float
    c_nf_per_km: float
    max_i_ka: float | None = None

    @property
    def is_structural(self) -> bool:
        """See base."""
        return True

    def apply(self, snapshot: Snapshot) -> Snapshot:
        """See base."""
        find_element(snapshot.network, self.line_id, ("line",))
        figures = (self.r_ohm_per_km, self.x_ohm_per_km, self.c_nf_per_km)
        require(
            all(math.isfinite(f) and f >= 0 for f in figures) and (self.r_ohm_per_km > 0 or self.x_ohm_per_km > 0),
            self.std_type,
            "has no usable impedance",
            "choose a type with r and x per km",
        )
        return snapshot.with_network(changed_network(snapshot.network, self, self._replaced))

    def phrase(self, network: Network) -> Phrase:
        """See base."""
        return phrase(LINE_TYPE, name=label_of(network, self.line_id), std_type=self.std_type)

    def _replaced(self, network: Network) -> Network:
        line = network["line"]
        row = find_element(network, self.line_id, ("line",)).row
        values: dict[str, float | str] = {
            "r_ohm_per_km": self.r_ohm_per_km,
            "x_ohm_per_km": self.x_ohm_per_km,
            "c_nf_per_km": self.c_nf_per_km,
            "max_i_ka": math.nan if self.max_i_ka is None else self.max_i_ka,
            "std_type": self.std_type,
            "type": self.line_kind,
        }
        for positive, zero in _ZERO_SEQUENCE.items():
            if zero in line and line[positive][row] > 0:
                values[zero] = float(line[zero][row] / line[positive][row]) * float(values[positive])
        columns = {}
        for column, value in values.items():
            dtype = np.result_type(line[column].dtype, np.array([value]).dtype)
            columns[column] = line[column].astype(dtype)
            columns[column][row] = value
        return with_tables(network, {"line": line.with_columns(columns)})


def replace_line(line_id: str, line_type: LineType) -> LineTypeChange:
    """The change that gives a line this type."""
    limit = None if math.isnan(line_type.max_i_ka) else line_type.max_i_ka
    return LineTypeChange(
        line_id,
        line_type.name,
        line_type.kind,
        line_type.r_ohm_per_km,
        line_type.x_ohm_per_km,
        line_type.c_nf_per_km,
        limit,
    )
