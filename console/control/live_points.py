"""The live district as control sees it: the field's own words, never a substituted value."""

from __future__ import annotations

from collections.abc import Callable

from console.control.ports import Reading
from console.points.store import PointStore
from engines.grid.snapshot import Snapshot
from engines.values.points import PointDefinition


class StoreDistrict:
    """See :class:`console.control.ports.District`.

    Args:
        snapshot: gives the live snapshot of the moment.
    """

    def __init__(self, store: PointStore, snapshot: Callable[[], Snapshot]) -> None:
        self._store, self._snapshot = store, snapshot
        self._of_element: dict[str, list[PointDefinition]] = {}
        for definition in store.definitions:
            self._of_element.setdefault(definition.element_id, []).append(definition)

    def snapshot(self) -> Snapshot:
        """The present moment."""
        return self._snapshot()

    def definitions(self, element_id: str) -> list[PointDefinition]:
        """The points of one device."""
        return self._of_element.get(element_id, [])

    def reading(self, point_id: str) -> Reading:
        """What the field says of a point."""
        row = self._store.row(point_id)
        return Reading() if row is None else Reading(*self._store.telemetered(row))
