"""How long to wait before the next attempt."""

from __future__ import annotations

import random

from console.field.link.options import LinkOptions
from console.field.security.refusals import LinkRefused


class Backoff:
    """Doubles from attempt to attempt; an attempt that itself took long has waited already."""

    def __init__(self, options: LinkOptions) -> None:
        self._options = options
        self._pause_s = options.backoff_s
        self._random = random.Random()

    def reset(self) -> None:
        """The connection was up."""
        self._pause_s = self._options.backoff_s

    def next_pause_s(self, error: BaseException, attempt_s: float) -> float:
        """Pause after a failed attempt that took ``attempt_s``."""
        options = self._options
        if isinstance(error, LinkRefused):
            return options.refused_pause_s
        is_unreachable = isinstance(error, OSError)
        longest = options.unreachable_pause_s if is_unreachable else options.backoff_max_s
        pause_s = min(self._pause_s, longest) * self._random.uniform(0.5, 1.0)
        self._pause_s = min(self._pause_s * 2.0, options.backoff_max_s)
        return max(pause_s - attempt_s, 0.5 * options.backoff_s)
