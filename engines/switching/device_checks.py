"""The rules that ask the device, the link, the person and the tags, and need no search of the network."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engines.grid.network import Network
from engines.grid.switches import SwitchKind, SwitchPosition
from engines.switching import wording
from engines.switching.device import Authority, DeviceState
from engines.switching.operation import Operation, label_of, switch_kind
from engines.switching.ranges import value_checks
from engines.switching.tags import tag_checks
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase
from engines.values.points import LinkState, PointDefinition, PointFreshness, PointKind, PointQuality
from engines.values.site import SiteState

F, R = Verdict.FORBIDDEN, Verdict.NEEDS_READING


def device_checks(
    network: Network,
    site: SiteState,
    definition: PointDefinition,
    operation: Operation,
    device: DeviceState,
    authority: Authority,
) -> tuple[Check, ...]:
    """Everything but the network's own rules; cheap enough for every look at a device."""
    found = [
        Check(rule, verdict, phrase(template, **said), (operation.element_id,))
        for rule, verdict, template, said in (
            *_may(network, definition, operation, device, authority),
            *_can(network, site, operation, device),
            *_shows(network, operation, device),
            *_stands(network, definition, operation, device),
        )
    ]
    return (
        *found,
        *value_checks(network, definition, operation, device),
        *tag_checks(network, site, operation, device),
    )


_Found = tuple[Rule, Verdict, str, dict[str, str | float]]


def _may(
    network: Network, definition: PointDefinition, operation: Operation, device: DeviceState, authority: Authority
) -> Iterator[_Found]:
    name = label_of(network, operation.element_id)
    if not authority.may:
        given = bool(authority.reason)
        said: dict[str, str | float] = {"reason": authority.reason} if given else {"name": name}
        yield Rule.AUTHORITY, F, wording.GIVEN if given else wording.NO_AUTHORITY, said
    ref = network.find(operation.element_id)
    is_switch = ref is not None and ref.table == "switch" and definition.kind is PointKind.POSITION
    if is_switch and switch_kind(network, operation.element_id) is SwitchKind.FUSE:
        yield Rule.LOAD_BREAK, F, wording.IS_FUSE, {"name": name}
    elif not definition.is_controllable:
        by_hand = is_switch and ref is not None and not bool(network["switch"]["remote"][ref.row])
        yield Rule.CONTROL, F, wording.NO_REMOTE_CONTROL if by_hand else wording.NOT_CONTROLLABLE, {"name": name}
    elif not device.has_control:
        yield Rule.CONTROL, F, wording.NO_ADDRESS, {"name": name}


def _can(network: Network, site: SiteState, operation: Operation, device: DeviceState) -> Iterator[_Found]:
    name = label_of(network, operation.element_id)
    if device.link is not LinkState.UP:
        if device.link_reason:
            yield Rule.LINK, F, wording.LINK_NOT_UP, {"name": name, "reason": device.link_reason}
        else:
            yield Rule.LINK, F, wording.LINK_QUIET, {"name": name}
    if device.busy_with:
        yield Rule.BUSY, F, wording.BUSY, {"name": name}
    if device.held_by:
        yield Rule.BUSY, F, wording.HELD_BY, {"name": name, "console": device.held_by}
    for lock in site.locks:
        if lock.point_id.rpartition("/")[0] == operation.element_id:
            yield Rule.LOCKED, F, wording.LOCKED, {"name": name, "reason": lock.reason}
    if device.is_local:
        yield Rule.LOCAL, F, wording.IS_LOCAL, {"name": name}
    if operation.is_opening and device.is_opening_blocked:
        yield Rule.BLOCKED, F, wording.OPENING_BLOCKED, {"name": name}
    if operation.is_closing and device.is_closing_blocked:
        yield Rule.BLOCKED, F, wording.CLOSING_BLOCKED, {"name": name}


def _shows(network: Network, operation: Operation, device: DeviceState) -> Iterator[_Found]:
    name = label_of(network, operation.element_id)
    if device.freshness is PointFreshness.STALE:
        yield Rule.QUALITY, F, wording.SHOWN_STALE, {"name": name}
    elif device.freshness is PointFreshness.SUSPECT:
        yield Rule.QUALITY, F, wording.SHOWN_SUSPECT, {"name": name}
    if device.quality is PointQuality.INVALID:
        verdict = Verdict.NEEDS_OVERRIDE if operation.is_closing else R
        yield Rule.QUALITY, verdict, wording.SHOWN_INVALID, {"name": name}
    elif device.quality is PointQuality.QUESTIONABLE:
        yield Rule.QUALITY, R, wording.SHOWN_QUESTIONABLE, {"name": name}
    elif math.isnan(device.value):
        yield Rule.QUALITY, R, wording.SHOWS_NOTHING, {"name": name}


def _stands(
    network: Network, definition: PointDefinition, operation: Operation, device: DeviceState
) -> Iterator[_Found]:
    name = label_of(network, operation.element_id)
    is_believed = device.quality is not PointQuality.INVALID and not math.isnan(device.value)
    if definition.kind is PointKind.POSITION and is_believed:
        if device.value == operation.value:
            there = wording.ALREADY_OPEN if operation.is_opening else wording.ALREADY_CLOSED
            yield Rule.POSITION, F, there, {"name": name}
        elif device.value == SwitchPosition.INTERMEDIATE:
            yield Rule.POSITION, R, wording.BETWEEN_POSITIONS, {"name": name}
        elif device.value not in (SwitchPosition.OPEN, SwitchPosition.CLOSED):
            yield Rule.POSITION, R, wording.POSITION_UNKNOWN, {"name": name}
    elif definition.kind in (PointKind.STEP, PointKind.FLAG) and is_believed and device.value == operation.value:
        if definition.kind is PointKind.FLAG:
            yield Rule.POSITION, F, wording.ALREADY_ON if operation.value else wording.ALREADY_OFF, {"name": name}
        else:
            yield Rule.POSITION, F, wording.ALREADY_THERE, {"name": name, "value": operation.value}
    moves = operation.quantity in ("tap_pos", "step")
    if moves and device.is_regulating:
        yield Rule.RANGE, R, wording.REGULATOR_ON, {"name": name}
