"""Journals what happens to the console itself: start and end, links that come and go, a load flow that fails."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtCore import QObject

from console.journal.journal import Journal
from console.journal.record import Detail, JournalRecord
from console.live.district import LiveDistrict
from console.live.solving import LiveMoment
from engines.values.loadflow import Verification, VerificationStatus
from engines.values.points import LinkHealth, LinkState

SYSTEM = "system"
LINK = "link"
LOAD_FLOW = "load_flow"


class Happenings(QObject):
    """Listens to a district and writes each turn of events once, not each repetition of it."""

    def __init__(self, district: LiveDistrict, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journal = journal
        self._links: dict[str, LinkState] = {}
        self._solved: bool | None = None
        name = district.opened.network.name
        release = version("tieline")
        self._write(
            SYSTEM,
            f"Console started on {name}, mode {district.mode}, Tieline {release}",
            network=name,
            mode=str(district.mode),
            release=release,
            structure_revision=district.opened.network.structure_revision,
        )
        district.health_changed.connect(self._on_health)
        district.moment_changed.connect(self._on_moment)
        district.solving_failed.connect(lambda sentence: self._note_solved(False, sentence))
        district.verified.connect(self._on_verified)

    def close(self) -> None:
        """The console ends."""
        self._write(SYSTEM, "Console ended")

    def note_instruction(self, sentence: str, details: dict[str, Detail]) -> None:
        """What an instructor let happen in the simulator."""
        self._journal.keep(JournalRecord("instructor", "", str(details.get("element_id") or ""), sentence, details))

    def _on_health(self, health: LinkHealth) -> None:
        before = self._links.get(health.server)
        self._links[health.server] = health.state
        if before is health.state or (before is None and health.state is LinkState.CONNECTING):
            return
        sentence = f"Link to {health.server}: {health.state}"
        sentence += f", {health.reason}" if health.reason else ""
        self._write(LINK, sentence, server=health.server, state=str(health.state), reason=health.reason)

    def _on_moment(self, live: LiveMoment) -> None:
        result = live.moment.result
        if result is not None:
            self._note_solved(result.is_converged, result.cause or str(result.status))

    def _note_solved(self, is_solved: bool, cause: str) -> None:
        if is_solved is self._solved:
            return
        is_first, self._solved = self._solved is None, is_solved
        if not is_solved:
            self._write(LOAD_FLOW, f"The live load flow has no solution: {cause}", is_solved=False, cause=cause)
        elif not is_first:
            self._write(LOAD_FLOW, "The live load flow has a solution again", is_solved=True)

    def _on_verified(self, verdict: Verification) -> None:
        if verdict.status in (VerificationStatus.REFUTED, VerificationStatus.NOT_POSSIBLE):
            words = {
                VerificationStatus.REFUTED: "The reference engine disagrees with the fast one; it is used instead",
                VerificationStatus.NOT_POSSIBLE: "The load flow could not be compared with the reference engine",
            }
            sentence = f"{words[verdict.status]}: {verdict.reason}" if verdict.reason else words[verdict.status]
            self._write(LOAD_FLOW, sentence, verification=str(verdict.status))

    def _write(self, kind: str, sentence: str, **details: Detail) -> None:
        self._journal.keep(JournalRecord(kind, "", "", sentence, details))
