"""How far each value of a table may be believed, as arrays; and what of it a cell shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from typing import Any

import numpy as np

from engines.grid.quality import Freshness, Origin, Quality
from widgets.tables.words import tr

Array = np.ndarray[Any, Any]


class CellFlag(IntFlag):
    """What is not plainly good about a cell; a good telemetered or calculated value has none."""

    ESTIMATED = 1
    ALLOCATED = 2
    MANUAL = 4
    QUESTIONABLE = 8
    SUSPECT = 16
    STALE = 32
    INVALID = 64


FLAG_OF = {
    Quality.QUESTIONABLE: CellFlag.QUESTIONABLE,
    Quality.INVALID: CellFlag.INVALID,
    Origin.ESTIMATED: CellFlag.ESTIMATED,
    Origin.ALLOCATED: CellFlag.ALLOCATED,
    Origin.MANUAL: CellFlag.MANUAL,
    Freshness.SUSPECT: CellFlag.SUSPECT,
    Freshness.STALE: CellFlag.STALE,
}


@dataclass(frozen=True, slots=True, eq=False)
class CellQuality:
    """Quality, origin and freshness of the cells of one column.

    Attributes:
        quality, origin, freshness: ``(n,)`` each: places in ``Quality``, ``Origin``, ``Freshness``.
        flags: ``(n,)`` sum of :class:`CellFlag`; 0 is plainly good.
    """

    quality: Array
    origin: Array
    freshness: Array
    flags: Array = field(init=False)

    def __post_init__(self) -> None:
        parts = ((Quality, self.quality), (Origin, self.origin), (Freshness, self.freshness))
        flags = sum(_flag_table(kind)[codes] for kind, codes in parts)
        object.__setattr__(self, "flags", flags)

    def __len__(self) -> int:
        return len(self.quality)

    @property
    def is_plain(self) -> bool:
        """Whether every value is plainly good."""
        return not self.flags.any()

    def taken(self, order: Array) -> CellQuality:
        """Some cells, in another order."""
        return CellQuality(self.quality[order], self.origin[order], self.freshness[order])

    def aged(self, freshness: Array) -> CellQuality:
        """The same values, none of them fresher than ``(n,)`` places in ``Freshness``."""
        return CellQuality(self.quality, self.origin, np.maximum(self.freshness, freshness).astype(np.uint8))

    def words(self, row: int) -> str:
        """One cell in words: ``questionable, estimated, stale``."""
        return quality_words(int(self.quality[row]), int(self.origin[row]), int(self.freshness[row]))

    def texts(self) -> Array:
        """``(n,)`` every cell in words."""
        n_origin, n_freshness = len(Origin), len(Freshness)
        keys = (self.quality.astype(np.int64) * n_origin + self.origin) * n_freshness + self.freshness
        unique, place = np.unique(keys, return_inverse=True)
        words = [quality_words(k // (n_origin * n_freshness), k // n_freshness % n_origin, k % n_freshness)
                 for k in unique.tolist()]  # fmt: skip
        return np.array(words or [""], np.str_)[place]


def cell_quality(
    n: int,
    quality: Quality | Array = Quality.GOOD,
    origin: Origin | Array = Origin.CALCULATED,
    freshness: Freshness | Array = Freshness.FRESH,
) -> CellQuality:
    """Quality of ``n`` cells: one word for all of them, or ``(n,)`` words or places in the enumeration.

    Raises ``ValueError`` for a word or place the enumeration does not have, and for arrays of another length.
    """
    given = ((Quality, quality), (Origin, origin), (Freshness, freshness))
    codes = [np.broadcast_to(codes_of(kind, values), (n,)) for kind, values in given]
    return CellQuality(*codes)


def codes_of(kind: type[StrEnum], values: Any) -> Array:
    """Places in an enumeration, of words or of places. Raises ``ValueError`` for what it does not have."""
    found = np.asarray(values)
    if found.dtype.kind in "iu":
        if found.size and not (int(found.min()) >= 0 and int(found.max()) < len(kind)):
            raise ValueError(f"{kind.__name__} has no place {int(found.max())}")
        return found.astype(np.uint8)
    unique, place = np.unique(found.astype(np.str_), return_inverse=True)
    members = list(kind)
    places = np.array([members.index(kind(word)) for word in unique.tolist()], np.uint8)
    return np.asarray(places[place]).reshape(found.shape)


def _flag_table(kind: type[StrEnum]) -> Array:
    return np.array([int(FLAG_OF.get(member, 0)) for member in kind], np.uint8)


def quality_words(quality: int, origin: int, freshness: int) -> str:
    """Places in the three enumerations as words; that it is fresh is not said."""
    qualities = {
        Quality.GOOD: tr("good"),
        Quality.QUESTIONABLE: tr("questionable"),
        Quality.INVALID: tr("invalid"),
    }
    origins = {
        Origin.TELEMETERED: tr("telemetered"),
        Origin.ESTIMATED: tr("estimated"),
        Origin.CALCULATED: tr("calculated"),
        Origin.ALLOCATED: tr("allocated"),
        Origin.MANUAL: tr("entered by hand"),
    }
    ages = {Freshness.FRESH: "", Freshness.SUSPECT: tr("source silent"), Freshness.STALE: tr("stale")}
    parts = (qualities[list(Quality)[quality]], origins[list(Origin)[origin]], ages[list(Freshness)[freshness]])
    return ", ".join(part for part in parts if part)


def cell_mark(flags: int) -> str:
    """The signs before a number: ``?`` questionable, ``÷`` allocated, ``M`` entered by hand; "" for none."""
    signs = (
        (CellFlag.QUESTIONABLE, "?"),
        (CellFlag.ALLOCATED, "÷"),
        (CellFlag.MANUAL, tr("M")),
    )
    return "".join(sign for flag, sign in signs if flags & flag)
