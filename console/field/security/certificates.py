"""A server's certificate: read, described for a person, and checked for what no approval can mend."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

LEAST_KEY_BITS = 2048
"""RSA keys of every policy we speak have at least this length (OPC 10000-7)."""
DEFAULT_PORT = 4840


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """What a person needs to see before trusting a server.

    Attributes:
        endpoint: where it was presented.
        fingerprint: SHA-256 of the certificate, pairs of hexadecimal digits with colons.
        not_before, not_after: validity, UTC, ISO text to the second.
        host_names: DNS names and IP addresses it is issued for.
        application_uris: OPC UA applications it is issued for.
        notes: what does not fit (another host, another application); empty when all fits.
        approved_fingerprint: of the certificate approved before for the same endpoint; empty if none.
    """

    endpoint: str
    fingerprint: str
    subject: str
    issuer: str
    not_before: str
    not_after: str
    host_names: tuple[str, ...] = ()
    application_uris: tuple[str, ...] = ()
    is_self_signed: bool = True
    notes: tuple[str, ...] = ()
    approved_fingerprint: str = ""


def normal_endpoint(endpoint: str) -> str:
    """The endpoint in one spelling: lower-case scheme and host, explicit port, no user, no closing slash."""
    parts = urlsplit(endpoint.strip())
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme.lower()}://{host}:{parts.port or DEFAULT_PORT}{parts.path.rstrip('/')}"


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 as ``AB:CD:...``."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def read_chain(blob: bytes) -> list[x509.Certificate]:
    """Certificates of a DER chain as servers send it, the server's own first.

    Raises ``ValueError`` where it is none.
    """
    chain: list[x509.Certificate] = []
    while blob:
        size = _der_size(blob)
        chain.append(x509.load_der_x509_certificate(blob[:size]))
        blob = blob[size:]
    if not chain:
        raise ValueError("no certificate")
    return chain


def _der_size(blob: bytes) -> int:
    """Length of the DER element at the start, header included (ITU-T X.690, 8.1.3)."""
    if len(blob) < 2 or blob[0] != 0x30:
        raise ValueError("not a DER sequence")
    if blob[1] < 0x80:
        return 2 + blob[1]
    length_bytes = blob[1] & 0x7F
    size = 2 + length_bytes + int.from_bytes(blob[2 : 2 + length_bytes], "big")
    if not 1 <= length_bytes <= 4 or size > len(blob):
        raise ValueError("cut off")
    return size


def describe(
    certificate: x509.Certificate, endpoint: str, application_uri: str | None, approved_fingerprint: str = ""
) -> ServerCertificate:
    """What a person sees; ``application_uri`` is what the server calls itself, None where that is not known."""
    hosts, uris = _names(certificate)
    notes = _mismatches(hosts, uris, endpoint, application_uri)
    return ServerCertificate(
        endpoint=endpoint,
        fingerprint=fingerprint_of(certificate),
        subject=printable(certificate.subject.rfc4514_string()) or "(no subject)",
        issuer=printable(certificate.issuer.rfc4514_string()) or "(no issuer)",
        not_before=_moment(certificate.not_valid_before_utc),
        not_after=_moment(certificate.not_valid_after_utc),
        host_names=tuple(map(printable, hosts)),
        application_uris=tuple(map(printable, uris)),
        is_self_signed=certificate.subject == certificate.issuer,
        notes=tuple(map(printable, notes)),
        approved_fingerprint=approved_fingerprint,
    )


def unusable_because(certificate: x509.Certificate, now: datetime | None = None) -> tuple[str, str] | None:
    """Reason and remedy where nobody may approve the certificate; None where it is usable by itself."""
    now = now or datetime.now(UTC)
    if certificate.not_valid_after_utc < now:
        return (
            f"the server's certificate expired on {_moment(certificate.not_valid_after_utc)} UTC",
            "have the server's owner renew it",
        )
    if certificate.not_valid_before_utc > now:
        return (
            f"the server's certificate is not valid before {_moment(certificate.not_valid_before_utc)} UTC",
            f"check the clock of this machine ({_moment(now)} UTC) and the server's certificate",
        )
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < LEAST_KEY_BITS:
        size = f"RSA with {key.key_size} bits" if isinstance(key, rsa.RSAPublicKey) else "not RSA"
        return (
            f"the key of the server's certificate is {size}",
            f"have the server's owner make one with RSA and at least {LEAST_KEY_BITS} bits",
        )
    digest = certificate.signature_hash_algorithm
    if digest is None or digest.digest_size < hashes.SHA256.digest_size:
        return (
            f"the server's certificate is signed with {digest.name.upper() if digest else 'an unknown digest'}",
            "have the server's owner make one signed with SHA-256 or stronger",
        )
    return None


def printable(text: str) -> str:
    """Text of a stranger without the control characters a terminal would obey."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def to_pem(certificate: x509.Certificate) -> str:
    """PEM text."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")


def to_der(certificate: x509.Certificate) -> bytes:
    """DER bytes."""
    return certificate.public_bytes(Encoding.DER)


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S")


def _names(certificate: x509.Certificate) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return (), ()
    addresses = [str(a) for a in names.get_values_for_type(x509.IPAddress)]
    hosts = [*names.get_values_for_type(x509.DNSName), *addresses]
    return tuple(hosts), tuple(names.get_values_for_type(x509.UniformResourceIdentifier))


def _mismatches(hosts: tuple[str, ...], uris: tuple[str, ...], endpoint: str, application_uri: str | None) -> list[str]:
    notes = []
    host = (urlsplit(endpoint).hostname or "").lower()
    if _plain_host(host) not in {_plain_host(h.lower()) for h in hosts}:
        issued_for = ", ".join(hosts) or "no host at all"
        notes.append(f"it is issued for {issued_for}, not for {host}")
    if application_uri is not None and application_uri not in uris:
        issued_for = ", ".join(uris) or "no application at all"
        notes.append(f"it is issued for the application {issued_for}, and the server calls itself {application_uri}")
    return notes


def _plain_host(host: str) -> str:
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host.rstrip(".")
