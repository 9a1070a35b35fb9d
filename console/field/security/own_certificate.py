"""Our own application certificate: made at first need, kept with its key in the trust folder."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from engines.values.validation import InputError

VALIDITY = timedelta(days=5 * 365)
CERTIFICATE, KEY = "tieline.der", "tieline.key"


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """Certificate and key in DER; ``path`` is the file to hand to a server's owner."""

    path: Path
    certificate: bytes
    key: bytes = field(repr=False)
    application_uri: str


def own_certificate(trust_folder: Path) -> OwnCertificate:
    """Our certificate, made now if there is none or it has expired.

    Raises ``InputError`` where its files are damaged or the folder cannot be used.
    """
    try:
        return _own(trust_folder / "own")
    except OSError as error:
        raise InputError(str(trust_folder), f"it cannot be used ({error.strerror})", "make it writable") from error


def _own(folder: Path) -> OwnCertificate:
    if not folder.is_dir():
        _make(folder)
    own = _read(folder)
    certificate = x509.load_der_x509_certificate(own.certificate)
    if certificate.not_valid_after_utc < datetime.now(UTC):
        folder.rename(_aside(folder, certificate.not_valid_after_utc))
        _make(folder)
        own = _read(folder)
    return own


def _read(folder: Path) -> OwnCertificate:
    path = folder / CERTIFICATE
    remedy = f"remove {folder} to have a new one made; servers must then trust the new one"
    try:
        content, key = path.read_bytes(), (folder / KEY).read_bytes()
        certificate = x509.load_der_x509_certificate(content)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        uri = names.get_values_for_type(x509.UniformResourceIdentifier)[0]
        if load_der_private_key(key, None).public_key() != certificate.public_key():
            raise InputError(str(path), "our certificate and its key do not belong together", remedy)
    except (OSError, ValueError, IndexError, x509.ExtensionNotFound) as error:
        raise InputError(str(path), "our own certificate cannot be read", remedy) from error
    return OwnCertificate(path, content, key, uri)


def _make(folder: Path) -> None:
    """Certificate and key appear together: a second process making them at the same time takes the first's."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=folder.parent, prefix="own-"))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (making / CERTIFICATE).write_bytes(_certificate(key).public_bytes(Encoding.DER))
    handle = os.open(making / KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    try:
        making.rename(folder)
    except OSError:
        shutil.rmtree(making)
        if not folder.is_dir():
            raise


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    """As OPC 10000-6, 6.2.2 demands of an application instance certificate."""
    host = socket.gethostname()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Tieline at {host}"[:64])])
    now = datetime.now(UTC)
    used_for = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=True,
        data_encipherment=True,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A server whose clock is a little behind ours must not find it not yet valid.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(used_for, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_uri(host), _host_name(host)]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _uri(host: str) -> x509.UniformResourceIdentifier:
    return x509.UniformResourceIdentifier(f"urn:{host.encode('idna').decode('ascii')}:tieline")


def _host_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host.encode("idna").decode("ascii"))


def _aside(folder: Path, expired: datetime) -> Path:
    return folder.with_name(f"own-expired-{expired:%Y%m%d}")
