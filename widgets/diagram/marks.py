"""Signs that others pin on elements: tags, earths, faults, work in progress."""

from __future__ import annotations

from dataclasses import dataclass

from engines.grid.network import ElementRef
from widgets.diagram.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign on an element.

    Attributes:
        symbol: its shape, usually ``TAG``, ``EARTH`` or ``FAULT``.
        token: its colour in the theme.
        text: a few words beside it, may be empty.
        said: everything the sign stands for, gravest first, for the card under the pointer; empty: just ``text``.
    """

    ref: ElementRef
    symbol: Symbol = Symbol.TAG
    token: str = "medium"
    text: str = ""
    said: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things it stands for."""
        return max(len(self.said), 1)

    @property
    def words(self) -> str:
        """All of them."""
        return "; ".join(self.said) or self.text
