"""The history as consoles use it, with its real owner process: killed, frozen, absent, refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.history.asking import OWNER_FILE, HistoryConnection, OwnerAway
from console.history.client import History
from console.history.duckdb_storage import FILE_NAME, DuckStorage
from console.history.sender import Sender
from engines.values.history import PointChanges, PointSeries, RecordedMoment
from engines.values.validation import InputError

IDS = ["bus:1/vm_pu", "load:1/p_mw"]
EVER = 2**60


def changes(*values: float, point: int = 0) -> PointChanges:
    """Values of now, a microsecond apart."""
    n = len(values)
    now = time.time_ns() // 1000 + np.arange(n, dtype=np.int64)
    zero = np.zeros(n, np.uint8)
    return PointChanges(np.full(n, point, np.int32), np.array(values), zero, zero, zero.astype(bool), now, now)


def owner_pid(folder: Path) -> int:
    """Of the process that owns a history, 0 while there is none."""
    try:
        return int(json.loads((folder / OWNER_FILE).read_text("utf-8"))["pid"])
    except (OSError, ValueError):
        return 0


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder of a history; whoever owns it is ended afterwards."""
    folder = tmp_path / "history"
    yield folder
    end = time.monotonic() + 10
    while (pid := owner_pid(folder)) and time.monotonic() < end:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            break
        time.sleep(0.05)


@pytest.fixture
def history(qtbot: QtBot, folder: Path) -> Iterator[History]:
    """A console's history."""
    history = History(folder, IDS)
    yield history
    history.close()


def answer(qtbot: QtBot, ask: Callable[..., None], *arguments: Any) -> Any:
    """What a question is answered; fails with the refusal."""
    found: list[Any] = []
    ask(*arguments, found.append, lambda sentence: found.append(AssertionError(sentence)))
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    if isinstance(found[0], AssertionError):
        raise found[0]
    return found[0]


def recorded(qtbot: QtBot, history: History, expected: list[float]) -> None:
    """Wait until these values, and no others, are kept."""

    def values() -> list[float]:
        series: tuple[PointSeries, ...] = answer(qtbot, history.ask_series, [IDS[0]], 0, EVER, 100_000)
        return series[0].value.tolist()

    qtbot.waitUntil(lambda: values() == expected, timeout=20_000)


def test_what_is_recorded_can_be_asked_for(qtbot: QtBot, history: History) -> None:
    history.record(changes(1.0, 1.5))
    history.record(changes(0.2, point=1))
    recorded(qtbot, history, [1.0, 1.5])
    moment: RecordedMoment = answer(qtbot, history.ask_moment, time.time_ns() // 1000)
    assert dict(zip(moment.point_ids, moment.value.tolist(), strict=True)) == {IDS[0]: 1.5, IDS[1]: 0.2}
    qtbot.waitUntil(lambda: history.span.from_us > 0, timeout=15_000)
    assert history.span.to_us >= history.span.from_us


def test_of_several_questions_of_one_key_the_latest_is_answered(qtbot: QtBot, history: History) -> None:
    history.record(changes(1.0))
    recorded(qtbot, history, [1.0])
    found: list[int] = []
    for k in range(1, 30):
        history.ask_moment(k, lambda moment: found.append(moment.time_us), pytest.fail, key="scrub")
    qtbot.waitUntil(lambda: 29 in found, timeout=10_000)
    assert found == sorted(found)
    assert found.count(29) == 1


def test_an_owner_that_is_killed_comes_back_within_five_seconds_with_everything(
    qtbot: QtBot, history: History, folder: Path
) -> None:
    history.record(changes(1.0))
    recorded(qtbot, history, [1.0])
    expected = [1.0]
    for k in range(2, 5):
        os.kill(owner_pid(folder), signal.SIGKILL)
        history.record(changes(float(k)))
        expected.append(float(k))
        begin = time.monotonic()
        recorded(qtbot, history, expected)
        assert time.monotonic() - begin < 5.0
    assert history.problem == ""


def test_a_console_killed_at_any_moment_loses_nothing_it_had_spooled_and_doubles_nothing(
    qtbot: QtBot, folder: Path
) -> None:
    told: list[tuple[float, int]] = []
    for round_ in range(3):
        script = Path(__file__).parent / "recording_process.py"
        process = subprocess.Popen([sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        begin = time.monotonic()
        told = [(begin, 0)]
        while told[-1][0] < begin + 2.0 + 0.3 * round_:
            told.append((time.monotonic(), int(process.stdout.readline())))
        if round_ == 1 and owner_pid(folder):
            os.kill(owner_pid(folder), signal.SIGKILL)
        process.kill()
        process.wait()
        process.stdout.close()
    again = History(folder, ["bus:1/vm_pu"])
    again.record(changes(-1.0))
    series: list[PointSeries] = []

    def is_there() -> bool:
        series[:] = answer(qtbot, again.ask_series, ["bus:1/vm_pu"], 0, EVER, 1_000_000)
        return bool(len(series[0])) and series[0].value[-1] == -1.0

    qtbot.waitUntil(is_there, timeout=20_000)
    values = series[0].value[:-1]
    starts = np.flatnonzero(values == 1.0)
    assert len(starts) == 3, "every one of the killed consoles is there"
    for part in np.split(values, starts[1:]):
        assert np.array_equal(part, np.arange(1, len(part) + 1)), "in order, none lost, none twice"
    # What was handed over in the last moments before the kill may not have reached the file.
    early = max(number for at, number in told if at <= told[-1][0] - 1.5)
    assert early > 0
    assert len(np.split(values, starts[1:])[-1]) >= early
    again.close()


def test_what_cannot_be_sent_waits_and_goes_first_when_somebody_records_again(qtbot: QtBot, folder: Path) -> None:
    folder.mkdir(parents=True)
    blocked = folder / FILE_NAME
    blocked.write_bytes(b"no database" * 500)
    said: list[str] = []
    sender = Sender(folder, IDS, np.zeros(2), said.append)
    sender.put(changes(1.0, 2.0))
    qtbot.waitUntil(lambda: any(FILE_NAME in sentence for sentence in said), timeout=20_000)
    assert "kept meanwhile" in said[-1]
    sender.close()
    blocked.unlink()
    history = History(folder, IDS)
    history.record(changes(3.0))
    recorded(qtbot, history, [1.0, 2.0, 3.0])
    history.close()
    assert list((folder / "spool").iterdir()) == [], "what was confirmed is not kept twice"


def test_nobody_without_the_key_is_let_in(qtbot: QtBot, history: History, folder: Path) -> None:
    history.record(changes(1.0))
    recorded(qtbot, history, [1.0])
    told = json.loads((folder / OWNER_FILE).read_text("utf-8"))
    assert (folder / OWNER_FILE).stat().st_mode & 0o007 == 0
    (folder / OWNER_FILE).write_text(json.dumps({**told, "key": "00" * 32}), encoding="utf-8")
    stranger = HistoryConnection(folder, may_start=False)
    with pytest.raises(OwnerAway):
        stranger.status()
    (folder / OWNER_FILE).write_text(json.dumps(told), encoding="utf-8")
    assert HistoryConnection(folder, may_start=False).status().changes == 1


def test_a_refusal_reaches_the_one_who_asked(qtbot: QtBot, history: History, folder: Path, tmp_path: Path) -> None:
    history.record(changes(1.0))
    recorded(qtbot, history, [1.0])
    connection = HistoryConnection(folder)
    with pytest.raises(InputError, match="endings"):
        connection.request("export", path=str(tmp_path / "x.txt"), points=[], from_us=0, to_us=1)
    with pytest.raises(InputError, match="unusable question"):
        connection.request("series", points=["x"])
    connection.close()


def test_the_command_line_asks_the_same_owner(qtbot: QtBot, history: History, folder: Path, tmp_path: Path) -> None:
    history.record(changes(1.0, 2.0))
    recorded(qtbot, history, [1.0, 2.0])

    def tieline(*words: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "console.cli.main", "history", *words, "--path", str(tmp_path), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return dict(json.loads(done.stdout))

    assert tieline("status")["changes"] == 2
    assert tieline("verify")["is_whole"] is True
    assert tieline("export", "--out", str(tmp_path / "out.csv"))["changes"] == 2
    tieline("backup", str(tmp_path / "copy"))
    copy = DuckStorage(tmp_path / "copy" / "history")
    assert copy.status().changes == 2
    copy.close()
