"""Certificates that are trusted because a trusted issuer signed them, and lists of those taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.x509 import verification

from engines.values.validation import InputError

ENDINGS = frozenset({".pem", ".der", ".crt", ".cer", ".crl"})


def read_issuers(folder: Path) -> list[x509.Certificate]:
    """Certificates of trusted issuers, PEM or DER. Raises ``InputError`` for a file that is none."""
    found: list[x509.Certificate] = []
    for path, content in _files(folder):
        try:
            if content.lstrip().startswith(b"-----"):
                found += x509.load_pem_x509_certificates(content)
            else:
                found.append(x509.load_der_x509_certificate(content))
        except ValueError as error:
            raise InputError(str(path), "this is no certificate", "remove the file or replace it") from error
    return found


def read_revocations(folder: Path) -> list[x509.CertificateRevocationList]:
    """Revocation lists, PEM or DER. Raises ``InputError`` for a file that is none."""
    found: list[x509.CertificateRevocationList] = []
    for path, content in _files(folder):
        is_text = content.lstrip().startswith(b"-----")
        try:
            found.append(x509.load_pem_x509_crl(content) if is_text else x509.load_der_x509_crl(content))
        except ValueError as error:
            raise InputError(str(path), "this is no revocation list", "remove the file or replace it") from error
    return found


def is_issued_by(chain: Sequence[x509.Certificate], issuers: Iterable[x509.Certificate]) -> bool:
    """Whether a path leads from the first certificate of ``chain`` to one of ``issuers``.

    Only authorities count: a self-signed server certificate among the issuers vouches for nothing.
    """
    roots = [c for c in issuers if _is_authority(c)]
    if not roots:
        # cryptography refuses to make an empty store.
        return False
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store(roots))
        .time(datetime.now(UTC))
        .extension_policies(
            ca_policy=verification.ExtensionPolicy.permit_all().require_present(
                x509.BasicConstraints, verification.Criticality.AGNOSTIC, _demand_authority
            ),
            ee_policy=verification.ExtensionPolicy.permit_all(),
        )
        .build_client_verifier()
    )
    try:
        verifier.verify(chain[0], list(chain[1:]))
    except verification.VerificationError:
        return False
    return True


def is_revoked(
    chain: Sequence[x509.Certificate],
    issuers: Sequence[x509.Certificate],
    revocations: Iterable[x509.CertificateRevocationList],
) -> bool:
    """Whether a revocation list signed by a known issuer names a certificate of ``chain``."""
    for revocation in revocations:
        signers = [c for c in (*issuers, *chain[1:]) if c.subject == revocation.issuer]
        if not any(_is_signed_by(revocation, signer) for signer in signers):
            continue
        for certificate in chain:
            listed = revocation.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if certificate.issuer == revocation.issuer and listed is not None:
                return True
    return False


def _files(folder: Path) -> list[tuple[Path, bytes]]:
    if not folder.is_dir():
        return []
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in ENDINGS and p.is_file())
    return [(path, path.read_bytes()) for path in paths]


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_signed_by(revocation: x509.CertificateRevocationList, signer: x509.Certificate) -> bool:
    try:
        return revocation.is_signature_valid(signer.public_key())  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _demand_authority(
    _policy: verification.Policy, _certificate: x509.Certificate, extension: x509.BasicConstraints | None
) -> None:
    if extension is None or not extension.ca:
        raise ValueError("not an authority")
