"""How control sees a device: its state gathered from points, link, tokens and other commands."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from console.control import wording
from console.control.feedback import is_believed
from console.control.ports import Ports
from engines.switching.device import Authority, DeviceState
from engines.switching.device_checks import device_checks
from engines.switching.dressed import with_hand_positions
from engines.switching.earthing import earthing_checks
from engines.switching.operation import Operation, label_of
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase
from engines.values.points import LinkState, PointDefinition, Quantity
from engines.values.site import DeviceLock, SiteState

NAN = float("nan")


def device_state(ports: Ports, definition: PointDefinition, busy_with: str) -> DeviceState:
    """The device behind a point, as it is now.

    A flag that is not known reads as not set: the device itself refuses then.

    Args:
        busy_with: another command on the same device, "" where there is none.
    """
    reading = ports.district.reading(definition.point_id)
    health = ports.field.health_of(definition.point_id)
    element_id = definition.element_id
    measured = ports.district.reading(f"{element_id}/{Quantity.I_KA}")
    return DeviceState(
        value=reading.value,
        quality=reading.quality,
        freshness=reading.freshness,
        link=health.state if health is not None else LinkState.DOWN,
        link_reason=health.reason if health is not None else "",
        has_control=ports.field.has_control(definition.point_id),
        is_local=_flag(ports, element_id, Quantity.IS_LOCAL),
        is_opening_blocked=_flag(ports, element_id, Quantity.IS_OPENING_BLOCKED),
        is_closing_blocked=_flag(ports, element_id, Quantity.IS_CLOSING_BLOCKED),
        has_tripped=_flag(ports, element_id, Quantity.HAS_TRIPPED),
        is_regulating=_flag(ports, element_id, Quantity.IS_REGULATING),
        i_ka=measured.value if is_believed(measured) else NAN,
        busy_with=busy_with,
        held_by=_held_by(ports, element_id),
    )


def quick_checks(
    ports: Ports, definition: PointDefinition, value: float, device: DeviceState, locks: Iterable[DeviceLock] = ()
) -> tuple[Check, ...]:
    """Every rule that can be asked at once: person, device, link, tags, locks, range, earths.

    Args:
        locks: those of this console that the site does not know yet.
    """
    site, snapshot = ports.site.state(), ports.district.snapshot()
    operation = Operation(definition.element_id, definition.quantity, value)
    authority = _authority(ports, definition.element_id)
    checks = device_checks(snapshot.network, _with_locks(site, locks), definition, operation, device, authority)
    closed_in = ports.site.view_only_reason
    if closed_in:
        told = phrase(wording.VIEW_ONLY, reason=closed_in)
        checks = (Check(Rule.AUTHORITY, Verdict.FORBIDDEN, told), *checks)
    given = next((s for s in site.substitutions if s.point_id == definition.point_id), None)
    if given is not None:
        name = label_of(snapshot.network, definition.element_id)
        told = phrase(wording.SUBSTITUTED, name=name, author=given.author, reason=given.reason)
        checks = (*checks, Check(Rule.QUALITY, Verdict.NEEDS_READING, told))
    if operation.is_closing and site.earths:
        checks = (*checks, *earthing_checks(with_hand_positions(snapshot, site), site, operation))
    return checks


def _authority(ports: Ports, element_id: str) -> Authority:
    if not ports.people.author():
        return Authority(False, wording.NOBODY_SIGNED_IN)
    return ports.people.authority(element_id)


def _with_locks(site: SiteState, locks: Iterable[DeviceLock]) -> SiteState:
    known = {lock.point_id for lock in site.locks}
    added = tuple(lock for lock in locks if lock.point_id not in known)
    return replace(site, locks=(*site.locks, *added)) if added else site


def _flag(ports: Ports, element_id: str, quantity: Quantity) -> bool:
    value = ports.district.reading(f"{element_id}/{quantity}").value
    return math.isfinite(value) and value != 0.0


def _held_by(ports: Ports, element_id: str) -> str:
    own = ports.site.console
    return next((t.console for t in ports.site.tokens() if t.element_id == element_id and t.console != own), "")
