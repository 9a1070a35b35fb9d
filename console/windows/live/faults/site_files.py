"""What was wrong with the files that say who is supplied and who can be sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QFileDialog

from console.authority.rights import Right
from console.faults.faults import Faults
from console.faults.file_choice import CREWS, CUSTOMERS, Taken, take_file
from console.windows.live.faults.words import tr
from console.windows.main_window import MainWindow
from widgets.faults.lines import FactLine
from widgets.faults.sentences_dialog import SentencesDialog
from widgets.tables.value_table import Run


class May(Protocol):
    """Does something once somebody with the right is signed in."""

    def __call__(self, act: Callable[[], None], right: Right = ...) -> None: ...


class SiteFiles:
    """Tells it once when the console starts, stands beneath the incidents, and lists it on request."""

    def __init__(self, window: MainWindow, faults: Faults, load_ids: tuple[str, ...], run: Run, may: May) -> None:
        """``load_ids``: those of the network; ``run`` does work elsewhere; ``may`` asks for the right first."""
        self._window, self._faults, self._load_ids, self._run, self._may = window, faults, load_ids, run, may

    def choose_customers(self) -> None:
        """Another customer file from the next start on."""
        self._may(lambda: self._ask(CUSTOMERS, tr("Customer file"), tr("Customers (*.csv)")), Right.REPAIR)

    def choose_crews(self) -> None:
        """Another crew file from the next start on."""
        self._may(lambda: self._ask(CREWS, tr("Crew file"), tr("Crews (*.csv *.toml)")), Right.REPAIR)

    def _ask(self, key: str, title: str, kinds: str) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, title, str(self._faults.folder), kinds)
        if path:
            self.take(key, path)

    def take(self, key: str, path: str) -> None:
        """Read a file elsewhere and name it in the site's settings."""
        self._run(
            take_file, str(self._faults.folder), key, path, self._load_ids, key=f"take {key}",
            on_done=partial(self._taken, key, path), on_failed=lambda sentence: self._window.say(sentence, "high"),
        )  # fmt: skip

    def _taken(self, key: str, path: str, taken: Taken) -> None:
        what = tr("{count} customers") if key == CUSTOMERS else tr("{count} crews")
        text = tr("{path}: {what}, {doubts} doubts; it counts from the next start of the console on")
        said = text.format(path=path, what=what.format(count=taken.entries), doubts=taken.doubts)
        self._window.say(said, "medium" if taken.doubts else "")

    def tell(self) -> None:
        """One sentence; several would each hide the one before."""
        found = self._faults.findings
        if len(found) == 1:
            self._window.say(found[0], "medium")
        elif found:
            self._window.say(tr("{count} doubts about the site's fault files: menu Faults").format(count=len(found)),
                             "medium")  # fmt: skip

    def lines(self) -> tuple[FactLine, ...]:
        """That there is something, for as long as the console runs."""
        count = len(self._faults.findings)
        if not count:
            return ()
        text = tr("Site files: 1 doubt") if count == 1 else tr("Site files: {count} doubts").format(count=count)
        return (FactLine(text, tr("listed in the menu Faults"), "medium"),)

    def show(self) -> None:
        """All of it."""
        found = self._faults.findings
        title = tr("Doubts about the site's files")
        if not found:
            self._window.say(tr("Nothing is doubtful in the files of faults, customers and crews."))
            return
        head = tr("What is named here was left out or taken as usual. Correct the file, then start the console again.")
        SentencesDialog(title, head, found, self._window).open()
