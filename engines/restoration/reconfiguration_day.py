"""Open points over a day with at most so many operations.

Candidates come from searches over the whole day, over its hours, and over what few operations reach; which of them
holds in which hour is chosen by dynamic programming over (hour, configuration, operations done). The sequence that
comes out is then solved at every step of the profiles by the real engine, every operation at the moment it is done.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from engines.grid.snapshot import Snapshot
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration_answer import switch_ids, worst_violation
from engines.restoration.reconfiguration_demand import demand_of
from engines.restoration.reconfiguration_network import NotPossible, SwitchableNetwork, switchable_network
from engines.restoration.reconfiguration_options import require_switches
from engines.restoration.reconfiguration_search import Opening, Search
from engines.restoration.reconfiguration_sequence import cheapest_sequence, distances
from engines.restoration.reconfiguration_steps import transition
from engines.values.frozen import frozen_array
from engines.values.loadflow import LoadFlowResult
from engines.values.reconfiguration import ConfigurationChange, DayReconfiguration, ReconfigurationStatus
from engines.values.validation import InputError
from engines.values.work import DirectContext, WorkContext

Array = np.ndarray[Any, Any]

HOURS = 24
MOST_CANDIDATES = 80
ROUNDS = 3
NEAR = 5
EXCESS_OVER_LOSS = 1e3
"""How much more exceeding a limit by its whole counts than all losses of the day."""


@dataclass(frozen=True, slots=True)
class DayOptions:
    """How to search a day.

    Attributes:
        operations: switch operations allowed over the day.
        seconds: time for the searches.
        kwh_per_operation: what an operation must save to be worth it.
        respect_limits, remote_only, fixed, seed: as for one moment.
    """

    operations: int = 8
    seconds: float = 10.0
    kwh_per_operation: float = 0.0
    respect_limits: bool = True
    remote_only: bool = False
    fixed: Collection[str] = ()
    seed: int = 1


DEFAULT_DAY = DayOptions()


def reconfigure_day(
    snapshot: Snapshot,
    day: np.datetime64,
    options: DayOptions = DEFAULT_DAY,
    *,
    solver: LoadFlowSolver | None = None,
    context: WorkContext | None = None,
) -> DayReconfiguration:
    """A sequence of open points over one day of the profiles with the least energy lost.

    Open points change at full hours, at most ``options.operations`` operations in all, those at the beginning of
    the day (from what is open in ``snapshot``) among them.

    Raises:
        InputError: the network has no profiles, the day lies outside them, the cap is negative, or a switch of
            ``options.fixed`` is not in the network.
    """
    begin = time.perf_counter()
    if options.operations < 0:
        raise InputError(f"{options.operations} operations", "cannot be a cap", "give 0 or more")
    require_switches(snapshot, options.fixed)
    moments, step_hours = _moments(snapshot, day)
    solver = solver or LoadFlowSolver(snapshot.network)
    found = _Day(snapshot, moments, step_hours, options, solver, context or DirectContext()).best()
    return replace(found, verification=solver.verification.status, seconds=time.perf_counter() - begin)


def _moments(snapshot: Snapshot, day: np.datetime64) -> tuple[list[Snapshot], float]:
    profiles = snapshot.network.profiles
    if profiles is None:
        raise InputError(snapshot.network.name, "has no profiles, so no day can be looked at", "leave the day out")
    first = day.astype("datetime64[D]").astype("datetime64[s]")
    end = first + np.timedelta64(1, "D")
    if first < profiles.start or end > profiles.end or profiles.step_s > 3600:
        reason = f"the profiles ({profiles.start} to {profiles.end}) do not hold the whole day by the hour"
        raise InputError(str(day), reason, "choose a day inside them")
    steps = range(profiles.step_at(first), profiles.step_at(end - np.timedelta64(1, "s")) + 1)
    return [snapshot.at(profiles.time_of(k)) for k in steps], profiles.step_s / 3600


class _Day:
    """One day being searched."""

    def __init__(
        self,
        snapshot: Snapshot,
        moments: list[Snapshot],
        step_hours: float,
        options: DayOptions,
        solver: LoadFlowSolver,
        context: WorkContext,
    ) -> None:
        self._snapshot, self._moments, self._step_hours = snapshot, moments, step_hours
        self._options, self._solver, self._context = options, solver, context
        self._end = time.perf_counter() + options.seconds
        self._hour_of = (np.arange(len(moments)) * HOURS) // len(moments)

    def best(self) -> DayReconfiguration:
        now = [self._solver.solve(m) for m in self._moments]
        nothing = self._nothing(now)
        unsolved = next((k for k, r in enumerate(now) if not r.is_converged), -1)
        if unsolved >= 0:
            reason = f"the load flow as it stands has no solution at {self._moments[unsolved].time}"
            reason = f"{reason}: {now[unsolved].cause}"
            return replace(nothing, status=ReconfigurationStatus.NOT_CONVERGED, reason=reason)
        try:
            o = self._options
            net = switchable_network(self._moments[0], now[0], remote_only=o.remote_only, fixed=o.fixed)
            whole = self._search(net, self._moments)
        except NotPossible as error:
            return replace(nothing, status=ReconfigurationStatus.NOT_POSSIBLE, reason=str(error))
        present = frozenset(np.flatnonzero(~net.is_closed).tolist())
        nothing = replace(nothing, notes=net.notes)
        if present != whole.start:
            reason = "loops are closed now: make the network radial for one moment first"
            return replace(nothing, status=ReconfigurationStatus.NOT_POSSIBLE, reason=reason)
        candidates = self._candidates(net, present)
        sequence, kept = self._sequence(whole, candidates)
        if not sequence:
            reason = "the radial sweep finds no solution for the day as it stands"
            return replace(nothing, status=ReconfigurationStatus.NOT_CONVERGED, reason=reason)
        for _ in range(ROUNDS):
            near = [o for o in self._near(net, sequence) if o not in set(candidates)]
            if not near or time.perf_counter() > self._end:
                break
            candidates = [*kept, *near]
            sequence, kept = self._sequence(whole, candidates)
        self._context.report(0.8, f"{len(kept)} configurations over the day")
        return self._checked(replace(nothing, configurations_tried=len(kept)), net, sequence, now)

    def _sequence(self, whole: Search, candidates: list[Opening]) -> tuple[list[Opening], list[Opening]]:
        """The configuration of each hour, and the candidates that have a solution; nothing where the present has none.

        What is open now is the first of ``candidates``.
        """
        loss, excess, kept = self._costs(whole, candidates)
        if not kept or kept[0] != candidates[0]:
            return [], kept
        weight = EXCESS_OVER_LOSS * loss.sum(axis=1).max() if self._options.respect_limits else 0.0
        price = self._options.kwh_per_operation
        chosen = cheapest_sequence(loss + weight * excess, distances(kept), self._options.operations, price)
        return [kept[k] for k in chosen], kept

    def _near(self, net: SwitchableNetwork, sequence: list[Opening]) -> list[Opening]:
        """What lies one exchange beside each configuration, the best for the hours in which it holds."""
        found: dict[Opening, None] = {}
        for opening in dict.fromkeys(sequence):
            hours = [h for h, o in enumerate(sequence) if o == opening]
            moments = [self._moments[int(np.searchsorted(self._hour_of, h))] for h in hours]
            search = self._search(net, moments)
            found.update(dict.fromkeys(c.opening for c in search.neighbours(opening, NEAR)))
        return list(found)

    def _nothing(self, now: list[LoadFlowResult]) -> DayReconfiguration:
        return DayReconfiguration(
            self._snapshot.network.structure_revision,
            self._snapshot.revision,
            ReconfigurationStatus.NOT_POSSIBLE,
            "",
            self._options.operations,
            times=frozen_array([m.time for m in self._moments], "datetime64[s]"),
            step_hours=self._step_hours,
            losses_before_kw=frozen_array([r.losses_kw for r in now]),
            violations_before=frozen_array([_count(r) for r in now], np.int64),
        )

    def _search(self, net: SwitchableNetwork, moments: Sequence[Snapshot]) -> Search:
        hours = np.full(len(moments), self._step_hours * len(self._moments) / len(moments))
        o = self._options
        return Search(net, demand_of(net, moments, hours), respect_limits=o.respect_limits, seed=o.seed)

    def _candidates(self, net: SwitchableNetwork, present: Opening) -> list[Opening]:
        """What is open now first, then what the searches found, each once."""
        hourly = self._moments[:: max(1, len(self._moments) // HOURS)]
        found: dict[Opening, None] = {present: None}
        day = self._search(net, hourly)
        for candidate in day.within(min(self._options.operations, 2 * len(present)), self._context, width=6):
            found[candidate.opening] = None
        left = self._end - time.perf_counter()
        best = day.run(left / 3, 60, self._context)
        wide = [c.opening for c in day.ranked()[:10]] if best is not None else []
        found.update(dict.fromkeys(wide))
        for hour, moment in enumerate(hourly):
            self._context.report(0.2 + 0.5 * hour / len(hourly), f"hour {hour}")
            self._context.check_cancelled()
            left = (self._end - time.perf_counter()) / (len(hourly) - hour)
            if left <= 0:
                break
            search = self._search(net, [moment])
            for candidate in search.within(min(self._options.operations, 2), self._context, width=4):
                found[candidate.opening] = None
            one = search.run(left, 5, self._context)
            if one is not None:
                found[one.opening] = None
        return list(found)[:MOST_CANDIDATES]

    def _costs(self, whole: Search, candidates: list[Opening]) -> tuple[Array, Array, list[Opening]]:
        """``(n, 24)`` kWh lost and excess of limits by hour, and the candidates that have a solution all day."""
        loss, excess, kept = [], [], []
        for opening in candidates:
            self._context.check_cancelled()
            figures = whole.by_moment(opening)
            if figures is None:
                continue
            kept.append(opening)
            loss.append(np.bincount(self._hour_of, figures[0], HOURS) * self._step_hours)
            excess.append(np.bincount(self._hour_of, figures[1], HOURS) * self._step_hours)
        return np.array(loss), np.array(excess), kept

    def _checked(
        self, base: DayReconfiguration, net: SwitchableNetwork, sequence: list[Opening], now: list[LoadFlowResult]
    ) -> DayReconfiguration:
        """Every operation and every step of the sequence by the real engine."""
        present = frozenset(np.flatnonzero(~net.is_closed).tolist())
        changes: list[ConfigurationChange] = []
        after: list[LoadFlowResult] = []
        refused, is_solved = "", True
        for k, moment in enumerate(self._moments):
            hour = int(self._hour_of[k])
            target = sequence[hour]
            if k == 0 or target != present:
                search = self._search(net, [moment])
                here = _opened(moment, net, search, present)
                allowed = max(len(now[k].violations), 0)
                way = transition(search, self._solver, here, present, target, allowed)
                refused, is_solved = refused or way.refused, is_solved and way.is_solved
                time_of = moment.time if moment.time is not None else np.datetime64("NaT")
                changes.append(ConfigurationChange(time_of, switch_ids(search, moment, target), way.steps))
                present = target
                mask = search.mask(target)
            after.append(self._solver.solve(_with_positions(moment, net, mask)))
        status, reason = self._status(after, refused, is_solved)
        return replace(
            base,
            status=status,
            reason=reason,
            losses_after_kw=frozen_array([r.losses_kw for r in after]),
            violations_after=frozen_array([_count(r) for r in after], np.int64),
            changes=tuple(changes),
        )

    def _status(self, after: list[LoadFlowResult], refused: str, is_solved: bool) -> tuple[ReconfigurationStatus, str]:
        for moment, result in zip(self._moments, after, strict=True):
            if not result.is_converged:
                reason = f"at {moment.time} the load flow has no solution: {result.cause}"
                return ReconfigurationStatus.NOT_CONVERGED, reason
        if not is_solved:
            return ReconfigurationStatus.NOT_CONVERGED, refused
        worst = max(range(len(after)), key=lambda k: len(after[k].violations))
        if self._options.respect_limits and len(after[worst].violations):
            told = worst_violation(self._snapshot, after[worst].violations)
            return ReconfigurationStatus.LIMITS_NOT_MET, f"at {self._moments[worst].time} {told}"
        if self._options.respect_limits and refused:
            return ReconfigurationStatus.LIMITS_NOT_MET, refused
        reason = "the best sequence of the configurations found; not proven to be the best"
        return ReconfigurationStatus.BEST_FOUND, reason


def _count(result: LoadFlowResult) -> int:
    return len(result.violations) if result.is_converged else -1


def _with_positions(moment: Snapshot, net: SwitchableNetwork, mask: Array) -> Snapshot:
    return moment.with_state({("switch", "position"): net.positions(moment, mask)})


def _opened(moment: Snapshot, net: SwitchableNetwork, search: Search, opening: Opening) -> Snapshot:
    return _with_positions(moment, net, search.mask(opening))


def work_reconfigure_day(
    context: WorkContext, snapshot: Snapshot, day: np.datetime64, options: DayOptions
) -> DayReconfiguration:
    """:func:`reconfigure_day` for a worker."""
    return reconfigure_day(snapshot, day, options, context=context)
