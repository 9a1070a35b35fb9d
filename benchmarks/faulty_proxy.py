"""A road between link and server on which things go wrong: bytes are held back, dropped, altered, connections cut."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any


class FaultyProxy:
    """Listens on a port of its own and passes everything on to ``port``; runs in a thread.

    Attributes:
        sent: what came from the link, with the moment it came (``time.monotonic``).
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self.sent: list[tuple[float, bytes]] = []
        self.alter: Callable[[bytes], bytes] | None = None
        self._is_open = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._flows: set[asyncio.Task[Any]] = set()
        self._going = asyncio.Event()
        self._is_refusing = False
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._is_open.wait()

    @property
    def endpoint(self) -> str:
        return f"opc.tcp://127.0.0.1:{self.port}/field"

    def stall(self) -> None:
        """Hold everything back, in both directions."""
        self._loop.call_soon_threadsafe(self._going.clear)

    def resume(self) -> None:
        """Pass on what was held back."""
        self._loop.call_soon_threadsafe(self._going.set)

    def cut(self) -> None:
        """Drop every connection with what is on its way."""
        self._loop.call_soon_threadsafe(self._cut)

    def refuse(self, is_refusing: bool) -> None:
        """Whether new connections are dropped at once."""
        self._is_refusing = is_refusing

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        self._going.set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._is_open.set()
        await self._closing.wait()
        server.close()
        self._cut()
        for flow in list(self._flows):
            flow.cancel()
        await asyncio.gather(*self._flows, return_exceptions=True)

    def _cut(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._writers |= both
        flows = [
            asyncio.create_task(self._flow(reader, far_writer, is_from_link=True)),
            asyncio.create_task(self._flow(far_reader, writer, is_from_link=False)),
        ]
        self._flows.update(flows)
        await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
        for one in both:
            one.transport.abort()
        for flow in flows:
            flow.cancel()
        await asyncio.gather(*flows, return_exceptions=True)
        self._flows.difference_update(flows)
        self._writers -= both

    async def _flow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_from_link: bool) -> None:
        """Read whatever comes as soon as it comes, also while nothing is passed on."""
        waiting: asyncio.Queue[bytes] = asyncio.Queue()
        passing = asyncio.create_task(self._pass_on(waiting, writer))
        try:
            while data := await reader.read(1 << 20):
                if is_from_link:
                    self.sent.append((time.monotonic(), data))
                elif self.alter is not None:
                    data = self.alter(data)
                waiting.put_nowait(data)
        except OSError:
            return
        finally:
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)

    async def _pass_on(self, waiting: asyncio.Queue[bytes], writer: asyncio.StreamWriter) -> None:
        while True:
            data = await waiting.get()
            await self._going.wait()
            if writer.transport.is_closing():
                return
            writer.write(data)
            await writer.drain()
