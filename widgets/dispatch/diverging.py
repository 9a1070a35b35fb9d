"""A scale of two colours around none: blue below zero, orange above, as far from the ground as the value is large.

Both ends are colours of the theme. They keep apart for the common colour-vision deficiencies; the sign also stands in
the number.
"""

from __future__ import annotations

import math

from PySide6.QtGui import QColor

from widgets.theme import Theme

NEGATIVE, POSITIVE = "diverging_negative", "diverging_positive"


def diverging_color(theme: Theme, share: float) -> QColor:
    """The colour of ``share``, -1 to 1; the ground of a panel for 0 and for what is not a number."""
    ground = theme.color("panel")
    if not math.isfinite(share):
        return ground
    end = theme.color(NEGATIVE if share < 0 else POSITIVE)
    part = min(abs(share), 1.0)
    mixed = [
        round(a + part * (b - a))
        for a, b in (
            (ground.red(), end.red()), (ground.green(), end.green()), (ground.blue(), end.blue()),
        )
    ]  # fmt: skip
    return QColor(*mixed)


def legible_on(theme: Theme, ground: QColor) -> QColor:
    """The colour of letters on a ground: that of text or that of a panel, whichever stands out more."""
    return max((theme.color(token) for token in ("text", "panel")), key=lambda color: contrast(color, ground))


def contrast(first: QColor, second: QColor) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    one, other = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
