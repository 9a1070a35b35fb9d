"""A journal in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.journal.journal import Journal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder of a site."""
    return tmp_path / "site"


@pytest.fixture
def journal(folder: Path) -> Iterator[Journal]:
    """An open journal."""
    with Journal(folder / "site.sqlite", console="desk 1") as journal:
        yield journal
