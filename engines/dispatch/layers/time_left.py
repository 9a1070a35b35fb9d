"""Time given for something, and what is left of it."""

from __future__ import annotations

import time
from collections.abc import Callable


class TimeUp(Exception):
    """The time for planning was up before regions and the layer above came to their next agreement."""


def until(seconds: float) -> Callable[[], float]:
    """What is left of these seconds, from now on."""
    end = time.perf_counter() + seconds
    return lambda: end - time.perf_counter()
