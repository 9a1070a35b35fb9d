"""Load flow of a radial configuration, many moments at once, by backward and forward sweep.

Nodes are numbered along a depth-first walk, so that what lies below a node is one stretch of the numbering: the sum
of all currents below it, and of all voltage drops above it, are differences of running sums and cost a few array
operations whatever the shape of the tree (the sweep itself: Shirmohammadi et al., "A compensation-based power flow
method", IEEE Trans. Power Systems 3(2), 1988; closed ways that no switch opens are compensated as there).

Ideal transformers vanish by referring everything to the root: with ``a`` the product of the ratios on the way,
``V' = a V``, ``I' = I / conj(a)``, ``z' = |a|² z``, ``y' = y / |a|²``.

What it leaves out: a generator's voltage control (it injects its power) and ratios that do not match around a loop
no switch opens. It ranks; what is accepted is solved again by the real engine.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.reconfiguration_demand import Demand
from engines.restoration.reconfiguration_network import SwitchableNetwork
from engines.restoration.reconfiguration_walk import Walk, Walker

Array = np.ndarray[Any, Any]

TOLERANCE_PU = 1e-8
MOST_SWEEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class RadialState:
    """A solved configuration.

    Attributes:
        walk: its tree.
        i_pu: ``(n_moment, n)`` complex current into each position, referred to the root.
        r_pu: ``(n,)`` resistance of the way to each position, referred to the root; ratio2 ``(n,)`` is |a|² at each
            position.
        loss_kw: ``(n_moment,)``; weighted_loss: their sum over the hours, kWh (kW for a single moment of one hour).
        excess: ``(n_moment,)`` how far limits are exceeded, relative to the limits; 0 where all are kept.
        weighted_excess: its sum over the hours.
    """

    walk: Walk
    i_pu: Array
    r_pu: Array
    ratio2: Array
    loss_kw: Array
    weighted_loss: float
    excess: Array
    weighted_excess: float


class RadialFlow:
    """Solves configurations of one network under one demand.

    Attributes:
        solved: how many so far.
    """

    def __init__(self, net: SwitchableNetwork, demand: Demand) -> None:
        self._net, self._demand = net, demand
        self._walker = Walker(net)
        self._log_ratio = np.log(net.ratio.astype(complex))
        self._r, self._x = net.z_pu.real.copy(), net.z_pu.imag.copy()
        self._shunt = demand.shunt_pu.copy()
        for end in (net.tail, net.head):
            np.add.at(self._shunt.T, end, self._end_shunt(end is net.tail)[:, None])
        self._has_shunt = bool(np.any(self._shunt) or np.any(net.shunt_pu))
        self._has_limit = bool(np.isfinite(net.normal_percent).any())
        self.solved, self._seconds = 0, 0.0

    def _end_shunt(self, at_tail: bool) -> Array:
        # The pi stands behind the ideal transformer: seen from the tail its shunt is divided by the ratio squared.
        shunt = self._net.shunt_pu
        return np.asarray(shunt / np.abs(self._net.ratio) ** 2 if at_tail else shunt)

    def solve(self, is_open: Array, chords: Array) -> RadialState | None:
        """The configuration with the ways ``is_open`` open; ``None`` where it is no tree or has no solution."""
        begin = time.perf_counter()
        walk = self._walker.walk(is_open, chords)
        if walk is None:
            return None
        state = _Sweep(self, walk, is_open).run()
        self.solved += 1
        self._seconds += time.perf_counter() - begin
        return state

    @property
    def seconds_each(self) -> float:
        """What one solution has taken on average."""
        return self._seconds / max(1, self.solved)

    def shunts(self, is_open: Array) -> Array:
        """``(n_moment, n_node)`` shunt admittances, those of open ways where they are still charged."""
        net, shunt = self._net, self._shunt
        for way in np.flatnonzero(is_open & (net.shunt_pu != 0)).tolist():
            shunt = shunt.copy() if shunt is self._shunt else shunt
            tail, head, y = int(net.tail[way]), int(net.head[way]), net.shunt_pu[way]
            seen = y / abs(net.ratio[way]) ** 2
            shunt[:, tail] -= seen
            shunt[:, head] -= y
            if net.charged_from[way] == tail:
                shunt[:, tail] += 2 * seen
            elif net.charged_from[way] == head:
                shunt[:, head] += 2 * y
        return shunt


class _Sweep:
    """One configuration being solved."""

    def __init__(self, flow: RadialFlow, walk: Walk, is_open: Array) -> None:
        net, demand = flow._net, flow._demand
        self._net, self._demand, self._walk = net, demand, walk
        n = len(walk.node)
        self._at = np.arange(n)
        by_end = np.argsort(walk.end, kind="stable")
        self._by_end = by_end
        self._ended = np.searchsorted(walk.end[by_end], self._at, "right")
        step = flow._log_ratio[walk.way] * np.where(walk.downward, 1.0, -1.0)
        step[0] = 0.0
        log_a = self._down(step[None, :])[0]
        self.ratio2 = np.exp(2 * log_a.real)
        at_head = np.where(walk.downward, self._at, walk.parent)
        self._scale = self.ratio2[at_head]
        self.z = net.z_pu[walk.way] * self._scale
        self.z[0] = 0.0
        self._power = demand.power[:, :, walk.node]
        self._y = flow.shunts(is_open)[:, walk.node] / self.ratio2 if flow._has_shunt else None
        self._limits_matter = flow._has_limit
        self._loops: Array | None = None
        if len(walk.chords):
            self._loops = walk.above(net.head[walk.chords]) * 1.0 - walk.above(net.tail[walk.chords])
            scale = self.ratio2[walk.position[net.head[walk.chords]]]
            self._chord_z = net.z_pu[walk.chords] * scale
            loop_z = (self._loops * self.z) @ self._loops.T + np.diag(self._chord_z)
            self._loop_y = np.linalg.pinv(loop_z)

    def _down(self, drop: Array) -> Array:
        """Sum over each position and all above it."""
        running = np.cumsum(drop, axis=1)
        ended = np.zeros((len(drop), drop.shape[1] + 1), drop.dtype)
        np.cumsum(drop[:, self._by_end], axis=1, out=ended[:, 1:])
        return np.asarray(running - ended[:, self._ended])

    def _up(self, current: Array) -> Array:
        """Sum over each position and all below it."""
        total = np.zeros((len(current), current.shape[1] + 1), current.dtype)
        np.cumsum(current, axis=1, out=total[:, 1:])
        return np.asarray(total[:, self._walk.end] - total[:, self._at])

    def run(self) -> RadialState | None:
        v = np.ones(self._power.shape[1:], complex)
        constant = self._power[0]
        chord = np.zeros((len(v), 0), complex)
        with np.errstate(all="ignore"):
            for _ in range(MOST_SWEEPS):
                power = constant
                if len(self._power) > 1:
                    vm2 = (v.real**2 + v.imag**2) / self.ratio2
                    power = constant + self._power[1] * vm2 + self._power[2] * np.sqrt(vm2)
                load = np.conj(power / v)
                if self._y is not None:
                    load += self._y * v
                current = self._up(load)
                if self._loops is not None:
                    # The chord carries what its ends' difference drives through the loop, from tail to head.
                    chord = ((current * self.z) @ self._loops.T) @ self._loop_y.T
                    current = current - chord @ self._loops
                new = 1.0 - self._down(current * self.z)
                change = np.abs(new - v).max()
                v = new
                if not np.isfinite(change):
                    return None
                if change < TOLERANCE_PU:
                    return self._state(v, current, chord)
        return None

    def _state(self, v: Array, current: Array, chord: Array) -> RadialState:
        walk = self._walk
        r = self.z.real
        loss = (current.real**2 + current.imag**2) @ r
        vm2 = (v.real**2 + v.imag**2) / self.ratio2
        if len(walk.chords):
            loss = loss + (chord.real**2 + chord.imag**2) @ self._chord_z.real
        if self._y is not None:
            loss = loss + ((self._y.real * self.ratio2 - self._demand.shunt_pu.real[:, walk.node]) * vm2).sum(axis=1)
        loss_kw = 1e3 * loss
        weight = self._demand.weight
        excess = self._excess(vm2, current)
        sums = float(weight @ loss_kw), float(weight @ excess)
        return RadialState(walk, current, r, self.ratio2, loss_kw, sums[0], excess, sums[1])

    def _excess(self, vm2: Array, current: Array) -> Array:
        net, walk = self._net, self._walk
        vm = np.sqrt(vm2)
        low, high = net.min_pu[walk.node], net.max_pu[walk.node]
        with np.errstate(invalid="ignore"):
            beyond = np.maximum(0.0, 1 - vm / np.where(low > 0, low, 1e-9)) + np.maximum(0.0, vm / high - 1)
        total: Array = beyond.sum(axis=1)
        if not self._limits_matter:
            return total
        # |I'| |a| is the current in per unit of the node's own voltage.
        way, scale = walk.way, np.sqrt(self._scale)
        at_head = np.abs(current) * scale
        percent = at_head * net.head_percent[way]
        np.fmax(percent, at_head / np.abs(net.ratio[way]) * net.tail_percent[way], out=percent)
        over = np.nan_to_num(percent / net.normal_percent[way]) - 1
        over[:, 0] = 0.0
        return np.asarray(total + np.maximum(0.0, over).sum(axis=1))
