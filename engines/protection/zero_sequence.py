"""Earth paths: zero-sequence impedances of lines, transformers, neutrals and the feeding grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.protection.options import Case, NeutralEarthing, NeutralTreatment, ShortCircuitOptions
from engines.protection.sequence import PositiveSequence, heating, source_admittance

Array = np.ndarray[Any, Any]
MEDIUM_KV = (1.0, 60.0)
"""Levels whose neutral is treated as :class:`NeutralEarthing` says."""
NO_PATH_PU = 1e-9
"""Admittance to earth of a node that has none, so that the current is nearly zero instead of undefined."""


@dataclass(frozen=True, slots=True, eq=False)
class ZeroSequence:
    """Zero-sequence data on the branches and nodes of the positive sequence.

    Attributes:
        y: ``(n,)`` complex series admittance; 0 where a branch lets no earth current through.
        y_earth: ``(n_node,)`` complex admittance to earth, neutrals included.
        y_neutral: ``(n_node,)`` that of the neutral earthed at this bar.
        notes: what had to be assumed.
    """

    y: Array
    y_earth: Array
    y_neutral: Array
    notes: tuple[str, ...]


def zero_sequence(snapshot: Snapshot, positive: PositiveSequence, options: ShortCircuitOptions) -> ZeroSequence:
    """The earth paths of a snapshot."""
    network, model = snapshot.network, positive.model
    n_node = len(model.vn_kv)
    z = np.full(len(model.pi), np.inf, complex)
    z[model.part["switch"]] = positive.z[model.part["switch"]]
    z[model.part["impedance"]] = positive.z[model.part["impedance"]]
    y_earth = np.full(n_node, NO_PATH_PU, complex)
    notes = _lines(network, positive, options, z, y_earth)
    notes += _transformers(network, positive, options, z, y_earth)
    notes += _sources(snapshot, positive, options, y_earth)
    before = y_earth.copy()
    _neutrals(network, positive, options.neutral, z, y_earth)
    with np.errstate(divide="ignore"):
        y = np.where(np.isfinite(z), 1 / np.where(np.isfinite(z), z, 1.0), 0.0)
    return ZeroSequence(y, y_earth, y_earth - before, tuple(notes))


def _given(table: Any, name: str) -> Array:
    return table[name].astype(float) if name in table else np.full(len(table), np.nan)


def _lines(
    network: Network, positive: PositiveSequence, options: ShortCircuitOptions, z: Array, y_earth: Array
) -> list[str]:
    line, assumed = network["line"], options.zero_sequence
    part, pi = positive.model.part["line"], positive.model.pi
    is_cable = line["type"] != "ol"
    r1, x1, c1 = line["r_ohm_per_km"], line["x_ohm_per_km"], line["c_nf_per_km"]
    own = [_given(line, name) for name in ("r0_ohm_per_km", "x0_ohm_per_km", "c0_nf_per_km")]
    guess = [
        np.where(is_cable, assumed.cable_r0_r1 * r1, r1 + assumed.earth_return_ohm_per_km),
        np.where(is_cable, assumed.cable_x0_x1, assumed.overhead_x0_x1) * x1,
        np.where(is_cable, assumed.cable_c0_c1, assumed.overhead_c0_c1) * c1,
    ]
    r0, x0, c0 = (np.where(np.isfinite(a), a, b) for a, b in zip(own, guess, strict=True))
    if options.case is Case.MIN:
        r0 = r0 * heating(network, options)
    length, parallel = line["length_km"], line["parallel"]
    from_row, to_row = pi.from_row[part], pi.to_row[part]
    base_ohm = positive.model.vn_kv[from_row] ** 2
    z[part] = (r0 + 1j * x0) * length / parallel / base_ohm
    half = 1j * np.pi * network.f_hz * c0 * 1e-9 * length * parallel * base_ohm
    at_from, at_to = positive.at_from[part], positive.at_to[part]
    # What an open-ended line charges all flows in through its closed end.
    np.add.at(y_earth, from_row, half * at_from * np.where(at_to, 1.0, 2.0))
    np.add.at(y_earth, to_row, half * at_to * np.where(at_from, 1.0, 2.0))
    missing = np.isnan(own[0]) | np.isnan(own[1])
    return ["zero-sequence impedance of lines assumed from their type"] if missing.any() else []


def _windings(group: str) -> tuple[str, str]:
    """High- and low-side winding of a vector group, clock number left out: ``YNd5`` gives ``("YN", "d")``."""
    letters = group.rstrip("0123456789")
    high = "YN" if letters.startswith("YN") else letters[:1].upper()
    return high, letters[len(high) :].lower()


def _transformers(
    network: Network, positive: PositiveSequence, options: ShortCircuitOptions, z: Array, y_earth: Array
) -> list[str]:
    trafo, assumed = network["trafo"], options.zero_sequence
    part, pi, vn_kv = positive.model.part["trafo"], positive.model.pi, positive.model.vn_kv
    vk0, vkr0 = _given(trafo, "vk0_percent"), _given(trafo, "vkr0_percent")
    notes = []
    for row in range(len(trafo)):
        edge = part.start + row
        # Without a vector group a low-voltage winding counts as an earthed star, any other as not earthed.
        group = str(trafo["vector_group"][row]) or ("Dyn" if vn_kv[pi.to_row[edge]] < MEDIUM_KV[0] else "Dd")
        high, low = _windings(group)
        scale = assumed.zigzag_z0_z1 if low == "zn" else assumed.transformer_z0_z1
        z0 = scale * positive.z[edge]
        if np.isfinite(vk0[row]) and np.isfinite(vkr0[row]):
            full, real = vk0[row] / trafo["vk_percent"][row], vkr0[row] / 100
            size = abs(positive.z[edge]) * full
            # |z| in percent of the rating gives the angle.
            angle = np.arccos(min(real / (vk0[row] / 100), 1.0)) if vk0[row] > 0 else np.pi / 2
            z0 = size * np.exp(1j * angle)
        elif high == "YN" or low in ("yn", "zn"):
            notes = ["zero-sequence impedance of transformers assumed from their short-circuit voltage"]
        if high == "YN" and low == "yn":
            z[edge] = z0
        elif low in ("yn", "zn") and high in ("D", "Y"):
            # A star against a star without neutral has only its tank's flux: no path to speak of.
            if (high == "D" or low == "zn") and positive.at_to[edge]:
                y_earth[pi.to_row[edge]] += 1 / z0
        elif high == "YN" and low == "d" and positive.at_from[edge]:
            y_earth[pi.from_row[edge]] += 1 / (z0 * abs(positive.ratio[edge]) ** 2)
    return notes


def _sources(snapshot: Snapshot, positive: PositiveSequence, options: ShortCircuitOptions, y_earth: Array) -> list[str]:
    network, assumed = snapshot.network, options.zero_sequence
    grid = network["ext_grid"]
    at = np.asarray(network.bus_row(grid["bus"]), np.int64)
    y1, _ = source_admittance(snapshot, positive.c, options)
    x0x, r0x0 = _given(grid, f"x0x_{options.case}"), _given(grid, f"r0x0_{options.case}")
    is_given = np.isfinite(x0x) & np.isfinite(r0x0)
    is_high = positive.model.vn_kv[at] > MEDIUM_KV[1]
    x0x = np.where(is_given, x0x, assumed.source_x0_x1)
    r0x0 = np.where(is_given, r0x0, assumed.source_r0_x0)
    for k in np.flatnonzero((y1 != 0) & (is_given | is_high)).tolist():
        x0 = x0x[k] * (1 / y1[k]).imag
        y_earth[at[k]] += 1 / (r0x0[k] * x0 + 1j * x0)
    return ["zero-sequence impedance of the feeding grid assumed"] if np.any(~is_given & is_high) else []


def _neutrals(network: Network, positive: PositiveSequence, neutral: NeutralEarthing, z: Array, y_earth: Array) -> None:
    """Earth the neutral of every medium-voltage bar that has none of its own."""
    vn_kv, pi = positive.model.vn_kv, positive.model.pi
    bars = _bars(network, positive)
    if neutral.treatment is NeutralTreatment.SOLID:
        # An earthing transformer as stiff as the bar's own infeed.
        for bar in bars:
            feeding = np.flatnonzero(pi.to_row[positive.model.part["trafo"]] == bar)
            z1 = positive.z[positive.model.part["trafo"].start + feeding]
            y_earth[bar] += np.sum(1 / z1) if len(z1) else positive.y_source[bar]
    elif neutral.treatment is NeutralTreatment.LOW_RESISTANCE:
        for bar in bars:
            r_ohm = vn_kv[bar] / np.sqrt(3) / neutral.limit_ka
            y_earth[bar] += vn_kv[bar] ** 2 / (3 * r_ohm)
    elif neutral.treatment is NeutralTreatment.RESONANT:
        part = _regions(positive, z)
        for region in {int(part[bar]) for bar in bars}:
            own = [bar for bar in bars if part[bar] == region]
            charge = float(y_earth[part == region].imag.sum())
            coil = charge * (neutral.damping - 1j * (1 + neutral.detuning))
            y_earth[own] += coil / len(own)


def _bars(network: Network, positive: PositiveSequence) -> list[int]:
    trafo, vn_kv = network["trafo"], positive.model.vn_kv
    found = []
    for row, bus in enumerate(np.asarray(network.bus_row(trafo["lv_bus"])).tolist()):
        is_earthed = _windings(str(trafo["vector_group"][row]))[1] in ("yn", "zn")
        if MEDIUM_KV[0] < vn_kv[bus] <= MEDIUM_KV[1] and not is_earthed:
            found.append(bus)
    grid = network["ext_grid"]
    own = np.isfinite(_given(grid, "x0x_max"))
    fed = np.asarray(network.bus_row(grid["bus"][~own])).tolist()
    found += [bus for bus in fed if MEDIUM_KV[0] < vn_kv[bus] <= MEDIUM_KV[1]]
    return sorted(set(found))


def _regions(positive: PositiveSequence, z: Array) -> Array:
    """``(n_node,)`` which galvanically joined part each node is in."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    joined = positive.at_from & positive.at_to & np.isfinite(z)
    n = len(positive.model.vn_kv)
    ends = (positive.model.pi.from_row[joined], positive.model.pi.to_row[joined])
    matrix = csr_matrix((np.ones(len(ends[0])), ends), shape=(n, n))
    return np.asarray(connected_components(matrix, directed=False)[1])
