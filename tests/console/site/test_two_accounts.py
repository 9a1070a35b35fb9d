"""Two accounts of one machine on one site; only an administrator can become both, so elsewhere this is skipped."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("account_process.py")
GROUP = 7777

pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only an administrator becomes other accounts"
)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder for sites that belongs to the group of the operators."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "sites"
        folder.mkdir()
        os.chown(folder, 0, GROUP)
        folder.chmod(0o2770)
        yield folder


def said(folder: Path, account: int) -> str:
    """What a console of that account says."""
    command = [sys.executable, str(SCRIPT), str(folder), str(account), str(GROUP)]
    environment = {**os.environ, "PYTHONPATH": str(SCRIPT.parents[3])}
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment).stdout


def test_accounts_of_one_group_share_a_site_and_each_signs_for_itself(shared: Path) -> None:
    assert said(shared, 5001) == "1 tags, intact True, 1 keys\n"
    assert said(shared, 5002) == "2 tags, intact True, 2 keys\n"
    assert said(shared, 5001) == "3 tags, intact True, 2 keys\n"
    assert {p.stat().st_mode & 0o777 for p in (shared / "north" / "keys").iterdir()} == {0o600}


def test_a_file_that_may_only_be_read_makes_view_only_at_once(shared: Path) -> None:
    said(shared, 5001)
    (shared / "north" / "site.sqlite").chmod(0o644)
    answer = said(shared, 5002)
    assert answer.startswith("view only:")
    assert "cannot be written" in answer
