"""A plan made in regions, as the workspace shows it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.dispatch.jobs import plan_job, read_plans_job
from console.dispatch.kept import KeptPlan
from console.windows.live.dispatch.proof_views import proof_view
from engines.dispatch.case_file import open_case
from engines.values.dispatch_layers import LayersRecord
from engines.values.work import DirectContext
from tests.console.windows.live.dispatch.conftest import PlanningRoom
from widgets.dispatch.regions_dialog import RegionsDialog


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> KeptPlan:
    """The sample planned in two regions, as it comes back from the folder of a site."""
    folder = tmp_path_factory.mktemp("plans")
    kept = KeptPlan("a", "Sample in 2 regions", open_case("ieee33"), "ieee33", 0.0, region_count=2)
    plan_job(DirectContext(), folder, kept)
    (found,) = read_plans_job(DirectContext(), Path(folder)).plans
    return found


def record_of(kept: KeptPlan) -> LayersRecord:
    assert kept.planned is not None
    assert kept.planned.plan.layers is not None
    return kept.planned.plan.layers


def test_a_kept_plan_tells_how_its_regions_came_to_agree(planned: KeptPlan) -> None:
    record, view = record_of(planned), proof_view(planned)
    assert planned.region_count == 2
    assert view.is_proven
    assert {row.name: (row.value, row.is_fine) for row in view.rows}["Regions"] == ("2 of 2 answered", True)
    assert view.agreement is not None
    assert view.agreement.cost.tolist() == [e.cost for e in record.exchanges]
    assert view.agreement.difference_mw[-1] < view.agreement.difference_mw[0] / 20
    assert len(view.regions) == 2
    for region, line in zip(record.regions, view.regions, strict=True):
        assert region.name in line.headline.lower()
        assert f"{region.buses} buses" in line.detail
        assert "could take in" in line.detail


def test_a_region_that_fell_silent_keeps_the_seal_from_being_green(planned: KeptPlan) -> None:
    record = record_of(planned)
    silent = replace(record.regions[1], silence="a worker process ended", last_answered=4)
    assert planned.planned is not None
    layers = replace(record, regions=(record.regions[0], silent))
    plan = replace(planned.planned.plan, layers=layers)
    view = proof_view(replace(planned, planned=replace(planned.planned, plan=plan)))
    assert not view.is_proven
    assert any(silent.name in doubt and "exchange 4" in doubt for doubt in view.doubts)
    assert {row.name: (row.value, row.is_fine) for row in view.rows}["Regions"] == ("1 of 2 answered", False)
    assert "silent since exchange 4" in view.regions[0].headline
    assert view.regions[0].detail.endswith("a worker process ended")


@pytest.mark.slow
def test_a_planner_has_a_case_planned_in_regions(room: PlanningRoom) -> None:
    room.open_sample()
    room.press("regions")
    dialog = room.dialog(RegionsDialog)
    assert isinstance(dialog, RegionsDialog)
    dialog.count.setValue(2)
    room.click(dialog.done_button)
    room.settle()
    kept = room.chosen
    assert kept.region_count == 2
    assert kept.planned is not None
    assert kept.planned.plan.is_acceptable
    page = room.shown.proof
    assert not page.agreement.isVisible()
    room.click(page.lists.button(4))
    assert page.agreement.isVisible()
    points = page.agreement.cost.getPlotItem().listDataItems()
    drawn = np.concatenate([np.asarray(p.getData()[1]) for p in points if p.getData()[1] is not None])
    assert record_of(kept).exchanges[-1].cost in drawn
    # Another plan, made in one piece, has no such list.
    first = next(p for p in room.desk.plans.values() if not p.region_count)
    room.shown.choose(first.plan_id)
    room.settle()
    assert not page.agreement.isVisible()
    assert not page.lists.button(4).isVisible()
