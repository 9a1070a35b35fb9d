"""The blocks of a paper as strips: what is never parted by a page, with its height."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from console.windows.live.faults.paper_columns import column_widths
from console.windows.live.faults.paper_setting import BODY, SMALL, SetText, ink, points
from console.windows.live.faults.paper_values import (
    Block,
    Cell,
    PaperFacts,
    PaperLine,
    PaperPicture,
    PaperSignatures,
    PaperTable,
    PaperText,
    Weight,
)

PAD_X, PAD_Y = points(3), points(2.6)
GAP = points(9)
Paint = Callable[[QPainter, float], None]


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a page as wide as the page.

    Attributes:
        paint: draws it with its top at a height.
        head: drawn once more where a page begins with this strip.
        keeps: never the last one of a page.
    """

    height: float
    paint: Paint
    head: Strip | None = None
    keeps: bool = False


def strips_of(block: Block, width: float, tallest: float) -> Iterator[Strip]:
    """The strips of a block; none is higher than ``tallest``."""
    if isinstance(block, PaperTable):
        yield from _table(block, width, tallest)
    elif isinstance(block, PaperFacts):
        yield from _facts(block, width, tallest)
    elif isinstance(block, PaperText):
        yield from _text(block, width, tallest)
    elif isinstance(block, PaperPicture):
        height = min(points(block.height), tallest)
        yield Strip(height, lambda painter, y: block.paint(painter, 0.0, y, width, height))
    else:
        yield _signatures(block, width)


def gap(height: float = GAP) -> Strip:
    """Empty room."""
    return Strip(height, lambda painter, y: None)


def hairline(painter: QPainter, x0: float, y0: float, x1: float, y1: float, token: str = "line") -> None:
    """A thin line."""
    painter.setPen(QPen(ink(token), points(0.9 if token == "text" else 0.5)))
    painter.drawLine(QLineF(x0, y0, x1, y1))


def _heading(title: str, width: float) -> Strip:
    text = SetText([PaperLine(title, Weight.STRONG)], width, 10.0)
    return Strip(text.height + points(4), lambda painter, y: text.draw(painter, 0, y), keeps=True)


def _text(block: PaperText, width: float, tallest: float) -> Iterator[Strip]:
    if block.title:
        yield _heading(block.title, width)
    for line in block.lines:
        text = SetText([line], width, 8.5)
        yield from _pieces([(0.0, text)], 0.0, tallest)
        yield gap(points(2))


def _facts(block: PaperFacts, width: float, tallest: float) -> Iterator[Strip]:
    if block.title:
        yield _heading(block.title, width)
    step = width / block.columns
    for begin in range(0, len(block.facts), block.columns):
        texts = []
        for k, (name, value) in enumerate(block.facts[begin : begin + block.columns]):
            lines = (PaperLine(name, Weight.QUIET), PaperLine(value or "–"))
            texts.append((k * step, SetText(lines, step - points(10), 8.5)))
        yield from _pieces(texts, points(2.5), tallest)


# Tables ----------------------------------------------------------------------------------------------------


def _table(block: PaperTable, width: float, tallest: float) -> Iterator[Strip]:
    if block.title:
        yield _heading(block.title, width)
    if not block.rows:
        if block.empty:
            yield from _text(PaperText((PaperLine(block.empty, Weight.QUIET),)), width, tallest)
        return
    widths = column_widths(block, width, PAD_X)
    lefts = [sum(widths[:k]) for k in range(len(widths))]
    head = _head_of(block, lefts, widths, width)
    yield head
    for row in block.rows:
        texts = [
            (left + PAD_X, _cell(content, own - 2 * PAD_X, column.is_right))
            for content, column, left, own in zip(row, block.columns, lefts, widths, strict=True)
        ]
        for strip in _pieces(texts, PAD_Y, tallest - head.height):
            yield _framed(strip, width, lefts[1:] if block.has_grid else (), head)


def _cell(content: Cell, width: float, is_right: bool) -> SetText:
    return SetText(content, width, BODY, is_right=is_right)


def _head_of(block: PaperTable, lefts: Sequence[float], widths: Sequence[float], width: float) -> Strip:
    texts = [
        (left + PAD_X, SetText([PaperLine(c.title, Weight.STRONG)], own - 2 * PAD_X, SMALL, is_right=c.is_right))
        for c, left, own in zip(block.columns, lefts, widths, strict=True)
    ]
    height = max(text.height for _, text in texts) + 2 * PAD_Y

    def paint(painter: QPainter, y: float) -> None:
        for x, text in texts:
            # Heads of one line stand on the line, beside those of two.
            text.draw(painter, x, y + height - PAD_Y - text.height)
        hairline(painter, 0, y + height, width, y + height, "text")
        for left in lefts[1:] if block.has_grid else ():
            hairline(painter, left, y, left, y + height)

    return Strip(height, paint, keeps=True)


def _framed(strip: Strip, width: float, lefts: Sequence[float], head: Strip) -> Strip:
    def paint(painter: QPainter, y: float) -> None:
        strip.paint(painter, y)
        hairline(painter, 0, y + strip.height, width, y + strip.height)
        for left in lefts:
            hairline(painter, left, y, left, y + strip.height)

    return Strip(strip.height, paint, head)


def _pieces(texts: Sequence[tuple[float, SetText]], pad: float, tallest: float) -> Iterator[Strip]:
    """Texts side by side, in as many strips as their height asks for: usually one."""
    begins = [0] * len(texts)
    while True:
        ends = [text.first_beyond(tallest - 2 * pad, begin) for (_, text), begin in zip(texts, begins, strict=True)]
        if all(end == begin < len(t) for (_, t), begin, end in zip(texts, begins, ends, strict=True)):
            raise ValueError("the page is too small for a line of text")
        yield _piece(texts, begins, ends, pad)
        if all(end == len(text) for (_, text), end in zip(texts, ends, strict=True)):
            return
        begins = ends


def _piece(texts: Sequence[tuple[float, SetText]], begins: list[int], ends: list[int], pad: float) -> Strip:
    def span(text: SetText, begin: int, end: int) -> float:
        if begin >= end:
            return 0.0
        return (text.height if end == len(text) else text.tops[end]) - text.tops[begin]

    height = max((span(t, b, e) for (_, t), b, e in zip(texts, begins, ends, strict=True)), default=0.0) + 2 * pad

    def paint(painter: QPainter, y: float) -> None:
        for (x, text), begin, end in zip(texts, begins, ends, strict=True):
            text.draw(painter, x, y + pad, begin, end)

    return Strip(height, paint)


# Signatures ------------------------------------------------------------------------------------------------


def _signatures(block: PaperSignatures, width: float) -> Strip:
    step = width / max(len(block.signatures), 1)
    room = points(26)
    texts = [
        (k * step, SetText((PaperLine(s.role), PaperLine(s.known or " ", Weight.QUIET)), step - points(14)))
        for k, s in enumerate(block.signatures)
    ]
    height = room + points(3) + max((text.height for _, text in texts), default=0.0)

    def paint(painter: QPainter, y: float) -> None:
        for x, text in texts:
            hairline(painter, x, y + room, x + step - points(14), y + room, "text")
            text.draw(painter, x, y + room + points(3))

    return Strip(height, paint)


def warning_strip(words: str, detail: str, width: float) -> Strip:
    """Large words in a frame: legible from across the room, and on a bad copy."""
    text = SetText([PaperLine(words, Weight.STRONG)], width - points(16), 16.0)
    small = SetText([PaperLine(detail)] if detail else [], width - points(16), 9.0)
    height = text.height + small.height + points(10)

    def paint(painter: QPainter, y: float) -> None:
        painter.setPen(QPen(ink(), points(1.8)))
        painter.drawRect(QRectF(QPointF(points(1), y), QPointF(width - points(1), y + height)))
        text.draw(painter, points(8), y + points(5))
        small.draw(painter, points(8), y + points(5) + text.height)

    return Strip(height + points(10), paint)
