"""The journal's keeper, heard in the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.journal.journal import Journal
from console.journal.keeper import JournalKeeper
from console.site.place import SitePlace
from console.site.retention import SiteRetention, read_retention
from engines.values.validation import InputError


class JournalCare(QObject):
    """Looks after the size of a site's journal while the console runs.

    Attributes:
        said: one sentence: what will be archived soon or has been, or why it cannot; "" when all is well.
    """

    said = Signal(str)

    def __init__(self, place: SitePlace, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trouble = ""
        try:
            kept = read_retention(place.folder)
        except InputError as error:
            kept, self.trouble = SiteRetention(), str(error)
        self._keeper = JournalKeeper(journal, kept.journal, self.said.emit)

    def start(self) -> None:
        """Begin to look."""
        if self.trouble:
            self.said.emit(self.trouble)
        self._keeper.start()

    def close(self) -> None:
        """End."""
        self._keeper.stop()
