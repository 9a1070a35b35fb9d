"""From the candidates of a search to an answer that the real engine confirms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engines.grid.network import ElementRef
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.loadflow.solving import LoadFlowSolver
from engines.restoration.reconfiguration_options import ReconfigurationOptions
from engines.restoration.reconfiguration_search import SAME_EXCESS, Candidate, Opening, Search
from engines.restoration.reconfiguration_steps import transition
from engines.values.loadflow import LoadFlowResult
from engines.values.reconfiguration import Reconfiguration, ReconfigurationStatus
from engines.values.topology import SupplyState
from engines.values.violations import ViolationKind, Violations

Array = np.ndarray[Any, Any]

NOT_WORTH = 1e-5
"""Share of the losses below which an exchange is not worth two operations."""
CLOSE = 1e-3
"""Candidates this close to the best of the sweep are solved by the real engine too."""
MOST_CHECKED = 6
MOST_CHECKED_FOR_LIMITS = 40


class Answer:
    """Takes the best of the candidates that the real engine confirms."""

    def __init__(
        self,
        snapshot: Snapshot,
        now: LoadFlowResult,
        solver: LoadFlowSolver,
        search: Search,
        options: ReconfigurationOptions,
    ) -> None:
        self._snapshot, self._now, self._solver, self._search = snapshot, now, solver, search
        self._options = options
        self._present = frozenset(np.flatnonzero(~search.net.is_closed).tolist())

    def best(self, is_proven: bool, possible: float) -> Reconfiguration:
        """The answer with its operations, every state solved by the real engine."""
        chosen = self._confirmed()
        few = not any(self._is_allowed(c.opening) for c in self._search.ranked())
        snapshot, now = self._snapshot, self._now
        base = Reconfiguration(
            snapshot.network.structure_revision,
            snapshot.revision,
            snapshot.time,
            ReconfigurationStatus.NOT_CONVERGED,
            "no configuration that was found has a load flow",
            open_before=switch_ids(self._search, snapshot, self._present),
            losses_before_kw=now.losses_kw,
            vm_min_before_pu=float(np.nanmin(now.vm_pu)),
            violations_before=now.violations,
            configurations_possible=possible,
            configurations_tried=len(self._search.candidates),
            notes=(*self._search.net.notes, *self._loop_notes()),
        )
        if few:
            reason = "loops are closed now, and that many operations do not open them all"
            return replace(base, status=ReconfigurationStatus.NOT_POSSIBLE, reason=reason)
        if chosen is None:
            return base
        opening, result = chosen
        allowed = max(len(now.violations), len(result.violations))
        way = transition(self._search, self._solver, snapshot, self._present, opening, allowed)
        final = self._solver.solve(way.after) if way.steps else now
        status, reason = self._status(final, way.is_solved, way.refused, is_proven)
        unsupplied = _lost(snapshot, way.after)
        if unsupplied:
            status, reason = ReconfigurationStatus.NOT_POSSIBLE, unsupplied
        return replace(
            base,
            status=status,
            reason=reason,
            open_after=switch_ids(self._search, snapshot, opening),
            losses_after_kw=final.losses_kw if final.is_converged else float("nan"),
            vm_min_after_pu=float(np.nanmin(final.vm_pu)) if final.is_converged else float("nan"),
            violations=final.violations,
            steps=way.steps,
        )

    def _confirmed(self) -> tuple[Opening, LoadFlowResult] | None:
        """The best configuration by the real engine: within limits, then with the least losses."""
        ranked = [c for c in self._search.ranked() if self._is_allowed(c.opening)]
        if not ranked:
            return None
        best, close = ranked[0], ranked[0].loss * (1 + CLOSE)
        same = [c for c in ranked if c.excess <= best.excess + SAME_EXCESS and c.loss <= close]
        tried = [self._checked(self._trimmed(best)), *(self._checked(c) for c in same[:MOST_CHECKED])]
        if self._options.respect_limits and not any(r is not None and r.is_secure for _, r in tried):
            tried += [self._checked(c) for c in ranked[MOST_CHECKED:MOST_CHECKED_FOR_LIMITS]]
        known = [(o, r) for o, r in tried if r is not None]
        if not known:
            return None
        least = min(known, key=lambda k: self._merit(k[1]))
        for opening, result in sorted(known, key=lambda k: len(k[0] ^ self._present)):
            # Of what is as good as the best, the one that takes the fewest operations.
            is_as_good = self._merit(result)[0] <= self._merit(least[1])[0]
            if is_as_good and result.losses_kw <= least[1].losses_kw * (1 + NOT_WORTH):
                return opening, result
        return least

    def _is_allowed(self, opening: Opening) -> bool:
        most = self._options.max_operations
        return most is None or len(opening ^ self._present) <= most

    def _merit(self, result: LoadFlowResult) -> tuple[float, float]:
        v = result.violations
        excess = float(np.abs(v.value / v.limit - 1.0).sum()) if self._options.respect_limits else 0.0
        return excess, result.losses_kw

    def _checked(self, candidate: Candidate) -> tuple[Opening, LoadFlowResult | None]:
        positions = self._search.net.positions(self._snapshot, self._search.mask(candidate.opening))
        result = self._solver.solve(self._snapshot.with_state({("switch", "position"): positions}))
        return candidate.opening, result if result.is_converged else None

    def _trimmed(self, best: Candidate) -> Candidate:
        """``best`` without the exchanges that hardly save anything."""
        most = best.loss * (1 + NOT_WORTH)
        improved = True
        while improved:
            improved = False
            picture = self._search.picture(best.opening)
            if picture is None:
                return best
            change = picture.changes_kw()
            column_of = {int(w): k for k, w in enumerate(picture.way.tolist())}
            loop_of = {int(w): k for k, w in enumerate(picture.open_ways().tolist())}
            for new in sorted(best.opening - self._present):
                for old in sorted(self._present - best.opening):
                    if not change[loop_of[new], column_of[old]] < 10 * NOT_WORTH * best.loss:
                        continue
                    back = self._search.look((best.opening - {new}) | {old})
                    if back and back.loss <= most and back.excess <= best.excess + SAME_EXCESS:
                        best, improved = back, True
                        break
                if improved:
                    break
        return best

    def _status(
        self, final: LoadFlowResult, is_solved: bool, refused: str, is_proven: bool
    ) -> tuple[ReconfigurationStatus, str]:
        if not final.is_converged:
            return ReconfigurationStatus.NOT_CONVERGED, f"the load flow of the answer has no solution: {final.cause}"
        if not is_solved:
            return ReconfigurationStatus.NOT_CONVERGED, refused
        if self._options.respect_limits and len(final.violations):
            return ReconfigurationStatus.LIMITS_NOT_MET, worst_violation(self._snapshot, final.violations)
        if self._options.respect_limits and refused:
            return ReconfigurationStatus.LIMITS_NOT_MET, refused
        if is_proven:
            capped = "" if self._options.max_operations is None else "; the best that so few operations reach"
            return ReconfigurationStatus.OPTIMAL, f"every radial configuration was solved{capped}"
        tried = len(self._search.candidates)
        return ReconfigurationStatus.BEST_FOUND, f"the best of {tried} configurations solved; not proven to be the best"

    def _loop_notes(self) -> tuple[str, ...]:
        chords = len(self._search.fixed_chords)
        if not chords:
            return ()
        loops = "1 closed loop stays" if chords == 1 else f"{chords} closed loops stay"
        return (f"{loops}: no switch that may be operated opens it",)


def switch_ids(search: Search, snapshot: Snapshot, opening: Opening) -> tuple[str, ...]:
    """Ids of the switches at which the ways of ``opening`` are open, in the order of the switch table."""
    rows = sorted(int(search.net.opens_with[way]) for way in opening)
    return tuple(str(snapshot.network["switch"].id[row]) for row in rows)


def worst_violation(snapshot: Snapshot, violations: Violations) -> str:
    """One sentence for the limits that cannot be met, the worst by name."""
    table, row = str(violations.table[0]), int(violations.row[0])
    name, unit = snapshot.network.label(ElementRef(table, row)), "pu"
    decimals = 4
    if violations.kind[0] == ViolationKind.OVERLOAD:
        unit, decimals = "%", 1
    what = f"{violations.kind[0]} at {table} {name}: {violations.value[0]:.{decimals}f} {unit}"
    more = f"; {len(violations)} limits in all" if len(violations) > 1 else ""
    return f"{what} against {violations.limit[0]:.{decimals}f} {unit} in the best configuration found{more}"


def _lost(before: Snapshot, after: Snapshot) -> str:
    """A sentence where a bus that was supplied would not be; empty where none."""
    if after is before:
        return ""
    was, stays = (np.asarray(analyse(s).supply) == SupplyState.ENERGIZED for s in (before, after))
    lost = np.flatnonzero(was & ~stays)
    if not len(lost):
        return ""
    return f"bus {before.network.label(ElementRef('bus', int(lost[0])))} would lose its supply"
