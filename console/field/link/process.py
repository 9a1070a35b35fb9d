"""The link's process seen from its parent, and the thread that keeps one running."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from console.field.link.frames import pack, unpack
from console.field.link.messages import Close, LinkSetup, Ready
from console.tasks.children import children, ending_of, start_child

BACKOFF_S, BACKOFF_MAX_S = 0.25, 5.0
START_PATIENCE_S = 30.0
HANG_S = 10.0
"""A process that says nothing for so long is ended; it tells its health twice a second."""
CLOSE_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class ProcessLost:
    """The process has ended, and all it had written has been delivered before."""

    ending: str


@dataclass(frozen=True, slots=True)
class ProcessSilent:
    """Nothing has come from the process for ``age_s``; told again while it lasts."""

    age_s: float


class LinkProcess:
    """One process; end of file on its pipes means it is dead."""

    def __init__(self, setup: LinkSetup) -> None:
        # It brings asyncio along, which the window's own process does not need for its first picture.
        from console.field.link.entry import serve

        self.data: Connection[Any, Any]
        self.commands: Connection[Any, Any]
        self.data, their_data = children().Pipe(duplex=False)
        self.commands, their_commands = children().Pipe()
        try:
            self._process = start_child("link", serve, (their_data, their_commands, setup))
        except BaseException:
            self.data.close()
            self.commands.close()
            raise
        finally:
            # Our copies would keep the pipes open beyond the process's death.
            their_data.close()
            their_commands.close()
        self.pid = self._process.pid or 0
        self.is_ready = False

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def wait(self) -> None:
        """Until it is dead: what it has written by then is all there will be."""
        self._process.join(CLOSE_PATIENCE_S)

    def bury(self) -> str:
        """Wait for its death, give everything back and say how it ended."""
        self._process.join(CLOSE_PATIENCE_S)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(CLOSE_PATIENCE_S)
        self.data.close()
        self.commands.close()
        return ending_of(self._process.exitcode)


class ProcessKeeper(threading.Thread):
    """Keeps a link's process running and delivers what it says, on this thread and in order."""

    def __init__(self, setup: LinkSetup, deliver: Callable[[object], None]) -> None:
        super().__init__(name=f"link {setup.server.name}", daemon=True)
        self._setup, self._deliver = setup, deliver
        self._bell, self._button = multiprocessing.Pipe(duplex=False)
        self._lock = threading.Lock()
        self._process: LinkProcess | None = None
        self._is_closing = False
        self._heard = 0.0

    # From any thread.

    def use(self, setup: LinkSetup) -> None:
        """Whatever process is started from now on is set up so."""
        self._setup = setup

    def send(self, message: object) -> bool:
        """Hand a message to the process; whether it has one."""
        with self._lock:
            process = self._process
            if process is None or not process.is_ready:
                return False
            try:
                process.commands.send_bytes(pack(message))
            except OSError:
                return False
            return True

    def close(self) -> None:
        """End the process and this thread."""
        with self._lock:
            if self._is_closing:
                return
            self._is_closing = True
            with suppress(OSError):
                self._button.send_bytes(b"\0")

    @property
    def pid(self) -> int | None:
        """The process's number, None while there is none."""
        process = self._process
        return process.pid if process is not None else None

    # On this thread.

    def run(self) -> None:
        """Until closed."""
        pause_s = BACKOFF_S
        while not self._is_closing:
            begin = time.monotonic()
            ending = self._run_one()
            if self._is_closing:
                break
            self._deliver(ProcessLost(ending))
            if time.monotonic() - begin > 10 * BACKOFF_MAX_S:
                pause_s = BACKOFF_S
            wait([self._bell], pause_s * random.uniform(0.5, 1.0))
            pause_s = min(2 * pause_s, BACKOFF_MAX_S)
        with self._lock:
            self._bell.close()
            self._button.close()

    def _run_one(self) -> str:
        try:
            process = LinkProcess(self._setup)
        except OSError as error:
            return str(error) or type(error).__name__
        with self._lock:
            self._process = process
        self._heard = time.monotonic()
        try:
            self._attend(process)
        finally:
            if self._is_closing:
                self._end(process)
            with self._lock:
                self._process = None
        process.kill()
        process.wait()
        self._drain(process)
        return process.bury()

    def _attend(self, process: LinkProcess) -> None:
        """Deliver what it says until it is dead, hangs, or is to be closed."""
        pipes = [process.commands, process.data]
        while not self._is_closing:
            ready = wait([self._bell, *pipes], 0.25)
            for pipe in pipes:
                if pipe in ready and not self._read(process, pipe):
                    return
            silence_s = time.monotonic() - self._heard
            if not ready and silence_s > 1.4:
                if silence_s > (HANG_S if process.is_ready else START_PATIENCE_S):
                    return
                if process.is_ready:
                    self._deliver(ProcessSilent(silence_s))

    def _read(self, process: LinkProcess, pipe: Connection[Any, Any]) -> bool:
        try:
            message = unpack(pipe.recv_bytes())
        except (EOFError, OSError):
            return False
        self._heard = time.monotonic()
        if isinstance(message, Ready):
            process.is_ready = True
        else:
            self._deliver(message)
        return True

    def _drain(self, process: LinkProcess) -> None:
        # What it wrote before it died counts, above all which command it was sending.
        for pipe in (process.commands, process.data):
            with suppress(EOFError, OSError):
                while pipe.poll(0.0):
                    self._deliver(unpack(pipe.recv_bytes()))

    def _end(self, process: LinkProcess) -> None:
        with suppress(OSError):
            process.commands.send_bytes(pack(Close()))
        deadline = time.monotonic() + CLOSE_PATIENCE_S
        pipes = [process.commands, process.data]
        while pipes and time.monotonic() < deadline:
            for pipe in wait(pipes, 0.1):
                if not self._read(process, pipe):  # type: ignore[arg-type]
                    pipes.remove(pipe)  # type: ignore[arg-type]
