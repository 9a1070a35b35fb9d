"""Asking the owner of a site's history, from a window, the command line or a backup alike; free of Qt."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import numpy as np

from console.history.frames import pack, unpack
from console.history.storage import StorageStatus
from engines.values.history import PointSeries, QuarterHours, RecordedMoment, RecordedSpan
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
OWNER_FILE, TROUBLE_FILE = "owner.json", "trouble.json"
START_PATIENCE_S = 15.0
_started: list[subprocess.Popen[bytes]] = []


class OwnerAway(Exception):
    """The owner cannot be reached at present; asking again later may help."""


class HistoryConnection:
    """A conversation with the owner; one thread at a time.

    Args:
        folder: of the history; may_start: whether an owner is started where there is none.
    """

    def __init__(self, folder: Path, *, may_start: bool = True) -> None:
        self.folder, self._may_start = folder, may_start
        self._connection: Connection | None = None

    def request(
        self, what: str, arrays: Mapping[str, Array] | None = None, **words: Any
    ) -> tuple[dict[str, Any], dict[str, Array]]:
        """Ask, and wait for the answer. Raises ``InputError`` where it is refused, :class:`OwnerAway`."""
        connection = self._connected()
        try:
            connection.send_bytes(pack({"what": what, **words}, arrays))
            answer, found = unpack(connection.recv_bytes())
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise OwnerAway(f"the process that keeps the history has ended ({error})") from error
        refused = answer.get("refused")
        if refused:
            raise _refusal(refused)
        return answer, found

    def close(self) -> None:
        """End the conversation. May be called twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # The same questions as a storage answers ---------------------------------------------------------------

    def series(self, point_ids: Sequence[str], from_us: int, to_us: int, entries: int) -> tuple[PointSeries, ...]:
        """See :class:`console.history.storage.HistoryStorage`."""
        words, arrays = self.request("series", points=list(point_ids), from_us=from_us, to_us=to_us, entries=entries)
        names = ("time_us", "value", "quality", "freshness", "is_by_hand")
        found = []
        for k, name in enumerate(point_ids):
            time_us, value, quality, freshness, by_hand = (arrays[f"{k} {part}"] for part in names)
            is_thinned = bool(words["is_thinned"][k])
            found.append(PointSeries(name, time_us, value, quality, freshness, by_hand, is_thinned))
        return tuple(found)

    def quarter_hours(self, point_ids: Sequence[str], from_us: int, to_us: int) -> tuple[QuarterHours, ...]:
        """See :class:`console.history.storage.HistoryStorage`."""
        _, arrays = self.request("quarter_hours", points=list(point_ids), from_us=from_us, to_us=to_us)
        names = ("begin_us", "mean", "lowest", "highest", "known_share", "changes")
        return tuple(QuarterHours(name, *(arrays[f"{k} {part}"] for part in names)) for k, name in enumerate(point_ids))

    def moment(self, time_us: int) -> RecordedMoment:
        """See :class:`console.history.storage.HistoryStorage`."""
        words, arrays = self.request("moment", time_us=time_us)
        names = ("value", "quality", "freshness", "is_by_hand", "since_us")
        value, quality, freshness, by_hand, since_us = (arrays[name] for name in names)
        ids, is_recorded = tuple(map(str, words["points"])), bool(words["is_recorded"])
        return RecordedMoment(time_us, ids, value, quality, freshness, by_hand, since_us, is_recorded)

    def status(self) -> StorageStatus:
        """See :class:`console.history.storage.HistoryStorage`."""
        words, arrays = self.request("status")
        gaps = tuple((int(a), int(b)) for a, b in arrays["gaps"].tolist())
        span = RecordedSpan(int(words["from_us"]), int(words["to_us"]), gaps, int(words["size_bytes"]))
        return StorageStatus(
            span, int(words["points"]), int(words["changes"]), str(words["warning"]), int(words["clock_jumps"])
        )

    # Reaching it -------------------------------------------------------------------------------------------

    def _connected(self) -> Connection:
        if self._connection is not None:
            return self._connection
        found = self._try()
        if found is None and self._may_start:
            (self.folder / TROUBLE_FILE).unlink(missing_ok=True)
            owner = start_owner(self.folder)
            end = time.monotonic() + START_PATIENCE_S
            while found is None and time.monotonic() < end:
                has_failed = bool(owner.poll())
                self._look_for_trouble()
                if has_failed:
                    reason = f"the process that keeps it ended as it began (exit code {owner.returncode})"
                    raise InputError(str(self.folder), reason, "restore the history from a backup, or move it away")
                time.sleep(0.05)
                found = self._try()
        if found is None:
            raise OwnerAway("the process that keeps the history does not answer")
        self._connection = found
        return found

    def _try(self) -> Connection | None:
        try:
            told = json.loads((self.folder / OWNER_FILE).read_text("utf-8"))
            return Client(str(told["address"]), authkey=bytes.fromhex(told["key"]))
        except (OSError, EOFError, ValueError, KeyError, AuthenticationError):
            return None

    def _look_for_trouble(self) -> None:
        """Why an owner could not begin: it says so in a file, since nobody sees its screen."""
        try:
            told = json.loads((self.folder / TROUBLE_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return
        raise _refusal(told["refused"])


def start_owner(folder: Path) -> subprocess.Popen[bytes]:
    """Start an owner in the background; it ends by itself where another one is there already."""
    first = [] if getattr(sys, "frozen", False) else ["-m", "console.cli.main"]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        owner = subprocess.Popen(
            [sys.executable, *first, "history", "serve", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # It outlives whoever started it; one that has ended is taken note of, so that it does not stay a zombie.
        _started[:] = [*(earlier for earlier in _started if earlier.poll() is None), owner]
        return owner
    except OSError as error:
        raise InputError(str(folder), f"cannot be written ({error.strerror})", "give this account the right") from error


def _refusal(words: Sequence[Any]) -> InputError:
    place, reason, remedy = (str(word) for word in words)
    return InputError(place, reason, remedy)
