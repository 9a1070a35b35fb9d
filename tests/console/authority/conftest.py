"""The users of a site in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from console.authority.passwords import Passwords
from console.authority.session import Session
from console.authority.store import UserStore
from console.journal.journal import Journal
from console.site.place import site_place


class Clock:
    """A clock the test sets."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def now_us(self) -> int:
        """The same in microseconds."""
        return round(self.seconds * 1e6)


def cheap_passwords() -> Passwords:
    """The same hashing at the least cost, so that tests are quick."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def clock() -> Clock:
    """The desk's and the site's clock."""
    return Clock()


@pytest.fixture
def journal(kept_in: str, tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    """The journal of the site."""
    place = site_place("site", tmp_path)
    with Journal(place.database, console="desk 1", clock=clock.now_us) as journal:
        yield journal


@pytest.fixture
def users(journal: Journal) -> Iterator[UserStore]:
    """The users of the site; nobody yet."""
    users = UserStore(journal, cheap_passwords)
    yield users
    users.close()


@pytest.fixture
def session(users: UserStore, clock: Clock) -> Session:
    """The session of the desk; nobody is signed in."""
    return Session(users, inactivity_s=900.0, clock=clock)
