"""Study files of earlier versions, brought up to the present one step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engines.values.validation import InputError

FORMAT = "tieline-study"
VERSION = 1
"""Counts up whenever an older program would misread a file; new optional entries do not count."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]
MIGRATIONS: Mapping[int, Migration] = {}
"""By version, what turns a header of it into one of the next."""


def to_present(
    header: dict[str, Any],
    place: str,
    *,
    present: int = VERSION,
    migrations: Mapping[int, Migration] = MIGRATIONS,
) -> dict[str, Any]:
    """The header as the present version writes it.

    Raises ``InputError`` for a file of another kind and for one of a newer version.
    """
    if header.get("format") != FORMAT:
        raise InputError(place, "is not a study", "open it as a network, or choose a .tieline study")
    version = header.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(place, f"says to be of version {version!r}", "restore it from a backup or an autosave")
    if version > present:
        reason = f"was written by a newer Tieline (study format {version}, this one reads up to {present})"
        raise InputError(place, reason, "update Tieline, or save it again there in an older format")
    while version < present:
        header = migrations[version](header)
        version += 1
    return {**header, "version": present}
