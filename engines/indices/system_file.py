"""A system for analytic prediction from a document (docs/reliability.md): sections, load points, rates, supply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engines.indices.analytic import ELSEWHERE, Component, Device, LoadPoint, ReliabilitySystem, ZoneLink
from engines.indices.network_system import FailureRates
from engines.indices.zoning import Zoning
from engines.values.validation import InputError

REMEDY = "docs/reliability.md shows the layout"
_SECTION = {
    "from",
    "to",
    "length_km",
    "protection",
    "breaker_at",
    "transformer",
    "name",
    "failures_per_km_year",
    "repair_h",
}
_RATES = {
    "line_failures_per_km_year",
    "line_temporary_failures_per_km_year",
    "line_repair_h",
    "switching_h",
    "transformer_failures_per_year",
    "transformer_repair_h",
}
_LOAD_POINT = {"bus", "p_mw", "customers", "name"}


def system_from_document(document: Mapping[str, Any], source: str) -> ReliabilitySystem:
    """The system of a document. Raises ``InputError`` naming the entry that cannot be used."""
    reader = _Reader(source)
    rates = reader.table(document, "rates", _RATES)
    supply = reader.table(document, "supply", {"source_bus", "substation_bus", "alternative_supply_buses"})
    sections = reader.rows(document, "sections", _SECTION)
    points = reader.rows(document, "load_points", _LOAD_POINT)
    if "source_bus" not in supply:
        raise InputError(f"{source}, supply", "source_bus is missing", REMEDY)
    builder = _Builder(reader, rates)
    for number, section in enumerate(sections, start=1):
        builder.section(f"section {number}", section)
    return builder.system(supply, points)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of a document and names what is wrong with them."""

    source: str

    def table(self, document: Mapping[str, Any], name: str, known: set[str]) -> Mapping[str, Any]:
        found = document.get(name)
        if not isinstance(found, Mapping):
            raise InputError(self.source, f"table {name} is missing", REMEDY)
        return self._only(name, found, known)

    def rows(self, document: Mapping[str, Any], name: str, known: set[str]) -> list[Mapping[str, Any]]:
        found = document.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(row, Mapping) for row in found):
            raise InputError(self.source, f"list {name} is missing or empty", REMEDY)
        return [self._only(f"{name} {k}", row, known) for k, row in enumerate(found, start=1)]

    def number(self, place: str, entry: Mapping[str, Any], name: str, default: float | None = None) -> float:
        value = entry.get(name, default)
        if value is None:
            raise InputError(f"{self.source}, {place}", f"{name} is missing", REMEDY)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise InputError(f"{self.source}, {place}", f"{name} {value!r} is not a number", "give a number")
        if not 0 <= value < float("inf"):
            raise InputError(f"{self.source}, {place}", f"{name} {value} cannot be", "give 0 or more")
        return float(value)

    def _only(self, place: str, entry: Mapping[str, Any], known: set[str]) -> Mapping[str, Any]:
        strange = sorted(set(entry) - known)
        if strange:
            raise InputError(
                f"{self.source}, {place}", f"{strange[0]} is not known", f"known are {', '.join(sorted(known))}"
            )
        return entry


class _Builder:
    """Cuts the sections at their devices.

    Places to join are ``("bus", name)`` and ``("section", number)``.
    """

    def __init__(self, reader: _Reader, rates: Mapping[str, Any]) -> None:
        self._reader, self._rates = reader, rates
        self._zoning = Zoning()
        self._components: list[tuple[Any, str, float, float, float]] = []
        self._sections = 0

    def section(self, place: str, entry: Mapping[str, Any]) -> None:
        """A way from one bus to the next, its device at the end toward the source unless ``breaker_at`` is ``to``."""
        source = f"{self._reader.source}, {place}"
        for end in ("from", "to"):
            if end not in entry:
                raise InputError(source, f"{end} is missing", REMEDY)
        if entry["from"] == entry["to"]:
            raise InputError(source, f"leads from bus {entry['from']} to itself", "correct one of its ends")
        kind = entry.get("protection", "none")
        if kind != "none" and kind not in set(Device):
            raise InputError(source, f"protection {kind!r} is not known", "write breaker, fuse, disconnector or none")
        device = None if kind == "none" else Device(kind)
        at_to = entry.get("breaker_at", "from")
        if at_to not in ("from", "to"):
            raise InputError(source, f"breaker_at {at_to!r} is not known", "write from or to")
        self._sections += 1
        body = ("section", self._sections)
        for end in ("from", "to"):
            self._zoning.join(body, ("bus", str(entry[end])), device if end == at_to else None)
        self._failures(place, entry, body)

    def _failures(self, place: str, entry: Mapping[str, Any], body: tuple[str, int]) -> None:
        number, rates = self._reader.number, self._rates
        name = str(entry.get("name", place))
        length = number(place, entry, "length_km")
        per_km = number(place, entry, "failures_per_km_year", number("rates", rates, "line_failures_per_km_year"))
        brief = number("rates", rates, "line_temporary_failures_per_km_year", 0.0)
        repair = number(place, entry, "repair_h", number("rates", rates, "line_repair_h"))
        self._components.append((body, name, per_km * length, repair, brief * length))
        has_transformer = entry.get("transformer", False)
        if not isinstance(has_transformer, bool):
            raise InputError(f"{self._reader.source}, {place}", "transformer is neither true nor false", "correct it")
        if has_transformer:
            rate = number("rates", rates, "transformer_failures_per_year")
            hours = number("rates", rates, "transformer_repair_h")
            self._components.append((body, f"transformer of {name}", rate, hours, 0.0))

    def system(self, supply: Mapping[str, Any], points: list[Mapping[str, Any]]) -> ReliabilitySystem:
        """The zones, once every section is there."""
        zone_of, count = self._zoning.zones()
        source = self._reader.source

        def zone(place: str, bus: object) -> int:
            key = ("bus", str(bus))
            if key not in zone_of:
                raise InputError(f"{source}, {place}", f"bus {bus} is at the end of no section", "correct the bus")
            return zone_of[key]

        links = list(self._zoning.links())
        elsewhere = supply.get("alternative_supply_buses", [])
        if not isinstance(elsewhere, list):
            raise InputError(f"{source}, supply", "alternative_supply_buses is no list", REMEDY)
        links += [ZoneLink(zone("supply", b), ELSEWHERE, Device.DISCONNECTOR, False) for b in elsewhere]
        load_points = []
        for k, point in enumerate(points, start=1):
            place = f"load point {k}"
            customers = self._reader.number(place, point, "customers")
            if customers != int(customers):
                raise InputError(f"{source}, {place}", f"customers {customers} is not a whole number", "correct it")
            at = zone(place, point.get("bus", "?"))
            p_mw = self._reader.number(place, point, "p_mw")
            load_points.append(LoadPoint(str(point.get("name", point.get("bus"))), at, p_mw, int(customers)))
        return ReliabilitySystem(
            source,
            count,
            (zone("supply", supply["source_bus"]),),
            tuple(links),
            tuple(
                Component(n, zone_of[body], rate, repair, brief) for body, n, rate, repair, brief in self._components
            ),
            tuple(load_points),
            self._reader.number("rates", self._rates, "switching_h"),
        )


def rates_from_document(document: Mapping[str, Any], source: str) -> FailureRates:
    """Rates for a network, from the table ``rates`` of a document. Raises ``InputError``."""
    reader = _Reader(source)
    rates = reader.table(document, "rates", {*_RATES, "load_factor"})
    return FailureRates(
        line_failures_per_km_year=reader.number("rates", rates, "line_failures_per_km_year"),
        line_repair_hours=reader.number("rates", rates, "line_repair_h"),
        transformer_failures_per_year=reader.number("rates", rates, "transformer_failures_per_year"),
        transformer_repair_hours=reader.number("rates", rates, "transformer_repair_h"),
        switching_hours=reader.number("rates", rates, "switching_h"),
        line_temporary_failures_per_km_year=reader.number("rates", rates, "line_temporary_failures_per_km_year", 0.0),
        load_factor=reader.number("rates", rates, "load_factor", 1.0),
    )
