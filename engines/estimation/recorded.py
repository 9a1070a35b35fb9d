"""Measurements kept in a file: one line a change, as the console's history is exported, or written by hand.

Columns ``point_id`` (the equipment and the quantity, ``load:17/p_mw``) and ``value``; with ``time_utc`` (or ``time``)
the file holds many moments. ``quality``, ``freshness``, ``is_by_hand`` and ``std`` are heeded where they are there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engines.estimation.measurements import Measurements, measurements_of
from engines.grid.network import Network
from engines.grid.switches import SwitchPosition
from engines.values.points import Quantity
from engines.values.validation import InputError

Array = np.ndarray[Any, Any]
LARGEST_BYTES = 1_000_000_000
TABLES = ("bus", "load", "sgen", "storage", "switch", "trafo")
_POINT, _TIME = ("point_id", "point"), ("time_utc", "time")
_QUALITY = ("quality", "freshness", "is_by_hand")
_GAPS = {"", "nan", "null", "none"}
_NO = {"false", "0", "no", ""}


@dataclass(frozen=True, slots=True, eq=False)
class Recorded:
    """Changes in the order of their time.

    Attributes:
        point_id: ``(n_point,)``; point: ``(n,)`` which of them changed; time: ``(n,)`` ``datetime64[us]``, NaT all over
            where the file holds one moment.
        value, std: ``(n,)``, NaN for none; is_usable: ``(n,)`` neither invalid nor stale nor set by hand.
    """

    point_id: tuple[str, ...]
    point: Array
    time: Array
    value: Array
    std: Array
    is_usable: Array

    @property
    def has_times(self) -> bool:
        """Whether it holds more than one moment."""
        return bool(len(self.time)) and not bool(np.isnat(self.time[0]))

    def moments(self, times: Array) -> Iterator[tuple[Array, Array, Array]]:
        """Value, deviation and whether it can be used of each point at rising ``times``, ``(n_point,)`` each."""
        value, std = np.full(len(self.point_id), np.nan), np.full(len(self.point_id), np.nan)
        usable = np.zeros(len(self.point_id), bool)
        begin = 0
        for end in np.searchsorted(self.time, times, side="right").tolist() if self.has_times else [len(self.value)]:
            rows = slice(begin, end)
            # Of several changes of one point the last stays.
            value[self.point[rows]], std[self.point[rows]] = self.value[rows], self.std[rows]
            usable[self.point[rows]] = self.is_usable[rows]
            begin = end
            yield value.copy(), std.copy(), usable & np.isfinite(value)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Which point of a file stands for what in a network.

    Attributes:
        measured: of each measurement its point, table, row and quantity; switch_point, switch_row: reported positions.
        unknown: points of equipment the network does not have.
    """

    measured: tuple[tuple[int, str, int, Quantity], ...]
    switch_point: Array
    switch_row: Array
    unknown: tuple[str, ...]

    def measurements(self, recorded: Recorded, value: Array, std: Array, usable: Array) -> Measurements:
        """Those of one moment."""
        rows = [
            (table, row, quantity, float(value[point]), float(std[point]), recorded.point_id[point])
            for point, table, row, quantity in self.measured
            if usable[point]
        ]
        return measurements_of(rows)

    def positions(self, position: Array, value: Array, usable: Array) -> Array:
        """``(n_switch,)`` with what is reported put in; a position that cannot be used is unknown."""
        found = position.copy()
        told = value[self.switch_point]
        heard = np.isfinite(told)
        is_known = usable[self.switch_point] & np.isin(told, [int(p) for p in SwitchPosition])
        told = np.where(is_known, told, SwitchPosition.UNKNOWN)
        found[self.switch_row[heard]] = told[heard]
        return found


def places_of(recorded: Recorded, network: Network) -> Places:
    """Find the equipment of each point.

    Raises:
        InputError: no point belongs to the network.
    """
    place = {str(name): (table, row) for table in TABLES for row, name in enumerate(network[table].id.tolist())}
    quantities = {str(quantity): quantity for quantity in Quantity}
    measured, switches, unknown = list[tuple[int, str, int, Quantity]](), list[tuple[int, int]](), list[str]()
    for point, point_id in enumerate(recorded.point_id):
        element_id, _, name = point_id.rpartition("/")
        found, quantity = place.get(element_id), quantities.get(name)
        if found is None or quantity is None:
            unknown.append(point_id)
        elif found[0] == "switch" and quantity is Quantity.POSITION:
            switches.append((point, found[1]))
        else:
            measured.append((point, *found, quantity))
    if not measured:
        raise InputError(
            "the measurements", f"hold nothing of {network.name}",
            "name points as equipment and quantity, for example " + _example(network),
        )  # fmt: skip
    at, row = np.array(switches, np.int64).reshape(-1, 2).T
    return Places(tuple(measured), at, row, tuple(unknown))


def _example(network: Network) -> str:
    table = next((t for t in ("load", "bus") if len(network[t])), "bus")
    return f"{network[table].id[0]}/vm_pu"


def read_recorded(path: Path) -> Recorded:
    """Read a file.

    Raises:
        InputError: not readable, a column missing, a line with a number or time that is none (named with its line).
    """
    place = str(path)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(place, "is larger than 1 GB", "export fewer points or a shorter time")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(csv.reader(file), place)
    except OSError as error:
        raise InputError(place, f"cannot be read ({error.strerror})", "check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(place, "is not CSV text", "export the history as .csv") from error


def _read(lines: Any, place: str) -> Recorded:
    heading = [text.strip().lower() for text in next(lines, [])]
    point_at = _column(heading, _POINT, place)
    value_at = _column(heading, ("value",), place)
    time_at = next((heading.index(name) for name in _TIME if name in heading), -1)
    extra = {
        name: heading.index(name) if name in heading else -1 for name in ("std", "quality", "freshness", "is_by_hand")
    }
    ids: dict[str, int] = {}
    point, time, value, std, usable = list[int](), list[tuple[int, str]](), list[float](), list[float](), list[bool]()
    for n, line in enumerate(lines, 2):
        if not line:
            continue
        if len(line) != len(heading):
            raise InputError(
                f"{place}, line {n}", f"has {len(line)} fields, the heading {len(heading)}", "mend the line"
            )
        point.append(ids.setdefault(line[point_at].strip(), len(ids)))
        value.append(_number(line[value_at], f"{place}, line {n}"))
        std.append(_number(line[extra["std"]], f"{place}, line {n}") if extra["std"] >= 0 else float("nan"))
        usable.append(_is_usable(line, extra))
        if time_at >= 0:
            time.append((n, line[time_at].strip().replace("Z", "").replace(" ", "T")))
    if not point:
        raise InputError(place, "holds no measurement", "give one line a measurement under the heading")
    moments = _times(time, place) if time_at >= 0 else np.full(len(point), np.datetime64("NaT"), "datetime64[us]")
    order = np.argsort(moments, kind="stable")
    return Recorded(
        tuple(ids), np.array(point)[order], moments[order], np.array(value)[order], np.array(std)[order],
        np.array(usable)[order],
    )  # fmt: skip


def _column(heading: list[str], names: tuple[str, ...], place: str) -> int:
    for name in names:
        if name in heading:
            return heading.index(name)
    raise InputError(f"{place}, line 1", f"has no column {names[0]}", "name the columns point_id, value and time_utc")


def _number(text: str, place: str) -> float:
    if text.strip().lower() in _GAPS:
        return float("nan")
    try:
        return float(text)
    except ValueError as error:
        raise InputError(place, f"{text.strip()!r} is not a number", "write a number with a decimal point") from error


def _is_usable(line: list[str], extra: dict[str, int]) -> bool:
    quality, freshness, by_hand = (line[extra[name]].strip().lower() if extra[name] >= 0 else "" for name in _QUALITY)
    return quality in ("", "good") and freshness in ("", "fresh") and by_hand in _NO


def _times(texts: list[tuple[int, str]], place: str) -> Array:
    found = np.empty(len(texts), "datetime64[us]")
    for k, (line, text) in enumerate(texts):
        try:
            found[k] = np.datetime64(text)
        except ValueError as error:
            remedy = "write it like 2026-01-14T18:30:00"
            raise InputError(f"{place}, line {line}", f"{text!r} is not a time", remedy) from error
        if np.isnat(found[k]):
            raise InputError(f"{place}, line {line}", "has no time", "write it like 2026-01-14T18:30:00")
    return found
