"""The state of a link as it is told: what, why, and what has been counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from console.field.addresses import ServerAddress
from console.field.link.counters import Counters
from console.field.link.liveness import Liveness
from engines.values.points import LinkHealth, LinkState


class Status:
    """Tells on every change, and whenever it is asked to.

    Attributes:
        state, reason: as last told; the reason is empty while up.
        lost_at_us: when the server was last heard before the outage that lasts (us since 1970 UTC); 0 without one.
        lost_reason: why it began.
        wants_login: the last attempt failed for the login: another password may help.
    """

    def __init__(
        self,
        server: ServerAddress,
        counters: Counters,
        liveness: Liveness,
        problems: Callable[[], dict[int, str]],
        tell: Callable[[LinkHealth], None],
    ) -> None:
        self._server, self._counters, self._liveness = server, counters, liveness
        self._problems, self._tell = problems, tell
        self._told_at = -math.inf
        self.state, self.reason = LinkState.CONNECTING, "connecting for the first time"
        self.lost_at_us, self.lost_reason = 0, ""
        self.wants_login = False

    @property
    def is_alive(self) -> bool:
        """Whether there is a connection that was up and has not been given up."""
        return self.state in (LinkState.UP, LinkState.SUSPECT)

    def become(self, state: LinkState, reason: str = "") -> None:
        """Another state, or another reason for the same."""
        self.state, self.reason = state, reason
        self.tell()

    def lose(self, reason: str) -> None:
        """A connection that was up is lost."""
        self.lost_at_us = int(time.time_ns() // 1000 - 1e6 * self._liveness.age(time.monotonic()))
        self.lost_reason = reason
        self.become(LinkState.DOWN, reason)

    def is_due(self, now: float, period_s: float) -> bool:
        """Whether it has not been told for so long."""
        return now - self._told_at >= period_s

    def tell(self) -> None:
        """Tell how things stand."""
        self._told_at = time.monotonic()
        counters, points = self._counters, self._server.points
        self._tell(
            LinkHealth(
                server=self._server.name,
                state=self.state,
                reason=self.reason,
                endpoint=self._server.endpoint,
                heard_age_s=self._liveness.age(self._told_at),
                values=counters.values,
                values_per_s=counters.values_per_s(),
                gaps=counters.gaps,
                republished=counters.republished,
                overflows=counters.overflows,
                reconnects=counters.reconnects,
                clock_offset_s=counters.clock_offset_s,
                events=counters.events,
                events_problem=counters.events_problem,
                wants_login=self.wants_login,
                problems=tuple((points[row].definition.point_id, why) for row, why in sorted(self._problems().items())),
            )
        )
