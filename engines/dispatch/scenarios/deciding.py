"""From where the relaxed scenarios agree to whole positions and modes that every scenario holds with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engines.dispatch.rounding import Switching
from engines.dispatch.scenarios.decision import FirstStage, whole_first_stage
from engines.dispatch.scenarios.first_stage import SharedColumns
from engines.dispatch.scenarios.hedging import Hedging
from engines.dispatch.scenarios.positions import PositionGuide

if TYPE_CHECKING:
    from engines.dispatch.scenarios.search import ScenarioSearch

_MOST_PROPOSALS = 5
_POLISHING = 4
_AT_REST_MW = 5e-3
"""Turbines and purchase that differ by no more are as good as the same."""


def decide(search: ScenarioSearch, hedging: Hedging, columns: SharedColumns) -> None:
    """Whole positions and modes that every scenario holds with, moved by the slopes of those tried before."""
    guide = PositionGuide(search.instance, columns, hedging.anchor, hedging.feeder_taps)
    switching, is_exact = guide.nearest(), hedging.is_exact
    if not is_exact:
        search.why_not_better = "the relaxation is not exact here, so that its bound lies low"
    for attempt in range(_MOST_PROPOSALS):
        may_convexify = not is_exact or attempt == _MOST_PROPOSALS - 1
        if _try(search, hedging, columns, switching, may_convexify):
            _polish(search, hedging, columns, switching)
            return
        # Turbines and purchase may have been what some scenario could not do with: now they are free.
        answers = hedging.round(switching)
        if not all(a.is_solved for a in answers):
            answers = hedging.give_way(switching)
        elif _try(search, hedging, columns, switching, may_convexify):
            return
        if not all(a.is_solved for a in answers):
            break
        places = range(len(search.instance.staircases))
        guide.learn(switching, tuple(np.sum([a.stair_slopes[k] for a in answers], axis=0) for k in places))
        proposed = guide.propose()
        if proposed.same(switching):
            break
        switching = proposed
    search.record.append(f"no positions were found at which every scenario holds, in {attempt + 1} attempts")


def _try(
    search: ScenarioSearch, hedging: Hedging, columns: SharedColumns, switching: Switching, may_convexify: bool = True
) -> bool:
    """Judge a switching with turbines and purchase where the groups stand; whether every scenario holds."""
    first = whole_first_stage(search.instance, columns, hedging.anchor, switching)
    judged = search.judged(first, may_convexify=may_convexify)
    search.keep(judged)
    search.told(hedging)
    return judged.holds


def _polish(search: ScenarioSearch, hedging: Hedging, columns: SharedColumns, switching: Switching) -> None:
    """Turbines and purchase anew, as good as can be beside what is switched."""
    before = whole_first_stage(search.instance, columns, hedging.anchor, switching)
    for _ in range(1 if search.group_count == 1 else _POLISHING):
        if search.is_done() or search.seconds_left < search.round_seconds + search.judging_seconds:
            break
        if not all(a.is_solved for a in hedging.round(switching)):
            return
        if hedging.unrest < _AT_REST_MW:
            break
    after = whole_first_stage(search.instance, columns, hedging.anchor, switching)
    if _apart(before, after) > _AT_REST_MW and search.seconds_left > search.judging_seconds:
        _try(search, hedging, columns, switching)


def _apart(one: FirstStage, other: FirstStage) -> float:
    """Largest difference of turbines and purchase, MW."""
    pairs = [(one.turbine_mw, other.turbine_mw)]
    if one.purchase_mw is not None and other.purchase_mw is not None:
        pairs.append((one.purchase_mw, other.purchase_mw))
    return max(float(np.abs(a - b).max(initial=0.0)) for a, b in pairs)
