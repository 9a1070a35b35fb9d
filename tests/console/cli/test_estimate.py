"""``tieline estimate`` as an engineer calls it, on a day recorded at every customer's meter."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from console.cli.main import main
from engines.exchange.opening import open_network
from engines.grid.network import Network
from tests.engines.estimation.field import Field, field_of, measure

HEADING = "point_id,time_utc,value,quality,freshness,is_by_hand\n"


@pytest.fixture(scope="module")
def network() -> Network:
    """33 buses."""
    return open_network("ieee33")[0]


def field(network: Network, hour: int) -> Field:
    """What is true at an hour of the profiles."""
    assert network.profiles is not None
    time = network.profiles.same_moment(np.datetime64(f"2026-01-14T0{hour}:00:00"))
    return field_of(network, hour, time=time)


def recorded(path: Path, network: Network, lies: dict[str, float] | None = None) -> Path:
    """Four moments an hour apart, each with other loads; ``lies`` are added to what meters say."""
    lines = [HEADING]
    for hour in range(4):
        told = measure(field(network, hour), hour, flows=False)
        for point, value in zip(told.point_id.tolist(), told.value.tolist(), strict=True):
            value += (lies or {}).get(point, 0.0)
            lines.append(f"{point},2026-01-14 0{hour}:00:00,{value},good,fresh,false\n")
    path.write_text("".join(lines))
    return path


def test_a_recorded_day_is_estimated_and_written(
    tmp_path: Path, network: Network, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = recorded(tmp_path / "day.csv", network), tmp_path / "buses.csv"
    words = ["estimate", "ieee33", "--measurements", str(file), "--every", "60", "--out", str(out), "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["moments"] != []
    assert answer["moments_estimated"] == 4
    with out.open(newline="") as rows:
        table = list(csv.DictReader(rows))
    assert len(table) == 4 * 33
    for hour in range(4):
        truth = field(network, hour).result.vm_pu
        told = np.array([float(row["vm_pu"]) for row in table if row["time"] == f"2026-01-14T0{hour}:00:00"])
        std = np.array([float(row["vm_std_pu"]) for row in table if row["time"] == f"2026-01-14T0{hour}:00:00"])
        assert np.abs(told - truth).max() < 0.004
        assert (np.abs(told - truth) < 4 * std).all()
    assert answer["vm_min_pu"] == pytest.approx(min(float(row["vm_pu"]) for row in table), abs=1e-6)


def test_a_meter_that_lies_is_named(tmp_path: Path, network: Network, capsys: pytest.CaptureFixture[str]) -> None:
    point = str(measure(field(network, 0), 0, flows=False).point_id[10])
    file = recorded(tmp_path / "day.csv", network, {point: 0.04})
    assert main(["estimate", "ieee33", "--measurements", str(file), "--every", "60"]) == 0
    assert f"{point} (4 of 4)" in capsys.readouterr().out


def test_nothing_usable_is_no_estimate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "stale.csv"
    file.write_text(HEADING + "bus:18/vm_pu,2026-01-14 00:00:00,0.95,good,stale,false\n")
    assert main(["estimate", "ieee33", "--measurements", str(file)]) == 1
    assert "0 of 1 moments" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2026-01-15", "--to", "2026-01-14"], "--to"),
        (["--to", "2026-01-13"], "lies before the first measurement"),
        (["--every", "0"], "at least a second"),
        (["--every", "0.02", "--to", "2026-01-16"], "too many at once"),
        (["--out", "/nowhere/at/all.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    tmp_path: Path, network: Network, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    file = recorded(tmp_path / "day.csv", network)
    try:
        code = main(["estimate", "ieee33", "--measurements", str(file), *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    told = capsys.readouterr().err
    assert (code, told.count("\n")) == (2, 1), told
    assert said in told
