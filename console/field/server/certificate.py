"""The simulator's own certificate: made when it is first needed, kept in the data folder, renewed before it expires."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asyncua.crypto.cert_gen import (
    dump_private_key_as_pem,
    generate_private_key,
    generate_self_signed_app_certificate,
)
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID

from console.field.server.logical_nodes import APPLICATION_URI
from engines.values.validation import InputError

CERTIFICATE, KEY = "simulator.der", "simulator.pem"
RENEWED_BEFORE = timedelta(days=30)
VALID_DAYS = 5 * 365


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """Files of certificate (DER) and key (PEM, readable by its owner only)."""

    certificate: Path
    key: Path


def server_certificate(folder: Path) -> ServerCertificate:
    """Certificate and key in ``folder``, made anew where there are none or they run out within a month.

    Raises ``InputError`` where the folder cannot be used or its files are damaged.
    """
    made = ServerCertificate(folder / CERTIFICATE, folder / KEY)
    try:
        if not folder.is_dir():
            _make(folder)
        elif _valid_until(made) < datetime.now(UTC) + RENEWED_BEFORE:
            shutil.rmtree(folder)
            _make(folder)
        _valid_until(made)
    except OSError as error:
        raise InputError(str(folder), f"cannot be used: {error.strerror}", "make it writable") from error
    except ValueError as error:
        raise InputError(str(folder), "holds a damaged certificate or key", "remove it; a new one is made") from error
    return made


def _valid_until(made: ServerCertificate) -> datetime:
    certificate = x509.load_der_x509_certificate(made.certificate.read_bytes())
    key = load_pem_private_key(made.key.read_bytes(), None)
    if key.public_key() != certificate.public_key():
        raise ValueError("certificate and key do not belong together")
    return certificate.not_valid_after_utc


def _make(folder: Path) -> None:
    """Both files appear together; where another process was faster, its files stay."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}-"))
    key = generate_private_key()
    host = socket.gethostname()
    names: list[x509.GeneralName] = [
        x509.UniformResourceIdentifier(APPLICATION_URI),
        *(x509.DNSName(name) for name in dict.fromkeys((host, "localhost")) if name.isascii()),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.IPAddress(ipaddress.ip_address("::1")),
    ]
    certificate = generate_self_signed_app_certificate(
        key, "Tieline simulator", {}, names, [ExtendedKeyUsageOID.SERVER_AUTH], VALID_DAYS
    )
    (making / CERTIFICATE).write_bytes(certificate.public_bytes(Encoding.DER))
    handle = os.open(making / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(dump_private_key_as_pem(key))
    try:
        making.rename(folder)
    except OSError:
        shutil.rmtree(making)
        if not folder.is_dir():
            raise
