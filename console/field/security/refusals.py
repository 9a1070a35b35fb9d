"""Why a connection is not made, as something a person can act on."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from console.field.security.certificates import ServerCertificate


class RefusalKind(StrEnum):
    """What would have to change before trying again makes sense."""

    CERTIFICATE_UNKNOWN = "certificate_unknown"
    """Seen for the first time; a person may approve it."""
    CERTIFICATE_CHANGED = "certificate_changed"
    """Another one than the approved one; a person may approve it after asking the server's owner."""
    CERTIFICATE_MISNAMED = "certificate_misnamed"
    """Issued by a trusted issuer, but for another host or application; a person may approve this very one."""
    CERTIFICATE_UNUSABLE = "certificate_unusable"
    """Expired, not yet valid, revoked, weak or unreadable; nobody can approve it."""
    PASSWORD_MISSING = "password_missing"
    PASSWORD_WOULD_SHOW = "password_would_show"
    """The password would travel unencrypted."""
    LOGIN_REFUSED = "login_refused"
    """The server does not accept user, password, certificate or an anonymous session."""
    NOT_OFFERED = "not_offered"
    """The server has no endpoint with the security the address map demands."""
    WE_ARE_UNTRUSTED = "we_are_untrusted"
    """The server does not trust our own certificate."""


class LinkRefused(Exception):
    """A connection that is not made: one sentence, the remedy, and the certificate it is about, if any.

    Trying again changes nothing until a person has done something, so a link should not hurry to do so.
    """

    def __init__(
        self, kind: RefusalKind, reason: str, remedy: str, certificate: ServerCertificate | None = None
    ) -> None:
        super().__init__(kind, reason, remedy, certificate)
        self.kind, self.reason, self.remedy, self.certificate = kind, reason, remedy, certificate

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}" if self.remedy else self.reason

    def __reduce__(self) -> tuple[Any, ...]:
        return LinkRefused, (self.kind, self.reason, self.remedy, self.certificate)

    @property
    def is_approvable(self) -> bool:
        """Whether a person may approve the certificate with ``TrustStore.approve``."""
        return self.certificate is not None and self.kind in (
            RefusalKind.CERTIFICATE_UNKNOWN,
            RefusalKind.CERTIFICATE_CHANGED,
            RefusalKind.CERTIFICATE_MISNAMED,
        )
