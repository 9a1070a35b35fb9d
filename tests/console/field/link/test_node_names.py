"""Node names and browse paths, in the namespaces of a server."""

from __future__ import annotations

import pytest
from asyncua import ua

from console.field.link.node_names import UnknownName, browse_steps, node_id

NAMESPACES = ("http://opcfoundation.org/UA/", "urn:server", "http://vendor/a/", "http://vendor/a/b", "urn:odd;100%")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("i=2258", "i=2258"),
        ("nsu=urn:server;s=Text;with=all", "ns=1;s=Text;with=all"),
        ("nsu=http://vendor/a/b;i=7", "ns=3;i=7"),
        ("nsu=urn:odd%3B100%25;s=x", "ns=4;s=x"),
        ("nsu=urn:server;g=09087e75-8e5e-499b-954f-f2a9603db28a", "ns=1;g=09087e75-8e5e-499b-954f-f2a9603db28a"),
    ],
)
def test_a_name_is_a_node(name: str, expected: str) -> None:
    assert node_id(name, NAMESPACES) == ua.NodeId.from_string(expected)


def test_bytes_are_base64() -> None:
    assert node_id("nsu=urn:server;b=AAEC", NAMESPACES) == ua.NodeId(b"\0\1\2", 1, ua.NodeIdType.ByteString)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nsu=urn:elsewhere;s=x", "no namespace urn:elsewhere"),
        ("ns=3;s=x", "by its number"),
        ("nsu=urn:server", "no identifier"),
        ("Voltage", "no node name"),
        ("i=many", "no node name"),
        ("i=99999999999", "no node name"),
        ("nsu=urn:server;g=nonsense", "no node name"),
        ("nsu=urn:server;b=?", "no node name"),
    ],
)
def test_a_name_that_means_nothing_says_so(name: str, words: str) -> None:
    with pytest.raises(UnknownName, match=words):
        node_id(name, NAMESPACES)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/Server", [(0, "Server")]),
        ("/http://vendor/a/b:Bay/http://vendor/a/:Pos", [(3, "Bay"), (2, "Pos")]),
        ("/urn:server:Bay 1/Pos", [(1, "Bay 1"), (0, "Pos")]),
        ("/urn:server:a&/b/A&:B", [(1, "a/b"), (0, "A:B")]),
        ("/urn:server:R&&D", [(1, "R&D")]),
    ],
)
def test_a_path_is_followed_name_by_name(path: str, expected: list[tuple[int, str]]) -> None:
    assert [(step.NamespaceIndex, step.Name) for step in browse_steps(path, NAMESPACES)] == expected


@pytest.mark.parametrize("path", ["/urn:elsewhere:Bay", "/", "//x", "/urn:server:x/", "/urn:server:x&"])
def test_a_path_that_leads_nowhere_says_so(path: str) -> None:
    with pytest.raises(UnknownName):
        browse_steps(path, NAMESPACES)
