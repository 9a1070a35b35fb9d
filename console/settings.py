"""What a person chose once and wants to find again."""

from __future__ import annotations

import json
import logging
import os
import typing
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.administrator import Administrator, read_administrator
from console.folders import config_folder
from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

VERSION = 1
"""Counts up when an older program would misread the file; settings that are new do not count."""

_log = logging.getLogger(__name__)


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


class SettingsStore(QObject):
    """The settings, read once and written at every change.

    Only what the person chose is written: everything else follows the administrator's defaults, also later ones.

    Attributes:
        value: the settings as they are now.
        problem: one sentence where the file could not be used as it was, "" where all is well.

    Signals:
        changed: the new ``Settings``.
        failed: a sentence, where a change could not be written (it holds until the console is closed).
    """

    changed = Signal(object)
    failed = Signal(str)

    def __init__(
        self, path: Path | None = None, parent: QObject | None = None, administrator: Administrator | None = None
    ) -> None:
        """``administrator``: whose defaults hold; ``None`` reads those of this machine."""
        super().__init__(parent)
        self._path = path or config_folder() / "settings.json"
        defaults, said = _defaults(read_administrator() if administrator is None else administrator)
        self.value, self._chosen, problem = _read(self._path, defaults)
        self.problem = "; ".join(sentence for sentence in (problem, said) if sentence)

    def change(self, **values: Any) -> None:
        """Set some settings by name. Raises ``ValueError`` for a value that is none of its setting's."""
        for name, value in values.items():
            if _accepted(name, value) is None:
                raise ValueError(f"{value!r} is no value of the setting {name}")
        after = replace(self.value, **{name: _accepted(name, value) for name, value in values.items()})
        if after == self.value:
            return
        before, self.value = self.value, after
        self._chosen |= {
            field.name for field in fields(after) if getattr(after, field.name) != getattr(before, field.name)
        }
        self.changed.emit(after)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            chosen = {name: value for name, value in asdict(after).items() if name in self._chosen}
            write_whole(self._path, json.dumps({"version": VERSION, **chosen}, indent=1).encode())
        except (InputError, OSError) as error:
            _log.warning("settings: %s", error)
            self.failed.emit(str(error))

    def keep_window(self, geometry: bytes, state: bytes) -> None:
        """Remember where the window and its docks are."""
        self.change(window_geometry=geometry.hex(), window_state=state.hex())

    @property
    def window(self) -> tuple[bytes, bytes]:
        """Geometry and state of the window as Qt packed them, empty where there are none."""
        try:
            return bytes.fromhex(self.value.window_geometry), bytes.fromhex(self.value.window_state)
        except ValueError:
            return b"", b""


def _read(path: Path, defaults: Settings) -> tuple[Settings, set[str], str]:
    """Settings of a file, which of them it names, and what was wrong with it.

    A file that cannot be used is set aside, not overwritten.
    """
    try:
        packed = json.loads(path.read_text("utf-8"))
        version = packed["version"]
    except FileNotFoundError:
        return defaults, set(), ""
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return defaults, set(), f"{path}: cannot be read ({reason}); defaults are used"
    except (ValueError, KeyError, TypeError):
        return defaults, set(), _set_aside(path, "is damaged")
    if not isinstance(version, int) or version > VERSION:
        return defaults, set(), _set_aside(path, f"was written by a newer Tieline (version {version})")
    values, refused = _sensible(packed)
    problem = f"{path}: {', '.join(refused)} made no sense and took the default" if refused else ""
    return replace(defaults, **values), set(values), problem


def _defaults(administrator: Administrator) -> tuple[Settings, str]:
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
            value = _accepted(field.name, packed[field.name])
            if value is None:
                refused.append(field.name)
            else:
                values[field.name] = value
    return values, refused


def _set_aside(path: Path, reason: str) -> str:
    aside = path.with_name(f"{path.name}.unusable")
    try:
        os.replace(path, aside)
    except OSError:
        return f"{path}: {reason}; defaults are used"
    return f"{path}: {reason}; it is kept as {aside.name}, and defaults are used"


def _accepted(name: str, value: Any) -> Any:
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
