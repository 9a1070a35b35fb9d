"""Licences, list of parts and control file: made from what is really in the bundle."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tomllib
import xml.etree.ElementTree as xml
from importlib.metadata import distribution
from pathlib import Path

import pytest

from installer.archive import build_archive
from installer.components import Component, common_texts, is_in, parts_of_parts
from installer.debian_package import COPIED, LINUX, build_deb, control, make_tree, settle
from installer.licences import FILE_NAME, licences_page, write_licences
from installer.package import MOST_DEB_MB, version, write_checksums
from installer.sbom import sbom
from tests.installer.test_package import ROOT

PARTS = [
    Component("python", "numpy", "2.4.6", "BSD-3-Clause", "https://numpy.org", "pkg:pypi/numpy@2.4.6", ("Text <1>",)),
    Component("system", "libegl1", "1.6.0-1", "MIT", "", "pkg:deb/debian/libegl1@1.6.0-1?distro=debian-12"),
]


def test_the_list_of_parts_names_each_once_and_is_the_same_for_the_same_parts() -> None:
    told = sbom("0.1.0", PARTS, 1_790_000_000)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["timestamp"] == "2026-09-21T14:13:20Z"
    assert [c["purl"] for c in told["components"]] == [part.purl for part in PARTS]
    assert told["dependencies"][0]["dependsOn"] == [part.purl for part in PARTS]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", told["serialNumber"])
    assert json.dumps(told) == json.dumps(sbom("0.1.0", PARTS, 1_790_000_000))
    assert told["serialNumber"] != sbom("0.1.0", PARTS[:1], 1_790_000_000)["serialNumber"]


def test_the_page_of_licences_shows_every_text_as_text(tmp_path: Path) -> None:
    page = licences_page("0.1.0", PARTS)
    assert "Text &lt;1&gt;" in page
    assert "2 components" in page
    told = json.loads(write_licences(tmp_path / "licences", PARTS).read_text())
    assert [(t["name"], t["licence"]) for t in told] == [("numpy", "BSD-3-Clause"), ("libegl1", "MIT")]
    assert (tmp_path / "licences" / FILE_NAME).is_file()


def test_a_distribution_is_listed_where_one_of_its_modules_travels(tmp_path: Path) -> None:
    numpy = distribution("numpy")
    assert is_in(numpy, {"numpy", "scipy"}, tmp_path)
    assert not is_in(numpy, {"pandas"}, tmp_path)
    extension = next(f for f in numpy.files or [] if f.suffix == ".so")
    (tmp_path / extension.parent).mkdir(parents=True)
    (tmp_path / str(extension)).write_bytes(b"")
    assert is_in(numpy, set(), tmp_path)


def test_the_package_asks_for_nothing_that_a_bare_machine_lacks() -> None:
    told = control("0.1.0", "amd64", 350_000, (2, 34))
    fields = dict(re.findall(r"^([\w-]+): (.*)$", told, re.MULTILINE))
    assert fields["Depends"] == "libc6 (>= 2.34), passwd"
    assert (fields["Package"], fields["Version"], fields["Installed-Size"]) == ("tieline", "0.1.0", "350000")
    assert MOST_DEB_MB == 110.0


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle of one program and one file."""
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "tieline").write_bytes(b"\x7fELF" + bytes(60))
    (bundle / "tieline").chmod(0o755)
    (bundle / "_internal" / "data.txt").write_text("data")
    (bundle / "_internal" / "data.txt").chmod(0o600)
    return bundle


@pytest.fixture
def tree(tmp_path: Path, bundle: Path) -> Path:
    """What the package installs."""
    paper = tmp_path / "paper"
    paper.write_text("paper")
    root = tmp_path / "root"
    make_tree(bundle, root, "0.1.0", {"paper.txt": paper})
    settle(root, 1_790_000_000)
    return root


def test_the_tree_has_menu_entry_icon_file_type_manual_page_and_settings(tree: Path) -> None:
    assert [target for target in COPIED.values() if not (tree / target).is_file()] == []
    assert os.readlink(tree / "usr/bin/tieline") == "../lib/tieline/tieline"
    assert (tree / "usr/share/doc/tieline/paper.txt").read_text() == "paper"
    assert b"Tieline 0.1.0" in gzip.decompress((tree / "usr/share/man/man1/tieline.1.gz").read_bytes())
    changes = gzip.decompress((tree / "usr/share/doc/tieline/changelog.gz").read_bytes())
    assert changes.startswith(b"tieline (0.1.0)")


def test_permissions_and_times_do_not_depend_on_who_built_it(tree: Path) -> None:
    assert (tree / "usr/lib/tieline/tieline").stat().st_mode & 0o777 == 0o755
    assert (tree / "usr/lib/tieline/_internal/data.txt").stat().st_mode & 0o777 == 0o644
    assert {path.lstat().st_mtime for path in tree.rglob("*")} == {1_790_000_000}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian and its relatives have dpkg-deb")
def test_the_same_bundle_gives_the_same_package_whoever_builds_it_and_when(tmp_path: Path, bundle: Path) -> None:
    made = []
    for name in ("first", "second"):
        out = tmp_path / name
        out.mkdir()
        os.utime(bundle / "tieline")
        made.append(build_deb(bundle, tmp_path / f"work-{name}", out, "0.1.0", 1_790_000_000, {}))
    assert made[0].name.startswith("tieline_0.1.0_")
    assert made[0].read_bytes() == made[1].read_bytes()
    listed = subprocess.run(["dpkg-deb", "--contents", str(made[0])], capture_output=True, text=True, check=True).stdout
    assert all(line.split()[1] == "root/root" for line in listed.splitlines())
    assert "./usr/bin/tieline -> ../lib/tieline/tieline" in listed


@pytest.mark.skipif(shutil.which("zstd") is None, reason="there is no zstd on this machine")
def test_the_archive_is_one_folder_and_always_the_same(tmp_path: Path, bundle: Path) -> None:
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        os.utime(bundle / "tieline")
        made.append(build_archive(bundle, tmp_path / name, "0.1.0", 1_790_000_000))
    assert made[0].read_bytes() == made[1].read_bytes()
    listed = subprocess.run(["tar", "-tf", str(made[0])], capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} == {"tieline-0.1.0"}


def test_what_the_desktop_reads_is_well_formed_and_fits_together() -> None:
    types = xml.parse(LINUX / "tieline.xml").getroot()
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = types.findall("m:mime-type", space)
    assert [glob.get("pattern") for glob in kind.findall("m:glob", space)] == ["*.tieline"]
    opener = (LINUX / "tieline-open.desktop").read_text()
    assert f"MimeType={kind.get('type')};" in opener
    assert "Exec=tieline open %f" in opener
    told = xml.parse(LINUX / "tieline.metainfo.xml").getroot()
    assert told.findtext("launchable") == "tieline.desktop"
    assert tomllib.loads((LINUX / "tieline.toml").read_text()) == {"settings": {}}


@pytest.mark.parametrize("name", ["postinst", "prerm", "postrm"])
def test_the_package_s_scripts_can_be_read_by_a_plain_shell(name: str) -> None:
    subprocess.run(["sh", "-n", str(LINUX / name)], check=True)


def test_the_manual_page_names_every_verb() -> None:
    from console.cli.main import VERBS

    page = (LINUX / "tieline.1").read_text().replace("\\-", "-")
    assert [verb for verb in VERBS if not re.search(rf"(?<![\w-]){verb}(?![\w-])", page)] == []


def test_checksums_are_read_by_the_usual_program(tmp_path: Path) -> None:
    (tmp_path / "a.deb").write_bytes(b"a")
    (tmp_path / "b.tar.zst").write_bytes(b"b")
    lines = write_checksums(tmp_path).read_text().splitlines()
    assert lines[0] == f"{hashlib.sha256(b'a').hexdigest()}  a.deb"
    assert len(lines) == 2
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_the_version_is_that_of_the_sources() -> None:
    assert version() == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_a_licence_named_without_its_text_gets_the_common_one(tmp_path: Path) -> None:
    if not Path("/usr/share/common-licenses/LGPL-3").is_file():
        pytest.skip("only Debian keeps the common licences")
    lesser, general = common_texts("LGPL-3.0-only OR GPL-2.0-only")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in lesser
    assert "Version 3, 29 June 2007" in general
    assert common_texts("MIT") == ()


def test_qt_unicode_and_the_font_are_listed_by_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "PySide6/Qt/lib").mkdir(parents=True)
    (tmp_path / "PySide6/Qt/lib/libicudata.so.73").write_bytes(b"")
    (tmp_path / "resources/fonts").mkdir(parents=True)
    (tmp_path / "resources/fonts/Inter-OFL.txt").write_text("Open Font License")
    assert [(part.name, part.licence) for part in parts_of_parts(tmp_path)] == [
        ("Qt", "LGPL-3.0-only"), ("ICU", "Unicode-3.0"), ("Inter", "OFL-1.1"),
    ]  # fmt: skip
