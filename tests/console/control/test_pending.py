"""What an earlier run, or another console that died, has left in the journal; and whose word counts."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from console.authority.passwords import Passwords
from console.authority.rights import Right, Role
from console.authority.session import Session
from console.authority.store import UserStore
from console.control.pending import PAGE, left_behind, read_left_behind, read_pending
from console.control.records import COMMAND, COMMAND_END, PendingCommand
from console.control.session_people import COUNTS_FOR_S, SessionPeople
from console.journal.record import JournalRecord
from console.site.site import Site, open_site

CB = "switch:CB"


def record(kind: str, command_id: str) -> JournalRecord:
    details = {"command_id": command_id, "point_id": f"{CB}/position", "value": 0.0, "outcome": "done"}
    return JournalRecord(kind, "ada", CB, "open CB", details)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = open_site("north", chosen=tmp_path, console="desk 1")
    yield site
    site.close()


@pytest.fixture
def other(tmp_path: Path, site: Site) -> Iterator[Site]:
    other = open_site("north", chosen=tmp_path, console="desk 2")
    yield other
    other.close()


def test_a_command_without_an_end_is_found_however_many_have_one(site: Site) -> None:
    site.journal.write(record(COMMAND, "lost"))
    for k in range(PAGE):
        site.journal.write(record(COMMAND, f"c{k}"))
        last = site.journal.write(record(COMMAND_END, f"c{k}"))
    last.result(20)
    (pending,) = read_pending(site.journal)
    assert (pending.command_id, pending.element_id, pending.value, pending.author) == ("lost", CB, 0.0, "ada")


def test_a_living_console_s_command_is_its_own_and_a_dead_one_s_is_left_behind(site: Site, other: Site) -> None:
    other.store.take_token(CB, "bob").result(20)
    other.journal.write(record(COMMAND, "theirs")).result(20)
    assert read_left_behind(site.journal, site.store) == ()
    assert [p.command_id for p in read_left_behind(other.journal, other.store)] == ["theirs"]
    other.store.release_token(CB, "bob").result(20)
    assert [p.command_id for p in read_left_behind(site.journal, site.store)] == ["theirs"]
    site.journal.write(record(COMMAND_END, "theirs")).result(20)
    assert read_left_behind(site.journal, site.store) == ()


@pytest.mark.skipif(os.name != "posix", reason="asks the operating system for a process")
def test_a_process_of_this_machine_that_is_no_more_needs_no_waiting_for_its_token() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    names = {name: f"{socket.gethostname()}:{pid}" for name, pid in (("dead", process.pid), ("alive", os.getpid()))}
    pending = [PendingCommand(name, f"{CB}/position", 0.0, "ada", console, 0) for name, console in names.items()]
    held = {(console, CB) for console in names.values()}
    assert [p.command_id for p in left_behind(pending, "desk 1", held)] == ["dead"]


@pytest.fixture
def users(site: Site) -> Iterator[UserStore]:
    users = UserStore(site.journal, lambda: Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    users.create_first_user("ada", "seven quiet feeders", roles={Role.OPERATOR, Role.SUPERVISOR}).result(20)
    users.create_user("ada", "bob", "eight quiet feeders", roles={Role.OPERATOR}).result(20)
    yield users
    users.close()


def test_another_person_counts_for_one_device_and_not_for_long(users: UserStore) -> None:
    session, now = Session(users), [0.0]
    people = SessionPeople(session, two_person_ids={CB}, clock=lambda: now[0])
    assert not people.authority(CB).may
    session.sign_in("bob", "eight quiet feeders").result(20)
    assert (people.author(), people.authority(CB).may) == ("bob", True)
    assert people.why_no_override("bob", CB)
    assert people.why_no_override("ada", CB)
    people.accept(session.second_person("ada", "seven quiet feeders", Right.OVERRIDE, CB, "close CB").result(20))
    assert people.why_no_override("ada", CB) == ""
    assert people.why_no_override("ada", "switch:S")
    assert people.why_no_second("ada", CB), "an override is no second confirmation"
    assert people.why_no_second("bob", CB)
    people.accept(session.second_person("ada", "seven quiet feeders", Right.OPERATE, CB, "close CB").result(20))
    assert people.why_no_second("ada", CB) == ""
    assert people.needs_second_person(CB)
    now[0] += COUNTS_FOR_S + 1
    assert people.why_no_override("ada", CB)
    session.sign_out()
