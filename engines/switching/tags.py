"""What the tags on a device mean for an operation of it."""

from __future__ import annotations

from engines.grid.network import Network
from engines.switching import wording
from engines.switching.device import DeviceState
from engines.switching.operation import Operation, label_of
from engines.switching.verdicts import Check, Rule, Verdict
from engines.values.phrase import phrase
from engines.values.points import Quantity
from engines.values.site import SiteState, Tag, TagKind


def tag_checks(network: Network, site: SiteState, operation: Operation, device: DeviceState) -> tuple[Check, ...]:
    """One check for each tag on the device; nobody overrides what a tag forbids."""
    checks = []
    for tag in site.tags_of(operation.element_id):
        verdict, template = _meaning(tag, operation, device)
        said = {"name": label_of(network, tag.element_id), "author": tag.author, "reason": tag.reason}
        if template is wording.TAG_LIVE_LINE_TRIPPED:
            del said["reason"]
        checks.append(Check(Rule.TAG, verdict, phrase(template, **said), (tag.element_id,)))
    return tuple(checks)


def _meaning(tag: Tag, operation: Operation, device: DeviceState) -> tuple[Verdict, str]:
    reclosing_on = operation.quantity is Quantity.IS_RECLOSING_ON and operation.value != 0
    if tag.kind is TagKind.DO_NOT_OPERATE:
        return Verdict.FORBIDDEN, wording.TAG_DO_NOT_OPERATE
    if tag.kind is TagKind.CAUTION:
        return Verdict.NEEDS_READING, wording.TAG_CAUTION
    if tag.kind is TagKind.RECLOSING_OFF:
        return (Verdict.FORBIDDEN if reclosing_on else Verdict.PASSES), wording.TAG_RECLOSING_OFF
    if tag.kind is TagKind.LIVE_LINE_WORK:
        if reclosing_on:
            return Verdict.FORBIDDEN, wording.TAG_RECLOSING_OFF
        if operation.is_closing and device.has_tripped:
            return Verdict.FORBIDDEN, wording.TAG_LIVE_LINE_TRIPPED
        # Opening ends the danger and is never held up by reading.
        return (Verdict.PASSES if operation.is_opening else Verdict.NEEDS_READING), wording.TAG_LIVE_LINE
    return Verdict.PASSES, wording.TAG_INFORMATION
