"""A page under a scroll bar that is filled in turns: held meanwhile, and then put in its places step by step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QWidget

from widgets.slices import Steps

SIDE_PX = 16


class HeldPage:
    """Each row that appears would lay the whole page out again, in one long go; so it is done once, at the end.

    Each section gets its size before all of them get their places, and the page before what it stands in.
    """

    def __init__(self, whole: QWidget, page: QWidget, view: QWidget) -> None:
        """``page`` fills ``whole``, which is scrolled in ``view`` and as wide as it."""
        self._whole, self._page, self._view = whole, page, view

    def _layouts(self) -> list[QLayout]:
        return [layout for layout in (self._page.layout(), self._whole.layout()) if layout is not None]

    def hold(self) -> None:
        """Lay nothing out and paint nothing: nobody sees a page that is half of what it was."""
        for layout in self._layouts():
            layout.setEnabled(False)
        self._whole.setUpdatesEnabled(False)

    def sized(self, sections: Sequence[QWidget]) -> Steps[None]:
        """Sections, page and whole at the sizes they will have."""
        width = self._view.width()
        for section in sections:
            if not section.isHidden():
                inner = width - 2 * SIDE_PX
                section.resize(inner, section.heightForWidth(inner))
                yield
        for part, layout in zip((self._page, self._whole), self._layouts(), strict=True):
            layout.setEnabled(True)
            layout.invalidate()
            layout.setEnabled(False)
            part.resize(width, max(layout.totalHeightForWidth(width), self._view.height()))
            yield

    def let_go(self) -> None:
        """Everything in its place."""
        for layout in self._layouts():
            layout.setEnabled(True)
            layout.invalidate()
        # A request that came meanwhile was not heard: what has grown needs its room now.
        self._page.updateGeometry()
        for layout in self._layouts():
            layout.activate()
        self._whole.setUpdatesEnabled(True)
