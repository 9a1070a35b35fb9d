"""Words and numbers that several parts of the Faults workspace share."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from engines.values.repair import FaultCause
from widgets.numbers import MISSING, THIN_SPACE


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("FaultWords", text)


def probability_text(probability: float) -> str:
    """A probability 0 to 1 in percent; never certain, never impossible, a dash where it is not known."""
    if not math.isfinite(probability):
        return f"{MISSING}{THIN_SPACE}%"
    percent = 100.0 * probability
    if percent > 99.0:
        return f">99{THIN_SPACE}%"
    if percent < 1.0:
        return f"<1{THIN_SPACE}%"
    return f"{percent:.0f}{THIN_SPACE}%"


def cause_text(cause: FaultCause) -> str:
    """What was found, as it stands in a sentence."""
    return {
        FaultCause.UNKNOWN: tr("not known"),
        FaultCause.CABLE: tr("cable or accessory failed"),
        FaultCause.CABLE_DUG: tr("cable dug into"),
        FaultCause.OVERHEAD_LINE: tr("overhead line"),
        FaultCause.TREE: tr("tree"),
        FaultCause.TRANSFORMER: tr("transformer"),
        FaultCause.SWITCHGEAR: tr("switchgear"),
        FaultCause.ANIMAL: tr("animal"),
        FaultCause.CUSTOMER: tr("customer's installation"),
    }[cause]


def cause_heading(cause: FaultCause) -> str:
    """What was found, as it stands by itself."""
    text = cause_text(cause)
    return text[:1].upper() + text[1:]
