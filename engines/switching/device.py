"""What is known of a device and of the person before a command, given as data by whoever knows it."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.points import LinkState, PointFreshness, PointQuality

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Authority:
    """Whether the person may operate the device; ``reason`` is one sentence where they may not."""

    may: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """A device and its point at one moment.

    Attributes:
        value, quality, freshness: what the commanded point shows; NaN: nothing.
        link, link_reason: the link its command would take.
        has_control: the address map says how to command it.
        is_local: its selector stands on local.
        is_opening_blocked, is_closing_blocked: blocked at the device.
        has_tripped: protection opened it and nobody has acknowledged it.
        is_regulating: an automatic regulator moves it.
        i_ka: measured current through it; NaN: not measured, or not believable.
        busy_with: id of another command on the same device, "" where there is none.
        held_by: another console that holds its control token, "" where there is none.
    """

    value: float = NAN
    quality: PointQuality = PointQuality.GOOD
    freshness: PointFreshness = PointFreshness.FRESH
    link: LinkState = LinkState.UP
    link_reason: str = ""
    has_control: bool = True
    is_local: bool = False
    is_opening_blocked: bool = False
    is_closing_blocked: bool = False
    has_tripped: bool = False
    is_regulating: bool = False
    i_ka: float = NAN
    busy_with: str = ""
    held_by: str = ""
