"""A network whose own state is that of a snapshot, so that a study can begin where the live district stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import Network, make_network
from engines.grid.profiles import ProfileAssignment, Profiles
from engines.grid.snapshot import Snapshot, StateKey
from engines.values.frozen import frozen_array

Array = np.ndarray[Any, Any]

LEAST_FACTOR = 1e-3
"""A profile nearer to zero than that cannot be scaled to a value that is not."""
NOTHING_MW = 1e-9


def network_at(snapshot: Snapshot) -> Network:
    """The snapshot's network with its state written into the tables.

    Profiles stay: the base value of what follows one is scaled so that at the snapshot's time it is what the
    snapshot says, and at other times the profile's shape holds. A row whose profile is zero then while the
    snapshot's value is not leaves its profile and stays constant.
    """
    network = snapshot.network
    state: dict[StateKey, Array] = {key: np.asarray(values) for key, values in snapshot.state.items()}
    profiles = network.profiles
    if profiles is not None and snapshot.time is not None:
        profiles = _scaled(profiles, snapshot, state)
    tables = dict(network.tables)
    for (table, column), values in state.items():
        tables[table] = tables[table].with_columns({column: values})
    return make_network(
        network.name,
        tables,
        f_hz=network.f_hz,
        sn_mva=network.sn_mva,
        limits=network.limits,
        profiles=profiles,
        is_geographic=network.is_geographic,
        source=network.source,
        attachments=network.attachments,
    )


def _scaled(profiles: Profiles, snapshot: Snapshot, state: dict[StateKey, Array]) -> Profiles:
    """The profiles without the rows they cannot describe; base values are put into ``state``."""
    assert snapshot.time is not None
    step = profiles.step_at(snapshot.time)
    kept: list[ProfileAssignment] = []
    for a in profiles.assignments:
        wanted = snapshot.column(a.table, a.column)[a.row]
        factor = profiles.factors(a, step)
        can_scale = np.abs(factor) >= LEAST_FACTOR
        is_constant = ~can_scale & (np.abs(wanted) > NOTHING_MW)
        base = snapshot.network[a.table][a.column][a.row]
        column = state.setdefault((a.table, a.column), snapshot.column(a.table, a.column)).copy()
        scaled = wanted / np.where(can_scale, factor, 1.0)
        column[a.row] = np.where(can_scale, scaled, np.where(is_constant, wanted, base))
        state[a.table, a.column] = column
        rows = np.flatnonzero(~is_constant)
        kept.append(ProfileAssignment(a.table, a.column, frozen_array(a.row[rows]), frozen_array(a.shape[rows])))
    return replace(profiles, assignments=tuple(kept))
