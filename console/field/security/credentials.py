"""What we prove ourselves with toward one server; lives in memory only."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Credentials:
    """Secrets and certificate paths for one session with one server.

    Attributes:
        password: of the user named in the address map; None where it is not known yet, empty where the user
            has none.
        user_certificate, user_key: files (PEM or DER) for the login by certificate; None takes our own
            application certificate.
        user_key_password: of ``user_key``.
    """

    password: str | None = field(default=None, repr=False)
    user_certificate: Path | None = None
    user_key: Path | None = None
    user_key_password: str | None = field(default=None, repr=False)
