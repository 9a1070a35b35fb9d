"""What is to be heard: the worst that nobody has acknowledged, until a person silences it."""

from __future__ import annotations

from collections.abc import Iterable

from engines.values.alarms import AlarmOccurrence, AlarmPriority, HornState


class Horn:
    """Sounds for unacknowledged alarms on the desk.

    Silencing acknowledges nothing. A new alarm of equal or higher priority than the one that was silenced sounds
    again; one of lower priority does not.
    """

    def __init__(self) -> None:
        self.state = HornState()
        self._silenced: AlarmPriority | None = None

    def silence(self) -> None:
        """Be quiet until something new of equal or higher priority comes."""
        if self.state.priority is not None:
            self._silenced = self.state.priority
            self.state = HornState(None, True)

    def look(self, alarms: Iterable[AlarmOccurrence], new: Iterable[AlarmOccurrence] = ()) -> HornState:
        """What is heard now: ``alarms`` are all there are, ``new`` those raised since the last look."""
        owed = [a.priority for a in alarms if a.is_standing and a.state.is_unacknowledged]
        fresh = [a.priority for a in new if a.is_standing and a.state.is_unacknowledged]
        return self.judge(max(owed, default=None), max(fresh, default=None))

    def judge(self, worst: AlarmPriority | None, fresh: AlarmPriority | None) -> HornState:
        """As :meth:`look`, by the worst that nobody has acknowledged, of all and of those raised since."""
        if worst is None:
            self._silenced = None
            self.state = HornState()
            return self.state
        if self._silenced is not None and fresh is not None and fresh >= self._silenced:
            self._silenced = None
        quiet = self._silenced is not None
        self.state = HornState(None, True) if quiet else HornState(AlarmPriority(worst), False)
        return self.state
