"""Plays the crews of a simulated district: asked by telephone, they say in their own time how far they are.

Pure: no clock, no window. The caller asks (:meth:`CrewPlay.tell`), lets the plant do what a report brings, and looks
now and then what was said (:meth:`CrewPlay.step`). Chance depends on the seed and on what is asked, not on the order in
which it is asked: the same fault takes the same repair however a day goes.
"""

from __future__ import annotations

import heapq
import itertools
import math
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from console.workflows.crew_reports import CrewReport, CrewRequest, CrewTask, CrewWord
from console.workflows.places import Place, Places, travel_min
from console.workflows.restoration_time import MINUTE_US, USUAL, Duration
from console.workflows.work import DETOUR, SPEED_KMH
from engines.plant.events import HandOperation
from engines.values.repair import Crew, FaultCause

SECOND_US = 1_000_000
CAUSES: dict[str, tuple[tuple[FaultCause, float], ...]] = {
    "overhead": ((FaultCause.TREE, 0.45), (FaultCause.OVERHEAD_LINE, 0.35), (FaultCause.ANIMAL, 0.2)),
    "cable": ((FaultCause.CABLE, 0.7), (FaultCause.CABLE_DUG, 0.3)),
    "station": ((FaultCause.SWITCHGEAR, 0.6), (FaultCause.TRANSFORMER, 0.4)),
}
"""What is found, by kind of equipment, with its share: assumptions of the game."""


@dataclass(frozen=True, slots=True)
class CrewOptions:
    """How crews behave; minutes and seconds are typical ones, assumptions of the game.

    Attributes:
        silent_share: of the calls to come, those never answered; silent: crews that never answer.
        answer_s, prepare_min: until a crew answers, and then sets out.
        read_back_s: until a step is read back; switch_min: work at a switch; stuck_share: of the switches, those that
            do not move by hand the first time; whoever comes again gets them to move.
        prove_min, earth_min: proving dead, and putting on or taking off an earth.
        per_km_min: along a km of line; clear_min: from repaired to people and tools away.
        repair: durations from found to repaired, by cause.
    """

    silent_share: float = 0.05
    silent: frozenset[str] = frozenset()
    answer_s: float = 45.0
    prepare_min: float = 5.0
    speed_kmh: float = SPEED_KMH
    detour: float = DETOUR
    read_back_s: float = 20.0
    switch_min: float = 4.0
    stuck_share: float = 0.02
    prove_min: float = 4.0
    earth_min: float = 8.0
    per_km_min: float = 8.0
    clear_min: float = 10.0
    repair: Mapping[FaultCause, Duration] = field(default_factory=lambda: USUAL)


DEFAULT_OPTIONS = CrewOptions()


@dataclass(slots=True)
class _Standing:
    """A crew as it is: where, until when it has something to do, and which of what it was told still holds."""

    place: Place
    free_us: int = 0
    call: int = 0


def nobody_knows(element_id: str) -> bool:
    """Stands for a tester where nothing was told: nothing counts as live."""
    return False


class CrewPlay:
    """All crews of a district.

    Args:
        is_live: whether an element has voltage, asked when a crew tests it.
        kind_of: what an element is: ``overhead``, ``cable`` or ``station``.
    """

    def __init__(
        self,
        crews: Iterable[Crew],
        places: Places,
        seed: int = 0,
        options: CrewOptions = DEFAULT_OPTIONS,
        *,
        is_live: Callable[[str], bool] = nobody_knows,
        kind_of: Callable[[str], str] = lambda element_id: "station",
    ) -> None:
        self._places, self._seed, self._options = places, seed, options
        self._is_live, self._kind_of = is_live, kind_of
        self._standing = {crew.crew_id: _Standing(places.on_plane(crew.x, crew.y)) for crew in crews}
        self._faults: dict[str, str] = {}
        self._tried: set[str] = set()
        self._waiting: list[tuple[int, int, int, CrewReport]] = []
        self._count = itertools.count()

    def place_of(self, crew_id: str) -> Place:
        """Where a crew is, or will be when it has done what it was told."""
        return self._standing[crew_id].place

    def know_faults(self, faults: Mapping[str, str]) -> None:
        """What is broken now and can be found: event id to element id."""
        self._faults = dict(faults)

    @property
    def next_us(self) -> int | None:
        """When somebody says something next."""
        return self._waiting[0][0] if self._waiting else None

    def step(self, now_us: int) -> tuple[CrewReport, ...]:
        """What has been said up to now, in its order. Its operations and repairs are for the caller to carry out."""
        said = []
        while self._waiting and self._waiting[0][0] <= now_us:
            _, _, call, report = heapq.heappop(self._waiting)
            if call != self._standing[report.crew_id].call:
                continue
            if report.word is CrewWord.PROVED_DEAD and self._is_live(report.element_id):
                report = replace(report, word=CrewWord.NOT_DEAD)
            said.append(report)
        return tuple(said)

    def tell(self, request: CrewRequest, now_us: int) -> None:
        """Ask a crew to do something, after whatever it does already. Raises ``KeyError`` for an unknown crew."""
        crew = self._standing[request.crew_id]
        if request.task is CrewTask.RELEASE:
            crew.call, crew.free_us = crew.call + 1, now_us
            return
        crew.free_us = max(crew.free_us, now_us)
        self._tasks()[request.task](crew, request)

    def _tasks(self) -> dict[CrewTask, Callable[[_Standing, CrewRequest], None]]:
        return {
            CrewTask.COME: self._come,
            CrewTask.SEARCH: self._search,
            CrewTask.OPEN: self._operate,
            CrewTask.CLOSE: self._operate,
            CrewTask.PROVE_DEAD: self._prove_dead,
            CrewTask.EARTH: self._earth,
            CrewTask.REMOVE_EARTH: self._earth,
            CrewTask.REPAIR: self._repair,
        }

    def _come(self, crew: _Standing, request: CrewRequest) -> None:
        options = self._options
        draw = self._random("answer", request.crew_id, request.about).uniform()
        if request.crew_id in options.silent or draw < options.silent_share:
            return
        self._say(crew, options.answer_s / 60, _said(request, CrewWord.ANSWERED))
        self._say(crew, options.prepare_min, _said(request, CrewWord.EN_ROUTE))
        self._drive(crew, self._places.of(request.element_id))
        self._say(crew, 0.0, _said(request, CrewWord.ON_SITE))

    def _search(self, crew: _Standing, request: CrewRequest) -> None:
        for section in request.sections:
            self._drive(crew, self._places.middle(section))
            broken = [e for e, element in self._faults.items() if element in section and e not in request.known]
            minutes = sum(self._places.km_of(element) for element in section) * self._options.per_km_min
            self._pass(crew, (minutes / 2 if broken else minutes) + 1.0)
            if broken:
                element = self._faults[broken[0]]
                self._drive(crew, self._places.of(element))
                found = replace(_said(request, CrewWord.FOUND), element_id=element, cause=self._cause(element))
                self._say(crew, 0.0, replace(found, event_id=broken[0]))
                return
        self._say(crew, 0.0, _said(request, CrewWord.NOTHING_FOUND))

    def _operate(self, crew: _Standing, request: CrewRequest) -> None:
        options, switch = self._options, request.element_id
        self._say(crew, options.read_back_s / 60, _said(request, CrewWord.READ_BACK))
        self._drive(crew, self._places.of(switch))
        is_first = switch not in self._tried
        self._tried.add(switch)
        if is_first and self._random("stuck", switch).uniform() < options.stuck_share:
            self._say(crew, options.switch_min, _said(request, CrewWord.STUCK))
            return
        done = HandOperation(switch, request.task is CrewTask.CLOSE)
        self._say(crew, options.switch_min, replace(_said(request, CrewWord.EXECUTED), operation=done))

    def _prove_dead(self, crew: _Standing, request: CrewRequest) -> None:
        self._drive(crew, self._places.of(request.element_id))
        self._say(crew, self._options.prove_min, _said(request, CrewWord.PROVED_DEAD))

    def _earth(self, crew: _Standing, request: CrewRequest) -> None:
        self._drive(crew, self._places.of(request.element_id))
        word = CrewWord.EARTHED if request.task is CrewTask.EARTH else CrewWord.EARTH_REMOVED
        self._say(crew, self._options.earth_min, _said(request, word))

    def _repair(self, crew: _Standing, request: CrewRequest) -> None:
        self._drive(crew, self._places.of(request.element_id))
        duration = self._options.repair.get(request.cause, USUAL[FaultCause.UNKNOWN])
        normal = float(self._random("repair", request.element_id).standard_normal())
        minutes = duration.median_min * math.exp(duration.spread * normal)
        self._say(crew, minutes, replace(_said(request, CrewWord.REPAIRED), clears=request.event_id))
        self._say(crew, self._options.clear_min, _said(request, CrewWord.CLEARED))

    def _cause(self, element_id: str) -> FaultCause:
        causes = CAUSES[self._kind_of(element_id)]
        share = np.array([s for _, s in causes])
        return causes[int(self._random("cause", element_id).choice(len(causes), p=share / share.sum()))][0]

    def _drive(self, crew: _Standing, place: Place) -> None:
        self._pass(crew, travel_min(crew.place, place, detour=self._options.detour, speed_kmh=self._options.speed_kmh))
        if not math.isnan(place[0]):
            crew.place = place

    def _pass(self, crew: _Standing, minutes: float) -> None:
        crew.free_us += round(minutes * MINUTE_US)

    def _say(self, crew: _Standing, minutes: float, report: CrewReport) -> None:
        """So much later the crew says this."""
        self._pass(crew, minutes)
        heapq.heappush(
            self._waiting, (crew.free_us, next(self._count), crew.call, replace(report, time_us=crew.free_us))
        )

    def _random(self, *about: str) -> np.random.Generator:
        """Chance of its own for each thing that is decided."""
        return np.random.default_rng([self._seed, zlib.crc32("\n".join(about).encode())])


def _said(request: CrewRequest, word: CrewWord) -> CrewReport:
    return CrewReport(0, request.crew_id, word, request.about, request.element_id, request.number, request.cause)
