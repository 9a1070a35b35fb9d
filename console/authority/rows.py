"""Users as rows of the site's file, inside one transaction."""

from __future__ import annotations

from console.authority.rights import Right
from console.authority.users import User, unpack_user
from console.journal.batch import JournalBatch
from console.journal.connection import SiteConnection
from console.journal.record import JournalRecord
from engines.values.validation import InputError


def row_of(connection: SiteConnection, name: str) -> tuple[str, str, int, int] | None:
    """Body, hash, wrong tries and time of the last one; ``None`` where there is no such user."""
    row: tuple[str, str, int, int] | None = connection.execute(
        "SELECT body, password_hash, failures, last_failure_us FROM users WHERE name=?", (name,)
    ).fetchone()
    return row


def all_users(connection: SiteConnection) -> list[User]:
    """Everybody, by name."""
    return [unpack_user(row[0]) for row in connection.execute("SELECT body FROM users ORDER BY name")]


def need_user(connection: SiteConnection, name: str) -> User:
    """The user. Raises ``InputError`` where there is none of that name."""
    row = row_of(connection, name.strip().casefold())
    if row is None:
        raise InputError(name, "is no user of this site", "look at the list of users")
    return unpack_user(row[0])


def require_editor(connection: SiteConnection, by: str) -> None:
    """Raises ``InputError`` where ``by`` may not edit users."""
    row = row_of(connection, by)
    if row is None or not unpack_user(row[0]).may(Right.EDIT_USERS):
        raise InputError(by or "nobody", "may not edit users", "ask a supervisor")


def count_failure(batch: JournalBatch, name: str) -> None:
    """Journal and count a wrong password."""
    batch.append(user_record(name, f"Sign-in of {name} refused at {batch.console}: wrong password"))
    batch.connection.execute(
        "UPDATE users SET failures = failures + 1, last_failure_us = ? WHERE name=?", (batch.now_us, name)
    )


def user_record(by: str, sentence: str) -> JournalRecord:
    """A record about users."""
    return JournalRecord("user", by, "", sentence)


def described(user: User) -> str:
    """Roles and area, for the journal."""
    roles = ", ".join(sorted(user.roles)) or "no role"
    return f"{roles}; area {user.area.text}" + ("" if user.is_active else "; not active")
