"""asyncua's client with the checks it leaves to its user: whose certificate, and where a password may go."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from asyncua import ua
from asyncua.client.client import Client
from asyncua.crypto import security_policies
from asyncua.crypto.uacrypto import CertProperties
from asyncua.ua.status_codes import StatusCodes
from asyncua.ua.uaerrors import UaError, UaStatusCodeError
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.security.certificates import ServerCertificate, read_chain, to_der
from console.field.security.credentials import Credentials
from console.field.security.own_certificate import OwnCertificate, own_certificate
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.trust_store import TrustStore
from engines.values.validation import InputError

POLICIES: dict[SecurityPolicy, type[security_policies.SecurityPolicy]] = {
    SecurityPolicy.BASIC256SHA256: security_policies.SecurityPolicyBasic256Sha256,
    SecurityPolicy.AES128_SHA256_RSAOAEP: security_policies.SecurityPolicyAes128Sha256RsaOaep,
    SecurityPolicy.AES256_SHA256_RSAPSS: security_policies.SecurityPolicyAes256Sha256RsaPss,
}
MODES = {
    SecurityMode.NONE: ua.MessageSecurityMode.None_,
    SecurityMode.SIGN: ua.MessageSecurityMode.Sign,
    SecurityMode.ENCRYPT: ua.MessageSecurityMode.SignAndEncrypt,
}
SAFE_FOR_PASSWORDS = tuple(policy.URI for policy in POLICIES.values())
"""Policies whose encryption of a single password holds; in rising order of preference."""
LARGEST_MESSAGE = 100 * 1024 * 1024
MOST_CHUNKS = LARGEST_MESSAGE // 8192
"""No chunk a server has to be able to send is smaller than that (OPC 10000-6, 7.1.2.3)."""


class SecuredClient(Client):
    """For one connection attempt to one server; see :func:`console.field.security.connecting.prepare_client`.

    Attributes:
        server_certificate: what was checked and believed; None without security.
    """

    def __init__(self, server: ServerAddress, credentials: Credentials, trust: TrustStore, timeout_s: float) -> None:
        super().__init__(server.endpoint, timeout=timeout_s)
        self.name = self.description = "Tieline"
        self.product_uri = "urn:tieline"
        self.max_messagesize, self.max_chunkcount = LARGEST_MESSAGE, MOST_CHUNKS
        self.server_certificate: ServerCertificate | None = None
        self._server, self._credentials, self._trust = server, credentials, trust
        self._timeout_s, self._is_open = timeout_s, False

    async def connect(
        self,
        *,
        auto_reconnect: bool | None = None,
        reconnect_max_delay: float | None = None,
        reconnect_request_timeout: float | None = None,
    ) -> None:
        """Check, secure, connect and log in. Raises :class:`LinkRefused` where a person has to act."""
        if self._server.security_mode is not SecurityMode.NONE:
            await self._secure()
        if self._server.user:
            self.set_user(self._server.user)
            self.set_password(self._credentials.password or "")
        try:
            await super().connect(
                auto_reconnect=auto_reconnect,
                reconnect_max_delay=reconnect_max_delay,
                reconnect_request_timeout=reconnect_request_timeout,
            )
        except UaStatusCodeError as error:
            refusal = _refusal(error.code, self._server, self._trust)
            if refusal is None:
                raise
            raise refusal from error
        except ConnectionError as error:
            if self._server.security_mode is SecurityMode.NONE or self._is_open or not await self._answers():
                raise
            raise _untrusted(self._server, self._trust, "closed the connection when it saw it") from error

    async def send_hello(self) -> None:
        """As asyncua, which then takes the server's limits for its own: none at all where a server says so."""
        await super().send_hello()
        protocol = self.uaclient.protocol
        if protocol is not None:
            limits = protocol._connection._limits
            limits.max_message_size = min(limits.max_message_size or LARGEST_MESSAGE, LARGEST_MESSAGE)
            limits.max_chunk_count = min(limits.max_chunk_count or MOST_CHUNKS, MOST_CHUNKS)

    async def open_secure_channel(self, renew: bool = False) -> None:
        """As asyncua; remembers that the server has accepted our certificate."""
        await super().open_secure_channel(renew)
        self._is_open = self.security_policy.Mode != ua.MessageSecurityMode.None_

    async def _answers(self) -> bool:
        """Whether the server is there for whoever shows no certificate; else it has just gone."""
        try:
            await Client(self._server.endpoint, timeout=self._timeout_s).connect_and_get_server_endpoints()
        except (OSError, TimeoutError, UaError):
            return False
        return True

    async def _secure(self) -> None:
        try:
            own = await asyncio.to_thread(own_certificate, self._trust.folder)
        except InputError as error:
            raise LinkRefused(RefusalKind.WE_ARE_UNTRUSTED, f"{error.place}: {error.reason}", error.remedy) from error
        offered = await self.connect_and_get_server_endpoints()
        endpoint = self._matching(offered)
        self.server_certificate = self._believed(endpoint.ServerCertificate, endpoint.Server.ApplicationUri)
        self.certificate_validator = self._validate_again
        self.application_uri = own.application_uri
        leaf = to_der(read_chain(endpoint.ServerCertificate)[0])
        await self.set_security(
            POLICIES[self._server.security_policy],
            CertProperties(own.certificate, "der"),
            CertProperties(own.key, "der"),
            server_certificate=CertProperties(leaf, "der"),
            mode=MODES[self._server.security_mode],
        )
        if self._server.uses_certificate:
            self._load_user_certificate(own)

    def _believed(self, blob: bytes | None, application_uri: str | None) -> ServerCertificate:
        try:
            return self._trust.check(self._server.endpoint, blob or b"", application_uri or "")
        except InputError as error:
            raise LinkRefused(
                RefusalKind.CERTIFICATE_UNUSABLE, f"{error.place}: {error.reason}", error.remedy
            ) from error

    async def _validate_again(self, certificate: x509.Certificate, application: ua.ApplicationDescription) -> None:
        """Endpoints are asked for in the open; what the signed session says of itself is what counts."""
        self._believed(to_der(certificate), application.ApplicationUri)

    def _matching(self, offered: Sequence[ua.EndpointDescription]) -> ua.EndpointDescription:
        policy, mode = POLICIES[self._server.security_policy], MODES[self._server.security_mode]
        try:
            return Client.find_endpoint(offered, mode, policy.URI)
        except UaError as error:
            choices = sorted({f"{_short(e.SecurityPolicyUri)} with {_mode_name(e.SecurityMode)}" for e in offered})
            raise LinkRefused(
                RefusalKind.NOT_OFFERED,
                f"{self._server.name} does not offer {self._server.security_policy} with "
                f"{self._server.security_mode}; it offers {', '.join(choices) or 'nothing'}",
                "choose one of these in the address map, or change the server",
            ) from error

    def server_policy(self, token_type: ua.UserTokenType) -> ua.UserTokenPolicy:
        """The best of the policies the server offers for this kind of login; asyncua takes the first."""
        offered = [p for p in self._policy_ids if p.TokenType == token_type]
        if not offered and token_type == ua.UserTokenType.Anonymous and not self._policy_ids:
            return super().server_policy(token_type)
        if not offered:
            raise LinkRefused(
                RefusalKind.LOGIN_REFUSED,
                f"{self._server.name} does not accept a login {_login_name(token_type)}",
                f"it accepts a login {' or '.join(sorted({_login_name(p.TokenType) for p in self._policy_ids}))}; "
                "change the address map or the server",
            )
        channel = self.security_policy.URI
        complete = [dataclasses.replace(p, SecurityPolicyUri=p.SecurityPolicyUri or channel) for p in offered]
        return max(complete, key=lambda p: _preference(p.SecurityPolicyUri))

    def _add_user_auth(self, params: ua.ActivateSessionParameters, username: str | None, password: str | None) -> None:
        """asyncua sends the password as it is when the server's policy says so; we do so only when encrypted."""
        policy = self.server_policy(ua.UserTokenType.UserName)
        is_encrypted = self.security_policy.Mode == ua.MessageSecurityMode.SignAndEncrypt
        is_signed = self.security_policy.Mode == ua.MessageSecurityMode.Sign
        if not is_encrypted and not (is_signed and policy.SecurityPolicyUri in SAFE_FOR_PASSWORDS):
            raise LinkRefused(
                RefusalKind.PASSWORD_WOULD_SHOW,
                f"{self._server.name} wants the password unencrypted ({_short(policy.SecurityPolicyUri)})",
                "set the security mode to encrypt in the address map, or a better policy for user names on the server",
            )
        super()._add_user_auth(params, username, password)

    def _load_user_certificate(self, own: OwnCertificate) -> None:
        given = self._credentials
        if given.user_certificate is None or given.user_key is None:
            self.user_certificate = x509.load_der_x509_certificate(own.certificate)
            self.user_private_key = load_der_private_key(own.key, None)
            return
        secret = given.user_key_password.encode() if given.user_key_password is not None else None
        path: Path = given.user_certificate
        try:
            content = path.read_bytes()
            is_text = content.lstrip().startswith(b"-----")
            self.user_certificate = (x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate)(
                content
            )
            path = given.user_key
            content = path.read_bytes()
            is_text = content.lstrip().startswith(b"-----")
            self.user_private_key = (load_pem_private_key if is_text else load_der_private_key)(content, secret)
        except (OSError, ValueError, TypeError) as error:
            raise LinkRefused(
                RefusalKind.LOGIN_REFUSED,
                f"{path} cannot be read for the login ({error})",
                "check the file and its password",
            ) from error


def _preference(policy_uri: str | None) -> int:
    return SAFE_FOR_PASSWORDS.index(policy_uri) if policy_uri in SAFE_FOR_PASSWORDS else -1


def _refusal(code: int, server: ServerAddress, trust: TrustStore) -> LinkRefused | None:
    """What a server's status code at connecting means to a person; None where trying again may help."""
    codes = StatusCodes
    if code in (codes.BadUserAccessDenied, codes.BadIdentityTokenRejected, codes.BadIdentityTokenInvalid):
        who = f"the user name {server.user} or its password" if server.user else "this login"
        return LinkRefused(
            RefusalKind.LOGIN_REFUSED, f"{server.name} does not accept {who}", "check both with the server's owner"
        )
    if server.security_mode is not SecurityMode.NONE and code in (
        codes.BadSecurityChecksFailed,
        codes.BadCertificateUntrusted,
        codes.BadCertificateInvalid,
        codes.BadCertificateUriInvalid,
        codes.BadCertificateUseNotAllowed,
        codes.BadCertificateIssuerUseNotAllowed,
        codes.BadCertificateChainIncomplete,
        codes.BadCertificateTimeInvalid,
    ):
        return _untrusted(server, trust, str(ua.StatusCode(ua.UInt32(code)).name))
    return None


def _untrusted(server: ServerAddress, trust: TrustStore, sign: str) -> LinkRefused:
    return LinkRefused(
        RefusalKind.WE_ARE_UNTRUSTED,
        f"{server.name} does not trust our certificate ({sign})",
        f"have the server's owner add {own_certificate(trust.folder).path} to the clients it trusts",
    )


def _short(policy_uri: str | None) -> str:
    ours = next((str(name) for name, policy in POLICIES.items() if policy_uri == policy.URI), "")
    return ours or (policy_uri or "").rpartition("#")[2] or "no policy"


def _mode_name(mode: ua.MessageSecurityMode) -> str:
    return next((str(name) for name, value in MODES.items() if value == mode), "an unknown mode")


def _login_name(token_type: ua.UserTokenType) -> str:
    return {
        ua.UserTokenType.Anonymous: "without a user",
        ua.UserTokenType.UserName: "with user name and password",
        ua.UserTokenType.Certificate: "with a certificate",
    }.get(token_type, "with a token of another system")
