"""What an exchange of open points would do to the losses, with the currents that the buses take held still.

Each open point closes a loop when it is closed. With ``C`` the loops over the ways (+1, -1, 0), ``I`` the currents of
the ways and ``r`` their resistances, closing the chord of loop ``l`` and opening way ``k`` of that loop drives
``t = -I_k / C_lk`` around it, so that the losses change by

    dP = R_l |t|² + 2 Re(conj(t) d_l),   R_l = sum(r C_l²),  d_l = sum(r C_l I)

(the branch exchange of Civanlar et al., IEEE Trans. Power Delivery 3(3), 1988, exact for constant currents). All
loops and ways are looked at in a few matrix products.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.reconfiguration_network import SwitchableNetwork
from engines.restoration.reconfiguration_sweep import RadialState

Array = np.ndarray[Any, Any]

TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LoopPicture:
    """Loops of one configuration over those of its tree ways that lie in a loop, then its open ways.

    Attributes:
        way: ``(m,)`` the way of each column.
        is_openable: ``(m,)``.
        chord: ``(n_loop,)`` column that is open in each loop.
        loop: ``(n_loop, m)``; current: ``(n_moment, m)`` complex; r_pu: ``(m,)``.
        weight: ``(n_moment,)``.
    """

    way: Array
    is_openable: Array
    chord: Array
    loop: Array
    current: Array
    r_pu: Array
    weight: Array

    def open_ways(self) -> Array:
        """The ways that are open."""
        return self.way[self.chord]

    def changes_kw(self) -> Array:
        """``(n_loop, m)`` change of the weighted losses by each exchange; infinite where there is none."""
        # In real numbers throughout: the search spends most of its time here.
        real, imaginary = np.ascontiguousarray(self.current.real), np.ascontiguousarray(self.current.imag)
        drop = np.concatenate([self.loop @ (self.r_pu * part).T for part in (real, imaginary)], axis=1)
        currents, weight = np.concatenate([real, imaginary]), np.concatenate([self.weight, self.weight])
        around = np.square(self.loop) @ self.r_pu
        square = weight @ np.square(currents)
        possible = (np.abs(self.loop) > TINY) & self.is_openable
        possible[np.arange(len(self.chord)), self.chord] = False
        turned = np.divide(1.0, self.loop, out=np.zeros_like(self.loop), where=possible)
        change = turned * (around[:, None] * square * turned - 2.0 * (drop * weight) @ currents)
        change *= 1e3
        change[~possible] = np.inf
        return np.asarray(change)

    def exchanged(self, loop: int, column: int) -> LoopPicture:
        """The picture after the exchange, with the same currents taken by the buses."""
        own = self.loop[loop] / self.loop[loop, column]
        current = self.current - self.current[:, column, None] * own[None, :]
        others = self.loop - self.loop[:, column, None] * own[None, :]
        others[loop] = own
        chord = self.chord.copy()
        chord[loop] = column
        return LoopPicture(self.way, self.is_openable, chord, others, current, self.r_pu, self.weight)

    def count(self) -> float:
        """How many sets of openable ways leave a tree: the sum over all minors of ``C`` (Cauchy and Binet)."""
        if not len(self.chord):
            return 1.0
        own = self.loop[:, self.is_openable]
        return float(np.round(np.exp(np.linalg.slogdet(own @ own.T)[1])))

    def sequential_opening(self, end: float = math.inf) -> Array | None:
        """Open ways by closing everything and opening, one after the other, what costs least to open.

        ``None`` where it is not done by ``end`` (of ``time.perf_counter``).

        The meshed network takes the flow with the least losses; the losses that opening way ``k`` adds are
        ``|I_k|² / (C_k^T R^-1 C_k)`` with ``R = C diag(r) C^T`` (after Shirmohammadi and Hong, IEEE Trans. Power
        Delivery 4(2), 1989, who open the least current).
        """
        loop, opened = self.loop.copy(), []
        current = self.current
        while len(loop):
            if time.perf_counter() > end:
                return None
            around = np.linalg.pinv((loop * self.r_pu) @ loop.T, hermitian=True) @ loop
            current = current - (current * self.r_pu) @ loop.T @ around
            ease = (loop * around).sum(axis=0)
            square = self.weight @ np.abs(current) ** 2
            possible = self.is_openable & (np.abs(loop).max(axis=0) > TINY)
            cost = np.where(possible, square / np.maximum(ease, 1e-15), np.inf)
            column = int(cost.argmin())
            opened.append(column)
            row = int(np.abs(loop[:, column]).argmax())
            own = loop[row] / loop[row, column]
            current = current - current[:, column, None] * own[None, :]
            loop = np.delete(loop - loop[:, column, None] * own[None, :], row, axis=0)
            loop[np.abs(loop) < TINY] = 0.0
        return self.way[opened]


def loop_picture(net: SwitchableNetwork, state: RadialState, is_open: Array, weight: Array) -> LoopPicture:
    """The loops of a solved configuration."""
    walk = state.walk
    opened = np.flatnonzero(is_open)
    tail, head = net.tail[opened], net.head[opened]
    # The current of a loop runs along its chord from tail to head, up above the head and down to the tail.
    tree = walk.above(tail).astype(float) - walk.above(head)
    looped = np.flatnonzero(np.any(tree != 0, axis=0))
    n_loop = len(opened)
    way = np.concatenate([walk.way[looped], opened])
    return LoopPicture(
        way=way,
        is_openable=net.is_openable[way],
        chord=len(looped) + np.arange(n_loop),
        loop=np.concatenate([tree[:, looped], np.eye(n_loop)], axis=1),
        current=np.concatenate([state.i_pu[:, looped], np.zeros((len(state.i_pu), n_loop))], axis=1),
        r_pu=np.concatenate([state.r_pu[looped], net.z_pu.real[opened] * state.ratio2[walk.position[head]]]),
        weight=weight,
    )
