"""Who is signed in at this desk, and whether they may do what they are about to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from console.authority.rights import Right, roles_with
from console.authority.store import UserStore
from console.authority.users import User
from console.journal.record import JournalRecord
from engines.values.validation import InputError

A = TypeVar("A")
B = TypeVar("B")
INACTIVITY_S = 900.0


class SessionState(StrEnum):
    """How far the desk is signed in. The screen and the alarms are the same in all of them."""

    SIGNED_OUT = "signed_out"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    """Nobody touched the desk for long: the rights rest until the password is given again."""


class Need(StrEnum):
    """What would make a refused thing possible."""

    NOTHING = "nothing"
    FIRST_USER = "first_user"
    SIGN_IN = "sign_in"
    PASSWORD = "password"
    OTHER_PERSON = "other_person"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done now.

    Attributes:
        reason: one sentence where it may not.
        need: what would help; a window opens the dialog for it.
    """

    is_allowed: bool
    reason: str = ""
    need: Need = Need.NOTHING


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Somebody else who confirmed one command with their password."""

    user: User
    right: Right
    element_id: str
    at_us: int


def desk_clock() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


class Session:
    """The one session of a desk.

    Args:
        inactivity_s: seconds without :meth:`touch` after which the rights rest.
        clock: seconds, never set back.
    """

    def __init__(
        self, users: UserStore, *, inactivity_s: float = INACTIVITY_S, clock: Callable[[], float] = desk_clock
    ) -> None:
        self._users, self._clock, self.inactivity_s = users, clock, inactivity_s
        self._lock = threading.RLock()
        self._name = ""
        self._touched = clock()
        self._is_withdrawn = False

    @property
    def name(self) -> str:
        """Sign-in name of the person at the desk, empty where nobody is signed in."""
        return self._name

    @property
    def user(self) -> User | None:
        """The person at the desk with the rights they have now, ``None`` where nobody is signed in.

        Raises ``InputError`` where the site cannot be read.
        """
        return self._users.find(self._name) if self._name else None

    @property
    def state(self) -> SessionState:
        """How far the desk is signed in at this moment."""
        with self._lock:
            self._notice()
            if not self._name:
                return SessionState.SIGNED_OUT
            return SessionState.WITHDRAWN if self._is_withdrawn else SessionState.ACTIVE

    def touch(self) -> None:
        """Somebody used the desk; gives no right back that already rests."""
        with self._lock:
            self._notice()
            self._touched = self._clock()

    def seconds_left(self) -> float:
        """Seconds until the rights rest if nobody touches the desk; 0 where they do, or nobody is signed in."""
        if self.state is not SessionState.ACTIVE:
            return 0.0
        return max(0.0, self._touched + self.inactivity_s - self._clock())

    def sign_in(self, name: str, password: str) -> Future[User]:
        """Sign in at the desk; who was signed in before is signed out once it succeeds."""
        return _then(self._users.sign_in(name, password), self._begin)

    def begin_site(self, name: str, password: str, full_name: str = "") -> Future[User]:
        """Make the first user of the site and sign them in at the desk."""
        return _then(self._users.create_first_user(name, password, full_name=full_name), self._begin_as_first)

    def confirm(self, password: str) -> Future[User]:
        """Take the rights up again with the password of the person at the desk."""
        if not self._name:
            refused: Future[User] = Future()
            refused.set_exception(InputError("", "nobody is signed in"))
            return refused
        return _then(self._users.sign_in(self._name, password, "took up the right to operate"), self._begin)

    def sign_out(self) -> None:
        """Leave the desk; the screen stays."""
        with self._lock:
            if self._name:
                self._note(f"{self._name} signed out at {self._users.console}")
            self._name, self._is_withdrawn = "", False

    def may(self, right: Right, element_id: str = "", *, feeder: str = "", substation: str = "") -> Decision:
        """Whether the person at the desk may do it, to that element if one is named.

        Args:
            feeder, substation: those the element belongs to, for areas given by them.
        """
        try:
            user = self.user
            if user is None and not self._name and self._users.is_empty():
                return Decision(False, "The site has no user yet: create the first one.", Need.FIRST_USER)
        except InputError as error:
            return Decision(False, f"Rights cannot be checked: {error}", Need.SITE)
        state = self.state
        if user is None or state is SessionState.SIGNED_OUT:
            return Decision(False, "Nobody is signed in.", Need.SIGN_IN)
        if state is SessionState.WITHDRAWN:
            minutes = self.inactivity_s / 60.0
            reason = f"Nobody used this desk for {minutes:g} min: confirm with the password of {user.name}."
            return Decision(False, reason, Need.PASSWORD)
        return decide(user, right, element_id, feeder, substation)

    def second_person(
        self,
        name: str,
        password: str,
        right: Right,
        element_id: str,
        what: str,
        *,
        feeder: str = "",
        substation: str = "",
    ) -> Future[SecondPerson]:
        """Have another person confirm one command with their own password.

        They must not be the one at the desk, and must have the right themselves, and that of being the second.

        Args:
            what: the command as a sentence, for the journal.
        """
        first = self._name

        def record(user: User) -> JournalRecord:
            if user.name == first:
                raise InputError("second person", f"{first} is the first already", "ask somebody else")
            for wanted in (Right.SECOND, right):
                decision = decide(user, wanted, element_id, feeder, substation)
                if not decision.is_allowed:
                    raise InputError("second person", decision.reason, "ask somebody else")
            return JournalRecord("session", user.name, element_id, f"{user.name} confirmed as second person: {what}")

        checked = self._users.check(name, password, record)
        return _then(checked, lambda user: SecondPerson(user, right, element_id, self._users.now_us))

    def _begin(self, user: User) -> User:
        with self._lock:
            if self._name and self._name != user.name:
                self._note(f"{self._name} signed out at {self._users.console}, relieved by {user.name}")
            self._name, self._is_withdrawn, self._touched = user.name, False, self._clock()
        return user

    def _begin_as_first(self, user: User) -> User:
        self._begin(user)
        self._note(f"{user.name} signed in at {self._users.console}")
        return user

    def _notice(self) -> None:
        if not self._name or self._is_withdrawn or self._clock() - self._touched < self.inactivity_s:
            return
        self._is_withdrawn = True
        minutes = self.inactivity_s / 60.0
        self._note(f"Right to operate of {self._name} rests at {self._users.console}: desk unused for {minutes:g} min")

    def _note(self, sentence: str) -> None:
        self._users.note(JournalRecord("session", self._name, "", sentence))


def _then(before: Future[A], act: Callable[[A], B]) -> Future[B]:
    """A future of what ``act`` makes of the result, done in the thread that brings it."""
    after: Future[B] = Future()
    after.set_running_or_notify_cancel()

    def go_on(done: Future[A]) -> None:
        try:
            after.set_result(act(done.result()))
        except Exception as error:
            after.set_exception(error)

    before.add_done_callback(go_on)
    return after


def decide(user: User, right: Right, element_id: str = "", feeder: str = "", substation: str = "") -> Decision:
    """Whether a user has a right, for an element if one is named; the desk's state apart."""
    if not user.is_active:
        return Decision(False, f"{user.name} is not active any more: ask a supervisor.", Need.SIGN_IN)
    if not user.may(right):
        roles = " or ".join(roles_with(right))
        mine = ", ".join(sorted(user.roles)) or "nothing"
        return Decision(False, f"This needs the role {roles}; {user.name} is {mine}.", Need.OTHER_PERSON)
    if element_id and not user.area.covers(element_id, feeder, substation):
        reason = f"{element_id} lies outside the area of {user.name} ({user.area.text})."
        return Decision(False, reason, Need.OTHER_PERSON)
    return Decision(True)
