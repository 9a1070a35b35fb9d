"""Why a plan does what it does: what is said of a move is what the load flow says of the other position."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.search import Search
from engines.dispatch.what_if import WhatIf
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.dispatch_case import DispatchCase
from engines.values.frozen import FrozenMap
from engines.values.work import DirectContext
from tests.engines.dispatch.cases import FAST, plan, sample


def what_if(case: DispatchCase) -> WhatIf:
    search = Search(attach(case, Snapshot(ieee33())), FAST, DirectContext(), 0.0)
    search._end = float("inf")
    search.run()
    assert search.best is not None
    return WhatIf(search.checker, search.best)


def test_a_limit_the_old_position_breaks_later_comes_before_what_it_loses_now() -> None:
    taps = sample().substation_taps[0]
    case = sample(substation_taps=(replace(taps, initial_position=0, max_moves_per_day=3, max_positions_per_step=1),))
    made = plan(case, options=replace(FAST, explain=True))
    told = [action.why.text for action in made.actions if action.does.text == "tap 2 → 3 at 02:00"]
    # Replayed in pandapower with the tap at 2: 0.9436 pu at bus 12, while at 02:00 only 0.3 kW more are lost.
    assert told == ["at 23:00 bus 12 would be 0.9436 pu, the limit is 0.95"]


@pytest.mark.parametrize(
    ("tie", "more_mw", "said"),
    [
        ({"p_min_mw": 0.0}, 9.0, "MW would flow into the upper grid, the limit is 0"),
        ({"p_min_mw": -1.0}, 9.0, "MW would flow into the upper grid, the limit is 1"),
        ({"p_min_mw": 0.3}, 0.4, "MW, the least is 0.3"),
        ({"p_max_mw": 1.2}, -0.9, "MW, the limit is 1.2"),
    ],
)
def test_an_exchange_that_would_leave_its_limits_is_told_with_its_sign(
    tie: dict[str, float], more_mw: float, said: str
) -> None:
    case = sample()
    asked = what_if(replace(case, v_min_pu=0.8, v_max_pu=1.3, ties=(replace(case.ties[0], **tie),)))
    given = float(asked.plan.points.p_mw["turbines"][0, 0])
    found = asked.power("turbines", 0, given + more_mw, 0)
    assert found is not None
    assert found.text.endswith(said)
    assert float(found.text.split(" MW")[0].split()[-1]) > 0


def test_a_branch_that_would_carry_too_much_is_told() -> None:
    asked = what_if(sample(v_min_pu=0.8, v_max_pu=1.3, branch_limit_mva=1.5))
    found = asked.power("storages", 0, -1.5, 12)
    assert found is not None
    assert found.text.startswith(("line:", "switch:"))
    assert found.text.endswith("% of what it may")


def test_what_an_inverter_cannot_make_is_not_curtailed() -> None:
    case = sample()
    profiles = FrozenMap({**case.profiles, "wt": np.full(case.n_step, 5.0)})
    instance = attach(replace(case, profiles=profiles), Snapshot(ieee33()))
    ratings = [unit.s_mva for unit in case.renewables if unit.profile == "wt"]
    assert instance.available_mw[0, [u.profile == "wt" for u in case.renewables]] == pytest.approx(ratings)
