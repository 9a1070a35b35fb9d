"""How much of a site is kept: ``retention.toml`` in its folder, where somebody wrote one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from console.history.storage import Retention
from engines.values.validation import InputError

FILE_NAME = "retention.toml"
JOURNAL = Retention(days=3650.0, size_mb=2000.0)


@dataclass(frozen=True, slots=True)
class SiteRetention:
    """Of the recorded values, and of the journal."""

    history: Retention = field(default_factory=Retention)
    journal: Retention = JOURNAL


def read_retention(folder: Path) -> SiteRetention:
    """What a site's folder says, or what is usual. Raises ``InputError`` naming the line that makes no sense."""
    path = folder / FILE_NAME
    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return SiteRetention()
    except (OSError, ValueError) as error:
        remedy = "correct it, or remove it for the usual limits"
        raise InputError(str(path), f"cannot be read ({error})", remedy) from error
    usual = SiteRetention()
    known = {part.name: getattr(usual, part.name) for part in fields(SiteRetention)}
    for name, section in told.items():
        if name not in known or not isinstance(section, dict):
            raise InputError(f"{path}: {name}", "is not known", f"write one of [{'], ['.join(known)}]")
        known[name] = _retention(path, name, section, known[name])
    return SiteRetention(**known)


def usable_retention(folder: Path) -> SiteRetention:
    """The same, and what is usual where the file is broken: whoever records goes on, and the window says it."""
    try:
        return read_retention(folder)
    except InputError:
        return SiteRetention()


def _retention(path: Path, name: str, section: dict[str, object], usual: Retention) -> Retention:
    values = {part.name: getattr(usual, part.name) for part in fields(Retention)}
    for key, value in section.items():
        place = f"{path}: {name}.{key}"
        if key not in values:
            raise InputError(place, "is not known", f"write one of {', '.join(values)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
            raise InputError(place, f"is {value!r}", "give a number above zero")
        values[key] = float(value)
    if not values["warn_share"] <= 1.0:
        raise InputError(f"{path}: {name}.warn_share", "is above 1", "give a part of the size, as 0.8")
    return Retention(**values)
