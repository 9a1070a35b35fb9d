"""Users of a site: made, changed, signed in, kept out."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.authority.passwords import LONGEST_WAIT_S, wait_s
from console.authority.rights import FIRST_USER_ROLES, RIGHTS, Right, Role, may, roles_with
from console.authority.store import UserStore
from console.authority.users import WHOLE_SITE, Area, User, area_of_text, pack_user, sign_in_name, unpack_user
from console.journal.journal import Journal
from console.journal.verifying import verify_journal
from engines.values.validation import InputError

T = TypeVar("T")
PASSWORD = "correct horse battery"


def done(future: Future[T]) -> T:
    """Its result, or its refusal raised."""
    return future.result(30)


@pytest.fixture
def sue(users: UserStore) -> User:
    """The first user."""
    return done(users.create_first_user("Sue", PASSWORD, full_name="Sue Park"))


def sentences(journal: Journal) -> list[str]:
    """What the journal says once all that was handed in is written."""
    done(journal.submit(lambda batch: None))
    return [e.sentence for e in journal.read() if e.kind != "journal"]


def test_a_new_site_has_no_user_and_no_default_password(users: UserStore) -> None:
    assert users.is_empty()
    for name in ("admin", "operator", ""):
        with pytest.raises(InputError, match="name or password is wrong"):
            done(users.sign_in(name, name))


def test_the_first_user_can_make_others(users: UserStore, sue: User, journal: Journal) -> None:
    assert sue == User("sue", FIRST_USER_ROLES, full_name="Sue Park")
    ana = done(
        users.create_user("sue", "ana", PASSWORD, roles=[Role.OPERATOR], area=Area(feeders=("F1",)), full_name="Ana")
    )
    assert users.users() == (ana, sue)
    assert done(users.sign_in(" ANA ", PASSWORD)) == ana
    assert sentences(journal) == [
        "First user sue created at desk 1: engineer, instructor, operator, supervisor; area all",
        "User ana created by sue at desk 1: operator; area feeder F1",
        "ana signed in at desk 1",
    ]


def test_there_is_only_one_first_user(users: UserStore) -> None:
    one, two = users.create_first_user("sue", PASSWORD), users.create_first_user("ben", PASSWORD)
    wait([one, two])
    with pytest.raises(InputError, match="the site has users already"):
        done(two)
    assert [u.name for u in users.users()] == ["sue"]


def test_a_first_user_who_could_not_add_others_is_refused(users: UserStore) -> None:
    with pytest.raises(InputError, match="give the role supervisor too"):
        done(users.create_first_user("sue", PASSWORD, roles=[Role.OPERATOR]))
    assert users.is_empty()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "fewer than 10"),
        ("aaaaaaaaaaaa", "easily guessed"),
        ("sue-sue-123", "easily guessed"),
        ("x" * 1001, "more than 1000"),
    ],
)
def test_bad_passwords_are_refused(users: UserStore, password: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        done(users.create_first_user("sue", password))


@pytest.mark.parametrize("name", ["", "a", "-ana", "an a", "ana\n!", "x" * 33, "../ana"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="cannot be a sign-in name"):
        sign_in_name(name)


@pytest.mark.parametrize("kept_in", ["file"], indirect=True)
def test_the_file_holds_no_password(users: UserStore, sue: User, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        done(users.sign_in(PASSWORD, "typed into the wrong line"))
    content = b"".join(p.read_bytes() for p in (tmp_path / "site").glob("site.sqlite*"))
    assert PASSWORD.encode() not in content
    assert b"$argon2id$" in content


def test_a_password_is_the_same_however_its_letters_are_composed(users: UserStore) -> None:
    done(users.create_first_user("sue", "Fußgänger über Straße"))
    assert done(users.sign_in("sue", "Fußga\u0308nger u\u0308ber Straße")).name == "sue"


def test_wrong_passwords_make_wait_longer_and_longer(users: UserStore, sue: User, journal: Journal, clock) -> None:  # type: ignore[no-untyped-def]
    for _ in range(3):
        with pytest.raises(InputError, match="name or password is wrong"):
            done(users.sign_in("sue", "wrong password"))
    with pytest.raises(InputError, match="wait 2 s"):
        done(users.sign_in("sue", PASSWORD))
    clock.seconds += 2.5
    with pytest.raises(InputError, match="name or password is wrong"):
        done(users.sign_in("sue", "wrong password"))
    clock.seconds += 2.5
    with pytest.raises(InputError, match="wait 2 s"):
        done(users.sign_in("sue", PASSWORD))
    clock.seconds += 2.0
    assert done(users.sign_in("sue", PASSWORD)) == sue
    with pytest.raises(InputError, match="name or password is wrong"):
        done(users.sign_in("sue", "wrong password"))
    assert done(users.sign_in("sue", PASSWORD)) == sue
    assert sentences(journal).count("Sign-in of sue refused at desk 1: wrong password") == 5


def test_waiting_is_not_escaped_by_another_console(users: UserStore, sue: User, journal: Journal) -> None:
    for _ in range(3):
        with pytest.raises(InputError):
            done(users.sign_in("sue", "wrong password"))
    again = UserStore(journal)
    try:
        with pytest.raises(InputError, match="too many wrong passwords"):
            done(again.sign_in("sue", PASSWORD))
    finally:
        again.close()


@given(st.integers(0, 10_000), st.floats(-1e9, 1e9))
def test_waiting_is_bounded(failures: int, since: float) -> None:
    assert 0.0 <= wait_s(failures, since) <= LONGEST_WAIT_S


def test_an_unknown_name_takes_as_long_as_a_wrong_password(users: UserStore, sue: User, journal: Journal) -> None:
    usual = UserStore(journal)
    done(usual.reset_password("sue", "sue", PASSWORD))

    def seconds(name: str) -> float:
        start = time.perf_counter()
        with pytest.raises(InputError, match="name or password is wrong"):
            done(usual.sign_in(name, "wrong password"))
        return time.perf_counter() - start

    try:
        known, unknown = min(seconds("sue") for _ in range(2)), min(seconds("nobody") for _ in range(2))
    finally:
        usual.close()
    assert unknown > known / 3


def test_only_who_may_edit_users_does(users: UserStore, sue: User) -> None:
    done(users.create_user("sue", "ana", PASSWORD, roles=[Role.OPERATOR, Role.ENGINEER]))
    for refused in (
        users.create_user("ana", "eve", PASSWORD, roles=[Role.VIEWER]),
        users.change_user("ana", "ana", roles=[Role.SUPERVISOR]),
        users.reset_password("ana", "sue", "another password"),
        users.create_user("", "eve", PASSWORD, roles=[Role.VIEWER]),
    ):
        with pytest.raises(InputError, match="may not edit users"):
            done(refused)
    with pytest.raises(InputError, match="is a user already"):
        done(users.create_user("sue", "ana", PASSWORD, roles=[Role.VIEWER]))
    with pytest.raises(InputError, match="has no role"):
        done(users.create_user("sue", "eve", PASSWORD, roles=[]))
    with pytest.raises(InputError, match="is no user of this site"):
        done(users.change_user("sue", "eve", roles=[Role.VIEWER]))


def test_the_last_who_may_edit_users_stays(users: UserStore, sue: User) -> None:
    for refused in (
        users.change_user("sue", "sue", roles=[Role.OPERATOR]),
        users.change_user("sue", "sue", is_active=False),
    ):
        with pytest.raises(InputError, match="is the last who may edit users"):
            done(refused)
    assert users.find("sue") == sue


def test_who_is_not_active_does_not_sign_in(users: UserStore, sue: User, journal: Journal) -> None:
    done(users.create_user("sue", "ana", PASSWORD, roles=[Role.OPERATOR]))
    done(users.change_user("sue", "ana", is_active=False))
    with pytest.raises(InputError, match="ana: may not sign in any more"):
        done(users.sign_in("ana", PASSWORD))
    assert sentences(journal)[-1] == "User ana changed by sue: operator; area all; not active"


def test_passwords_change(users: UserStore, sue: User) -> None:
    with pytest.raises(InputError, match="name or password is wrong"):
        done(users.change_password("sue", "wrong password", "another password"))
    with pytest.raises(InputError, match="fewer than"):
        done(users.change_password("sue", PASSWORD, "short"))
    done(users.change_password("sue", PASSWORD, "another password"))
    with pytest.raises(InputError, match="name or password is wrong"):
        done(users.sign_in("sue", PASSWORD))
    assert done(users.sign_in("sue", "another password")) == sue
    done(users.reset_password("sue", "sue", PASSWORD))
    assert done(users.sign_in("sue", PASSWORD)) == sue


def test_users_are_there_after_a_restart(users: UserStore, sue: User, journal: Journal) -> None:
    users.close()
    journal.close()
    with Journal(journal.database) as again:
        store = UserStore(again)
        assert store.users() == (sue,)
        store.close()
    assert verify_journal(journal.database).is_intact


@pytest.mark.parametrize("kept_in", ["file"], indirect=True)
def test_a_hash_of_another_cost_is_renewed_at_sign_in(users: UserStore, sue: User, journal: Journal) -> None:
    with sqlite3.connect(journal.path) as connection:
        cheap = connection.execute("SELECT password_hash FROM users").fetchone()[0]
    connection.close()
    usual = UserStore(journal)
    assert done(usual.sign_in("sue", PASSWORD)) == sue
    usual.close()
    with sqlite3.connect(journal.path) as connection:
        kept = connection.execute("SELECT password_hash FROM users").fetchone()[0]
    connection.close()
    assert kept != cheap
    assert done(users.sign_in("sue", PASSWORD)) == sue


def test_a_user_reads_back_as_packed() -> None:
    user = User("ana", frozenset({Role.OPERATOR}), Area(False, ("F1",), ("North",), ("switch:F2-",)), "Ana", False)
    assert unpack_user(pack_user(user)) == user
    stranger = pack_user(user).replace('"operator"', '"emperor"')
    assert unpack_user(stranger).roles == frozenset()


@pytest.mark.parametrize(
    ("area", "covered"),
    [
        (Area(is_all=True), True),
        (Area(), False),
        (Area(feeders=("F1",)), True),
        (Area(feeders=("F2",)), False),
        (Area(substations=("North",)), True),
        (Area(prefixes=("switch:F1-",)), True),
        (Area(prefixes=("switch:F2-", "")), False),
    ],
)
def test_an_area_covers_by_feeder_substation_or_prefix(area: Area, covered: bool) -> None:
    assert area.covers("switch:F1-02", feeder="F1", substation="North") is covered


def test_an_element_of_no_feeder_lies_in_no_area_of_feeders() -> None:
    assert not Area(feeders=("",), substations=("",)).covers("switch:1")


def test_the_table_of_rights() -> None:
    assert RIGHTS[Role.VIEWER] == frozenset()
    assert set(RIGHTS) == set(Role)
    assert {right for rights in RIGHTS.values() for right in rights} == set(Right)
    assert RIGHTS[Role.OPERATOR] < RIGHTS[Role.SUPERVISOR]
    assert not may([Role.OPERATOR, Role.INSTRUCTOR], Right.OVERRIDE)
    assert not may([Role.ENGINEER], Right.OPERATE)
    assert roles_with(Right.OVERRIDE) == (Role.SUPERVISOR,)


@pytest.mark.parametrize(
    "area", [WHOLE_SITE, Area(feeders=("F1", "F2")), Area(False, ("F1",), ("North 20",), ("switch:F3-",))]
)
def test_an_area_reads_back_from_its_text(area: Area) -> None:
    assert area_of_text(area.text) == area


@pytest.mark.parametrize("text", ["", "  ,", "feeder", "F1", "*", "all, feeder F1"])
def test_an_area_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="write all, or feeder F1"):
        area_of_text(text)
