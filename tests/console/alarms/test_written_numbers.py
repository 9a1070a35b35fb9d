"""Numbers with gaps, kept as a short text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.alarms.written_numbers import WrittenNumbers


@given(st.lists(st.lists(st.integers(1, 40), max_size=8), max_size=12))
def test_what_was_noted_is_what_is_in_it_whatever_the_order(noted: list[list[int]]) -> None:
    numbers = WrittenNumbers()
    for some in noted:
        numbers = WrittenNumbers.of_text(str(numbers.with_numbers(some)))
    assert {n for n in range(50) if n in numbers} == {n for some in noted for n in some}


def test_what_has_no_gap_stays_short() -> None:
    numbers = WrittenNumbers()
    for number in (*range(2, 1001), 1):
        numbers = numbers.with_numbers([number])
    assert str(numbers) == "1-1000"


def test_a_single_number_stands_for_all_up_to_it() -> None:
    numbers = WrittenNumbers.of_text("7")
    assert [n in numbers for n in (0, 1, 7, 8)] == [False, True, True, False]
    with pytest.raises(ValueError, match="seven"):
        WrittenNumbers.of_text("seven")
