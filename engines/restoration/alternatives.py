"""Two plans beside the best: one of fewer operations, one of more margin."""

from __future__ import annotations

from engines.restoration.arrangement import Arrangement
from engines.restoration.candidates import Candidate, Candidates

FEWER, MARGIN = "fewer operations", "more margin"
_MUCH_MARGIN = 0.01
_LESS_SERVED = 0.10
"""Share of what may be served that a plan of more margin may leave."""
_MOST_PROVEN = 5


def alternatives(candidates: Candidates, chosen: Candidate) -> dict[str, list[Candidate]]:
    """By name, candidates that were accepted, the most promising first; empty where nothing is better in that way."""
    _without_a_part(candidates, chosen)
    best = chosen.merit
    fewer = [c for c in candidates.ranked() if c.merit.operations < best.operations and c.arrangement.feeding]
    allowed = best.unserved_kw + _LESS_SERVED * float(candidates.area.state.value_kw[candidates.area.free].sum())
    safer = [
        c
        for c in candidates.ranked()
        if c.merit.margin > best.margin + _MUCH_MARGIN
        and c.merit.priority_unserved <= best.priority_unserved
        and c.merit.unserved_kw <= allowed
        and c.arrangement.feeding
    ]
    safer.sort(key=lambda c: -c.merit.margin)
    return {FEWER: fewer[:_MOST_PROVEN], MARGIN: safer[:_MOST_PROVEN]}


def _without_a_part(candidates: Candidates, chosen: Candidate) -> None:
    """Judge what is left when one carrying join, and all behind it, is given up."""
    given = chosen.arrangement
    for join in sorted(given.feeding):
        cut = Arrangement(given.area, given.feeding - {join})
        smaller = cut.only(cut.served)
        if smaller.is_possible and len(smaller.closings) < len(given.closings):
            candidates.try_out(smaller)
