"""How long a server has been silent, and what follows from it."""

from __future__ import annotations

from console.field.link.options import LinkOptions
from engines.values.points import LinkState

NAN = float("nan")


class Liveness:
    """Judges by the age of the last publish on the monotonic clock; whoever owns it tells it the time.

    A server that keeps its connection open and says nothing is as dead as one that is gone.
    """

    def __init__(self, options: LinkOptions) -> None:
        self._options = options
        self._heard = NAN

    @property
    def heard(self) -> float:
        """When the server was last heard; NaN before the first time."""
        return self._heard

    def hear(self, now: float) -> None:
        """A publish or keep-alive has come."""
        self._heard = now

    def age(self, now: float) -> float:
        """Seconds of silence; NaN before the first word."""
        return now - self._heard

    def state(self, now: float) -> LinkState:
        """What the silence means for a connection that was made."""
        age = self.age(now)
        # Before the first word (NaN) nothing is believed.
        if not age < self._options.down_after_s:
            return LinkState.DOWN
        return LinkState.UP if age < self._options.suspect_after_s else LinkState.SUSPECT
