"""Whatever is said of whatever: a ranking or a status, never an exception."""

from __future__ import annotations

import numpy as np
import pytest

from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.restoration.location import Locator
from engines.values.fault_evidence import EvidenceKind, FaultEvidence, Instruments, Reading
from engines.values.location import LocationStatus

VALUES = (float("nan"), float("inf"), -1.0, 0.0, 0.4, 2.5, 1e9)


def anything(random: np.random.Generator, ids: list[str], number: int) -> list[FaultEvidence]:
    return [
        FaultEvidence(
            random.choice(list(EvidenceKind)),
            str(random.choice(ids)),
            int(random.integers(0, 5)),
            random.choice(list(Reading)) if random.random() < 0.7 else Reading.NONE,
            float(random.choice(VALUES)),
        )
        for _ in range(number)
    ]


@pytest.mark.parametrize("name", ["cigre_mv", "cigre_lv", "north", "ieee33"])
def test_any_evidence_on_any_network_is_ranked_or_named(name: str) -> None:
    network = open_network(name)[0]
    ids = [key for table in network.tables.values() for key in table.id.tolist()] + ["nobody"]
    random = np.random.default_rng(4)
    closed = Snapshot(network)
    shuffled = closed.with_state({("switch", "position"): random.integers(0, 4, len(network["switch"]))})
    for snapshot in (closed, shuffled):
        locator = Locator(snapshot)
        for number in (0, 1, 2, 5, 20, 60, 200):
            heard = anything(random, ids, number)
            instruments = Instruments(tuple(random.choice(ids, 5).tolist()), tuple(random.choice(ids, 9).tolist()))
            found = locator.locate(heard, instruments if number % 2 else Instruments())
            if found.status is LocationStatus.NO_SUPPLY:
                continue
            assert found.all_probability.sum() == pytest.approx(1.0)
            assert np.isfinite(found.zone_probability).all()
            assert 0.0 <= found.no_fault_probability <= 1.0
            assert found.credible_zones(0.99)
            assert all(words.text for words in found.contradictions)
            assert all(finding.reason and finding.remedy for finding in found.left_out)
            assert all(step.words.text for step in found.next_steps)
