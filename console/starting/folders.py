"""Whether what the console writes can be written: room, permission, and a disk of this machine."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterable, Mapping
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
    findings: list[StartFinding] = []
    for purpose, folder in folders.items():
        finding = look_at_writing(purpose, folder) or look_at_room(purpose, folder, free_bytes or _free_bytes)
        if finding is not None:
            findings.append(finding)
    findings += look_at_mounts(folders, _mounts() if mounts is None else mounts)
    return findings


def look_at_writing(purpose: str, folder: Path) -> StartFinding | None:
    """Whether ``folder`` can be made and a file in it written; it leaves nothing behind."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with probe.open("xb") as stream:
            stream.write(bytes(PROBE_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        reason, remedy = _of_error(error, purpose)
        return StartFinding(Weight.FAILED, str(folder), reason, remedy)
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None


def _of_error(error: OSError, purpose: str) -> tuple[str, str]:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"has no room left, so {purpose} cannot be kept", "delete or move files there, then start again"
    if error.errno == errno.EROFS:
        return f"lies on a disk that is read-only, so {purpose} cannot be kept", "have it mounted writable"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"cannot be written by this account, so {purpose} cannot be kept", "give this account the folder"
    told = (error.strerror or str(error)).lower()
    return f"cannot be used ({told}), so {purpose} cannot be kept", "move away what stands in its place"


def look_at_room(purpose: str, folder: Path, free_bytes: Callable[[Path], int]) -> StartFinding | None:
    """Whether the disk of ``folder`` has room for days of work."""
    try:
        free = free_bytes(folder)
    except OSError:
        return None
    if free >= COMFORTABLE_BYTES:
        return None
    weight = Weight.FAILED if free < LEAST_BYTES else Weight.WARNING
    reason = f"has only {free / 1e6:.0f} MB of room left for {purpose}"
    return StartFinding(weight, str(folder), reason, "delete or move files there")


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


def places_of(findings: Iterable[StartFinding]) -> set[str]:
    """Where something is wrong."""
    return {finding.place for finding in findings}
