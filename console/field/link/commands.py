"""Commands on their way to the field: each leaves at most once, in its time, or not at all."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from console.field.link.command_flow import CommandFlow, Control, NotSent
from console.field.link.connection import Connection
from console.field.link.options import LinkOptions
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply

_log = logging.getLogger(__name__)

REMEMBERED = 100_000
"""So many command ids are kept to recognise one that comes again."""


class Commands:
    """Sends commands while the link is up.

    Args:
        why_refused: asked before each sending; why commands are refused, empty where they are not.
        sending: told just before a request leaves that may move a device.
        reply: told once for each command.
    """

    def __init__(
        self,
        options: LinkOptions,
        why_refused: Callable[[], str],
        sending: Callable[[str], None],
        reply: Callable[[FieldReply], None],
    ) -> None:
        self._options, self._why_refused = options, why_refused
        self._sending, self._reply = sending, reply
        self._known: OrderedDict[str, FieldReply | None] = OrderedDict()
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._connection: Connection | None = None
        self._controls: dict[str, Control | str] = {}

    def bind(self, connection: Connection | None, controls: dict[str, Control | str]) -> None:
        """The session commands go through from now on, and how each point is commanded in it."""
        self._connection, self._controls = connection, controls

    def take(self, command: FieldCommand) -> None:
        """Begin a command. One that was taken before is not begun again; its reply is repeated."""
        if command.command_id in self._known:
            known = self._known[command.command_id]
            if known is not None:
                self._reply(known)
            return
        self._known[command.command_id] = None
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        task = asyncio.get_running_loop().create_task(self._run(command))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Wait for the replies of what is under way; the connection has been lost or closed before."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, command: FieldCommand) -> None:
        is_mine = command.point_id not in self._busy
        try:
            if not is_mine:
                raise NotSent("another command to the same point is under way")
            self._busy.add(command.point_id)
            reply = await self._begin(command).run()
        except NotSent as error:
            reply = FieldReply(command.command_id, FieldAnswer.NOT_SENT, str(error), error.status_code)
        except (Exception, asyncio.CancelledError) as error:
            # A fault of ours, or a library that cancels, must not leave a device without an outcome; this one is
            # always true.
            _log.exception("command %s", command.command_id)
            reason = f"a fault of the program hides what became of it ({type(error).__name__})"
            reply = FieldReply(command.command_id, FieldAnswer.UNKNOWN, reason)
        finally:
            if is_mine:
                self._busy.discard(command.point_id)
        self._known[command.command_id] = reply
        self._reply(reply)

    def _begin(self, command: FieldCommand) -> CommandFlow:
        control = self._controls.get(command.point_id, "the address map does not say how to command this point")
        return CommandFlow(command, self._connection, control, self._options, self._why_refused, self._sending)
