"""What was found on a server; plain data that a window can show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NAN = float("nan")


class NodeKind(StrEnum):
    """What a node is."""

    OBJECT = "object"
    VARIABLE = "variable"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class BrowsedNode:
    """One node with what is known of it.

    Attributes:
        node: as the address map writes it.
        path: browse path as the address map writes it.
        names: browse names from below the Objects folder down to this node.
        parent: row of the node it was found below; -1 directly below the Objects folder.
        data_type: built-in type of its value; empty where it is none or no value was there.
        value: as text; empty where there was none.
        status: empty where the value is good, else the name of its status code.
        unit: engineering unit as displayed.
        low, high: engineering unit range; NaN where there is none.
        states: texts of an enumeration's values, from 0 on.
    """

    node: str
    path: str
    names: tuple[str, ...]
    kind: NodeKind
    parent: int = -1
    display_name: str = ""
    data_type: str = ""
    value: str = ""
    status: str = ""
    unit: str = ""
    low: float = NAN
    high: float = NAN
    states: tuple[str, ...] = ()
    is_array: bool = False
    is_writable: bool = False


@dataclass(frozen=True, slots=True)
class BrowsedSpace:
    """All that was found, parents before children.

    Attributes:
        cut: why not everything was looked at; empty where all was.
        problems: nodes that could not be looked into, with the reason.
    """

    endpoint: str
    namespaces: tuple[str, ...]
    nodes: tuple[BrowsedNode, ...]
    cut: str = ""
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class BrowseBounds:
    """Where to stop, whatever the server offers.

    Attributes:
        nodes: most nodes.
        depth: most steps from the Objects folder.
        seconds: longest time for all of it.
        chunk: most operations in one request, where the server allows more.
    """

    nodes: int = 200_000
    depth: int = 16
    seconds: float = 300.0
    chunk: int = 500
