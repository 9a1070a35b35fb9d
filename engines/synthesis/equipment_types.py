"""Typical equipment of a 110/20/0.4 kV district; line values as pandapower's standard types."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineKind:
    """A line or cable: ohm, nanofarad and kiloampere as in the line table."""

    std_type: str
    type: str
    r_ohm_per_km: float
    x_ohm_per_km: float
    c_nf_per_km: float
    max_i_ka: float


CABLE_240 = LineKind("NA2XS2Y 1x240 RM/25 12/20 kV", "cs", 0.122, 0.112, 304.0, 0.421)
CABLE_150 = LineKind("NA2XS2Y 1x150 RM/25 12/20 kV", "cs", 0.206, 0.116, 250.0, 0.319)
OVERHEAD_94 = LineKind("94-AL1/15-ST1A 20.0", "ol", 0.306, 0.35, 10.0, 0.35)
OVERHEAD_70 = LineKind("70-AL1/11-ST1A 20.0", "ol", 0.4132, 0.36, 9.7, 0.29)

PRIMARY_TRANSFORMER = {
    "sn_mva": 40.0,
    "vn_hv_kv": 110.0,
    "vn_lv_kv": 20.0,
    "vk_percent": 16.2,
    "vkr_percent": 0.34,
    "pfe_kw": 18.0,
    "i0_percent": 0.05,
    "shift_degree": 150.0,
    "vector_group": "YNd5",
    "tap_side": "hv",
    "tap_neutral": 0.0,
    "tap_min": -9.0,
    "tap_max": 9.0,
    "tap_step_percent": 1.5,
    "tap_step_degree": 0.0,
    "tap_pos": -1.0,
    "tap_changer_type": "Ratio",
    "std_type": "40 MVA 110/20 kV",
}
SECONDARY_TRANSFORMER = {
    "sn_mva": 0.63,
    "vn_hv_kv": 20.0,
    "vn_lv_kv": 0.4,
    "vk_percent": 6.0,
    "vkr_percent": 1.206,
    "pfe_kw": 1.03,
    "i0_percent": 0.2,
    "shift_degree": 150.0,
    "vector_group": "Dyn5",
    "tap_side": "hv",
    "tap_neutral": 0.0,
    "tap_min": -2.0,
    "tap_max": 2.0,
    "tap_step_percent": 2.5,
    "tap_step_degree": 0.0,
    "tap_pos": 0.0,
    "tap_changer_type": "Ratio",
    "std_type": "0.63 MVA 20/0.4 kV",
}

FEEDER_NAMES = (
    "Harbour", "Old town", "Mill road", "Airport", "Quarry", "Lakeside", "Station", "Hospital", "Campus", "Depot",
    "Orchard", "Foundry", "Vineyard", "Stadium", "Windmill", "Priory", "Meadow", "Brickworks", "Sawmill", "Castle",
    "Riverside", "Market", "Observatory", "Dairy", "Tannery", "Lighthouse", "Garden city", "Woodland", "Cement works",
    "Ferry", "Chapel", "Gasworks", "Brewery", "Racecourse", "Reservoir", "Abbey", "Ironworks", "Moorland", "Bakery",
    "Hillside",
)  # fmt: skip
STATION_NAMES = ("NORTH", "SOUTH", "EAST", "WEST", "CENTRE", "VALLEY", "HEATH", "COAST", "FOREST", "BRIDGE")
