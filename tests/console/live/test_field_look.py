"""What the diagram is told of the field: from the points as they stand to the signs a person sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from console.first_picture import first_picture
from console.jobs import OpenedNetwork
from console.live.district import LiveDistrict
from console.live.field_reader import FieldReader
from console.live.jobs import LiveRequest, live_job
from console.points.store import PointStore, wall_clock_us
from console.tasks.runner import TaskRunner
from console.windows.live.field_on_diagram import FieldOnDiagram
from engines.grid.network import Network
from engines.grid.snapshot import Mode
from engines.plant.plant import Plant
from engines.values.frozen import FrozenMap
from engines.values.points import (
    LinkHealth,
    LinkState,
    PointBatch,
    PointDefinition,
    PointFreshness,
    PointQuality,
    Quantity,
)
from engines.values.site import HandDressedPosition, SiteState, Substitution
from widgets.diagram.signs import Sign
from widgets.diagram.view import DiagramView

PATIENCE_MS = 30_000
SERVERS = ("north bar", "south bar")


@pytest.fixture(scope="module")
def opened() -> OpenedNetwork:
    stored = first_picture("north")
    assert stored is not None
    return stored[0]


@pytest.fixture(scope="module")
def points(opened: OpenedNetwork) -> tuple[PointDefinition, ...]:
    return tuple(Plant(opened.network).points)


@pytest.fixture
def store(opened: OpenedNetwork, points: tuple[PointDefinition, ...]) -> PointStore:
    """The points of the district behind two servers: switches of the first half, and everything else."""
    network = opened.network
    half = {str(i) for i in network["switch"].id[: len(network["switch"]) // 2]}
    first = [d for d in points if d.element_id in half]
    return PointStore([(SERVERS[0], first), (SERVERS[1], [d for d in points if d.element_id not in half])])


def hear(store: PointStore, opened: OpenedNetwork, server: int) -> PointBatch:
    """Every point of a server, once: positions as they are drawn, all else one."""
    rows = store.rows_of_server(server)
    definitions = store.definitions[rows]
    switch = opened.network["switch"]
    position = dict(zip(map(str, switch.id), switch["position"].tolist(), strict=True))
    value = [position[d.element_id] if d.quantity is Quantity.POSITION else 1.0 for d in definitions]
    n, now = len(definitions), np.full(len(definitions), wall_clock_us())
    return PointBatch(np.arange(n, dtype=np.int32), np.array(value), np.zeros(n, np.uint8), now, now)


def one(store: PointStore, point_id: str, value: float, quality: PointQuality) -> tuple[int, PointBatch]:
    row = store.row(point_id)
    assert row is not None
    server, now = int(store.server_of[row]), np.array([wall_clock_us()])
    index = np.array([row - store.rows_of_server(server).start], np.int32)
    return server, PointBatch(index, np.array([value]), np.array([quality], np.uint8), now, now)


def test_the_look_says_what_the_points_say(store: PointStore, opened: OpenedNetwork) -> None:
    network, reader = opened.network, FieldReader(opened.network, store)
    for server in (0, 1):
        store.set_health(LinkHealth(SERVERS[server], LinkState.UP))
        store.apply(server, hear(store, opened, server))
    reported = [str(network["switch"].id[row]) for row in reader.telemetered_switches[:3]]
    silent = next(i for i in network["switch"].id if not store.rows_of_element(str(i)))
    store.apply(*one(store, f"{reported[0]}/position", 1.0, PointQuality.QUESTIONABLE))
    store.apply(*one(store, f"{reported[1]}/position", 1.0, PointQuality.INVALID))
    store.substitute({f"{reported[2]}/position": 0.0})
    dressed = HandDressedPosition(str(silent), 0, "anna", 1)
    look = reader.look(SiteState(dressed=(dressed,)))
    position = look.reported["switch", Quantity.POSITION]
    first, second, third = reader.telemetered_switches[:3].tolist()
    assert position.doubt[[first, second, third]].tolist() == [1, 2, 0]
    assert np.isnan(position.value[second])
    assert position.is_by_hand.nonzero()[0].tolist() == [third]
    assert [str(network["switch"].id[row]) for row in look.dressed] == [str(silent)]
    assert position.is_telemetered.sum() == len(reader.telemetered_switches)
    assert not position.doubt[~position.is_telemetered].any()
    assert look.structure_revision == network.structure_revision


def test_a_district_never_heard_has_nothing_fresh(store: PointStore, opened: OpenedNetwork) -> None:
    reader = FieldReader(opened.network, store)
    position = reader.look(SiteState()).reported["switch", Quantity.POSITION]
    assert set(position.doubt[position.is_telemetered].tolist()) == {PointFreshness.STALE}
    assert not position.received_us.any()


class Shown:
    """A district with its diagram, and how often that was drawn."""

    def __init__(self, opened: OpenedNetwork, store: PointStore, runner: TaskRunner) -> None:
        self.view = DiagramView()
        self.view.show_network(opened.network, opened.layout)
        self.district = LiveDistrict(runner, opened, store, Mode.SIMULATOR, lambda: None)
        self.field = FieldOnDiagram(self.view, self.district, self.district)
        self.district.moment_changed.connect(self._on_moment)
        self._on_moment()

    def _on_moment(self, _live: object = None) -> None:
        moment = self.district.moment
        if moment is None:
            self.field.show_moment(self.district.snapshot, None, None)
        else:
            self.field.show_moment(self.district.snapshot, moment.topology, moment.result)

    def signs(self) -> set[Sign]:
        assert self.view.shown is not None
        return self.view.shown.signs

    def is_fresh(self) -> bool:
        return not {Sign.SUSPECT, Sign.STALE} & self.signs()


@pytest.fixture
def shown(qtbot: QtBot, opened: OpenedNetwork, store: PointStore) -> Iterator[Shown]:
    runner = TaskRunner()
    made = Shown(opened, store, runner)
    qtbot.addWidget(made.view)
    yield made
    made.district.deleteLater()
    runner.close()


def test_the_diagram_follows_the_links(
    qtbot: QtBot, shown: Shown, store: PointStore, opened: OpenedNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    district, view = shown.district, shown.view
    assert Sign.STALE in shown.signs()
    for server in (0, 1):
        district.set_health(LinkHealth(SERVERS[server], LinkState.UP))
        district.apply(server, hear(store, opened, server))
    qtbot.waitUntil(lambda: shown.is_fresh() and Sign.MEASURED in shown.signs(), timeout=PATIENCE_MS)

    # One of two links goes: what hangs on the other one stays what it is.
    district.set_health(LinkHealth(SERVERS[0], LinkState.SUSPECT))
    qtbot.waitUntil(lambda: Sign.SUSPECT in shown.signs(), timeout=PATIENCE_MS)
    assert Sign.STALE not in shown.signs()
    district.set_health(LinkHealth(SERVERS[0], LinkState.DOWN))
    qtbot.waitUntil(lambda: Sign.STALE in shown.signs(), timeout=PATIENCE_MS)
    assert view.shown is not None
    doubt = view.shown.trust.switch_doubt
    reader = district.reader
    half = len(opened.network["switch"]) // 2
    told = reader.telemetered_switches
    assert set(doubt[told[told < half]].tolist()) == {PointFreshness.STALE}
    assert set(doubt[told[told >= half]].tolist()) == {PointFreshness.FRESH}
    assert 0 < np.count_nonzero(view.shown.trust.label_doubt) < len(view.shown.trust.label_doubt)

    # Words of a link's health that change nothing draw nothing.
    drawn: list[int] = []
    refresh = DiagramView._refresh
    monkeypatch.setattr(DiagramView, "_refresh", lambda self: (drawn.append(1), refresh(self)))
    for values in range(20):
        district.set_health(LinkHealth(SERVERS[0], LinkState.DOWN, values=values))
    assert drawn == []
    monkeypatch.undo()

    district.set_health(LinkHealth(SERVERS[1], LinkState.DOWN))
    qtbot.waitUntil(lambda: view.shown is not None and view.shown.moment.is_old, timeout=PATIENCE_MS)
    assert set(view.shown.trust.doubt.tolist()) == {PointFreshness.STALE}


def test_a_substitution_and_a_position_by_hand_are_seen_at_once(
    shown: Shown, store: PointStore, opened: OpenedNetwork
) -> None:
    district = shown.district
    switch = str(opened.network["switch"].id[int(district.reader.telemetered_switches[0])])
    district.set_site(SiteState(substitutions=(Substitution(f"{switch}/position", 0.0, "anna", 1),)))
    assert Sign.BY_HAND in shown.signs()
    district.set_site(SiteState())
    assert Sign.BY_HAND not in shown.signs()


def test_a_measurement_that_contradicts_the_others_is_questionable_until_it_does_not(
    store: PointStore, opened: OpenedNetwork
) -> None:
    reader = FieldReader(opened.network, store)
    for server in (0, 1):
        store.set_health(LinkHealth(SERVERS[server], LinkState.UP))
        store.apply(server, hear(store, opened, server))
    liar = next(d.point_id for d in store.definitions if d.quantity is Quantity.P_MW and "switch" in d.element_id)
    ref = opened.network.find(liar.rpartition("/")[0])
    assert ref is not None
    reader.suspect([liar, "nobody:1/p_mw"])
    flow = reader.look(SiteState()).reported["switch", Quantity.P_MW]
    assert flow.is_questionable.nonzero()[0].tolist() == [ref.row]
    assert reader.is_suspect(store.row(liar) or 0)
    reader.suspect([])
    assert not reader.look(SiteState()).reported["switch", Quantity.P_MW].is_questionable.any()


class Context:
    """A worker's memory."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {}


def test_a_past_moment_is_solved_alike_whatever_was_shown_before_it(opened: OpenedNetwork) -> None:
    plant = Plant(opened.network)
    store = PointStore([("simulator", plant.points)])
    store.set_health(LinkHealth("simulator", LinkState.UP))
    told = plant.readings()
    n, now = len(told.value), np.full(len(told.value), wall_clock_us())
    store.apply(0, PointBatch(np.arange(n, dtype=np.int32), told.value, told.quality, now, now))
    reader = FieldReader(opened.network, store)

    def losses(context: Context, network: Network, factor: float = 1.0) -> float:
        measured = reader.read(np.datetime64("2026-01-14T18:30"), SiteState())
        columns = {
            key: np.asarray(values) * factor if key[1] in ("p_mw", "q_mvar") else values
            for key, values in measured.columns.items()
        }
        flows = {f.name: getattr(measured, f.name) for f in fields(measured)} | {"columns": FrozenMap(columns)}
        request = LiveRequest(network.structure_revision, 1, type(measured)(**flows), Mode.REPLAY, network)
        reply = live_job(context, request)  # type: ignore[arg-type]
        assert reply.result is not None
        assert reply.result.is_converged
        return float(reply.result.losses_kw)

    alone = losses(Context(), opened.network)
    shared = Context()
    losses(shared, opened.network, 3.0)
    assert losses(shared, opened.network) == pytest.approx(alone, rel=1e-6)
