"""Passwords of field servers: in the system's keyring, or in memory until the program ends; never in a file.

The keyring may ask the person to unlock it, which takes as long as they take: not for the GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from console.field.addresses import ServerAddress
from console.field.security.certificates import normal_endpoint

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "tieline"
SAFE_BACKENDS = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.macOS",
        "keyring.backends.Windows",
    }
)
"""Those of the operating systems and desktops. Others (plain-text files, files with a fixed key, the null and
fail backends) are not used, however they came to be configured."""


class Passwords:
    """Passwords by server and user.

    Args:
        backend: where they are kept between sessions; None for memory only.
    """

    def __init__(self, backend: KeyringBackend | None) -> None:
        self._backend = backend
        self._session: dict[str, str] = {}

    @property
    def is_lasting(self) -> bool:
        """Whether there is a keyring; otherwise a password is asked each session."""
        return self._backend is not None

    def find(self, server: ServerAddress) -> str | None:
        """The password of the server's user; None where it has to be asked."""
        key = _key(server)
        if key in self._session:
            return self._session[key]
        if self._backend is None:
            return None
        # Desktops fail in their own ways (locked, bus gone): then it is asked.
        with suppress(Exception):
            return self._backend.get_password(SERVICE, key)
        return None

    def keep(self, server: ServerAddress, password: str) -> bool:
        """Remember it; False where it lasts only until the program ends."""
        self._session[_key(server)] = password
        if self._backend is None:
            return False
        with suppress(Exception):
            self._backend.set_password(SERVICE, _key(server), password)
            return True
        return False

    def forget(self, server: ServerAddress) -> None:
        """Remove it here and in the keyring."""
        self._session.pop(_key(server), None)
        if self._backend is not None:
            with suppress(Exception):
                self._backend.delete_password(SERVICE, _key(server))


def system_passwords() -> Passwords:
    """With this machine's keyring, if it has one that does not keep passwords readable."""
    try:
        import keyring

        return Passwords(safe_backend([keyring.get_keyring()]))
    except Exception:
        # A keyring that cannot even be asked for is as good as none.
        return Passwords(None)


def safe_backend(backends: Iterable[KeyringBackend]) -> KeyringBackend | None:
    """The first backend that may be used, looking into chains of them."""
    for backend in backends:
        if type(backend).__module__ == "keyring.backends.chainer":
            chosen = safe_backend(backend.backends)  # type: ignore[attr-defined]
            if chosen is not None:
                return chosen
        elif _module(backend) in SAFE_BACKENDS:
            return backend
    return None


def _module(backend: KeyringBackend) -> str:
    module = type(backend).__module__
    return "keyring.backends.macOS" if module.startswith("keyring.backends.macOS.") else module


def _key(server: ServerAddress) -> str:
    return f"{server.user}@{normal_endpoint(server.endpoint)}"
