"""Plans held to what the protection sees: cut back where it would not, and refused where that does not help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.restoration import wording
from engines.restoration.arrangement import Arrangement
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.reach import Reach
from engines.restoration.replaying import replay
from engines.restoration.trimming import trimmed
from engines.values.switching_plan import PlanStatus, SwitchingPlan

_MOST_CUT = 6
"""Times a candidate is cut back to what the protection sees."""


class Choices:
    """Candidates from the best on, each without what it need not do and without what would not be seen.

    Attributes:
        blind: what the protection would not have seen, of the first that was cut back for it; "" where none was.
    """

    def __init__(self, candidates: Candidates, reach: Reach) -> None:
        self._candidates, self._reach = candidates, reach
        self.blind = ""

    def ranked(self, most: int) -> Iterator[Candidate]:
        """The best ``most`` of what was accepted, and of what was found at first, and what was made of them.

        Of many better ones none may be seen by the protection: more time must not lose what was found without it.
        """
        smaller: list[Candidate] = []
        early = sorted(self._candidates.first, key=lambda c: c.merit.key)[:most]
        best = {id(c): c for c in (*self._candidates.ranked()[:most], *early)}
        for found in sorted(best.values(), key=lambda c: c.merit.key):
            smaller.sort(key=lambda c: c.merit.key)
            while smaller and smaller[0].merit.key < found.merit.key:
                yield smaller.pop(0)
            whole = trimmed(self._candidates, found)
            seen = self._as_far_as_seen(whole)
            if seen is whole:
                yield whole
            elif seen is not None:
                smaller.append(seen)
        yield from sorted(smaller, key=lambda c: c.merit.key)

    def _as_far_as_seen(self, given: Candidate) -> Candidate | None:
        for _ in range(_MOST_CUT):
            arrangement = given.arrangement
            sight = self._reach.look(end_of(self._candidates, arrangement))
            if not sight.unseen.any():
                return given
            self.blind = self.blind or sight.told
            smaller = arrangement.only(arrangement.served & ~sight.unseen)
            if smaller.feeding == arrangement.feeding or not smaller.is_possible:
                return None
            given = self._candidates.try_out(smaller)
            if not given.judgement.is_accepted:
                return None
        return None

    def told(self, plan: SwitchingPlan) -> SwitchingPlan:
        """``plan`` with what it does not pick up for the sake of the protection."""
        return _with_notes(plan, (wording.UNSEEN.format(why=self.blind),)) if self.blind else plan


def end_of(candidates: Candidates, arrangement: Arrangement) -> Snapshot:
    """The present moment with the switches as an arrangement has them."""
    return candidates.judge.snapshot.with_state({("switch", "position"): arrangement.position})


def held_to_reach(plan: SwitchingPlan, reach: Reach, end: Snapshot) -> SwitchingPlan:
    """``plan``, refused where the protection would not see a fault in its end state, with what is not known of it."""
    if not plan.is_usable:
        return plan
    sight = reach.look(end)
    plan = _with_notes(plan, sight.notes)
    return replace(plan, status=PlanStatus.NOT_ACCEPTED, reason=sight.told) if sight.told else plan


def told_of_reach(plan: SwitchingPlan, reach: Reach, snapshot: Snapshot) -> SwitchingPlan:
    """``plan`` with what the protection would not see on its way and at its end: said, and nothing refused for it.

    For a way back: where it leads, and where it comes from, the protection may see no better. While a loop is closed
    for a moment nothing is said.
    """
    loops = len(analyse(snapshot).loop_branches)
    steps, known = [], dict.fromkeys(plan.notes)
    for step, state in zip(plan.steps, replay(snapshot, plan), strict=True):
        told = ""
        if len(analyse(state).loop_branches) <= loops:
            sight = reach.look(state)
            known.update(dict.fromkeys(sight.notes))
            told = sight.told
        steps.append(replace(step, notes=(*step.notes, told)) if told else step)
    return replace(plan, steps=tuple(steps), notes=tuple(known))


def _with_notes(plan: SwitchingPlan, notes: tuple[str, ...]) -> SwitchingPlan:
    return replace(plan, notes=(*plan.notes, *notes))
