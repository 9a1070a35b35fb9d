"""The table of points: what the field says, point by point."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.live.district import LiveDistrict
from console.points.store import PointStore
from console.windows.live.words import quantity_text, value_text
from engines.grid.network import Network
from engines.grid.quality import Origin
from widgets.numbers import MISSING
from widgets.slices import Steps
from widgets.tables.columns import number, text
from widgets.tables.content import ColumnSpec, TableContent
from widgets.tables.quality import cell_quality, codes_of

Array = np.ndarray[Any, Any]
SLICE_ROWS = 200


def tr(message: str) -> str:
    """``message`` in the person's language."""
    return QCoreApplication.translate("PointsTable", message)


def point_columns() -> tuple[ColumnSpec, ...]:
    """Columns of the points table."""
    return (
        text("element", tr("Equipment")),
        text("quantity", tr("Point")),
        text("value", tr("Value"), tr("As received, after scaling; marked where it is not plainly good")),
        text("unit", tr("Unit")),
        text("quality", tr("Quality"), tr("How far it may be believed, where it comes from and how old it is")),
        number("age", tr("Age"), "s", 0, tr("Since it was received")),
        number("rate", tr("Updates"), "1/s", 2, tr("How often it has come lately")),
        text("source", tr("Measured at"), tr("By the clock of its source, local time")),
        text("server", tr("Server")),
        text("id", tr("Id"), tr("What files and other systems call it")),
    )


class PointsTable:
    """Makes the content of the table anew from the store, texts only of what has changed.

    Attributes:
        district: whose points are shown; another one may be put in its place.
    """

    def __init__(self, district: LiveDistrict) -> None:
        self.district = district
        self._store: PointStore | None = None
        self._lasting: dict[str, Array] = {}
        self._texts: Array = np.empty(0, object)
        self._sources: Array = np.empty(0, object)
        self._tables: Array = np.empty(0, "U1")
        self._rows: Array = np.empty(0, np.int64)
        self._shown: Array = np.empty(0)
        self._shown_at: Array = np.empty(0, np.int64)

    def steps(self) -> Steps[TableContent]:
        """The content, in slices."""
        store = self.district.store
        if store is not self._store:
            yield from self._equip(store)
        changed = np.flatnonzero(
            ~((self._shown == store.value) | (np.isnan(self._shown) & np.isnan(store.value)))
            | (self._shown_at != store.source_time_us)
        )
        for begin in range(0, len(changed), SLICE_ROWS):
            for row in changed[begin : begin + SLICE_ROWS].tolist():
                definition = store.definitions[row]
                self._texts[row] = value_text(definition.quantity, definition.kind, float(store.value[row]))
                self._sources[row] = _clock_text(int(store.source_time_us[row]))
            yield
        self._shown, self._shown_at = store.value.copy(), store.source_time_us.copy()
        received = store.receive_time_us
        now = store.now_us
        age = np.where(received > 0, np.maximum(0.0, (now - received) / 1e6), np.nan)
        origin = np.where(
            store.is_substituted, codes_of(Origin, Origin.MANUAL), codes_of(Origin, Origin.TELEMETERED)
        ).astype(np.uint8)
        quality = cell_quality(len(store), store.quality, origin, store.freshness)
        yield
        values = {
            **self._lasting,
            "value": self._texts.astype(np.str_),
            "source": self._sources.astype(np.str_),
            "quality": quality.texts(),
            "age": age,
            "rate": store.rates(),
        }
        empty = tr("The points come with the first connection to the field.")
        return TableContent(
            point_columns(),
            values,
            self._tables,
            self._rows,
            "",
            empty,
            name=tr("Points"),
            qualities={"value": quality},
            point_key="id",
        )

    def _equip(self, store: PointStore) -> Steps[None]:
        network = self.district.opened.network
        n = len(store)
        names, tables, rows = [], [], []
        for number_, definition in enumerate(store.definitions):
            place = self.district.reader.place_of(definition.element_id)
            table, row = place if place is not None else ("", -1)
            tables.append(table)
            rows.append(row)
            names.append(_name(network, definition.element_id, table, row))
            if number_ % SLICE_ROWS == SLICE_ROWS - 1:
                yield
        self._tables, self._rows = np.array(tables or [""], np.str_)[:n], np.array(rows, np.int64)
        yield
        servers = np.array([*store.servers, ""], np.str_)
        self._lasting = {
            "element": np.array(names or [""], np.str_)[:n],
            "quantity": np.array([quantity_text(d.quantity) for d in store.definitions] or [""], np.str_)[:n],
            "unit": np.array([d.unit for d in store.definitions] or [""], np.str_)[:n],
            "server": servers[store.server_of] if n else np.empty(0, "U1"),
            "id": np.array([d.point_id for d in store.definitions] or [""], np.str_)[:n],
        }
        self._texts, self._sources = np.full(n, MISSING, object), np.full(n, MISSING, object)
        self._shown, self._shown_at = np.full(n, np.nan), np.zeros(n, np.int64)
        self._store = store


def _name(network: Network, element_id: str, table: str, row: int) -> str:
    if not table:
        return element_id
    columns = network[table]
    return str(columns["name"][row]) if "name" in columns and columns["name"][row] else element_id


def _clock_text(time_us: int) -> str:
    """Local time with milliseconds, without Qt: thousands are made at once."""
    if not time_us:
        return MISSING
    seconds, rest = divmod(time_us, 1_000_000)
    return f"{time.strftime('%H:%M:%S', time.localtime(seconds))}.{rest // 1000:03d}"
