"""Curves, marks and a label of a plot that are filled again and again instead of being made anew.

A plot keeps a trace of every item it ever had: some hundred bytes a second where a chart is drawn twice a second.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class ItemPool:
    """Items by name; those that are not asked for between :meth:`begin` and :meth:`end` are emptied."""

    def __init__(self, plot: Any, order: tuple[str, ...]) -> None:
        """``order``: names of curves from back to front; marks and the label lie before them."""
        self._plot, self._order = plot, order
        self._items: dict[str, Any] = {}
        self._used: set[str] = set()

    def begin(self) -> None:
        """Fill from here."""
        self._used = set()

    def curve(self, name: str) -> Any:
        """A ``PlotCurveItem`` that counts for the range of the plot."""
        import pyqtgraph as pg

        return self._item(f"curve {name}", pg.PlotCurveItem, self._order.index(name), ignores_bounds=name == "estimate")

    def marks(self, name: str) -> Any:
        """A ``ScatterPlotItem``."""
        import pyqtgraph as pg

        return self._item(f"marks {name}", pg.ScatterPlotItem, len(self._order), ignores_bounds=True)

    def label(self) -> Any:
        """The ``TextItem``."""
        import pyqtgraph as pg

        return self._item("label", lambda: pg.TextItem(""), len(self._order) + 1, ignores_bounds=True)

    def end(self) -> None:
        """What was not filled shows nothing."""
        for name, item in self._items.items():
            is_used = name in self._used
            if not is_used and name != "label":
                item.setData(np.empty(0), np.empty(0))
            item.setVisible(is_used)

    def _item(self, name: str, make: Any, height: int, *, ignores_bounds: bool) -> Any:
        item = self._items.get(name)
        if item is None:
            item = self._items[name] = make()
            item.setZValue(height)
            self._plot.addItem(item, ignoreBounds=ignores_bounds)
        self._used.add(name)
        item.setVisible(True)
        return item
