"""A study: a network, what is changed on it, and the moment looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engines.grid.network import Network
from engines.grid.snapshot import Mode, Snapshot
from engines.study.change import Change
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError


def _nowhere() -> FrozenMap[str, tuple[float, float]]:
    return FrozenMap()


def _no_view() -> FrozenMap[str, Any]:
    return FrozenMap()


@dataclass(frozen=True, slots=True)
class Study:
    """What is kept of a what-if, whole: it can be opened where the network's own file is gone.

    Attributes:
        base: the network as it was opened; base_revision: its structure when the study began.
        changes: in the order they are made.
        time: the moment looked at; ``None`` where the network has no profiles, or stands as its tables say.
        hand_positions: x, y by bus id where a person moved the diagram.
        view_state: what the window wants to find again, JSON values nobody else looks into.
    """

    name: str
    base: Network = field(compare=False)
    base_revision: str = ""
    changes: tuple[Change, ...] = ()
    time: np.datetime64 | None = None
    hand_positions: FrozenMap[str, tuple[float, float]] = field(default_factory=_nowhere)
    view_state: FrozenMap[str, Any] = field(default_factory=_no_view)

    def base_snapshot(self) -> Snapshot:
        """The network before any change, at the study's time."""
        return base_snapshot(self.base, self.time)

    def snapshot(self) -> Snapshot:
        """The network with all changes. Raises ``InputError`` naming the change that cannot be made."""
        return apply_all(self.base_snapshot(), self.changes)

    def with_changes(self, changes: Iterable[Change]) -> Study:
        """The study with other changes."""
        return replace(self, changes=tuple(changes))


def new_study(base: Network, name: str = "", time: np.datetime64 | None = None) -> Study:
    """A study without changes."""
    return Study(name or base.name, base, base.structure_revision, time=time)


def base_snapshot(base: Network, time: np.datetime64 | None) -> Snapshot:
    """A network at a time, in study mode; without profiles the time is only noted.

    Raises ``InputError`` for a time outside the profiles.
    """
    snapshot = Snapshot(base, mode=Mode.STUDY)
    if time is None:
        return snapshot
    if base.profiles is None:
        return replace(snapshot, time=time)
    try:
        return snapshot.at(time)
    except ValueError as error:
        raise InputError(base.name, str(error), "choose a time inside") from error


def apply_all(snapshot: Snapshot, changes: Iterable[Change]) -> Snapshot:
    """All changes in order. Raises ``InputError`` naming the change that cannot be made."""
    for number, change in enumerate(changes, 1):
        snapshot = apply_change(snapshot, change, number)
    return snapshot


def apply_change(snapshot: Snapshot, change: Change, number: int) -> Snapshot:
    """One change; ``number`` is its place in the list, for the sentence where it cannot be made."""
    try:
        return change.apply(snapshot)
    except InputError as error:
        place = f"change {number} ({change.text(snapshot.network)}), {error.place}"
        raise InputError(place, error.reason, error.remedy) from error
