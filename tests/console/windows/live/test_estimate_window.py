"""The feeder has few meters: every bus shows an estimate with its band, and a meter that lies is named."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel

from engines.grid.switches import SwitchPosition
from engines.values.estimate import Estimate, EstimateStatus
from engines.values.points import LinkState
from tests.console.windows.live.conftest import Desk, wait_until

LIAR = "switch:F3-Q0"


def texts(desk: Desk) -> list[str]:
    """What the inspector says."""
    return [label.text() for label in desk.window.inspector.findChildren(QLabel) if label.text()]


def estimate(desk: Desk) -> Estimate | None:
    """What the console has."""
    assert desk.console.estimator is not None
    return desk.console.estimator.estimate


def test_every_bus_has_an_estimate_told_apart_from_what_is_measured_and_calculated(desk: Desk) -> None:
    wait_until(lambda: desk.console.links is not None and desk.link_state() is LinkState.UP, "the link")
    wait_until(lambda: desk.value(f"{LIAR}/position") == SwitchPosition.CLOSED, "the first values")
    wait_until(lambda: desk.console.estimator is not None and estimate(desk) is not None, "the first estimate")
    wait_until(lambda: estimate(desk).status is EstimateStatus.ESTIMATED, "a usable estimate")  # type: ignore[union-attr]
    found = estimate(desk)
    assert found is not None
    live = desk.console.district.live_moment  # type: ignore[union-attr]
    assert live is not None
    assert live.moment.result is not None
    energized = np.isfinite(live.moment.result.vm_pu)
    assert np.isfinite(found.vm_pu[energized]).all()
    assert (found.vm_std_pu[energized] > 0).all()
    desk.select("bus:F3-09")
    desk.window.describe_selection()
    shown = texts(desk)
    assert any("State estimate".casefold() in text.casefold() for text in shown), shown
    assert any("±" in text for text in shown)
    wait_until(lambda: "estimate ±" in desk.window.diagram_panel.provenance, "the band in words")


def test_a_meter_that_lies_is_listed_alarmed_and_shown_on_its_element(desk: Desk) -> None:
    instructor = desk.console.commands.instructor
    assert instructor is not None
    instructor.panel.inject_asked.emit(
        {"event": "drifting_measurement", "element_id": LIAR, "quantity": "p_mw", "per_hour": 400.0}
    )
    wait_until(lambda: any(s.element_id == LIAR for s in estimate(desk).suspects), "the liar to be named")  # type: ignore[union-attr]
    suspect = estimate(desk).suspects[0]  # type: ignore[union-attr]
    assert suspect.point_id == f"{LIAR}/p_mw"
    assert suspect.measured - suspect.estimated > 0.1
    presented = desk.console.presenter.estimated
    assert presented is not None
    tables = desk.window.tables
    wait_until(lambda: "1" in tables.tabText(tables.indexOf(presented.table)), "the count on the tab")
    desk.select(LIAR)
    desk.window.describe_selection()
    assert any("Suspect" in text for text in texts(desk))
    alarms = desk.console.alarms
    assert alarms is not None
    wait_until(lambda: any(a.alarm_id == f"suspect:{LIAR}/p_mw" for a in alarms.occurrences.values()), "the alarm")
