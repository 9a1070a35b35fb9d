"""Who may command, as the desk's session says."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from console.authority.rights import Right
from console.authority.session import SecondPerson, Session
from engines.switching.device import Authority

COUNTS_FOR_S = 300.0
"""How long another person's password counts for the command it was given for."""


class SessionPeople:
    """See :class:`console.control.ports.People`. Another person counts once their password was checked for the device.

    Args:
        place_of: feeder and substation of an element, for areas of responsibility.
        two_person_ids: devices that two persons must confirm.
    """

    def __init__(
        self,
        session: Session,
        place_of: Callable[[str], tuple[str, str]] = lambda element_id: ("", ""),
        two_person_ids: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._session, self._place_of, self._clock = session, place_of, clock
        self._two = frozenset(two_person_ids)
        self._checked: dict[tuple[str, Right, str], float] = {}

    def demand_two(self, element_ids: Collection[str]) -> None:
        """These devices must be confirmed by two persons."""
        self._two = frozenset(element_ids)

    def accept(self, second: SecondPerson) -> None:
        """Take note that another person has given their password for a device (``Session.second_person``)."""
        self._checked[second.user.name, second.right, second.element_id] = self._clock()

    def author(self) -> str:
        """Sign-in name of the person at the desk."""
        return self._session.name

    def authority(self, element_id: str) -> Authority:
        """Whether they may operate the device now."""
        feeder, substation = self._place_of(element_id)
        decision = self._session.may(Right.OPERATE, element_id, feeder=feeder, substation=substation)
        return Authority(decision.is_allowed, decision.reason)

    def why_no_override(self, supervisor: str, element_id: str) -> str:
        """Empty where the override counts: the person at the desk has the right, or another gave their password."""
        feeder, substation = self._place_of(element_id)
        if supervisor == self._session.name:
            decision = self._session.may(Right.OVERRIDE, element_id, feeder=feeder, substation=substation)
            return "" if decision.is_allowed else decision.reason
        return self._why_not_checked(supervisor, Right.OVERRIDE, element_id)

    def why_no_second(self, second_person: str, element_id: str) -> str:
        """Empty where they are another person who gave their password for the device."""
        if second_person == self._session.name:
            return f"{second_person} is the first already."
        return self._why_not_checked(second_person, Right.OPERATE, element_id)

    def needs_second_person(self, element_id: str) -> bool:
        """Whether two persons must confirm."""
        return element_id in self._two

    def _why_not_checked(self, name: str, right: Right, element_id: str) -> str:
        given = self._checked.get((name, right, element_id))
        if given is None or self._clock() - given > COUNTS_FOR_S:
            return f"{name} has not given their password for it."
        return ""
