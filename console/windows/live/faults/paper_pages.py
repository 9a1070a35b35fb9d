"""A paper laid out on pages of a size: a head, strips one beneath the other, a foot with the page's number."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QPainter

from console.windows.live.faults.paper_setting import SMALL, SetText, points
from console.windows.live.faults.paper_strips import GAP, Strip, gap, hairline, strips_of, warning_strip
from console.windows.live.faults.paper_values import Paper, PaperLine, Weight
from console.windows.live.faults.words import tr
from widgets.slices import Steps, run_steps

FOOT = points(22)
LEAST_BODY = points(60)


class Pages:
    """The pages of a paper; made by :func:`pages_of` or :func:`page_steps`.

    Attributes:
        width, height: of what can be printed on, in tenths of a point.
    """

    def __init__(self, paper: Paper, width: float, height: float) -> None:
        self.paper, self.width, self.height = paper, width, height
        self._first, self._further = tuple(self._first_head()), tuple(self._further_head())
        self._body_end = height - FOOT
        heads = max(_height(self._first), _height(self._further))
        if self._body_end - heads < LEAST_BODY:
            raise ValueError(f"a page of {width:.0f} x {height:.0f} has no room beneath its head")
        self._pages: list[list[tuple[float, Strip]]] = []
        self._y = 0.0

    @property
    def count(self) -> int:
        """How many there are; at least one."""
        return len(self._pages)

    def paint_steps(self, painter: QPainter, number: int) -> Steps[None]:
        """Draw page ``number``, counted from 1."""
        for y, strip in self._pages[number - 1]:
            strip.paint(painter, y)
            yield
        self._paint_foot(painter, number)

    def lay_out(self) -> Steps[None]:
        """Put every strip in its place."""
        tallest = self._body_end - _height(self._further)
        waiting: list[Strip] = []
        self._begin_page(self._first)
        for block in self.paper.blocks:
            for strip in strips_of(block, self.width, tallest):
                waiting.append(strip)
                if not strip.keeps:
                    self._place(waiting)
                    waiting = []
                    yield
            waiting.append(gap())
            if not waiting[:-1]:
                self._place(waiting)
                waiting = []
        self._place(waiting)

    def _begin_page(self, head: Iterable[Strip]) -> None:
        self._pages.append([])
        self._y = 0.0
        for strip in head:
            self._put(strip)

    def _put(self, strip: Strip) -> None:
        self._pages[-1].append((self._y, strip))
        self._y += strip.height

    def _place(self, strips: list[Strip]) -> None:
        """Strips that stay together, on this page or on the next one."""
        if not strips:
            return
        is_gap = len(strips) == 1 and strips[0].height <= GAP and strips[0].head is None
        if self._y + _height(strips) > self._body_end:
            if is_gap:
                return
            self._begin_page(self._further)
            if strips[0].head is not None:
                self._put(strips[0].head)
        for strip in strips:
            if self._y + strip.height > self._body_end:
                # So much is kept together that it does not fit on one page: it is parted all the same.
                self._begin_page(self._further)
                if strip.head is not None:
                    self._put(strip.head)
            self._put(strip)

    def _first_head(self) -> Iterable[Strip]:
        paper = self.paper
        kind = SetText([PaperLine(f"{paper.kind}  {paper.number}".strip(), Weight.STRONG)], self.width, 10.0)
        title = SetText([PaperLine(paper.title, Weight.STRONG)], self.width, 15.0)
        yield Strip(kind.height, lambda painter, y: kind.draw(painter, 0, y))
        yield Strip(title.height + points(6), lambda painter, y: title.draw(painter, 0, y))
        if paper.warning:
            yield warning_strip(paper.warning, paper.warning_detail, self.width)

    def _further_head(self) -> Iterable[Strip]:
        paper = self.paper
        words = " · ".join(part for part in (f"{paper.kind} {paper.number}".strip(), paper.title) if part)
        line = SetText([PaperLine(words, Weight.STRONG)], self.width, 9.0)
        yield Strip(line.height + points(6), lambda painter, y: line.draw(painter, 0, y))
        if paper.warning:
            yield warning_strip(paper.warning, "", self.width)

    def _paint_foot(self, painter: QPainter, number: int) -> None:
        top = self.height - FOOT + points(8)
        hairline(painter, 0, top, self.width, top)
        place = tr("Page {page} of {pages}").format(page=number, pages=self.count)
        right = SetText([PaperLine(place)], points(120), SMALL, is_right=True)
        right.draw(painter, self.width - points(120), top + points(3))
        left = SetText([PaperLine(self.paper.foot, Weight.QUIET)], self.width - points(130), SMALL)
        # One line: what is longer belongs into the head.
        left.draw(painter, 0, top + points(3), 0, min(1, len(left)))


def page_steps(paper: Paper, width: float, height: float) -> Steps[Pages]:
    """The pages of a paper, in slices. Raises ``ValueError`` where a page is too small for its head."""
    pages = Pages(paper, width, height)
    yield from pages.lay_out()
    return pages


def pages_of(paper: Paper, width: float, height: float) -> Pages:
    """The pages of a paper, at once."""
    return run_steps(page_steps(paper, width, height))


def _height(strips: Iterable[Strip]) -> float:
    return sum(strip.height for strip in strips)
