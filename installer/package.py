"""Makes everything that is handed out, into ``dist``: ``make package``.

The bundle, the Debian package, the archive, the page of licences, the list of parts, and checksums of them all.
Prints one JSON object with the sizes; exit code 1 names what failed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

from installer.archive import build_archive
from installer.bundle import BUILD, BUNDLE, INTERNAL, PROGRAM, ROOT, BuildError, build_bundle
from installer.components import components_of, frozen_modules
from installer.debian_package import build_deb, settle
from installer.licences import PAGE_NAME, licences_page, write_licences
from installer.sbom import sbom
from installer.slimming import size_bytes

DIST = ROOT / "dist"
MOST_BUNDLE_MB, MOST_DEB_MB = 350.0, 110.0


def version() -> str:
    """Of the product, as its sources say."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def epoch_s() -> int:
    """The time of the sources: ``SOURCE_DATE_EPOCH``, else the last commit's, else the change log's."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if told.isdigit():
        return int(told)
    run = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return int(run.stdout) if run.stdout.strip().isdigit() else int((ROOT / "CHANGELOG.md").stat().st_mtime)


def write_papers(out: Path) -> dict[str, Path]:
    """Licences for About and as a page, the list of parts, the change log; those for the package by name."""
    components = components_of(INTERNAL, frozen_modules(PROGRAM))
    write_licences(INTERNAL / "resources" / "licences", components)
    page = out / PAGE_NAME
    page.write_text(licences_page(version(), components), "utf-8")
    parts = out / f"tieline-{version()}.cdx.json"
    parts.write_text(json.dumps(sbom(version(), components, epoch_s()), indent=1) + "\n", "utf-8")
    changes = BUILD / "CHANGELOG.md.gz"
    changes.write_bytes(gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0))
    # A copy that is always the same file, whatever the page's own time.
    packed = BUILD / f"{PAGE_NAME}.gz"
    packed.write_bytes(gzip.compress(page.read_bytes(), 9, mtime=0))
    return {"CHANGELOG.md.gz": changes, f"{PAGE_NAME}.gz": packed, "sbom.cdx.json": parts}


def write_checksums(out: Path) -> Path:
    """``SHA256SUMS`` of everything in ``out``, as ``sha256sum --check`` reads it."""
    path = out / "SHA256SUMS"
    files = sorted(p for p in out.iterdir() if p.is_file() and p != path)
    path.write_text("".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files))
    return path


def main() -> int:
    """Build, measure, print."""
    begin = time.perf_counter()
    answer: dict[str, Any] = {"version": version()}
    try:
        if "--no-build" not in sys.argv:
            answer["saved_mb"] = build_bundle()
            answer["bundle_s"] = round(time.perf_counter() - begin)
        shutil.rmtree(DIST, ignore_errors=True)
        DIST.mkdir()
        papers = write_papers(DIST)
        settle(BUNDLE, epoch_s())
        deb = build_deb(BUNDLE, BUILD / "deb", DIST, version(), epoch_s(), papers)
        archive = build_archive(BUNDLE, DIST, version(), epoch_s())
        write_checksums(DIST)
    except (BuildError, OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    answer["bundle_mb"] = round(size_bytes(BUNDLE) / 1e6, 1)
    answer["deb_mb"] = round(deb.stat().st_size / 1e6, 1)
    answer["archive_mb"] = round(archive.stat().st_size / 1e6, 1)
    answer["seconds"] = round(time.perf_counter() - begin)
    (BUILD / "package.json").write_text(json.dumps(answer, indent=1))
    print(json.dumps(answer, indent=1))
    if answer["bundle_mb"] > MOST_BUNDLE_MB or answer["deb_mb"] > MOST_DEB_MB:
        print(f"package: larger than {MOST_BUNDLE_MB:.0f} MB unpacked or {MOST_DEB_MB:.0f} MB packed", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
