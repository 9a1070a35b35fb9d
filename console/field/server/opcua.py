"""OPC UA values from plain ones; asyncua's own annotations want number types that nobody uses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from asyncua import ua

NULL = ua.Variant(None, ua.VariantType.Null)


def standard(number: int) -> ua.NodeId:
    """A node of namespace 0."""
    return ua.NodeId(cast(Any, number))


def named(text: str, namespace_index: int) -> ua.NodeId:
    """A node with a text as its id."""
    return ua.NodeId(cast(Any, text), cast(Any, namespace_index))


def status(code: int) -> ua.StatusCode:
    """A status."""
    return ua.StatusCode(cast(Any, code))


GOOD = status(ua.StatusCodes.Good)


def data_value(
    variant: ua.Variant, source: datetime | None = None, quality: ua.StatusCode = GOOD, now: datetime | None = None
) -> ua.DataValue:
    """A value with its times; the source's is now where none is given."""
    server = now or datetime.now(UTC)
    return ua.DataValue(variant, quality, cast(Any, source or server), cast(Any, server))


def texts(values: list[str]) -> list[ua.Variant]:
    """Output arguments that are all texts."""
    return [ua.Variant(value, ua.VariantType.String) for value in values]
