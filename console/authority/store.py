"""The users of a site, kept in its file; every sign-in and change is journaled in the same transaction."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from console.authority.passwords import Passwords, require_usable, wait_s
from console.authority.rights import FIRST_USER_ROLES, Right, Role
from console.authority.rows import all_users, count_failure, described, need_user, require_editor, row_of, user_record
from console.authority.users import WHOLE_SITE, Area, User, pack_user, sign_in_name
from console.journal.batch import JournalBatch
from console.journal.connection import SiteReader
from console.journal.journal import Journal
from console.journal.record import JournalRecord
from engines.values.validation import InputError

T = TypeVar("T")
WRONG = "name or password is wrong"


class UserStore:
    """Who may sign in on a site.

    Whatever hashes a password runs in a thread of its own and returns at once with a future; it fails with
    ``InputError`` where something is refused.

    Args:
        journal: of the same site; it stays the caller's to close, after this store.
        passwords: makes what hashes, in the thread that does.
    """

    def __init__(self, journal: Journal, passwords: Callable[[], Passwords] = Passwords) -> None:
        self._journal, self._make_passwords = journal, passwords
        self._passwords: Passwords | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="passwords")
        self._lock = threading.Lock()
        self._version: tuple[int, int] | None = None
        self._users: dict[str, User] = {}
        self._unknown_failures = 0
        self._unknown_last_us = 0

    def is_empty(self) -> bool:
        """Whether nobody is known yet, so that the first user must be made. Raises ``InputError``."""
        return not self.users()

    def users(self) -> tuple[User, ...]:
        """Everybody known, by name. Raises ``InputError`` where the site cannot be read."""
        with self._lock:
            self._journal.query(self._read)
            return tuple(self._users.values())

    def find(self, name: str) -> User | None:
        """The user of a sign-in name as it is now. Raises ``InputError`` where the site cannot be read."""
        self.users()
        return self._users.get(name.strip().casefold())

    def create_first_user(
        self,
        name: str,
        password: str,
        *,
        full_name: str = "",
        roles: Collection[Role] = FIRST_USER_ROLES,
    ) -> Future[User]:
        """Make the first user; refused once there is one. It must be one who may edit users."""
        user = User(name, frozenset(roles), WHOLE_SITE, full_name.strip())

        def check(batch: JournalBatch, made: User) -> str:
            if batch.connection.execute("SELECT 1 FROM users").fetchone() is not None:
                raise InputError("first user", "the site has users already", "sign in")
            if not made.may(Right.EDIT_USERS):
                raise InputError("first user", "could not add others", "give the role supervisor too")
            return made.name

        return self._pool.submit(self._create, user, password, check)

    def create_user(
        self,
        by: str,
        name: str,
        password: str,
        *,
        roles: Collection[Role],
        area: Area = WHOLE_SITE,
        full_name: str = "",
    ) -> Future[User]:
        """Make a user; ``by`` is the sign-in name of somebody who may edit users."""
        user = User(name, frozenset(roles), area, full_name.strip())

        def check(batch: JournalBatch, made: User) -> str:
            require_editor(batch.connection, by)
            if row_of(batch.connection, made.name) is not None:
                raise InputError(made.name, "is a user already", "choose another name")
            return by

        return self._pool.submit(self._create, user, password, check)

    def change_user(
        self,
        by: str,
        name: str,
        *,
        roles: Collection[Role] | None = None,
        area: Area | None = None,
        full_name: str | None = None,
        is_active: bool | None = None,
    ) -> Future[User]:
        """Change what is given; refused where nobody could edit users any more."""

        def job(batch: JournalBatch) -> User:
            require_editor(batch.connection, by)
            before = need_user(batch.connection, name)
            after = replace(
                before,
                roles=before.roles if roles is None else frozenset(roles),
                area=before.area if area is None else area,
                full_name=before.full_name if full_name is None else full_name.strip(),
                is_active=before.is_active if is_active is None else is_active,
            )
            batch.append(user_record(by, f"User {after.name} changed by {by}: {described(after)}"))
            batch.connection.execute("UPDATE users SET body=? WHERE name=?", (pack_user(after), after.name))
            if not any(user.may(Right.EDIT_USERS) for user in all_users(batch.connection)):
                raise InputError(after.name, "is the last who may edit users", "make another supervisor first")
            return after

        return self._journal.submit(job)

    def change_password(self, name: str, old: str, new: str) -> Future[User]:
        """Change one's own password."""

        def work() -> User:
            require_usable(new, name.strip().casefold())
            asked = "asked for a new password"
            user = self._signed(name, old, lambda user: user_record(user.name, f"{user.name} {asked}"))
            return self._set_password(user.name, new, f"Password of {user.name} changed by themselves", user.name)

        return self._pool.submit(work)

    def reset_password(self, by: str, name: str, new: str) -> Future[User]:
        """Give somebody a new password; ``by`` may edit users. Their wrong tries are forgotten."""

        def work() -> User:
            user = self.find(name)
            known = user.name if user else name
            return self._set_password(known, new, f"Password of {known} reset by {by}", by, is_reset=True)

        return self._pool.submit(work)

    def sign_in(self, name: str, password: str, purpose: str = "signed in") -> Future[User]:
        """Check a password and journal it, as "ana signed in at desk 1".

        Fails with ``InputError``: wrong name or password (which of them is not said), too many tries, not active.
        """

        def told(user: User) -> JournalRecord:
            sentence = f"{user.name} {purpose} at {self._journal.console}"
            return JournalRecord("session", user.name, "", sentence, {"roles": " ".join(sorted(user.roles))})

        return self._pool.submit(self._signed, name, password, told)

    def check(self, name: str, password: str, record: Callable[[User], JournalRecord]) -> Future[User]:
        """Check a password and journal what ``record`` makes of the user; it may refuse with ``InputError``."""
        return self._pool.submit(self._signed, name, password, record)

    def note(self, record: JournalRecord) -> Future[int]:
        """Journal something about sessions."""
        return self._journal.write(record)

    @property
    def console(self) -> str:
        """Name of this console on the site."""
        return self._journal.console

    @property
    def now_us(self) -> int:
        """Microseconds since 1970 UTC by the site's clock."""
        return self._journal.now_us()

    def close(self) -> None:
        """End the thread; what it was asked for is finished first."""
        self._pool.shutdown()

    def _create(self, user: User, password: str, check: Callable[[JournalBatch, User], str]) -> User:
        made = replace(user, name=sign_in_name(user.name))
        require_usable(password, made.name)
        if not made.roles:
            raise InputError(made.name, "has no role", "choose one at least")
        kept = self._hasher().hash(password)

        def job(batch: JournalBatch) -> User:
            by = check(batch, made)
            made_by = f"User {made.name} created by {by}" if by != made.name else f"First user {made.name} created"
            batch.append(user_record(by, f"{made_by} at {self.console}: {described(made)}"))
            values = (made.name, pack_user(made), kept)
            batch.connection.execute("INSERT INTO users(name, body, password_hash) VALUES (?,?,?)", values)
            return made

        return self._journal.submit(job).result()

    def _set_password(self, name: str, new: str, sentence: str, by: str, is_reset: bool = False) -> User:
        require_usable(new, name.casefold())
        kept = self._hasher().hash(new)

        def job(batch: JournalBatch) -> User:
            if is_reset:
                require_editor(batch.connection, by)
            user = need_user(batch.connection, name)
            batch.append(user_record(by, sentence))
            batch.connection.execute(
                "UPDATE users SET password_hash=?, failures=0, last_failure_us=0 WHERE name=?", (kept, user.name)
            )
            return user

        return self._journal.submit(job).result()

    def _signed(self, name: str, password: str, record: Callable[[User], JournalRecord]) -> User:
        key = name.strip().casefold()
        row = self._journal.query(lambda connection: row_of(connection, key))
        self._require_patience(row)
        is_right = self._hasher().is_right(None if row is None else row[1], password)
        if row is None:
            self._unknown_failures += 1
            self._unknown_last_us = self._journal.now_us()
            # A password typed into the wrong line must not end up in the journal.
            refusal = user_record("unknown", f"Sign-in refused at {self.console}: no such user")
            self._journal.write(refusal).result()
            raise InputError("", WRONG)
        if not is_right:
            self._journal.submit(lambda batch: count_failure(batch, key)).result()
            raise InputError("", WRONG)
        renewed = self._hasher().hash(password) if self._hasher().is_outdated(row[1]) else row[1]

        def job(batch: JournalBatch) -> User:
            user = need_user(batch.connection, key)
            if not user.is_active:
                raise InputError(user.name, "may not sign in any more", "ask a supervisor")
            batch.append(record(user))
            batch.connection.execute(
                "UPDATE users SET password_hash=?, failures=0, last_failure_us=0 WHERE name=? AND password_hash=?",
                (renewed, key, row[1]),
            )
            return user

        return self._journal.submit(job).result()

    def _require_patience(self, row: tuple[str, str, int, int] | None) -> None:
        failures, last_us = (self._unknown_failures, self._unknown_last_us) if row is None else (row[2], row[3])
        left = wait_s(failures, (self._journal.now_us() - last_us) / 1e6)
        if left > 0.0:
            raise InputError("", f"too many wrong passwords; wait {math.ceil(left)} s, then try again")

    def _hasher(self) -> Passwords:
        if self._passwords is None:
            self._passwords = self._make_passwords()
        return self._passwords

    def _read(self, connection: SiteReader) -> None:
        version = connection.version
        if version != self._version:
            self._users = {user.name: user for user in all_users(connection)}
            self._version = version
