"""How this process asks the system for memory and gives it back (GNU's C library; elsewhere nothing is done)."""

from __future__ import annotations

import contextlib
import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""Names of ``mallopt``."""
ARENAS = 2
LARGE_BYTES = 256 * 1024
KEPT_BYTES = 1024 * 1024


def settle_allocator() -> None:
    """Keep a process that runs for weeks at its size; to be called before it starts threads.

    Each thread would get a pool of its own that only grows, and the limit above which memory comes from the system and
    goes back to it by itself would rise with every larger array that is freed.
    """
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(ARENA_MAX, ARENAS)
        library.mallopt(MMAP_THRESHOLD, LARGE_BYTES)
        library.mallopt(TRIM_THRESHOLD, KEPT_BYTES)


def give_back() -> None:
    """Hand memory that is free back to the system, where the allocator keeps it."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
