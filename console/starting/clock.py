"""Whether the machine's clock can be right: journal, history and certificates are worth nothing without it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from console.folders import log_folder
from console.starting.finding import StartFinding, Weight

MADE = datetime(2026, 11, 1, tzinfo=UTC)
"""This version was made after that, so no right clock shows an earlier moment."""
LONGEST_USE_YEARS = 25
TOLERANCE_S = 86_400.0
REMEDY = "have the clock set (timedatectl set-ntp true, or the time source of the control room), then start again"


def look_at_clock(now_s: float | None = None, witnesses: Iterable[Path] | None = None) -> list[StartFinding]:
    """What shows that the clock is wrong by days or years; empty where nothing does.

    Args:
        now_s: seconds since 1970; ``None`` asks the machine.
        witnesses: files this program has written; one from the future shows a clock that went back.
    """
    now_s = time.time() if now_s is None else now_s
    # A clock may be so far off that the calendar ends.
    with suppress(OverflowError, ValueError, OSError):
        now = datetime.fromtimestamp(now_s, UTC)
        if now < MADE or now.year > MADE.year + LONGEST_USE_YEARS:
            reason = f"shows {now:%Y-%m-%d}, which cannot be right for this version (made after {MADE:%Y-%m-%d})"
            return [StartFinding(Weight.WARNING, "The clock of this machine", reason, REMEDY)]
        latest = max((s for s in map(_written_s, _own_logs() if witnesses is None else witnesses)), default=0.0)
        if latest > now_s + TOLERANCE_S:
            later = datetime.fromtimestamp(latest, UTC)
            reason = f"shows {now:%Y-%m-%d %H:%M} UTC, but this program was already used at {later:%Y-%m-%d %H:%M} UTC"
            return [StartFinding(Weight.WARNING, "The clock of this machine", reason, REMEDY)]
        return []
    return [StartFinding(Weight.WARNING, "The clock of this machine", "shows no year of our calendar", REMEDY)]


def _own_logs() -> list[Path]:
    return list(log_folder().glob("tieline.log*"))


def _written_s(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
