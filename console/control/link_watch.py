"""Since when each link is up: what a link shows in its first moments may still be from before it broke."""

from __future__ import annotations

from console.control.ports import Clock, Field
from engines.values.points import LinkHealth, LinkState

TRUE_AFTER_S = 2.5
"""A link that is up again has read every point anew within 2 s."""


class LinkWatch:
    """Remembers when links came up. A link that is up when it is first looked at counts as just come up."""

    def __init__(self, clock: Clock, field: Field) -> None:
        self._clock, self._field = clock, field
        self._up_since: dict[str, float] = {}

    def note(self, health: LinkHealth) -> bool:
        """Take note of a state; whether the link has just come up."""
        if health.state is not LinkState.UP:
            self._up_since.pop(health.server, None)
            return False
        is_new = health.server not in self._up_since
        self._up_since.setdefault(health.server, self._clock.monotonic())
        return is_new

    def untrue_for_s(self, point_id: str) -> float | None:
        """Seconds until what the point shows is of now, 0 where it is; ``None`` while its link is not up."""
        health = self._field.health_of(point_id)
        if health is None:
            return None
        self.note(health)
        if health.state is not LinkState.UP:
            return None
        return max(self._up_since[health.server] + TRUE_AFTER_S - self._clock.monotonic(), 0.0)
