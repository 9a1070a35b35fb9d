"""The file of what a person chose: what may stand in it, and what becomes of one that cannot be used."""

from __future__ import annotations

import json
import os
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from console.administrator import Administrator

VERSION = 1
"""Counts up when an older program would misread the file; settings that are new do not count."""


class ThemeChoice(StrEnum):
    """Colours of the console."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its default.

    Attributes:
        language: of the screen, as "de" or "de_AT"; "" takes the system's.
        font_scale: of all text, 0.75 to 2.
        last_case: file or name opened last; last_folder: where files were chosen last.
        layer, view: of the diagram.
        engine: ``auto``, ``pgm`` or ``pandapower``.
        is_autosaving: whether unsaved studies are kept for recovery.
        is_still: whether nothing may blink.
        window_geometry, window_state: the main window's layout as Qt packs it, hexadecimal.
    """

    theme: ThemeChoice = ThemeChoice.LIGHT
    language: str = ""
    font_scale: float = 1.0
    last_case: str = ""
    last_folder: str = ""
    layer: str = "voltage"
    view: str = "schematic"
    engine: str = "auto"
    is_autosaving: bool = True
    is_still: bool = False
    window_geometry: str = ""
    window_state: str = ""


_BOUNDS = {"font_scale": (0.75, 2.0)}
_CHOICES = {"view": ("schematic", "map"), "engine": ("auto", "pgm", "pandapower")}


def read_settings(path: Path, defaults: Settings, *, is_set_aside: bool = True) -> tuple[Settings, set[str], str]:
    """Settings of a file, which of them it names, and what was wrong with it, "" where nothing is.

    Args:
        defaults: for what the file does not name.
        is_set_aside: whether a file that cannot be used gives way to a new one; it is never overwritten.
    """
    give_way = _set_aside if is_set_aside else _left
    try:
        packed = json.loads(path.read_text("utf-8"))
        version = packed["version"]
    except FileNotFoundError:
        return defaults, set(), ""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return defaults, set(), f"{path}: cannot be read ({reason}); defaults are used"
    except (ValueError, KeyError, TypeError):
        return defaults, set(), give_way(path, "is damaged")
    if not isinstance(version, int) or version > VERSION:
        return defaults, set(), give_way(path, f"was written by a newer Tieline (version {version})")
    values, refused = _sensible(packed)
    problem = f"{path}: {', '.join(refused)} made no sense and took the default" if refused else ""
    return replace(defaults, **values), set(values), problem


def default_settings(administrator: Administrator) -> tuple[Settings, str]:
    """The defaults of this machine, and what is wrong with the administrator's file."""
    values, refused = _sensible(administrator.settings)
    known = {field.name for field in fields(Settings)}
    refused += [name for name in administrator.settings if name not in known]
    said = f"administrator's settings: {', '.join(refused)} made no sense and were left out" if refused else ""
    return Settings(**values), "; ".join(sentence for sentence in (administrator.problem, said) if sentence)


def _sensible(packed: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The settings among ``packed``, and the names of those whose values make no sense."""
    values: dict[str, Any] = {}
    refused: list[str] = []
    for field in fields(Settings):
        if field.name in packed:
            value = accepted(field.name, packed[field.name])
            if value is None:
                refused.append(field.name)
            else:
                values[field.name] = value
    return values, refused


def _left(path: Path, reason: str) -> str:
    return f"{path}: {reason}"


def _set_aside(path: Path, reason: str) -> str:
    aside = path.with_name(f"{path.name}.unusable")
    try:
        os.replace(path, aside)
    except OSError:
        return f"{path}: {reason}; defaults are used"
    return f"{path}: {reason}; it is kept as {aside.name}, and defaults are used"


def accepted(name: str, value: Any) -> Any:
    """The value as its setting holds it, ``None`` where it makes no sense."""
    kind = typing.get_type_hints(Settings)[name]
    if issubclass(kind, StrEnum):
        return kind(value) if value in tuple(kind) else None
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        low, high = _BOUNDS[name]
        return float(value) if low <= value <= high else None
    if type(value) is not kind or (name in _CHOICES and value not in _CHOICES[name]):
        return None
    return value
