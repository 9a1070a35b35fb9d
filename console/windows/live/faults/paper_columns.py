"""How wide the columns of a table on paper are: by their shares, but so that words are not broken where it can be."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QFontMetricsF

from console.windows.live.faults.paper_setting import BODY, QUIET, SMALL, paper_font
from console.windows.live.faults.paper_values import PaperLine, PaperTable, Weight

MOST_WIDENED = 1.6
"""Against its share: an id of forty letters is broken rather than given half of the page."""


def column_widths(table: PaperTable, width: float, pad: float) -> list[float]:
    """Widths that add up to ``width``; ``pad``: empty room at each side of a cell."""
    whole = sum(column.share for column in table.columns)
    shares = [width * column.share / whole for column in table.columns]
    measure = _Measure()
    needs = []
    for k, share in enumerate(shares):
        longest = measure.longest(table.columns[k].title, Weight.STRONG, SMALL)
        longest = max([longest, *(measure.cell(row[k]) for row in table.rows)])
        # A little more than the word: what just fits may be broken by rounding.
        needs.append(min(longest + 2 * pad + 4, share * MOST_WIDENED))
    wanted = sum(max(need - share, 0.0) for need, share in zip(needs, shares, strict=True))
    spare = sum(max(share - need, 0.0) for need, share in zip(needs, shares, strict=True))
    if not wanted or not spare:
        return shares
    given = min(1.0, spare / wanted)
    taken = min(1.0, wanted / spare)
    return [
        share + (need - share) * (given if need > share else taken)
        for need, share in zip(needs, shares, strict=True)
    ]  # fmt: skip


class _Measure:
    """Widths of words, each measured once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Weight, float], float] = {}
        self._metrics: dict[tuple[Weight, float], QFontMetricsF] = {}

    def cell(self, lines: Iterable[PaperLine]) -> float:
        """The longest word of a cell."""
        widths = (
            self.longest(line.text, line.weight, QUIET if line.weight is Weight.QUIET else BODY) for line in lines
        )
        return max(widths, default=0.0)

    def longest(self, text: str, weight: Weight, size: float) -> float:
        """The longest word of a text."""
        return max((self._word(word, weight, size) for word in text.split()), default=0.0)

    def _word(self, word: str, weight: Weight, size: float) -> float:
        key = (word, weight, size)
        if key not in self._known:
            look = (weight, size)
            if look not in self._metrics:
                self._metrics[look] = QFontMetricsF(paper_font(size, bold=weight is Weight.STRONG))
            self._known[key] = self._metrics[look].horizontalAdvance(word)
        return self._known[key]
