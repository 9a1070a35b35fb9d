"""What an administrator sets for everybody: defaults, never orders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.administrator import VARIABLE, Administrator, administrator_file, read_administrator
from console.settings import SettingsStore
from console.settings_file import Settings, ThemeChoice
from console.site.place import site_place


def test_a_machine_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert read_administrator(tmp_path / "none.toml") == Administrator()
    assert administrator_file({VARIABLE: "/x/y.toml"}) == Path("/x/y.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("settings =", "cannot be read"),
        ('colour = "red"', "'colour' is no key"),
        ('site_folder = "sites"', "absolute path"),
        ("settings = 3", "has to be a table"),
    ],
)
def test_a_broken_file_is_named_and_left_out(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "tieline.toml"
    path.write_text(text)
    told = read_administrator(path)
    assert words in told.problem
    assert str(path) in told.problem
    assert (dict(told.settings), told.site_folder) == ({}, None)


def test_a_default_holds_until_a_person_chooses_and_again_for_what_was_not_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.json"
    first = SettingsStore(path, administrator=Administrator({"theme": "dark", "font_scale": 1.5}))
    assert (first.value.theme, first.value.font_scale) == (ThemeChoice.DARK, 1.5)
    first.change(theme=ThemeChoice.LIGHT)
    assert json.loads(path.read_text()) == {"version": 1, "theme": "light"}
    later = SettingsStore(path, administrator=Administrator({"theme": "dark", "font_scale": 1.25}))
    assert (later.value.theme, later.value.font_scale) == (ThemeChoice.LIGHT, 1.25)


def test_a_default_without_sense_is_said_and_left_out(tmp_path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(tmp_path / "settings.json", administrator=Administrator({"theme": "pink", "speed": 3}))
    assert store.value == Settings()
    assert store.problem == "administrator's settings: theme, speed made no sense and were left out"


def test_the_administrator_s_folder_comes_after_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tieline.toml"
    path.write_text(f"site_folder = '{tmp_path / 'shared'}'")
    monkeypatch.setenv(VARIABLE, str(path))
    place = site_place("north", None, {})
    assert (place.folder, place.is_shared) == (tmp_path / "shared" / "north", True)
    assert (
        site_place("north", None, {"TIELINE_SITE_FOLDER": str(tmp_path / "own")}).folder == tmp_path / "own" / "north"
    )
