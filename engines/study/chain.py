"""Snapshots along a list of changes, kept so that undo finds exactly what was there."""

from __future__ import annotations

from engines.grid.snapshot import Snapshot
from engines.study.change import Change
from engines.study.study import apply_change

_KEPT = 200


class ChangeChain:
    """The snapshot after each beginning of a list of changes, over one base.

    Undo takes the kept snapshot, never the inverse of a change, so no number drifts. After removing a change in
    the middle only what follows it is made again.
    """

    def __init__(self, base: Snapshot) -> None:
        self._base = base
        self._after: dict[tuple[Change, ...], Snapshot] = {(): base}

    @property
    def base(self) -> Snapshot:
        """The snapshot without changes."""
        return self._base

    def after(self, changes: tuple[Change, ...]) -> Snapshot:
        """The snapshot after ``changes``. Raises ``InputError`` naming the change that cannot be made."""
        known = len(changes)
        while changes[:known] not in self._after:
            known -= 1
        snapshot = self._after[changes[:known]]
        for number in range(known, len(changes)):
            snapshot = apply_change(snapshot, changes[number], number + 1)
            self._remember(changes[: number + 1], snapshot)
        return snapshot

    def _remember(self, changes: tuple[Change, ...], snapshot: Snapshot) -> None:
        while len(self._after) >= _KEPT:
            self._after.pop(next(key for key in self._after if key))
        self._after[changes] = snapshot
