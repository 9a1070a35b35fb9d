"""Roles and the rights they carry, as one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is on a site; one person may be several."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ENGINEER = "engineer"
    INSTRUCTOR = "instructor"


class Right(StrEnum):
    """One thing that not everybody may do. Looking on needs none."""

    OPERATE = "operate"
    """Send commands and setpoints to the field."""
    TAG = "tag"
    """Place tags, and lift those one holds."""
    PLACE = "place"
    """Record earths, cuts, jumpers and mobile generators."""
    DRESS = "dress"
    """Give the position of a switch without telemetry."""
    SUBSTITUTE = "substitute"
    """Put a value in the place of a telemetered one."""
    RESOLVE = "resolve"
    """Say what became of a command whose outcome is unknown."""
    SECOND = "second"
    """Be the second person where a device demands two."""
    OVERRIDE = "override"
    """Close although the prediction is late, failed or not converged."""
    NAME_RELIEF = "name_relief"
    """Name who may lift a tag whose holder is away."""
    EDIT_USERS = "edit_users"
    APPROVE_CERTIFICATES = "approve_certificates"
    EDIT_ADDRESS_MAP = "edit_address_map"
    ANSWER_ALARMS = "answer_alarms"
    """Acknowledge, shelve, reset and comment alarms."""
    ALARM_SERVICE = "alarm_service"
    """Take alarms out of service and put them back."""
    REPAIR = "repair"
    """Keep incidents, crews and safety documents; write and carry out switching orders."""
    INSTRUCT = "instruct"
    """Inject faults into the simulator."""


_DESK = frozenset(
    {
        Right.OPERATE,
        Right.TAG,
        Right.PLACE,
        Right.DRESS,
        Right.SUBSTITUTE,
        Right.RESOLVE,
        Right.SECOND,
        Right.ANSWER_ALARMS,
        Right.REPAIR,
    }
)

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.VIEWER: frozenset(),
        Role.OPERATOR: _DESK,
        Role.SUPERVISOR: _DESK | {Right.OVERRIDE, Right.NAME_RELIEF, Right.EDIT_USERS, Right.ALARM_SERVICE},
        Role.ENGINEER: frozenset(
            {Right.SUBSTITUTE, Right.APPROVE_CERTIFICATES, Right.EDIT_ADDRESS_MAP, Right.ALARM_SERVICE}
        ),
        Role.INSTRUCTOR: frozenset({Right.INSTRUCT}),
    }
)

FIRST_USER_ROLES = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ENGINEER, Role.INSTRUCTOR})
"""The first person of a site can do everything, and give others their part."""


def may(roles: Collection[Role], right: Right) -> bool:
    """Whether any of the roles carries the right."""
    return any(right in RIGHTS[role] for role in roles)


def roles_with(right: Right) -> tuple[Role, ...]:
    """The roles that carry a right."""
    return tuple(role for role in Role if right in RIGHTS[role])
