"""Every figure of the panel names its formula, its data and its period."""

from __future__ import annotations

from console.windows.live.faults.reliability_view import MOST_BARS, reliability_view
from console.workflows.reliability_figures import ReliabilityNow
from console.workflows.reliability_now import reliability_now
from engines.values.repair import FaultCause
from tests.console.workflows.test_reliability_now import (
    BERLIN,
    DAY,
    FAULT,
    MINUTE,
    NOW,
    ORDER,
    PICKED_UP,
    SERVED,
    WORK,
    incident_of,
    stage,
)
from widgets.faults_reliability.lines import FigureLine


def now_of(served: int = SERVED, records_from_us: int = 0) -> ReliabilityNow:
    running = incident_of(2, stage(10, NOW - 90 * MINUTE, 0), stage(5, NOW - 2 * MINUTE, 0), title="F8 Hospital")
    return reliability_now(
        [PICKED_UP, running], [ORDER], [WORK], served, NOW, BERLIN, source="North district",
        records_from_us=records_from_us,
    )  # fmt: skip


def figures(now: ReliabilityNow) -> dict[str, FigureLine]:
    return {line.key: line for line in reliability_view(now).figures}


def test_the_figures_are_those_of_the_records() -> None:
    found = figures(now_of())
    # As in the records' own test: 5200 customer minutes with, 27200 without, 900 so far; 1000 served.
    assert [cell.text for cell in found["saidi"].cells] == ["5.200"] * 4
    assert found["saidi without"].cells[0].text == "27.200"
    assert found["saidi so far"].cells[0].text == "0.900"
    assert found["saidi planned"].cells[0].text == "0.000"
    assert found["saifi"].cells[0].text == "0.1500"
    assert found["caidi"].cells[0].text == "34.7"
    assert found["minutes"].cells[0].text == "5 200".replace(" ", "\u202f")


def test_every_figure_has_its_formula_and_data() -> None:
    view = reliability_view(now_of())
    for line in view.figures:
        assert line.formula.endswith("."), line.name
        assert all(cell.data for cell in line.cells), line.name
    assert all(head.period.startswith("20") and " to 2026-09-21 17:00:00" in head.period for head in view.heads)
    assert "longer than 5 minutes" in view.figures[0].formula
    assert "North district" in view.data
    assert any("1 in twelve months" in note for note in view.notes)


def test_what_is_not_known_is_a_dash() -> None:
    found = figures(now_of(served=0))
    for key in ("saidi", "saifi", "asai", "maifi", "saidi so far", "saidi without"):
        assert found[key].cells[0].text == "–", key
        assert found[key].cells[0].value != found[key].cells[0].value
    view = reliability_view(now_of(served=0))
    assert "not known how many" in view.data
    assert view.shares[0].by_feeder[0].text.endswith("customer min")


def test_where_records_begin_within_a_period_it_is_said() -> None:
    heads = reliability_view(now_of(records_from_us=NOW - 10 * DAY)).heads
    assert [bool(head.note) for head in heads] == [False, True, True, True]
    assert reliability_view(now_of()).heads[-1].note == "It is not known since when incidents are recorded."


def test_who_is_without_supply_is_told_with_what_it_adds() -> None:
    (line,) = reliability_view(now_of()).running
    assert line.title == "F8 Hospital"
    assert line.detail == "15 customers since 15:30:00 · 900 customer minutes · SAIDI so far 0.900 min"
    fresh = reliability_now([incident_of(1, stage(5, NOW - MINUTE, 0))], (), (), SERVED, NOW, BERLIN)
    assert "not longer than 5 minutes yet" in reliability_view(fresh).running[0].detail


def test_the_bars_add_up_to_the_whole() -> None:
    many = [incident_of(k, stage(k, FAULT, 60), feeder=f"F{k}", cause=list(FaultCause)[k % 9]) for k in range(1, 16)]
    view = reliability_view(reliability_now(many, (), (), SERVED, NOW, BERLIN))
    saidi = view.figures[0].cells[0].value
    for lines in (view.shares[0].by_feeder, view.shares[0].by_cause):
        assert len(lines) <= MOST_BARS
        assert abs(sum(line.value for line in lines) - saidi) < 1e-9
    assert view.shares[0].by_feeder[0].name == "F15"
    assert view.shares[0].by_feeder[-1].name == "8 others"
