"""The certificates of field servers that a person has approved, kept as files in one folder.

``approved/`` and ``pending/`` hold one file per endpoint; ``issuers/`` takes certificates of authorities whose
servers need no approval of their own, ``revoked/`` their revocation lists. Files are read at each check, so an
approval given in another process counts at the next attempt.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from console.field.security import certificates, issuers
from console.field.security.certificates import ServerCertificate, normal_endpoint
from console.field.security.refusals import LinkRefused, RefusalKind
from console.folders import data_folder
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class TrustEntry:
    """One remembered certificate.

    Attributes:
        is_approved: False while it waits for a person.
        decided_at: when it was approved, or last seen; UTC, ISO text.
    """

    certificate: ServerCertificate
    is_approved: bool
    decided_at: str


class TrustStore:
    """Decides whether a server's certificate is believed.

    Args:
        folder: where it keeps its files; None for the person's data folder. It need not exist.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else data_folder() / "trust"

    def check(
        self, endpoint: str, blob: bytes, application_uri: str | None = None, now: datetime | None = None
    ) -> ServerCertificate:
        """The certificate a server presented, if it is believed.

        Args:
            endpoint: as the address map says it.
            blob: DER, possibly followed by its issuers.
            application_uri: what the server calls itself.
        Raises:
            LinkRefused: it is not believed; an approvable one is remembered as pending.
        """
        endpoint = normal_endpoint(endpoint)
        try:
            chain = certificates.read_chain(blob)
        except ValueError as error:
            reason = f"{endpoint} presents something that is no certificate ({error})"
            raise LinkRefused(
                RefusalKind.CERTIFICATE_UNUSABLE, reason, "check the server's certificate settings"
            ) from error
        approved = self._read("approved", endpoint)
        before = approved.certificate.fingerprint if approved else ""
        shown = certificates.describe(chain[0], endpoint, application_uri, before)
        self._refuse_unusable(chain, shown, now)
        if approved and before == shown.fingerprint and set(shown.notes) <= set(approved.certificate.notes):
            return shown
        if issuers.is_issued_by(chain, self._issuers()) and not shown.notes:
            return shown
        self._write("pending", shown, chain[0])
        raise self._refusal(shown, is_issued=issuers.is_issued_by(chain, self._issuers()))

    def approve(self, fingerprint: str, endpoint: str = "") -> TrustEntry:
        """Believe the pending certificate with this fingerprint from now on, at the endpoint that showed it.

        Args:
            fingerprint: whole or the beginning of it (at least 8 digits), with or without colons.
            endpoint: needed only where several servers showed the same certificate.
        Raises:
            InputError: there is none, several, or it has become unusable.
        """
        entry = self._find(
            [e for e in self.entries() if not e.is_approved], fingerprint, endpoint, "waits for approval"
        )
        shown = entry.certificate
        certificate = self._stored("pending", shown.endpoint)
        unusable = certificates.unusable_because(certificate)
        if unusable is not None:
            raise InputError(shown.endpoint, *unusable)
        self._write("approved", shown, certificate)
        self._path("pending", shown.endpoint).unlink(missing_ok=True)
        return TrustEntry(shown, True, _now_text())

    def remove(self, fingerprint: str, endpoint: str = "") -> TrustEntry:
        """Forget a certificate, approved or pending. Raises ``InputError`` as :meth:`approve`."""
        entry = self._find(list(self.entries()), fingerprint, endpoint, "is known")
        place = "approved" if entry.is_approved else "pending"
        self._path(place, entry.certificate.endpoint).unlink(missing_ok=True)
        return entry

    def entries(self) -> tuple[TrustEntry, ...]:
        """All remembered certificates, pending ones first. Raises ``InputError`` for a damaged file."""
        found: list[TrustEntry] = []
        for place in ("pending", "approved"):
            folder = self.folder / place
            paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
            found += [_entry(path, place == "approved") for path in paths]
        return tuple(found)

    def _refuse_unusable(self, chain: list[x509.Certificate], shown: ServerCertificate, now: datetime | None) -> None:
        unusable = certificates.unusable_because(chain[0], now)
        if unusable is None and issuers.is_revoked(
            chain, self._issuers(), issuers.read_revocations(self.folder / "revoked")
        ):
            unusable = ("the server's certificate was revoked by its issuer", "ask the server's owner for a new one")
        if unusable is not None:
            raise LinkRefused(RefusalKind.CERTIFICATE_UNUSABLE, *unusable, shown)

    def _refusal(self, shown: ServerCertificate, is_issued: bool) -> LinkRefused:
        but = "".join(f"; {note}" for note in shown.notes)
        compare = f"compare the fingerprint {shown.fingerprint} with the server's owner and approve it if they agree"
        if shown.approved_fingerprint and shown.approved_fingerprint != shown.fingerprint:
            reason = (
                f"the certificate of {shown.endpoint} is another one than the approved {shown.approved_fingerprint}"
            )
            return LinkRefused(RefusalKind.CERTIFICATE_CHANGED, reason + but, compare, shown)
        if is_issued or shown.approved_fingerprint:
            reason = f"the certificate of {shown.endpoint} does not fit{but}"
            return LinkRefused(RefusalKind.CERTIFICATE_MISNAMED, reason, compare, shown)
        reason = f"the certificate of {shown.endpoint} ({shown.subject}) has not been approved"
        return LinkRefused(RefusalKind.CERTIFICATE_UNKNOWN, reason + but, compare, shown)

    def _issuers(self) -> list[x509.Certificate]:
        return issuers.read_issuers(self.folder / "issuers")

    def _find(self, entries: list[TrustEntry], fingerprint: str, endpoint: str, state: str) -> TrustEntry:
        wanted = fingerprint.replace(":", "").replace(" ", "").upper()
        if len(wanted) < 8:
            raise InputError(fingerprint, "a fingerprint needs at least 8 digits", "copy it from the list")
        matches = [
            e
            for e in entries
            if e.certificate.fingerprint.replace(":", "").startswith(wanted)
            and (not endpoint or e.certificate.endpoint == normal_endpoint(endpoint))
        ]
        if not matches:
            raise InputError(fingerprint, f"no certificate with this fingerprint {state}", "see the list")
        if len(matches) > 1:
            places = ", ".join(e.certificate.endpoint for e in matches)
            raise InputError(fingerprint, f"several fit: {places}", "name the endpoint too, or more digits")
        return matches[0]

    def _path(self, place: str, endpoint: str) -> Path:
        name = hashlib.sha256(endpoint.encode()).hexdigest()[:32]
        return self.folder / place / f"{name}.json"

    def _read(self, place: str, endpoint: str) -> TrustEntry | None:
        path = self._path(place, endpoint)
        return _entry(path, place == "approved") if path.exists() else None

    def _stored(self, place: str, endpoint: str) -> x509.Certificate:
        path = self._path(place, endpoint)
        return x509.load_pem_x509_certificate(_content(path)["pem"].encode("ascii"))

    def _write(self, place: str, shown: ServerCertificate, certificate: x509.Certificate) -> None:
        path = self._path(place, shown.endpoint)
        content = {
            "endpoint": shown.endpoint,
            "notes": list(shown.notes),
            "approved_before": shown.approved_fingerprint,
            "at": _now_text(),
            "pem": certificates.to_pem(certificate),
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, json.dumps(content, indent=1))
        except OSError as error:
            reason = f"the trust store cannot be written ({error.strerror})"
            raise InputError(str(path.parent), reason, "make the folder writable") from error


def _entry(path: Path, is_approved: bool) -> TrustEntry:
    content = _content(path)
    try:
        certificate = x509.load_pem_x509_certificate(content["pem"].encode("ascii"))
        described = certificates.describe(certificate, content["endpoint"], None, content["approved_before"])
        # What did not fit was said by the server at that moment, so it is kept and not worked out again.
        fields = {name: getattr(described, name) for name in ServerCertificate.__slots__}
        shown = ServerCertificate(**{**fields, "notes": tuple(content["notes"])})
        return TrustEntry(shown, is_approved, str(content["at"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path) from error


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(content, dict):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> InputError:
    return InputError(str(path), "this file of the trust store is damaged", "remove it and approve the server again")


def _now_text() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _write_whole(path: Path, text: str) -> None:
    """Write to a neighbour and rename, so that a reader never sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
