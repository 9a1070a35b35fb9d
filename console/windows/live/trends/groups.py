"""Groups of points a person has given a name, kept for each network in the person's own folder."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.folders import config_folder
from engines.exchange.whole_file import write_whole

VERSION = 1
LONGEST_NAME = 60

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrendGroup:
    """Points that are looked at together, over the last ``span_s`` seconds."""

    name: str
    point_ids: tuple[str, ...]
    span_s: float = 3600.0


class TrendGroups:
    """The groups of one network.

    Attributes:
        problem: one sentence where the file could not be used, "" where all is well.
    """

    def __init__(self, network: str, path: Path | None = None) -> None:
        self._network = network
        self._path = path or config_folder() / "trends.json"
        self._packed, self.problem = _read(self._path)

    def names(self) -> tuple[str, ...]:
        """In the order of the alphabet."""
        return tuple(sorted(self._own(), key=str.casefold))

    def group(self, name: str) -> TrendGroup | None:
        """One of them, ``None`` where there is none of that name."""
        packed = self._own().get(name)
        if not isinstance(packed, dict):
            return None
        points, span = packed.get("points"), packed.get("span_s", 3600.0)
        if not isinstance(points, list) or not isinstance(span, int | float) or not 1.0 <= span <= 1e8:
            return None
        return TrendGroup(name, tuple(str(p) for p in points), float(span))

    def keep(self, group: TrendGroup) -> None:
        """Keep a group; one of the same name goes. Raises ``InputError`` where it cannot be written."""
        packed = {"points": list(group.point_ids), "span_s": group.span_s}
        self._write({**self._own(), group.name: packed})

    def remove(self, name: str) -> None:
        """Forget a group. Raises ``InputError`` where that cannot be written."""
        self._write({key: value for key, value in self._own().items() if key != name})

    def _own(self) -> dict[str, Any]:
        own = self._packed.get(self._network, {})
        return own if isinstance(own, dict) else {}

    def _write(self, own: dict[str, Any]) -> None:
        # Another window may have written meanwhile: only the groups of this network are replaced.
        others, _ = _read(self._path)
        packed = {**others, self._network: own}
        content = json.dumps({"version": VERSION, "networks": packed}, indent=1, ensure_ascii=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, content.encode())
        self._packed = packed


def _read(path: Path) -> tuple[dict[str, Any], str]:
    try:
        packed = json.loads(path.read_text("utf-8"))
        version, networks = packed["version"], packed["networks"]
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{path}: cannot be read ({(error.strerror or str(error)).lower()}); groups of trends are missing"
    except (ValueError, KeyError, TypeError):
        return {}, _set_aside(path, "is damaged")
    if not isinstance(version, int) or version > VERSION or not isinstance(networks, dict):
        return {}, _set_aside(path, "was written by a newer Tieline")
    return networks, ""


def _set_aside(path: Path, reason: str) -> str:
    aside = path.with_name(f"{path.name}.unusable")
    try:
        os.replace(path, aside)
    except OSError as error:
        _log.warning("trend groups: %s", error)
        return f"{path}: {reason}; no group of trends is known"
    return f"{path}: {reason}; it is kept as {aside.name}, and no group of trends is known"
