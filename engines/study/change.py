"""One change of a study: what it does to a snapshot, and how it is told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from engines.grid.network import ElementRef, Network
from engines.grid.snapshot import Snapshot
from engines.values.phrase import Phrase
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class Change(ABC):
    """One step of a study, a value: equal changes do the same to equal snapshots.

    Equipment is named by id, so that a change outlives a network whose rows moved.
    """

    kind: ClassVar[str]
    """Under which name it is written to a file; never changed once published."""

    @abstractmethod
    def apply(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot after the change.

        Raises ``InputError`` where it cannot be made: no such equipment, or a value beyond its range.
        """

    @abstractmethod
    def phrase(self, network: Network) -> Phrase:
        """What it does, for the undo menu: "Open tie 7"."""

    def text(self, network: Network) -> str:
        """:meth:`phrase` in English."""
        return self.phrase(network).text

    @property
    def is_structural(self) -> bool:
        """Whether it makes another network, so that compiled models must be built anew."""
        return False


def find_element(network: Network, element_id: str, tables: tuple[str, ...]) -> ElementRef:
    """Place of the equipment with this id. Raises ``InputError`` where it is missing or of another sort."""
    ref = network.find(element_id)
    if ref is None:
        raise InputError(
            element_id, f"is not in {network.name}", "remove the change, or open the network it was made on"
        )
    if ref.table not in tables:
        raise InputError(element_id, f"is of table {ref.table}", f"name one of table {' or '.join(tables)}")
    return ref


def label_of(network: Network, element_id: str) -> str:
    """What a person calls the equipment, its id where it is not (yet, or any more) in the network."""
    ref = network.find(element_id)
    return element_id if ref is None else network.label(ref)


def require(is_met: bool, place: str, reason: str, remedy: str) -> None:
    """Raise ``InputError`` unless ``is_met``."""
    if not is_met:
        raise InputError(place, reason, remedy)
