"""Picking up as a mixed-integer linear programme on the skeleton: what is fed, through which switches, how far it goes.

Variables: per dead zone whether it is fed; per join whether it carries, and from which side; powers along branches and
joins; squared voltages. Loadings are cut by a polygon around the circle of apparent power, so that the programme never
forbids what the load flow allows, and losses are counted from below: its bound on unserved load holds for the load flow
too, where loads keep their power and nothing is meshed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.restoration.arrangement import Arrangement, DeadArea
from engines.restoration.core_network import CoreNetwork
from engines.restoration.loading_rows import add_cap, add_losses, has_loss
from engines.restoration.programme import Rows, solve_programme

Array = np.ndarray[Any, Any]
_WITH_LOSSES = 1.15


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What the solver found.

    Attributes:
        feeding: joins that carry; value: of the objective; bound: no solution is better.
        is_optimal: proven so within the time.
    """

    feeding: frozenset[int]
    value: float
    bound: float
    is_optimal: bool
    columns: Array


class LinearModel:
    """The programme of one dead area; limits can be tightened where a full load flow contradicted it."""

    def __init__(self, area: DeadArea, core: CoreNetwork) -> None:
        self.area, self.core, self.state = area, core, area.state
        self.drop_factor = 1.0
        self._drops: list[tuple[int, int]] = []
        self.zones = np.flatnonzero(area.within_reach).tolist()
        inside = area.within_reach | area.stays_live
        self.joins = [j for j in (*area.attaching, *area.inner) if inside[self.state.ends[j]].all()]
        self.rows = Rows()
        self._number()
        self.low = np.full(self.n, -np.inf)
        self.high = np.full(self.n, np.inf)
        self.is_whole = np.zeros(self.n, bool)
        self._bound_columns()
        self._balance_row: dict[int, tuple[int, int]] = {}
        self._topology_rows()
        self._power_rows()
        self._voltage_rows()

    def _number(self) -> None:
        n = 0

        def take(count: int) -> int:
            nonlocal n
            n += count
            return n - count

        z, m, b, k = len(self.zones), len(self.joins), len(self.core.branches), len(self.core.nodes)
        self.y = dict(zip(self.zones, range(take(z), take(0)), strict=True))
        self.into_second = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.into_first = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.opened = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.reach = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.p_join = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.q_join = dict(zip(self.joins, range(take(m), take(0)), strict=True))
        self.p, self.q, self.w, self.loss = take(b), take(b), take(k), take(b)
        self.n = n

    def _bound_columns(self) -> None:
        state, area, core = self.state, self.area, self.core
        known = np.array([w for w in core.w0 if np.isfinite(w)])
        self.top_w = float(known.max(initial=1.0 if not len(known) else 0.0))
        for group in (self.y, self.into_second, self.into_first, self.opened):
            columns = list(group.values())
            self.low[columns], self.high[columns] = 0.0, 1.0
            self.is_whole[columns] = group is not self.opened
        for j in self.joins:
            a, b = state.ends[j].tolist()
            # Nothing feeds back into what is live.
            if area.stays_live[a]:
                self.high[self.into_first[j]] = 0.0
            if area.stays_live[b]:
                self.high[self.into_second[j]] = 0.0
            if not state.is_closed[j]:
                self.high[self.opened[j]] = 0.0
        for k in range(len(core.nodes)):
            low = core.low_w[k]
            if np.isfinite(core.w0[k]):
                low = min(low, core.w0[k])
            self.low[self.w + k] = low
            # Nothing in the dead part holds up a voltage.
            self.high[self.w + k] = max(low, self.top_w)
        for k in core.roots:
            self.low[self.w + k] = self.high[self.w + k] = core.w0[k]

    def _topology_rows(self) -> None:
        state, add = self.state, self.rows.add
        entering: dict[int, dict[int, float]] = {zone: {} for zone in self.zones}
        count: dict[int, dict[int, float]] = {zone: {} for zone in self.zones}
        most = float(len(self.zones))
        for j in self.joins:
            a, b = state.ends[j].tolist()
            ahead, back, reach = self.into_second[j], self.into_first[j], self.reach[j]
            add({ahead: 1.0, back: 1.0}, 0.0, 1.0)
            add({reach: 1.0, ahead: -most}, -np.inf, 0.0)
            add({reach: 1.0, back: most}, 0.0, np.inf)
            if b in entering:
                entering[b][ahead] = 1.0
                count[b][reach] = 1.0
                add({back: 1.0, self.y[b]: -1.0}, -np.inf, 0.0)
            if a in entering:
                entering[a][back] = 1.0
                count[a][reach] = -1.0
                add({ahead: 1.0, self.y[a]: -1.0}, -np.inf, 0.0)
            if not state.is_closed[j]:
                continue
            for zone in (a, b):
                if zone in self.y:
                    terms = {self.opened[j]: 1.0, ahead: 1.0, back: 1.0, self.y[zone]: -1.0}
                    add(terms, 0.0, np.inf)
            if not state.may_operate[j]:
                self.high[self.opened[j]] = 0.0
        for zone in self.zones:
            add({**entering[zone], self.y[zone]: -1.0}, 0.0, 0.0)
            add({**count[zone], self.y[zone]: -1.0}, 0.0, 0.0)

    def _power_rows(self) -> None:
        core, add = self.core, self.rows.add
        loads = np.abs(core.p_mw), np.abs(core.q_mvar)
        # Losses come on top of the loads; more than this share never is the best.
        most = tuple(_WITH_LOSSES * float(v.sum()) + 1e-6 for v in loads)
        self.most_mva = float(np.hypot(most[0], most[1]))
        add_losses(self)
        for first, load, at_join, total in (
            (self.p, core.p_mw, self.p_join, most[0]),
            (self.q, core.q_mvar, self.q_join, most[1]),
        ):
            balance: list[dict[int, float]] = [{} for _ in core.nodes]
            for k, branch in enumerate(core.branches):
                balance[branch.near][first + k] = -1.0
                balance[branch.far][first + k] = 1.0
                self.low[first + k], self.high[first + k] = -total, total
                ohm = branch.r_pu if first == self.p else branch.x_pu
                if has_loss(self.core.branches[k], self.most_mva):
                    # Powers are those at the middle: each end gives half the losses.
                    balance[branch.near][self.loss + k] = balance[branch.far][self.loss + k] = -0.5 * ohm
            for j in self.joins:
                a, b = core.terminals[j]
                column = at_join[j]
                balance[a][column] = balance[a].get(column, 0.0) - 1.0
                balance[b][column] = balance[b].get(column, 0.0) + 1.0
                ahead, back = self.into_second[j], self.into_first[j]
                # Where nothing generates, power goes the way supply does.
                against = 0.0 if min(load, default=0.0) >= 0.0 else total
                add({column: 1.0, ahead: -total, back: -against}, -np.inf, 0.0)
                add({column: 1.0, back: total, ahead: against}, 0.0, np.inf)
            for k in range(len(core.nodes)):
                if k in core.roots:
                    continue
                terms = balance[k]
                zone = core.zone[k]
                if zone in self.y and load[k]:
                    terms = {**terms, self.y[zone]: -float(load[k])}
                if terms:
                    add(terms, 0.0, 0.0)
        for k in range(len(core.branches)):
            add_cap(self, k, core.branches[k].cap_mva)

    def _voltage_rows(self) -> None:
        core, add = self.core, self.rows.add
        for k, branch in enumerate(core.branches):
            now = core.w0[branch.far] - core.w0[branch.near] if branch.zone < 0 else 0.0
            terms = {
                self.w + branch.far: 1.0,
                self.w + branch.near: -1.0,
                self.p + k: 2 * branch.r_pu,
                self.q + k: 2 * branch.x_pu,
            }
            now = float(np.nan_to_num(now))
            self._drops.append((len(self.rows.index) + 2, len(self.rows.index) + 4))
            add(terms, now, now)
        for j in self.joins:
            a, b = (self.w + node for node in core.terminals[j])
            ahead, back = self.into_second[j], self.into_first[j]
            for first, second in ((a, b), (b, a)):
                apart = max(float(self.high[first] - self.low[second]), 0.0)
                add({first: 1.0, second: -1.0, ahead: apart, back: apart}, -np.inf, apart)

    def tighten_branch(self, k: int, share: float) -> None:
        """Let a branch of the skeleton carry only ``share`` of what it might."""
        branch = self.core.branches[k]
        branch.cap_mva = min(branch.cap_mva, self.most_mva + float(np.hypot(branch.p0_mw, branch.q0_mvar))) * share
        add_cap(self, k, branch.cap_mva)

    def deepen_drops(self, factor: float) -> None:
        """Let every voltage drop count ``factor`` times: what the linear equations leave out of the losses."""
        for start, end in self._drops:
            for k in range(start, end):
                self.rows.coefficient[k] *= factor / self.drop_factor
        self.drop_factor = factor

    def drop_w(self, columns: Array, node: int) -> float:
        """Drop of the squared voltage at a node against the highest there is, as the programme saw it."""
        top = max((self.core.w0[k] for k in self.core.roots), default=1.0)
        return top - float(columns[self.w + node])

    def raise_voltage(self, node: int, by_w: float) -> None:
        """Ask more of the squared voltage at a node of the skeleton; never more than it has now."""
        most = self.core.w0[node] if np.isfinite(self.core.w0[node]) else self.top_w
        self.low[self.w + node] = min(self.low[self.w + node] + by_w, most)

    def forbid(self, feeding: frozenset[int]) -> None:
        """Exclude exactly this set of carrying joins."""
        terms: dict[int, float] = {}
        for j in self.joins:
            sign = 1.0 if j in feeding else -1.0
            terms[self.into_second[j]] = terms[self.into_first[j]] = sign
        self.rows.add(terms, -np.inf, len(feeding) - 1.0)

    def served(self, weight: Array) -> dict[int, float]:
        """Objective: what is fed, by a weight per zone (``(n_zone,)``), to be made large."""
        return {self.y[zone]: float(weight[zone]) for zone in self.zones if weight[zone]}

    def effort(self) -> dict[int, float]:
        """Objective: what the operations take in seconds, to be made small."""
        state = self.state
        cost: dict[int, float] = {}
        for j in self.joins:
            # A hundredth of a second for each operation tells equal efforts of fewer operations apart.
            seconds = float(state.effort_s[j]) + 0.01
            if state.is_closed[j]:
                cost[self.opened[j]] = seconds
            else:
                cost[self.into_second[j]] = cost[self.into_first[j]] = seconds
        for zone in self.zones:
            outward = self._closed_outward(zone)
            if outward:
                cost[self.y[zone]] = outward
        return cost

    def _closed_outward(self, zone: int) -> float:
        """Effort of opening what ties a zone to something that must stay dead."""
        state, known = self.state, set(self.joins)
        at = np.flatnonzero((state.ends == zone).any(axis=1) & state.is_closed)
        return sum(float(state.effort_s[j]) + 0.01 for j in at.tolist() if j not in known)

    def keep(self, terms: Mapping[int, float], low: float, high: float) -> None:
        """Hold an objective of before within a range."""
        self.rows.add(terms, low, high)

    def _start(self, given: Arrangement) -> dict[int, float]:
        """The whole-numbered columns of an arrangement, for the solver to begin with."""
        columns = {column: float(given.served[zone]) for zone, column in self.y.items()}
        ends = self.state.ends
        fed = self.area.stays_live.copy()
        waiting = set(given.feeding)
        while waiting:
            now = [j for j in waiting if fed[ends[j]].any()]
            for j in now:
                waiting.discard(j)
                goes_second = bool(fed[ends[j, 0]])
                columns[self.into_second[j] if goes_second else self.into_first[j]] = 1.0
            fed[ends[now].ravel()] = True
            if not now:
                break
        for group in (self.into_second, self.into_first):
            for column in group.values():
                columns.setdefault(column, 0.0)
        return columns

    def solve(
        self, objective: Mapping[int, float], *, is_largest: bool, seconds: float, start: Arrangement | None
    ) -> Solution | None:
        """Solve for one objective, beginning with ``start``; ``None`` where nothing was found in the time."""
        given = self._start(start) if start is not None else {}
        found = solve_programme(
            self.rows, self.low, self.high, self.is_whole, objective,
            is_largest=is_largest, seconds=seconds, start=given,
        )  # fmt: skip
        if found is None:
            return None
        carries = [j for j in self.joins if found.columns[[self.into_second[j], self.into_first[j]]].sum() > 0.5]
        return Solution(frozenset(carries), found.value, found.bound, found.is_optimal, found.columns)
