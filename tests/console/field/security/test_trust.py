"""Whose certificate is believed, shown at real servers that present it."""

from __future__ import annotations

import asyncio
import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.security.connecting import prepare_client
from console.field.security.credentials import Credentials
from console.field.security.refusals import LinkRefused, RefusalKind
from console.field.security.trust_store import TrustStore
from engines.values.validation import InputError

POLICIES = [p for p in SecurityPolicy if p is not SecurityPolicy.NONE]


@pytest.fixture
def trust(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "trust")


def address(endpoint, policy=SecurityPolicy.BASIC256SHA256, mode=SecurityMode.ENCRYPT, **more) -> ServerAddress:
    return ServerAddress("North", endpoint, (), security_policy=policy, security_mode=mode, **more)


async def connect(server: ServerAddress, trust: TrustStore, credentials: Credentials | None = None) -> list[str]:
    """Namespaces of the server, read over the secured channel."""
    client = prepare_client(server, credentials or Credentials(), trust)
    await client.connect()
    try:
        return await client.get_namespace_array()
    finally:
        await client.disconnect()


async def refusal(server: ServerAddress, trust: TrustStore) -> LinkRefused:
    with pytest.raises(LinkRefused) as caught:
        await connect(server, trust)
    return caught.value


def test_a_certificate_seen_for_the_first_time_waits_for_a_person(authority, run_server, trust) -> None:
    identity = authority.make()

    async def scene() -> None:
        async with run_server(identity) as endpoint:
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.CERTIFICATE_UNKNOWN
            assert refused.is_approvable
            shown = refused.certificate
            assert shown.subject == shown.issuer == "CN=Substation"
            assert shown.fingerprint.replace(":", "") == identity.certificate.fingerprint(hashes.SHA256()).hex().upper()
            assert shown.notes == ()
            assert [e.is_approved for e in trust.entries()] == [False]
            trust.approve(shown.fingerprint[:14])
            assert [e.is_approved for e in trust.entries()] == [True]
            for policy in POLICIES:
                for mode in (SecurityMode.SIGN, SecurityMode.ENCRYPT):
                    assert len(await connect(address(endpoint, policy, mode), trust)) >= 2

    asyncio.run(scene())


def test_a_changed_certificate_is_refused_until_approved_anew(authority, run_server, trust) -> None:
    first, second = authority.make(), authority.make(key=rsa.generate_private_key(65537, 2048))

    async def scene() -> None:
        async with run_server(first) as endpoint:
            trust.approve((await refusal(address(endpoint), trust)).certificate.fingerprint)
            await connect(address(endpoint), trust)
        port = int(endpoint.rpartition(":")[2].partition("/")[0])
        async with run_server(second, port=port):
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.CERTIFICATE_CHANGED
            assert refused.certificate.approved_fingerprint in str(refused)
            assert refused.certificate.fingerprint in str(refused)
            trust.approve(refused.certificate.fingerprint)
            await connect(address(endpoint), trust)

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(-30, -1, "expired on"), (1, 30, "is not valid before")],
)
def test_a_certificate_out_of_its_time_is_refused_and_cannot_be_approved(
    authority, run_server, trust, start, end, words
) -> None:
    identity = authority.make(start=timedelta(days=start), end=timedelta(days=end))

    async def scene() -> None:
        async with run_server(identity) as endpoint:
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.CERTIFICATE_UNUSABLE
            assert words in refused.reason
            assert refused.remedy
            assert not refused.is_approvable
            with pytest.raises(InputError):
                trust.approve(refused.certificate.fingerprint)

    asyncio.run(scene())


def test_an_approved_certificate_that_expires_is_refused(authority, trust) -> None:
    identity = authority.make()
    with pytest.raises(LinkRefused) as caught:
        trust.check("opc.tcp://127.0.0.1:1", identity.der, "urn:test:server")
    trust.approve(caught.value.certificate.fingerprint)
    trust.check("opc.tcp://127.0.0.1:1", identity.der, "urn:test:server")
    later = identity.certificate.not_valid_after_utc + timedelta(seconds=1)
    with pytest.raises(LinkRefused, match="expired"):
        trust.check("opc.tcp://127.0.0.1:1", identity.der, "urn:test:server", later)


def test_a_trusted_issuer_s_servers_need_no_approval(authority, run_server, trust) -> None:
    issuer = authority.make(name="Utility CA", is_authority=True)
    identity = authority.make(issuer=issuer)
    place(trust, "issuers", "utility.pem", issuer.pem)

    async def scene() -> None:
        async with run_server(identity) as endpoint:
            await connect(address(endpoint), trust)
            assert trust.entries() == ()
            place(trust, "revoked", "utility.crl", authority.revoke(issuer, identity))
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.CERTIFICATE_UNUSABLE
            assert "revoked" in refused.reason

    asyncio.run(scene())


def test_an_unknown_issuer_vouches_for_nothing(authority, trust) -> None:
    known = authority.make(name="Utility CA", is_authority=True)
    impostor = authority.make(name="Utility CA", is_authority=True, key=rsa.generate_private_key(65537, 2048))
    place(trust, "issuers", "utility.der", known.der)
    identity = authority.make(issuer=impostor)
    with pytest.raises(LinkRefused) as caught:
        trust.check("opc.tcp://127.0.0.1:1", identity.der + impostor.der, "urn:test:server")
    assert caught.value.kind is RefusalKind.CERTIFICATE_UNKNOWN


def test_a_chain_through_an_intermediate_issuer_is_followed(authority, trust) -> None:
    root = authority.make(name="Utility root", is_authority=True)
    middle = authority.make(name="Region", is_authority=True, issuer=root, key=rsa.generate_private_key(65537, 2048))
    place(trust, "issuers", "root.pem", root.pem)
    identity = authority.make(issuer=middle)
    trust.check("opc.tcp://127.0.0.1:1", identity.der + middle.der, "urn:test:server")
    with pytest.raises(LinkRefused):
        trust.check("opc.tcp://127.0.0.1:1", identity.der, "urn:test:server")


def test_a_server_certificate_among_the_issuers_vouches_for_no_other(authority, trust) -> None:
    leaf = authority.make()
    place(trust, "issuers", "leaf.pem", leaf.pem)
    with pytest.raises(LinkRefused):
        trust.check("opc.tcp://127.0.0.1:1", leaf.der, "urn:test:server")


@pytest.mark.parametrize(
    ("made_for", "words"),
    [({"host": "10.1.2.3"}, "not for 127.0.0.1"), ({"application": "urn:other"}, "calls itself urn:test:server")],
)
def test_a_certificate_for_another_host_or_application_is_told(authority, run_server, trust, made_for, words) -> None:
    issuer = authority.make(name="Utility CA", is_authority=True)
    place(trust, "issuers", "utility.pem", issuer.pem)
    identity = authority.make(issuer=issuer, **made_for)

    async def scene() -> None:
        async with run_server(identity) as endpoint:
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.CERTIFICATE_MISNAMED
            assert words in str(refused)
            trust.approve(refused.certificate.fingerprint)
            await connect(address(endpoint), trust)
            assert words in trust.entries()[0].certificate.notes[0]

    asyncio.run(scene())


def test_a_name_that_changes_after_approval_is_told_again(authority, trust) -> None:
    identity = authority.make()
    endpoint = "opc.tcp://127.0.0.1:4840"
    with pytest.raises(LinkRefused) as caught:
        trust.check(endpoint, identity.der, "urn:test:server")
    trust.approve(caught.value.certificate.fingerprint)
    with pytest.raises(LinkRefused, match="calls itself urn:somebody:else") as caught:
        trust.check(endpoint, identity.der, "urn:somebody:else")
    assert caught.value.kind is RefusalKind.CERTIFICATE_MISNAMED


def test_an_approval_counts_for_the_server_that_showed_the_certificate(authority, trust) -> None:
    identity = authority.make()
    for port in (4840, 4841):
        with pytest.raises(LinkRefused) as caught:
            trust.check(f"opc.tcp://127.0.0.1:{port}", identity.der, "urn:test:server")
    fingerprint = caught.value.certificate.fingerprint
    with pytest.raises(InputError, match="several fit"):
        trust.approve(fingerprint)
    trust.approve(fingerprint, "OPC.TCP://127.0.0.1/")
    trust.check("opc.tcp://127.0.0.1", identity.der, "urn:test:server")
    with pytest.raises(LinkRefused):
        trust.check("opc.tcp://127.0.0.1:4841", identity.der, "urn:test:server")
    trust.remove(fingerprint, "opc.tcp://127.0.0.1:4840")
    with pytest.raises(LinkRefused):
        trust.check("opc.tcp://127.0.0.1", identity.der, "urn:test:server")


def test_a_short_key_is_refused(authority, trust) -> None:
    weak = authority.make(key=rsa.generate_private_key(65537, 1024))
    with pytest.raises(LinkRefused, match="1024 bits") as caught:
        trust.check("opc.tcp://127.0.0.1:1", weak.der, "urn:test:server")
    assert not caught.value.is_approvable


@pytest.mark.parametrize("blob", [b"", b"hello", b"\x30", b"\x30\x82\xff\xff", b"\x30\x80abc", bytes(100)])
def test_what_is_no_certificate_is_refused(trust, blob) -> None:
    with pytest.raises(LinkRefused, match="no certificate"):
        trust.check("opc.tcp://127.0.0.1:1", blob, "urn:test:server")


def test_a_cut_certificate_is_refused(authority, trust) -> None:
    der = authority.make().der
    for size in range(1, len(der), 37):
        with pytest.raises(LinkRefused, match="no certificate"):
            trust.check("opc.tcp://127.0.0.1:1", der[:size], "urn:test:server")


@pytest.mark.parametrize("content", ["", "{}", "[]", "{", '{"pem": 3, "endpoint": "x", "notes": [], "at": ""}'])
def test_a_damaged_file_of_the_store_is_named(trust, authority, content) -> None:
    with pytest.raises(LinkRefused):
        trust.check("opc.tcp://127.0.0.1:1", authority.make().der, "urn:test:server")
    (path,) = (trust.folder / "pending").glob("*.json")
    path.write_text(content)
    with pytest.raises(InputError, match="damaged") as caught:
        trust.entries()
    assert caught.value.place == str(path)


def test_a_damaged_issuer_file_stops_no_other_thread_than_the_connection(trust, authority, run_server) -> None:
    place(trust, "issuers", "broken.pem", b"-----BEGIN NONSENSE-----")

    async def scene() -> None:
        async with run_server(authority.make()) as endpoint:
            refused = await refusal(address(endpoint), trust)
            assert "broken.pem" in str(refused)

    asyncio.run(scene())


def test_a_server_without_the_demanded_security_names_what_it_offers(authority, run_server, trust) -> None:
    async def scene() -> None:
        async with run_server(None) as endpoint:
            refused = await refusal(address(endpoint), trust)
            assert refused.kind is RefusalKind.NOT_OFFERED
            assert "None with none" in refused.reason

    asyncio.run(scene())


def test_a_refusal_travels_between_processes(authority, trust) -> None:
    with pytest.raises(LinkRefused) as caught:
        trust.check("opc.tcp://127.0.0.1:1", authority.make().der, "urn:test:server")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.certificate, again.kind) == (
        str(caught.value),
        caught.value.certificate,
        RefusalKind.CERTIFICATE_UNKNOWN,
    )


def place(trust: TrustStore, folder: str, name: str, content: bytes) -> None:
    (trust.folder / folder).mkdir(parents=True, exist_ok=True)
    (trust.folder / folder / name).write_bytes(content)


def test_a_certificate_cannot_steer_a_terminal(authority, trust) -> None:
    with pytest.raises(LinkRefused) as caught:
        trust.check("opc.tcp://127.0.0.1", authority.make(name="North\x1b[2J\nOK").der, "urn:x\x07")
    assert str(caught.value).isprintable()
    assert caught.value.certificate.subject.isprintable()
