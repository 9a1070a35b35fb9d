"""The lines of an address map before they are understood: fields by name, each with the place it stands at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SERVER_FIELDS = (
    "endpoint",
    "security_policy",
    "security_mode",
    "user",
    "uses_certificate",
    "publishing_interval_s",
    "keep_alive_s",
)
POINT_FIELDS = (
    "element",
    "quantity",
    "node",
    "data_type",
    "scale",
    "offset",
    "raw_values",
    "low",
    "high",
    "reporting_interval_s",
    "dead_band",
)
CONTROL_FIELDS = (
    "control_style",
    "control_object",
    "control_select",
    "control_operate",
    "control_cancel",
    "control_data_type",
    "control_scale",
    "control_offset",
    "control_raw_values",
    "control_select_timeout_s",
    "control_two_persons",
    "control_feedback_s",
    "control_tolerance",
)
REMARK_FIELDS = ("guess", "note")
"""``guess`` says what an entry was concluded from and stays until a person has checked it; ``note`` is free."""
UNASSIGNED = "?"
"""Stands for an element or quantity nobody has filled in yet."""


@dataclass(slots=True)
class PointEntry:
    """One point as it is written.

    Attributes:
        place: for a person: ``line 12``.
        fields: by the names above; text (CSV) or TOML's types; missing ones are left out.
    """

    place: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ServerEntry:
    """One server as it is written, with its points."""

    place: str
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    points: list[PointEntry] = field(default_factory=list)


@dataclass(slots=True)
class MapEntries:
    """A whole map as it is written."""

    name: str
    servers: list[ServerEntry] = field(default_factory=list)
