"""What was wrong with the files that say who is supplied and who can be sent."""

from __future__ import annotations

from console.faults.faults import Faults
from console.windows.live.faults.words import tr
from console.windows.main_window import MainWindow
from widgets.faults.lines import FactLine
from widgets.faults.sentences_dialog import SentencesDialog


class SiteFiles:
    """Tells it once when the console starts, stands beneath the incidents, and lists it on request."""

    def __init__(self, window: MainWindow, faults: Faults) -> None:
        self._window, self._faults = window, faults

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
