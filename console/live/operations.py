"""The parts behind every operation: the site, who is at the desk, and the one command path."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer

from console.authority.session import Session
from console.authority.store import UserStore
from console.control.desk import CommandDesk
from console.control.live_points import StoreDistrict
from console.control.session_people import SessionPeople
from console.journal.batch import JournalBatch
from console.journal.record import Detail, JournalRecord
from console.live.district import LiveDistrict
from console.live.field import FieldLinks, RecordedGap
from console.live.happenings import Happenings
from console.site.site import Site
from console.tasks.runner import TaskRunner
from console.workflows.protection import why_not_unprotect
from engines.switching.earthing import check_site_change
from engines.switching.verdicts import Verdict, of_verdict
from engines.values.site import SiteState

LOOK_AT_SITE_MS = 500


class Operations(QObject):
    """Connects site, person and command path with the district and its links.

    Attributes:
        site, users, session, people: of the site; desk: the command path, once the field is known.
    """

    def __init__(self, runner: TaskRunner, district: LiveDistrict, site: Site, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._district = runner, district
        self.site = site
        self.users = UserStore(site.journal)
        self.session = Session(self.users)
        self.people = SessionPeople(self.session, district.place_of)
        self.desk: CommandDesk | None = None
        self.happenings = Happenings(district, site.journal, self)
        site.store.guards += [self._why_not, why_not_unprotect]
        self._controllable = np.zeros(0, bool)
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_AT_SITE_MS)
        self._looking.timeout.connect(self.look_at_site)
        self._looking.start()
        self.look_at_site()

    def look_at_site(self) -> None:
        """Take over what anybody has changed on the site."""
        state = self.site.store.refresh()
        if state is not None:
            self._district.set_site(state)

    def attach_field(self, links: FieldLinks) -> CommandDesk:
        """The field is known: commands have a way."""
        district, store = self._district, self._district.store
        desk = self.desk = CommandDesk(
            self._runner,
            self.site.journal,
            self.site.store,
            links,
            StoreDistrict(store, lambda: district.snapshot),
            self.people,
            self,
        )
        self._controllable = np.array([d.is_controllable for d in store.definitions], bool)
        self.people.demand_two(
            {c.point_id.rpartition("/")[0] for s in links.servers for c in s.controls if c.needs_two_persons}
        )
        links.replied.connect(desk.on_reply)
        links.health_changed.connect(desk.on_health_changed)
        links.gap_recorded.connect(self._note_gap)
        district.points_changed.connect(self._on_points)
        district.snapshot_changed.connect(desk.on_network_changed)
        district.moment_changed.connect(desk.on_network_changed)
        district.site_changed.connect(desk.on_network_changed)
        desk.start()
        return desk

    def _why_not(self, _batch: JournalBatch, before: SiteState, after: SiteState) -> str:
        """Interlocks of what people record: an earth never meets a live part. Called in the journal's thread."""
        checks = check_site_change(self._district.snapshot, before, after)
        forbidden = of_verdict(checks, Verdict.FORBIDDEN)
        return forbidden[0].sentence.text if forbidden else ""

    def _on_points(self, rows: np.ndarray) -> None:
        if self.desk is not None:
            definitions = self._district.store.definitions
            told = rows[self._controllable[rows]]
            self.desk.on_points_changed([definitions[row].point_id for row in told.tolist()])

    def _note_gap(self, gap: RecordedGap) -> None:
        """A span without news is part of what happened."""
        seconds = (gap.to_us - gap.from_us) / 1e6
        sentence = f"No values from {gap.server} for {seconds:.1f} s: {gap.reason}"
        details: dict[str, Detail] = {
            "server": gap.server,
            "from_us": gap.from_us,
            "to_us": gap.to_us,
            "reason": gap.reason,
        }
        self.site.journal.keep(JournalRecord("link", "", "", sentence, details, gap.from_us))

    def close(self) -> None:
        """Withdraw what was not sent, sign out, finish the journal."""
        self._looking.stop()
        if self.desk is not None:
            self.desk.close()
        self.session.sign_out()
        self.users.close()
        self.happenings.close()
        self.site.close()
