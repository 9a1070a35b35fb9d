"""The horn's sound."""

from __future__ import annotations

import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.windows.live.alarms.sound import HornSound, find_player
from console.windows.live.alarms.tones import PERIOD_S, TONES, samples, write_tone
from engines.values.violations import Severity


def player(folder: Path, code: int = 0, words: str = "") -> tuple[str, ...]:
    """A program that notes what it was given."""
    text = f"import sys; open({str(folder / 'heard')!r}, 'a').write(sys.argv[-1] + '\\n')"
    text += f"; sys.stderr.write({words!r}); sys.exit({code})"
    return sys.executable, "-c", text


def heard(folder: Path) -> list[str]:
    path = folder / "heard"
    return [Path(name).stem for name in path.read_text().split()] if path.exists() else []


@pytest.fixture
def horns() -> Iterator[list[HornSound]]:
    made: list[HornSound] = []
    yield made
    for horn in made:
        horn.close()


def test_tones_differ_and_grave_ones_come_more_often(tmp_path: Path) -> None:
    assert len(set(TONES.values())) == 3
    assert PERIOD_S[Severity.HIGH] < PERIOD_S[Severity.MEDIUM] < PERIOD_S[Severity.LOW]
    for severity in Severity:
        path = write_tone(severity, tmp_path / "made")
        with wave.open(str(path)) as file:
            assert file.getnframes() == len(samples(severity))
        assert np.abs(samples(severity)).max() < 32_767
        # No click at either end.
        assert abs(int(samples(severity)[0])) < 400
        assert write_tone(severity, tmp_path / "made").stat().st_mtime == path.stat().st_mtime


def test_it_sounds_again_and_again_until_silenced(tmp_path: Path, qtbot: QtBot, horns: list[HornSound]) -> None:
    horn = HornSound(tmp_path, player(tmp_path))
    horns.append(horn)
    horn.sound(Severity.HIGH)
    horn.sound(Severity.HIGH)
    qtbot.waitUntil(lambda: len(heard(tmp_path)) >= 2, timeout=8000)
    assert set(heard(tmp_path)) == {"horn-high"}
    assert horn.problem == ""
    horn.sound(None)
    count = len(heard(tmp_path))
    qtbot.wait(1700)
    assert len(heard(tmp_path)) == count


def test_another_priority_sounds_at_once(tmp_path: Path, qtbot: QtBot, horns: list[HornSound]) -> None:
    horn = HornSound(tmp_path, player(tmp_path))
    horns.append(horn)
    horn.sound(Severity.LOW)
    qtbot.waitUntil(lambda: heard(tmp_path) == ["horn-low"], timeout=5000)
    horn.sound(Severity.MEDIUM)
    qtbot.waitUntil(lambda: heard(tmp_path) == ["horn-low", "horn-medium"], timeout=5000)


def test_without_a_sound_device_it_says_so(tmp_path: Path, qtbot: QtBot, horns: list[HornSound]) -> None:
    horn = HornSound(tmp_path, player(tmp_path, 1, "audio open error: No such file or directory"))
    horns.append(horn)
    with qtbot.waitSignal(horn.problem_changed, timeout=5000):
        horn.sound(Severity.LOW)
    assert "No such file or directory" in horn.problem


def test_without_a_player_it_says_so_at_once(tmp_path: Path, horns: list[HornSound]) -> None:
    horn = HornSound(tmp_path, None)
    horns.append(horn)
    assert "No program that plays sounds" in horn.problem
    horn.sound(Severity.HIGH)


def test_a_player_that_is_gone_is_said(tmp_path: Path, qtbot: QtBot, horns: list[HornSound]) -> None:
    horn = HornSound(tmp_path, (str(tmp_path / "gone"),))
    horns.append(horn)
    horn.sound(Severity.HIGH)
    qtbot.waitUntil(lambda: bool(horn.problem), timeout=3000)


def test_what_plays_sounds_here_is_found_or_not() -> None:
    found = find_player()
    assert found is None or not found or Path(found[0]).is_file()
