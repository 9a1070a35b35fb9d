"""What a person chose once and wants to find again."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.administrator import Administrator, read_administrator
from console.folders import config_folder
from console.settings_file import VERSION, accepted, default_settings, read_settings
from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

_log = logging.getLogger(__name__)


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
        defaults, said = default_settings(read_administrator() if administrator is None else administrator)
        self.value, self._chosen, problem = read_settings(self._path, defaults)
        self.problem = "; ".join(sentence for sentence in (problem, said) if sentence)
        if self.problem:
            _log.warning("settings: %s", self.problem)

    def change(self, **values: Any) -> None:
        """Set some settings by name. Raises ``ValueError`` for a value that is none of its setting's."""
        for name, value in values.items():
            if accepted(name, value) is None:
                raise ValueError(f"{value!r} is no value of the setting {name}")
        after = replace(self.value, **{name: accepted(name, value) for name, value in values.items()})
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
