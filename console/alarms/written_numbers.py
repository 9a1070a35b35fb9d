"""Which turns of a file are in the site: mostly all up to one, but one that is refused alone leaves a gap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """Numbers from 1 on; ``spans``: first and last of each run without a gap, in order."""

    spans: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of_text(text: str) -> WrittenNumbers:
        """Of its own text, as ``1-4 6-9``; a single number stands for all up to it. Raises ``ValueError``."""
        parts = [part.partition("-") for part in text.split()]
        return WrittenNumbers(tuple((int(first) if last else 1, int(last or first)) for first, _, last in parts))

    def __str__(self) -> str:
        return " ".join(f"{first}-{last}" for first, last in self.spans)

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self.spans, number, key=lambda span: span[0])
        return place > 0 and number <= self.spans[place - 1][1]

    def with_numbers(self, numbers: Iterable[int]) -> WrittenNumbers:
        """With these as well."""
        spans: list[tuple[int, int]] = []
        for first, last in sorted([*self.spans, *((number, number) for number in numbers)]):
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(spans[-1][1], last))
            else:
                spans.append((first, last))
        return WrittenNumbers(tuple(spans))
