"""Version and licences, in the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console import licences
from console.windows.about_dialog import AboutDialog


def test_what_travels_with_the_program_is_listed_with_its_licence_text(qtbot: QtBot) -> None:
    dialog = AboutDialog("1.2.3")
    qtbot.addWidget(dialog)
    names = [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())]  # type: ignore[union-attr]
    assert "numpy" in names
    dialog.table.setCurrentCell(names.index("numpy"), 0)
    assert "NumPy Developers" in dialog.text.toPlainText()


def test_the_package_s_own_list_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences").mkdir()
    told = [{"name": "libegl1", "version": "1", "licence": "MIT", "home": "", "kind": "system", "texts": ["Text"]}]
    (tmp_path / "licences" / "third_party.json").write_text(json.dumps(told))
    monkeypatch.setattr(licences, "files", lambda package: tmp_path)
    (party,) = licences.third_parties()
    assert (party.name, party.licence, party.texts) == ("libegl1", "MIT", ("Text",))
