"""The report of a day: nothing rounded into agreement, green only where true, whole or not at all."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from console.cli.main import main
from console.dispatch.figures import weather_use
from console.dispatch.folder import write_plan
from console.dispatch.jobs import open_case_job, plan_job
from console.dispatch.kept import KeptPlan
from console.dispatch.rule_days import RuleDays, rules_job
from console.windows.live.dispatch.report.making import day_report
from console.windows.live.dispatch.report.paper import report_paper
from console.windows.live.dispatch.report.values import DayReport, Figure, Section, apart
from console.windows.live.dispatch.report.workbook import workbook_bytes, write_workbook
from console.windows.live.faults.paper_output import pdf_bytes, save_pdf
from console.workflows.dispatch_values import (
    ExecutionState,
    Halt,
    MeasuredDeviation,
    PlanExecution,
    ReleaseState,
    ReleaseStep,
    SentSetpoint,
)
from engines.values.dispatch import AcViolation, DispatchPlan
from engines.values.loadflow import VerificationStatus
from engines.values.validation import InputError
from engines.values.work import DirectContext
from tests.console.dispatch.forecast_samples import write_history
from tests.console.windows.live.conftest import wait_until
from tests.console.windows.live.dispatch.conftest import PlanningRoom
from tests.console.windows.live.dispatch.test_scenario_views import kept as kept_over
from tests.console.windows.live.dispatch.test_scenario_views import over
from tests.console.windows.live.faults.pdf_text import pages_text, squeezed

AT = 1_795_000_000.0
UNITS = ("MW", "MWh", "Mvar", "kW", "pu", "%", "h", "s", "¤", "¤/MWh", "position", "count")
COUNTS = ("Scenario", "Steps solved", "Violations", "Exchange", "In steps", "Setpoints sent", "Found so already",
          "Refused or failed", "Value, in the point's unit")  # fmt: skip


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> KeptPlan:
    folder = tmp_path_factory.mktemp("site")
    return plan_job(DirectContext(), folder, open_case_job(DirectContext(), folder, "ieee33", "anna"))


@pytest.fixture(scope="module")
def rules(planned: KeptPlan) -> RuleDays:
    return rules_job(DirectContext(), replace(planned, planned=None))


@pytest.fixture(scope="module")
def report(qapp: QApplication, planned: KeptPlan, rules: RuleDays) -> DayReport:
    return day_report(planned, rules, (), AT, "ben")


def section(report: DayReport, sheet: str) -> Section:
    return next(part for part in report.parts if isinstance(part, Section) and part.sheet == sheet)


def rows(report: DayReport, sheet: str) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): row[1:] for row in section(report, sheet).rows}


def spoilt(kept: KeptPlan, **changes: Any) -> KeptPlan:
    assert kept.planned is not None
    return replace(kept, planned=replace(kept.planned, plan=replace(kept.planned.plan, **changes)))


def the_plan(kept: KeptPlan) -> DispatchPlan:
    assert kept.planned is not None
    return kept.planned.plan


# What it says ----------------------------------------------------------------------------------------------


def test_the_workbook_has_the_plan_s_own_numbers_unrounded(report: DayReport, planned: KeptPlan) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))
    plan = the_plan(planned)
    found = [cell.value for page in book for row in page.iter_rows() for cell in row]
    for value in (plan.cost, plan.lower_bound, plan.losses_mwh, plan.ac.max_dv_pu, float(plan.losses_mw[19]) * 1e3,
                  plan.binding[0].shadow_price):  # fmt: skip
        assert any(isinstance(cell, float) and cell == pytest.approx(value, rel=1e-14) for cell in found), value
    assert book["Cost"]["A1"].value == "Cost"
    assert '" ¤"' in {cell.number_format[-4:] for row in book["Summary"].iter_rows() for cell in row}
    assert book["Summary"]["A3"].font.color.rgb == "FF1E7A34"
    # Every step of every device, and every limit of every step.
    assert book["Devices"].max_row == 24 + 3
    assert sum(1 for row in book["Limits"].iter_rows(min_row=4) if row[0].value) == len(plan.binding)


def test_the_paper_carries_figures_reasons_and_origin(report: DayReport, planned: KeptPlan, rules: RuleDays) -> None:
    text = "".join(pages_text(pdf_bytes(report_paper(report))))
    plan = the_plan(planned)
    assert squeezed(f"{plan.cost:,.2f}".replace(",", "")) in text
    saved = rules.days[0].cost - plan.cost
    assert saved > 0
    assert squeezed(f"{saved:.2f} ¤ less") in text
    for told in (
        "Proven: within the gap, AC checked",
        "Purchases by price period",
        "wind at bus 18",
        "Why, device by device",
        "Shadow price",
        "clarabel",
        "anna",
        "ben",
        planned.plan_id,
        "storage at bus 31",
    ):
        assert squeezed(told) in text, told
    assert "Bindinglimits" not in text


def test_every_number_has_its_unit(report: DayReport) -> None:
    assert len([p for p in report.parts if isinstance(p, Section)]) >= 14
    for part in report.parts:
        for k, column in enumerate(part.columns if isinstance(part, Section) else ()):
            own = column.title.rpartition(", ")[2]
            assert isinstance(part, Section)
            for row in part.rows:
                value = row[k]
                if isinstance(value, Figure) and not value.unit:
                    bare = part.sheet in ("Proof", "Summary") and value.decimals in (0, -1)
                    assert own in UNITS or column.title in COUNTS or bare, (part.title, column.title)


def test_sums_agree_with_the_plan_and_with_the_rules(report: DayReport, planned: KeptPlan, rules: RuleDays) -> None:
    costs = rows(report, "Cost")
    kinds = [row for name, row in costs.items() if name != "All"]
    for k, whole in ((0, the_plan(planned).cost), (1, rules.days[0].cost)):
        assert sum(row[k].value for row in kinds) == pytest.approx(whole, rel=1e-12)
        assert costs["All"][k].value == whole
    periods = section(report, "Purchases").rows
    assert sum(row[2].value for row in periods[:-1]) == pytest.approx(the_plan(planned).purchase_mwh)  # type: ignore[union-attr]
    assert sum(row[1].value for row in periods[:-1]) == 24.0  # type: ignore[union-attr]
    own = [use for use in weather_use(planned.case, the_plan(planned).schedule) if use.unit]
    assert {use.day for use in own} == {0}
    assert len(own) == 6
    available = sum(float(np.sum(d.available_mw)) for d in the_plan(planned).schedule if d.available_mw is not None)
    assert sum(use.available_mwh for use in own) == pytest.approx(available)


def test_wind_and_pv_are_told_by_calendar_day(planned: KeptPlan) -> None:
    case = replace(planned.case, start=np.datetime64("2026-11-21T18:00"))
    uses = [use for use in weather_use(case, the_plan(planned).schedule) if use.unit == "wind at bus 18"]
    wind = next(d for d in the_plan(planned).schedule if d.name == "wind at bus 18")
    assert wind.available_mw is not None
    assert [use.day for use in uses] == [0, 1]
    assert [use.available_mwh for use in uses] == pytest.approx(
        [wind.available_mw[:6].sum(), wind.available_mw[6:].sum()]
    )


def test_what_differs_never_reads_as_equal() -> None:
    assert apart(0.949999, 0.95, 4) == 6
    assert Figure(0.949999, apart(0.949999, 0.95, 4)).text != Figure(0.95, apart(0.949999, 0.95, 4)).text
    assert apart(0.95, 0.95, 4) == 4
    assert apart(math.nan, 0.95, 4) == 4
    assert Figure(math.nan, 3, "MW").text == "–"


# The seal --------------------------------------------------------------------------------------------------

VIOLATION = AcViolation("voltage", "bus 18", 3, 0.9499991, 0.95)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: {"ac": replace(plan.ac, violations=(VIOLATION,), cause="bus 18 too low")},
        lambda plan: {"ac": replace(plan.ac, verification=VerificationStatus.PENDING)},
        lambda plan: {"ac": replace(plan.ac, max_dv_pu=math.nan)},
        lambda plan: {"ac": replace(plan.ac, solved=23)},
        lambda plan: {"lower_bound": plan.cost * 0.99},
        lambda plan: {"lower_bound": math.nan},
    ],
)
def test_the_seal_is_green_only_where_all_is_true(
    planned: KeptPlan, rules: RuleDays, spoil: Callable[[DispatchPlan], dict[str, Any]]
) -> None:
    report = day_report(spoilt(planned, **spoil(the_plan(planned))), rules, (), AT, "")
    assert not report.seal.is_proven
    assert report.seal.doubts
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(report)))
    assert book["Summary"]["A3"].font.color.rgb == "FFB3261E"
    assert any("■" in str(row[-1]) for row in section(report, "Proof").rows)
    assert squeezed("✓ Proven") not in "".join(pages_text(pdf_bytes(report_paper(report))))


def test_a_violated_limit_is_told_with_the_digits_that_show_it(planned: KeptPlan, rules: RuleDays) -> None:
    ac = replace(the_plan(planned).ac, violations=(VIOLATION,), cause="bus 18 too low")
    report = day_report(spoilt(planned, ac=ac), rules, (), AT, "")
    (row,) = section(report, "Violations").rows
    assert [value.text for value in row[3:] if isinstance(value, Figure)] == ["0.949999", "0.950000"]


def test_without_rules_it_says_why(planned: KeptPlan) -> None:
    report = day_report(planned, RuleDays(why_not="the load flow has no solution"), (), AT, "")
    assert "the load flow has no solution" in section(report, "Cost").note
    assert rows(report, "Cost")["All"][1].text == "–"


# Over scenarios, and carried out ---------------------------------------------------------------------------


def test_a_plan_over_scenarios_is_told_by_what_is_expected() -> None:
    report = day_report(kept_over(over()), RuleDays(why_not="not asked"), (), AT, "anna")
    assert report.seal.is_proven
    short = rows(report, "Summary")
    assert short["Expected cost"][0].value == 101.0
    assert short["CVaR"][0].value == 102.0
    assert len(section(report, "Scenarios").rows) == 3
    assert rows(report, "Spread")["Losses, MWh"][0].value == pytest.approx(0.04)
    workbook_bytes(report)
    assert pages_text(pdf_bytes(report_paper(report)))
    failed = over()
    empty = replace(failed, plan=replace(failed.plan, schedule=(), outcomes=(), bands=()))
    bare = day_report(kept_over(empty), RuleDays(why_not="not asked"), (), AT, "anna")
    assert not bare.seal.is_proven
    workbook_bytes(bare)


def test_what_was_carried_out_is_told_with_refusals_halts_and_deviations(planned: KeptPlan, rules: RuleDays) -> None:
    second, begin = 1_000_000, 1_795_000_000_000_000
    sent = (SentSetpoint("storage:B/p_setpoint_mw", 0.2, "done"), SentSetpoint("shunt:C/step", 3, "found_so"),
            SentSetpoint("sgen:W/p_limit_mw", 0.5, "refused", "the device is in local"))  # fmt: skip
    found = (
        MeasuredDeviation("exchange", "", 1.0, 1.62, 0.5),
        MeasuredDeviation("lowest_voltage", "bus 18", 0.96, 0.961, 0.01),
    )
    steps = (
        ReleaseStep(0, begin, begin + 3600 * second, ReleaseState.FAILED, begin, "anna", sent, "refused", found),
        ReleaseStep(1, begin + 3600 * second, begin + 7200 * second, ReleaseState.SKIPPED, note="too late"),
    )
    halts = (Halt(begin + second, "step 1 failed", begin + 60 * second, "ben"),)
    execution = PlanExecution(
        "plan:3", planned.plan_id, planned.planned_at, planned.name, "anna", begin, steps, ExecutionState.ENDED,
        approved_by="ben", approved_us=begin, reason="its hours are over", halts=halts,
    )  # fmt: skip
    report = day_report(planned, rules, (execution,), AT, "")
    assert [value.text for value in section(report, "Execution").rows[0][4:7] if isinstance(value, Figure)] == [
        "1",
        "1",
        "1",
    ]
    (refused,) = section(report, "Refused").rows
    assert refused[1] == "sgen:W/p_limit_mw"
    assert refused[4] == "The device is in local"
    assert section(report, "Suspensions").rows[0][1] == "Step 1 failed"
    beyond, within = section(report, "Deviations").rows
    assert isinstance(beyond[5], Figure)
    assert beyond[5].value == pytest.approx(0.62)
    assert (beyond[7], within[7]) == ("beyond", "")
    assert "approved by ben" in section(report, "Execution").note


# Into a file -----------------------------------------------------------------------------------------------


def save_workbook(report: DayReport, path: Path) -> None:
    write_workbook(None, report, path)


@pytest.mark.parametrize("save", [save_workbook, lambda report, path: save_pdf(report_paper(report), path)])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the always full device")
def test_bad_places_are_one_sentence_and_leave_nothing(
    report: DayReport, tmp_path: Path, save: Callable[[DayReport, Path], object]
) -> None:
    here = tmp_path / "day.out"
    here.write_bytes(b"of yesterday")
    (tmp_path / ".day.out.part").symlink_to("/dev/full")
    for path, said in (
        (here, "No space left on device"),
        (tmp_path / "gone" / "day.pdf", "No such file or directory"),
        (here / "day.pdf", "Not a directory"),
        (tmp_path / f"{'long' * 100}.pdf", "File name too long"),
    ):
        with pytest.raises(InputError, match=said) as error:
            save(report, path)
        assert "\n" not in str(error.value)
    assert here.read_bytes() == b"of yesterday"
    assert [each.name for each in tmp_path.iterdir()] == ["day.out"]


def test_the_command_line_writes_a_document(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dispatch", "ieee33", "--gap", "0.001", "--report", str(tmp_path / "day.PDF"), "--json"]) == 0
    assert (tmp_path / "day.PDF").read_bytes().startswith(b"%PDF")
    assert capsys.readouterr().out.startswith("{")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ieee33", "--report", "day.doc"], "is neither a document nor a workbook"),
        (["ieee33", "--report", "/nowhere/at/all/day.pdf"], "its folder does not exist"),
        (["evaluate", "ieee33", "--report", "day.pdf"], "tells of one plan"),
    ],
)
def test_what_cannot_be_written_is_said_before_planning(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.dispatch.planning.plan_dispatch", None)
    assert main(["dispatch", *words]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_the_window_writes_the_report_of_the_chosen_plan(
    enter: Callable[[Path], PlanningRoom], planned: KeptPlan, tmp_path: Path
) -> None:
    write_plan(tmp_path / "dispatch", replace(planned, plan_id="bare", planned=None, made_at=planned.made_at + 1))
    write_plan(tmp_path / "dispatch", planned)
    room = enter(tmp_path / "dispatch")
    assert room.chosen.plan_id == "bare"
    assert not room.shown.proof.action_row.buttons["report"].isEnabled()
    room.shown.choose(planned.plan_id)
    room.settle()
    assert room.shown.proof.action_row.buttons["report"].isEnabled()
    for name in ("day.pdf", "day.xlsx"):
        path = tmp_path / name
        room.shown.reports.write(room.chosen, path)
        wait_until(path.exists, name)
    book = openpyxl.load_workbook(tmp_path / "day.xlsx")
    assert str(book["Summary"]["A1"].value) == planned.name
    room.shown.reports.write(room.chosen, tmp_path / "gone" / "day.pdf")
    wait_until(lambda: "cannot be written" in room.window.said, "what was wrong")


def test_a_case_without_a_plan_has_a_report_that_says_why(tmp_path: Path, planned: KeptPlan) -> None:
    tight = replace(planned, planned=None, case=replace(planned.case, v_min_pu=1.045))
    kept = plan_job(DirectContext(), tmp_path, tight)
    report = day_report(kept, RuleDays(why_not="not asked"), (), AT, "")
    assert report.seal.text == "No plan"
    assert not report.seal.is_proven
    conflicts = section(report, "Conflicts").rows
    assert conflicts
    assert isinstance(conflicts[0][4], Figure)
    assert conflicts[0][4].value > 0
    assert not section(report, "Steps").rows
    workbook_bytes(report)
    assert squeezed("Limits that cannot hold together") in "".join(pages_text(pdf_bytes(report_paper(report))))


@pytest.mark.slow
def test_the_command_line_reports_a_plan_over_scenarios(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history, path = write_history(tmp_path / "past.csv", 60), tmp_path / "day.xlsx"
    words = ["--scenarios", "2", "--history", str(history), "--gap", "0.01", "--workers", "1", "--report", str(path)]
    assert main(["dispatch", "ieee33", *words, "--json"]) == 0
    assert '"expected_cost"' in capsys.readouterr().out
    book = openpyxl.load_workbook(path)
    cells = {row[0].value: row[1].value for row in book["Summary"].iter_rows(min_row=5) if row[0].value}
    assert 0 < cells["Expected cost"] < cells["Cost by rules"]
    assert book["Scenarios"].max_row == 2 + 2
    assert book["Expected day"].max_row == 24 + 3
