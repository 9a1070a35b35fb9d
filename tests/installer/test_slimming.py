"""What is taken out of the bundle, and that what stays can still be loaded."""

from __future__ import annotations

import ctypes
import struct
from pathlib import Path

import pytest

from installer import slimming
from installer.elf import is_elf, needed_glibc, read_library
from installer.icu_data import is_wanted, read_items, reduce_data, write_items
from installer.system_libraries import closure, in_loading_order
from tests.installer.conftest import MakeLibrary


def test_a_library_s_own_name_and_what_it_needs_are_read(tmp_path: Path, make_library: MakeLibrary) -> None:
    base = make_library(tmp_path / "libbase.so.1")
    library = read_library(make_library(tmp_path / "libtop.so", needed=[base], soname="libtop.so.7"))
    assert (library.soname, library.needed, library.is_loadable) == ("libtop.so.7", ("libbase.so.1",), True)
    assert is_elf(library.path)
    (tmp_path / "text").write_text("no library")
    assert not is_elf(tmp_path / "text")
    with pytest.raises(ValueError, match="no ELF file"):
        read_library(tmp_path / "text")


def test_a_segment_off_its_page_is_seen_before_a_loader_meets_it(tmp_path: Path, make_library: MakeLibrary) -> None:
    path = make_library(tmp_path / "libmoved.so")
    content = bytearray(path.read_bytes())
    (table,) = struct.unpack_from("<Q", content, 32)
    # What strip makes of patched libraries: the last loaded segment lies at a place its address does not fit.
    size, count = struct.unpack_from("<HH", content, 54)
    loads = [table + size * n for n in range(count) if struct.unpack_from("<I", content, table + size * n) == (1,)]
    (offset,) = struct.unpack_from("<Q", content, loads[-1] + 8)
    struct.pack_into("<Q", content, loads[-1] + 8, offset + 8)
    path.write_bytes(content)
    assert not read_library(path).is_loadable


def test_what_only_a_debugger_reads_is_stripped_and_the_rest_loads(tmp_path: Path, make_library: MakeLibrary) -> None:
    path = make_library(tmp_path / "libfat.so", debug=500)
    before = path.stat().st_size
    slimming.strip_libraries(tmp_path)
    assert path.stat().st_size < before / 2
    assert ctypes.c_byte.in_dll(ctypes.CDLL(str(path)), "made_here").value == 1
    assert [p.name for p in tmp_path.iterdir()] == ["libfat.so"]


def test_a_library_that_strip_would_spoil_stays_as_it_was(
    tmp_path: Path, make_library: MakeLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_library(tmp_path / "libfat.so", debug=500)
    before = path.read_bytes()
    spoiled = type(read_library(path))(path, "", (), is_loadable=False)
    monkeypatch.setattr(slimming, "read_library", lambda _: spoiled)
    slimming.strip_libraries(tmp_path)
    assert path.read_bytes() == before


def test_libraries_nobody_needs_any_more_go_with_all_that_only_they_needed(
    tmp_path: Path, make_library: MakeLibrary
) -> None:
    folder = tmp_path / "PySide6" / "Qt" / "lib"
    last = make_library(folder / "liblast.so.1")
    middle = make_library(folder / "libmiddle.so.1", needed=[last])
    used = make_library(folder / "libused.so.1")
    make_library(tmp_path / "libpython3.11.so.1.0")
    make_library(tmp_path / "PySide6" / "QtCore.abi3.so", needed=[used])
    (tmp_path / "libmiddle.so.1").symlink_to("PySide6/Qt/lib/libmiddle.so.1")
    slimming.drop_orphans(tmp_path)
    assert used.exists()
    assert (tmp_path / "libpython3.11.so.1.0").exists()
    assert not middle.exists()
    assert not last.exists()
    assert not (tmp_path / "libmiddle.so.1").is_symlink()


def test_the_debug_engine_sample_networks_and_other_languages_do_not_travel(tmp_path: Path) -> None:
    gone = ("dss_python_backend/_dss_capid.abi3.so", "python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so",
            "pandapower/networks/power_system_test_case_jsons/case9.json",
            "PySide6/Qt/translations/qtbase_fr.qm", "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
            "PySide6/Qt/plugins/imageformats/libqjpeg.so", "PySide6/QtOpenGL.abi3.so")  # fmt: skip
    stays = ("dss_python_backend/_dss_capi.abi3.so", "pandapower/std_types.json",
             "PySide6/Qt/translations/qtbase_de.qm", "PySide6/Qt/plugins/platforms/libqxcb.so",
             "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/Qt/plugins/imageformats/libqsvg.so",
             "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so")  # fmt: skip
    for name in (*gone, *stays):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    slimming.drop_unused(tmp_path)
    assert [name for name in gone if (tmp_path / name).exists()] == []
    assert [name for name in stays if not (tmp_path / name).exists()] == []


def test_a_library_that_lies_there_twice_becomes_a_link(tmp_path: Path) -> None:
    for name in ("a/libx.so", "b/libx.so"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"same" * 5000)
    slimming.link_duplicates(tmp_path)
    assert (tmp_path / "b/libx.so").is_symlink()
    assert (tmp_path / "b/libx.so").read_bytes() == (tmp_path / "a/libx.so").read_bytes()
    assert slimming.size_bytes(tmp_path) < 21_000


def header() -> bytes:
    """Of ICU's common data, as far as it is read."""
    return struct.pack("<HBB", 32, 0xDA, 0x27) + bytes(8) + b"CmnD" + bytes(16)


def test_unicode_data_keeps_sorting_and_time_zones_and_loses_what_qt_never_asks_for() -> None:
    items = {
        f"icudt73l/{name}": bytes([number]) * 32
        for number, name in enumerate(
            ("coll/de.res", "coll/fr.res", "coll/ucadata.icu", "unames.icu", "zoneinfo64.res", "zone/de.res",
             "zone/fr.res", "curr/fr.res", "curr/de.res", "fr.res", "de.res", "brkitr/cjdict.dict",
             "translit/root.res", "iso-8859_2-1999.cnv", "nfkc.nrm")
        )
    }  # fmt: skip
    items["icudt73l/gb18030.cnv"] = bytes(9000)
    data = write_items(header(), items)
    assert read_items(data) == {name: items[name] for name in sorted(items)} | {
        "icudt73l/gb18030.cnv": items["icudt73l/gb18030.cnv"] + bytes(-9000 % 16)
    }
    kept = read_items(reduce_data(data))
    assert sorted(name.removeprefix("icudt73l/") for name in kept) == [
        "coll/de.res", "coll/ucadata.icu", "de.res", "iso-8859_2-1999.cnv", "nfkc.nrm", "zone/de.res", "zoneinfo64.res",
    ]  # fmt: skip
    assert all(content == items[name] for name, content in kept.items())


def test_data_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no common data"):
        read_items(bytes(64))


def test_tables_of_the_world_are_no_language() -> None:
    assert is_wanted("supplementalData.res", 10, frozenset({"fr"}))
    assert not is_wanted("fr.res", 10, frozenset({"fr"}))


def test_libraries_are_loaded_after_what_they_need() -> None:
    order = in_loading_order({"a": ("b", "libc.so.6"), "b": ("c",), "c": (), "d": ("a",)})
    assert order == ["c", "b", "a", "d"]


def test_a_closure_stays_within_what_is_there(tmp_path: Path, make_library: MakeLibrary) -> None:
    base = make_library(tmp_path / "libbase.so.1")
    top = make_library(tmp_path / "libtop.so.1", needed=[base])
    there = {path.name: read_library(path) for path in (base, top)}
    assert closure({"libtop.so.1", "libc.so.6"}, there) == {"libtop.so.1", "libbase.so.1"}


def test_the_needed_c_library_is_the_newest_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "libx.so"
    path.write_bytes(b"\x00GLIBC_2.2.5\x00GLIBC_2.34\x00GLIBC_2.9\x00GLIBC_PRIVATE\x00")
    assert needed_glibc(path) == (2, 34)
