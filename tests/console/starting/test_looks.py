"""What a start says of the machine: display, libraries, folders, clock."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from console.starting import before_window
from console.starting.before_window import look_at_machine, require_window, tell_without_qt
from console.starting.clock import MADE, look_at_clock
from console.starting.display import look_at_display, platform_of, reaches_x_server
from console.starting.finding import Weight
from console.starting.folders import look_at_folders, look_at_mounts, look_at_room, look_at_writing, mount_of
from console.starting.libraries import ORDER_FILE, load_reserve, look_at_libraries
from engines.values.validation import InputError

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
NOW_S = MADE.timestamp() + 90 * 86_400


def test_without_a_display_the_verbs_that_need_none_are_named() -> None:
    (finding,) = look_at_display({})
    assert "no display" in finding.sentence
    assert "tieline solve" in finding.remedy


@linux_only
def test_a_display_nobody_answers_at_is_named() -> None:
    (finding,) = look_at_display({"DISPLAY": ":4711"}, reaches_x_server)
    assert "':4711'" in finding.reason
    assert finding.weight is Weight.FAILED
    assert look_at_display({"DISPLAY": ":0"}, lambda name: name == ":0") == []


@linux_only
def test_what_qt_cannot_draw_on_is_refused_before_qt_ends_the_process(tmp_path: Path) -> None:
    (finding,) = look_at_display({"QT_QPA_PLATFORM": "nonsense", "DISPLAY": ":0"})
    assert (finding.place, finding.weight) == ("QT_QPA_PLATFORM", Weight.FAILED)
    assert "'nonsense'" in finding.reason
    for known in ("offscreen", "minimal", "vnc:size=800x600", "linuxfb"):
        assert look_at_display({"QT_QPA_PLATFORM": known}) == []
    (tmp_path / "libqnonsense.so").write_bytes(b"")
    assert look_at_display({"QT_QPA_PLATFORM": "nonsense", "QT_QPA_PLATFORM_PLUGIN_PATH": str(tmp_path)}) == []


@linux_only
def test_a_wayland_session_is_asked_at_its_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Names of sockets are short.
    monkeypatch.chdir(tmp_path)
    environment = {"WAYLAND_DISPLAY": "way", "XDG_RUNTIME_DIR": "."}
    assert "nobody answers" in look_at_display(environment)[0].reason
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind("way")
        server.listen()
        assert look_at_display(environment) == []


@linux_only
@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland-egl;xcb"}, "wayland"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wayland"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({}, ""),
    ],
)
def test_the_platform_is_what_qt_would_take(environment: dict[str, str], platform: str) -> None:
    assert platform_of(environment) == platform


class Machine:
    """A loader that has some libraries."""

    def __init__(self, *names: str) -> None:
        self.has = set(names)
        self.loaded: list[str] = []

    def __call__(self, name: str) -> None:
        if name not in self.has:
            raise OSError(f"{name}: cannot open shared object file")
        self.loaded.append(name)


@linux_only
def test_missing_libraries_are_named_with_the_command_that_brings_them() -> None:
    (finding,) = look_at_libraries("offscreen", Machine("libGL.so.1", "libglib-2.0.so.0", "libdbus-1.so.3",
        "libfreetype.so.6", "libX11.so.6", "libxkbcommon.so.0"))  # fmt: skip
    assert finding.sentence == (
        "libEGL.so.1, libfontconfig.so.1 are missing on this machine; "
        "an administrator installs them with: apt-get install libegl1 libfontconfig1"
    )
    assert "libxcb-cursor0" in look_at_libraries("xcb", Machine())[0].remedy
    assert "libxcb-cursor0" not in look_at_libraries("offscreen", Machine())[0].remedy


@linux_only
def test_the_package_s_copy_is_taken_only_where_the_machine_has_none(tmp_path: Path) -> None:
    (tmp_path / ORDER_FILE).write_text("libbase.so.1\nlibtop.so.1\nlibbroken.so.1\n")
    machine = Machine("libbase.so.1", str(tmp_path / "libbase.so.1"), str(tmp_path / "libtop.so.1"))
    assert load_reserve(tmp_path, machine) == ["libtop.so.1"]
    assert machine.loaded == ["libbase.so.1", str(tmp_path / "libtop.so.1")]


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    assert look_at_writing({"settings": folder}) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "has no room left"),
        (errno.EDQUOT, "has no room left"),
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "cannot be written by this account"),
        (errno.EIO, "(input/output error)"),
    ],
)
def test_each_reason_why_folders_cannot_be_written_has_one_sentence(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    folders = {name: tmp_path / name for name in ("settings", "data", "log")}
    (finding,) = look_at_writing(folders)
    assert finding.place == str(tmp_path)
    assert finding.reason.endswith(f"{words}, so settings, data and log cannot be kept")
    assert finding.remedy
    assert [list(folder.iterdir()) for folder in folders.values()] == [[], [], []]


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    (finding,) = look_at_writing({"unsaved work": tmp_path / "state", "data": tmp_path / "data"})
    assert (finding.place, finding.weight) == (str(tmp_path / "state"), Weight.FAILED)
    assert "move away" in finding.remedy


def test_room_that_ends_within_days_is_a_warning_and_none_is_a_failure(tmp_path: Path) -> None:
    folders = {"log": tmp_path / "a", "data": tmp_path / "b", "cache": tmp_path / "c"}
    room = {"a": 10_000_000_000, "b": 500_000_000, "c": 1_000_000}
    findings = look_at_room(folders, lambda folder: room[folder.name])
    assert [(f.weight, f.reason) for f in findings] == [
        (Weight.WARNING, "has only 500 MB of room left for data"),
        (Weight.FAILED, "has only 1 MB of room left for cache"),
    ]


def test_nobody_is_asked_to_delete_files_on_a_disk_that_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "fsync", refuse)
    (finding,) = look_at_folders({"data": tmp_path}, lambda _folder: 1_000_000, "")
    assert "read-only" in finding.reason


MOUNTS = """22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw
30 22 0:25 / /home rw,relatime shared:5 - nfs4 files.example:/home rw,vers=4.2
31 30 0:26 / /home/my\\040disk rw,relatime - ext4 /dev/sdb1 rw
"""


@linux_only
def test_a_home_on_a_network_share_is_told_once_with_all_it_holds() -> None:
    assert mount_of(Path("/home/me/.config"), MOUNTS) == ("/home", "nfs4")
    assert mount_of(Path("/home/my disk/x"), MOUNTS) == ("/home/my disk", "ext4")
    folders = {"settings": Path("/home/me/.config"), "data": Path("/home/me/.local"), "cache": Path("/var/cache")}
    (finding,) = look_at_mounts(folders, MOUNTS)
    assert finding.weight is Weight.WARNING
    assert finding.sentence.startswith("/home (nfs4) is a network share and holds settings, data; keep the sites on")


def test_all_is_well_says_nothing(tmp_path: Path) -> None:
    assert look_at_folders({"data": tmp_path}, lambda _: 10**10, mounts="") == []


@pytest.mark.parametrize("now_s", [0.0, MADE.timestamp() - 86_400, NOW_S + 40 * 366 * 86_400, 1e30, -1e30])
def test_a_clock_years_off_is_seen(now_s: float) -> None:
    (finding,) = look_at_clock(now_s, [])
    assert finding.place == "The clock of this machine"
    assert "timedatectl" in finding.remedy


def test_a_clock_that_went_back_is_seen_by_what_was_written(tmp_path: Path) -> None:
    witness = tmp_path / "tieline.log"
    witness.write_text("")
    os.utime(witness, (NOW_S, NOW_S))
    assert look_at_clock(NOW_S, [witness]) == []
    assert look_at_clock(NOW_S - 3600, [witness]) == []
    (finding,) = look_at_clock(NOW_S - 3 * 86_400, [witness])
    assert "was already used at" in finding.reason


def test_what_is_wrong_is_said_on_stderr_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    findings = look_at_machine()
    assert any("unsaved work" in finding.reason for finding in findings)
    assert f"tieline: {findings[0].sentence}" in capsys.readouterr().err.splitlines()


@linux_only
def test_a_start_without_a_display_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match="no display"):
        require_window()


@linux_only
def test_without_qt_the_desktop_s_own_program_shows_the_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not tell_without_qt("nobody hears")
    heard = tmp_path / "heard"
    os.mkfifo(heard)
    program = tmp_path / "zenity"
    program.write_text(f'#!/bin/sh\nfor word; do :; done; printf %s "$word" > {heard}\n')
    program.chmod(0o755)
    assert tell_without_qt("libEGL.so.1 is missing")
    assert heard.read_text() == "libEGL.so.1 is missing"
    assert before_window._shown.pop().wait(10) == 0
