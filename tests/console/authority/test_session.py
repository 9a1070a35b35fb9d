"""Who is at the desk, and what they may do at this moment."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Protocol, TypeVar

import pytest

from console.authority.rights import Right, Role
from console.authority.session import Need, Session, SessionState, desk_clock
from console.authority.store import UserStore
from console.authority.users import Area
from console.journal.journal import Journal
from engines.values.validation import InputError

T = TypeVar("T")
PASSWORD = "correct horse battery"


class Clock(Protocol):
    """A clock the test sets."""

    seconds: float


def done(future: Future[T]) -> T:
    """Its result, or its refusal raised."""
    return future.result(30)


@pytest.fixture
def people(users: UserStore) -> None:
    """sue may do everything, ana operates feeder F1, ben the whole site, vic looks on."""
    done(users.create_first_user("sue", PASSWORD))
    for name, roles, area in (
        ("ana", [Role.OPERATOR], Area(feeders=("F1",))),
        ("ben", [Role.OPERATOR], Area(is_all=True)),
        ("vic", [Role.VIEWER], Area(is_all=True)),
    ):
        done(users.create_user("sue", name, PASSWORD, roles=roles, area=area))


def sentences(journal: Journal) -> list[str]:
    """What the journal says once all that was handed in is written."""
    done(journal.submit(lambda batch: None))
    return [e.sentence for e in journal.read(kinds=["session"])]


def test_the_first_command_on_a_new_site_asks_for_the_first_user(session: Session, users: UserStore) -> None:
    assert session.may(Right.OPERATE).need is Need.FIRST_USER
    done(users.create_first_user("sue", PASSWORD))
    assert session.may(Right.OPERATE).need is Need.SIGN_IN


@pytest.mark.usefixtures("people")
def test_role_and_area_decide(session: Session) -> None:
    done(session.sign_in("ana", PASSWORD))
    assert session.may(Right.OPERATE, "switch:F1-02", feeder="F1").is_allowed
    outside = session.may(Right.OPERATE, "switch:F2-02", feeder="F2")
    assert (outside.is_allowed, outside.need) == (False, Need.OTHER_PERSON)
    assert outside.reason == "switch:F2-02 lies outside the area of ana (feeder F1)."
    override = session.may(Right.OVERRIDE, "switch:F1-02", feeder="F1")
    assert override.reason == "This needs the role supervisor; ana is operator."


@pytest.mark.usefixtures("people")
def test_a_viewer_only_looks_on(session: Session) -> None:
    done(session.sign_in("vic", PASSWORD))
    assert not any(session.may(right).is_allowed for right in Right)


@pytest.mark.usefixtures("people")
def test_inactivity_rests_the_rights_until_the_password_is_given(
    session: Session, clock: Clock, journal: Journal
) -> None:
    done(session.sign_in("ben", PASSWORD))
    clock.seconds += 899.0
    assert session.may(Right.OPERATE).is_allowed
    assert session.seconds_left() == pytest.approx(1.0)
    session.touch()
    clock.seconds += 899.0
    assert session.state is SessionState.ACTIVE
    clock.seconds += 2.0
    decision = session.may(Right.OPERATE)
    assert (decision.need, session.state) == (Need.PASSWORD, SessionState.WITHDRAWN)
    assert "15 min" in decision.reason
    assert session.name == "ben"
    session.touch()
    assert session.state is SessionState.WITHDRAWN
    with pytest.raises(InputError, match="name or password is wrong"):
        done(session.confirm("wrong password"))
    assert session.state is SessionState.WITHDRAWN
    done(session.confirm(PASSWORD))
    assert session.may(Right.OPERATE).is_allowed
    session.sign_out()
    assert session.may(Right.OPERATE).need is Need.SIGN_IN
    assert sentences(journal) == [
        "ben signed in at desk 1",
        "Right to operate of ben rests at desk 1: desk unused for 15 min",
        "ben took up the right to operate at desk 1",
        "ben signed out at desk 1",
    ]


@pytest.mark.usefixtures("people")
def test_a_touch_after_the_time_comes_too_late(session: Session, clock: Clock) -> None:
    done(session.sign_in("ben", PASSWORD))
    clock.seconds += 901.0
    session.touch()
    assert session.may(Right.OPERATE).need is Need.PASSWORD


@pytest.mark.usefixtures("people")
def test_a_relief_signs_the_one_before_out(session: Session, journal: Journal) -> None:
    done(session.sign_in("ana", PASSWORD))
    with pytest.raises(InputError):
        done(session.sign_in("ben", "wrong password"))
    assert session.name == "ana"
    done(session.sign_in("ben", PASSWORD))
    assert session.name == "ben"
    session.sign_out()
    assert "ana signed out at desk 1, relieved by ben" in sentences(journal)


@pytest.mark.usefixtures("people")
def test_what_is_changed_by_another_counts_at_once(session: Session, users: UserStore) -> None:
    done(session.sign_in("ben", PASSWORD))
    done(users.change_user("sue", "ben", roles=[Role.VIEWER]))
    assert not session.may(Right.OPERATE).is_allowed
    done(users.change_user("sue", "ben", roles=[Role.OPERATOR], is_active=False))
    assert "not active any more" in session.may(Right.OPERATE).reason


@pytest.mark.usefixtures("people")
def test_a_second_person_confirms_with_their_own_password(session: Session, journal: Journal) -> None:
    done(session.sign_in("ana", PASSWORD))

    def second(name: str, password: str = PASSWORD, right: Right = Right.OPERATE) -> Future[object]:
        return session.second_person(name, password, right, "switch:F1-02", "Close switch:F1-02", feeder="F1")  # type: ignore[return-value]

    for future, said in (
        (second("ana"), "ana is the first already"),
        (second("ANA "), "ana is the first already"),
        (second("vic"), "This needs the role operator or supervisor; vic is viewer"),
        (second("ben", "wrong password"), "name or password is wrong"),
        (second("ben", right=Right.OVERRIDE), "This needs the role supervisor"),
    ):
        with pytest.raises(InputError, match=said):
            done(future)
    confirmed = done(session.second_person("sue", PASSWORD, Right.OVERRIDE, "switch:F1-02", "Close switch:F1-02"))
    assert (confirmed.user.name, confirmed.right) == ("sue", Right.OVERRIDE)
    assert session.name == "ana"
    assert sentences(journal)[-1] == "sue confirmed as second person: Close switch:F1-02"
    assert sum("confirmed as second person" in s for s in sentences(journal)) == 1


@pytest.mark.usefixtures("people")
def test_a_second_person_answers_for_the_element_too(session: Session) -> None:
    done(session.sign_in("ben", PASSWORD))
    with pytest.raises(InputError, match="outside the area of ana"):
        done(session.second_person("ana", PASSWORD, Right.OPERATE, "switch:F2-02", "Close", feeder="F2"))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("kept_in", ["file"], indirect=True)
def test_a_site_that_cannot_be_read_gives_no_right(session: Session, journal: Journal) -> None:
    done(session.sign_in("ben", PASSWORD))
    journal.path.rename(journal.path.with_name("aside"))
    decision = session.may(Right.OPERATE)
    assert (decision.is_allowed, decision.need) == (False, Need.SITE)
    assert "Rights cannot be checked" in decision.reason
    journal.path.with_name("aside").rename(journal.path)
    assert session.may(Right.OPERATE).is_allowed


@pytest.mark.usefixtures("people")
def test_hashing_runs_in_no_thread_of_the_caller(session: Session) -> None:
    seen: list[str] = []
    future = session.sign_in("ben", PASSWORD)
    assert not future.done()
    future.add_done_callback(lambda _: seen.append(threading.current_thread().name))
    done(future)
    assert threading.current_thread().name not in seen


def test_the_clock_of_the_desk_never_goes_back() -> None:
    assert desk_clock() <= desk_clock()


def test_nobody_cannot_confirm(session: Session) -> None:
    with pytest.raises(InputError, match="nobody is signed in"):
        done(session.confirm(PASSWORD))
