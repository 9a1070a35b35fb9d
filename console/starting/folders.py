"""Whether what the console writes can be written: room, permission, and a disk of this machine."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from console.folders import cache_folder, config_folder, data_folder, log_folder, state_folder
from console.starting.finding import StartFinding, Weight

LEAST_BYTES, COMFORTABLE_BYTES = 50_000_000, 1_000_000_000
"""Below the first nothing can be kept; below the second a few days of history fill the disk."""
NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ncpfs", "lustre", "ceph", "glusterfs", "fuse.sshfs",
     "fuse.glusterfs", "davfs"}
)  # fmt: skip
"""File systems of other machines, as the kernel names them."""
PROBE_BYTES = 65_536
NO_ROOM, READ_ONLY = "has no room left", "lies on a disk that is read-only"


def own_folders() -> dict[str, Path]:
    """Every folder of this account the console writes to, by what it is for."""
    return {
        "settings": config_folder(),
        "data": data_folder(),
        "unsaved work": state_folder(),
        "log": log_folder(),
        "cache": cache_folder(),
    }


def look_at_folders(
    folders: Mapping[str, Path] | None = None,
    free_bytes: Callable[[Path], int] | None = None,
    mounts: str | None = None,
) -> list[StartFinding]:
    """What is wrong with where the console writes; each disk and each reason is told once.

    Args:
        folders: by what they are for; ``None`` takes the account's own.
        free_bytes: asks for the room on the disk of a folder.
        mounts: text of ``/proc/self/mountinfo``; ``None`` reads it.
    """
    folders = own_folders() if folders is None else folders
    findings = look_at_writing(folders)
    # Where nothing can be written there is nothing that could be deleted either.
    is_hopeless = any(finding.reason.startswith((NO_ROOM, READ_ONLY)) for finding in findings)
    if not is_hopeless:
        findings += look_at_room(folders, free_bytes or _free_bytes)
    findings += look_at_mounts(folders, _mounts() if mounts is None else mounts)
    return findings


def look_at_writing(folders: Mapping[str, Path]) -> list[StartFinding]:
    """Whether each folder can be made and a file in it written; nothing is left behind."""
    found: dict[tuple[str, str], list[tuple[str, Path]]] = {}
    for purpose, folder in folders.items():
        error = write_probe(folder)
        if error is not None:
            found.setdefault(_of_error(error), []).append((purpose, folder))
    return [
        StartFinding(Weight.FAILED, _place(places), f"{reason}, so {_purposes(places)} cannot be kept", remedy)
        for (reason, remedy), places in found.items()
    ]


def write_probe(folder: Path) -> OSError | None:
    """What went wrong in writing a small file into ``folder``; it is removed again."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with probe.open("xb") as stream:
            stream.write(bytes(PROBE_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None


def _of_error(error: OSError) -> tuple[str, str]:
    """Reason and remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_ROOM, "delete or move files there, then start again"
    if error.errno == errno.EROFS:
        return READ_ONLY, "have it mounted writable"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "cannot be written by this account", "give this account the folder"
    told = (error.strerror or str(error)).lower()
    return f"cannot be used ({told})", "move away what stands in its place"


def look_at_room(folders: Mapping[str, Path], free_bytes: Callable[[Path], int]) -> list[StartFinding]:
    """Which disks have no room for days of work; one finding for the folders with the same room."""
    found: dict[int, list[tuple[str, Path]]] = {}
    for purpose, folder in folders.items():
        with suppress(OSError):
            free = free_bytes(folder)
            if free < COMFORTABLE_BYTES:
                found.setdefault(round(free / 1e6), []).append((purpose, folder))
    return [
        StartFinding(
            Weight.FAILED if free_mb * 1e6 < LEAST_BYTES else Weight.WARNING,
            _place(places),
            f"has only {free_mb} MB of room left for {_purposes(places)}",
            "delete or move files there",
        )
        for free_mb, places in found.items()
    ]


def _place(places: Sequence[tuple[str, Path]]) -> str:
    """The folder that holds all ``places``."""
    return os.path.commonpath([folder for _, folder in places])


def _purposes(places: Sequence[tuple[str, Path]]) -> str:
    """What they are for, as a sentence names it."""
    *others, last = (purpose for purpose, _ in places)
    return f"{', '.join(others)} and {last}" if others else last


def look_at_mounts(folders: Mapping[str, Path], mounts: str) -> list[StartFinding]:
    """Which of ``folders`` lie on another machine: a database there may be damaged, and ends with the network."""
    found: dict[str, list[str]] = {}
    for purpose, folder in folders.items():
        place, kind = mount_of(folder, mounts)
        if kind in NETWORK_KINDS:
            found.setdefault(f"{place} ({kind})", []).append(purpose)
    remedy = (
        "keep the sites on a disk of this machine: an administrator makes /var/lib/tieline/sites writable for the "
        "operators, or sets site_folder in /etc/tieline/tieline.toml"
    )
    return [
        StartFinding(Weight.WARNING, place, f"is a network share and holds {', '.join(purposes)}", remedy)
        for place, purposes in found.items()
    ]


def mount_of(folder: Path, mounts: str) -> tuple[str, str]:
    """Mount point and kind of the file system that holds ``folder``; ("", "") where it is not known."""
    real = Path(os.path.realpath(folder))
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if "-" not in words or len(words) < 5:
            continue
        point = words[4].replace("\\040", " ")
        if real.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, words[words.index("-") + 1]
    return best, kind


def _mounts() -> str:
    if not sys.platform.startswith("linux"):
        return ""
    with suppress(OSError):
        return Path("/proc/self/mountinfo").read_text("utf-8", errors="replace")
    return ""


def _free_bytes(folder: Path) -> int:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free
