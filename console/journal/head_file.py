"""The signed end of the chain once more, beside the site's file: a journal cut off at its end no longer fits it."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from console.journal.database import HEAD_NAME
from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

if TYPE_CHECKING:
    from console.journal.batch import JournalBatch

EVERY_S = 1.0
_log = logging.getLogger(__name__)


class HeadFile:
    """Writes ``journal-head.json`` at most once a second, always after the commit it tells of."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / HEAD_NAME
        self._packed: bytes | None = None
        self._written = -EVERY_S

    def note(self, batch: JournalBatch) -> None:
        """Take the head that was just committed."""
        row = batch.connection.execute("SELECT sequence, hash, time_us, key_id, signature FROM journal_head").fetchone()
        if row is not None:
            sequence, record_hash, time_us, key_id, signature = row
            packed = {
                "site_id": batch.site_id,
                "sequence": sequence,
                "hash": record_hash.hex(),
                "time_us": time_us,
                "key_id": key_id,
                "signature": signature.hex(),
            }
            self._packed = json.dumps(packed, indent=1).encode()

    def tick(self) -> float | None:
        """Write if it is time; seconds until it will be, ``None`` where nothing waits."""
        if self._packed is None:
            return None
        left = self._written + EVERY_S - time.monotonic()
        if left > 0:
            return left
        self.write()
        return None if self._packed is None else EVERY_S

    def write(self) -> None:
        """Write what waits; a full disk is tried again later."""
        if self._packed is None:
            return
        self._written = time.monotonic()
        with contextlib.suppress(InputError):
            write_whole(self._path, self._packed)
            self._packed = None
