"""A case as tables: written and read again it is the same, and what is wrong is said value by value."""

from __future__ import annotations

import copy
import re
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.dispatch.case_text import text_value, value_text
from console.dispatch.packing import pack
from engines.dispatch.case_checking import check_document
from engines.dispatch.case_document import case_document, toml_text
from engines.dispatch.case_file import DEVICE_TABLES, open_case, parse_case, parse_document, read_document
from engines.values.dispatch_case_layout import DEVICE_FIELDS, SINGLE_TABLES, FieldKind
from engines.values.validation import InputError
from tests.engines.dispatch.texts import SAMPLE

OTHER = """
name = "a \\"quoted\\" day"
[horizon]
steps = 4
step_hours = 0.25
start = 2026-03-01T06:15:00
[network]
file = "north"
[price]
grid = [0.1, 0.30000000000000004, -12.5, 1e-7]
voltage_deviation = 3.3
[profiles]
"wind of the hill" = [0.1, 0.2, 0.7000000000000001, 1]
[[wt]]
bus = "bus:3"
s_mva = 1.0
p_mw = 0.9
profile = "wind of the hill"
element = "sgen:W"
[[es]]
bus = 3
p_mw = 0.4
e_mwh = 1.0
e_initial_mwh = 0.5
e_final_mwh = 0.2
[[tie]]
bus = 1
q_max_mvar = 2.5
initial_p_mw = 0.0
[[cb]]
bus = 4
step_mvar = 0.1
steps = 3
follows_voltage = true
[[regulator]]
trafo = "T 1"
initial_position = -3
is_automatic = true
[[region]]
branch = "line:5"
name = "North"
[[region]]
branch = "line:17"
[risk]
cvar_weight = 0.3
"""


@pytest.mark.parametrize("text", [SAMPLE, OTHER], ids=["sample", "other"])
def test_a_case_written_and_read_again_is_the_same_to_the_last_digit(text: str) -> None:
    case = parse_case(text, "ieee33")
    again = parse_case(toml_text(case_document(case)), "elsewhere")
    assert pack(again) == pack(case)
    # Its tables say no more than the case, and are accepted value by value.
    found, problems = check_document(case_document(case))
    assert not problems
    assert found is not None
    assert pack(found) == pack(case)


_PLAIN = st.one_of(
    st.text(max_size=12), st.booleans(), st.integers(-(10**12), 10**12), st.floats(allow_nan=False),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=4), st.lists(st.text(max_size=4), max_size=3),
)  # fmt: skip
_TABLE = st.dictionaries(st.text(min_size=1, max_size=8), _PLAIN, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), st.one_of(_TABLE, st.lists(_TABLE, min_size=1, max_size=3))))
def test_any_tables_come_back_from_their_text(document: dict[str, Any]) -> None:
    # Surrogates are no text that can be in a file.
    try:
        text = toml_text(document).encode().decode()
    except UnicodeEncodeError:
        return
    again = tomllib.loads(text)
    assert repr(again) == repr(document)


def test_the_editor_knows_the_fields_the_reader_knows() -> None:
    for table, fields in {**DEVICE_FIELDS, **SINGLE_TABLES}.items():
        document = copy.deepcopy(tomllib.loads(SAMPLE))
        record: dict[str, Any] = {"zzzz": 1}
        if table in DEVICE_TABLES:
            known = {f.name for f in fields}
            document[table] = [{**_filled(table), **record}]
        else:
            known = {f.name for f in fields}
            document[table] = {**document.get(table, {}), **record}
        with pytest.raises(InputError) as error:
            read_document(document)
        asked = set(re.findall(r"\w+", error.value.remedy.removeprefix("known here: ")))
        if table == "price":
            # What is given as a list is not asked for as peak, flat and valley.
            asked |= {"grid"}
        assert known - asked <= {"initial_position"}, (table, known ^ asked)
        assert asked <= known, (table, known ^ asked)


def _filled(table: str) -> dict[str, Any]:
    """A record that is right."""
    own = tomllib.loads(SAMPLE).get(table, {})
    found = own[0] if isinstance(own, list) else own
    return dict(found) or {"regulator": {"trafo": "T", "initial_position": 1}, "region": {"branch": "line:5"}}[table]


def test_each_broken_record_is_told_with_its_field() -> None:
    document = parse_document(SAMPLE)
    document["es"][0]["e_initial_mwh"] = 9
    document["es"][1]["efficiency_charge"] = "abc"
    document["wt"][1]["bus"] = 3.5
    document["mt"][0].pop("s_mva")
    document["pv"][0]["profile"] = "x"
    document["svc"][0]["q_min_mvar"] = 0.9
    document["network"]["v_min_pu"] = 1.2
    document["price"]["grid_peak_hours"] = ["25:00-26:00"]
    document["profiles"]["wt"] = [0.1, 0.2]
    case, problems = check_document(document)
    assert case is None
    found = {(p.table, p.number, p.field) for p in problems}
    assert found == {
        ("es", 0, "e_initial_mwh"), ("es", 1, "efficiency_charge"), ("wt", 1, "bus"), ("mt", 0, "s_mva"),
        ("pv", 0, "profile"), ("svc", 0, "q_min_mvar"), ("network", 0, "v_min_pu"), ("price", 0, "grid_peak_hours"),
        ("profiles", 1, "wt"),
    }  # fmt: skip
    said = {(p.table, p.number): p.sentence for p in problems}
    assert said["es", 0] == "[es] 1, e_initial_mwh: 9 is not possible; give 0.16 to 1.6"
    document = parse_document(SAMPLE)
    document["horizon"]["steps"] = 0
    assert [p.field for p in check_document(document)[1]] == ["steps"]
    document = parse_document(SAMPLE)
    document["profiles"].pop("load")
    assert "load is missing" in check_document(document)[1][0].sentence
    document = parse_document(SAMPLE)
    document["sfc"] = [{"bus": 1}]
    assert "sfc: means nothing here" in check_document(document)[1][0].sentence


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_is_shown_and_written_back_is_the_same(value: float) -> None:
    assert text_value(value_text(value), FieldKind.NUMBER) == value
    both = [value, 0.1]
    assert text_value(value_text(both), FieldKind.SERIES) == both


def test_what_is_written_is_read_by_its_kind() -> None:
    assert text_value("  ", FieldKind.NUMBER) is None
    assert text_value("abc", FieldKind.NUMBER) == "abc"
    assert text_value("0,5", FieldKind.NUMBER) == "0,5"
    assert text_value("18", FieldKind.BUS) == 18
    assert text_value("bus:18", FieldKind.BUS) == "bus:18"
    assert text_value("3.5", FieldKind.WHOLE) == 3.5
    assert text_value("yes", FieldKind.FLAG) is True
    assert text_value("10:00-15:00, 18:00-21:00", FieldKind.SPANS) == ["10:00-15:00", "18:00-21:00"]
    assert text_value("85", FieldKind.NUMBERS) == 85.0
    assert text_value("1, 2, x", FieldKind.NUMBERS) == [1.0, 2.0, "x"]
    formula = "max(0, sin(pi * (h - 6) / 13)) ** 1.3 for 6 < h < 19, else 0"
    assert text_value(formula, FieldKind.SERIES) == formula
    assert open_case("ieee33").name == "ieee33"
