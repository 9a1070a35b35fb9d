"""How far what is measured may lie from a plan is found again by the next console of the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from console.dispatch.band_file import FILE_NAME, read_band, write_band
from console.dispatch.desk import DispatchDesk
from console.dispatch.folder import read_plans
from console.dispatch.measuring import Band
from console.dispatch.watching import Watching
from console.tasks.runner import TaskRunner
from engines.values.validation import InputError


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


SET = Band(0.25, 0.02, 0.4, 90.0)


def watching(plans: DispatchDesk, said: list[str]) -> Watching:
    """What is measured stays out of this."""
    return Watching(cast(Any, None), plans, cast(Any, None), said.append, plans)


def test_what_was_set_holds_after_a_restart(runner: TaskRunner, tmp_path: Path) -> None:
    said: list[str] = []
    folder = tmp_path / "dispatch"
    first = watching(DispatchDesk(runner, folder, lambda: "ada"), said)
    assert first.band is None
    first.set_band(SET)
    again = watching(DispatchDesk(runner, folder, lambda: "ada"), said)
    assert again.band == SET
    assert not again.problem
    assert said == []
    # It is none of the plans, and no problem of theirs.
    assert read_plans(folder).problems == ()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"exchange_mw": 1}', "\0\0", '{"exchange_mw":-1,"voltage_pu":0.1,"energy_mwh":1,"hold_s":1}',
     '{"exchange_mw":NaN,"voltage_pu":0.1,"energy_mwh":1,"hold_s":1}', "9" * 20_000],
)  # fmt: skip
def test_a_damaged_file_is_told_of_and_the_usual_bands_hold(runner: TaskRunner, tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(InputError, match="the usual bands hold"):
        read_band(tmp_path)
    found = watching(DispatchDesk(runner, tmp_path, lambda: "ada"), [])
    assert found.band is None
    assert FILE_NAME in found.problem


def test_a_folder_that_cannot_be_written_is_told_and_the_band_holds_all_the_same(
    runner: TaskRunner, tmp_path: Path
) -> None:
    (tmp_path / "dispatch").write_text("a file where the folder should be")
    with pytest.raises(InputError):
        write_band(tmp_path / "dispatch" / "x", SET)
    said: list[str] = []
    told = watching(DispatchDesk(runner, tmp_path / "dispatch" / "x", lambda: "ada"), said)
    told.set_band(SET)
    assert told.band == SET
    assert len(said) == 1
    assert os.fspath(tmp_path) in said[0]
