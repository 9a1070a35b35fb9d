"""Which fields of an event are asked for, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asyncua import ua

from console.field.link.conversion import EPOCH_1601_US, SEVERITY_SHIFT
from console.field.link.event_decoding import Oversized
from engines.values.field_events import HIGHEST_SEVERITY, FieldEvent
from engines.values.points import PointQuality

_BASE, _CONDITION = ua.ObjectIds.BaseEventType, ua.ObjectIds.ConditionType
_ACKNOWLEDGEABLE, _ALARM = ua.ObjectIds.AcknowledgeableConditionType, ua.ObjectIds.AlarmConditionType
_FIELDS: dict[str, tuple[int, str]] = {
    "event_id": (_BASE, "EventId"),
    "event_type": (_BASE, "EventType"),
    "source_node": (_BASE, "SourceNode"),
    "source_name": (_BASE, "SourceName"),
    "time": (_BASE, "Time"),
    "receive_time": (_BASE, "ReceiveTime"),
    "message": (_BASE, "Message"),
    "severity": (_BASE, "Severity"),
    # Part 9, 5.5.2: the condition's own node is asked for as the NodeId attribute of its type.
    "condition": (_CONDITION, ""),
    "condition_name": (_CONDITION, "ConditionName"),
    "branch": (_CONDITION, "BranchId"),
    "is_retained": (_CONDITION, "Retain"),
    "quality": (_CONDITION, "Quality"),
    "is_enabled": (_CONDITION, "EnabledState/Id"),
    "is_acked": (_ACKNOWLEDGEABLE, "AckedState/Id"),
    "is_active": (_ALARM, "ActiveState/Id"),
}
NAMES = tuple(_FIELDS)


def select_clauses() -> list[ua.SimpleAttributeOperand]:
    """What is asked of every event, in the order of :data:`NAMES`."""
    return [_clause(*of) for of in _FIELDS.values()]


def _clause(type_id: int, path: str) -> ua.SimpleAttributeOperand:
    clause = ua.SimpleAttributeOperand()
    clause.TypeDefinitionId = ua.NodeId(type_id)  # type: ignore[arg-type]
    clause.BrowsePath = [ua.QualifiedName(name, 0) for name in path.split("/") if name]
    clause.AttributeId = ua.AttributeIds.Value if path else ua.AttributeIds.NodeId
    return clause


def oversized(fields: dict[str, Any]) -> int:
    """Bytes of the largest field that was too large to be looked at; 0 without one."""
    return max((value.size for value in fields.values() if isinstance(value, Oversized)), default=0)


def field_event(
    server: str, fields: dict[str, Any], name_of: Callable[[Any], str], element_of: Callable[[str], str],
    receive_us: int, *, is_refresh: bool,
) -> FieldEvent:  # fmt: skip
    """The event of a condition; what is missing or of a wrong type is left at its default."""
    source = name_of(fields["source_node"])
    return FieldEvent(
        server=server,
        condition_id=name_of(fields["condition"]),
        branch_id=name_of(fields["branch"]),
        event_id=fields["event_id"].hex() if isinstance(fields["event_id"], bytes) else "",
        source_node=source,
        source_name=_text(fields["source_name"]),
        element_id=element_of(source) if source else "",
        condition_name=_text(fields["condition_name"]),
        event_type=name_of(fields["event_type"]),
        severity=_severity(fields["severity"]),
        message=_text(fields["message"]),
        is_active=_flag(fields["is_active"]),
        is_acked=_flag(fields["is_acked"]),
        is_enabled=_flag(fields["is_enabled"]) is not False,
        is_retained=_flag(fields["is_retained"]) is True,
        time_us=_time_us(fields["time"]),
        server_time_us=_time_us(fields["receive_time"]),
        receive_time_us=receive_us,
        quality=_quality(fields["quality"]),
        is_refresh=is_refresh,
    )


def _text(value: Any) -> str:
    # A terminal's control characters have no place in a list of alarms.
    return "".join(c if c.isprintable() else " " for c in value).strip() if isinstance(value, str) else ""


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _severity(value: Any) -> int:
    return min(max(value, 1), HIGHEST_SEVERITY) if isinstance(value, int) and not isinstance(value, bool) else 0


def _time_us(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return max(value // 10 - EPOCH_1601_US, 0)


def _quality(value: Any) -> PointQuality:
    if not isinstance(value, int) or isinstance(value, bool):
        return PointQuality.GOOD
    return (PointQuality.GOOD, PointQuality.QUESTIONABLE, PointQuality.INVALID, PointQuality.INVALID)[
        value >> SEVERITY_SHIFT & 3
    ]
