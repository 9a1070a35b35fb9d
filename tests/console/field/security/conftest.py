"""Certificates of every kind and real servers that present them."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asyncua import Server, ua
from asyncua.server.internal_server import InternalServer
from asyncua.server.user_managers import User, UserRole
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

APPLICATION = "urn:test:server"
ALL_POLICIES = (
    ua.SecurityPolicyType.NoSecurity,
    ua.SecurityPolicyType.Basic256Sha256_Sign,
    ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt,
    ua.SecurityPolicyType.Aes128Sha256RsaOaep_Sign,
    ua.SecurityPolicyType.Aes128Sha256RsaOaep_SignAndEncrypt,
    ua.SecurityPolicyType.Aes256Sha256RsaPss_Sign,
    ua.SecurityPolicyType.Aes256Sha256RsaPss_SignAndEncrypt,
)


@dataclass(frozen=True)
class Identity:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_der(self) -> bytes:
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


class Authority:
    """Makes certificates; keys are made once a test run, because making them takes longest."""

    def __init__(self) -> None:
        self._keys = {name: rsa.generate_private_key(65537, 2048) for name in ("server", "issuer")}

    def make(
        self,
        *,
        name: str = "Substation",
        issuer: Identity | None = None,
        start: timedelta = timedelta(days=-1),
        end: timedelta = timedelta(days=30),
        host: str = "127.0.0.1",
        application: str = APPLICATION,
        is_authority: bool = False,
        key: rsa.RSAPrivateKey | None = None,
    ) -> Identity:
        key = key or self._keys["issuer" if is_authority else "server"]
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        names = [x509.IPAddress(ipaddress.ip_address(host)), x509.UniformResourceIdentifier(application)]
        key_usage = x509.KeyUsage(True, True, True, True, False, is_authority, is_authority, False, False)
        authority_key = (issuer.key if issuer else key).public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + start)
            .not_valid_after(now + end)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(key_usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key), critical=False)
        )
        if not is_authority:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return Identity(builder.sign((issuer or Identity(None, key)).key, hashes.SHA256()), key)  # type: ignore[arg-type]

    def revoke(self, issuer: Identity, revoked: Identity) -> bytes:
        now = datetime.now(UTC)
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(revoked.certificate.serial_number)
            .revocation_date(now - timedelta(hours=1))
            .build()
        )
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=1))
            .add_revoked_certificate(entry)
        )
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


class Guard:
    """Lets one user in and remembers whom it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[str | None, str | None, bytes | None]] = []

    def get_user(
        self,
        _server: object,
        username: str | None = None,
        password: str | None = None,
        certificate: bytes | None = None,
    ) -> User | None:
        self.seen.append((username, password, certificate))
        return User(role=UserRole.User) if (username, password) in ((None, None), ("anna", "pässword")) else None


@pytest.fixture
def one_address_space(monkeypatch: pytest.MonkeyPatch) -> None:
    """Filling the standard address space takes a server longer than all the rest; these tests do not change it."""
    fill = InternalServer.load_standard_address_space

    async def reuse(server: InternalServer, shelf_file: Path | None = None) -> None:
        if not _nodes:
            await fill(server, shelf_file)
            _nodes.append(server.aspace._nodes)
        server.aspace._nodes = _nodes[0]

    monkeypatch.setattr(InternalServer, "load_standard_address_space", reuse)


_nodes: list[dict[ua.NodeId, object]] = []
RunServer = Callable[..., AbstractAsyncContextManager[str]]


@pytest.fixture
def run_server(one_address_space: None) -> RunServer:
    """``async with run_server(identity) as endpoint``: a real server on a free port of the loopback."""

    @asynccontextmanager
    async def run(
        identity: Identity | None,
        *,
        policies: Sequence[ua.SecurityPolicyType] = ALL_POLICIES,
        guard: Guard | None = None,
        application: str = APPLICATION,
        adapt: Callable[[Server], None] = lambda _server: None,
        port: int = 0,
    ) -> AsyncIterator[str]:
        server = Server(user_manager=guard)  # type: ignore[arg-type]
        # The clock's task makes stopping wait for its next tick.
        server.disable_clock()
        await server.init()
        endpoint = f"opc.tcp://127.0.0.1:{port or free_port()}/field"
        server.set_endpoint(endpoint)
        await server.set_application_uri(application)
        server.set_security_policy(list(policies))
        if identity is not None:
            await server.load_certificate(identity.der)
            await server.load_private_key(identity.key_der)
        adapt(server)
        await server.start()
        try:
            yield endpoint
        finally:
            await server.stop()

    return run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def guard() -> Guard:
    return Guard()
