"""The address map of our own simulator, made from its points without connecting."""

from __future__ import annotations

from collections.abc import Iterable

from console.field.addresses import (
    ControlAddress,
    ControlStyle,
    PointAddress,
    SecurityMode,
    SecurityPolicy,
    ServerAddress,
)
from console.field.server.logical_nodes import (
    DBPOS_OF_POSITION,
    NAMESPACE_URI,
    SELECT_TIMEOUT_S,
    PublishedPoint,
    control_type,
    published_points,
    read_type,
)
from engines.values.points import PointDefinition, PointKind, Quantity


def simulator_server(
    name: str,
    endpoint: str,
    points: Iterable[PointDefinition],
    *,
    security_mode: SecurityMode = SecurityMode.NONE,
    security_policy: SecurityPolicy | None = None,
    user: str = "",
    select_timeout_s: float = SELECT_TIMEOUT_S,
) -> ServerAddress:
    """Every point of a plant with its node on the simulator's server.

    Args:
        endpoint: as ``tieline simulate`` printed it.
        points: ``Plant.points``; the same network gives the same ones.
        security_policy: Basic256Sha256 where messages are secured and nothing else is asked for.
    """
    if security_policy is None:
        is_plain = security_mode is SecurityMode.NONE
        security_policy = SecurityPolicy.NONE if is_plain else SecurityPolicy.BASIC256SHA256
    published = published_points(points)
    return ServerAddress(
        name=name,
        endpoint=endpoint,
        points=tuple(_point_address(point) for point in published),
        controls=tuple(_control_address(point, select_timeout_s) for point in published if point.is_controllable),
        security_policy=security_policy,
        security_mode=security_mode,
        user=user,
        is_simulator=True,
    )


def instructor_node(name: str = "") -> str:
    """Node of the instructor's object, or of one of its methods and variables."""
    return node_name(f"Instructor.{name}" if name else "Instructor")


def node_name(text: str) -> str:
    """Node name of a node of the simulator."""
    return f"nsu={NAMESPACE_URI};s={text}"


def _point_address(point: PublishedPoint) -> PointAddress:
    kind = point.definition.kind
    raw_values: tuple[tuple[int, int], ...] = ()
    if kind is PointKind.POSITION:
        raw_values = tuple((dbpos, position) for position, dbpos in DBPOS_OF_POSITION)
    return PointAddress(point.definition, node_name(point.variable), read_type(kind), raw_values=raw_values)


def _control_address(point: PublishedPoint, select_timeout_s: float) -> ControlAddress:
    kind, node = point.definition.kind, node_name(point.control)
    has_methods = point.style is not ControlStyle.WRITE
    selects = point.style is ControlStyle.SELECT_BEFORE_OPERATE
    raw_values: tuple[tuple[int, int], ...] = ()
    if point.definition.quantity is Quantity.FAULT_PASSAGE:
        raw_values = ((0, 1),)
    elif control_type(kind) == "Boolean":
        raw_values = ((0, 0), (1, 1))
    return ControlAddress(
        point_id=point.definition.point_id,
        style=point.style,
        object_node=node,
        select=node_name(point.method("Select")) if selects else "",
        operate=node_name(point.method("Operate")) if has_methods else "",
        cancel=node_name(point.method("Cancel")) if selects else "",
        data_type=control_type(kind),
        raw_values=raw_values,
        select_timeout_s=select_timeout_s,
    )
