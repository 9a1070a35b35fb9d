"""Which lines are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engines.values.alarms import AlarmState
from engines.values.violations import Severity
from widgets.alarms.line import AlarmLine


@dataclass(frozen=True, slots=True)
class AlarmFilter:
    """What is asked for; empty asks for everything.

    Attributes:
        words: all of them must be in a line.
        severities, states: one of them; kind, feeder: exactly this one.
    """

    words: str = ""
    severities: frozenset[Severity] = frozenset()
    states: frozenset[AlarmState] = frozenset()
    kind: str = ""
    feeder: str = ""

    def passing(self) -> Callable[[AlarmLine], bool]:
        """Whether a line is shown."""
        words = self.words.casefold().split()

        def passes(line: AlarmLine) -> bool:
            if self.severities and line.severity not in self.severities:
                return False
            if self.states and line.state not in self.states:
                return False
            if (self.kind and line.kind != self.kind) or (self.feeder and line.feeder != self.feeder):
                return False
            if not words:
                return True
            text = line.words
            return all(word in text for word in words)

        return passes
