"""What the window needs of an alarm desk; :class:`console.alarms.desk.AlarmDesk` is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from engines.alarms.past_grouping import PastGrouping
from engines.values.alarms import AlarmGroup, AlarmMetrics, AlarmOccurrence, HornState


class AlarmSource(Protocol):
    """Alarms, and what a person does with them.

    Its signals: ``changed`` (ids of occurrences, once a frame), ``groups_changed``, ``horn_changed`` (HornState),
    ``metrics_changed``, ``failed`` (a sentence).
    """

    changed: Any
    groups_changed: Any
    horn_changed: Any
    metrics_changed: Any
    failed: Any

    @property
    def occurrences(self) -> Mapping[str, AlarmOccurrence]:
        """Everything that is not over, by id."""

    @property
    def groups(self) -> Sequence[AlarmGroup]:
        """By cause."""

    @property
    def horn(self) -> HornState:
        """What is to be heard."""

    @property
    def metrics(self) -> AlarmMetrics:
        """How the desk fares."""

    def past_grouping(self) -> PastGrouping:
        """What tells the causes of past alarms; from any thread."""

    def occurrences_at(self, time_us: int) -> tuple[AlarmOccurrence, ...]:
        """The alarms of a past moment; from any thread. Raises ``InputError``."""

    def occurrences_between(self, from_us: int, to_us: int, most: int) -> Sequence[AlarmOccurrence]:
        """The gravest alarms raised in a span, the gravest first; from any thread. Raises ``InputError``."""

    def acknowledge(self, occurrence_ids: Sequence[str]) -> object:
        """Somebody has seen them."""

    def silence(self) -> object:
        """Let the horn be silent; acknowledges nothing."""

    def shelve(self, occurrence_id: str, seconds: float, reason: str) -> object:
        """Put aside for a time."""

    def unshelve(self, occurrence_id: str) -> object:
        """Take back before its time."""

    def take_out_of_service(self, occurrence_id: str, reason: str) -> object:
        """Put aside until it is put back."""

    def return_to_service(self, occurrence_id: str) -> object:
        """Put back."""

    def comment(self, occurrence_id: str, text: str) -> object:
        """Write something to it."""

    def reset_latch(self, occurrence_ids: Sequence[str]) -> object:
        """Reset latched ones whose cause is gone."""
