"""Places joined to zones where no device stands between them."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from engines.indices.analytic import Device, ZoneLink


class Zoning:
    """Grows as places are joined.

    Attributes:
        devices: pairs of places with a device between them and whether it is closed, in the order they were named.
    """

    def __init__(self) -> None:
        self._above: dict[Any, Any] = {}
        self.devices: list[tuple[Any, Any, Device, bool]] = []

    def join(self, first: Hashable, second: Hashable, device: Device | None, is_closed: bool = True) -> None:
        """Two neighbouring places, with a device between them or none."""
        a, b = self._root(first), self._root(second)
        if device is not None:
            self.devices.append((first, second, device, is_closed))
        elif a != b:
            self._above[b] = a

    def zones(self) -> tuple[dict[Any, int], int]:
        """Zone of each place, counted in the order the places were named, and how many zones there are."""
        number: dict[Any, int] = {}
        zone_of = {place: number.setdefault(self._root(place), len(number)) for place in self._above}
        return zone_of, len(number)

    def links(self) -> tuple[ZoneLink, ...]:
        """The devices between zones."""
        zone_of, _ = self.zones()
        return tuple(ZoneLink(zone_of[a], zone_of[b], device, closed) for a, b, device, closed in self.devices)

    def _root(self, place: Hashable) -> Any:
        above = self._above.setdefault(place, place)
        while above != self._above[above]:
            self._above[above] = self._above[self._above[above]]
            above = self._above[above]
        self._above[place] = above
        return above
