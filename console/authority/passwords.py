"""Passwords: what may be one, how it is kept, and how long a wrong one makes wait."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engines.values.validation import InputError

SHORTEST = 10
LONGEST = 1000
FREE_TRIES = 3
LONGEST_WAIT_S = 300.0


class Passwords:
    """Hashes with argon2id, by default at the library's recommended cost.

    Hashing takes long on purpose; making this hashes once. Neither belongs into the thread that paints.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to be kept, with its salt and cost."""
        return self._hasher.hash(_plain(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether ``password`` is the one of ``kept``; takes as long where there is no such user (``None``)."""
        try:
            return self._hasher.verify(kept or self._nobody, _plain(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def require_usable(password: str, name: str) -> None:
    """Raises ``InputError`` where ``password`` is too easily guessed to be one."""
    if len(password) < SHORTEST:
        raise InputError("password", f"has fewer than {SHORTEST} characters", "a few words make a good one")
    if len(password) > LONGEST:
        raise InputError("password", f"has more than {LONGEST} characters", "shorten it")
    if len(set(password)) < 4 or name in password.casefold():
        raise InputError("password", "is too easily guessed", "use neither your name nor one character repeated")


def wait_s(failures: int, since_last_s: float) -> float:
    """Seconds until the next try counts: none for the first tries, then 2, 4, 8 … at most five minutes.

    Args:
        since_last_s: seconds since the last wrong password; negative where the clock was set back, then none.
    """
    if failures < FREE_TRIES or since_last_s < 0.0:
        return 0.0
    delay = min(LONGEST_WAIT_S, 2.0 ** min(failures - FREE_TRIES + 1, 20))
    return max(0.0, delay - since_last_s)


def _plain(password: str) -> bytes:
    # One password, however the keyboard composes its letters.
    return unicodedata.normalize("NFC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")
