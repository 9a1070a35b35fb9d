"""Whether two moments are connected alike, so that what was predicted on the one still speaks of the other."""

from __future__ import annotations

import numpy as np

from engines.grid.schema import STATE_COLUMNS
from engines.grid.snapshot import Snapshot
from engines.values.site import SiteState

_PLACED = ("cuts", "jumpers", "generators", "earths", "dressed")


def is_connected_alike(first: Snapshot, first_site: SiteState, second: Snapshot, second_site: SiteState) -> bool:
    """Same structure, positions, equipment in service, and the same put on the network by people."""
    if first.network.structure_revision != second.network.structure_revision:
        return False
    if any(getattr(first_site, name) != getattr(second_site, name) for name in _PLACED):
        return False
    columns = [("switch", "position"), *((t, "in_service") for t, c in STATE_COLUMNS.items() if "in_service" in c)]
    for key in columns:
        old, new = first.column(*key), second.column(*key)
        if old is not new and not np.array_equal(old, new):
            return False
    return True
