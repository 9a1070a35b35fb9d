"""Logins at real servers: what is let in, and what never leaves this machine."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from asyncua import ua
from asyncua.common.utils import ServiceError
from asyncua.crypto.security_policies import SecurityPolicyNone

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.own_certificate import own_certificate
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.trust_store import TrustStore
from engines.values.validation import InputError


@pytest.fixture
def trust(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "trust")


def address(endpoint: str, mode: SecurityMode = SecurityMode.ENCRYPT, **more) -> ServerAddress:
    policy = SecurityPolicy.NONE if mode is SecurityMode.NONE else SecurityPolicy.AES256_SHA256_RSAPSS
    return ServerAddress("North", endpoint, (), security_policy=policy, security_mode=mode, **more)


async def log_in(server: ServerAddress, trust: TrustStore, identity, credentials: Credentials) -> None:
    """Connect to a server whose certificate has been approved before."""
    with pytest.raises(LinkRefused) as caught:
        trust.check(server.endpoint, identity.der, "urn:test:server")
    if caught.value.is_approvable:
        trust.approve(caught.value.certificate.fingerprint)
    client = prepare_client(server, credentials, trust)
    await client.connect()
    await client.disconnect()


def outcome(run_server, guard, trust, identity, credentials, mode=SecurityMode.ENCRYPT, adapt=None, **user):
    """The refusal, or None where the login was accepted."""

    async def scene() -> LinkRefused | None:
        more = {"adapt": adapt} if adapt else {}
        async with run_server(identity, guard=guard, **more) as endpoint:
            try:
                await log_in(address(endpoint, mode, **user), trust, identity, credentials)
            except LinkRefused as refused:
                return refused
            return None

    return asyncio.run(scene())


@pytest.mark.parametrize("mode", [SecurityMode.SIGN, SecurityMode.ENCRYPT])
def test_user_and_password_arrive(authority, run_server, guard, trust, mode) -> None:
    assert outcome(run_server, guard, trust, authority.make(), Credentials("pässword"), mode, user="anna") is None
    assert [seen[:2] for seen in guard.seen] == [("anna", "pässword")]


def test_a_wrong_password_is_told(authority, run_server, guard, trust) -> None:
    refused = outcome(run_server, guard, trust, authority.make(), Credentials("guess"), user="anna")
    assert refused.kind is RefusalKind.LOGIN_REFUSED
    assert "anna" in refused.reason
    assert "guess" not in str(refused)


def test_an_unknown_password_is_asked_for(authority, run_server, guard, trust) -> None:
    refused = outcome(run_server, guard, trust, authority.make(), Credentials(), user="anna")
    assert refused.kind is RefusalKind.PASSWORD_MISSING
    assert guard.seen == []


def test_no_password_leaves_over_an_open_channel(authority, run_server, guard, trust) -> None:
    """asyncua would send it as plain text, or encrypted with a certificate nobody has checked."""
    refused = outcome(
        run_server, guard, trust, authority.make(), Credentials("pässword"), SecurityMode.NONE, user="anna"
    )
    assert refused.kind is RefusalKind.PASSWORD_WOULD_SHOW
    assert guard.seen == []


def plain_passwords(server) -> None:
    """A server that asks for passwords unencrypted on every endpoint."""
    original = server._set_endpoints

    def set_endpoints(policy, mode, level) -> None:
        original(policy, mode, level)
        for endpoint in server.iserver.endpoints:
            for token in endpoint.UserIdentityTokens:
                token.SecurityPolicyUri = SecurityPolicyNone.URI

    server._set_endpoints = set_endpoints


def test_no_password_leaves_unencrypted_over_a_signed_channel(authority, run_server, guard, trust) -> None:
    refused = outcome(
        run_server,
        guard,
        trust,
        authority.make(),
        Credentials("pässword"),
        SecurityMode.SIGN,
        adapt=plain_passwords,
        user="anna",
    )
    assert refused.kind is RefusalKind.PASSWORD_WOULD_SHOW
    assert guard.seen == []


def test_a_login_by_certificate_presents_ours(authority, run_server, guard, trust) -> None:
    assert outcome(run_server, guard, trust, authority.make(), Credentials(), uses_certificate=True) is None
    assert guard.seen == [(None, None, own_certificate(trust.folder).certificate)]


def test_a_login_by_a_certificate_of_one_s_own(authority, run_server, guard, trust, tmp_path) -> None:
    person = authority.make(name="anna", key=None)
    (tmp_path / "anna.pem").write_bytes(person.pem)
    (tmp_path / "anna.key").write_bytes(person.key_der)
    credentials = Credentials(user_certificate=tmp_path / "anna.pem", user_key=tmp_path / "anna.key")
    assert outcome(run_server, guard, trust, authority.make(), credentials, uses_certificate=True) is None
    assert guard.seen == [(None, None, person.der)]


def test_a_missing_user_certificate_is_named(authority, run_server, guard, trust, tmp_path) -> None:
    credentials = Credentials(user_certificate=tmp_path / "nobody.pem", user_key=tmp_path / "nobody.key")
    refused = outcome(run_server, guard, trust, authority.make(), credentials, uses_certificate=True)
    assert refused.kind is RefusalKind.LOGIN_REFUSED
    assert "nobody.pem" in refused.reason


def test_a_kind_of_login_the_server_does_not_offer_is_named(authority, run_server, guard, trust) -> None:
    def only_users(server) -> None:
        server.set_identity_tokens([ua.UserNameIdentityToken])

    refused = outcome(run_server, guard, trust, authority.make(), Credentials(), adapt=only_users)
    assert refused.kind is RefusalKind.LOGIN_REFUSED
    assert "without a user" in refused.reason
    assert "user name and password" in refused.remedy


def test_a_server_that_does_not_trust_us_is_told_with_the_file_to_hand_over(
    authority, run_server, guard, trust
) -> None:
    async def refuse(*_arguments: object) -> None:
        raise ServiceError(ua.StatusCodes.BadCertificateUntrusted)

    def suspicious(server) -> None:
        server.set_certificate_validator(refuse)

    refused = outcome(run_server, guard, trust, authority.make(), Credentials(), adapt=suspicious)
    assert refused.kind is RefusalKind.WE_ARE_UNTRUSTED
    assert str(own_certificate(trust.folder).path) in refused.remedy


def test_a_password_in_the_endpoint_is_refused(trust) -> None:
    with pytest.raises(LinkRefused) as caught:
        prepare_client(address("opc.tcp://anna:secret@127.0.0.1:4840"), Credentials(), trust)
    assert "secret" not in str(caught.value)


def test_security_that_contradicts_itself_is_refused(trust) -> None:
    server = ServerAddress("North", "opc.tcp://127.0.0.1:4840", (), security_mode=SecurityMode.ENCRYPT)
    with pytest.raises(LinkRefused, match="exclude each other"):
        prepare_client(server, Credentials(), trust)


def test_secrets_are_not_in_what_gets_logged(authority) -> None:
    assert "secret" not in repr(Credentials("secret", user_key_password="secret"))


def test_a_server_that_hangs_up_at_our_certificate_is_told_as_distrust(authority, run_server, trust) -> None:
    """Some servers name no reason: they close the connection, and answer whoever shows no certificate."""
    identity = authority.make()

    async def scene() -> None:
        async with run_server(identity) as endpoint, hanging_up(endpoint) as behind:
            with pytest.raises(LinkRefused) as caught:
                await log_in(address(behind), trust, identity, Credentials())
            assert caught.value.kind is RefusalKind.WE_ARE_UNTRUSTED
            assert str(trust.folder) in caught.value.remedy

    asyncio.run(scene())


def test_a_server_that_goes_away_meanwhile_is_no_distrust(authority, run_server, trust) -> None:
    identity = authority.make()

    async def scene() -> None:
        async with run_server(identity) as endpoint, hanging_up(endpoint, is_for_good=True) as behind:
            with pytest.raises(ConnectionError):
                await log_in(address(behind), trust, identity, Credentials())

    asyncio.run(scene())


def test_no_server_can_send_a_message_without_end(run_server, trust) -> None:
    """asyncua gives up its own limits for those a server names, and 0 is none."""

    async def scene() -> None:
        async with run_server(None) as endpoint, hanging_up(endpoint, has_limits=False) as behind:
            client = prepare_client(address(behind, SecurityMode.NONE), Credentials(), trust)
            await client.connect()
            limits = client.uaclient.protocol._connection._limits
            assert 0 < limits.max_message_size <= 100 * 1024 * 1024
            assert 0 < limits.max_chunk_count <= 12800
            await client.disconnect()

    asyncio.run(scene())


@asynccontextmanager
async def hanging_up(endpoint: str, is_for_good: bool = False, has_limits: bool = True) -> AsyncIterator[str]:
    """A way to a server that ends where a secured channel is to be opened; or the server says it has no limits."""
    port = urlsplit(endpoint).port
    is_gone = False

    async def pass_on(client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        nonlocal is_gone
        server, to_server = await asyncio.open_connection("127.0.0.1", port)
        back = asyncio.create_task(copy(server, to_client))
        while not is_gone and (data := await client.read(65536)):
            if data.startswith(b"OPN") and b"SecurityPolicy#None" not in data:
                is_gone = is_for_good
                break
            to_server.write(data)
        back.cancel()
        for writer in (to_server, to_client):
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if data.startswith(b"ACK") and not has_limits:
                # The last two of its five numbers are the largest message and the most chunks.
                data = data[:20] + bytes(8) + data[28:]
            writer.write(data)

    way = await asyncio.start_server(pass_on, "127.0.0.1", 0)
    try:
        yield f"opc.tcp://127.0.0.1:{way.sockets[0].getsockname()[1]}{urlsplit(endpoint).path}"
    finally:
        way.close()
        await way.wait_closed()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to an administrator")
def test_a_folder_that_cannot_be_written_is_named(authority, trust) -> None:
    trust.folder.mkdir(parents=True)
    trust.folder.chmod(0o500)
    with pytest.raises(InputError, match="writable"):
        own_certificate(trust.folder)
    with pytest.raises(InputError, match="writable"):
        trust.check("opc.tcp://127.0.0.1", authority.make().der, "urn:test:server")
