"""Cuts a database connection whose server has not answered in time: the library itself would wait for ever.

A machine that lives acknowledges for a server that does not (a stalled disk), so no time-out of the network helps.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import socket
import threading
import time
from collections.abc import Iterator

LOOK_S = 0.2
_lock = threading.Lock()
_numbers = itertools.count()
_waiting: dict[int, tuple[int, float]] = {}
_is_looking = False


@contextlib.contextmanager
def answered_within(descriptor: int, seconds: float) -> Iterator[None]:
    """What asks within is cut off after ``seconds``; ``descriptor`` is that of the connection's socket."""
    global _is_looking
    with _lock:
        key = next(_numbers)
        _waiting[key] = descriptor, time.monotonic() + seconds
        if not _is_looking:
            _is_looking = True
            threading.Thread(target=_look, name="answer limit", daemon=True).start()
    try:
        yield
    finally:
        with _lock:
            _waiting.pop(key, None)


def _look() -> None:
    global _is_looking
    idle_since = time.monotonic()
    while True:
        time.sleep(LOOK_S)
        now = time.monotonic()
        with _lock:
            if _waiting:
                idle_since = now
            elif now - idle_since > 5.0:
                _is_looking = False
                return
            for key, (descriptor, deadline) in list(_waiting.items()):
                if now > deadline:
                    del _waiting[key]
                    _cut(descriptor)


def _cut(descriptor: int) -> None:
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
        connection.shutdown(socket.SHUT_RDWR)
