"""Numbers with what they count, as a sentence says them."""

from __future__ import annotations


def counted(count: int, word: str) -> str:
    """``1 round``, ``2 rounds``."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
