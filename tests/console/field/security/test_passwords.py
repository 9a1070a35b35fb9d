"""Where passwords are kept, and where never."""

from __future__ import annotations

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from console.field.addresses import ServerAddress
from console.field.security.passwords import SAFE_BACKENDS, Passwords, safe_backend, system_passwords

NORTH = ServerAddress("North", "opc.tcp://North:4840/", (), user="anna")
SOUTH = ServerAddress("South", "opc.tcp://south:4840", (), user="anna")


class Desktop(KeyringBackend):
    """Stands for a desktop's keyring, which a test machine has not."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


Desktop.__module__ = "keyring.backends.SecretService"


class PlainFile(Desktop):
    """Where passwords would be readable."""


PlainFile.__module__ = "keyrings.alt.file"


def test_a_kept_password_is_found_by_the_next_session() -> None:
    desktop = Desktop()
    assert Passwords(desktop).keep(NORTH, "secret")
    later = Passwords(desktop)
    assert later.is_lasting
    assert later.find(NORTH) == "secret"
    assert later.find(SOUTH) is None
    later.forget(NORTH)
    assert Passwords(desktop).find(NORTH) is None


def test_without_a_keyring_it_lasts_for_the_session_only() -> None:
    passwords = Passwords(None)
    assert not passwords.is_lasting
    assert not passwords.keep(NORTH, "secret")
    assert passwords.find(NORTH) == "secret"
    assert Passwords(None).find(NORTH) is None


def test_a_locked_keyring_means_asking() -> None:
    desktop = Desktop()
    desktop.is_locked = True
    passwords = Passwords(desktop)
    assert passwords.find(NORTH) is None
    assert not passwords.keep(NORTH, "secret")


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, PlainFile])
def test_a_backend_that_keeps_nothing_or_keeps_it_readable_is_not_used(backend) -> None:
    assert safe_backend([backend()]) is None


def test_in_a_chain_only_the_safe_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    desktop = Desktop()
    chain = chainer.ChainerBackend()
    monkeypatch.setattr(type(chain), "backends", [null.Keyring(), PlainFile(), desktop])
    assert safe_backend([chain]) is desktop


def test_the_machine_s_keyring_is_a_safe_one_or_none() -> None:
    backend = system_passwords()._backend
    assert backend is None or type(backend).__module__.startswith(tuple(SAFE_BACKENDS))


def test_a_plain_text_keyring_set_by_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    monkeypatch.setattr(keyring, "get_keyring", lambda: PlainFile())
    assert not system_passwords().is_lasting
