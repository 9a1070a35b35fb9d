"""What travels in the bundle, read from the bundle itself: every package with version, licence and licence texts."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
LARGEST_TEXT_BYTES = 400_000
OURS = "tieline"
CLASSIFIER = "License :: "


@dataclass(frozen=True, slots=True)
class Component:
    """One thing somebody else made.

    Attributes:
        kind: ``python`` (a distribution of the package index), ``system`` (a Debian package), ``interpreter``.
        licence: as its maker names it.
        texts: licence texts.
        purl: package URL.
    """

    kind: str
    name: str
    version: str
    licence: str
    home: str
    purl: str
    texts: tuple[str, ...] = ()


def components_of(internal: Path, modules: set[str]) -> list[Component]:
    """Everything in the bundle, in order of names.

    Args:
        internal: the bundle's inner folder.
        modules: top-level names of the Python modules inside the program.
    """
    there = modules | {path.name.partition(".")[0] for path in internal.iterdir()}
    found = [_of_distribution(d) for d in distributions() if d.name != OURS and is_in(d, there, internal)]
    found += system_components(internal)
    found += parts_of_parts(internal)
    found.append(interpreter())
    unique = {(component.kind, component.name.lower()): component for component in found}
    return [unique[key] for key in sorted(unique, key=lambda key: (key[1], key[0]))]


def is_in(distribution: Distribution, there: set[str], internal: Path) -> bool:
    """Whether anything the distribution installs is in the bundle."""
    files = distribution.files or []
    tops = {
        file.parts[0].partition(".")[0] for file in files if file.suffix in (".py", ".so") and file.parts[0] != ".."
    }
    tops -= {"__pycache__", ""}
    if tops & there:
        return True
    return any(file.suffix == ".so" and (internal / str(file)).exists() for file in files)


def _of_distribution(distribution: Distribution) -> Component:
    told = distribution.metadata
    licence = (
        told.get("License-Expression") or _classified(told.get_all("Classifier") or []) or told.get("License") or ""
    )
    licence = " ".join(licence.split()) if len(licence) < 120 else licence.strip().splitlines()[0][:120]
    home = told.get("Home-page") or next((u.partition(",")[2].strip() for u in told.get_all("Project-URL") or []), "")
    texts = []
    for file in sorted(distribution.files or [], key=str):
        if LICENCE_FILE.search(file.name) and file.suffix not in (".py", ".pyc", ".so"):
            path = Path(str(distribution.locate_file(file)))
            if path.is_file() and path.stat().st_size < LARGEST_TEXT_BYTES:
                texts.append(path.read_text("utf-8", errors="replace").strip())
    texts = texts or list(common_texts(licence))
    name = distribution.name
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{distribution.version}"
    return Component(
        "python", name, distribution.version, licence or "see text", home, purl, tuple(dict.fromkeys(texts))
    )


def _classified(classifiers: list[str]) -> str:
    licences = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith(CLASSIFIER) and c.count("::") > 1]
    return " or ".join(dict.fromkeys(licences))


def parts_of_parts(internal: Path) -> list[Component]:
    """What came inside of something else and has a name of its own: Qt, Unicode's library, the font."""
    found = []
    qt = next((d.version for d in distributions() if d.name.lower() == "pyside6_essentials"), "")
    if qt:
        licence = "LGPL-3.0-only"
        purl = f"pkg:generic/qt@{qt}"
        found.append(Component("library", "Qt", qt, licence, "https://www.qt.io", purl, common_texts(licence)))
    for path in (internal / "PySide6" / "Qt" / "lib").glob("libicudata.so.*"):
        number = path.name.rpartition(".so.")[2]
        purl = f"pkg:generic/icu@{number}"
        found.append(Component("library", "ICU", number, "Unicode-3.0", "https://icu.unicode.org", purl))
    font = internal / "resources" / "fonts" / "Inter-OFL.txt"
    if font.is_file():
        text = font.read_text("utf-8")
        home = "https://rsms.me/inter"
        found.append(Component("font", "Inter", "4", "OFL-1.1", home, "pkg:generic/inter@4", (text,)))
    return found


def common_texts(licence: str) -> tuple[str, ...]:
    """Texts of licences that a maker names without adding them, as Debian keeps them."""
    # The lesser one is written as additions to the other.
    names = ("LGPL-3", "GPL-3") if "LGPL-3" in licence else ()
    paths = [Path("/usr/share/common-licenses") / name for name in names]
    return tuple(path.read_text("utf-8") for path in paths if path.is_file())


def system_components(internal: Path) -> list[Component]:
    """The Debian packages whose libraries are in the bundle."""
    names = {path.name for folder in (internal, internal / "system") for path in folder.glob("lib*.so*")}
    if sys.base_prefix != "/usr":
        # An interpreter that was built elsewhere only has the name of Debian's.
        names = {name for name in names if not name.startswith("libpython")}
    found: dict[str, Component] = {}
    for name in sorted(names):
        package = _package_of(name)
        if package and package not in found:
            found[package] = _of_package(package)
    return list(found.values())


def _package_of(library: str) -> str:
    run = subprocess.run(["dpkg-query", "-S", f"*/{library}"], capture_output=True, text=True, check=False)
    for line in run.stdout.splitlines():
        package, _, path = line.partition(": ")
        if "/lib/" in path and path.endswith(f"/{library}") and path.split("/")[1] in ("lib", "usr"):
            return package.split(",")[0].partition(":")[0]
    return ""


def _of_package(package: str) -> Component:
    shown = "${Version}\t${Homepage}\t${source:Package}"
    run = subprocess.run(["dpkg-query", "-W", "-f", shown, package], capture_output=True, text=True, check=True)
    version, home, _ = run.stdout.split("\t")
    path = Path("/usr/share/doc") / package / "copyright"
    text = path.read_text("utf-8", errors="replace").strip() if path.is_file() else ""
    licences = dict.fromkeys(re.findall(r"^License:[ \t]*(\S[^\n]*)", text, re.MULTILINE))
    purl = f"pkg:deb/debian/{package}@{version.replace(':', '%3A').replace('+', '%2B')}?distro=debian-12"
    licence = ", ".join(licences)[:200] or "see text"
    return Component("system", package, version, licence, home, purl, (text,) if text else ())


def interpreter() -> Component:
    """Python itself."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    path = Path(sys.base_prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "LICENSE.txt")
    texts = (path.read_text("utf-8"),) if path.is_file() else ()
    purl = f"pkg:generic/cpython@{version}"
    return Component("interpreter", "Python", version, "PSF-2.0", "https://www.python.org", purl, texts)


def frozen_modules(program: Path) -> set[str]:
    """Top-level names of the Python modules inside the frozen program."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    name = next(entry for entry in archive.toc if entry.lower().startswith("pyz"))
    return {module.partition(".")[0] for module in archive.open_embedded_archive(name).toc}
