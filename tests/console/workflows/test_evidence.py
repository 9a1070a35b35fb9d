"""What the field says, as evidence: what stood before does not count, and silence of the unreachable is known."""

from __future__ import annotations

import numpy as np
import pytest

from console.workflows.evidence import FaultEvidenceBook
from engines.values.fault_evidence import EvidenceKind, Reading
from engines.values.points import PointDefinition, PointFreshness, PointKind, PointQuality, Quantity

S = 1_000_000
POINTS = [
    PointDefinition("switch:1", Quantity.HAS_TRIPPED, PointKind.FLAG),
    PointDefinition("switch:1", Quantity.FAULT_I_KA, PointKind.ANALOG),
    PointDefinition("switch:2", Quantity.FAULT_PASSAGE, PointKind.FLAG),
    PointDefinition("load:5", Quantity.IS_POWERED, PointKind.FLAG),
    PointDefinition("load:5", Quantity.P_MW, PointKind.ANALOG),
    PointDefinition("switch:3", Quantity.FAULT_PASSAGE, PointKind.FLAG),
]
FRESH = np.zeros(len(POINTS), np.uint8)


class Field:
    """Says one thing after the other."""

    def __init__(self) -> None:
        self.book = FaultEvidenceBook(POINTS)
        for row, value in enumerate((0.0, 0.0, 0.0, 1.0, 0.2, 1.0)):
            self.say(row, value, 0)

    def say(self, row: int, value: float, at_s: float, quality: int = PointQuality.GOOD) -> tuple[str, ...]:
        """One value of one point."""
        columns = np.array([row]), np.array([value]), np.array([quality], np.uint8), np.array([round(at_s * S)])
        return self.book.take(*columns)


@pytest.fixture
def field() -> Field:
    """All is well, but for an indicator that has hung on from an earlier fault."""
    return Field()


def test_a_fault_is_told_by_what_changed_with_it(field: Field) -> None:
    assert field.say(1, 2.5, 100.0) == ()
    assert field.say(1, 3.1, 100.4) == ()
    assert field.say(0, 1.0, 101.0) == ("switch:1",)
    assert field.say(0, 1.0, 102.0) == (), "once"
    field.say(2, 1.0, 100.2)
    field.say(3, 0.0, 101.5)
    found = {(e.kind, e.element_id, e.reading): e for e in field.book.gathered(101 * S, FRESH)}
    assert set(found) == {
        (EvidenceKind.BREAKER_OPERATION, "switch:1", Reading.TRIPPED),
        (EvidenceKind.FAULT_CURRENT, "switch:1", Reading.NONE),
        (EvidenceKind.INDICATOR, "switch:2", Reading.FLAGGED),
        (EvidenceKind.LAST_GASP, "load:5", Reading.NONE),
    }
    assert found[EvidenceKind.FAULT_CURRENT, "switch:1", Reading.NONE].value == 3.1
    assert field.book.instruments.indicator_ids == ("switch:2", "switch:3")
    assert field.book.instruments.meter_ids == ("load:5",)


def test_what_stood_before_says_nothing_of_it(field: Field) -> None:
    field.say(1, 9.9, 20.0)
    field.say(0, 1.0, 100.0)
    kinds = [(e.kind, e.element_id) for e in field.book.gathered(100 * S, FRESH)]
    assert kinds == [(EvidenceKind.BREAKER_OPERATION, "switch:1")]
    field.book.forget_before(50 * S)
    assert field.book.gathered(0, FRESH)[0].kind is EvidenceKind.BREAKER_OPERATION


def test_what_is_invalid_or_no_number_is_no_evidence(field: Field) -> None:
    assert field.say(0, 1.0, 100.0, PointQuality.INVALID) == ()
    assert field.say(0, float("nan"), 100.0) == ()
    assert field.book.gathered(100 * S, FRESH) == ()


def test_what_stands_tripped_at_the_start_has_not_tripped_now() -> None:
    book = FaultEvidenceBook(POINTS)
    columns = np.array([0]), np.array([1.0]), np.zeros(1, np.uint8), np.array([5 * S])
    assert book.take(*columns) == ()


def test_what_nobody_hears_of_is_out_of_reach_once(field: Field) -> None:
    field.say(0, 1.0, 100.0)
    stale = FRESH.copy()
    stale[[0, 1, 3, 4]] = PointFreshness.STALE
    kinds = [(e.kind, e.element_id) for e in field.book.gathered(100 * S, stale)]
    assert kinds.count((EvidenceKind.COMMUNICATION_OUTAGE, "switch:1")) == 1
    assert kinds.count((EvidenceKind.COMMUNICATION_OUTAGE, "load:5")) == 1
    assert (EvidenceKind.BREAKER_OPERATION, "switch:1") in kinds
