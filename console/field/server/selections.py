"""Who has selected which device: one selection a device, owned by a session, for a limited time."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """A device held for one command.

    Attributes:
        owner: the session that selected it.
        until: on the clock given to :class:`Selections`.
        originator: who that is, for reasons and the log.
    """

    element_id: str
    point_id: str
    token: str
    owner: Hashable
    originator: str
    until: float


class Selections:
    """The selections of all devices.

    Args:
        clock: monotonic seconds.
        timeout_s: how long a selection holds.
    """

    def __init__(self, clock: Callable[[], float], timeout_s: float) -> None:
        self._clock, self._timeout_s = clock, timeout_s
        self._by_element: dict[str, Selection] = {}

    def of(self, element_id: str) -> Selection | None:
        """The selection that holds now."""
        selection = self._by_element.get(element_id)
        if selection is not None and selection.until <= self._clock():
            del self._by_element[element_id]
            return None
        return selection

    def is_held_by_other(self, element_id: str, owner: Hashable) -> Selection | None:
        """The selection of another session, where there is one."""
        selection = self.of(element_id)
        return selection if selection is not None and selection.owner != owner else None

    def select(self, element_id: str, point_id: str, owner: Hashable, originator: str) -> Selection | None:
        """Hold the device, or ``None`` while another session holds it; selecting again replaces one's own."""
        if self.is_held_by_other(element_id, owner) is not None:
            return None
        selection = Selection(
            element_id, point_id, secrets.token_hex(16), owner, originator, self._clock() + self._timeout_s
        )
        self._by_element[element_id] = selection
        return selection

    def release(self, element_id: str) -> None:
        """End the selection, if there is one."""
        self._by_element.pop(element_id, None)

    def release_all_of(self, owner: Hashable) -> None:
        """The session has ended."""
        for element_id in [e for e, s in self._by_element.items() if s.owner == owner]:
            del self._by_element[element_id]
