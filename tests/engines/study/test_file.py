from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engines.exchange.container import read_container, write_container
from engines.grid.network import Network
from engines.study.controls import TapChange
from engines.study.file import read_study, read_study_parts, write_study
from engines.study.migration import to_present
from engines.study.new_der import NewDer
from engines.study.power import LoadScaling
from engines.study.study import Study, new_study
from engines.study.switching import SwitchOperation
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError

EVENING = np.datetime64("2026-01-14T18:00:00", "s")


@pytest.fixture
def study(network: Network) -> Study:
    changes = (
        SwitchOperation("switch:1", 0),
        LoadScaling(1.1, ("load:0",), "CB"),
        NewDer("pv", "study:pv:1", "barn", "bus:2", 0.5, 0.4, profile="sun"),
    )
    return replace(
        new_study(network, "winter évening", EVENING),
        changes=changes,
        hand_positions=FrozenMap({"bus:3": (120.5, -40.25)}),
        view_state=FrozenMap({"layer": "losses", "zoom": 1.5}),
    )


def edit_header(path: Path, **entries: object) -> None:
    header, arrays = read_container(path)
    write_container(path, {**header, **entries}, arrays)


def test_study_opens_as_it_was_saved(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "winter.tieline"
    write_study(path, study)
    opened = read_study(path)
    assert opened == study
    assert opened.base_revision == study.base.structure_revision
    before, after = study.snapshot(), opened.snapshot()
    for table in ("bus", "line", "trafo", "switch", "load", "sgen", "shunt"):
        assert after.network[table].id.tolist() == before.network[table].id.tolist()
    for column in ("p_mw", "scaling"):
        assert after.column("load", column) == pytest.approx(before.column("load", column), abs=1e-4)
    assert list(tmp_path.iterdir()) == [path]


def test_saving_again_changes_nothing_but_what_changed(study: Study, tmp_path: Path) -> None:
    first, second = tmp_path / "a.tieline", tmp_path / "b.tieline"
    write_study(first, study)
    write_study(second, read_study(first))
    assert first.read_bytes() == second.read_bytes()


def test_results_can_be_kept_beside_the_study(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.tieline"
    write_study(path, study, {"result": ({"status": "converged"}, {"vm_pu": np.array([1.0, np.nan])})})
    opened, parts = read_study_parts(path)
    assert opened == study
    header, arrays = parts["result"]
    assert header == {"status": "converged"}
    np.testing.assert_array_equal(arrays["vm_pu"], [1.0, np.nan])


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_file_cut_short_is_refused_in_one_sentence(share: float, study: Study, tmp_path: Path) -> None:
    path = tmp_path / "cut.tieline"
    write_study(path, study)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(InputError) as refusal:
        read_study(path)
    assert str(refusal.value).startswith(str(path))
    assert "\n" not in str(refusal.value)


def test_every_byte_that_flips_is_noticed_or_harmless(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "flipped.tieline"
    write_study(path, study)
    content = path.read_bytes()
    rng = np.random.default_rng(5)
    for at in rng.integers(0, len(content), 150).tolist():
        path.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            opened = read_study(path)
        except InputError:
            continue
        assert opened == study


def test_other_kinds_of_file_are_told_apart(study: Study, tmp_path: Path) -> None:
    other_zip = tmp_path / "book.tieline"
    with zipfile.ZipFile(other_zip, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputError, match="damaged or not a file of this program"):
        read_study(other_zip)
    network_file = tmp_path / "network.tieline"
    write_container(network_file, {"kind": "network", "format": 1}, {})
    with pytest.raises(InputError, match="is not a study"):
        read_study(network_file)
    text = tmp_path / "text.tieline"
    text.write_text(json.dumps({"a": 1}))
    with pytest.raises(InputError, match="damaged"):
        read_study(text)
    with pytest.raises(InputError, match="there is no such file"):
        read_study(tmp_path / "nowhere.tieline")
    with pytest.raises(InputError, match="is a folder"):
        read_study(tmp_path)


def test_newer_version_is_refused_with_what_to_do(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "new.tieline"
    write_study(path, study)
    edit_header(path, version=99)
    with pytest.raises(InputError, match=r"written by a newer Tieline .*99.*; update Tieline"):
        read_study(path)
    edit_header(path, version="one")
    with pytest.raises(InputError, match="says to be of version 'one'"):
        read_study(path)


def test_older_version_is_brought_up_step_by_step() -> None:
    old = {"format": "tieline-study", "version": 1, "title": "x"}
    steps = {
        1: lambda header: {**header, "name": header["title"]},
        2: lambda header: {**header, "view_state": {}},
    }
    header = to_present(old, "old.tieline", present=3, migrations=steps)
    assert (header["version"], header["name"], header["view_state"]) == (3, "x", {})


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"changes": [{"kind": "teleport"}]}, "change 1: is of the unknown kind 'teleport'"),
        ({"changes": {"kind": "x"}}, "damaged study"),
        ({"changes": [{"kind": "tap_change", "transformer_id": 7, "position": 1}]}, "transformer_id: cannot be 7"),
        ({"time": "yesterday"}, "damaged study"),
        ({"hand_positions": {"bus:1": [1]}}, "damaged study"),
        ({"network": None}, "damaged study"),
    ],
)
def test_header_with_nonsense_is_refused(
    entries: dict[str, object], sentence: str, study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "odd.tieline"
    write_study(path, study)
    edit_header(path, **entries)
    with pytest.raises(InputError) as refusal:
        read_study(path)
    assert sentence in str(refusal.value)


def test_change_for_missing_equipment_is_named_when_the_study_is_applied(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "missing.tieline"
    write_study(path, new_study(network).with_changes([TapChange("trafo:9", 1)]))
    with pytest.raises(InputError, match=r"change 1 \(Tap of trafo:9 to 1\), trafo:9: is not in small"):
        read_study(path).snapshot()


def test_folder_that_cannot_be_written_leaves_the_old_file(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be saved"):
        write_study(tmp_path / "no" / "such" / "folder.tieline", study)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from engines.study.file import read_study, write_study
from engines.values.validation import InputError
path = Path(sys.argv[1])
study = read_study(path)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    write_study(path, study.with_changes(()))
except InputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_disk_that_fills_while_saving_leaves_the_old_file_whole(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "kept.tieline"
    write_study(path, study)
    content = path.read_bytes()
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert "could not be saved" in run.stdout
    assert "free space" in run.stdout
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]
