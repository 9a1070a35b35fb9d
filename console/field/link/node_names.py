"""Names of nodes as the address map writes them, and what they are on a server that is connected.

``nsu=URI;s=Text`` (also ``i=``, ``g=``, ``b=``; without ``nsu=`` namespace 0) or a browse path from the Objects
folder, ``/URI:Name/URI:Name``. In a browse path ``&`` stands before a character that is meant as it is.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Sequence

from asyncua import ua

_UNRESERVED = {"%3B": ";", "%25": "%"}


class UnknownName(Exception):
    """A name that means no node on this server; the text is one clause with the remedy."""


def is_browse_path(name: str) -> bool:
    """Whether the name is to be followed from the Objects folder."""
    return name.startswith("/")


def node_id(name: str, namespaces: Sequence[str]) -> ua.NodeId:
    """The node id on a server with these namespaces. Raises :class:`UnknownName`."""
    index, text = 0, name
    if name.startswith("nsu="):
        uri, separator, text = name[4:].partition(";")
        for code, character in _UNRESERVED.items():
            uri = uri.replace(code, character)
        if not separator:
            raise UnknownName(f"{name} has no identifier; write it as nsu=URI;s=Text")
        if uri not in namespaces:
            raise UnknownName(f"the server has no namespace {uri}; check the URI in the address map")
        index = namespaces.index(uri)
    elif name.startswith("ns="):
        raise UnknownName(f"{name} names a namespace by its number, which changes; write nsu=URI instead")
    kind, separator, identifier = text.partition("=")
    if not separator:
        raise UnknownName(f"{name} is no node name; write it as nsu=URI;s=Text")
    try:
        return _node_id(kind, identifier, index)
    except (ValueError, KeyError):
        raise UnknownName(f"{name} is no node name; write it as nsu=URI;s=Text, i=, g= or b=") from None


def _node_id(kind: str, identifier: str, index: int) -> ua.NodeId:
    if kind == "i":
        number = int(identifier)
        if not 0 <= number < 2**32:
            raise ValueError(identifier)
        return ua.NodeId(number, index)  # type: ignore[arg-type]
    if kind == "s":
        return ua.NodeId(identifier, index, ua.NodeIdType.String)  # type: ignore[arg-type]
    if kind == "g":
        return ua.NodeId(uuid.UUID(identifier), index, ua.NodeIdType.Guid)  # type: ignore[arg-type]
    if kind == "b":
        return ua.NodeId(base64.b64decode(identifier, validate=True), index, ua.NodeIdType.ByteString)  # type: ignore[arg-type]
    raise KeyError(kind)


def node_name(node: ua.NodeId, namespaces: Sequence[str]) -> str:
    """What :func:`node_id` reads as this node; by its number where the server has no such namespace."""
    identifier: object = node.Identifier
    kind = {ua.NodeIdType.String: "s", ua.NodeIdType.Guid: "g", ua.NodeIdType.ByteString: "b"}.get(node.NodeIdType, "i")
    if isinstance(identifier, bytes):
        identifier = base64.b64encode(identifier).decode()
    text = f"{kind}={identifier}"
    if not node.NamespaceIndex:
        return text
    if node.NamespaceIndex >= len(namespaces):
        return f"ns={node.NamespaceIndex};{text}"
    uri = namespaces[node.NamespaceIndex].replace("%", "%25").replace(";", "%3B")
    return f"nsu={uri};{text}"


def browse_steps(path: str, namespaces: Sequence[str]) -> list[ua.QualifiedName]:
    """The names of a browse path from the Objects folder. Raises :class:`UnknownName`."""
    steps: list[ua.QualifiedName] = []
    by_length = sorted(range(1, len(namespaces)), key=lambda k: -len(namespaces[k]))
    rest = path
    while rest:
        rest = rest[1:]
        index = next((k for k in by_length if rest.startswith(namespaces[k] + ":")), 0)
        if index:
            rest = rest[len(namespaces[index]) + 1 :]
        found = re.match(r"((?:&.|[^/&])*)(?=/|$)", rest, re.DOTALL)
        if found is None:
            raise UnknownName(f"the browse path {path} ends in an incomplete escape; write && for &")
        name, rest = found.group(1), rest[found.end() :]
        if not index and re.search(r"(?<!&):", name):
            raise UnknownName(f"the browse path {path} names a namespace the server does not have, at {name}")
        plain = re.sub(r"&(.)", r"\1", name, flags=re.DOTALL)
        if not plain:
            raise UnknownName(f"the browse path {path} has an empty step")
        steps.append(ua.QualifiedName(plain, index))
    return steps


def browse_request(path: str, namespaces: Sequence[str]) -> ua.BrowsePath:
    """What asks the server for the node at the end of a browse path. Raises :class:`UnknownName`."""
    request = ua.BrowsePath()
    request.StartingNode = ua.NodeId(ua.ObjectIds.ObjectsFolder)  # type: ignore[arg-type]
    for step in browse_steps(path, namespaces):
        element = ua.RelativePathElement()
        element.ReferenceTypeId = ua.NodeId(ua.ObjectIds.HierarchicalReferences)  # type: ignore[arg-type]
        element.IsInverse, element.IncludeSubtypes = False, True  # type: ignore[assignment]
        element.TargetName = step
        request.RelativePath.Elements.append(element)
    return request
