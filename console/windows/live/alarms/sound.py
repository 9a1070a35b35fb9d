"""The horn's sound: played by what the machine plays sounds with; where nothing does, that is said."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

from console.windows.live.alarms.tones import PERIOD_S, write_tone
from engines.values.violations import Severity

PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""Programs of PipeWire, PulseAudio, ALSA and macOS; each takes a file and ends when it was heard."""


def find_player() -> tuple[str, ...] | None:
    """What plays a file here; an empty command is Windows's own, ``None`` where nothing does."""
    if sys.platform == "win32":
        return ()
    for command in PLAYERS:
        program = shutil.which(command[0])
        if program:
            return program, *command[1:]
    return None


class HornSound(QObject):
    """Sounds until it is told to be silent. Nothing here waits; a sound that cannot be played is a sentence.

    Signals:
        problem_changed: why nobody can hear it, "" once it can be heard.
    """

    problem_changed = Signal(str)

    def __init__(self, folder: Path, player: tuple[str, ...] | None, parent: QObject | None = None) -> None:
        """Tones are kept in ``folder``; ``player`` is :func:`find_player`'s."""
        super().__init__(parent)
        self._folder, self._player = folder, player
        self._severity: Severity | None = None
        self.problem = ""
        self._process: QProcess | None = None
        self._again = QTimer(self)
        self._again.timeout.connect(self._play)
        if player is None:
            names = ", ".join(command[0] for command in PLAYERS[:3])
            self._tell(self.tr("No program that plays sounds was found ({names}).").format(names=names))

    @property
    def severity(self) -> Severity | None:
        """What it sounds for."""
        return self._severity

    def sound(self, severity: Severity | None) -> None:
        """Sound for a priority from now on, or be silent."""
        if severity is self._severity:
            return
        self._severity = severity
        self._again.stop()
        self._stop()
        if severity is not None and self._player is not None:
            self._again.start(round(1000 * PERIOD_S[severity]))
            self._play()

    def close(self) -> None:
        """Be silent for good."""
        self._again.stop()
        process, self._process, self._severity = self._process, None, None
        if process is not None:
            process.kill()
            process.waitForFinished(500)

    def _play(self) -> None:
        severity, player = self._severity, self._player
        if severity is None or player is None or self._process is not None:
            return
        try:
            path = write_tone(severity, self._folder)
        except OSError as error:
            self._tell(self.tr("The horn's tones cannot be written: {reason}").format(reason=error))
            return
        if not player:
            self._play_on_windows(path)
            return
        process = self._process = QProcess(self)
        process.finished.connect(lambda code, _status: self._on_finished(process, code))
        process.errorOccurred.connect(lambda _error: self._on_finished(process, -1))
        process.start(player[0], [*player[1:], str(path)])

    def _play_on_windows(self, path: Path) -> None:
        sounds = importlib.import_module("winsound")
        try:
            sounds.PlaySound(str(path), sounds.SND_FILENAME | sounds.SND_ASYNC | sounds.SND_NODEFAULT)
        except RuntimeError as error:
            self._tell(self._no_device(str(error)))
        else:
            self._tell("")

    def _on_finished(self, process: QProcess, code: int) -> None:
        if process is not self._process:
            return
        self._process = None
        process.deleteLater()
        if code == 0:
            self._tell("")
            return
        words = process.readAllStandardError().toStdString().strip().splitlines()
        self._tell(self._no_device(words[-1] if words else process.errorString()))

    def _no_device(self, reason: str) -> str:
        return self.tr("No sound device plays the horn: {reason}").format(reason=reason)

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.finished.connect(process.deleteLater)
            process.kill()

    def _tell(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.problem_changed.emit(problem)
