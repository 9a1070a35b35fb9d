"""Which commands an earlier run of a console has left in the journal without an end."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection

from console.control.records import KINDS, PendingCommand, pending_of
from console.journal.journal import Journal
from console.journal.record import JournalEntry
from console.site.store import SiteStore

PAGE = 1000
PAGES_LOOKED_AT = 5
"""Every start ends what it finds, so that a command without an end stands near the end of the journal."""


def read_pending(journal: Journal) -> tuple[PendingCommand, ...]:
    """The commands without an end, newest first. Reads the file; raises ``InputError`` where it cannot be read."""
    entries: list[JournalEntry] = []
    before: int | None = None
    for _ in range(PAGES_LOOKED_AT):
        page = journal.read(kinds=KINDS, limit=PAGE, before=before, is_latest_first=True)
        entries += page
        if len(page) < PAGE:
            break
        before = page[-1].sequence
    return pending_of(entries)


def read_left_behind(journal: Journal, site: SiteStore) -> tuple[PendingCommand, ...]:
    """The commands without an end that nobody is going to end. Reads the file; raises ``InputError``.

    A console gives a device's token free only after it has journaled the end, so that what is still without one
    after the token was looked for has been left.
    """
    pending = read_pending(journal)
    held = {(token.console, token.element_id) for token in site.tokens()} if pending else set()
    lost = left_behind(pending, site.console, held)
    if not lost:
        return ()
    still = {command.command_id for command in read_pending(journal)}
    return tuple(command for command in lost if command.command_id in still)


def left_behind(
    pending: Collection[PendingCommand], own_console: str, held: Collection[tuple[str, str]]
) -> tuple[PendingCommand, ...]:
    """Those whose console has ended, and those under this console's own name, which an earlier process may have had.

    Args:
        held: ``(console, element id)`` of every control token in force. A console renews its tokens while it lives.
    """
    return tuple(
        command
        for command in pending
        if command.console == own_console
        or (command.console, command.element_id) not in held
        or _has_ended(command.console)
    )


def _has_ended(console: str) -> bool:
    """Whether it was a process of this machine that is no more; False where that cannot be known."""
    host, _, number = console.rpartition(":")
    if host != socket.gethostname() or not number.isdigit() or os.name != "posix":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
