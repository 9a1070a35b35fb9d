"""The search for arrangements: a first one at once, better ones while there is time."""

from __future__ import annotations

from engines.restoration.arrangement import DeadArea, Shift
from engines.restoration.candidates import Candidates
from engines.restoration.exchange import exchange
from engines.restoration.judging import Judge
from engines.restoration.pickup import first_arrangement
from engines.restoration.shifting import first_budget, make_room

_FIXED_SHARE = 0.6
"""Of the time left, for the linear programme with all open points where they are."""
_MOST_SOLVED = 300
"""Load flows for moving open points once there is time."""
_FIRST_SHARE = 0.1
"""Of the time for refining: small exchanges on the first plan, before the linear programme."""

Bounded = dict[tuple[Shift, ...], float]
"""By the open points of live feeders that are moved, a lower bound in kW."""


def search(area: DeadArea, judge: Judge, seconds: float) -> tuple[Candidates, Bounded]:
    """Every arrangement that was accepted, and what must stay dark by the linear programme where it was asked."""
    candidates = Candidates(area, judge, seconds)
    first_arrangement(candidates)
    make_room(candidates, first_budget(len(judge.snapshot.network.bus)))
    if seconds <= 0.0:
        return candidates, {}
    candidates.begin_refining(seconds)
    bounds_kw = _refined(candidates, seconds)
    candidates.end_refining(seconds * _FIRST_SHARE)
    return candidates, bounds_kw


def _refined(candidates: Candidates, seconds: float) -> Bounded:
    """Make what was found better; by the open points that were moved, the load that must stay dark within reach, kW."""
    from engines.restoration.refinement import refine

    found: Bounded = {}
    exchange(candidates, candidates.best, seconds * _FIRST_SHARE)
    share = _FIXED_SHARE if candidates.judge.options.most_shifts else 1.0
    bound, proposed = refine(candidates.within(candidates.area, share))
    if not candidates.is_time_up:
        make_room(candidates, _MOST_SOLVED, in_time=True)
    if not _moved(candidates):
        found[()] = bound()
        exchange(candidates, proposed, candidates.seconds_left)
        return found
    best = candidates.best_of_all
    if best is not None and not candidates.is_time_up:
        view = candidates.within(best.arrangement.area)
        bound, proposed = refine(view)
        found[view.area.shifts] = bound()
        exchange(view, proposed or view.best, view.seconds_left)
    return found


def _moved(candidates: Candidates) -> bool:
    """Whether the best moves open points of live feeders."""
    best = candidates.best_of_all
    return best is not None and bool(best.arrangement.area.shifts)
