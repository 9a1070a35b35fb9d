"""Which logical node and data object a point is published as, and the text of its node ids.

Names follow IEC 61850-7-4, -7-420 and -90-6 where those have one. A node id is ``element_id/LN.DataObject``;
control objects and their methods append ``.Name``. The server and its address map use nothing else, so that
they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.field.addresses import ControlStyle
from engines.values.points import PointDefinition, PointKind, Quantity

NAMESPACE_URI = "urn:tieline:simulator"
APPLICATION_URI = "urn:tieline:simulator:server"
FIELD = "Field"
INSTRUCTOR = "Instructor"
SELECT_TIMEOUT_S = 30.0
"""A selection holds that long on the server."""

PROTECTION_QUANTITIES = frozenset(
    {
        Quantity.HAS_TRIPPED,
        Quantity.IS_LOCKED_OUT,
        Quantity.FAULT_I_KA,
        Quantity.IS_RECLOSING_ON,
        Quantity.SETTING_GROUP,
    }
)

DBPOS_OF_POSITION = ((0, 1), (1, 2), (2, 0), (3, 3))
"""Our switch position (open, closed, intermediate, unknown) to IEC 61850-7-3 Dbpos (0 intermediate, 1 off, 2 on,
3 bad)."""
DBPOS_TEXTS = ("intermediate", "off", "on", "bad")


@dataclass(frozen=True, slots=True)
class PublishedPoint:
    """Where one point stands in the address space.

    Attributes:
        logical_node, data_object: of the variable that is read, e.g. ``XCBR1`` and ``Pos``.
        control_node, control_object: of what is commanded, e.g. ``CSWI1`` and ``Pos``; empty where nothing is.
        style: how it is commanded.
    """

    definition: PointDefinition
    logical_node: str
    data_object: str
    control_node: str = ""
    control_object: str = ""
    style: ControlStyle = ControlStyle.SELECT_BEFORE_OPERATE

    @property
    def variable(self) -> str:
        """Text of the variable's node id: the feedback."""
        return f"{self.definition.element_id}/{self.logical_node}.{self.data_object}"

    @property
    def control(self) -> str:
        """Text of the control's node id: an object with methods, or the setpoint variable of ``WRITE``."""
        return f"{self.definition.element_id}/{self.control_node}.{self.control_object}"

    @property
    def is_controllable(self) -> bool:
        """Whether commands are taken."""
        return bool(self.control_node)

    def method(self, name: str) -> str:
        """Text of the node id of one of the control object's methods."""
        return f"{self.control}.{name}"


@dataclass(frozen=True, slots=True)
class _Place:
    logical_node: str
    data_object: str
    control_node: str = ""
    control_object: str = ""
    style: ControlStyle = ControlStyle.SELECT_BEFORE_OPERATE


_PLACES: dict[Quantity, _Place] = {
    Quantity.VM_PU: _Place("MMXU1", "PhV"),
    Quantity.P_MW: _Place("MMXU1", "TotW"),
    Quantity.Q_MVAR: _Place("MMXU1", "TotVAr"),
    Quantity.I_KA: _Place("MMXU1", "A"),
    Quantity.POSITION: _Place("XSWI1", "Pos", "CSWI1", "Pos"),
    Quantity.IS_LOCAL: _Place("XSWI1", "Loc"),
    Quantity.IS_OPENING_BLOCKED: _Place("XSWI1", "BlkOpn"),
    Quantity.IS_CLOSING_BLOCKED: _Place("XSWI1", "BlkCls"),
    Quantity.TAP_POS: _Place("ATCC1", "TapPos", "ATCC1", "TapChg"),
    Quantity.IS_REGULATING: _Place("ATCC1", "AutoSt", "ATCC1", "Auto"),
    Quantity.VM_SETPOINT_PU: _Place("ATCC1", "BndCtr", "ATCC1", "BndCtrSet", ControlStyle.WRITE),
    Quantity.STEP: _Place("ARCO1", "StepPos", "ARCO1", "StepChg"),
    Quantity.SOC_PERCENT: _Place("DSTO1", "SoC"),
    Quantity.P_LIMIT_MW: _Place("DRCC1", "MaxW", "DRCC1", "MaxWSet", ControlStyle.WRITE),
    Quantity.P_SETPOINT_MW: _Place("DRCC1", "OutW", "DRCC1", "OutWSet", ControlStyle.WRITE),
    Quantity.Q_SETPOINT_MVAR: _Place("DRCC1", "OutVAr", "DRCC1", "OutVArSet", ControlStyle.WRITE),
    Quantity.FAULT_PASSAGE: _Place("SFPI1", "FltPass", "SFPI1", "IndRs", ControlStyle.DIRECT_METHOD),
    Quantity.HAS_TRIPPED: _Place("PTRC1", "Tr"),
    Quantity.IS_LOCKED_OUT: _Place("RREC1", "LO"),
    Quantity.FAULT_I_KA: _Place("PTRC1", "FltA"),
    Quantity.IS_RECLOSING_ON: _Place("RREC1", "RecSt", "RREC1", "Rec"),
    Quantity.SETTING_GROUP: _Place("LLN0", "ActSG", "LLN0", "SelSG"),
    Quantity.IS_POWERED: _Place("SVPI1", "Prs"),
}


def published_points(points: Iterable[PointDefinition]) -> tuple[PublishedPoint, ...]:
    """The place of each point, in the order of ``points``.

    A switch with protection is a breaker (``XCBR``), any other a switch (``XSWI``); what is no switch tells its
    local operation in ``LLN0``.
    """
    definitions = tuple(points)
    switches = {p.element_id: "XSWI1" for p in definitions if p.quantity is Quantity.POSITION}
    for point in definitions:
        if point.quantity in PROTECTION_QUANTITIES:
            switches[point.element_id] = "XCBR1"
    return tuple(_publish(point, switches.get(point.element_id, "LLN0")) for point in definitions)


def _publish(point: PointDefinition, switch: str) -> PublishedPoint:
    place = _PLACES.get(point.quantity, _Place("GGIO1", str(point.quantity)))
    logical_node = switch if place.logical_node == "XSWI1" else place.logical_node
    if not point.is_controllable:
        return PublishedPoint(point, logical_node, place.data_object)
    return PublishedPoint(
        point,
        logical_node,
        place.data_object,
        place.control_node or logical_node,
        place.control_object or f"{place.data_object}Ctl",
        place.style,
    )


def read_type(kind: PointKind) -> str:
    """OPC UA built-in type of a point's variable."""
    return {PointKind.ANALOG: "Double", PointKind.POSITION: "UInt32", PointKind.FLAG: "Boolean"}.get(kind, "Int32")


def control_type(kind: PointKind) -> str:
    """OPC UA built-in type a point is commanded with."""
    return {PointKind.ANALOG: "Double", PointKind.STEP: "Int32"}.get(kind, "Boolean")
