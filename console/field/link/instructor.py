"""The instructor of a simulator of ours, called through the same session as everything else."""

from __future__ import annotations

from asyncua import ua

from console.field.link.connection import Connection
from console.field.link.items import find_nodes
from console.field.link.messages import CallInstructor, InstructorReply, Scalar
from console.field.link.sentences import code_name
from console.field.simulator_map import instructor_node


async def ask_instructor(connection: Connection, call: CallInstructor) -> InstructorReply:
    """Call a method, or read a variable; whatever goes wrong is in the reply."""
    try:
        values = await (_read if call.is_variable else _call)(connection, call)
    except _Refused as error:
        return InstructorReply(call.call_id, reason=str(error))
    except ua.UaStatusCodeError as error:
        return InstructorReply(call.call_id, reason=f"the simulator answered {code_name(error.code)}")
    except (OSError, TimeoutError) as error:
        return InstructorReply(call.call_id, reason=f"the simulator did not answer ({type(error).__name__})")
    return InstructorReply(call.call_id, values)


class _Refused(Exception):
    pass


async def _call(connection: Connection, call: CallInstructor) -> tuple[Scalar, ...]:
    owner, method = await find_nodes(connection, [instructor_node(), instructor_node(call.name)])
    if isinstance(owner, str) or isinstance(method, str):
        raise _Refused("this server has no instructor")
    request = ua.CallMethodRequest()
    request.ObjectId, request.MethodId = owner, method
    request.InputArguments = [_variant(argument) for argument in call.arguments]
    result = await connection.call(request, 30.0)
    outputs = tuple(_scalar(output.Value) for output in result.OutputArguments or [])
    if not result.StatusCode.is_good():
        texts = [text for text in outputs if isinstance(text, str) and text]
        raise _Refused(texts[-1] if texts else f"the simulator answered {code_name(result.StatusCode.value)}")
    return outputs


async def _read(connection: Connection, call: CallInstructor) -> tuple[Scalar, ...]:
    (node,) = await find_nodes(connection, [instructor_node(call.name)])
    if isinstance(node, str):
        raise _Refused("this server has no instructor")
    (data,) = await connection.read_attribute([node], ua.AttributeIds.Value)
    if data.Value is None or (data.StatusCode is not None and not data.StatusCode.is_good()):
        raise _Refused(f"the simulator has no variable {call.name}")
    return (_scalar(data.Value.Value),)


def _variant(argument: Scalar) -> ua.Variant:
    if isinstance(argument, bool):
        return ua.Variant(argument, ua.VariantType.Boolean)
    if isinstance(argument, (int, float)):
        return ua.Variant(float(argument), ua.VariantType.Double)
    return ua.Variant(argument or "", ua.VariantType.String)


def _scalar(value: object) -> Scalar:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
