from __future__ import annotations

import numpy as np
import pytest

from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot, changed_columns
from engines.study.chain import ChangeChain
from engines.study.change import Change
from engines.study.controls import TapChange
from engines.study.line_type import LineTypeChange
from engines.study.new_der import NewDer
from engines.study.power import LoadScaling, PowerChange
from engines.study.service import ServiceChange
from engines.study.study import apply_all, base_snapshot, new_study
from engines.study.switching import SwitchOperation
from engines.study.switching_order import switching_order_csv, switching_order_text, switching_steps
from engines.values.validation import InputError

EVENING = np.datetime64("2026-01-14T18:00:00", "s")


def same(a: Snapshot, b: Snapshot) -> bool:
    return a.network.structure_revision == b.network.structure_revision and not changed_columns(a, b)


def some_changes(rng: np.random.Generator, count: int) -> list[Change]:
    made: list[Change] = []
    for number in range(count):
        choice = int(rng.integers(7))
        made.append(
            [
                SwitchOperation(f"switch:{rng.integers(2)}", int(rng.integers(2))),
                TapChange("trafo:0", int(rng.integers(-9, 10))),
                LoadScaling(float(rng.uniform(0.3, 3))),
                PowerChange("load:1", float(rng.uniform(0, 3))),
                ServiceChange("line:1", bool(rng.integers(2))),
                LineTypeChange("line:0", "other", "ol", float(rng.uniform(0.1, 1)), 0.3, 10.0, 0.3),
                NewDer("pv", f"study:pv:{number}", "", "bus:3", 0.1, 0.1, profile="sun"),
            ][choice]
        )
    return made


@pytest.mark.parametrize("seed", range(20))
def test_undone_and_redone_changes_end_exactly_where_they_began(seed: int, network: Network) -> None:
    rng = np.random.default_rng(seed)
    changes = tuple(some_changes(rng, 12))
    base = base_snapshot(network, EVENING)
    chain = ChangeChain(base)
    seen = [chain.after(changes[:k]) for k in range(len(changes) + 1)]
    for k in rng.integers(0, len(changes) + 1, 30).tolist():
        assert chain.after(changes[:k]) is seen[k]
    assert same(apply_all(base_snapshot(network, EVENING), changes), seen[-1])
    cut = int(rng.integers(len(changes)))
    without = (*changes[:cut], *changes[cut + 1 :])
    assert same(chain.after(without), apply_all(base, without))


def test_changes_hold_at_every_time_and_profiles_go_on_below_them(network: Network) -> None:
    study = new_study(network, "mill").with_changes([PowerChange("load:1", 3.0), LoadScaling(2.0)])
    at_noon = apply_all(base_snapshot(network, np.datetime64("2026-01-14T12:00")), study.changes)
    assert at_noon.column("load", "p_mw").tolist() == [1.0, 3.0]
    assert at_noon.column("load", "scaling").tolist() == [2.0, 2.0]
    assert at_noon.mode is Mode.STUDY
    midnight = apply_all(base_snapshot(network, np.datetime64("2026-01-14T00:00")), study.changes)
    assert midnight.column("load", "p_mw").tolist() == [0.5, 3.0]


def test_change_that_cannot_be_made_is_named_with_its_place_in_the_list(network: Network) -> None:
    study = new_study(network).with_changes([LoadScaling(2.0), TapChange("trafo:0", 12)])
    with pytest.raises(InputError, match=r"change 2 \(Tap of T1 to 12\), T1: cannot go to tap 12"):
        study.snapshot()


def test_time_outside_the_profiles_is_refused(network: Network) -> None:
    with pytest.raises(InputError, match="lies outside the profiles"):
        base_snapshot(network, np.datetime64("2031-01-01"))


def test_switching_order_lists_the_operations_that_move_a_switch(network: Network) -> None:
    changes = [
        LoadScaling(2.0),
        SwitchOperation("switch:0", 1),
        SwitchOperation("switch:1", 0),
        SwitchOperation("switch:0", 0),
        SwitchOperation("switch:0", 0),
    ]
    study = new_study(network, "relief", EVENING).with_changes(changes)
    assert [(s.number, s.operation, s.switch_id) for s in switching_steps(study)] == [
        (1, "open", "switch:1"),
        (2, "open", "switch:0"),
    ]
    assert switching_order_text(study) == (
        "Switching order (draft): relief\nNetwork: small\nFor: 2026-01-14T18:00:00\n\n"
        "1. Open S2 (load break switch, on site)\n2. Open CB, West (breaker, remote)\n"
    )
    rows = switching_order_csv(study).splitlines()
    assert rows[1] == "1,open,switch:1,S2,,load break switch,no"
    assert "No switch operations." in switching_order_text(new_study(network))
