"""How to search for open points."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engines.grid.snapshot import Snapshot
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class ReconfigurationOptions:
    """How to search.

    Attributes:
        seconds: for the search and the checks after it; it ends sooner by itself where nothing better turns up.
        rounds: kicks at most; with ample ``seconds`` this alone ends a search, so that it can be repeated exactly.
        most_for_proof: where there are no more configurations than this and time allows, all are looked at.
        max_operations: switch operations allowed, ``None`` for any number.
        respect_limits: voltage and loading limits come before losses.
        remote_only: operate only what the control room can.
        fixed: ids of switches not to operate.
        seed: of the random kicks.
    """

    seconds: float = 2.0
    rounds: int = 100_000
    most_for_proof: int = 200_000
    max_operations: int | None = None
    respect_limits: bool = True
    remote_only: bool = False
    fixed: Collection[str] = ()
    seed: int = 1


def require_switches(snapshot: Snapshot, ids: Collection[str]) -> None:
    """Raise ``InputError`` for an id that no switch has."""
    unknown = sorted(set(ids) - set(snapshot.network["switch"].id.tolist()))
    if unknown:
        raise InputError(f"switch {unknown[0]}", f"is not in {snapshot.network.name}", "give ids of its switches")
