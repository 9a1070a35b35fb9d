"""What a console has recorded and the history has not confirmed yet: in a file, so that a killed console loses none."""

from __future__ import annotations

import json
import uuid
from collections import deque
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from console.history.file_lock import FileLock
from console.history.frames import batch_message, batch_of, read_frames, unpack, write_frame
from console.history.storage import StoredBatch

Array = np.ndarray[Any, Any]
FOLDER_NAME = "spool"
TIDY_BYTES = 4_000_000
MOST_BYTES = 2_000_000_000
"""Beyond that nothing more is taken: a full disk would stop the whole machine."""


class SpoolFull(Exception):
    """Nothing more can be taken until the history answers again."""


class Spool:
    """Batches of one client in order, first in a file, then on their way.

    Attributes:
        client: name never used twice; waiting: ``(number, message)`` not confirmed yet, oldest first.
    """

    def __init__(self, folder: Path, point_ids: tuple[str, ...], dead_bands: Array, client: str = "") -> None:
        """Begin a spool, or go on with that of a ``client`` that ended. Raises ``OSError``."""
        self.client = client or uuid.uuid4().hex
        self.point_ids, self.dead_bands = point_ids, dead_bands
        self.waiting: deque[tuple[int, bytes]] = deque()
        self._number = 0
        self._bytes = 0
        place = folder / FOLDER_NAME
        place.mkdir(parents=True, exist_ok=True)
        self._path, self._points_path = place / f"{self.client}.spool", place / f"{self.client}.json"
        self._lock = FileLock(place / f"{self.client}.lock")
        if not self._lock.take():
            raise OSError(0, f"spool {self.client} belongs to a running console")
        if not client:
            words = {"points": list(point_ids), "dead_bands": dead_bands.tolist()}
            self._points_path.write_text(json.dumps(words), encoding="utf-8")
        self._file: BinaryIO | None = None

    def put(self, batch: StoredBatch) -> None:
        """Keep a batch; it is in the file when this returns. Raises ``OSError``, :class:`SpoolFull`."""
        if self._bytes > MOST_BYTES:
            raise SpoolFull
        message = batch_message(batch)
        if self._file is None:
            self._file = self._path.open("ab")
        write_frame(self._file, message)
        self._file.flush()
        self._bytes += len(message)
        self.waiting.append((batch.number, message))

    def next_number(self) -> int:
        """Number of the next batch."""
        self._number += 1
        return self._number

    def confirmed(self, number: int) -> None:
        """Batches up to that number are kept for good."""
        while self.waiting and self.waiting[0][0] <= number:
            self.waiting.popleft()
        if not self.waiting and self._bytes > TIDY_BYTES and self._file is not None:
            self._file.truncate(0)
            self._bytes = 0

    def close(self) -> None:
        """Let the file go; it is removed if everything was confirmed."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if not self.waiting:
            self._path.unlink(missing_ok=True)
            self._points_path.unlink(missing_ok=True)
            self._lock.remove()
        else:
            self._lock.release()


def orphans(folder: Path) -> list[Spool]:
    """Spools of consoles that ended before everything was confirmed; they belong to the caller now."""
    found = []
    for path in sorted((folder / FOLDER_NAME).glob("*.spool")):
        try:
            words = json.loads(path.with_suffix(".json").read_text("utf-8"))
            points = tuple(map(str, words["points"]))
            spool = Spool(folder, points, np.array(words["dead_bands"], np.float64), path.stem)
        except (OSError, ValueError, KeyError):
            continue
        for message in read_frames(path):
            try:
                spool.waiting.append((int(unpack(message)[0]["number"]), message))
            except (ValueError, KeyError):
                break
        found.append(spool)
    return found


def batches_of(spool: Spool) -> list[StoredBatch]:
    """What waits in a spool, unpacked."""
    return [batch_of(message, spool.point_ids, spool.dead_bands) for _, message in spool.waiting]
