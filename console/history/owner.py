"""The one process that owns a site's history: everybody else asks it over a local, authenticated channel.

It ends by itself when nobody has asked for a while; whoever asks next starts another.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import signal
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

import numpy as np

from console.allocator import give_back, settle_allocator
from console.history.asking import OWNER_FILE, TROUBLE_FILE
from console.history.file_lock import FileLock
from console.history.frames import batch_of, pack, unpack
from console.history.storage import HistoryStorage, Retention, StoredBatch
from console.site.place import schema_name, site_place
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
IDLE_S = 20.0
TIDY_S = 30.0
LONGEST_PATH = 100
"""A socket's path may not be longer everywhere."""
_log = logging.getLogger(__name__)
Answer = tuple[dict[str, Any], dict[str, Array]]


class Owner:
    """Serves a storage to everybody who knows the key in the folder."""

    def __init__(self, folder: Path, storage: HistoryStorage, retention: Retention, idle_s: float = IDLE_S) -> None:
        self._folder, self._storage, self._retention, self._idle_s = folder, storage, retention, idle_s
        self._key = secrets.token_bytes(32)
        self._listener = Listener(_address(folder), authkey=self._key, backlog=16)
        self._guests = 0
        self._quiet_since = time.monotonic()
        self._is_ending = threading.Event()
        self._lock = threading.Lock()

    def run(self) -> None:
        """Serve until nobody has asked for a while, or :meth:`end`."""
        threading.Thread(target=self._welcome, name="history welcome", daemon=True).start()
        _write_private(
            self._folder / OWNER_FILE,
            {"address": self._listener.address, "key": self._key.hex(), "pid": os.getpid()},
        )
        tidied = time.monotonic()
        while not self._is_ending.wait(0.25):
            with self._lock:
                is_idle = not self._guests and time.monotonic() - self._quiet_since > self._idle_s
            if is_idle:
                break
            if time.monotonic() - tidied > TIDY_S:
                tidied = time.monotonic()
                self._tidy()
        (self._folder / OWNER_FILE).unlink(missing_ok=True)
        self._listener.close()

    def end(self) -> None:
        """Let everybody go."""
        self._is_ending.set()

    def _tidy(self) -> None:
        try:
            self._storage.tidy(time.time_ns() // 1000, self._retention)
        except InputError as error:
            _log.warning("history: %s", error)
        give_back()

    def _welcome(self) -> None:
        while not self._is_ending.is_set():
            try:
                guest = self._listener.accept()
            except OSError:
                if self._is_ending.is_set():
                    return
                continue
            except Exception as error:
                # Somebody without the key, or who hung up while showing it.
                _log.debug("history: a guest was not let in: %s", error)
                continue
            with self._lock:
                self._guests += 1
            threading.Thread(target=self._serve, args=(guest,), name="history guest", daemon=True).start()

    def _serve(self, guest: Connection) -> None:
        told: dict[str, tuple[tuple[str, ...], Array]] = {}
        try:
            while True:
                words, arrays = unpack(guest.recv_bytes())
                try:
                    answer = self._answer(words, arrays, told)
                except InputError as error:
                    answer = {"refused": [error.place, error.reason, error.remedy]}, {}
                except (KeyError, TypeError, ValueError) as error:
                    answer = {"refused": ["history", f"an unusable question came ({error})", "restart it"]}, {}
                guest.send_bytes(pack(*answer))
        except (EOFError, OSError, ValueError):
            pass
        finally:
            guest.close()
            with self._lock:
                self._guests -= 1
                self._quiet_since = time.monotonic()

    def _answer(
        self, words: dict[str, Any], arrays: dict[str, Array], told: dict[str, tuple[tuple[str, ...], Array]]
    ) -> Answer:
        storage, what = self._storage, words["what"]
        if what == "points":
            told[str(words["client"])] = tuple(map(str, words["points"])), arrays["dead_bands"]
            return {"stored_up_to": storage.stored_up_to(str(words["client"]))}, {}
        if what == "store":
            batches = [self._batch(arrays[name], told) for name in sorted(arrays, key=int)]
            storage.store(batches)
            return {"stored_up_to": batches[-1].number}, {}
        if what == "series":
            return _series(storage, words)
        if what == "quarter_hours":
            return _quarter_hours(storage, words)
        if what == "moment":
            moment = storage.moment(int(words["time_us"]))
            names = ("value", "quality", "freshness", "is_by_hand", "since_us")
            found = {name: getattr(moment, name) for name in names}
            return {"points": list(moment.point_ids), "is_recorded": moment.is_recorded}, found
        if what == "status":
            return _status(storage)
        return self._care(what, words)

    def _care(self, what: str, words: dict[str, Any]) -> Answer:
        if what == "verify":
            return {"damages": list(self._storage.verify())}, {}
        if what == "backup":
            self._storage.backup(Path(words["folder"]))
            return {}, {}
        if what == "export":
            count = self._storage.export(
                Path(words["path"]), [str(p) for p in words["points"]], int(words["from_us"]), int(words["to_us"])
            )
            return {"count": count}, {}
        if what == "tidy":
            self._storage.tidy(int(words["now_us"]), self._retention)
            return {}, {}
        raise InputError("history", f"nobody knows what {what!r} means", "use one version of Tieline on a site")

    @staticmethod
    def _batch(message: Array, told: dict[str, tuple[tuple[str, ...], Array]]) -> StoredBatch:
        raw = message.tobytes()
        client = str(unpack(raw)[0].get("client"))
        if client not in told:
            raise InputError("history", "a console did not say which points it records", "restart that console")
        return batch_of(raw, *told[client])


def _series(storage: HistoryStorage, words: dict[str, Any]) -> Answer:
    points = [str(p) for p in words["points"]]
    found = storage.series(points, int(words["from_us"]), int(words["to_us"]), int(words["entries"]))
    names = ("time_us", "value", "quality", "freshness", "is_by_hand")
    arrays = {f"{k} {name}": getattr(series, name) for k, series in enumerate(found) for name in names}
    return {"is_thinned": [series.is_thinned for series in found]}, arrays


def _quarter_hours(storage: HistoryStorage, words: dict[str, Any]) -> Answer:
    points = [str(p) for p in words["points"]]
    found = storage.quarter_hours(points, int(words["from_us"]), int(words["to_us"]))
    names = ("begin_us", "mean", "lowest", "highest", "known_share", "changes")
    return {}, {f"{k} {name}": getattr(quarters, name) for k, quarters in enumerate(found) for name in names}


def _status(storage: HistoryStorage) -> Answer:
    status = storage.status()
    words = {
        "from_us": status.span.from_us,
        "to_us": status.span.to_us,
        "size_bytes": status.span.size_bytes,
        "points": status.points,
        "changes": status.changes,
        "warning": status.warning,
        "clock_jumps": status.clock_jumps,
    }
    return words, {"gaps": np.array(status.span.gaps, np.int64).reshape(-1, 2)}


def serve(folder: Path, retention: Retention, idle_s: float = IDLE_S) -> int:
    """Own a history until nobody asks any more; 0 also where another process owns it already."""
    settle_allocator()
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "owner.lock")
    if not lock.take():
        return 0
    try:
        storage = open_storage(folder)
    except InputError as error:
        _write_private(folder / TROUBLE_FILE, {"refused": [error.place, error.reason, error.remedy]})
        lock.release()
        return 2
    (folder / TROUBLE_FILE).unlink(missing_ok=True)
    owner = Owner(folder, storage, retention, idle_s)
    signal.signal(signal.SIGTERM, lambda *_: owner.end())
    signal.signal(signal.SIGINT, lambda *_: owner.end())
    try:
        owner.run()
    finally:
        storage.close()
        lock.release()
    return 0


def open_storage(folder: Path) -> HistoryStorage:
    """The history of a site, where its database is: on the server that keeps the site, else in the folder.

    Raises ``InputError``.
    """
    place = site_place(folder.parent.name, folder.parent.parent)
    if place.server:
        from console.history.postgres_storage import PostgresStorage

        return PostgresStorage(place.server, f"{schema_name(place.name)}_past")
    from console.history.duckdb_storage import DuckStorage

    return DuckStorage(folder)


def _address(folder: Path) -> str | None:
    if sys.platform == "win32":
        return None
    path = folder / "owner.socket"
    if len(os.fsencode(path)) > LONGEST_PATH:
        path = Path(tempfile.mkdtemp(prefix="tieline-")) / "owner.socket"
    path.unlink(missing_ok=True)
    return str(path)


def _write_private(path: Path, words: dict[str, Any]) -> None:
    """Write a file that only this account and the folder's group can read."""
    part = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o660)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(words, stream)
        part.replace(path)
