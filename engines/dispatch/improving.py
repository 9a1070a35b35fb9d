"""What brings plan and bound closer together once there is a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.dispatch.conic import ConicSolution
from engines.dispatch.cuts import LinearStage
from engines.dispatch.refining import Guide
from engines.dispatch.stepwise import StepwiseBound, bounding_places
from engines.values.counting import counted

if TYPE_CHECKING:
    from engines.dispatch.search import Search

_MOST_ROUNDS = 30
_MOST_PROPOSALS = 5
_MOST_CUTS = 25
_NOTICED = 1e-7


def stepwise_stage(search: Search, relaxed: ConicSolution) -> None:
    """Whole positions of taps at a source and of banks in the bound, steps taken apart."""
    assert search.best is not None
    places = bounding_places(search.instance)
    if not places:
        return
    stepwise = StepwiseBound(search.programme, relaxed, places)
    count = 0
    for held in sorted({1, len(places)}):
        # The first staircase alone comes soon to most of what there is to gain; the others go on from there.
        first = stepwise.least()[1][:1] if held > 1 else ()
        for side in stepwise.around():
            if not stepwise.learn((*first, *side[len(first) : held]), search.seconds_left):
                return
        count += _cut_rounds(search, stepwise, held)
        if search.is_done():
            break
    search.note(
        f"bound with whole positions of {counted(held, 'device')}, steps taken apart: {counted(count, 'round')}"
    )


def _cut_rounds(search: Search, stepwise: StepwiseBound, held: int) -> int:
    """Bound, try what it proposes, learn from there; how many times."""
    assert search.best is not None
    count, known, highest = 0, [search.best.switching], -float("inf")
    while count < _MOST_CUTS:
        count += 1
        bound, reached, kept = stepwise.least()
        search.raise_bound(bound)
        if search.is_done():
            break
        switching = search.best.switching
        for place, positions in zip(stepwise.places[:held], kept, strict=False):
            switching = switching.replaced(place, positions)
        # As long as a bound stays where it was it knows too little to propose anything.
        if bound > highest + _NOTICED * abs(bound) and not any(switching.same(other) for other in known):
            known.append(switching)
            search.attempt(switching)
        highest = max(highest, bound)
        if search.is_done() or stepwise.is_known(reached[:held]):
            break
        if not stepwise.learn(reached[:held], search.seconds_left):
            break
    return count


def guided_stage(search: Search, relaxed: ConicSolution) -> None:
    """All staircases rounded anew by the slopes of what was tried."""
    assert search.best is not None
    guide, current, count = Guide(search.programme, relaxed.x), search.best, 0
    while count < _MOST_PROPOSALS:
        count += 1
        guide.learn(current.switching, current.solution)
        switching = guide.propose(search.best.switching)
        found = None if switching.same(current.switching) else search.attempt(switching)
        if found is None or search.is_done():
            break
        current = found
    search.note(f"positions rounded anew by their duals: {counted(count, 'round')}")


def linear_stage(search: Search, relaxed: ConicSolution) -> None:
    """HiGHS on whole positions, with cuts of every conic solution."""
    assert search.best is not None
    stage = LinearStage(search.programme, [relaxed, search.best.solution])
    count = 0
    while count < _MOST_ROUNDS:
        count += 1
        best = search.best
        answer = stage.solve(search.seconds_left, start=best.switching, stop=search.context.is_cancelled)
        search.raise_bound(answer.bound)
        if search.is_done() or answer.switching is None or answer.switching.same(best.switching):
            break
        found = search.attempt(answer.switching)
        if found is None or search.is_done():
            break
        stage.learn(found.solution)
    search.note(f"whole positions by mixed-integer programme with cuts from the cones: {counted(count, 'round')}")
