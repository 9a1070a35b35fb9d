"""The words of the bar on top, and how many of them there is room for: they grow shorter before any goes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from engines.grid.snapshot import Mode
from engines.grid.unsupplied import Unsupplied
from widgets.numbers import number_text

WIDE_PX, NARROW_PX = 16, 8


@dataclass(frozen=True, slots=True)
class BarForm:
    """One way of saying it all.

    Attributes:
        supply: which of the texts of :func:`supply_texts`; spacing_px: between what stands on the bar.
        has_owed: how many alarms are to be acknowledged; has_limits: of limits, which the alarm desk says too.
    """

    supply: int = 0
    spacing_px: int = WIDE_PX
    has_owed: bool = True
    has_limits: bool = True


FORMS = (
    BarForm(),
    BarForm(supply=1),
    BarForm(supply=1, spacing_px=NARROW_PX),
    BarForm(supply=2, spacing_px=NARROW_PX),
    BarForm(supply=2, spacing_px=NARROW_PX, has_owed=False),
    BarForm(supply=2, spacing_px=NARROW_PX, has_owed=False, has_limits=False),
)
"""From the widest to the narrowest: words become shorter before any of them goes."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("ModeBar", text)


def supply_texts(lost: Unsupplied) -> tuple[str, str, str]:
    """What is without supply, in full, in short, and as a bare count; each with its shape."""
    is_counted = bool(lost.customers)
    count, perhaps = (
        (lost.customers, lost.possibly_fed_customers) if is_counted else (lost.buses, lost.possibly_fed_buses)
    )
    whole = _tr("▲ {count} customers without supply") if is_counted else _tr("■ {count} buses without supply")
    bare = (_tr("▲ {count} out") if is_counted else _tr("■ {count} buses out")).format(count=number_text(count, 0))
    more = _tr(", {count} critical").format(count=number_text(lost.critical, 0)) if lost.critical else ""
    full = whole.format(count=number_text(count, 0)) + more
    if perhaps:
        # Where a position is not known nobody can say which.
        full += _tr(" ({count} of them possibly supplied)").format(count=number_text(perhaps, 0))
    return full, bare + more, bare


def limits_text(high: int, medium: int, *, is_known: bool, is_partial: bool) -> str:
    """How many limits are violated, or that nobody knows; ``is_partial``: somewhere nobody knows."""
    if not is_known:
        return _tr("limits: not known")
    if high or medium:
        beyond_emergency = _tr("▲ {count} beyond emergency limits").format(count=number_text(high, 0))
        beyond_normal = _tr("■ {count} beyond normal limits").format(count=number_text(medium, 0))
        not_known = [_tr("rest not known")] * is_partial
        return "   ".join([beyond_emergency] * bool(high) + [beyond_normal] * bool(medium) + not_known)
    return _tr("limits: partly not known") if is_partial else _tr("no limit violated")


def mode_words(mode: Mode) -> tuple[str, str]:
    """A mode by name, and what it means for whoever works in it."""
    names = {
        Mode.LIVE: _tr("LIVE"),
        Mode.SIMULATOR: _tr("SIMULATOR"),
        Mode.STUDY: _tr("STUDY"),
        Mode.REPLAY: _tr("REPLAY"),
        Mode.PLAN: _tr("PLAN"),
    }
    meanings = {
        Mode.STUDY: _tr("A copy: nothing done here can reach the field."),
        Mode.SIMULATOR: _tr("Every device is simulated: nothing done here can reach a real one."),
        Mode.REPLAY: _tr("What was recorded at a past moment: nothing can be operated from here."),
        Mode.PLAN: _tr("What is planned for a moment ahead: nothing can be operated from here."),
        Mode.LIVE: _tr("The real network: what is operated here moves real devices."),
    }
    return names[mode], meanings.get(mode, "")
