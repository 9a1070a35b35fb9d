"""Evidence files: what is documented is read, what is not is refused with its place."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from engines.exchange.fault_evidence import read_evidence
from engines.values.fault_evidence import EvidenceKind, Reading
from engines.values.validation import InputError

TOML = """
note = "storm"
indicators = ["switch:3"]
meters = ["customer:1"]

[[evidence]]
kind = "breaker_operation"
element = "switch:1"
time = 2026-01-14T18:30:05Z
reading = "closed"

[[evidence]]
kind = "distance"
element = "switch:1"
time = 2026-01-14T19:30:05+01:00
value = 4.2

[[evidence]]
kind = "last_gasp"
elements = ["customer:1", "customer:2"]
"""


def written(folder: Path, text: str, name: str = "heard.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_every_field_is_read(tmp_path: Path) -> None:
    heard = read_evidence(written(tmp_path, TOML))
    assert heard.indicator_ids == ("switch:3",)
    assert heard.meter_ids == ("customer:1",)
    assert [(e.kind, e.element_id) for e in heard.evidence] == [
        (EvidenceKind.BREAKER_OPERATION, "switch:1"), (EvidenceKind.DISTANCE, "switch:1"),
        (EvidenceKind.LAST_GASP, "customer:1"), (EvidenceKind.LAST_GASP, "customer:2"),
    ]  # fmt: skip
    trip, distance, gasp, _ = heard.evidence
    assert trip.reading is Reading.CLOSED
    # Seconds since 1970 of 2026-01-14T18:30:05Z; an hour east of Greenwich it is the same moment.
    assert trip.time_us == distance.time_us == 1_768_415_405_000_000
    assert distance.value == 4.2
    assert gasp.time_us == 0
    assert math.isnan(gasp.value)


@pytest.mark.parametrize("told", ["sectioning", ["sectioning"]])
def test_json_of_the_same_shape_gives_the_same(tmp_path: Path, told: object) -> None:
    document = {
        "indicators": told,
        "evidence": [{"kind": "ping", "element": "customer:1", "time": "2026-01-14T18:30:05", "reading": "reply"}],
    }
    heard = read_evidence(written(tmp_path, json.dumps(document), "heard.json"))
    assert heard.indicator_ids is None
    assert heard.meter_ids is None
    assert heard.evidence[0].time_us == 1_768_415_405_000_000
    assert heard.evidence[0].reading is Reading.REPLY


def test_the_example_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[3] / "docs" / "fault-evidence.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    assert len(read_evidence(written(tmp_path, example)).evidence) == 5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[evidence]]\nkind = 'last_gaps'\nelement = 'C1'", "did you mean last_gasp?"),
        ("[[evidence]]\nelement = 'C1'", "evidence 1: has no kind"),
        ("[[evidence]]\nkind = 'ping'", "needs either element or elements"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\nelements = ['C2']", "needs either element or elements"),
        ("[[evidence]]\nkind = 'ping'\nelement = 3", "elements is not a list of ids"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\nreading = 'yes'", "reading 'yes' is not known"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\nvalue = true", "value True is not a number"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\nvalue = nan", "value nan is not a number"),
        (
            "[[evidence]]\nkind = 'fault_current'\nelement = 'Q'\nvalue = 1e9",
            "evidence 1: value 1e+09 kA is beyond 300 kA",
        ),
        ("[[evidence]]\nkind = 'distance'\nelement = 'Q'\nvalue = 4000", "evidence 1: value 4000 km is beyond 1000 km"),
        ("[[evidence]]\nkind = 'distance'\nelement = 'Q'\nvalue = -4.2", "evidence 1: value -4.2 km is not above 0"),
        ("[[evidence]]\nkind = 'last_gasp'\nelement = 'C1'\nvalue = -3", "value -3 is no count of meters or callers"),
        ("[[evidence]]\nkind = 'trouble_call'\nelement = 'C1'\nvalue = 1e12", "value 1e+12 is no count"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\ntime = 'noon'", "time 'noon' is none"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\ntime = 12", "time 12 has no date"),
        ("[[evidence]]\nkind = 'ping'\nelement = 'C1'\nvalues = 1", "did you mean value?"),
        ("indicators = 'all'", "indicators is not a list of ids"),
        ("meter = ['C1']", "did you mean meters?"),
        ("evidence = 'none'", "'evidence' is not a list of entries"),
        ("evidence = ['none']", "evidence 1: is not a table of fields"),
        ("evidence = [", "is not valid TOML"),
        ("{", "is not valid JSON"),
    ],
)
def test_what_is_not_documented_is_refused_in_one_sentence(tmp_path: Path, text: str, reason: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError) as refused:
        read_evidence(path)
    assert str(path) in str(refused.value)
    assert reason in str(refused.value)
    assert "\n" not in refused.value.remedy


def test_a_list_instead_of_fields_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a table of fields"):
        read_evidence(written(tmp_path, "[]", "heard.json"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_evidence(tmp_path / "nothing.toml")


@pytest.mark.parametrize("content", [b"\x7fELF\0\0\1", b""])
def test_a_file_of_another_kind_is_refused_in_words_about_evidence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "heard.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"docs/fault-evidence.md") as refused:
        read_evidence(path)
    assert "network" not in str(refused.value)
