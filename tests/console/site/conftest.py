"""A site in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.site.site import Site, open_site


@pytest.fixture
def site(kept_in: str, tmp_path: Path) -> Iterator[Site]:
    """The site "north" as desk 1 sees it."""
    site = open_site("north", chosen=tmp_path, console="desk 1")
    yield site
    site.close()


@pytest.fixture
def other(site: Site, tmp_path: Path) -> Iterator[Site]:
    """The same site as desk 2 sees it."""
    other = open_site("north", chosen=tmp_path, console="desk 2")
    yield other
    other.close()
