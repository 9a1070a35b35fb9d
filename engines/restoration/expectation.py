"""The moments a plan must hold for until the repair, from the profiles."""

from __future__ import annotations

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.grid.tracing import power_at

_MOST_MOMENTS = 3


def expected_moments(snapshot: Snapshot, repair_hours: float) -> tuple[Snapshot, ...]:
    """The moments of most and of least net load until the repair, and now; empty without profiles or time.

    Net load is load less generation over the whole network. A gap in the profiles is passed over.
    """
    profiles = snapshot.network.profiles
    if profiles is None or snapshot.time is None or repair_hours <= 0.0:
        return ()
    first = snapshot.time.astype("datetime64[s]")
    step = np.timedelta64(1800, "s")
    count = int(repair_hours * 2)
    everywhere = np.ones(len(snapshot.network.bus), bool)
    found: list[tuple[float, Snapshot]] = []
    for k in range(1, count + 1):
        time = first + k * step
        if not profiles.start <= time < profiles.end:
            break
        moment = snapshot.at(time)
        net = power_at(moment, ("load",), everywhere) - power_at(moment, ("sgen",), everywhere)
        if np.isfinite(net):
            found.append((net, moment))
    if not found:
        return ()
    most, least = max(found, key=lambda f: f[0]), min(found, key=lambda f: f[0])
    chosen = [snapshot, most[1]] + ([least[1]] if least[1] is not most[1] else [])
    return tuple(chosen[:_MOST_MOMENTS])
