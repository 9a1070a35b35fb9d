"""The journal in the window: its end as it grows, and every record of it found and reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from console.journal.journal import Journal
from console.journal.record import JournalRecord
from console.windows.live.journal_table import PAGE, JournalTable
from engines.exchange.shipped import load_shipped

COUNT = 2 * PAGE + 300


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """More records than two pages hold; every hundredth is a tag of ben's."""
    with Journal(tmp_path / "site.sqlite", console="desk 1") as journal:

        def fill(batch: object) -> None:
            for n in range(COUNT):
                kind, author = ("tag", "ben") if n % 100 == 0 else ("command", "ana")
                record = JournalRecord(kind, author, "switch:T2", f"Did thing {n} at 100%_of", {"n": n})
                batch.append(record)  # type: ignore[attr-defined]

        journal.submit(fill).result(60)
        yield journal


@pytest.fixture
def table(qtbot: QtBot, journal: Journal) -> Iterator[JournalTable]:
    """The table after its first look."""
    parent = QObject()
    made = JournalTable(journal, load_shipped("north").network, parent)
    qtbot.addWidget(made.table)
    made.table.resize(1100, 400)
    made.table.show()
    qtbot.waitExposed(made.table)
    made.look()
    qtbot.waitUntil(lambda: len(numbers(made)) == PAGE, timeout=20_000)
    yield made
    made.close()


def numbers(made: JournalTable) -> list[int]:
    """Numbers of the records that are shown, in the order they stand in."""
    content, order = made.table.model.content, made.table.model.order
    return [int(content.values["sequence"][k]) for k in order] if len(content) else []


def test_the_end_is_shown_first_grows_and_older_ones_are_reached(
    qtbot: QtBot, table: JournalTable, journal: Journal
) -> None:
    last = COUNT + 1
    assert numbers(table) == list(range(last, last - PAGE, -1))
    journal.write(JournalRecord("tag", "eve", "switch:T2", "one more")).result(20)
    table.look()
    qtbot.waitUntil(lambda: numbers(table)[0] == last + 1, timeout=20_000)
    for _ in range(2):
        before = len(numbers(table))
        qtbot.mouseClick(table.older, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda was=before: len(numbers(table)) > was, timeout=20_000)
    assert numbers(table) == list(range(last + 1, 0, -1)), "each once, none missing"
    assert not table.older.isEnabled()


def test_behind_another_tab_it_asks_for_nothing_and_catches_up_when_it_is_seen(
    qtbot: QtBot, table: JournalTable, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    read = journal.read
    monkeypatch.setattr(journal, "read", lambda *a, **k: (asked.append(a), read(*a, **k))[1])
    table.table.hide()
    journal.write(JournalRecord("tag", "eve", "switch:T2", "one more")).result(20)
    table.look()
    assert not asked
    table.table.show()
    table.look()
    qtbot.waitUntil(lambda: numbers(table)[0] == COUNT + 2, timeout=20_000)
    assert asked


def test_words_kinds_and_spans_ask_the_whole_journal(qtbot: QtBot, table: JournalTable, journal: Journal) -> None:
    table.table.filter.setText("thing 17")
    qtbot.waitUntil(lambda: 19 in numbers(table), timeout=20_000)
    assert {17 + 2, 170 + 2, 1799 + 2} <= set(numbers(table)), "far behind what was shown"
    table.table.filter.setText("100%_of ben")
    qtbot.waitUntil(lambda: len(numbers(table)) == COUNT // 100, timeout=20_000)
    table.table.filter.setText("no such thing anywhere")
    qtbot.waitUntil(lambda: "no such record" in table.table.empty_text, timeout=20_000)
    assert table.table.filter.isVisible(), "else nobody could ask anything else"
    table.table.filter.clear()
    qtbot.waitUntil(lambda: len(numbers(table)) == PAGE, timeout=20_000)
    table.kind.setCurrentIndex(table.kind.findData("tag"))
    qtbot.waitUntil(lambda: len(numbers(table)) == COUNT // 100, timeout=20_000)
    table.kind.setCurrentIndex(0)
    table.span.setCurrentIndex(table.span.findData(1))
    qtbot.waitUntil(lambda: len(numbers(table)) == PAGE, timeout=20_000)


def test_a_question_hears_of_what_is_recorded_since(qtbot: QtBot, table: JournalTable, journal: Journal) -> None:
    table.table.filter.setText("earthquake")
    qtbot.waitUntil(lambda: "no such record" in table.table.empty_text, timeout=20_000)
    journal.write(JournalRecord("tag", "eve", "switch:T2", "An Earthquake")).result(20)
    journal.write(JournalRecord("tag", "eve", "switch:T2", "something else")).result(20)
    table.look()
    qtbot.waitUntil(lambda: numbers(table) == [COUNT + 2], timeout=20_000)
