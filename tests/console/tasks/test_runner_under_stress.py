"""Starts, cancels, crashes and replacements in any order: nothing is lost, nothing comes twice, nothing leaks."""

from __future__ import annotations

import gc
import os
import random
import signal
import sys
import threading
from collections import Counter
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))

import task_samples as samples

from console.tasks import Lane, Supersede, TaskHandle, TaskRunner, TaskState

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files in /proc")

LANES = (Lane.PREVIEW, Lane.SERIES)


class Person:
    """Does one random thing after the other with a runner and notes what comes back."""

    def __init__(self, runner: TaskRunner, seed: int, folder: Path) -> None:
        self.runner, self.random, self.folder = runner, random.Random(seed), folder
        self.handles: list[TaskHandle] = []
        self.finished: Counter[TaskHandle] = Counter()
        self.started: Counter[TaskHandle] = Counter()
        self.called: Counter[int] = Counter()
        self.wrong: list[str] = []
        runner.task_finished.connect(lambda handle: self.finished.update([handle]))
        runner.task_started.connect(self.on_started)

    def on_started(self, handle: TaskHandle) -> None:
        self.started[handle] += 1
        if self.finished[handle]:
            self.wrong.append(f"{handle} started after its end")

    def act(self) -> None:
        """One random action."""
        choice = self.random.random()
        if choice < 0.72:
            self.start()
        elif choice < 0.92 and self.handles:
            self.random.choice(self.handles).cancel()
        elif (pid := self.runner.worker_pid(self.random.choice(LANES))) is not None:
            os.kill(pid, signal.SIGKILL)

    def start(self) -> None:
        number = len(self.handles)
        work, arguments = self.random.choice(
            [
                (samples.echo, (number,)),
                (samples.zeros, (200_000,)),
                (samples.steps, (40,)),
                (samples.fail, ()),
                (samples.die, (1,)),
                (samples.stubborn, (self.folder / "started", 0.05)),
            ]
        )

        def called(_: Any) -> None:
            self.called[number] += 1
            if self.handles[number].state not in (TaskState.DONE, TaskState.FAILED):
                self.wrong.append(f"{self.handles[number]} was called")

        handle = self.runner.start(
            work,
            *arguments,
            lane=self.random.choice(LANES),
            key=self.random.choice([None, None, "a", "b"]),
            supersede=self.random.choice(list(Supersede)),
            on_done=called,
            on_failed=called,
        )
        self.handles.append(handle)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.parametrize("seed", range(3))
def test_every_task_ends_once_whatever_happens(qtbot: QtBot, tmp_path: Path, seed: int) -> None:
    # multiprocessing keeps one helper process from the first start on.
    resource_tracker.ensure_running()
    # What earlier tests have left to the collector must not close in between and pass for ours.
    gc.collect()
    before, threads = open_files(), threading.active_count()
    runner = TaskRunner(grace_s=0.03, patience_s=0.1)
    person = Person(runner, seed, tmp_path)
    actions = iter(range(80))
    timer = QTimer(interval=4)
    timer.timeout.connect(lambda: person.act() if next(actions, None) is not None else timer.stop())
    timer.start()
    qtbot.waitUntil(lambda: not timer.isActive() and not runner._entries, timeout=60_000)

    assert person.wrong == []
    assert person.finished == Counter(person.handles)
    assert max(person.started.values()) == 1
    assert all(handle.is_finished for handle in person.handles)
    ended = {k for k, h in enumerate(person.handles) if h.state in (TaskState.DONE, TaskState.FAILED)}
    assert person.called == Counter(ended)
    assert not runner.is_busy
    assert runner._folder is not None
    assert list(runner._folder.path.iterdir()) == []
    runner.close()
    assert threading.active_count() <= threads
    assert open_files() <= before
