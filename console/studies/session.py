"""One study being worked on: its changes, undo, and whether it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from console.studies.phrases import translated
from engines.grid.snapshot import Snapshot
from engines.study.chain import ChangeChain
from engines.study.change import Change
from engines.study.study import Study, base_snapshot
from engines.values.frozen import FrozenMap
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class _Edit:
    """What undo brings back."""

    changes: tuple[Change, ...]
    hand_positions: FrozenMap[str, tuple[float, float]]


class StudySession(QObject):
    """A study and everything a person does to it.

    Each change is a command on ``undo_stack``. Undo brings back the snapshot's very numbers; every snapshot that is
    announced has a higher revision than those before it, also after undo, so that late results cannot be mistaken.
    The time is not undone: it is where one looks, not what one does.

    What is refused raises ``InputError`` and leaves everything as it was.

    Attributes:
        undo_stack: for the window's undo and redo actions, and for its list of what was done.
        path: the file it was opened from or saved to, ``None`` before.

    Signals:
        snapshot_changed: ``Snapshot``, initiator: to be solved and drawn; the initiator (any object, or ``None``) is
            whoever caused it and may skip its own echo.
        changes_changed: the list of changes is another one.
        positions_changed: positions moved by hand are others.
        saved_changed: whether there is nothing to save, when that changes.
        renamed: the new name.
        edited: anything an autosave keeps.
        refused: a sentence, where a redo turned out to be impossible at the present time.
        closed: the study is given up, saved or not.
    """

    snapshot_changed = Signal(object, object)
    changes_changed = Signal()
    positions_changed = Signal()
    saved_changed = Signal(bool)
    renamed = Signal(str)
    edited = Signal()
    refused = Signal(str)
    closed = Signal()

    def __init__(
        self, study: Study, *, path: Path | None = None, is_saved: bool = True, parent: QObject | None = None
    ) -> None:
        """Raises ``InputError`` where a change of the study cannot be made on its network.

        Args:
            is_saved: ``False`` for a study that is not in ``path`` as it stands: a recovered one.
        """
        super().__init__(parent)
        self._study = study
        self._chain = ChangeChain(base_snapshot(study.base, study.time))
        self._snapshot = self._chain.after(study.changes)
        self._saved = _kept(study) if is_saved else None
        self._was_saved = is_saved
        self._initiator: object = None
        self._texts: dict[Change, str] = {}
        self.path = path
        self.undo_stack = QUndoStack(self)

    @property
    def study(self) -> Study:
        """The study as it stands."""
        return self._study

    @property
    def name(self) -> str:
        """What the person calls it."""
        return self._study.name

    @property
    def changes(self) -> tuple[Change, ...]:
        """In the order they are made."""
        return self._study.changes

    @property
    def change_texts(self) -> tuple[str, ...]:
        """What each change is called."""
        return tuple(self._text(change) for change in self.changes)

    @property
    def snapshot(self) -> Snapshot:
        """The network with all changes, at the study's time."""
        return self._snapshot

    @property
    def base_snapshot(self) -> Snapshot:
        """The network without any change, at the study's time."""
        return self._chain.base

    @property
    def is_saved(self) -> bool:
        """Whether there is nothing a person would miss: changes, name, positions. Time and view do not count."""
        return self._saved == _kept(self._study)

    # Changing.

    def make(self, change: Change, initiator: object = None) -> None:
        """Make a change, as one step of undo."""
        self._edit((*self.changes, change), self._text(change), initiator)

    def make_all(self, changes: tuple[Change, ...], text: str, initiator: object = None) -> None:
        """Make several changes as one step of undo; none of them where one cannot be made."""
        self._edit((*self.changes, *changes), text, initiator)

    def remove(self, number: int, initiator: object = None) -> None:
        """Take one change out of the list (counted from 0); what follows is made again on what remains."""
        text = self.tr("Remove “{change}”").format(change=self.change_texts[number])
        self._edit((*self.changes[:number], *self.changes[number + 1 :]), text, initiator)

    def replace_change(self, number: int, change: Change, initiator: object = None) -> None:
        """Put another change in the place of one (counted from 0)."""
        text = self._text(change)
        self._edit((*self.changes[:number], change, *self.changes[number + 1 :]), text, initiator)

    def jump_to(self, count: int, initiator: object = None) -> None:
        """Back (or forward) to where only the first ``count`` changes were made.

        Walks along undo and redo where that leads there, so that the way back stays open.
        """
        wanted = self.changes[:count]
        index = self._index_of(count)
        if index is None:
            self._edit(wanted, self.tr("Keep the first {count} changes").format(count=count), initiator)
            return
        self._initiator = initiator
        self.undo_stack.setIndex(index)
        self._initiator = None

    def _index_of(self, count: int) -> int | None:
        """Place in the undo stack with only the first ``count`` of the known changes, the nearest one."""
        stack = self.undo_stack
        commands = [c for c in map(stack.command, range(stack.count())) if isinstance(c, _EditCommand)]
        if not commands:
            return 0 if count == len(self.changes) else None
        states = [commands[0].before.changes, *(c.after.changes for c in commands)]
        longest = max(states[stack.index() :], key=len) if count > len(self.changes) else self.changes
        found = [k for k, state in enumerate(states) if state == longest[:count] and len(state) == count]
        return min(found, key=lambda k: abs(k - stack.index())) if found else None

    def move_by_hand(self, positions: Mapping[str, tuple[float, float]]) -> None:
        """Keep positions (x, y by bus id) a person gave on the diagram, as one step of undo."""
        moved = self._study.hand_positions.updated(positions)
        self._push(_Edit(self.changes, moved), self.tr("Move on the diagram"))

    def forget_hand_positions(self) -> None:
        """Back to the automatic layout, as one step of undo."""
        self._push(_Edit(self.changes, FrozenMap()), self.tr("Automatic layout"))

    def set_time(self, time: np.datetime64 | None, initiator: object = None) -> None:
        """Look at another moment; all changes hold there too. No step of undo."""
        chain = ChangeChain(base_snapshot(self._study.base, time))
        snapshot = chain.after(self.changes)
        self._chain = chain
        self._study = replace(self._study, time=time)
        self._announce(snapshot, initiator)
        self.edited.emit()

    def rename(self, name: str) -> None:
        """Give the study another name; blank ones are ignored. No step of undo."""
        wanted = name.strip()
        if not wanted or wanted == self.name:
            return
        self._study = replace(self._study, name=wanted)
        self.renamed.emit(wanted)
        self._tell_edited()

    def set_view_state(self, view_state: Mapping[str, Any]) -> None:
        """What the window wants to find again: JSON values, kept with the next save."""
        self._study = replace(self._study, view_state=FrozenMap(view_state))

    # Saving.

    def mark_saved(self, study: Study, path: Path | None) -> None:
        """``study`` was written to ``path``; what was edited since then stays unsaved."""
        self.path = path
        self._saved = _kept(study)
        self._tell_saved()

    def mark_unsaved(self) -> None:
        """What stands here is in no file, whatever it was opened from: a recovered study."""
        self._saved = None
        self._tell_saved()

    def copied_study(self, name: str) -> Study:
        """The study as it stands under another name, to go on beside this one."""
        return replace(self._study, name=name)

    def close(self) -> None:
        """Give the study up; whether it is saved was asked before."""
        self.undo_stack.clear()
        self.closed.emit()

    # Inside.

    def _text(self, change: Change) -> str:
        # Looking up names in a large network for every line of a list would be felt.
        if change not in self._texts:
            self._texts[change] = translated(change.phrase(self._snapshot.network))
        return self._texts[change]

    def _edit(self, changes: tuple[Change, ...], text: str, initiator: object) -> None:
        # Before the command exists: inside it, Qt would not let a refusal through.
        self._chain.after(changes)
        self._initiator = initiator
        self._push(_Edit(changes, self._study.hand_positions), text)
        self._initiator = None

    def _push(self, after: _Edit, text: str) -> None:
        before = _Edit(self.changes, self._study.hand_positions)
        if after != before:
            self.undo_stack.push(_EditCommand(self, before, after, text))

    def _restore(self, edit: _Edit) -> None:
        snapshot = self._chain.after(edit.changes)
        before = self._study
        self._study = replace(before, changes=edit.changes, hand_positions=edit.hand_positions)
        if edit.changes != before.changes:
            self._announce(snapshot, self._initiator)
            self.changes_changed.emit()
        if edit.hand_positions != before.hand_positions:
            self.positions_changed.emit()
        self._tell_edited()

    def _announce(self, snapshot: Snapshot, initiator: object) -> None:
        # The kept snapshot under a new revision.
        self._snapshot = snapshot.with_state({})
        self.snapshot_changed.emit(self._snapshot, initiator)

    def _tell_edited(self) -> None:
        self.edited.emit()
        self._tell_saved()

    def _tell_saved(self) -> None:
        if self.is_saved != self._was_saved:
            self._was_saved = self.is_saved
            self.saved_changed.emit(self._was_saved)


class _EditCommand(QUndoCommand):
    """From one list of changes (and hand positions) to another."""

    def __init__(self, session: StudySession, before: _Edit, after: _Edit, text: str) -> None:
        super().__init__(text)
        self._session = session
        self.before, self.after = before, after

    def undo(self) -> None:
        self._session._restore(self.before)

    def redo(self) -> None:
        try:
            self._session._restore(self.after)
        except InputError as error:
            # Possible when it was made, not at the time one looks at now: the stack drops it.
            self.setObsolete(True)
            self._session.refused.emit(str(error))


def _kept(study: Study) -> tuple[object, ...]:
    return study.name, study.changes, dict(study.hand_positions)
