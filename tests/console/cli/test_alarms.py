"""``tieline alarms``: what stands, what was raised in a span, and the measures of it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from console.alarms.book import AlarmBook
from console.cli.main import main
from console.site.site import open_site
from engines.values.alarms import AlarmCondition, AlarmDefinition, AlarmKind, AlarmPriority

TRIP = AlarmDefinition(
    "switch:1/has_tripped#state", "switch:1", AlarmKind.STATE, AlarmCondition.EQUALS, AlarmPriority.HIGH,
    "switch:1/has_tripped", "protection has tripped",
)  # fmt: skip
BEGIN = 1_760_000_000_000_000
MINUTE = 60_000_000


class Clock:
    """Goes when it is told to."""

    now_us = BEGIN

    def __call__(self) -> int:
        return self.now_us


@pytest.fixture
def site(kept_in: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A site with two dozen alarms in four minutes, of which one stands."""
    monkeypatch.setenv("TIELINE_SITE_FOLDER", str(tmp_path))
    clock = Clock()
    opened = open_site("north", console="desk 1", clock=clock)
    book = AlarmBook(opened.journal)
    for k in range(24):
        clock.now_us = BEGIN + k * 10_000_000
        each = replace(TRIP, alarm_id=f"switch:{k}#state", element_id=f"switch:{k}", priority=AlarmPriority(1 + k % 3))
        alarm = book.raise_alarm(each, 1.0, clock.now_us)
        if k != 7:
            book.acknowledge([alarm.occurrence_id], "anna")
            book.return_alarm(each.alarm_id)
    opened.journal.submit(lambda batch: None).result(20)
    opened.close()
    return "north"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """What the verb answers."""
    assert main(["alarms", *words, "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_what_stands_and_what_was_raised(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    standing = told(capsys, "--site", site)["alarms"]
    assert [a["element_id"] for a in standing] == ["switch:7"]  # type: ignore[attr-defined]
    assert standing[0]["state"] == "unacknowledged"  # type: ignore[index]
    answer = told(capsys, "--site", site, "--from", "2025-10-09T08:53", "--to", "2025-10-09T08:55:20")
    raised = answer["alarms"]
    assert len(raised) == 12  # type: ignore[arg-type]
    figures = answer["figures"]
    assert figures["raised"] == 12  # type: ignore[index]
    assert figures["by_priority"] == {"low": 4, "medium": 4, "high": 4}  # type: ignore[index]
    assert len(figures["floods"]) == 1  # type: ignore[index]


def test_it_is_read_by_people_and_written_as_a_table(
    site: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["alarms", "--site", site]) == 0
    printed = capsys.readouterr()
    assert "switch:7" in printed.out
    assert "1 alarms stand" in printed.err
    out = tmp_path / "alarms.csv"
    assert main(["alarms", "--site", site, "--from", "2025-10-09T00:00", "--out", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert len(rows) == 24
    assert rows[0]["acknowledged_by"] == "anna"
    capsys.readouterr()
    assert main(["alarms", "--site", site, "--figures", "--from", "2025-10-09T00:00"]) == 0
    assert "raised" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--site", "nowhere"), "there is no such site"),
        (("--site", "north", "--from", "2026-01-02", "--to", "2026-01-01"), "the span is empty"),
        (("--site", "north", "--out", "x.xlsx"), "is no .csv"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(
    site: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert main(["alarms", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_damaged_alarm_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened = open_site("north", chosen=tmp_path, console="desk 1")
    AlarmBook(opened.journal).raise_alarm(TRIP, 1.0, 0)
    opened.journal.submit(lambda batch: batch.connection.execute("UPDATE alarms SET body='{\"kind\":'")).result(20)
    opened.close()
    assert main(["alarms", str(tmp_path / "north")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{TRIP.alarm_id}, is damaged" in line
