"""Typical equipment of a 110/20/0.4 kV district; values as pandapower's standard types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class LineKind:
    """A line or cable: ohm, nanofarad and kiloampere as in the line table."""

    std_type: str
    type: str
    r_ohm_per_km: float
    x_ohm_per_km: float
    c_nf_per_km: float
    max_i_ka: float


LINE_KINDS = (
    LineKind("NA2XS2Y 1x240 RM/25 12/20 kV", "cs", 0.122, 0.112, 304.0, 0.421),
    LineKind("NA2XS2Y 1x150 RM/25 12/20 kV", "cs", 0.206, 0.116, 250.0, 0.319),
    LineKind("NA2XS2Y 1x95 RM/25 12/20 kV", "cs", 0.313, 0.132, 216.0, 0.252),
    LineKind("122-AL1/20-ST1A 20.0", "ol", 0.2376, 0.344, 10.3, 0.410),
    LineKind("94-AL1/15-ST1A 20.0", "ol", 0.3060, 0.350, 10.0, 0.350),
    LineKind("70-AL1/11-ST1A 20.0", "ol", 0.4132, 0.360, 9.7, 0.290),
    LineKind("48-AL1/8-ST1A 20.0", "ol", 0.5939, 0.372, 9.5, 0.210),
    LineKind("NAYY 4x150 SE", "cs", 0.208, 0.080, 261.0, 0.270),
)
CABLE_240, CABLE_150, CABLE_95, OVERHEAD_122, OVERHEAD_94, OVERHEAD_70, OVERHEAD_48, LOW_VOLTAGE_150 = range(8)


def line_columns(kinds: Array) -> dict[str, Array]:
    """The electrical columns of lines whose kinds are positions in ``LINE_KINDS``."""
    names = ("std_type", "type", "r_ohm_per_km", "x_ohm_per_km", "c_nf_per_km", "max_i_ka")
    return {name: np.array([getattr(kind, name) for kind in LINE_KINDS])[kinds] for name in names}


_COMMON: dict[str, Any] = {
    "shift_degree": 150.0,
    "tap_side": "hv",
    "tap_neutral": 0.0,
    "tap_step_degree": 0.0,
    "tap_changer_type": "Ratio",
}
_PRIMARY = {"vn_hv_kv": 110.0, "vn_lv_kv": 20.0, "vector_group": "YNd5", "tap_step_percent": 1.5} | _COMMON
_SECONDARY = {"vn_hv_kv": 20.0, "vn_lv_kv": 0.4, "tap_step_percent": 2.5, "tap_min": -2.0, "tap_max": 2.0} | _COMMON


def _primary(sn_mva: float, vk: float, vkr: float, pfe_kw: float, i0: float) -> dict[str, Any]:
    own = {"sn_mva": sn_mva, "vk_percent": vk, "vkr_percent": vkr, "pfe_kw": pfe_kw, "i0_percent": i0}
    return {**_PRIMARY, **own, "tap_min": -9.0, "tap_max": 9.0, "std_type": f"{sn_mva:g} MVA 110/20 kV"}


def _secondary(sn_mva: float, vkr: float, pfe_kw: float, i0: float, group: str) -> dict[str, Any]:
    own = {"sn_mva": sn_mva, "vk_percent": 6.0, "vkr_percent": vkr, "pfe_kw": pfe_kw, "i0_percent": i0}
    return {**_SECONDARY, **own, "vector_group": group, "std_type": f"{sn_mva:g} MVA 20/0.4 kV"}


PRIMARY_TRANSFORMERS = (
    _primary(25.0, 12.0, 0.41, 14.0, 0.07),
    _primary(40.0, 16.2, 0.34, 18.0, 0.05),
    _primary(63.0, 18.0, 0.32, 22.0, 0.04),
)
SECONDARY_TRANSFORMERS = (
    _secondary(0.25, 1.44, 0.8, 0.32, "Yzn5"),
    _secondary(0.4, 1.425, 1.35, 0.3375, "Dyn5"),
    _secondary(0.63, 1.206, 1.65, 0.2619, "Dyn5"),
)


def transformer_columns(catalogue: Sequence[dict[str, Any]], kinds: Array) -> dict[str, Array]:
    """The electrical columns of transformers whose kinds are positions in ``catalogue``, smallest first."""
    return {name: np.array([kind[name] for kind in catalogue])[kinds] for name in catalogue[0]}


def smallest_that_carries(catalogue: Sequence[dict[str, Any]], s_mva: Array, share: float) -> Array:
    """Positions of the smallest that carries ``s_mva`` with ``share`` of its rating, else of the largest."""
    ratings = np.array([kind["sn_mva"] for kind in catalogue]) * share
    return np.minimum(np.searchsorted(ratings, s_mva), len(catalogue) - 1)
