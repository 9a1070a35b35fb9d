"""Servers with tight limits, logins and certificates, and clients that misbehave."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from asyncua import Client, ua
from asyncua.crypto.cert_gen import setup_self_signed_certificate
from asyncua.crypto.security_policies import SecurityPolicyAes256Sha256RsaPss, SecurityPolicyBasic256Sha256
from cryptography.x509.oid import ExtendedKeyUsageOID
from simulator_process import SimulatorProcess, console_on

from console.field.addresses import SecurityMode
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.trust_store import TrustStore
from console.field.server.certificate import server_certificate
from console.field.simulator_map import simulator_server
from engines.values.validation import InputError

PASSWORD = "correct horse"
ANY_POSITION = "switch:2/XSWI1.Pos"


@pytest.fixture(scope="module")
def tight(folders: dict[str, str]) -> Iterator[SimulatorProcess]:
    """Ends when the program that started it has gone, as a supervisor would have it."""
    process = SimulatorProcess(
        "ieee33", "--max-nodes-per-read", "5", "--max-monitored-items-per-call", "3", "--max-monitored-items", "4",
        "--max-sessions", "2", "--max-nodes-per-method-call", "1", "--until-stdin-closes", environment=folders,
    )  # fmt: skip
    yield process
    assert process.abandon() == (0, "")


def test_limits_are_told_and_held(tight: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(tight.endpoint) as console:
            limit = ua.ObjectIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead
            assert await console.client.get_node(limit).read_value() == 5
            node = console.id(ANY_POSITION)
            assert len(await console.client.uaclient.read_attributes([node] * 5, ua.AttributeIds.Value)) == 5
            with pytest.raises(ua.uaerrors.BadTooManyOperations):
                await console.client.uaclient.read_attributes([node] * 6, ua.AttributeIds.Value)
            subscription = await console.client.create_subscription(0, _Silent())
            node_object = console.client.get_node(node)
            with pytest.raises(ua.uaerrors.BadTooManyOperations):
                await subscription.subscribe_data_change([node_object] * 4)
            await subscription.subscribe_data_change([node_object] * 3)
            results = await subscription.subscribe_data_change([node_object] * 2)
            assert isinstance(results[0], int)
            assert results[1].name == "BadTooManyMonitoredItems"
            await subscription.delete()

    asyncio.run(work())


def test_one_session_too_many_is_refused(tight: SimulatorProcess) -> None:
    async def work() -> None:
        async with console_on(tight.endpoint), console_on(tight.endpoint):
            with pytest.raises(ua.uaerrors.BadTooManySessions):
                async with Client(tight.endpoint):
                    pass

    asyncio.run(work())


@pytest.mark.parametrize(
    "rubbish",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00" * 4096,
        b"HELF" + struct.pack("<I", 8),
        b"HELF" + struct.pack("<I", 0),
        b"MSGF" + struct.pack("<I", 60) + b"\xff" * 52,
        b"OPNF" + struct.pack("<I", 40) + b"\xff" * 32,
        b"HELF" + struct.pack("<I", 0xFFFFFFFF) + b"\xff" * 65536,
        b"",
    ],
)
def test_rubbish_harms_nobody_else(tight: SimulatorProcess, rubbish: bytes) -> None:
    address = ("127.0.0.1", int(tight.endpoint.rpartition(":")[2].partition("/")[0]))

    async def work() -> None:
        async with console_on(tight.endpoint) as console:
            with socket.create_connection(address, timeout=5) as connection:
                connection.sendall(rubbish)
                assert (await console.reading(ANY_POSITION)).StatusCode.is_good()
            assert (await console.reading(ANY_POSITION)).StatusCode.is_good()

    asyncio.run(work())


@pytest.fixture(scope="module")
def secured(folders: dict[str, str]) -> Iterator[SimulatorProcess]:
    environment = {**folders, "TIELINE_SIMULATOR_PASSWORD": PASSWORD}
    process = SimulatorProcess("ieee33", "--security", "encrypt", "--user", "operator", environment=environment)
    yield process
    process.stop()


@pytest.mark.parametrize("policy", [SecurityPolicyBasic256Sha256, SecurityPolicyAes256Sha256RsaPss])
def test_the_right_password_over_an_encrypted_channel_lets_in(
    secured: SimulatorProcess, tmp_path: Path, policy: type
) -> None:
    async def work() -> None:
        client = await _secured_client(secured, tmp_path, policy, PASSWORD)
        async with client:
            index = await client.get_namespace_index("urn:tieline:simulator")
            value = await client.get_node(ua.NodeId(ANY_POSITION, index)).read_value()
            assert value in (1, 2)

    asyncio.run(work())


def test_the_consoles_own_client_gets_in_once_its_person_has_approved_the_certificate(
    secured: SimulatorProcess, tmp_path: Path
) -> None:
    server = simulator_server("simulator", secured.endpoint, [], security_mode=SecurityMode.ENCRYPT, user="operator")
    trust = TrustStore(tmp_path / "trust")
    credentials = Credentials(PASSWORD)

    async def work() -> None:
        with pytest.raises(LinkRefused) as refused:
            await prepare_client(server, credentials, trust).connect()
        assert refused.value.kind is RefusalKind.CERTIFICATE_UNKNOWN
        assert refused.value.certificate is not None
        assert refused.value.certificate.notes == ()
        trust.approve(refused.value.certificate.fingerprint)
        client = prepare_client(server, credentials, trust)
        await client.connect()
        try:
            assert await client.get_namespace_index("urn:tieline:simulator") > 0
        finally:
            await client.disconnect()

    asyncio.run(work())


def test_wrong_password_and_no_password_stay_outside(secured: SimulatorProcess, tmp_path: Path) -> None:
    async def work() -> None:
        client = await _secured_client(secured, tmp_path, SecurityPolicyBasic256Sha256, "guess")
        with pytest.raises(ua.uaerrors.BadUserAccessDenied):
            async with client:
                pass
        client = await _secured_client(secured, tmp_path, SecurityPolicyBasic256Sha256, None)
        with pytest.raises(ua.uaerrors.BadIdentityTokenRejected):
            async with client:
                pass
        with pytest.raises(ua.UaError):
            async with Client(secured.endpoint):
                pass

    asyncio.run(work())


def test_the_key_is_its_owners_alone_and_the_certificate_stays(
    secured: SimulatorProcess, folders: dict[str, str]
) -> None:
    folder = Path(folders["XDG_DATA_HOME"]) / "tieline" / "simulator"
    assert secured.answer["certificate"] == str(folder / "simulator.der")
    if os.name == "posix":
        assert (folder / "simulator.pem").stat().st_mode & 0o077 == 0
    before = (folder / "simulator.der").read_bytes()
    server_certificate(folder)
    assert (folder / "simulator.der").read_bytes() == before


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    made = server_certificate(tmp_path / "simulator")
    made.key.write_text("rubbish")
    with pytest.raises(InputError, match="holds a damaged certificate or key; remove it"):
        server_certificate(tmp_path / "simulator")


class _Silent:
    def datachange_notification(self, _node: object, _value: object, _data: object) -> None: ...


async def _secured_client(simulator: SimulatorProcess, folder: Path, policy: type, password: str | None) -> Client:
    key, certificate = folder / "client.pem", folder / "client.der"
    client = Client(simulator.endpoint, timeout=5)
    client.application_uri = "urn:tieline:test"
    await setup_self_signed_certificate(
        key, certificate, client.application_uri, "localhost", [ExtendedKeyUsageOID.CLIENT_AUTH], {}
    )
    await client.set_security(policy, certificate, key, mode=ua.MessageSecurityMode.SignAndEncrypt)
    if password is not None:
        client.set_user("operator")
        client.set_password(password)
    return client
