"""One library in the place of two, unless somebody asks for what it does not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer.sharing import share_libraries, symbols
from tests.installer.conftest import MakeLibrary


def bundle(folder: Path, make_library: MakeLibrary, newer: str, asked: str) -> tuple[Path, Path]:
    """A bundle with two makes of a library, and a module that asks the older one."""
    ours = make_library(folder / "psycopg_binary.libs" / "libcrypto-12.so.3", offers=newer)
    theirs = make_library(folder / "libcrypto.so.3", offers="digest sign old_method")
    make_library(folder / "lib-dynload" / "_hashlib.so", needed=[theirs], asks=asked)
    return ours, theirs


def test_the_older_make_becomes_a_link_to_the_newer(tmp_path: Path, make_library: MakeLibrary) -> None:
    ours, theirs = bundle(tmp_path, make_library, "digest sign verify", "digest sign")
    assert {"digest", "sign"} <= symbols(tmp_path / "lib-dynload" / "_hashlib.so", "--undefined-only")
    share_libraries(tmp_path)
    assert theirs.is_symlink()
    assert theirs.resolve() == ours.resolve()
    share_libraries(tmp_path)
    assert not ours.is_symlink()


def test_what_somebody_needs_is_never_taken_away(tmp_path: Path, make_library: MakeLibrary) -> None:
    _, theirs = bundle(tmp_path, make_library, "digest sign verify", "digest old_method")
    with pytest.raises(ValueError, match=r"_hashlib.so needs old_method of libcrypto.so.3"):
        share_libraries(tmp_path)
    assert not theirs.is_symlink()


def test_without_the_other_make_nothing_changes(tmp_path: Path, make_library: MakeLibrary) -> None:
    theirs = make_library(tmp_path / "libcrypto.so.3")
    share_libraries(tmp_path)
    assert not theirs.is_symlink()
