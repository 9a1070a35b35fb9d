"""One simulator for all consoles of a site: whoever comes first runs it, the others join it, one of them takes over."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from console.history.file_lock import FileLock
from console.live.simulator_process import SimulatorProcess

LOCK_NAME, FILE_NAME = "simulator.lock", "simulator.json"
LOOK_MS = 250


class SharedSimulator(QObject):
    """Finds or starts the simulator of a site.

    Two consoles with a simulator each would show two worlds and write both into one journal.

    Signals:
        ready: endpoint of the simulator, once.
        lost: a sentence; it comes back by itself. failed: a sentence; there will be none.

    Attributes:
        process: the simulator, where this console runs it.
    """

    ready = Signal(str)
    lost = Signal(str)
    failed = Signal(str)

    def __init__(
        self, case: str, arguments: tuple[str, ...], folder: Path | None, parent: QObject | None = None
    ) -> None:
        """``folder``: of the site; ``None`` for a simulator nobody shares."""
        super().__init__(parent)
        self.process = SimulatorProcess(case, arguments, self)
        self.process.ready.connect(self._on_ready)
        self.process.lost.connect(self.lost)
        self.process.failed.connect(self.failed)
        self._folder = folder
        self._lock = FileLock(folder / LOCK_NAME) if folder is not None else None
        self._is_told = False
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)

    @property
    def is_ours(self) -> bool:
        """Whether this console runs it."""
        return bool(self.process.process_id)

    def start(self) -> None:
        """Run it, or join it."""
        self._look()

    def stop(self) -> None:
        """End it where it is ours; somebody else at the site takes over."""
        self._looking.stop()
        self.process.stop()
        if self._lock is not None:
            self._lock.release()

    def _look(self) -> None:
        if self._may_run():
            self._looking.stop()
            self.process.start()
            return
        self._looking.start()
        endpoint = self._noted()
        if endpoint and not self._is_told:
            self._tell(endpoint)

    def _may_run(self) -> bool:
        if self._lock is None:
            return True
        try:
            return self._lock.take()
        except OSError:
            # A folder nobody may write in is shared with nobody.
            self._lock = self._folder = None
            return True

    def _on_ready(self, told: dict[str, object]) -> None:
        endpoint = str(told["endpoint"])
        if self._folder is not None:
            part = self._folder / f".{FILE_NAME}.part"
            try:
                part.write_text(json.dumps({"endpoint": endpoint}), encoding="utf-8")
                part.replace(self._folder / FILE_NAME)
            except OSError as error:
                self.lost.emit(
                    self.tr("Other consoles of this site cannot join the simulator: {reason}").format(
                        reason=error.strerror or error
                    )
                )
        self._tell(endpoint)

    def _tell(self, endpoint: str) -> None:
        # Whoever takes over later answers where the others look for it.
        self.process.keep_port(endpoint)
        if not self._is_told:
            self._is_told = True
            self.ready.emit(endpoint)

    def _noted(self) -> str:
        assert self._folder is not None
        try:
            return str(json.loads((self._folder / FILE_NAME).read_text("utf-8"))["endpoint"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
