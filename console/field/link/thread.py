"""The same link in a thread: for the command line and for tests, where no window must be kept fluent."""

from __future__ import annotations

import asyncio
import threading

from console.field.link.link import Link
from console.field.link.messages import AcknowledgeThere, CallInstructor, LinkListener, LinkSetup
from engines.values.commands import FieldCommand


class LinkThread:
    """Runs a link; the listener is called on its thread. Methods may be called from any thread."""

    def __init__(self, setup: LinkSetup, listener: LinkListener) -> None:
        self._setup, self._listener = setup, listener
        self._loop = asyncio.new_event_loop()
        self._link: Link | None = None
        self._is_made = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"link {setup.server.name}")

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()
        self._is_made.wait()

    def stop(self) -> None:
        """End the session; returns when it has ended."""
        link = self._link
        if link is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(link.close)
        self._thread.join()

    def operate(self, command: FieldCommand) -> None:
        """Send a command; its reply goes to the listener."""
        assert self._link is not None
        self._loop.call_soon_threadsafe(self._link.operate, command)

    def try_now(self) -> None:
        """Make the next attempt now."""
        assert self._link is not None
        self._loop.call_soon_threadsafe(self._link.try_now)

    def read_again(self, point_ids: tuple[str, ...] = ()) -> None:
        """Have points read now."""
        assert self._link is not None
        self._loop.call_soon_threadsafe(self._link.read_again, point_ids)

    def call_instructor(self, call: CallInstructor) -> None:
        """Ask the simulator's instructor."""
        assert self._link is not None
        self._loop.call_soon_threadsafe(self._link.call_instructor, call)

    def acknowledge(self, order: AcknowledgeThere) -> None:
        """Acknowledge an alarm at the server."""
        assert self._link is not None
        self._loop.call_soon_threadsafe(self._link.acknowledge, order)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        self._link = Link(self._setup, self._listener)
        self._is_made.set()
        await self._link.run()
