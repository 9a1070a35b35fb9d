"""Lines, transformers and impedances: values that cannot be solved with, or look wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engines.exchange.checks.wording import ERROR, NOTE, WARNING, in_service, tell
from engines.grid.network import Network
from engines.grid.ratings import NO_LIMIT_KA, NO_RATING_MVA
from engines.values.validation import Finding

Array = np.ndarray[Any, Any]

LONGEST_KM = 1000.0
"""Longer than any line of a distribution network by far."""


def check_branches(network: Network) -> Iterator[Finding]:
    """Everything that concerns what connects buses."""
    yield from _lines(network)
    yield from _line_limits(network)
    yield from _transformers(network)
    yield from _ratings(network)
    yield from _rated_voltages(network)
    yield from _taps(network)
    impedance = network["impedance"]
    zero = in_service(impedance) & ~(np.abs(impedance["rft_pu"]) + np.abs(impedance["xft_pu"]) > 0)
    yield from tell(
        ERROR, network, "impedance", zero, "xft_pu", "has no impedance", "replace it by a closed bus-bus switch"
    )


def _lines(network: Network) -> Iterator[Finding]:
    line = network["line"]
    active, length = in_service(line), line["length_km"]
    r, x = line["r_ohm_per_km"], line["x_ohm_per_km"]
    remedy = "correct the length in km"
    yield from tell(ERROR, network, "line", active & ~np.isfinite(length), "length_km", "has no length", remedy)
    negative = active & (length < 0)
    yield from tell(
        ERROR, network, "line", negative, "length_km", lambda k: f"has a negative length ({length[k]:g} km)", remedy
    )
    long = active & (length > LONGEST_KM)
    yield from tell(
        WARNING,
        network,
        "line",
        long,
        "length_km",
        lambda k: f"is {length[k]:g} km long, which looks like metres",
        remedy,
    )
    unknown = active & ~(np.isfinite(r) & np.isfinite(x))
    yield from tell(
        ERROR, network, "line", unknown, "r_ohm_per_km", "has no impedance values", "give r and x in ohm per km"
    )
    zero = active & ~unknown & (length >= 0) & ((np.abs(r) + np.abs(x)) * length == 0)
    remedy = "replace it by a closed bus-bus switch or give it its length and impedance"
    yield from tell(ERROR, network, "line", zero, "length_km", "has zero impedance", remedy)
    yield from tell(
        WARNING, network, "line", active & (r < 0), "r_ohm_per_km", "has a negative resistance", "check its sign"
    )
    loop = active & (line["from_bus"] == line["to_bus"])
    yield from tell(WARNING, network, "line", loop, "to_bus", "begins and ends at the same bus", "correct one end")
    yield from _levels(network)


def _levels(network: Network) -> Iterator[Finding]:
    line = network["line"]
    ends = [_bus_kv(network, line[column]) for column in ("from_bus", "to_bus")]
    apart = in_service(line) & (np.abs(ends[0] - ends[1]) > 0.05 * np.fmax(ends[0], ends[1]))
    yield from tell(
        WARNING,
        network,
        "line",
        apart,
        "to_bus",
        lambda k: f"joins buses of {ends[0][k]:g} kV and {ends[1][k]:g} kV",
        "check the bus voltages, or put a transformer there",
    )


def _line_limits(network: Network) -> Iterator[Finding]:
    line = network["line"]
    limit = line["max_i_ka"]
    none = in_service(line) & ~(limit > 0)
    remedy = "give the thermal limit in kA"
    yield from tell(WARNING, network, "line", none, "max_i_ka", "has no current limit, so no loading", remedy)
    endless = int(np.count_nonzero(limit >= NO_LIMIT_KA))
    if endless:
        text = f"{endless} lines have a limit of {NO_LIMIT_KA:g} kA or more, which means none: they count as not rated"
        yield Finding(NOTE, "line", "max_i_ka", text, remedy)


def _transformers(network: Network) -> Iterator[Finding]:
    trafo = network["trafo"]
    active, vk, vkr = in_service(trafo), trafo["vk_percent"], trafo["vkr_percent"]
    for column in ("sn_mva", "vn_hv_kv", "vn_lv_kv"):
        missing = active & ~(trafo[column] > 0)
        yield from tell(
            ERROR, network, "trafo", missing, column, f"has no positive {column}", "fill it in from the name plate"
        )
    none = active & ~(np.abs(vk) > 0)
    yield from tell(ERROR, network, "trafo", none, "vk_percent", "has no impedance", "fill in vk_percent")
    wrong = active & ~none & ~(np.abs(vkr) <= np.abs(vk) * (1 + 1e-9))
    yield from tell(
        ERROR,
        network,
        "trafo",
        wrong,
        "vkr_percent",
        lambda k: f"has vkr_percent {vkr[k]:g} above its vk_percent {vk[k]:g}, or none",
        "correct them",
    )
    turned = active & (trafo["vn_hv_kv"] < trafo["vn_lv_kv"])
    yield from tell(
        WARNING, network, "trafo", turned, "vn_hv_kv", "has its low voltage on the high side", "swap the sides"
    )


def _ratings(network: Network) -> Iterator[Finding]:
    endless = int(np.count_nonzero(network["trafo"]["sn_mva"] >= NO_RATING_MVA))
    if endless:
        text = (
            f"{endless} transformers are rated {NO_RATING_MVA:g} MVA or more, which means none: they count as not rated"
        )
        yield Finding(NOTE, "trafo", "sn_mva", text, "give the rated power in MVA")


def _rated_voltages(network: Network) -> Iterator[Finding]:
    trafo = network["trafo"]
    for bus, rated in (("hv_bus", "vn_hv_kv"), ("lv_bus", "vn_lv_kv")):
        nominal, own = _bus_kv(network, trafo[bus]), trafo[rated]
        ratio = np.divide(own, nominal, out=np.full(len(trafo), np.nan), where=nominal > 0)
        off = in_service(trafo) & ((ratio > 1.3) | (ratio < 0.7))
        yield from tell(
            WARNING,
            network,
            "trafo",
            off,
            rated,
            lambda k, own=own, nominal=nominal: f"is rated {own[k]:g} kV at a bus of {nominal[k]:g} kV",  # type: ignore[misc]
            "check the rated voltage and the bus it stands at",
        )


def _taps(network: Network) -> Iterator[Finding]:
    for kind in ("trafo", "trafo3w"):
        table = network[kind]
        position = table["tap_pos"]
        off = in_service(table) & (np.nan_to_num(position - _real(table, "tap_neutral")) != 0)
        step = np.nan_to_num(_real(table, "tap_step_percent")) + np.nan_to_num(_real(table, "tap_step_degree"))
        by_table = table["tap_dependency_table"] if "tap_dependency_table" in table else np.zeros(len(table))
        typeless = table["tap_changer_type"] == "" if "tap_changer_type" in table else np.ones(len(table), bool)
        yield from tell(
            WARNING,
            network,
            kind,
            off & (step != 0) & typeless & ~(by_table == 1),
            "tap_changer_type",
            lambda k, p=position: f"stands at tap {p[k]:g} but names no tap changer type: the tap has no effect",  # type: ignore[misc]
            "write Ratio, Symmetrical or Ideal if the tap shall act",
        )
        outside = (position < _real(table, "tap_min")) | (position > _real(table, "tap_max"))
        yield from tell(
            WARNING, network, kind, outside, "tap_pos", "stands outside its tap range", "correct position or range"
        )


def _real(table: Any, column: str) -> Array:
    return np.asarray(table[column], np.float64) if column in table else np.full(len(table), np.nan)


def _bus_kv(network: Network, bus_index: Array) -> Array:
    rows = network.bus_row(bus_index)
    if len(network.bus) == 0:
        return np.full(len(rows), np.nan)
    return np.where(rows >= 0, network.bus["vn_kv"][rows], np.nan)
