"""Operations taken out of an arrangement that do nothing for it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engines.restoration.arrangement import Arrangement
from engines.restoration.candidates import Candidate, Candidates
from engines.restoration.objective import merit


def trimmed(candidates: Candidates, given: Candidate) -> Candidate:
    """``given`` without closings that pick up nothing and openings that keep nothing away that load flow forbids."""
    best = given
    while True:
        better = next((c for c in map(candidates.try_out, _simpler(best)) if _is_taken(c, best)), None)
        if better is None:
            return best
        best = better


def _is_taken(candidate: Candidate, best: Candidate) -> bool:
    return candidate.judgement.is_accepted and candidate.merit.key < best.merit.key


def _simpler(given: Candidate) -> Iterator[Arrangement]:
    """Arrangements that serve as much with less effort, or more by leaving a switch closed; not solved yet."""
    arrangement = given.arrangement
    for found in (*_less(arrangement), *_more(arrangement)):
        # Without its load flow it has at best all the margin there is.
        if found.is_possible and merit(found, np.inf).key[:4] < given.merit.key[:4]:
            yield found


def _less(arrangement: Arrangement) -> Iterator[Arrangement]:
    """Without one carrying join and all that hangs behind it."""
    state = arrangement.area.state
    for join in sorted(arrangement.feeding):
        cut = Arrangement(arrangement.area, arrangement.feeding - {join})
        lost = arrangement.served & ~cut.served
        if not state.value_kw[lost].any():
            yield cut.only(cut.served)


def _more(arrangement: Arrangement) -> Iterator[Arrangement]:
    """With one opening left out: what lies beyond gets its voltage along."""
    inner = set(arrangement.area.inner)
    for join in arrangement.openings:
        if join in inner and arrangement.served[arrangement.area.state.ends[join]].sum() == 1:
            yield arrangement.with_feeding([join])
