"""What the window works on: the open studies, each solved as it changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from console.folders import cache_folder
from console.jobs import OpenedNetwork
from console.live.clock import local_standard_time
from console.solving import SolvingClient
from console.studies.autosave import Autosave
from console.studies.autosave_file import RecoverableStudy
from console.studies.phrases import translated
from console.studies.session import StudySession
from console.tasks.lane import Lane
from console.tasks.runner import TaskRunner
from console.tasks.task import TaskFailure
from engines.grid.difference import Moment, state_change
from engines.grid.moments import nearest_moment
from engines.grid.network import Network
from engines.grid.snapshot import Snapshot
from engines.study.change import Change
from engines.study.study import Study, new_study
from engines.values.loadflow import Verification
from engines.values.validation import InputError
from widgets.slices import Slices, Steps

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class OpenStudy:
    """One study on the desk, with what is known of it.

    Attributes:
        opened: its network as laid out; follows structural changes.
        client, base_client: solve its snapshot, and its base without the changes.
        moment: what was solved last; may be older than the session's snapshot.
        before: the base network without the study's changes, at the same time.
        view: what the window wants to find again when this study comes to the front.
    """

    session: StudySession
    opened: OpenedNetwork
    client: SolvingClient
    base_client: SolvingClient
    moment: Moment | None = None
    before: Moment | None = None
    view: dict[str, Any] = field(default_factory=dict)

    @property
    def snapshot(self) -> Snapshot:
        """The state that counts now, solved or not."""
        return self.session.snapshot

    @property
    def is_solved(self) -> bool:
        """Whether ``moment`` is of the present snapshot."""
        return self.moment is not None and self.moment.snapshot.revision == self.session.snapshot.revision


class Desk(QObject):
    """Opens, solves and keeps the studies; the window shows what its signals say.

    Signals:
        leaving: ``OpenStudy`` that is about to make room for another.
        opened: ``OpenStudy`` now in front (also after switching to it).
        closed_last: no study is open any more.
        snapshot_changed: ``Snapshot`` of the study in front, not solved yet.
        moment_changed: ``Moment`` of the study in front.
        before_changed: ``Moment`` without the changes, for comparison.
        layout_changed: ``OpenedNetwork`` with new positions.
        verified: ``Verification``.
        solving_failed: a sentence.
        said: one line about what a change did.
        refused: sentence and ``ValidationReport | None``.
        studies_changed: list of studies, titles or saved state changed.
        opening_changed: name of what is being opened, "" when done.
    """

    leaving = Signal(object)
    opened = Signal(object)
    closed_last = Signal()
    snapshot_changed = Signal(object)
    moment_changed = Signal(object)
    before_changed = Signal(object)
    layout_changed = Signal(object)
    verified = Signal(object)
    solving_failed = Signal(str)
    said = Signal(str)
    refused = Signal(str, object)
    studies_changed = Signal()
    opening_changed = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = runner
        self.studies: list[OpenStudy] = []
        self.front: OpenStudy | None = None
        self._clients = 0
        self.prepare: Callable[[OpenedNetwork], Steps[None]] = _nothing_to_prepare
        """Done in slices before a network that was read comes to the front."""

    # Opening ------------------------------------------------------------------------------------------------

    def open_case(self, case: str, time: np.datetime64 | None = None) -> None:
        """Open a built-in network, a network file or a saved study beside what is open."""
        self.opening_changed.emit(case)
        job = "console.jobs:open_study_job" if case.endswith(".tieline") else "console.jobs:open_network_job"
        self.runner.start(
            job,
            case,
            cache_folder(),
            lane=Lane.IMPORT,
            key=f"open {case}",
            owner=self,
            on_done=lambda answer: self._on_opened(case, answer, time),
            on_failed=lambda failure: self._on_not_opened(case, failure),
            title=self.tr("Opening {name}").format(name=Path(case).name),
        )

    def _on_opened(self, case: str, answer: Any, time: np.datetime64 | None) -> None:
        opened = answer[0] if isinstance(answer, tuple) else answer

        def put(_: None) -> None:
            slices.deleteLater()
            if isinstance(answer, tuple):
                self.put_on_desk(opened, answer[1], path=Path(case))
            else:
                self.put_on_desk(opened, new_study(opened.network, time=time or start_time(opened.network)))
            self.opening_changed.emit("")

        slices = Slices(self)
        slices.start(self.prepare(opened), put)

    def recover(self, left: RecoverableStudy, autosave: Autosave) -> None:
        """Take up a study an earlier run left unsaved; it goes on in the same autosave."""
        try:
            autosave.claim(left)
        except InputError as error:
            self.refused.emit(str(error), None)
            return

        def on_done(answer: tuple[OpenedNetwork, Study, Path | None]) -> None:
            opened, study, path = answer
            entry = self.put_on_desk(opened, study, path, recovered=(autosave, left))
            self.said.emit(self.tr("{name} is recovered; it is not saved.").format(name=entry.session.name))

        def on_failed(failure: TaskFailure) -> None:
            autosave.release(left)
            self.refused.emit(failure.sentence, None)

        self.runner.start(
            "console.jobs:recover_study_job",
            left.folder,
            lane=Lane.IMPORT,
            owner=self,
            on_done=on_done,
            on_failed=on_failed,
            title=self.tr("Recovering {name}").format(name=left.name),
        )

    def _on_not_opened(self, case: str, failure: TaskFailure) -> None:
        self.opening_changed.emit("")
        _log.warning("could not open %s: %s", case, failure.details or failure.sentence)
        self.refused.emit(failure.sentence, failure.report)

    def put_on_desk(
        self,
        opened: OpenedNetwork,
        study: Study,
        path: Path | None = None,
        recovered: tuple[Autosave, RecoverableStudy] | None = None,
    ) -> OpenStudy:
        """A network that is already read, as a study in front of the others."""
        self._clients += 1
        session = StudySession(study, path=path, parent=self)
        if recovered is not None:
            recovered[0].watch(session, recovered[1])
        client = SolvingClient(self.runner, f"study {self._clients}", parent=self)
        base = SolvingClient(self.runner, f"base {self._clients}", Lane.BACKGROUND, parent=self)
        entry = OpenStudy(session, opened, client, base)
        self._connect(entry)
        self.studies.append(entry)
        if opened.moments:
            entry.moment = nearest_moment(opened.moments, session.snapshot.time)
        self.bring_to_front(entry)
        if entry.opened.network.structure_revision != session.snapshot.network.structure_revision:
            self._lay_out(entry)
        return entry

    def _connect(self, entry: OpenStudy) -> None:
        entry.session.snapshot_changed.connect(lambda snapshot, *_: self._on_snapshot(entry, snapshot))
        entry.session.positions_changed.connect(lambda: self._lay_out(entry))
        entry.session.refused.connect(lambda sentence: self.refused.emit(sentence, None))
        session = entry.session
        # The undo stack's own signal comes last, when undo and redo are what they will be.
        for signal in (session.saved_changed, session.undo_stack.indexChanged, session.renamed):
            signal.connect(lambda *_: self.studies_changed.emit())
        entry.client.solved.connect(lambda moment: self._on_moment(entry, moment))
        entry.client.failed.connect(lambda sentence: self._on_solving_failed(entry, sentence))
        entry.client.verified.connect(lambda verdict: self._on_verified(entry, verdict))
        entry.base_client.solved.connect(lambda moment: self._on_before(entry, moment))

    def bring_to_front(self, entry: OpenStudy) -> None:
        """Show this study."""
        if self.front is not None and self.front is not entry:
            self.leaving.emit(self.front)
        self.front = entry
        self.opened.emit(entry)
        self.studies_changed.emit()
        if not entry.is_solved:
            self._solve(entry)

    def duplicate(self, name: str) -> OpenStudy | None:
        """A copy of the study in front, to change beside it."""
        if self.front is None:
            return None
        copy = self.front.session.copied_study(name)
        return self.put_on_desk(self.front.opened, copy)

    def close(self, entry: OpenStudy) -> None:
        """Take a study off the desk; whether it is saved was asked before."""
        self.studies.remove(entry)
        for part in (entry.client, entry.base_client):
            part.deleteLater()
        entry.session.close()
        entry.session.deleteLater()
        if self.front is entry:
            self.front = None
            if self.studies:
                self.bring_to_front(self.studies[-1])
            else:
                self.closed_last.emit()
        self.studies_changed.emit()

    # Changing -----------------------------------------------------------------------------------------------

    def make(self, change: Change) -> bool:
        """Make a change on the study in front; whether it could be made."""
        if self.front is None:
            return False
        try:
            self.front.session.make(change)
        except InputError as error:
            self.refused.emit(str(error), None)
            return False
        return True

    def choose_time(self, time: np.datetime64 | None) -> None:
        """Look at the study in front at another time."""
        if self.front is None:
            return
        try:
            self.front.session.set_time(time)
        except InputError as error:
            self.refused.emit(str(error), None)

    # Solving ------------------------------------------------------------------------------------------------

    def solve_again(self) -> None:
        """Solve the study in front once more, whatever is known of it."""
        if self.front is not None:
            self._solve(self.front)

    def _on_snapshot(self, entry: OpenStudy, snapshot: Snapshot) -> None:
        if entry.before is not None and entry.before.snapshot is not entry.session.base_snapshot:
            entry.before = None
        if entry is self.front:
            self.snapshot_changed.emit(snapshot)
        if entry.opened.network.structure_revision != snapshot.network.structure_revision:
            self._lay_out(entry)
        if entry is self.front:
            self._solve(entry)

    def _solve(self, entry: OpenStudy) -> None:
        entry.client.solve(entry.session.snapshot)

    def need_before(self) -> None:
        """Ask for the study in front without its changes; ``before_changed`` brings it."""
        entry = self.front
        if entry is None:
            return
        if entry.before is not None:
            self.before_changed.emit(entry.before)
        else:
            entry.base_client.solve(entry.session.base_snapshot)

    def _on_moment(self, entry: OpenStudy, moment: Moment) -> None:
        earlier, entry.moment = entry.moment, moment
        if entry is not self.front:
            return
        self.moment_changed.emit(moment)
        # A solution that came with the network has no topology; nothing has changed since, it is only solved afresh.
        if earlier is None or earlier.topology is None or not entry.is_solved:
            return
        if earlier.snapshot.revision != moment.snapshot.revision:
            told = ", ".join(translated(p) for p in state_change(earlier, moment).phrases())
            self.said.emit(told or self._unremarkable(entry, moment))

    def _unremarkable(self, entry: OpenStudy, moment: Moment) -> str:
        """What to say of a change that moved nothing worth naming."""
        done = entry.session.undo_stack.undoText()
        if not done or moment.result is None:
            return ""
        return self.tr("{change}: losses {losses} kW").format(change=done, losses=f"{moment.result.losses_kw:.1f}")

    def _on_before(self, entry: OpenStudy, moment: Moment) -> None:
        entry.before = moment
        if entry is self.front:
            self.before_changed.emit(moment)

    def _on_solving_failed(self, entry: OpenStudy, sentence: str) -> None:
        entry.moment = None
        if entry is self.front:
            self.solving_failed.emit(sentence)

    def _on_verified(self, entry: OpenStudy, verdict: Verification) -> None:
        if entry is self.front:
            self.verified.emit(verdict)

    # Positions ----------------------------------------------------------------------------------------------

    def move_by_hand(self, positions: dict[str, tuple[float, float]]) -> None:
        """Keep positions a person gave on the diagram, and route the branches anew."""
        if self.front is not None:
            self.front.session.move_by_hand(positions)

    def _lay_out(self, entry: OpenStudy) -> None:
        network = entry.session.snapshot.network
        self.runner.start(
            "console.jobs:layout_job",
            network,
            entry.opened.case,
            entry.opened.report,
            dict(entry.session.study.hand_positions),
            lane=Lane.IMPORT,
            key=f"layout {entry.client.objectName()}",
            owner=self,
            on_done=lambda opened: self._on_layout(entry, opened),
            on_failed=lambda failure: self.refused.emit(failure.sentence, None),
            title=self.tr("Laying out the diagram"),
        )

    def _on_layout(self, entry: OpenStudy, opened: OpenedNetwork) -> None:
        if opened.network.structure_revision != entry.session.snapshot.network.structure_revision:
            return
        entry.opened = opened
        if entry is self.front:
            self.layout_changed.emit(opened)


def _nothing_to_prepare(_: OpenedNetwork) -> Steps[None]:
    return
    yield


def start_time(network: Network) -> np.datetime64 | None:
    """The moment to begin with: now, in the profiles' year; ``None`` for cases known by their nominal values."""
    if network.profiles is None or network.source.startswith(("ieee", "cigre")):
        return None
    return network.profiles.same_moment(local_standard_time())
