"""How nodes are written in an address map; no server is needed to see that one is written wrongly.

``nsu=URI;s=Text`` (also ``i=``, ``g=``, ``b=``; without ``nsu=`` namespace 0) or a browse path from the Objects
folder, ``/URI:Name/URI:Name``, where ``&`` stands before a character that is meant as it is.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid

NUMERIC, STRING, GUID, OPAQUE = "i", "s", "g", "b"
EXAMPLE = "nsu=urn:vendor:device;s=Q1.Pos"
_STEP = re.compile(r"(?:&.|[^/&])*", re.DOTALL)


def node_problem(name: str) -> tuple[str, str] | None:
    """What is wrong with a node name or browse path, and the remedy; None where it is well written."""
    if not name:
        return "the node is missing", f"write it as {EXAMPLE} or as a browse path"
    if name != name.strip():
        return f"the node {name!r} begins or ends with a blank", "remove it"
    if name.startswith("/"):
        return _path_problem(name)
    if re.match(r"ns=\d+;", name):
        return f"{name} names its namespace by a number, which servers change", f"write its URI: {EXAMPLE}"
    text = name
    if name.startswith("nsu="):
        uri, separator, text = name[4:].partition(";")
        if not separator or not uri:
            return f"{name} has no namespace URI or nothing after it", f"write it as {EXAMPLE}"
    kind, separator, identifier = text.partition("=")
    if not separator or kind not in (NUMERIC, STRING, GUID, OPAQUE):
        return f"{name} is no node", f"write it as {EXAMPLE}, with s=, i=, g= or b=, or as a browse path"
    wrong = _identifier_problem(kind, identifier)
    return (f"{name} {wrong}", f"write it as {EXAMPLE}, with the identifier the server shows") if wrong else None


def _identifier_problem(kind: str, identifier: str) -> str:
    if kind == STRING:
        return "" if identifier else "has an empty identifier"
    try:
        if kind == NUMERIC:
            is_right = identifier.isascii() and identifier.isdigit() and int(identifier) < 2**32
            return "" if is_right else "has an identifier that is no number from 0 to 4294967295"
        if kind == GUID:
            uuid.UUID(identifier)
        else:
            base64.b64decode(identifier, validate=True)
    except (ValueError, binascii.Error):
        return "has an identifier that is no GUID" if kind == GUID else "has an identifier that is no base64"
    return ""


def _path_problem(path: str) -> tuple[str, str] | None:
    """Namespaces are only known to the server, and their URIs may hold slashes: the rest is checked there."""
    if path == "/" or path.endswith("/"):
        return f"the browse path {path} ends in an empty step", "write it as /URI:Name/URI:Name"
    rest = path
    while rest:
        found = _STEP.match(rest[1:])
        rest = rest[1 + (found.end() if found else 0) :]
        if rest and rest[0] != "/":
            return f"the browse path {path} ends in a lone &", "write && for &"
    return None


def node_text(namespace_uri: str, kind: str, identifier: str) -> str:
    """A node as the map writes it.

    Args:
        namespace_uri: empty for namespace 0.
        kind: ``i``, ``s``, ``g`` or ``b``.
    """
    plain = f"{kind}={identifier}"
    return f"nsu={namespace_uri.replace('%', '%25').replace(';', '%3B')};{plain}" if namespace_uri else plain
