from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.settings import SettingsStore
from console.settings_file import Settings, ThemeChoice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_settings_are_found_again(path: Path, qtbot: QtBot) -> None:
    store = SettingsStore(path)
    with qtbot.waitSignal(store.changed) as changed:
        store.change(theme=ThemeChoice.DARK, font_scale=1.25)
    assert changed.args == [store.value]
    store.keep_window(b"\x01\xd9", b"\x00\xff")
    again = SettingsStore(path)
    assert again.value == store.value
    assert (again.value.theme, again.value.font_scale) == (ThemeChoice.DARK, 1.25)
    assert again.window == (b"\x01\xd9", b"\x00\xff")
    assert again.problem == ""


def test_first_start_has_defaults_and_no_complaint(path: Path) -> None:
    store = SettingsStore(path)
    assert store.value == Settings()
    assert store.problem == ""
    assert store.window == (b"", b"")


@pytest.mark.parametrize("content", ["{", "[]", '"x"', "{}", "\x00"])
def test_damaged_file_is_set_aside_with_a_sentence(content: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(content)
    store = SettingsStore(path)
    assert store.value == Settings()
    assert "is damaged; it is kept as settings.json.unusable" in store.problem
    assert path.with_name("settings.json.unusable").read_text() == content
    store.change(theme=ThemeChoice.DARK)
    assert SettingsStore(path).value.theme is ThemeChoice.DARK


def test_newer_file_is_set_aside_not_overwritten(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 2, "theme": "dark"}))
    store = SettingsStore(path)
    assert "newer Tieline (version 2)" in store.problem
    assert json.loads(path.with_name("settings.json.unusable").read_text())["version"] == 2


def test_value_without_sense_takes_its_default_and_the_rest_stays(path: Path) -> None:
    path.parent.mkdir()
    entries = {"version": 1, "theme": "pink", "font_scale": 40, "layer": "losses", "engine": "abacus", "unknown": 1}
    path.write_text(json.dumps(entries))
    store = SettingsStore(path)
    assert (store.value.theme, store.value.layer) == (ThemeChoice.LIGHT, "losses")
    assert "theme, font_scale, engine made no sense" in store.problem


def test_wrong_value_is_refused_at_once(path: Path) -> None:
    store = SettingsStore(path)
    with pytest.raises(ValueError, match="no value of the setting font_scale"):
        store.change(font_scale=True)
    assert not path.exists()


def test_setting_that_cannot_be_written_holds_until_the_end(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("")
    store = SettingsStore(tmp_path / "file" / "settings.json")
    with qtbot.waitSignal(store.failed):
        store.change(layer="losses")
    assert store.value.layer == "losses"


def test_window_layout_that_is_no_layout_is_ignored(path: Path) -> None:
    store = SettingsStore(path)
    store.change(window_geometry="no hex")
    assert store.window == (b"", b"")
