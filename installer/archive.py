"""The archive that runs from any folder, for Linux without dpkg."""

from __future__ import annotations

import subprocess
from pathlib import Path


def build_archive(bundle: Path, out: Path, version: str, epoch_s: int) -> Path:
    """Write ``tieline-VERSION-linux-x86_64.tar.zst`` with the bundle as the folder ``tieline-VERSION``; its path."""
    path = out / f"tieline-{version}-linux-x86_64.tar.zst"
    tar = [
        "tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{epoch_s}",
        "--mode=go-w", "--format=gnu", f"--transform=flags=r;s,^{bundle.name},tieline-{version},",
        "--directory", str(bundle.parent), bundle.name,
    ]  # fmt: skip
    path.unlink(missing_ok=True)
    with subprocess.Popen(tar, stdout=subprocess.PIPE) as packing:
        # Two threads give the same bytes everywhere; higher levels take minutes for a few megabytes.
        subprocess.run(["zstd", "-q", "-12", "-T2", "-o", str(path)], stdin=packing.stdout, check=True)
    if packing.returncode:
        raise subprocess.CalledProcessError(packing.returncode, tar)
    return path
