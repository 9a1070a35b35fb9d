"""Many moments at once give what each gives alone; what a file says arrives as it was meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.estimation.estimating import estimate
from engines.estimation.fast_solver import FastSolver
from engines.estimation.grid_model import build_grid_model
from engines.estimation.measurements import Accuracy, Measurements
from engines.estimation.problem import build_equations
from engines.estimation.recorded import places_of, read_recorded
from engines.estimation.series import estimate_series
from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.grid.switches import SwitchPosition
from engines.values.estimate import EstimateStatus
from engines.values.validation import InputError
from tests.engines.estimation.field import field_of, measure


def moments(count: int = 6) -> list[tuple[Snapshot, Measurements]]:
    network = open_network("ieee33")[0]
    fields = [field_of(network, seed) for seed in range(count)]
    return [(field.assumed, measure(field, seed, flows=False)) for seed, field in enumerate(fields)]


def test_a_series_is_what_each_moment_is_alone() -> None:
    given = moments()
    for together, (snapshot, told) in zip(estimate_series(given), given, strict=True):
        alone = estimate(snapshot, told)
        assert together.status is alone.status is EstimateStatus.ESTIMATED
        assert np.abs(together.vm_pu - alone.vm_pu).max() < 1e-9
        assert np.abs(together.vm_std_pu - alone.vm_std_pu).max() < 1e-9


def test_a_moment_that_cannot_be_told_leaves_its_neighbours_alone() -> None:
    given = moments(5)
    snapshot, told = given[1]
    given[1] = snapshot, replace(told, value=np.where(np.arange(len(told)) == 3, np.nan, told.value))
    snapshot, told = given[3]
    given[3] = snapshot, told.taken(np.arange(len(told)) > 4)
    found = estimate_series(given)
    assert [e.status for e in found[::2]] == [EstimateStatus.ESTIMATED] * 3
    assert found[1].status is EstimateStatus.BAD_INPUT
    assert "is not a number" in found[1].reason
    for k in (0, 2, 3, 4):
        assert found[k].status is estimate(*given[k]).status
        assert np.allclose(found[k].vm_pu, estimate(*given[k]).vm_pu, atol=1e-9, equal_nan=True)


def test_a_switch_that_moves_between_two_moments_is_heeded() -> None:
    given = moments(2)
    snapshot, told = given[1]
    opened = snapshot.with_values("switch", "position", [16], SwitchPosition.OPEN)
    given[1] = opened, told
    found = estimate_series(given)
    dead = np.isnan(found[1].vm_pu)
    assert not np.isnan(found[0].vm_pu).any()
    assert dead.any()
    assert np.array_equal(dead, np.isnan(estimate(opened, told).vm_pu))


def test_what_is_not_finite_is_no_answer_and_spoils_none() -> None:
    snapshot, told = moments(1)[0]
    grid = build_grid_model(snapshot)
    assert grid is not None
    equations, _ = build_equations(snapshot, grid, told, Accuracy())
    broken = replace(equations, value=np.where(np.arange(len(equations)) == 2, np.nan, equations.value))
    first, second, third = FastSolver().solve_series(grid, [broken, equations, broken], 50.0)
    alone = FastSolver().solve(grid, equations, 50.0)
    assert first is third is None
    assert second is not None
    assert alone is not None
    assert np.abs(second[1] - alone[1]).max() < 1e-9
    with pytest.raises(ValueError, match="other measurements"):
        FastSolver().solve_series(grid, [equations, equations.without(0)], 50.0)


def test_changes_of_a_file_hold_until_the_next(tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(
        "point_id,time_utc,value,quality,freshness,is_by_hand\n"
        "bus:18/vm_pu,2026-01-14 10:20:00,0.93,good,fresh,false\n"
        "bus:18/vm_pu,2026-01-14 10:00:00,0.95,good,fresh,false\n"
        "\n"
        "bus:5/vm_pu,2026-01-14 10:00:00,0.97,good,stale,false\n"
        "bus:6/vm_pu,2026-01-14 10:05:00,0.96,good,fresh,true\n"
        "switch:17/position,2026-01-14 10:10:00,0,good,fresh,false\n"
        "pump:1/p_mw,2026-01-14 10:10:00,7,good,fresh,false\n"
    )
    network = open_network("ieee33")[0]
    recorded = read_recorded(path)
    places = places_of(recorded, network)
    assert places.unknown == ("pump:1/p_mw",)
    times = np.array(["2026-01-14T09:00", "2026-01-14T10:00", "2026-01-14T10:15", "2026-01-14T10:30"], "datetime64[us]")
    told = [(places.measurements(recorded, *state), places.positions(network["switch"]["position"], state[0], state[2]))
            for state in recorded.moments(times)]  # fmt: skip
    assert [measured.value.tolist() for measured, _ in told] == [[], [0.95], [0.95], [0.93]]
    row = network["switch"].id.tolist().index("switch:17")
    before = network["switch"]["position"][row]
    assert [int(position[row]) for _, position in told] == [before, before, SwitchPosition.OPEN, SwitchPosition.OPEN]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no column point_id"),
        ("point_id,value\n", "holds no measurement"),
        ("point_id,value\nbus:1/vm_pu,high\n", "line 2: 'high' is not a number"),
        ("point_id,value\nbus:1/vm_pu\n", "line 2: has 1 fields, the heading 2"),
        ("point_id,value,time\n\nbus:1/vm_pu,1.0,noon\n", "line 3: 'noon' is not a time"),
        ("point_id,value,time\nbus:1/vm_pu,1.0,\n", "line 2: has no time"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_recorded(path)
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00\x01")
    for name, words in (("a.csv", "is not CSV text"), ("none.csv", "cannot be read")):
        with pytest.raises(InputError, match=words):
            read_recorded(tmp_path / name)
