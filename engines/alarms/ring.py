"""Numbers in the order they came, the oldest of which are forgotten: each keeps its place while it is there."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right

COMPACT = 4096
"""So many forgotten ones are carried along before the rest is moved up."""


class Ring:
    """Whole numbers by place; the first that ever came has place 0, and places are never given twice.

    Attributes:
        begin, end: places of the oldest that is known, and behind the latest.
    """

    def __init__(self, code: str = "q") -> None:
        """``code``: type of the numbers, as of ``array.array``."""
        self._numbers = array(code)
        self._base = self.begin = self.end = 0

    def __len__(self) -> int:
        return self.end - self.begin

    def __getitem__(self, place: int) -> int:
        return int(self._numbers[place - self._base])

    def __setitem__(self, place: int, number: int) -> None:
        self._numbers[place - self._base] = number

    def append(self, number: int) -> None:
        """One more."""
        self._numbers.append(number)
        self.end += 1

    def forget(self, begin: int) -> None:
        """What lies before place ``begin`` is not asked for any more."""
        self.begin = begin
        gone = begin - self._base
        if gone >= COMPACT and 2 * gone >= len(self._numbers):
            del self._numbers[:gone]
            self._base = begin

    def first_from(self, number: int) -> int:
        """Place of the first that is not below ``number``; they must have come in order."""
        return self._base + bisect_left(self._numbers, number, self.begin - self._base)

    def first_after(self, number: int) -> int:
        """Place of the first above ``number``; they must have come in order."""
        return self._base + bisect_right(self._numbers, number, self.begin - self._base)
