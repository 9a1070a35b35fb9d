"""Acknowledging an alarm at the server that told it (Part 9, 5.7.3)."""

from __future__ import annotations

from asyncua import ua

from console.field.link.connection import Connection
from console.field.link.messages import AcknowledgeThere, InstructorReply
from console.field.link.node_names import UnknownName, node_id
from console.field.link.sentences import code_name

_ACKNOWLEDGE = ua.ObjectIds.AcknowledgeableConditionType_Acknowledge
_MEANINGS = {
    ua.StatusCodes.BadConditionBranchAlreadyAcked: "somebody has acknowledged it there before",
    ua.StatusCodes.BadEventIdUnknown: "the alarm has changed there meanwhile; acknowledge it at the server",
    ua.StatusCodes.BadUserAccessDenied: "the account we log in with may not acknowledge",
    ua.StatusCodes.BadMethodInvalid: "it does not let alarms be acknowledged",
    ua.StatusCodes.BadNodeIdUnknown: "it does not know the alarm any more",
    ua.StatusCodes.BadNodeIdInvalid: "it does not know the alarm any more",
}


async def acknowledge_there(connection: Connection, order: AcknowledgeThere, timeout_s: float) -> InstructorReply:
    """Call the condition's Acknowledge; whatever goes wrong is in the reply."""
    try:
        request = ua.CallMethodRequest()
        request.ObjectId = node_id(order.condition_id, connection.namespaces)
        request.MethodId = ua.NodeId(_ACKNOWLEDGE)  # type: ignore[arg-type]
        request.InputArguments = [
            ua.Variant(bytes.fromhex(order.event_id), ua.VariantType.ByteString),
            ua.Variant(ua.LocalizedText(order.comment), ua.VariantType.LocalizedText),
        ]
        result = await connection.call(request, timeout_s)
        result.StatusCode.check()
    except (UnknownName, ValueError) as error:
        return InstructorReply(order.call_id, reason=str(error))
    except ua.UaStatusCodeError as error:
        return InstructorReply(order.call_id, reason=_MEANINGS.get(error.code, f"it answered {code_name(error.code)}"))
    except (ua.UaError, OSError, TimeoutError) as error:
        reason = f"it did not answer in time ({type(error).__name__}); whether it took note is not known"
        return InstructorReply(order.call_id, reason=reason)
    return InstructorReply(order.call_id)
