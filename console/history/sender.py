"""Takes changes from the GUI thread, keeps them in the spool, and hands them to the history's owner, in order."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from console.history.asking import HistoryConnection, OwnerAway
from console.history.frames import CHANGE_FIELDS
from console.history.spool import Spool, SpoolFull, orphans
from console.history.storage import StoredBatch
from engines.values.history import PointChanges
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
GATHER_S = 0.2
MOST_AT_ONCE = 40
PAUSES_S = (0.25, 0.5, 1.0, 2.0, 5.0)
LAST_PATIENCE_S = 3.0


class Sender:
    """A thread of its own between :meth:`put` and the owner.

    Args:
        tell: called in that thread with a sentence when something is wrong, and with "" when all is well again.
    """

    def __init__(self, folder: Path, point_ids: Sequence[str], dead_bands: Array, tell: Callable[[str], None]) -> None:
        self._folder, self._tell = folder, tell
        self._point_ids, self._dead_bands = tuple(point_ids), np.asarray(dead_bands, np.float64)
        self._queue: queue.SimpleQueue[PointChanges] = queue.SimpleQueue()
        self._is_closing = threading.Event()
        self._problem = ""
        self.lost = 0
        self._thread = threading.Thread(target=self._work, name="history sender", daemon=True)
        self._thread.start()

    def put(self, changes: PointChanges) -> None:
        """Take changes over; returns at once."""
        self._queue.put(changes)

    def close(self) -> None:
        """Keep what was taken over, hand on what can be in a few seconds."""
        self._is_closing.set()
        self._thread.join()

    # In the thread -----------------------------------------------------------------------------------------

    def _work(self) -> None:
        connection = HistoryConnection(self._folder)
        spools: list[Spool] = []
        own: Spool | None = None
        failures, wait_until, is_introduced = 0, 0.0, set[str]()
        while True:
            is_last = self._is_closing.wait(GATHER_S)
            changes = self._gathered()
            own = own if own is not None else self._begin(spools)
            if changes is not None:
                self._spool(own, changes)
            if time.monotonic() >= wait_until or is_last:
                try:
                    for spool in list(spools):
                        self._send(connection, spool, is_introduced)
                        if spool is not own and not spool.waiting:
                            spool.close()
                            spools.remove(spool)
                    failures = 0
                    if not self.lost:
                        self._say("")
                except (OwnerAway, InputError) as error:
                    is_introduced.clear()
                    connection.close()
                    wait_until = time.monotonic() + PAUSES_S[min(failures, len(PAUSES_S) - 1)]
                    failures += 1
                    if failures > 1 or isinstance(error, InputError):
                        self._say(f"{error}; what comes is kept meanwhile")
            if is_last:
                break
        connection.close()
        for spool in spools:
            spool.close()

    def _begin(self, spools: list[Spool]) -> Spool | None:
        """Own spool, once the folder can be written; those left by others go first."""
        try:
            if not spools:
                spools += orphans(self._folder)
            spool = Spool(self._folder, self._point_ids, self._dead_bands)
        except OSError as error:
            self._say(f"{self._folder}: cannot be written ({error.strerror or error}), nothing is recorded; make room")
            return None
        spools.append(spool)
        return spool

    def _gathered(self) -> PointChanges | None:
        parts: list[PointChanges] = []
        while True:
            try:
                parts.append(self._queue.get_nowait())
            except queue.Empty:
                break
        if not parts:
            return None
        return PointChanges(*(np.concatenate([getattr(part, name) for part in parts]) for name in CHANGE_FIELDS))

    def _spool(self, spool: Spool | None, changes: PointChanges) -> None:
        try:
            if spool is None:
                raise SpoolFull
            number = spool.next_number()
            spool.put(StoredBatch(spool.client, number, self._point_ids, self._dead_bands, changes, number == 1))
        except (OSError, SpoolFull) as error:
            self.lost += len(changes)
            reason = error.strerror if isinstance(error, OSError) else "no room for what waits"
            self._say(f"{self._folder}: {reason}; {self.lost} changes were not recorded; make room on the disk")

    def _send(self, connection: HistoryConnection, spool: Spool, introduced: set[str]) -> None:
        while spool.waiting:
            if spool.client not in introduced:
                answer, _ = connection.request(
                    "points", {"dead_bands": spool.dead_bands}, client=spool.client, points=list(spool.point_ids)
                )
                introduced.add(spool.client)
                spool.confirmed(int(answer["stored_up_to"]))
                continue
            part = list(spool.waiting)[:MOST_AT_ONCE]
            arrays = {str(number): np.frombuffer(message, np.uint8) for number, message in part}
            answer, _ = connection.request("store", arrays)
            spool.confirmed(int(answer["stored_up_to"]))

    def _say(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self._tell(sentence)
