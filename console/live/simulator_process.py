"""The simulated field as a process of its own: started, supervised, ended with the console."""

from __future__ import annotations

import json
import logging
import sys
from collections import deque

from PySide6.QtCore import QObject, QProcess, QTimer, Signal
from shiboken6 import isValid

RESTART_MS = (500, 1000, 2000, 5000)
"""Pauses before the first, second, ... restart in a row; the last one holds for all that follow."""
STABLE_MS = 30_000
"""After running for so long a process counts as healthy: the next restart is quick again."""
STOP_MS = 3_000
MOST_WORDS = 20

_log = logging.getLogger(__name__)


class SimulatorProcess(QObject):
    """Runs ``tieline simulate`` for a district.

    After a crash it comes back on the port it had, so that the link finds it again.

    Signals:
        ready: the JSON object the simulator printed, with its ``endpoint``.
        lost: a sentence; it ended unasked and is started again.
        failed: a sentence; it could not be started and is not tried again.
    """

    ready = Signal(object)
    lost = Signal(str)
    failed = Signal(str)

    def __init__(self, case: str, arguments: tuple[str, ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case, self._arguments = case, arguments
        self._process: QProcess | None = None
        self._port = 0
        self._restarts = 0
        self._is_wanted, self._was_ready = False, False
        self._heard = bytearray()
        self._words: deque[str] = deque(maxlen=MOST_WORDS)
        self._pause, self._stable = QTimer(self), QTimer(self)
        for timer in (self._pause, self._stable):
            timer.setSingleShot(True)
        self._pause.timeout.connect(self._start)
        self._stable.setInterval(STABLE_MS)
        self._stable.timeout.connect(self._forget_restarts)

    @property
    def process_id(self) -> int:
        """Of the running process, 0 while none runs."""
        return int(self._process.processId()) if self._process is not None else 0

    def start(self) -> None:
        """Start it; ``ready`` tells when it can be reached."""
        self._is_wanted = True
        self._start()

    def keep_port(self, endpoint: str) -> None:
        """Start on the port of ``endpoint`` from now on. Raises ``ValueError`` or ``IndexError`` where it has none."""
        self._port = int(endpoint.rsplit(":", 1)[1].split("/", 1)[0])

    def stop(self) -> None:
        """End it and wait for its end."""
        self._is_wanted = False
        self._pause.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        process.closeWriteChannel()
        if not process.waitForFinished(STOP_MS):
            process.kill()
            process.waitForFinished(STOP_MS)
        process.deleteLater()

    def _start(self) -> None:
        if not self._is_wanted:
            return
        self._heard.clear()
        self._was_ready = False
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(self._on_output)
        process.readyReadStandardError.connect(self._on_words)
        process.finished.connect(lambda code, _status, of=process: self._on_finished(of, code))
        process.errorOccurred.connect(lambda error, of=process: self._on_error(of, error))
        program, first = sys.executable, [] if getattr(sys, "frozen", False) else ["-m", "console.cli.main"]
        port = ["--port", str(self._port)]
        process.start(program, [*first, "simulate", self._case, *port, "--until-stdin-closes", *self._arguments])

    def _on_output(self) -> None:
        if self._process is None or self._was_ready:
            return
        self._heard += bytes(self._process.readAllStandardOutput().data())
        line, found, _ = bytes(self._heard).partition(b"\n")
        if not found:
            return
        try:
            told = json.loads(line)
            self.keep_port(str(told["endpoint"]))
        except (ValueError, KeyError, IndexError):
            _log.error("the simulator said something else than its endpoint: %r", line[:200])
            return
        self._was_ready = True
        self._stable.start()
        self.ready.emit(told)

    def _on_words(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
            for line in text.splitlines():
                self._words.append(line)
                _log.info("simulator: %s", line)

    def _on_error(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if process is self._process and error is QProcess.ProcessError.FailedToStart:
            self._process = None
            process.deleteLater()
            self.failed.emit(
                self.tr("The simulator could not be started: {reason}").format(reason=process.errorString())
            )

    def _on_finished(self, process: QProcess, code: int) -> None:
        if process is not self._process or not isValid(process):
            return
        self._on_words()
        self._process = None
        self._stable.stop()
        process.deleteLater()
        if not self._is_wanted:
            return
        last = self._words[-1] if self._words else self.tr("it said nothing")
        if code == 2 and not self._was_ready and not self._port:
            # Bad input does not get better by trying again.
            self.failed.emit(self.tr("The simulator could not be started: {reason}").format(reason=last))
            return
        pause = RESTART_MS[min(self._restarts, len(RESTART_MS) - 1)]
        self._restarts += 1
        self._pause.start(pause)
        self.lost.emit(self.tr("The simulator ended (code {code}) and is started again.").format(code=code))

    def _forget_restarts(self) -> None:
        self._restarts = 0
