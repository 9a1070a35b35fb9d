"""Commands: select, operate, cancel, and setpoints that are written.

Every refusal is a bad status with one sentence in the Reason argument. An operate without a valid selection never
reaches the plant; a selection is used up by one operate, whatever becomes of it.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any

from asyncua import ua

from console.field.addresses import ControlStyle
from console.field.server.logical_nodes import PublishedPoint, control_type
from console.field.server.nodes import MethodHandler
from console.field.server.opcua import GOOD, status, texts
from console.field.server.selections import Selection, Selections
from console.field.server.sessions import CURRENT_SESSION, FieldSession
from console.field.server.simulation import Simulation
from engines.plant.commands import PlantReply
from engines.values.points import PointKind, Quantity

_log = logging.getLogger(__name__)
CODES = ua.StatusCodes


class Refused(Exception):
    """A command is refused: status code and one sentence."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class FieldControls:
    """Answers the methods and setpoint writes of all devices.

    Attributes:
        setpoint_taken: awaited with every point whose commanded value was accepted, and that value.
    """

    def __init__(self, simulation: Simulation, selections: Selections) -> None:
        self._simulation, self._selections = simulation, selections
        self._row_of = {point.point_id: row for row, point in enumerate(simulation.points)}
        self.setpoint_taken: Callable[[PublishedPoint, float], Awaitable[None]] = _ignore

    def select(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Select()."""

        async def handle(_object: ua.NodeId, *arguments: ua.Variant) -> ua.CallMethodResult:
            try:
                _require_count(arguments, 0)
                selection = await self._select(point, _session())
            except Refused as refusal:
                return _refuse(point, "select", refusal, blanks=1)
            _log.info("%s selected by %s", point.definition.point_id, selection.originator)
            return _answer(selection.token, "")

        return handle

    def operate(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Operate(token, value), or of Operate(value) where nothing is selected first."""
        selects = point.style is ControlStyle.SELECT_BEFORE_OPERATE

        async def handle(_object: ua.NodeId, *arguments: ua.Variant) -> ua.CallMethodResult:
            try:
                _require_count(arguments, 2 if selects else 1)
                session = _session()
                if selects:
                    self._take_selection(point, session, arguments[0])
                else:
                    self._require_free(point, session)
                await self._command(point, command_value(point, arguments[-1]), session)
            except Refused as refusal:
                return _refuse(point, "operate", refusal)
            return _answer("")

        return handle

    def cancel(self, point: PublishedPoint) -> MethodHandler:
        """Handler of Cancel(token)."""

        async def handle(_object: ua.NodeId, *arguments: ua.Variant) -> ua.CallMethodResult:
            try:
                _require_count(arguments, 1)
                self._take_selection(point, _session(), arguments[0])
            except Refused as refusal:
                return _refuse(point, "cancel", refusal)
            return _answer("")

        return handle

    async def write(self, point: PublishedPoint, value: ua.DataValue) -> ua.StatusCode:
        """A client writes a setpoint: the status of the write is the device's answer."""
        try:
            session = _session()
            self._require_free(point, session)
            await self._command(point, command_value(point, value.Value), session)
        except Refused as refusal:
            _refuse(point, "setpoint", refusal)
            return status(refusal.code)
        return GOOD

    def session_ended(self, session: FieldSession) -> None:
        """Nobody else has to wait for the selections of a client that has gone."""
        self._selections.release_all_of(session)

    async def _select(self, point: PublishedPoint, session: FieldSession) -> Selection:
        definition = point.definition
        self._require_free(point, session)
        row = self._row_of[definition.point_id]
        self._require(row, await self._simulation.check(row))
        selection = self._selections.select(definition.element_id, definition.point_id, session, session.originator)
        if selection is None:
            raise Refused(CODES.BadLocked, f"{definition.element_id} was selected by another session meanwhile")
        return selection

    def _require_free(self, point: PublishedPoint, session: FieldSession) -> None:
        other = self._selections.is_held_by_other(point.definition.element_id, session)
        if other is not None:
            raise Refused(CODES.BadLocked, f"{other.element_id} is selected by {other.originator}")

    def _take_selection(self, point: PublishedPoint, session: FieldSession, token: ua.Variant) -> None:
        """Use up the selection, or refuse. A wrong token leaves the selection to its owner."""
        element_id = point.definition.element_id
        self._require_free(point, session)
        selection = self._selections.of(element_id)
        if selection is None:
            raise Refused(CODES.BadRequiresLock, f"{element_id} is not selected, or its selection has run out")
        if token.Value != selection.token:
            raise Refused(CODES.BadInvalidArgument, f"this is not the token of the selection of {element_id}")
        if selection.point_id != point.definition.point_id:
            raise Refused(CODES.BadInvalidState, f"the selection is for {selection.point_id}, not for this")
        self._selections.release(element_id)

    async def _command(self, point: PublishedPoint, value: float, session: FieldSession) -> None:
        definition = point.definition
        if value < definition.low or value > definition.high:
            span = f"{definition.low:g} to {definition.high:g} {definition.unit}".rstrip()
            raise Refused(CODES.BadOutOfRange, f"{value:g} is out of range ({span})")
        reply = await self._simulation.command(definition.point_id, value, session.originator)
        self._require(self._row_of[definition.point_id], reply)
        await self.setpoint_taken(point, value)
        _log.info("%s commanded to %g by %s", definition.point_id, value, session.originator)

    def _require(self, row: int, reply: PlantReply) -> None:
        if not reply.accepted:
            is_reachable = self._simulation.is_reachable(row)
            raise Refused(CODES.BadInvalidState if is_reachable else CODES.BadCommunicationError, reply.reason)


def command_value(point: PublishedPoint, variant: ua.Variant | None) -> float:
    """The number in a command's argument, in the unit of the point.

    Any number is taken whatever its type, as long as it is one; raises :class:`Refused`.
    """
    value: Any = None if variant is None else variant.Value
    if isinstance(value, bool):
        value = int(value)
    if not isinstance(value, int | float):
        wanted = control_type(point.definition.kind)
        raise Refused(CODES.BadTypeMismatch, f"{type(value).__name__} is no number; send {wanted}")
    number = float(value)
    if not math.isfinite(number):
        raise Refused(CODES.BadOutOfRange, f"{number} is no value")
    if point.definition.quantity is Quantity.FAULT_PASSAGE:
        if number != 1.0:
            raise Refused(CODES.BadOutOfRange, "an indicator is only reset: send true")
        return 0.0
    if point.definition.kind in (PointKind.POSITION, PointKind.FLAG) and number not in (0.0, 1.0):
        raise Refused(CODES.BadOutOfRange, f"{number:g} is neither 0 nor 1")
    if point.definition.kind is PointKind.STEP and number != int(number):
        raise Refused(CODES.BadOutOfRange, f"{number:g} is no whole number")
    return number


async def _ignore(_point: PublishedPoint, _value: float) -> None:
    return


def _session() -> FieldSession:
    session = CURRENT_SESSION.get()
    if session is None:
        raise Refused(CODES.BadSessionIdInvalid, "commands need a session")
    return session


def _require_count(arguments: tuple[ua.Variant, ...], wanted: int) -> None:
    if len(arguments) < wanted:
        raise Refused(CODES.BadArgumentsMissing, f"{wanted} arguments are needed, {len(arguments)} were sent")
    if len(arguments) > wanted:
        raise Refused(CODES.BadTooManyArguments, f"{wanted} arguments are needed, {len(arguments)} were sent")


def _answer(*outputs: str, code: int = CODES.Good) -> ua.CallMethodResult:
    result = ua.CallMethodResult()
    result.StatusCode = status(code)
    result.OutputArguments = texts(list(outputs))
    return result


def _refuse(point: PublishedPoint, what: str, refusal: Refused, blanks: int = 0) -> ua.CallMethodResult:
    _log.info("%s: %s refused: %s", point.definition.point_id, what, refusal.reason)
    return _answer(*[""] * blanks, refusal.reason, code=refusal.code)
