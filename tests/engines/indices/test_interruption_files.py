"""Outage records as files: every layout gives the same, and what is wrong is named with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engines.indices.ieee1366 import report
from engines.indices.interruption_files import read_records, records_from_csv
from engines.values.validation import InputError

CSV = """\
# customers_served = 500
# period_begin = 2025-01-01
# period_end = 2026-01-01
# timezone = Europe/Berlin
# group Mill Lane = 120
# group Harbour = 300
event, group, begin, end, customers, cause, planned
1, Mill Lane, 2025-02-03T10:00:00, 2025-02-03T10:40:00, 80, cable, no
1, Mill Lane, 2025-02-03T10:00:00, 2025-02-03T12:00:00, 40, cable, no
2, Harbour, 2025-06-10T08:00:00+02:00, 2025-06-10T08:02:00+02:00, 300, recloser, no
3, Harbour, 2025-09-01T09:00:00, 2025-09-01T13:00:00, 20, maintenance, yes
"""

TOML = """\
customers_served = 500
timezone = "Europe/Berlin"
period = {begin = 2025-01-01, end = 2026-01-01}
groups = {"Mill Lane" = 120, Harbour = 300}

[[interruptions]]
event = 1
begin = 2025-02-03T10:00:00
group = "Mill Lane"
cause = "cable"
stages = [{customers = 80, end = 2025-02-03T10:40:00}, {customers = 40, end = 2025-02-03T12:00:00}]

[[interruptions]]
event = 2
group = "Harbour"
begin = 2025-06-10T08:00:00+02:00
end = 2025-06-10T08:02:00+02:00
customers = 300
cause = "recloser"

[[interruptions]]
event = 3
group = "Harbour"
begin = 2025-09-01T09:00:00
end = 2025-09-01T13:00:00
customers = 20
cause = "maintenance"
planned = true
"""


def test_csv_toml_and_json_say_the_same(tmp_path: Path) -> None:
    import tomllib

    files = {name: tmp_path / name for name in ("a.csv", "a.toml", "a.json")}
    files["a.csv"].write_text(CSV)
    files["a.toml"].write_text(TOML)
    files["a.json"].write_text(json.dumps(tomllib.loads(TOML), default=str))
    records = [read_records(path) for path in files.values()]
    assert records[0].interruptions == records[1].interruptions == records[2].interruptions
    found = report(records[0]).whole
    assert found.customer_minutes == 80 * 40 + 40 * 120 + 20 * 240
    assert found.saifi == pytest.approx(140 / 500)
    assert found.maifi == pytest.approx(300 / 500)
    assert records[0].findings == ()


def test_semicolons_and_blank_lines_are_read_too() -> None:
    rows = CSV.splitlines()
    text = "\n".join([*rows[:6], "", *(r.replace(", ", ";") for r in rows[6:])])
    assert records_from_csv(text, "x").interruptions == records_from_csv(CSV, "x").interruptions


def changed(old: str, new: str) -> str:
    """The records with one thing changed."""
    assert old in CSV
    return CSV.replace(old, new)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (changed(", customers, cause", ", people, cause"), "x, line 7: column customers is missing"),
        (changed("# customers_served = 500\n", ""), "x: customers_served is missing"),
        (changed("# period_end = 2026-01-01\n", ""), "x: period_end is missing"),
        (changed("period_end = 2026", "period_end = 2024"), "ends .* before it begins"),
        (changed("Europe/Berlin", "Europe/Atlantis"), "timezone 'Europe/Atlantis' is not known"),
        (changed("3, Harbour", "3, Marina"), "x, line 11: group 'Marina' is not among the groups"),
        (changed("3, Harbour", "3, "), "x, line 11: names no group"),
        (changed("3, Harbour", ", Harbour"), "x, line 11: names no event"),
        (changed("2025-09-01T13", "2025-09-01T03"), "x, line 11: ends .* before it begins"),
        (changed("2025-09-01T09", "2024-09-01T09"), "x, line 11: begins .* outside the period"),
        (changed("T09:00:00", "T9 o'clock"), "x, line 11: begin .* is not a time"),
        (changed("T13:00:00, 20,", "T13:00:00, 2000,"), "2000 customers are interrupted where group Harbour has 300"),
        (changed("T13:00:00, 20,", "T13:00:00, some,"), "x, line 11: customers 'some' is not a number"),
        (changed("T13:00:00, 20,", "T13:00:00, 2.5,"), "x, line 11: customers 2.5 is not a whole number"),
        (changed("T13:00:00, 20,", "T13:00:00, -20,"), "x, line 11: customers -20 is not a whole number above 0"),
        (changed("T13:00:00, 20,", "T13:00:00, ,"), "x, line 11: customers is missing"),
        (changed("maintenance, yes", "maintenance, perhaps"), "planned 'perhaps' is neither yes nor no"),
        (changed("maintenance, yes", "maintenance"), "x, line 11: has not as many values"),
        (changed("40, cable, no", "40, storm, no"), "event 1 has another cause here"),
        (changed("Harbour = 300", "Harbour = 400"), "its groups have 520 customers, more than the 500 served"),
        (CSV + "4, Harbour, 2025-09-01T10:00:00, 2025-09-01T11:00:00, 290, storm, no\n", "events 3 and 4 overlap"),
        ("# customers_served = 5\n", "holds no rows"),
    ],
)
def test_what_cannot_be_counted_is_named(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        records_from_csv(text, "x")


def test_all_wrong_rows_are_in_the_report_behind_the_first() -> None:
    text = changed("3, Harbour", "3, Marina").replace("2, Harbour", "2, Marina")
    with pytest.raises(InputError, match="1 more rows are wrong") as caught:
        records_from_csv(text, "x")
    assert caught.value.report is not None
    assert [f.element for f in caught.value.report.findings] == ["line 10", "line 11"]


def test_duplicates_and_what_lasts_still_are_counted_once_and_said() -> None:
    row = "3, Harbour, 2025-09-01T09:00:00, 2025-09-01T13:00:00, 20, maintenance, yes\n"
    doubled = records_from_csv(CSV + row, "x")
    assert doubled.interruptions == records_from_csv(CSV, "x").interruptions
    assert [(f.element, f.reason) for f in doubled.findings] == [("line 12", "says the same as line 11")]
    lasting = records_from_csv(changed("2025-09-01T13:00:00", ""), "x")
    assert "has no end" in lasting.findings[0].reason
    assert lasting.interruptions[-1].stages[0].end == lasting.end


def test_overlapping_events_of_a_group_of_unknown_size_are_said() -> None:
    text = CSV.replace("# group Mill Lane = 120\n", "").replace("# group Harbour = 300\n", "")
    text += "4, Harbour, 2025-09-01T10:00:00, 2025-09-01T11:00:00, 30, storm, no\n"
    found = records_from_csv(text, "x").findings
    assert "events 3 and 4 overlap" in found[0].reason
    with pytest.raises(InputError, match="without supply at once"):
        records_from_csv(text.replace("11:00:00, 30", "11:00:00, 490"), "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not TOML"),
        ("interruptions = 3", "is not what it should be"),
        ("interruptions = [3]", "interruption 1: is no table"),
        ("interruptions = [{event = 1, stages = []}]", "has stages that are no tables"),
        ("interruptions = [{event = 1, colour = 2}]", "interruption 1: colour is not known"),
    ],
)
def test_a_document_of_another_shape_is_named(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(content)
    with pytest.raises(InputError, match=said):
        read_records(path)


LATE = """\
# customers_served = 500
# period_begin = 2025-01-01
# period_end = 2026-01-01
# timezone = Europe/Berlin
event, begin, end, customers
1, 2025-12-31T22:00:00, 2027-02-03T09:40:00, 80
2, 2025-12-31T23:00:00, 2026-01-01T00:00:00, 10
"""


def test_a_stage_that_outlasts_the_period_counts_up_to_its_end_and_is_named() -> None:
    records = records_from_csv(LATE, "late.csv")
    whole = report(records).whole
    assert whole.saidi_minutes == pytest.approx((80 * 120 + 10 * 60) / 500)
    assert 0.0 <= whole.asai <= 1.0
    (finding,) = records.findings
    assert (finding.element, finding.field) == ("line 6", "end")
    assert "2027-02-03" in finding.reason
    assert "2026-01-01" in finding.reason
