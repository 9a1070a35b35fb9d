"""What was opened lately."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from console.folders import state_folder
from engines.exchange.whole_file import write_whole
from engines.values.validation import InputError

MOST = 12

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A file or a built-in network.

    Attributes:
        case: absolute path of a file, or the name of a built-in network.
        title: what the person sees: the study's or the network's name.
    """

    case: str
    title: str

    @property
    def is_file(self) -> bool:
        """Whether it names a file."""
        return Path(self.case).is_absolute()

    @property
    def is_missing(self) -> bool:
        """Whether its file is gone (a medium that was taken out may come back)."""
        return self.is_file and not Path(self.case).exists()


class RecentCases:
    """The cases opened last, latest first, kept between runs; a list that cannot be read begins anew."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or state_folder() / "recent.json"

    @property
    def cases(self) -> tuple[RecentCase, ...]:
        """Read afresh, because another console may have added to it."""
        try:
            entries = json.loads(self._path.read_text("utf-8"))
            return tuple(RecentCase(str(e["case"]), str(e["title"])) for e in entries)[:MOST]
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("the list of recent files cannot be read: %s", error)
            return ()

    def add(self, case: str | Path, title: str) -> None:
        """Put a case first; a relative path becomes absolute where there is such a file."""
        name = str(case)
        if Path(name).exists():
            name = str(Path(name).resolve())
        self._write((RecentCase(name, title), *(c for c in self.cases if c.case != name)))

    def remove(self, case: str) -> None:
        """Take a case out of the list."""
        self._write(tuple(c for c in self.cases if c.case != case))

    def _write(self, cases: tuple[RecentCase, ...]) -> None:
        # Not worth interrupting anyone for.
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps([asdict(c) for c in cases[:MOST]], ensure_ascii=False).encode())
        except (InputError, OSError) as error:
            _log.warning("the list of recent files is not kept: %s", error)
