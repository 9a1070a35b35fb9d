"""Where the link's process starts, and what of it is not the link: pipes, log, end."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import signal
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from console.field.link.link import Link
    from console.field.link.messages import LinkSetup

END_PATIENCE_S = 2.0
LOG_RECORDS = 200
_fault_streams: list[Any] = []


def serve(data: Connection[Any, Any], commands: Connection[Any, Any], setup: LinkSetup) -> None:
    """Run one link until its parent closes it or goes away.

    Args:
        data: values, health and gaps go out here.
        commands: commands come in here, and what becomes of them goes out, so that no value is before them.
    """
    # Ctrl+C in the terminal is the window's to handle; it closes its links.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if setup.fault_log is not None:
        with suppress(OSError):
            # Kept open: faulthandler holds only the descriptor.
            _fault_streams.append(setup.fault_log.open("ab"))
            faulthandler.enable(_fault_streams[-1])
    warnings.simplefilter("ignore")
    asyncio.run(_run(data, commands, setup))


async def _run(data: Connection[Any, Any], commands: Connection[Any, Any], setup: LinkSetup) -> None:
    from console.field.link.link import Link
    from console.field.link.messages import Ready
    from console.field.link.pipe_listener import ForwardingHandler, PipeListener

    listener = PipeListener(data, commands, setup.options.outbox_values, setup.options.outbox_events)
    listener.start()
    # What the library logs about lost connections is told in the link's own words.
    logging.getLogger("asyncua").setLevel(logging.CRITICAL)
    logging.getLogger().addHandler(ForwardingHandler(listener, LOG_RECORDS))
    link = Link(setup, listener)
    loop = asyncio.get_running_loop()
    listener.on_events_dropped = lambda: _soon(loop, link.ask_events_again)
    threading.Thread(target=_listen, args=(commands, loop, link), name="commands", daemon=True).start()
    listener.put(Ready())
    await link.run()
    listener.finish(END_PATIENCE_S)


def _listen(commands: Connection[Any, Any], loop: asyncio.AbstractEventLoop, link: Link) -> None:
    """Read what the parent says; it may die at any time, and its death ends this process."""
    from console.field.link.frames import unpack

    while True:
        try:
            message = unpack(commands.recv_bytes())
        except (EOFError, OSError):
            break
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_obey, link, message)
    # Also where the loop hangs: nobody is left to kill this process.
    threading.Timer(END_PATIENCE_S, os._exit, (0,)).start()
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(link.close)


def _soon(loop: asyncio.AbstractEventLoop, work: Callable[[], None]) -> None:
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(work)


def _obey(link: Link, message: object) -> None:
    from console.field.link.messages import (
        AcknowledgeThere,
        CallInstructor,
        Close,
        Operate,
        ReadAgain,
        TryNow,
        UseCredentials,
    )

    match message:
        case Operate(command):
            link.operate(command)
        case ReadAgain(point_ids):
            link.read_again(point_ids)
        case CallInstructor():
            link.call_instructor(message)
        case AcknowledgeThere():
            link.acknowledge(message)
        case UseCredentials(credentials):
            link.use_credentials(credentials)
        case TryNow():
            link.try_now()
        case Close():
            link.close()
