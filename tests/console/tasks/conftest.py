"""Here workers begin as in the product: each from nothing."""

from __future__ import annotations

import pytest

from console.tasks import children


@pytest.fixture(autouse=True)
def children_from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server stands between the window and its workers."""
    monkeypatch.setattr(children, "_from_server", False)
