"""Incidents kept with the journal: two consoles, a kill, a disk that refuses."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.journal.verifying import verify_journal
from console.site.site import Site, open_site
from console.workflows import orders
from console.workflows.packing import pack, unpack
from console.workflows.store import Change, WorkflowStore
from engines.values.incidents import Incident, IncidentState, TimelineEntry
from engines.values.repair import (
    Crew,
    FaultCause,
    Outage,
    OutageStage,
    RestorationEstimate,
    SafetyDocument,
    SafetyState,
    WorkOrder,
    WorkState,
)
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, SwitchingOrder
from engines.values.validation import InputError

ORDER = SwitchingOrder(
    "order:1", "incident:1", "Restore F1", "restore", "anna", 10,
    (OrderStep(1, OrderAction.OPEN, "switch:1", "R12", True), OrderStep(2, OrderAction.CLOSE, "switch:3", "T3", True)),
)  # fmt: skip
INCIDENT = Incident(
    "incident:1", "R12 tripped", 5, IncidentState.LOCATED, "F1", ("switch:12",), ("line:7",), (("line:7", 0.62),),
    Outage((OutageStage(("load:1", "load:2"), 530, 5), OutageStage(("load:3",), 4, 5, 60))), ("order:1",),
    estimates=(RestorationEstimate(100, 200, 6, "cable"),), cause=FaultCause.CABLE,
    timeline=(TimelineEntry(5, "", "R12 tripped"), TimelineEntry(6, "anna", "“Über” Leitung 7")),
)  # fmt: skip


@pytest.fixture
def site(kept_in: str, tmp_path: Path) -> Iterator[Site]:
    """A site of desk 1."""
    site = open_site(f"north {kept_in}", chosen=tmp_path, console="desk 1")
    yield site
    site.close()


@pytest.mark.parametrize(
    "value",
    [
        INCIDENT,
        ORDER,
        SafetyDocument("d", "i", "w", ("a",), ()),
        WorkOrder("w", "i", "line:1", "mend"),
        Crew("c", "C"),
    ],
)
def test_every_value_comes_back_as_it_was(value: object) -> None:
    again = unpack(type(value), pack(value))
    if isinstance(value, Crew):
        assert math.isnan(again.x)  # type: ignore[attr-defined]
        again = replace(again, x=value.x, y=value.y)  # type: ignore[type-var]
    assert again == value


def test_a_field_of_a_later_version_is_left_out() -> None:
    text = pack(ORDER).replace('"title":', '"colour":"red","title":')
    assert unpack(SwitchingOrder, text) == ORDER


def test_what_is_kept_is_found_with_its_record(site: Site) -> None:
    store = WorkflowStore(site.journal)
    assert store.new_id("incident") == "incident:1"
    assert store.new_id("incident") == "incident:2"
    kept = store.put(Change(INCIDENT, "anna", "R12 tripped", "switch:12"), Change(ORDER, "anna", "Order written"))
    assert [value.revision for value in kept] == [1, 1]
    assert store.find(Incident, "incident:1") == replace(INCIDENT, revision=1)
    assert store.all(SwitchingOrder) == (replace(ORDER, revision=1),)
    records = site.journal.read(kinds=["incident", "order"])
    assert [(r.kind, r.author, r.element_id) for r in records] == [
        ("incident", "anna", "switch:12"),
        ("order", "anna", ""),
    ]
    assert records[1].details["incident"] == "incident:1"
    with pytest.raises(InputError, match="incident:9: is not known"):
        store.find(Incident, "incident:9")


def test_who_decides_on_an_old_state_is_told(site: Site) -> None:
    store = WorkflowStore(site.journal)
    (order,) = store.put(Change(ORDER, "anna", "written"))
    assert isinstance(order, SwitchingOrder)
    store.put(Change(orders.checked(order, "ben", 20), "ben", "checked"))
    with pytest.raises(InputError, match="changed by somebody else"):
        store.put(Change(orders.checked(order, "anna", 21), "anna", "checked"))
    after = store.change(SwitchingOrder, "order:1", lambda o: (orders.begun(o, 30), "begun"), "anna")
    assert (after.state, after.revision) == (OrderState.EXECUTING, 3)


def test_all_of_several_changes_hold_or_none(site: Site) -> None:
    store = WorkflowStore(site.journal)
    store.put(Change(INCIDENT, "anna", "R12 tripped"))
    with pytest.raises(InputError, match="changed by somebody else"):
        store.put(Change(ORDER, "anna", "written"), Change(INCIDENT, "anna", "again"))
    assert store.all(SwitchingOrder) == ()
    store.put(Change(ORDER, "anna", "written"))
    with pytest.raises(InputError, match="is draft"):
        store.change(SwitchingOrder, "order:1", lambda o: (orders.begun(o, 30), "begun"), "anna")
    assert store.find(SwitchingOrder, "order:1").revision == 1


def test_another_console_sees_what_changed(site: Site, tmp_path: Path) -> None:
    store = WorkflowStore(site.journal)
    other_site = open_site(site.place.name, chosen=tmp_path, console="desk 2")
    other = WorkflowStore(other_site.journal)
    number, _ = other.changed_since(0)
    store.put(Change(INCIDENT, "anna", "R12 tripped"))
    number, changed = other.changed_since(number)
    assert changed == {("incident", "incident:1")}
    assert other.changed_since(number)[1] == frozenset()
    assert other.find(Incident, "incident:1").title == "R12 tripped"
    other_site.close()


def test_what_is_over_is_told_apart(site: Site) -> None:
    store = WorkflowStore(site.journal)
    closed = replace(INCIDENT, incident_id="incident:10", state=IncidentState.CLOSED)
    document = SafetyDocument("document:1", "incident:1", "w", ("a",), ("b",), SafetyState.CANCELLED)
    done = WorkOrder("work:1", "incident:1", "line:7", "repair", state=WorkState.CLOSED)
    other = replace(INCIDENT, incident_id="incident:9")
    store.put(*(Change(value, "anna", "kept") for value in (INCIDENT, closed, document, done, other)))
    assert [i.incident_id for i in store.all(Incident, is_over=False)] == ["incident:1", "incident:9"]
    assert [i.incident_id for i in store.all(Incident)] == ["incident:1", "incident:9", "incident:10"]
    assert not store.all(SafetyDocument, is_over=False)
    assert not store.all(WorkOrder, is_over=False)


KILLED = """
import sys
from pathlib import Path
from console.site.site import open_site
from console.workflows import orders
from console.workflows.store import Change, WorkflowStore
from tests.console.workflows.test_store import INCIDENT, ORDER
site = open_site("killed", chosen=Path(sys.argv[1]), console="desk 1")
store = WorkflowStore(site.journal)
begun = orders.begun(orders.checked(ORDER, "anna", 1), 2)
store.put(Change(INCIDENT, "anna", "R12 tripped"), Change(begun, "anna", "begun"))
store.change(type(ORDER), "order:1", lambda o: (orders.instructed(o, 1, 3), "sent"), "anna")
print("sent", flush=True)
sys.stdin.read()
"""


def test_a_console_killed_in_the_middle_of_a_step_finds_its_incident_where_it_was(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "sent\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stdin.close()
    site = open_site("killed", chosen=tmp_path, console="desk 1 again")
    store = WorkflowStore(site.journal)
    (incident,) = store.all(Incident, is_over=False)
    assert incident.outage.customers_out == 530
    (order,) = store.all(SwitchingOrder, is_over=False)
    order = orders.recovered(order)
    assert order.state is OrderState.SUSPENDED
    assert "look at the device" in order.reason
    site.close()
    assert verify_journal(site.journal.database).is_intact
