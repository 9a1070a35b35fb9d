"""One place makes clients for field servers, so that none is made without its checks."""

from __future__ import annotations

from urllib.parse import urlsplit

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.secured_client import SecuredClient
from console.field.security.trust_store import TrustStore


def prepare_client(
    server: ServerAddress, credentials: Credentials, trust: TrustStore, *, timeout_s: float = 4.0
) -> SecuredClient:
    """A fresh client for one connection attempt; nothing has been sent yet.

    ``await client.connect()`` asks the server for its certificate, checks it against ``trust``, opens the
    channel the address map demands and logs in. It raises :class:`LinkRefused` where a person has to act, and
    lets everything else (``OSError``, ``TimeoutError``, ``asyncua.ua.UaError``) through. ``disconnect`` as usual.

    Args:
        timeout_s: for each request.
    Raises:
        LinkRefused: the address map or the credentials already forbid it.
    """
    is_open = server.security_mode is SecurityMode.NONE
    if is_open != (server.security_policy is SecurityPolicy.NONE):
        raise LinkRefused(
            RefusalKind.NOT_OFFERED,
            f"security mode {server.security_mode} and policy {server.security_policy} of {server.name} exclude "
            "each other",
            "set both to none, or both to something else, in the address map",
        )
    if urlsplit(server.endpoint).username is not None or urlsplit(server.endpoint).password is not None:
        raise LinkRefused(
            RefusalKind.PASSWORD_WOULD_SHOW,
            f"the endpoint of {server.name} contains a user name",
            "write it without, and the user in a line of its own; the password is asked",
        )
    if is_open and (server.user or server.uses_certificate):
        raise LinkRefused(
            RefusalKind.PASSWORD_WOULD_SHOW,
            f"{server.name} wants a login over a channel without security",
            "set a security policy in the address map and on the server, or leave out the login",
        )
    if server.user and credentials.password is None:
        raise LinkRefused(
            RefusalKind.PASSWORD_MISSING, f"the password of {server.user} at {server.name} is not known", "enter it"
        )
    return SecuredClient(server, credentials, trust, timeout_s)
