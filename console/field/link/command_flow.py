"""One command from its first check to its answer, in each of the three styles."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asyncua import ua

from console.field.addresses import ControlAddress, ControlStyle
from console.field.link.connection import Connection
from console.field.link.conversion import raw_of
from console.field.link.deadline import within
from console.field.link.options import LinkOptions
from console.field.link.sentences import code_name
from engines.values.commands import FieldAnswer, FieldCommand, FieldReply

_CODES = ua.StatusCodes
_UNDECIDED = {
    _CODES.BadTimeout, _CODES.BadRequestTimeout, _CODES.BadCommunicationError, _CODES.BadNoCommunication,
    _CODES.BadUnexpectedError, _CODES.BadInternalError, _CODES.BadConnectionClosed, _CODES.BadShutdown,
    _CODES.BadRequestInterrupted, _CODES.BadWaitingForResponse,
}  # fmt: skip
"""Answers to a command after which the device may have moved all the same."""


@dataclass(frozen=True, slots=True)
class Control:
    """How a point is commanded in this session; a node that was not found is its reason instead."""

    address: ControlAddress
    object_node: ua.NodeId
    select: ua.NodeId | None = None
    operate: ua.NodeId | None = None
    cancel: ua.NodeId | None = None


class NotSent(Exception):
    """The command stays here; the text says why."""

    def __init__(self, reason: str, status_code: int = 0) -> None:
        super().__init__(reason)
        self.status_code = status_code


class CommandFlow:
    """One command from its first check to its answer."""

    def __init__(
        self,
        command: FieldCommand,
        connection: Connection | None,
        control: Control | str,
        options: LinkOptions,
        why_refused: Callable[[], str],
        sending: Callable[[str], None],
    ) -> None:
        """Raises :class:`NotSent` where it is clear at once that nothing can be sent."""
        self._command, self._options = command, options
        self._why_refused, self._sending = why_refused, sending
        self._check()
        if isinstance(control, str):
            raise NotSent(control)
        if connection is None:
            raise NotSent("the connection is lost")
        self._connection, self._control = connection, control
        try:
            self._raw = raw_of(control.address, command.value)
        except ValueError as error:
            raise NotSent(str(error)) from None

    async def run(self) -> FieldReply:
        """Send it; the reply. Raises :class:`NotSent` where it stayed here after all."""
        style = self._control.address.style
        if style is ControlStyle.SELECT_BEFORE_OPERATE:
            return await self._select_and_operate()
        # An answered request right before: what is sent into a frozen or broken path would arrive who knows when.
        await self._prove_alive()
        if style is ControlStyle.DIRECT_METHOD:
            return await self._operate([self._raw])
        return await self._write()

    def _check(self) -> None:
        refused = self._why_refused()
        if refused:
            raise NotSent(refused)
        if self._remaining_s() <= self._options.send_margin_s:
            raise NotSent("its time was over before it could be sent")

    def _remaining_s(self) -> float:
        return self._command.send_before - time.monotonic()

    def _patience_s(self) -> float:
        return max(0.001, min(self._options.answer_s, self._remaining_s()))

    async def _prove_alive(self) -> None:
        state = ua.NodeId(ua.ObjectIds.Server_ServerStatus_State)  # type: ignore[arg-type]
        try:
            async with within(self._patience_s()):
                await self._connection.read_attribute([state], ua.AttributeIds.Value)
        except Exception as error:
            raise NotSent(f"the server did not answer in time to be sent a command ({_short(error)})") from error

    async def _select_and_operate(self) -> FieldReply:
        control = self._control
        try:
            async with within(self._patience_s()):
                result = await self._connection.call(self._request(control.select, []), self._options.answer_s)
        except Exception as error:
            code = error.code if isinstance(error, ua.UaStatusCodeError) else 0
            raise NotSent(f"it could not be selected ({_short(error)})", code) from error
        token, reason = _token_and_reason(result)
        if not result.StatusCode.is_good() or token is None:
            code = result.StatusCode.value
            raise NotSent(f"selecting was refused: {reason or code_name(code)}", code)
        try:
            self._check()
        except NotSent:
            await self._cancel(token)
            raise
        return await self._operate([token, self._raw])

    async def _cancel(self, token: ua.Variant) -> None:
        if self._control.cancel is None or not self._connection.can_send:
            return
        request = self._request(self._control.cancel, [token])
        try:
            async with within(1.0):
                await self._connection.call(request, 1.0)
        except Exception:
            # The selection runs out by itself.
            return

    async def _operate(self, arguments: list[ua.Variant]) -> FieldReply:
        call = ua.CallRequest()
        call.Parameters.MethodsToCall = [self._request(self._control.operate, arguments)]
        answer = await self._transmit(call, ua.CallResponse)
        if isinstance(answer, FieldReply):
            return answer
        result = answer.Results[0]
        flags, reason = _outputs(result)
        if not result.StatusCode.is_good():
            return self._refused(result.StatusCode.value, reason)
        if flags and not flags[0]:
            return self._answered(FieldAnswer.REFUSED, reason or "the device refused it")
        return self._answered(FieldAnswer.ACCEPTED, "", result.StatusCode.value)

    async def _write(self) -> FieldReply:
        request = ua.WriteRequest()
        item = ua.WriteValue()
        item.NodeId, item.AttributeId = self._control.object_node, ua.AttributeIds.Value
        item.Value = ua.DataValue(self._raw, StatusCode=None)
        request.Parameters.NodesToWrite = [item]
        answer = await self._transmit(request, ua.WriteResponse)
        if isinstance(answer, FieldReply):
            return answer
        status = answer.Results[0]
        if not status.is_good():
            return self._refused(status.value, "")
        return self._answered(FieldAnswer.ACCEPTED, await self._read_back(), status.value)

    async def _read_back(self) -> str:
        try:
            values = await self._connection.read_values([(0, self._control.object_node)])
        except Exception as error:
            return f"written, but not read back ({_short(error)})"
        held, sent = values.raw[0], float(self._raw.Value)
        if abs(held - sent) <= 1e-6 * max(1.0, abs(sent)):
            return ""
        return f"written as {sent:g}, but the server holds {held:g}"

    async def _transmit(self, request: Any, answer: type[Any]) -> Any:
        """Send what may move the device: the response, or the reply where there is none to be had."""
        self._check()
        if not self._connection.can_send:
            raise NotSent("the connection was lost before it could be sent")
        request.RequestHeader.AuditEntryId = self._command.originator or None
        self._sending(self._command.command_id)
        try:
            return await self._connection.ask(request, answer, self._options.operate_answer_s)
        except ua.UaStatusCodeError as error:
            return self._refused(error.code, "")
        except Exception as error:
            return self._answered(FieldAnswer.UNKNOWN, f"it was sent, and no answer came ({_short(error)})")

    def _refused(self, code: int, reason: str) -> FieldReply:
        text = reason or f"the server answered {code_name(code)}"
        if code in _UNDECIDED:
            return self._answered(FieldAnswer.UNKNOWN, f"the device may or may not have moved: {text}", code)
        return self._answered(FieldAnswer.REFUSED, text, code)

    def _answered(self, answer: FieldAnswer, reason: str, code: int = 0) -> FieldReply:
        return FieldReply(self._command.command_id, answer, reason, code, float(self._raw.Value))

    def _request(self, method: ua.NodeId | None, arguments: list[ua.Variant]) -> ua.CallMethodRequest:
        request = ua.CallMethodRequest()
        request.ObjectId, request.MethodId = self._control.object_node, method or ua.NodeId()
        request.InputArguments = arguments
        return request


def _token_and_reason(result: ua.CallMethodResult) -> tuple[ua.Variant | None, str]:
    outputs = list(result.OutputArguments or [])
    flags, reason = _outputs(ua.CallMethodResult(OutputArguments=outputs[1:]))
    if not outputs or outputs[0].Value in (None, "", b"") or (flags and not flags[0]):
        return None, reason
    return outputs[0], reason


def _outputs(result: ua.CallMethodResult) -> tuple[list[bool], str]:
    """Yes-or-no answers and the text among the output arguments."""
    values = [output.Value for output in result.OutputArguments or []]
    texts = [value.Text if isinstance(value, ua.LocalizedText) else value for value in values]
    flags = [value for value in values if isinstance(value, bool)]
    return flags, next((text for text in texts if isinstance(text, str) and text), "")


def _short(error: BaseException) -> str:
    if isinstance(error, ua.UaStatusCodeError):
        return code_name(error.code)
    if isinstance(error, TimeoutError):
        return "time was over"
    if isinstance(error, ConnectionError):
        return "the connection was lost"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
