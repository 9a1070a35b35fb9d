"""Safety documents at work: points of isolation tagged, places earthed, issued to a crew, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from console.faults import repair_deeds
from console.faults.desk import FaultDesk
from console.faults.devices import Devices
from console.faults.jobs import Isolation
from console.faults.workers import FaultWorkers
from console.live.district import LiveDistrict
from console.site.store import SiteStore
from console.study_actions import bus_of
from console.windows.future_answer import when_answered
from console.workflows import safety
from engines.grid.network import ElementRef, Network
from engines.values.incidents import Incident
from engines.values.repair import SafetyDocument, SafetyState
from engines.values.site import Tag, TagKind


class SafetyDesk(QObject):
    """Brings documents through their course, with the tags and earths that belong to them."""

    def __init__(
        self,
        desk: FaultDesk,
        district: LiveDistrict,
        devices: Devices,
        workers: FaultWorkers,
        site: SiteStore,
        who: Callable[[], str],
        crew_name: Callable[[str], str],
        likeliest_place: Callable[[Incident], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._district, self._devices, self._workers = desk, district, devices, workers
        self._site, self._who, self._crew_name, self._likeliest_place = site, who, crew_name, likeliest_place

    def draft(self, incident: Incident) -> None:
        """A draft with the open switches around the isolated part, and an earth at the place of work."""
        earths = self.earths_of(incident)
        if not earths:
            self._desk.failed.emit(self.tr("Nobody knows where the place of work is: locate the fault first."))
            return
        ground = self._workers.ground(self._district.snapshot)
        written = partial(self._write, incident.incident_id, earths)
        self._workers.isolating(f"isolate {incident.incident_id}", ground, earths, written, self._desk.failed.emit)

    def _write(self, incident_id: str, earths: tuple[str, ...], isolation: Isolation) -> None:
        author, now = self._who(), self._now
        network = self._district.opened.network
        ref = network.find(earths[0])
        task = f"repair of {network.label(ref)}" if ref is not None else "repair"
        self._desk.write(
            lambda ledger: repair_deeds.new_document(
                ledger, incident_id, task, isolation.points, earths, author, now, generation=isolation.generation
            )
        )

    def earths_of(self, incident: Incident) -> tuple[str, ...]:
        """Ids of the places people are protected at by an earth: what was found, else where the crew was sent."""
        if incident.element_ids:
            return incident.element_ids[:1]
        works = [w for w in self._desk.board.works_of(incident.incident_id) if w.crew_id and not w.state.is_over]
        place = works[-1].element_id if works else self._likeliest_place(incident)
        return (place,) if place else ()

    def advance(self, document_id: str, holder: str = "") -> None:
        """The next thing of its course: isolate, prove dead, earth, issue, return, cancel."""
        document = self._desk.board.documents.get(document_id)
        if document is None:
            return
        author, now = self._who(), self._now
        issued = f"issued to {self._crew_name(holder)}"
        turns: dict[SafetyState, tuple[Callable[[SafetyDocument], SafetyDocument], str]] = {
            SafetyState.ISOLATED: (lambda d: safety.proved_dead(d, now), "proved dead"),
            SafetyState.PROVED_DEAD: (lambda d: safety.earthed(d, self.placed_earths, now), "every earth is on"),
            SafetyState.EARTHED: (lambda d: safety.issued(d, holder, author, now), issued),
            SafetyState.ISSUED: (lambda d: safety.returned(d, d.holder, now), "returned"),
            SafetyState.RETURNED: (lambda d: safety.cancelled(d, now), "cancelled"),
        }
        if document.state is SafetyState.DRAFT:
            self._isolate(document)
            return
        if document.state in turns:
            change, said = turns[document.state]
            then = self._lift if document.state is SafetyState.RETURNED else None
            self._desk.write(
                lambda ledger: repair_deeds.change_document(ledger, document_id, change, author, said, now), then
            )

    def give_up(self, document_id: str) -> None:
        """It was never issued and is not needed."""
        author, now = self._who(), self._now
        self._desk.write(
            lambda ledger: repair_deeds.change_document(
                ledger, document_id, lambda d: safety.cancelled(d, now), author, "given up", now
            ),
            self._lift,
        )

    def _isolate(self, document: SafetyDocument) -> None:
        """Tag every point of isolation, then note that all stand open."""
        author, now = self._who(), self._now
        site, snapshot = self._district.site, self._district.snapshot
        tagged = {t.element_id for t in site.tags if t.kind is TagKind.DO_NOT_OPERATE}
        missing = [switch for switch in document.isolation if switch not in tagged]
        not_open = [switch for switch in document.isolation if not self._devices.is_open(switch, snapshot)]
        write = partial(self._note_isolated, document.document_id, author, now)
        if not missing or not_open:
            # What is not open is named before a tag stands on it.
            write()
            return
        reason, waiting = f"point of isolation of {document.document_id}", set(missing)

        def placed(switch: str, _tag: Tag) -> None:
            # One that is refused keeps the document from being isolated.
            waiting.discard(switch)
            if not waiting:
                write()

        for switch in missing:
            future = self._site.place_tag(switch, TagKind.DO_NOT_OPERATE, reason, author)
            when_answered(future, self, partial(placed, switch), self._desk.failed.emit)

    def _note_isolated(self, document_id: str, author: str, now: int) -> None:
        snapshot, devices = self._district.snapshot, self._devices
        self._desk.write(
            lambda ledger: repair_deeds.isolate_document(
                ledger, document_id, lambda s: devices.is_open(s, snapshot), author, now
            )
        )

    @property
    def placed_earths(self) -> frozenset[str]:
        """Ids of lines and buses that have an earth on them."""
        earths = self._district.site.earths
        return frozenset(place for e in earths for place in (e.line_id, e.bus_id) if place)

    def place_earths(self, document_id: str) -> None:
        """The crew has put the earths on: they are recorded, held against every interlock."""
        document = self._desk.board.documents.get(document_id)
        if document is None:
            return
        author, placed = self._who(), self.placed_earths
        network = self._district.opened.network
        for place in (p for p in document.earths if p not in placed):
            ref = network.find(place)
            if ref is None:
                self._desk.failed.emit(self.tr("{place} is not in the network.").format(place=place))
                return
            line_id = place if ref.table == "line" else ""
            bus_id = place if ref.table == "bus" else self._bus_of(network, ref)
            reason = f"earth of {document_id}"
            future = self._site.place_earth(bus_id, author, line_id, reason)
            when_answered(future, self, lambda _earth: self._desk.refresh(), self._desk.failed.emit)

    def remove_earths(self, document_id: str) -> None:
        """The crew has taken the earths off again; not before the document is cancelled."""
        document = self._desk.board.documents.get(document_id)
        if document is None:
            return
        if document.state.protects:
            self._desk.failed.emit(
                self.tr("{document} still needs its earths: cancel it first.").format(document=document_id)
            )
            return
        for earth in self._district.site.earths:
            if {earth.line_id, earth.bus_id} & set(document.earths):
                future = self._site.remove_earth(earth.earth_id, self._who())
                when_answered(future, self, lambda _earth: None, self._desk.failed.emit)

    def earths_on(self, document: SafetyDocument) -> bool:
        """Whether every earth of a document is on."""
        return set(document.earths) <= self.placed_earths

    def any_earth_on(self, document: SafetyDocument) -> bool:
        """Whether one of its earths is still on."""
        return bool(set(document.earths) & self.placed_earths)

    def _bus_of(self, network: Network, ref: ElementRef) -> str:
        row = bus_of(network, ref)
        return str(network.bus.id[row]) if row >= 0 else ""

    def _lift(self, document: SafetyDocument) -> None:
        """The tags that stood for a document go with it; the earths are the crew's to take off."""
        reason = f"point of isolation of {document.document_id}"
        for tag in self._district.site.tags:
            if tag.reason == reason:
                future = self._site.lift_tag(tag.tag_id, self._who())
                when_answered(future, self, lambda _tag: None, self._desk.failed.emit)

    @property
    def _now(self) -> int:
        return self._desk.now_us
