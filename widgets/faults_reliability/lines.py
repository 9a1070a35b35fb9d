"""What the reliability panel shows: texts ready to be read, and the numbers behind them for writing to a file."""

from __future__ import annotations

from dataclasses import dataclass

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class SpanHead:
    """A column: one period.

    Attributes:
        title: as people say it; period: from when to when; note: what is doubtful about it, "" for nothing.
    """

    key: str
    title: str
    period: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure.

    Attributes:
        text: with its decimals, a dash where it is not known; value: NaN there.
        data: what it was counted from, one sentence.
    """

    text: str
    value: float = NAN
    data: str = ""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A row: one figure in all periods.

    Attributes:
        formula: how it is worked out, one sentence; cells: one for each head.
        is_part: of the figure above it, and set back; decimals: for a workbook.
    """

    key: str
    name: str
    unit: str
    formula: str
    cells: tuple[FigureCell, ...]
    decimals: int = 3
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class ShareLine:
    """What a feeder or a cause has added to SAIDI; ``value`` in minutes, ``note`` a second, quieter figure."""

    name: str
    value: float
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpanShares:
    """Feeders and causes of one period, worst first."""

    key: str
    by_feeder: tuple[ShareLine, ...] = ()
    by_cause: tuple[ShareLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningLine:
    """An incident with customers without supply.

    Attributes:
        detail: since when, how many, and what it has added so far.
    """

    incident_id: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ReliabilityView:
    """All that is shown.

    Attributes:
        data: from which records everything was counted, one sentence; notes: what else must be known.
        empty: said instead of figures, "" where there are some.
    """

    heads: tuple[SpanHead, ...] = ()
    figures: tuple[FigureLine, ...] = ()
    shares: tuple[SpanShares, ...] = ()
    running: tuple[RunningLine, ...] = ()
    data: str = ""
    notes: tuple[str, ...] = ()
    empty: str = ""

    def __post_init__(self) -> None:
        for line in self.figures:
            if len(line.cells) != len(self.heads):
                raise ValueError(f"{line.name}: {len(line.cells)} figures under {len(self.heads)} heads")

    def shares_of(self, key: str) -> SpanShares:
        """The shares of a period; none where nobody gave any."""
        return next((each for each in self.shares if each.key == key), SpanShares(key))
