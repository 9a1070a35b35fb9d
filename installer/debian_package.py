"""The Debian package: the bundle with its menu entry, icon, file type, manual page and what an administrator expects.

It is built without root and without a network, and the same sources give the same bytes.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from installer.elf import is_elf, needed_glibc
from installer.slimming import size_bytes

NAME = "tieline"
LINUX = Path(__file__).resolve().parent / "linux"
LIBRARY = Path("usr/lib/tieline")
SCRIPTS = ("postinst", "prerm", "postrm")
COPIED = {
    "tieline.desktop": "usr/share/applications/tieline.desktop",
    "tieline-open.desktop": "usr/share/applications/tieline-open.desktop",
    "tieline.xml": "usr/share/mime/packages/tieline.xml",
    "tieline.metainfo.xml": "usr/share/metainfo/tieline.metainfo.xml",
    "../../resources/icons/tieline.svg": "usr/share/icons/hicolor/scalable/apps/tieline.svg",
    "application-x-tieline.svg": "usr/share/icons/hicolor/scalable/mimetypes/application-x-tieline.svg",
    "tieline.toml": "etc/tieline/tieline.toml",
}
DESCRIPTION = """Operator console and study desk for electric distribution networks
 See the feeder live on its single-line diagram, with voltages, losses and the
 quality and age of every number; switch it safely, plan the next day, and take
 a fault from the first alarm to the last closed switch. The same program is an
 offline study desk. It brings all it needs and works without a server."""


def make_tree(bundle: Path, root: Path, version: str, papers: dict[str, Path]) -> None:
    """Lay out what the package installs below ``root``.

    Args:
        papers: files for ``/usr/share/doc/tieline`` by name.
    """
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(bundle, root / LIBRARY, symlinks=True)
    for source, target in COPIED.items():
        _put(LINUX / source, root / target)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/tieline").symlink_to("../lib/tieline/tieline")
    manual = root / "usr/share/man/man1/tieline.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(
        gzip.compress((LINUX / "tieline.1").read_text().replace("@VERSION@", version).encode(), 9, mtime=0)
    )
    documents = root / "usr/share/doc/tieline"
    _put(LINUX / "copyright", documents / "copyright")
    for name, path in papers.items():
        _put(path, documents / name)
    changes = f"{NAME} ({version}) stable; urgency=low\n\n  * See CHANGELOG.md.gz.\n"
    (documents / "changelog.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def settle(root: Path, epoch_s: int) -> None:
    """Give every file the permissions and the time that do not depend on who built it and when."""
    for path in sorted(root.rglob("*"), reverse=True):
        if not path.is_symlink():
            is_program = path.is_dir() or (os.access(path, os.X_OK) and (is_elf(path) or path.parent.name == "DEBIAN"))
            path.chmod(0o755 if is_program else 0o644)
        os.utime(path, (epoch_s, epoch_s), follow_symlinks=False)
    root.chmod(0o755)
    os.utime(root, (epoch_s, epoch_s))


def control(version: str, architecture: str, installed_kb: int, glibc: tuple[int, int]) -> str:
    """The package's control file. All it asks for is the C library and what makes groups: both are everywhere."""
    fields = {
        "Package": NAME,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": "Tieline developers <tieline@localhost.invalid>",
        "Installed-Size": str(installed_kb),
        "Depends": f"libc6 (>= {glibc[0]}.{glibc[1]}), passwd",
        "Recommends": "xkb-data, fontconfig-config",
        "Suggests": "cups-client, alsa-utils",
        "Section": "science",
        "Priority": "optional",
        "Description": DESCRIPTION,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def newest_glibc(folder: Path) -> tuple[int, int]:
    """The C library the bundle needs."""
    return max((needed_glibc(path) for path in folder.rglob("*") if is_elf(path)), default=(2, 36))


def build_deb(bundle: Path, work: Path, out: Path, version: str, epoch_s: int, papers: dict[str, Path]) -> Path:
    """Write the package into ``out``; its path. Raises ``subprocess.CalledProcessError`` with dpkg's words."""
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    make_tree(bundle, work, version, papers)
    installed_kb = (size_bytes(work) + 1023) // 1024
    meta = work / "DEBIAN"
    meta.mkdir()
    (meta / "control").write_text(control(version, architecture, installed_kb, newest_glibc(bundle)))
    (meta / "conffiles").write_text("/etc/tieline/tieline.toml\n")
    for name in SCRIPTS:
        _put(LINUX / name, meta / name)
        (meta / name).chmod(0o755)
    _put(LINUX / "templates", meta / "templates")
    settle(work, epoch_s)
    path = out / f"{NAME}_{version}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch_s)}
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", str(work), str(path)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return path
