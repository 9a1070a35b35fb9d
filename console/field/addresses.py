"""Where each point is found on which server; never hard-coded, so that any vendor's address space fits.

A node is named ``nsu=URI;s=Text`` (or ``i=``, ``g=``, ``b=``), resolved to the server's own namespace index at
each connect, or by a browse path from the Objects folder: ``/URI:Name/URI:Name`` with the URI left out for
namespace 0, resolved at each connect too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engines.values.points import PointDefinition


class ControlStyle(StrEnum):
    """How a server wants to be commanded."""

    SELECT_BEFORE_OPERATE = "select_before_operate"
    """Methods: Select() gives a token, Operate(token, value), Cancel(token)."""
    DIRECT_METHOD = "direct_method"
    """Method: Operate(value)."""
    WRITE = "write"
    """A variable is written and read back."""


@dataclass(frozen=True, slots=True)
class PointAddress:
    """A point and the variable it is read from.

    Attributes:
        node: node name or browse path as the module says.
        data_type: the OPC UA built-in type the server must offer (``Double``, ``Int32``, ``Boolean``, ...); empty
            accepts every number, and a type that differs is reported.
        scale, offset: value = raw * scale + offset.
        raw_values: for positions and flags, raw value -> value of ours; raw values that are not listed read as
            unknown (a position) or invalid. Empty takes the raw value.
    """

    definition: PointDefinition
    node: str
    data_type: str = ""
    scale: float = 1.0
    offset: float = 0.0
    raw_values: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ControlAddress:
    """A point and how it is commanded.

    Attributes:
        object_node: node the methods belong to; the variable itself for ``WRITE``.
        select, operate, cancel: method nodes; only those the style needs.
        data_type: type of the value argument or of the written variable.
        scale, offset: raw = (value - offset) / scale.
        raw_values: value of ours -> raw value; empty sends the scaled value.
        select_timeout_s: how long a selection holds on the server.
        needs_two_persons: two people must confirm every command to it.
    """

    point_id: str
    style: ControlStyle
    object_node: str
    select: str = ""
    operate: str = ""
    cancel: str = ""
    data_type: str = "Double"
    scale: float = 1.0
    offset: float = 0.0
    raw_values: tuple[tuple[int, int], ...] = ()
    select_timeout_s: float = 30.0
    needs_two_persons: bool = False


class SecurityMode(StrEnum):
    """Message security."""

    NONE = "none"
    SIGN = "sign"
    ENCRYPT = "encrypt"


class SecurityPolicy(StrEnum):
    """Message security policies we speak; older ones are broken and refused."""

    NONE = "None"
    BASIC256SHA256 = "Basic256Sha256"
    AES128_SHA256_RSAOAEP = "Aes128Sha256RsaOaep"
    AES256_SHA256_RSAPSS = "Aes256Sha256RsaPss"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """One server with its points.

    Attributes:
        name: what people call it.
        endpoint: ``opc.tcp://host:port/path``.
        user: user name; the password comes from the keyring or is asked, never from a file. Empty: anonymous,
            or the client certificate where ``uses_certificate``.
        publishing_interval_s, keep_alive_s: asked of the server; it may grant others.
        is_simulator: it is a simulator of ours (only then the instructor's panel exists).
    """

    name: str
    endpoint: str
    points: tuple[PointAddress, ...]
    controls: tuple[ControlAddress, ...] = ()
    security_policy: SecurityPolicy = SecurityPolicy.NONE
    security_mode: SecurityMode = SecurityMode.NONE
    user: str = ""
    uses_certificate: bool = False
    publishing_interval_s: float = 0.1
    keep_alive_s: float = 1.0
    is_simulator: bool = False


@dataclass(frozen=True, slots=True)
class AddressMap:
    """All servers of one district."""

    name: str
    servers: tuple[ServerAddress, ...] = field(default=())
