"""A rating that no equipment has counts as none, and whoever asks for a loading is told so."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.checks.branches import check_branches
from engines.exchange.ieee33 import ieee33
from engines.grid.network import Network, with_tables
from engines.grid.ratings import NO_LIMIT_KA, is_rated, stated
from engines.grid.snapshot import Snapshot
from engines.loadflow.options import EngineChoice, LoadFlowOptions
from engines.loadflow.solving import solve


def with_limit(kilo_ampere: float) -> Network:
    """IEEE 33 with one thermal limit for every line."""
    known = ieee33()
    limit = np.full(len(known["line"]), kilo_ampere)
    return with_tables(known, {"line": known["line"].with_columns({"max_i_ka": limit})})


def test_what_is_not_a_rating_is_not_known() -> None:
    ratings = np.array([0.4, 0.0, -1.0, np.nan, 49.9, 50.0, 99999.0])
    expected = [0.4, *[np.nan] * 3, 49.9, *[np.nan] * 2]
    assert stated(ratings, NO_LIMIT_KA).tolist() == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize("engine", [EngineChoice.PGM, EngineChoice.PANDAPOWER])
@pytest.mark.parametrize("kilo_ampere", [50.0, 99999.0])
def test_a_placeholder_gives_no_loading_in_either_engine(engine: EngineChoice, kilo_ampere: float) -> None:
    result = solve(Snapshot(with_limit(kilo_ampere)), LoadFlowOptions(engine=engine), verify=False)
    assert result.is_converged
    assert result.losses_kw == pytest.approx(202.677, abs=1e-3)
    assert np.isnan(result.branches["line"].loading_percent).all()
    assert np.isfinite(result.branches["line"].i_from_ka[:32]).all()


def test_a_real_rating_keeps_its_loading() -> None:
    network = with_limit(0.4)
    assert is_rated(network, "line").all()
    result = solve(Snapshot(network), verify=False)
    flow = result.branches["line"]
    assert flow.loading_percent[0] == pytest.approx(100 * flow.i_from_ka[0] / 0.4, rel=1e-6)


def test_the_validation_report_says_so() -> None:
    said = [f.reason for f in check_branches(with_limit(99999.0)) if f.field == "max_i_ka"]
    assert said == ["37 lines have a limit of 50 kA or more, which means none: they count as not rated"]
