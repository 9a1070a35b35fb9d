"""The board of a site: two readers see the same, and read only what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.faults import incident_deeds, repair_deeds
from console.faults.board import BoardReader, FaultBoard
from console.site.site import Site, open_site
from console.workflows.store import WorkflowStore
from engines.values.incidents import Incident, IncidentState


@pytest.fixture
def site(kept_in: str, tmp_path: Path) -> Iterator[Site]:
    site = open_site(f"north {kept_in}", chosen=tmp_path, console="desk 1")
    yield site
    site.close()


@pytest.fixture
def store(site: Site) -> WorkflowStore:
    return WorkflowStore(site.journal)


class Counted:
    """A store that counts what is read of it one by one."""

    def __init__(self, store: WorkflowStore) -> None:
        self._store, self.found = store, list[str]()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def find(self, kind: type[Any], kept_id: str) -> Any:
        self.found.append(kept_id)
        return self._store.find(kind, kept_id)


def opened(store: WorkflowStore, device: str, at: int = 10) -> Incident:
    return store.transact(lambda ledger: incident_deeds.open_incident(ledger, f"{device} tripped", (device,), "F1", at))


def test_an_empty_site_is_known_to_be_empty(store: WorkflowStore) -> None:
    assert FaultBoard().change < 0
    board = BoardReader(store).refresh()
    assert board.change >= 0
    assert board.open_incidents() == ()


def test_two_readers_see_the_same_and_read_only_what_changed(store: WorkflowStore, site: Site, tmp_path: Path) -> None:
    other_site = open_site(site.place.name, chosen=tmp_path, console="desk 2")
    counted = Counted(WorkflowStore(other_site.journal))
    here, there = BoardReader(store), BoardReader(counted)  # type: ignore[arg-type]
    first, second = opened(store, "switch:1"), opened(store, "switch:2")
    here.refresh()
    there.refresh()
    assert counted.found == [], "the first time all are read at once"
    untouched = there.board.incidents[second.incident_id]
    store.transact(lambda ledger: incident_deeds.note(ledger, first.incident_id, "anna", "a word", 20))
    work = store.transact(
        lambda ledger: repair_deeds.new_work(ledger, first.incident_id, "line:1", "mend", "cable", 0, 30)
    )
    there.refresh()
    assert sorted(counted.found) == [first.incident_id, work.work_id]
    assert there.board.incidents[second.incident_id] is untouched
    assert there.refresh() is there.board
    assert sorted(counted.found) == [first.incident_id, work.work_id], "nothing changed, nothing read"
    assert here.refresh() == there.board
    assert there.board.works_of(first.incident_id) == (work,)
    other_site.close()


def test_open_incidents_come_oldest_first_and_closed_ones_stay_known(store: WorkflowStore) -> None:
    later, earlier = opened(store, "switch:1", 50), opened(store, "switch:2", 40)
    reader = BoardReader(store)
    assert [i.incident_id for i in reader.refresh().open_incidents()] == [earlier.incident_id, later.incident_id]
    store.transact(lambda ledger: incident_deeds.close(ledger, later.incident_id, "anna", 60))
    board = reader.refresh()
    assert [i.incident_id for i in board.open_incidents()] == [earlier.incident_id]
    assert board.incidents[later.incident_id].state is IncidentState.CLOSED
