"""Where a site is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.site import place
from console.site.place import VARIABLE, folder_name, site_name, site_place
from engines.grid.snapshot import Mode
from engines.values.validation import InputError


def test_a_setting_comes_before_the_environment_and_that_before_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = tmp_path / "machine"
    monkeypatch.setattr(place, "machine_folder", lambda: machine)
    environment = {VARIABLE: str(tmp_path / "named")}
    assert site_place("north", tmp_path / "set", environment).folder == tmp_path / "set" / "north"
    assert site_place("north", None, environment).folder == tmp_path / "named" / "north"
    own = site_place("north", None, {})
    assert not own.is_shared
    assert "does not exist" in own.reason
    assert VARIABLE in own.reason
    machine.mkdir()
    found = site_place("north", None, {})
    assert (found.folder, found.is_shared, found.reason) == (machine / "north", True, "")


@pytest.mark.parametrize(
    ("name", "folder"),
    [("North district", "North-district"), ("../../etc", "etc"), ("a/b\\c", "a-b-c"), ("Köln 北", "Köln-北")],
)
def test_a_name_stays_inside_the_folder_of_sites(tmp_path: Path, name: str, folder: str) -> None:
    assert site_place(name, tmp_path).folder == tmp_path / folder


@pytest.mark.parametrize("name", ["", "..", "///"])
def test_a_name_of_nothing_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="is no name"):
        site_place(name, tmp_path)


def test_training_on_the_simulator_touches_nothing_of_the_real_site() -> None:
    names = [folder_name(site_name("North district", mode)) for mode in (Mode.LIVE, Mode.SIMULATOR)]
    assert len(set(names)) == 2
