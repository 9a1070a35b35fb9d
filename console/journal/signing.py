"""The keys that sign the journal: one per account of the machine, readable by that account alone."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from console.journal.database import make_shared_folder
from engines.values.validation import InputError

KEY_FOLDER = "keys"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of one account.

    Attributes:
        owner: account of the machine.
        key_id: the first 16 hexadecimal digits of the public half's SHA-256.
    """

    owner: str
    key_id: str
    public_key: bytes
    _private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._private.sign(message)


def account_name() -> str:
    """The account of the machine this process runs under, fit for a file name."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = f"uid{os.getuid()}" if hasattr(os, "getuid") else "account"
    return re.sub(r"[^A-Za-z0-9._-]", "_", name) or "account"


def key_path(folder: Path, owner: str | None = None) -> Path:
    """Where the key of an account lies in the site's folder."""
    return folder / KEY_FOLDER / f"{owner or account_name()}.pem"


def key_id_of(public_key: bytes) -> str:
    """Short name of a public key."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def load_or_create_key(folder: Path) -> SigningKey:
    """The key of this account, made at its first use. Raises ``InputError`` where it is unusable."""
    path = key_path(folder)
    if not path.exists():
        _create(path)
    key = load_key(path)
    if key is None:
        raise InputError(str(path), "is not there", "check the folder's permissions")
    return key


def load_key(path: Path) -> SigningKey | None:
    """The key of a file, ``None`` where there is none. Raises ``InputError`` where it is no key."""
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise InputError(str(path), "is no usable signing key", "restore it, or move it away") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError(str(path), "is no Ed25519 key", "restore it, or move it away")
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SigningKey(path.stem, key_id_of(public), public, private)


def is_readable_by_others(path: Path) -> bool:
    """Whether other accounts may read the key; never said on systems without such permissions."""
    with contextlib.suppress(OSError):
        return os.name == "posix" and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    return False


def is_signed_by(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` is that of ``message`` under ``public_key``; broken input counts as no."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _create(path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    content = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        make_shared_folder(path.parent)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            # Two consoles may start at once; the first key stays.
            os.link(part, path)
        except FileExistsError:
            return
        except OSError:
            os.replace(part, path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(str(path), f"could not be made ({reason})", "give this account write access") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
