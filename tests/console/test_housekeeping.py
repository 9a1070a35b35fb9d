"""Garbage is searched for when nobody minds, and never in the middle of a storm."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from console import housekeeping
from console.housekeeping import Housekeeping


class Knot:
    """Part of a cycle."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def keeping(qtbot: QtBot) -> Iterator[Housekeeping]:
    """At work; Python's own thresholds come back afterwards."""
    before = gc.get_threshold()
    parent = QObject()
    made = Housekeeping(parent)
    yield made
    made.stop()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_many_allocations_begin_no_full_search(keeping: Housekeeping) -> None:
    searched: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            searched.append(info["generation"])

    gc.callbacks.append(note)
    try:
        kept = [[k] for k in range(400_000)]
    finally:
        gc.callbacks.remove(note)
    assert len(kept) == 400_000
    assert searched, "the young are searched as ever"
    assert 2 not in searched


def test_a_cycle_is_found_once_it_is_quiet(keeping: Housekeeping, monkeypatch: pytest.MonkeyPatch) -> None:
    knot = Knot()
    seen = weakref.ref(knot)
    gc.collect()
    del knot
    keeping.look()
    assert seen() is not None, "not yet: the last search was a moment ago"
    later = time.monotonic() + housekeeping.EVERY_S + 1
    monkeypatch.setattr(housekeeping.time, "monotonic", lambda: later)
    keeping.look()
    assert seen() is None


def test_what_was_put_off_while_starting_begins_once_the_window_stands(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "SETTLED_S", 0.0)
    parent = QObject()
    gc.disable()
    try:
        keeping = Housekeeping(parent)
        qtbot.waitUntil(lambda: gc.isenabled() and gc.get_freeze_count() > 0)
        keeping.stop()
    finally:
        gc.enable()
    assert gc.get_freeze_count() == 0
