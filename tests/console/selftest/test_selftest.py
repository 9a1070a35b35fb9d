"""The list of checks: each with result and remedy, and none that hides another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.cli.main import main
from console.selftest.checks import CHECKS
from console.selftest.database_checks import check_history, check_site
from console.selftest.engine_checks import check_load_flow, solve_small_cone, solve_small_mixed_integer
from console.selftest.machine_checks import check_settings
from console.selftest.opcua_check import check_opcua
from console.selftest.qt_check import check_qt
from console.selftest.result import Check, CheckResult, Verdict, failed, of_findings, ok, run_checks
from console.starting.finding import StartFinding, Weight


def test_a_check_that_breaks_has_failed_and_the_others_go_on() -> None:
    def broken() -> CheckResult:
        raise RuntimeError("no processor\nat all")

    results = list(run_checks([Check("a", "A", broken), Check("b", "B", lambda: ok("fine"))]))
    assert [(r.name, r.verdict, r.finding) for r in results] == [
        ("a", Verdict.FAILED, "RuntimeError: no processor"),
        ("b", Verdict.OK, "fine"),
    ]
    assert results[0].remedy


def test_findings_become_one_result_as_bad_as_the_worst() -> None:
    warning = StartFinding(Weight.WARNING, "/a", "is a share", "move it")
    failure = StartFinding(Weight.FAILED, "/b", "is full", "free it")
    assert of_findings([], "all well") == ok("all well")
    assert of_findings([warning], "").verdict is Verdict.WARNING
    both = of_findings([warning, failure], "")
    assert (both.verdict, both.finding, both.remedy) == (
        Verdict.FAILED, "/a is a share; /b is full", "move it; free it",
    )  # fmt: skip


def test_the_optimisers_give_what_is_known_by_hand() -> None:
    assert solve_small_mixed_integer() == pytest.approx(3.0, abs=1e-9)
    assert solve_small_cone() == pytest.approx(2**0.5, abs=1e-6)


@pytest.mark.slow  # it imports the reference engine, as the other tests of it do
def test_the_load_flow_engines_give_the_published_figures_and_another_one_fails() -> None:
    assert check_load_flow().verdict is Verdict.OK
    wrong = check_load_flow(losses_kw=203.0)
    assert wrong.verdict is Verdict.FAILED
    assert "202.677 kW instead of 203.000 kW" in wrong.finding


def test_a_value_goes_over_the_loopback_and_its_change_is_heard() -> None:
    assert check_opcua() == ok("a value was written, and its change heard over 127.0.0.1")


def test_the_databases_keep_and_nothing_is_left_behind(tmp_path: Path) -> None:
    assert check_site(tmp_path).verdict is Verdict.OK
    assert list(tmp_path.iterdir()) == []
    assert check_history().verdict is Verdict.OK


def test_a_folder_of_sites_that_is_a_file_fails_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "sites").write_text("")
    result = check_site(tmp_path / "sites")
    assert result.verdict is Verdict.FAILED
    assert str(tmp_path / "sites") in result.finding
    assert result.remedy


def test_qt_draws_here() -> None:
    result = check_qt()
    assert (result.verdict, result.remedy) == (Verdict.OK, "")
    assert "draws on offscreen" in result.finding


def test_settings_that_cannot_be_read_fail(own_folders: Path) -> None:
    assert check_settings().verdict is Verdict.OK
    path = own_folders / "config" / "tieline" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    assert check_settings().verdict is Verdict.FAILED


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"version": 99, "theme": "dark"}, "newer Tieline (version 99)"),
        ({"version": 1, "theme": "purple", "font_scale": 9}, "theme, font_scale made no sense"),
        ([], "is damaged"),
    ],
)
def test_settings_the_console_would_not_take_fail_and_stay_where_they_are(
    own_folders: Path, written: object, said: str
) -> None:
    path = own_folders / "config" / "tieline" / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(written))
    result = check_settings()
    assert result.verdict is Verdict.FAILED
    assert said in result.finding
    assert json.loads(path.read_text()) == written
    assert list(path.parent.iterdir()) == [path]


def test_defaults_of_the_administrator_that_make_no_sense_fail(
    own_folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tieline.toml"
    file.write_text('foo = 1\n[settings]\ntheme = "purple"\nfont_scale = 9\n')
    monkeypatch.setenv("TIELINE_ADMINISTRATOR_FILE", str(file))
    result = check_settings()
    assert result.verdict is Verdict.FAILED
    assert "'foo' is no key" in result.finding
    assert "theme, font_scale made no sense" in result.finding
    assert str(file) in result.remedy


def test_a_folder_of_sites_that_the_administrator_named_is_said_to_be_theirs(
    own_folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tieline.toml"
    (tmp_path / "sites").write_text("")
    file.write_text(f'site_folder = "{tmp_path / "sites"}"\n')
    monkeypatch.setenv("TIELINE_ADMINISTRATOR_FILE", str(file))
    monkeypatch.delenv("TIELINE_SITE_FOLDER", raising=False)
    result = check_site()
    assert result.verdict is Verdict.FAILED
    assert f"site_folder in {file} names it" in result.remedy


def test_the_verb_prints_the_list_and_says_by_its_code_whether_all_is_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["selftest", "--only", "clock,settings", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is True
    assert [(c["name"], c["verdict"]) for c in told["checks"]] == [("clock", "ok"), ("settings", "ok")]
    checks = (Check("disk", "disk space", lambda: failed("is full", "free it")),)
    monkeypatch.setattr("console.selftest.checks.CHECKS", checks)
    assert main(["selftest"]) == 1
    out = capsys.readouterr().out
    assert "FAILED   disk space  is full" in out
    assert "→ free it" in out


def test_a_check_nobody_knows_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["selftest", "--only", "weather"]) == 2
    assert "'weather' is no check" in capsys.readouterr().err


def test_what_the_issue_asks_for_is_on_the_list() -> None:
    assert {"qt", "load_flow", "opcua", "database", "disk", "clock"} <= {check.name for check in CHECKS}
