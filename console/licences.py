"""Whose work travels with the program, and under which licences."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions, requires
from importlib.resources import files
from pathlib import Path
from re import match

OURS = "tieline"
LICENCE_NAMES = ("licen", "copying", "notice")


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """One component of somebody else.

    Attributes:
        licence: as its maker names it; texts: its licence texts.
    """

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[str, ...]


def third_parties() -> list[ThirdParty]:
    """From the list the package was made with; from the environment where there is none."""
    listed = files("resources").joinpath("licences", "third_party.json")
    if listed.is_file():
        told = json.loads(listed.read_text("utf-8"))
        return [ThirdParty(t["name"], t["version"], t["licence"], t["home"], tuple(t["texts"])) for t in told]
    wanted = needed_names()
    found = [of_distribution(d) for d in distributions() if d.name.lower() in wanted]
    return sorted(found, key=lambda party: party.name.lower())


def needed_names() -> set[str]:
    """Distributions the program asks for, in lower case; what those ask for is the package's own list to tell."""
    named = (match(r"[\w.-]+", line) for line in requires(OURS) or [] if "extra ==" not in line)
    return {found.group().lower() for found in named if found}


def of_distribution(distribution: Distribution) -> ThirdParty:
    """What an installed distribution says of itself."""
    told = distribution.metadata
    classified = _classified(told.get_all("Classifier") or [])
    licence = next(iter(told.get_all("License-Expression") or []), "") or classified or "see text"
    homes = told.get_all("Home-page") or [u.partition(",")[2].strip() for u in told.get_all("Project-URL") or []]
    home = next(iter(homes), "")
    paths = [f for f in distribution.files or [] if f.name.lower().startswith(LICENCE_NAMES) and f.suffix != ".py"]
    texts = (Path(str(distribution.locate_file(p))) for p in paths)
    return ThirdParty(distribution.name, distribution.version, licence, home, tuple(_read(texts)))


def _read(paths: Iterable[Path]) -> list[str]:
    return [path.read_text("utf-8", errors="replace").strip() for path in paths if path.is_file()]


def _classified(classifiers: list[str]) -> str:
    licences = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    return " or ".join(dict.fromkeys(licences))
