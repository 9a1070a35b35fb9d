"""Names, ids and kinds of a network in one text, searched as a person types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engines.grid.network import ElementRef, Network

Array = np.ndarray[Any, Any]
TABLES = (
    "switch",
    "bus",
    "line",
    "trafo",
    "trafo3w",
    "load",
    "sgen",
    "storage",
    "gen",
    "shunt",
    "ext_grid",
    "asymmetric_load",
    "asymmetric_sgen",
    "impedance",
    "customer",
)
MOST = 40
MOST_LOOKED_AT = 1500


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """One line per element, small letters: name, id and kind.

    Attributes:
        text: one string of all lines; begin: ``(n,)`` where each line begins in it, name_end: where its name ends.
        table: ``(n,)`` index into ``TABLES``; row: ``(n,)``.
    """

    text: str
    begin: Array
    name_end: Array
    table: Array
    row: Array

    def __len__(self) -> int:
        return len(self.begin)

    def find(self, typed: str, most: int = MOST) -> list[ElementRef]:
        """Best matches of all words typed: the whole name, names that begin so, then whatever contains them."""
        words = typed.lower().split()
        if not words:
            return []
        ranked: tuple[list[int], list[int], list[int]] = ([], [], [])
        whole = " ".join(words)
        for line in self._lines_with(max(words, key=len)):
            begin, end = int(self.begin[line]), int(self.name_end[line])
            content = self._content(line)
            if all(word in content for word in words):
                is_start = self.text.startswith(whole, begin)
                is_whole = is_start and begin + len(whole) == end
                ranked[0 if is_whole else 1 if is_start else 2].append(line)
                if len(ranked[1]) >= most:
                    break
        lines = [line for group in ranked for line in group][:most]
        return [self._ref(line) for line in lines]

    def _lines_with(self, word: str) -> Iterator[int]:
        at, last, looked_at = self.text.find(word), -1, 0
        while at >= 0 and looked_at < MOST_LOOKED_AT:
            line = int(np.searchsorted(self.begin, at, side="right")) - 1
            if line != last:
                looked_at += 1
                last = line
                yield line
            at = self.text.find(word, self._end(line))

    def _end(self, line: int) -> int:
        return int(self.begin[line + 1]) if line + 1 < len(self.begin) else len(self.text)

    def _content(self, line: int) -> str:
        return self.text[int(self.begin[line]) : self._end(line)]

    def _ref(self, line: int) -> ElementRef:
        return ElementRef(TABLES[self.table[line]], int(self.row[line]))

    def find_loosely(self, typed: str, first: int, last: int, most: int = MOST) -> list[ElementRef]:
        """Names among some lines that have the typed letters in this order, with others between them."""
        letters = [re.escape(c) for c in typed.lower() if not c.isspace()]
        if len(letters) < 2 or first >= len(self):
            return []
        loose = re.compile(r"[^\n\x00]*?".join(letters))
        found = []
        for line in range(first, min(last, len(self))):
            if loose.search(self.text, int(self.begin[line]), int(self.name_end[line])):
                found.append(self._ref(line))
                if len(found) == most:
                    break
        return found


def index_network(network: Network, kinds: Mapping[str, str] | None = None) -> SearchIndex:
    """The index of a network, made at once; half a microsecond an element."""
    builder = IndexBuilder(network, kinds)
    while not builder.is_done:
        builder.add(100_000)
    return builder.index()


class IndexBuilder:
    """Makes an index in pieces, so that nobody waits for it.

    ``kinds`` are words by table that can be typed too.
    """

    def __init__(self, network: Network, kinds: Mapping[str, str] | None = None) -> None:
        self._network, self._kinds = network, kinds or {}
        self._waiting = [(number, table) for number, table in enumerate(TABLES) if table in network.tables]
        self._row = 0
        self._parts: list[str] = []
        self._begin: list[int] = []
        self._name_end: list[int] = []
        self._tables: list[Array] = []
        self._rows: list[Array] = []
        self._place = 0

    @property
    def is_done(self) -> bool:
        """Whether every element is in."""
        return not self._waiting

    def add(self, count: int) -> None:
        """Take some more elements in."""
        if not self._waiting:
            return
        number, name = self._waiting[0]
        table = self._network[name]
        first, last = self._row, min(self._row + count, len(table))
        ids = table.id[first:last].tolist()
        names = table["name"][first:last].tolist() if "name" in table else ids
        kinds = self._kinds_of(name, first, last)
        for label, element_id, kind in zip(names, ids, kinds, strict=True):
            head = (label or element_id).lower()
            line = f"{head}\x00{element_id.lower()}\x00{kind}\n"
            self._parts.append(line)
            self._begin.append(self._place)
            self._name_end.append(self._place + len(head))
            self._place += len(line)
        self._tables.append(np.full(last - first, number, np.int16))
        self._rows.append(np.arange(first, last))
        self._row = last
        if last >= len(table):
            self._waiting.pop(0)
            self._row = 0

    def _kinds_of(self, name: str, first: int, last: int) -> list[str]:
        """What each of these elements may be called; a switch also by its own kind, a tie as a tie."""
        kind = self._kinds.get(name, name).lower()
        if name != "switch":
            return [kind] * (last - first)
        table = self._network["switch"]
        own = [self._kinds.get(k, k.replace("_", " ")).lower() for k in table["kind"][first:last].tolist()]
        tie = self._kinds.get("tie", "tie").lower()
        return [
            f"{kind} {word}" if is_normally_closed else f"{kind} {word} {tie}"
            for word, is_normally_closed in zip(own, table["normal_closed"][first:last].tolist(), strict=True)
        ]

    def index(self) -> SearchIndex:
        """What was taken in so far."""
        tables = np.concatenate([*self._tables, np.empty(0, np.int16)])
        rows = np.concatenate([*self._rows, np.empty(0, np.int64)])
        return SearchIndex("".join(self._parts), np.array(self._begin), np.array(self._name_end), tables, rows)
