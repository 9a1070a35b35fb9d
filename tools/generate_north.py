"""Makes ``resources/networks/north.tieline-network``: the district the console starts with.

Run it after the synthesis, the layout or the file format has changed: ``python tools/generate_north.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from engines.exchange.native import pack_network, unpack_network
from engines.exchange.shipped import SUFFIX, ShippedNetwork, write_shipped
from engines.grid.difference import Moment
from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.schematic.layout import schematic_layout
from engines.schematic.map_layout import map_layout
from engines.synthesis.north import YEAR, north

HOURS = range(0, 24, 2)
DAY_OF_MONTH = 15


def main() -> int:
    """Make the file anew; returns the exit code."""
    made = north()
    # As it will be read: profiles in the steps of the file, so that layouts and solutions carry its revision.
    network = unpack_network(*pack_network(made))
    solver = LoadFlowSolver(network)
    moments: list[Moment] = []
    for month in range(1, 13):
        for hour in HOURS:
            snapshot = Snapshot(network).at(np.datetime64(f"{YEAR}-{month:02d}-{DAY_OF_MONTH:02d}T{hour:02d}:00"))
            if not moments:
                verdict = solver.verify(snapshot)
                print(f"verified: {verdict.status}, {verdict.max_dv_pu:.1e} pu")
            moments.append(Moment(snapshot, None, solver.solve(snapshot)))
    shipped = ShippedNetwork(network, schematic_layout(network), map_layout(network), tuple(moments))
    path = Path(__file__).parent.parent / "resources" / "networks" / f"north{SUFFIX}"
    write_shipped(path, shipped)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, structure {network.structure_revision}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
