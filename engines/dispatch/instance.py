"""A case on a network, as arrays: what the programme is built from.

A *moment* is one step of one scenario; moments lie scenario after scenario, so that whatever couples two of them
asks for :attr:`Horizon.previous`. Switched devices (taps, capacitors, storage modes) belong to steps:
scenarios share them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engines.dispatch.feeder import Feeder
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """The moments.

    Attributes:
        step: ``(n_moment,)`` step of each; previous: ``(n_moment,)`` the moment before it, -1 at a beginning.
        hours: length of a step; weight: ``(n_moment,)`` probability of its scenario.
    """

    n_step: int
    hours: float
    step: Array
    previous: Array
    weight: Array

    def __len__(self) -> int:
        return len(self.step)

    @property
    def is_last(self) -> Array:
        """``(n_moment,)`` whether the horizon ends with it."""
        return np.asarray(self.step == self.n_step - 1)


def make_horizon(n_step: int, hours: float, probability: Array | None = None) -> Horizon:
    """The moments of some scenarios (of one where there is no ``probability``)."""
    weight = np.ones(1) if probability is None else np.asarray(probability, np.float64)
    step = np.tile(np.arange(n_step), len(weight))
    previous = np.arange(len(step)) - 1
    previous[step == 0] = -1
    return Horizon(n_step, hours, step, previous, np.repeat(weight, n_step))


@dataclass(frozen=True, slots=True, eq=False)
class Staircase:
    """A switched device: its positions and how often and far it may move.

    Attributes:
        kind: ``"substation"``, ``"feeder"`` or ``"capacitor"``; at: its place among those.
        name: what a person calls it.
        positions: ``(n,)`` as a person counts them; value: ``(n,)`` what each is worth: the ratio ``k`` of a
            substation, the turns ratio of a transformer, the steps of a bank.
        initial: index into ``positions``.
        max_moves: in the steps of one day; max_steps: at once.
        price: of one move.
        day: ``(n_step,)`` the day each step begins in; empty where all are of one.
    """

    kind: str
    at: int
    name: str
    positions: Array
    value: Array
    initial: int
    max_moves: int
    max_steps: int
    price: float
    day: Array = field(default_factory=lambda: np.empty(0, np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A case attached to a network.

    Attributes:
        snapshot: the network at the beginning, what a device replaces taken out.
        p_load_mw, q_load_mvar: ``(n_moment, n_node)`` consumption that is given (own generation deducted).
        v_min_pu, v_max_pu: ``(n_node,)``.
        branch_mva, branch_pu: ``(n_branch,)`` limits of apparent power and of current (MVA at 1 pu); inf where none.
        v_grid_pu: ``(n_root,)`` voltage above the taps.
        tie: ``(n_root,)`` place in ``case.ties``, -1 for a source without limits.
        staircases: switched devices.
        node: by kind of device (``ren``, ``es``, ``mt``, ``dr``, ``cb``, ``svc``), ``(n,)`` nodes.
        available_mw: ``(n_moment, n_ren)``.
        response_p_mw, response_q_mvar: ``(n_moment, n_dr)`` load of the buses with demand response, part
            of ``p_load_mw``.
        feeder_tap_branch: ``(n_feeder_tap,)`` branches of the feeder; feeder_tap_row: rows in ``trafo``.
        price: ``(n_moment,)`` at the sources.
    """

    case: DispatchCase
    snapshot: Snapshot
    feeder: Feeder
    horizon: Horizon
    p_load_mw: Array
    q_load_mvar: Array
    v_min_pu: Array
    v_max_pu: Array
    branch_mva: Array
    branch_pu: Array
    v_grid_pu: Array
    tie: Array
    staircases: tuple[Staircase, ...]
    node: dict[str, Array]
    available_mw: Array
    response_p_mw: Array
    response_q_mvar: Array
    feeder_tap_branch: Array
    feeder_tap_row: Array
    price: Array

    def node_label(self, node: int) -> str:
        """What a person calls a node: its bus's name or id."""
        bus = self.snapshot.network.bus
        row = int(self.feeder.bus_of_node[node])
        if row >= len(bus):
            return "a transformer's star point"
        name = str(bus["name"][row])
        return f"bus {name}" if name and not name.lower().startswith("bus") else name or str(bus.id[row])
