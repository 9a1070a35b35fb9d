"""What is selected, the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from engines.grid.network import ElementRef, Network


class Selection(QObject):
    """The one selection of the window; views follow it and change it.

    Signals:
        changed: tuple of ``ElementRef``, and the view that caused it (it may skip its own echo).
    """

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._refs: tuple[ElementRef, ...] = ()

    @property
    def refs(self) -> tuple[ElementRef, ...]:
        """What is selected."""
        return self._refs

    def choose(self, refs: Iterable[ElementRef], source: object = None) -> None:
        """Select exactly these."""
        chosen = tuple(refs)
        if chosen != self._refs:
            self._refs = chosen
            self.changed.emit(chosen, source)

    def carry_over(self, before: Network, after: Network) -> None:
        """Keep what is selected where the network's rows have moved; what is gone is dropped."""
        ids = [str(before[r.table].id[r.row]) for r in self._refs if r.row < len(before[r.table])]
        found = [ref for ref in map(after.find, ids) if ref is not None]
        self.choose(found)
