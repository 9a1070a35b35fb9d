"""What the record says is read by people: no ids, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.workflows.plain_sentences import plain

NAMES = {"line:F4-W08": "F4-W08", "switch:T4": "T4", "customer:C1": "Hill farm"}
CREWS = {"crew-5": "Crew 5", "1": "Night shift"}


def said(sentence: str) -> str:
    return plain(sentence, lambda i: NAMES.get(i, i), CREWS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("order:1: step 8 told to crew-5", "order 1: step 8 told to Crew 5"),
        ("order:1: step 1 told to 1", "order 1: step 1 told to Night shift"),
        ("work:12: Crew 5 is sent", "work order 12: Crew 5 is sent"),
        ("work order work:2 has no crew", "work order 2 has no crew"),
        ("switching order order:1 is suspended", "switching order 1 is suspended"),
        ("safety document document:3 is held by crew-5: wait", "safety document 3 is held by Crew 5: wait"),
        ("found: cable at line:F4-W08, switch:T4", "found: cable at F4-W08, T4"),
        ("crew-5 has cleared the place", "Crew 5 has cleared the place"),
        ("incident:2 is part of incident:1", "incident 2 is part of incident 1"),
        ("line:F4-W08: has no earth on it", "F4-W08: has no earth on it"),
        ("line:GONE is not there", "line:GONE is not there"),
        ("note: the order: 5 men, line: busy", "note: the order: 5 men, line: busy"),
    ],
)
def test_ids_become_names(written: str, read: str) -> None:
    assert said(written) == read


@given(st.text(alphabet=st.characters(blacklist_characters=":")))
def test_what_has_no_id_stays_as_it_is(text: str) -> None:
    assert plain(text, str.upper, {}) == text
