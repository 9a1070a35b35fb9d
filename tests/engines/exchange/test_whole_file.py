from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")


def test_content_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@posix
def test_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"kept")
    path.chmod(0o444)
    with pytest.raises(InputError, match="write-protected"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"kept"


@posix
def test_permissions_and_links_survive(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o664)
    link.symlink_to(path)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be saved"):
        write_whole(tmp_path / "no" / "a", b"")
