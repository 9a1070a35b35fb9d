"""Places by the words they are found with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from engines.values.fault_evidence import EvidenceKind
from widgets.faults.dialog_lines import PlaceLine


class PlaceIndex:
    """Finds places that hold all words; one long text is searched, so that a key press takes no time to speak of."""

    def __init__(self, places: Sequence[PlaceLine]) -> None:
        self._places = tuple(places)
        lines = [f"{p.text} {p.detail} {p.words} {p.element_id}".casefold().replace("\n", " ") for p in places]
        self._text = "\n".join(lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))

    def of_kind(self, kind: EvidenceKind) -> PlaceIndex:
        """Only the places that can give this kind of evidence."""
        return PlaceIndex([place for place in self._places if not place.kinds or kind in place.kinds])

    def find(self, words: str, most: int) -> list[PlaceLine]:
        """At most ``most`` of them, in the order they were given; all for no words."""
        wanted = sorted(words.casefold().split(), key=len, reverse=True)
        if not wanted:
            return list(self._places[:most])
        found: list[PlaceLine] = []
        for place, line in self._with(wanted[0]):
            if all(word in line for word in wanted[1:]):
                found.append(place)
                if len(found) == most:
                    break
        return found

    def _with(self, word: str) -> Iterator[tuple[PlaceLine, str]]:
        at = self._text.find(word)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            end = self._starts[row + 1]
            yield self._places[row], self._text[self._starts[row] : end - 1]
            at = self._text.find(word, end)
