"""RBTS bus 2, arrangement A, as a document.

Allan, Billinton, Sjarief, Goel and So: "A reliability test system for educational purposes - basic distribution system
data and results", IEEE Trans. Power Systems 6(2), 1991. Fuses on the laterals, disconnectors on the main sections,
a tie at every feeder end, transformers repaired. Bus numbers are our own; bus 24 is the 11 kV bar.
"""

from __future__ import annotations

from typing import Any

# Bus, average MW, customers.
_LOAD_POINTS = """
1 0.535 210  2 0.535 210  3 0.535 210  4 0.566 1  5 0.566 1  6 0.454 10  7 0.454 10  8 1.000 1  9 1.150 1
10 0.535 210  11 0.535 210  12 0.450 200  13 0.566 1  14 0.566 1  15 0.454 10  16 0.454 10  17 0.450 200
18 0.450 200  19 0.450 200  20 0.566 1  21 0.566 1  22 0.454 10
"""
# From, to, km, protection (breaker, fuse, disconnector), transformer.
_SECTIONS = """
24 25 0.75 b 0  25 1 0.60 f 1  25 2 0.80 f 1  25 26 0.75 d 0  26 3 0.80 f 1  26 4 0.60 f 1  26 27 0.75 d 0
27 5 0.80 f 1  27 6 0.75 f 1  27 28 0.60 d 0  28 7 0.80 f 1
24 29 0.75 b 0  29 8 0.80 f 0  29 30 0.60 d 0  30 9 0.80 f 0
24 31 0.75 b 0  31 10 0.60 f 1  31 32 0.80 d 0  32 11 0.75 f 1  32 12 0.80 f 1  32 33 0.60 d 0  33 13 0.75 f 1
33 14 0.80 f 1  33 34 0.75 d 0  34 15 0.60 f 1
24 35 0.80 b 0  35 16 0.75 f 1  35 17 0.60 f 1  35 36 0.75 d 0  36 18 0.60 f 1  36 19 0.80 f 1  36 37 0.75 d 0
37 20 0.80 f 1  37 38 0.60 d 0  38 21 0.75 f 1  38 22 0.80 f 1
"""
_KIND = {"b": "breaker", "f": "fuse", "d": "disconnector"}


def rbts_bus2_a() -> dict[str, Any]:
    """The document, made anew each time."""
    points, words = _LOAD_POINTS.split(), _SECTIONS.split()
    sections: list[dict[str, Any]] = [
        {
            "from": int(words[k]),
            "to": int(words[k + 1]),
            "length_km": float(words[k + 2]),
            "protection": _KIND[words[k + 3]],
            "transformer": words[k + 4] == "1",
        }
        for k in range(0, len(words), 5)
    ]
    sections.append({"from": 23, "to": 24, "length_km": 0.0, "protection": "breaker", "breaker_at": "to"})
    return {
        "load_points": [
            {"bus": int(points[k]), "p_mw": float(points[k + 1]), "customers": int(points[k + 2])}
            for k in range(0, len(points), 3)
        ],
        "sections": sections,
        "rates": {
            "line_failures_per_km_year": 0.065,
            "line_repair_h": 5.0,
            "switching_h": 1.0,
            "transformer_failures_per_year": 0.015,
            "transformer_repair_h": 200.0,
        },
        "supply": {"source_bus": 23, "substation_bus": 24, "alternative_supply_buses": [28, 30, 34, 38]},
    }
