"""A journal of a million events: how fast it opens, and how fast anything in it is found.

Prints one JSON object:

- ``open_ms``: from nothing to the last 1,000 records, in a process that has just begun to look;
- ``filter_ms``: by question, each for its latest 1,000 records; ``worst_filter_ms`` of them;
- ``rss_mb``: of the process that asked; ``file_mb``; ``verify_s``: to follow the whole chain;
- ``write_per_s``: records a second while it was made, in transactions of 10,000.

``--server`` keeps it on a PostgreSQL server (address as libpq takes it) instead of in a file.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

TARGETS = {"open_ms": 1000, "worst_filter_ms": 500, "rss_mb": 500}
KINDS, WEIGHTS = ("alarm", "command", "link", "tag", "session", "system"), (70, 8, 10, 4, 4, 4)
BATCH = 10_000
BEGIN_US, STEP_US = 1_700_000_000_000_000, 2_000_000


def main() -> int:
    """Measure and print."""
    from benchmarks.common import machine, report, versions

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--server", default="")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask is not None:
        print(json.dumps(_ask(_place(options.ask, options.server), options.events)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = _make(_place(Path(folder), options.server), options.events)
        asking = [sys.executable, "-m", "benchmarks.journal", "--ask", folder, "--events", str(options.events)]
        asked = subprocess.run(
            [*asking, "--server", options.server],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        )
        figures |= json.loads(asked.stdout.splitlines()[-1])
        file = Path(folder) / "site.sqlite"
        figures["file_mb"] = round(file.stat().st_size / 1e6, 1) if file.exists() else None
    words = {"events": options.events, "kept_in": "PostgreSQL" if options.server else "SQLite"}
    report({**words, **figures, "targets": TARGETS, **versions("psycopg"), **machine()})
    return 0


def _place(folder: Path, server: str) -> Any:
    from console.journal.database import SiteFile
    from console.journal.postgres import PostgresSite

    return PostgresSite(server, "tieline_benchmark", folder) if server else SiteFile(folder / "site.sqlite")


def _make(place: Any, events: int) -> dict[str, Any]:
    from console.journal.batch import JournalBatch
    from console.journal.journal import Journal
    from console.journal.record import JournalRecord

    chance = random.Random(1)

    def some(first: int) -> Any:
        def job(batch: JournalBatch) -> None:
            for n in range(first, min(first + BATCH, events)):
                kind = chance.choices(KINDS, WEIGHTS)[0]
                element = f"switch:F{chance.randrange(40)}-{chance.randrange(100):02d}"
                sentence = f"High alarm on {element}, protection has tripped: raised {n}"
                details = {"occurrence_id": f"{n:x}", "priority": chance.randrange(3), "turn": "raised"}
                author = chance.choice(("", "ana", "ben", "eve"))
                batch.append(JournalRecord(kind, author, element, sentence, details), BEGIN_US + n * STEP_US)

        return job

    begin = time.perf_counter()
    with Journal(place) as journal:
        for first in range(0, events, BATCH):
            journal.submit(some(first)).result(600)
    return {"write_per_s": round(events / (time.perf_counter() - begin))}


def _ask(place: Any, events: int) -> dict[str, Any]:
    from console.journal.journal import Journal
    from console.journal.reading import Word
    from console.journal.verifying import verify_journal

    begin = time.perf_counter()
    journal = Journal(place)
    latest = journal.read(limit=1000, is_latest_first=True)
    open_ms = 1000 * (time.perf_counter() - begin)
    middle = BEGIN_US + events // 2 * STEP_US
    questions: dict[str, dict[str, Any]] = {
        "kind": {"kinds": ("tag",)},
        "element": {"element_id": latest[0].element_id},
        "author": {"author": "eve"},
        "nobody": {"author": "nobody"},
        "hour in the middle": {"from_us": middle, "to_us": middle + 3600 * 1_000_000},
        "word found everywhere": {"words": (Word("tripped"),)},
        "word found once": {"words": (Word(f"raised {events // 3}"),)},
        "two words found nowhere": {"words": (Word("earthquake"), Word("tripped"))},
        "kind and word": {"kinds": ("alarm",), "words": (Word("f3-33"),)},
    }
    took = {}
    for name, question in questions.items():
        begin = time.perf_counter()
        journal.read(limit=1000, is_latest_first=True, **question)
        took[name] = round(1000 * (time.perf_counter() - begin), 1)
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    journal.close()
    begin = time.perf_counter()
    is_intact = verify_journal(place).is_intact
    return {
        "open_ms": round(open_ms, 1),
        "filter_ms": took,
        "worst_filter_ms": max(took.values()),
        "rss_mb": round(rss_mb, 1),
        "verify_s": round(time.perf_counter() - begin, 1),
        "is_intact": is_intact,
    }


if __name__ == "__main__":
    sys.exit(main())
