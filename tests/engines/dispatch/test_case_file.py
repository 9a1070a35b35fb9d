"""Broken case files: one sentence with place and remedy."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from engines.dispatch.attaching import attach
from engines.dispatch.case_file import open_case, parse_case
from engines.dispatch.expression import evaluate
from engines.exchange.ieee33 import ieee33
from engines.grid.snapshot import Snapshot
from engines.values.validation import InputError
from tests.engines.dispatch.cases import sample
from tests.engines.dispatch.texts import SAMPLE


def spoilt(old: str, new: str, count: int = 1) -> str:
    assert old in SAMPLE
    return SAMPLE.replace(old, new, count)


def test_the_sample_says_what_it_says() -> None:
    case = open_case("ieee33")
    assert (case.n_step, case.step_hours, case.cvar_level) == (24, 1.0, 0.95)
    grid = case.prices.grid
    assert [h for h in range(24) if grid[h] == 135.0] == [10, 11, 12, 13, 14, 18, 19, 20]
    assert [h for h in range(24) if grid[h] == 45.0] == [0, 1, 2, 3, 4, 5, 6, 23]
    hour = np.arange(24)
    sun = np.where((hour > 6) & (hour < 19), np.maximum(0, np.sin(np.pi * (hour - 6) / 13)) ** 1.3, 0)
    assert case.profiles["pv"] == pytest.approx(sun)
    assert [u.e_final_mwh for u in case.storages] == [0.8, 1.0]
    assert case.clock(18) == "18:00"
    assert case.clock_end(24) == "24:00"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bus = 18", "bus = 34", "no such bus; numbers go from 1 to 33"),
        ("bus = 18", 'bus = "bus:81"', "no such bus; did you mean bus:"),
        ("s_mva = 1.0", "s_mva = -1.0", "[wt] 1, s_mva: -1 is not possible; give 0 or more"),
        ("s_mva = 1.0", 's_mva = "big"', "'big' is not a number"),
        ("s_mva = 1.0", "s_mva = nan", "is not a number"),
        ("grid_peak = 135.0\n", "", "grid_peak_hours has no price; give grid_peak"),
        ("s_mva = 1.0", "smva = 1.0", "s_mva is missing"),
        ("s_mva = 1.0", "s_mva = 1.0\npower_facto_min = 1", "means nothing here; did you mean power_factor_min"),
        ("load = [0.62,", "load = [", "has 23 values for 24 steps; give 24 values"),
        ("load = [0.62,", "load = [nan,", "has a gap at value 1 of 24 (1 in all); fill the gap"),
        ("load = [0.62,", 'load = ["-",', "value 1 of 24 is '-', not a number"),
        ("load = [0.62,", "load = [-0.62,", "is negative (-0.62) at step 0"),
        ('"10:00-15:00", "18:00-21:00"', '"10:00-15:00", "14:00-21:00"', "10:00-15:00 and 14:00-21:00 overlap"),
        ('"23:00-07:00"', '"20:30-07:00"', "18:00-21:00 and 20:30-07:00 overlap"),
        ('"23:00-07:00"', '"23h"', "'23h' is no span of hours; write it like"),
        ("max(0, sin(pi", "__import__(0, sin(pi", "is not a formula known here"),
        ("(h - 6) / 13", "(h - 6) / 0 * 0", "is no number at step 7; mend the formula"),
        ("steps = 24", "steps = 0", "0 is not possible"),
        ("steps = 24", "steps = 24.5", "24.5 is not a whole number"),
        ("initial_position = 8", "initial_position = 17", "[oltc], initial_position: 17 is not possible; give 0 to 16"),
        ("e_initial_mwh = 0.8", "e_initial_mwh = 1.7", "1.7 is not possible; give 0.16 to 1.6"),
        ("q_min_mvar = -0.3", "q_min_mvar = 0.6", "q_min_mvar 0.6 is above q_max_mvar 0.5"),
        ("p_min_mw = 0.0\np_max_mw = 6.0", "p_min_mw = 6.5\np_max_mw = 7.0", "p_min_mw 6.5 is above s_mva 6"),
        ("p_min_mw = 0.0\np_max_mw = 6.0", "p_min_mw = -8.0\np_max_mw = -7.0", "p_max_mw -7 is beyond s_mva 6"),
        ("v_min_pu = 0.95", "v_min_pu = 1.06", "is not below v_max_pu"),
        ("flexible_fraction = 0.25", "flexible_fraction = 1.25", "give 0 to 1"),
        ("[[svc]]", "[[sfc]]", "sfc: means nothing here; did you mean svc"),
        ("[[svc]]", "[svc", "is not TOML"),
        ("bus = 24\nflex", "bus = 8\nflex", "has demand response twice at one bus"),
        ("[profiles]", "[profiles]\nother = []", "is no list of numbers"),
    ],
)
def test_a_broken_case_is_one_sentence(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        attach(parse_case(spoilt(old, new), "case.toml"), Snapshot(ieee33()))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_networks_that_cannot_be_planned_are_named() -> None:
    network = ieee33()
    tied = Snapshot(network).with_values("switch", "position", [32], 1)
    with pytest.raises(InputError, match=r"is not radial: a loop runs through .*line:33") as error:
        attach(sample(), tied)
    named = set(re.findall(r"line:(\d+)", str(error.value)))
    loop = {"2", "3", "4", "5", "6", "7", "18", "19", "20", "33"}
    assert named <= loop
    assert len(named) == 8
    cut = Snapshot(network).with_values("switch", "position", [20], 0)
    with pytest.raises(InputError, match="islanded part without source has loads or generators at bus:22"):
        attach(sample(), cut)
    dark = Snapshot(network).with_values("ext_grid", "in_service", [0], False)
    with pytest.raises(InputError, match="no source in service"):
        attach(sample(), dark)


def test_files_are_found_or_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such case file"):
        open_case("nowhere.toml")
    with pytest.raises(InputError, match="is a folder"):
        open_case(str(tmp_path))
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="cannot be read as text"):
        open_case(str(path))
    path.write_text(SAMPLE)
    assert open_case(str(path)).name == "mine"


def test_formulas_are_arithmetic_and_nothing_else() -> None:
    hours = np.arange(24.0)
    assert evaluate("0.5 + h / 48", hours, "x") == pytest.approx(0.5 + hours / 48)
    assert evaluate("1 for h >= 12, else 0.25", hours, "x")[11:13] == pytest.approx([0.25, 1.0])
    for bad in ("h.__class__", "open('x')", "[1]", "h if h else 1", "lambda: 1", "9" * 500, "max(h", "sin(h, h, h, h)"):
        with pytest.raises(InputError):
            evaluate(bad, hours, "x")


def test_networks_own_profiles_are_followed_from_a_start() -> None:
    text = re.sub(r"^load\s*=.*$", "", SAMPLE, flags=re.MULTILINE).replace(
        "[horizon]", '[horizon]\nstart = "2026-01-14"'
    )
    case = parse_case(text)
    network = ieee33()
    instance = attach(case, Snapshot(network))
    assert network.profiles is not None
    moment = network.profiles.same_moment(np.datetime64("2026-01-14T18:00"))
    expected = Snapshot(network).at(moment).column("load", "p_mw").sum()
    assert instance.p_load_mw[18].sum() == pytest.approx(expected)
    with pytest.raises(InputError, match="load is missing"):
        parse_case(re.sub(r"^load\s*=.*$", "", SAMPLE, flags=re.MULTILINE))
