"""The task runner over real worker processes."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))

import task_samples as samples

from console.tasks import Lane, Supersede, TaskFailure, TaskHandle, TaskRunner, TaskState
from console.worker.messages import FailureKind

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends processes by signals")


@pytest.fixture(scope="module")
def shared_runner(qapp: Any) -> Iterator[TaskRunner]:
    runner = TaskRunner(grace_s=0.2, patience_s=0.4)
    yield runner
    runner.close()


@pytest.fixture
def runner(shared_runner: TaskRunner, qtbot: QtBot) -> Iterator[TaskRunner]:
    """The runner; its workers are kept from test to test, as starting one takes a third of a second."""
    yield shared_runner
    for handle in shared_runner.unfinished:
        handle.cancel()
    qtbot.waitUntil(lambda: not shared_runner._entries)


@pytest.fixture
def fresh_runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner(grace_s=0.2)
    yield runner
    runner.close()


def finish(qtbot: QtBot, *handles: TaskHandle) -> None:
    qtbot.waitUntil(lambda: all(handle.is_finished for handle in handles), timeout=20_000)


def settled(qtbot: QtBot, runner: TaskRunner) -> None:
    """Until the lanes are through with everything, also with what was given up."""
    qtbot.waitUntil(lambda: not runner._entries, timeout=20_000)


def result_of(qtbot: QtBot, runner: TaskRunner, work: Any, *arguments: Any, **options: Any) -> Any:
    results: list[Any] = []
    handle = runner.start(work, *arguments, on_done=results.append, **options)
    finish(qtbot, handle)
    assert handle.state is TaskState.DONE, handle.failure
    return results[0]


def failure_of(qtbot: QtBot, runner: TaskRunner, work: Any, *arguments: Any, **options: Any) -> TaskFailure:
    failures: list[TaskFailure] = []
    handle = runner.start(work, *arguments, on_failed=failures.append, **options)
    finish(qtbot, handle)
    assert failures == [handle.failure]
    return failures[0]


def test_a_result_arrives_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    threads: list[threading.Thread] = []
    handle = runner.start(samples.echo, "x", on_done=lambda _: threads.append(threading.current_thread()))
    assert handle.state is TaskState.QUEUED
    finish(qtbot, handle)
    assert threads == [threading.main_thread()]


def test_work_may_be_named_by_text(qtbot: QtBot, runner: TaskRunner) -> None:
    assert result_of(qtbot, runner, "task_samples:echo", {"a": 1}) == {"a": 1}


def test_state_is_kept_between_calls_of_one_lane(qtbot: QtBot, fresh_runner: TaskRunner) -> None:
    assert [result_of(qtbot, fresh_runner, samples.count) for _ in range(3)] == [1, 2, 3]


def test_lanes_are_processes_of_their_own(qtbot: QtBot, runner: TaskRunner) -> None:
    pids = {result_of(qtbot, runner, samples.pid, lane=lane) for lane in (Lane.PREVIEW, Lane.SERIES)}
    assert len(pids | {os.getpid()}) == 3


def test_a_preview_does_not_wait_behind_a_series(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    series = runner.start(samples.until, tmp_path / "started", tmp_path / "gate", lane=Lane.SERIES)
    assert result_of(qtbot, runner, samples.echo, 1, lane=Lane.PREVIEW) == 1
    assert not series.is_finished
    (tmp_path / "gate").touch()
    finish(qtbot, series)
    assert series.state is TaskState.DONE


def test_callbacks_come_in_the_order_of_the_starts(qtbot: QtBot, runner: TaskRunner) -> None:
    order: list[int] = []
    handles = [runner.start(samples.echo, k, on_done=order.append) for k in range(40)]
    finish(qtbot, *handles)
    assert order == list(range(40))


def test_signals_come_once_and_in_order(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[tuple[str, TaskHandle]] = []
    spies = [
        (runner.task_started, lambda h: seen.append(("started", h))),
        (runner.task_progressed, lambda h: seen.append(("progressed", h))),
        (runner.task_finished, lambda h: seen.append(("finished", h))),
    ]
    for signal_, spy in spies:
        signal_.connect(spy)
    handle = runner.start(samples.steps, 40, on_done=lambda _: seen.append(("done", handle)))
    settled(qtbot, runner)
    for signal_, spy in spies:
        signal_.disconnect(spy)
    words = [word for word, h in seen if h is handle]
    assert words[0] == "started"
    assert words[-2:] == ["done", "finished"]
    assert set(words[1:-2]) == {"progressed"}


def test_progress_is_told_rising_and_to_the_end_but_not_at_every_step(qtbot: QtBot, runner: TaskRunner) -> None:
    fractions: list[float] = []
    handle = runner.start(samples.steps, 150, on_progress=lambda p: fractions.append(p.fraction))
    finish(qtbot, handle)
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert 2 <= len(fractions) < 75


def test_cooperative_work_stops_and_its_worker_lives_on(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    before = result_of(qtbot, runner, samples.pid)
    called: list[Any] = []
    handle = runner.start(
        samples.steps, 10_000, tmp_path / "started", on_done=called.append, on_failed=called.append, title="Year"
    )
    qtbot.waitUntil((tmp_path / "started").exists)
    handle.cancel()
    assert handle.state is TaskState.CANCELLED
    assert result_of(qtbot, runner, samples.pid) == before
    assert called == []


def test_stubborn_work_is_ended_with_its_worker_when_the_grace_is_over(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    before = result_of(qtbot, runner, samples.pid)
    called: list[Any] = []
    handle = runner.start(samples.stubborn, tmp_path / "started", on_done=called.append, on_failed=called.append)
    qtbot.waitUntil((tmp_path / "started").exists)
    with qtbot.waitSignal(runner.worker_replaced, timeout=10_000) as replaced:
        handle.cancel()
    assert replaced.args[0] is Lane.PREVIEW
    assert result_of(qtbot, runner, samples.pid) != before
    assert called == []
    assert handle.state is TaskState.CANCELLED


def test_work_that_ends_within_the_grace_keeps_its_worker_but_not_its_result(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    before = result_of(qtbot, runner, samples.pid)
    called: list[Any] = []
    handle = runner.start(samples.until, tmp_path / "started", tmp_path / "gate", on_done=called.append)
    qtbot.waitUntil((tmp_path / "started").exists)
    handle.cancel()
    (tmp_path / "gate").touch()
    assert result_of(qtbot, runner, samples.pid) == before
    assert called == []


def test_a_waiting_task_that_is_cancelled_never_starts(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    first = runner.start(samples.until, tmp_path / "first", tmp_path / "gate")
    waiting = runner.start(samples.steps, 1, tmp_path / "second")
    with qtbot.waitSignal(runner.task_finished, check_params_cb=lambda h: h is waiting):
        waiting.cancel()
    (tmp_path / "gate").touch()
    finish(qtbot, first)
    assert not (tmp_path / "second").exists()


def test_the_latest_of_a_key_wins(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    results: list[Any] = []
    running = runner.start(samples.steps, 10_000, tmp_path / "started", key="solve", on_done=results.append)
    qtbot.waitUntil((tmp_path / "started").exists)
    waiting = runner.start(samples.echo, "waiting", key="solve", on_done=results.append)
    other = runner.start(samples.echo, "other", key="else", on_done=results.append)
    last = runner.start(samples.echo, "last", key="solve", on_done=results.append)
    settled(qtbot, runner)
    assert results == ["other", "last"]
    assert [h.state for h in (running, waiting)] == [TaskState.SUPERSEDED] * 2
    assert [h.state for h in (other, last)] == [TaskState.DONE] * 2


def test_a_running_one_may_finish_while_the_waiting_ones_give_way(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    results: list[Any] = []
    options: dict[str, Any] = {"key": "scrub", "supersede": Supersede.LET_FINISH, "on_done": results.append}
    runner.start(samples.until, tmp_path / "started", tmp_path / "gate", **options)
    qtbot.waitUntil((tmp_path / "started").exists)
    for k in range(5):
        runner.start(samples.echo, k, **options)
    (tmp_path / "gate").touch()
    settled(qtbot, runner)
    assert results == ["through", 4]


def test_superseded_stubborn_work_is_given_more_time_than_cancelled_work(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    before = result_of(qtbot, runner, samples.pid)
    runner.start(samples.stubborn, tmp_path / "started", 0.3, key="solve")
    qtbot.waitUntil((tmp_path / "started").exists)
    assert result_of(qtbot, runner, samples.pid, key="solve") == before


def test_results_of_an_old_revision_are_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    results: list[Any] = []
    old = runner.start(samples.echo, "old", revision=4, on_done=results.append)
    new = runner.start(samples.echo, "new", revision=5, on_done=results.append)
    free = runner.start(samples.echo, "free", on_done=results.append)
    runner.drop_older_than(5)
    settled(qtbot, runner)
    assert results == ["new", "free"]
    assert [h.state for h in (old, new, free)] == [TaskState.OUTDATED, TaskState.DONE, TaskState.DONE]


def test_a_result_nobody_can_use_any_more_is_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    results: list[Any] = []
    handle = runner.start(samples.echo, 1, is_current=lambda: False, on_done=results.append)
    finish(qtbot, handle)
    assert (handle.state, results) == (TaskState.OUTDATED, [])


def test_a_result_for_a_deleted_window_is_dropped(qtbot: QtBot, runner: TaskRunner) -> None:
    import shiboken6

    owner, results = QObject(), []
    handle = runner.start(samples.echo, 1, owner=owner, on_done=results.append)
    shiboken6.delete(owner)
    finish(qtbot, handle)
    assert (handle.state, results) == (TaskState.OUTDATED, [])


@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGSEGV])
def test_a_worker_killed_from_outside_is_replaced_and_its_task_reported(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path, kill: signal.Signals
) -> None:
    failures: list[TaskFailure] = []
    handle = runner.start(samples.stubborn, tmp_path / "started", on_failed=failures.append, title="Load flow")
    queued = runner.start(samples.echo, "next")
    qtbot.waitUntil((tmp_path / "started").exists)
    pid = runner.worker_pid(Lane.PREVIEW)
    assert pid is not None
    with qtbot.waitSignal(runner.worker_replaced):
        os.kill(pid, kill)
    assert handle.state is TaskState.FAILED
    assert failures[0].kind is FailureKind.CRASHED
    assert failures[0].sentence.startswith("Load flow ")
    assert "try again" in failures[0].sentence
    finish(qtbot, queued)
    assert queued.state is TaskState.DONE


def test_a_worker_that_exits_is_replaced(qtbot: QtBot, runner: TaskRunner) -> None:
    failure = failure_of(qtbot, runner, samples.die, 7, title="Series")
    assert failure.sentence == "Series ended unexpectedly (exit code 7); the program goes on, try again"
    assert result_of(qtbot, runner, samples.echo, 1) == 1


def test_a_crash_in_native_code_is_told_with_its_stack(qtbot: QtBot, tmp_path: Path) -> None:
    runner = TaskRunner(fault_log=tmp_path / "worker-crash.log")
    failure = failure_of(qtbot, runner, samples.crash_in_native_code)
    runner.close()
    assert failure.kind is FailureKind.CRASHED
    assert "SIGSEGV" in failure.sentence
    assert "crash_in_native_code" in failure.details


def test_without_a_folder_large_results_take_the_pipe(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.tasks.exchange._place", lambda: tmp_path / "missing")
    runner = TaskRunner()
    result = result_of(qtbot, runner, samples.zeros, 300_000)
    runner.close()
    assert result["vm_pu"].shape == (300_000,)
    assert not result["vm_pu"].flags.writeable


def test_an_idle_worker_that_dies_is_noticed(qtbot: QtBot, runner: TaskRunner) -> None:
    pid = result_of(qtbot, runner, samples.pid)
    with qtbot.waitSignal(runner.worker_replaced):
        os.kill(pid, signal.SIGKILL)
    assert result_of(qtbot, runner, samples.pid) != pid


def test_want_of_memory_is_said_and_the_worker_replaced(qtbot: QtBot, runner: TaskRunner) -> None:
    with qtbot.waitSignal(runner.worker_replaced):
        failure = failure_of(qtbot, runner, samples.run_out_of_memory, title="Year")
    assert failure.kind is FailureKind.MEMORY
    assert failure.sentence.startswith("Year needs more memory")


def test_an_input_error_arrives_whole(qtbot: QtBot, runner: TaskRunner) -> None:
    failure = failure_of(qtbot, runner, samples.fail_as_input)
    assert failure.kind is FailureKind.INPUT
    assert failure.sentence == "grid.json: Line 7 has a negative length; correct length_km"
    assert failure.error is not None
    assert (failure.error.place, failure.error.remedy) == ("grid.json", "correct length_km")
    assert failure.report is not None
    assert failure.report.findings[0].element == "Line 7"


def test_a_fault_of_the_program_names_the_task_and_keeps_its_traceback(qtbot: QtBot, runner: TaskRunner) -> None:
    failure = failure_of(qtbot, runner, samples.fail, title="Losses")
    assert failure.kind is FailureKind.ERROR
    assert failure.sentence == "Losses failed by a fault of the program (ZeroDivisionError: division by zero)"
    assert "task_samples.py" in failure.details


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (samples.leave, "SystemExit"),
        (samples.unpicklable, "lambda"),
        ("task_samples:nothing_here", "nothing_here"),
        ("no_such_module:work", "no_such_module"),
    ],
)
def test_odd_failures_are_failures_of_the_task_only(
    qtbot: QtBot, runner: TaskRunner, work: Callable[..., Any] | str, reason: str
) -> None:
    pid = result_of(qtbot, runner, samples.pid)
    assert reason in failure_of(qtbot, runner, work).sentence
    assert result_of(qtbot, runner, samples.pid) == pid


def test_arguments_that_cannot_be_sent_fail_the_task(qtbot: QtBot, runner: TaskRunner) -> None:
    assert "lambda" in failure_of(qtbot, runner, samples.echo, lambda: 1).sentence


def test_work_that_another_process_cannot_find_is_refused_at_once(runner: TaskRunner) -> None:
    with pytest.raises(TypeError, match="top-level function"):
        runner.start(lambda context: 1)


def test_a_large_result_comes_read_only_and_leaves_nothing_behind(qtbot: QtBot, runner: TaskRunner) -> None:
    result = result_of(qtbot, runner, samples.zeros, 3_000_000)
    assert result["vm_pu"].nbytes == 24_000_000
    assert result["id"].tolist() == ["a", None]
    assert str(result["time"][1]) == "1970-01-01T00:00:01"
    assert not any(array.flags.writeable for array in result.values())
    assert runner._folder is not None
    assert list(runner._folder.path.iterdir()) == []


def test_a_large_argument_arrives_read_only(qtbot: QtBot, runner: TaskRunner) -> None:
    import numpy as np

    assert result_of(qtbot, runner, samples.total, np.ones(1_000_000)) == (1_000_000.0, False)
    assert runner._folder is not None
    assert list(runner._folder.path.iterdir()) == []


def test_a_dropped_large_result_leaves_nothing_behind(qtbot: QtBot, runner: TaskRunner) -> None:
    for _ in range(5):
        runner.start(samples.zeros, 1_000_000, key="series")
    settled(qtbot, runner)
    assert runner._folder is not None
    assert list(runner._folder.path.iterdir()) == []


def test_warnings_of_the_worker_reach_the_log(
    qtbot: QtBot, runner: TaskRunner, caplog: pytest.LogCaptureFixture
) -> None:
    result_of(qtbot, runner, samples.warn)
    assert ("engines.sample", logging.WARNING, "[preview] tap position 12 out of range") in caplog.record_tuples


def test_warming_is_repeated_in_a_new_worker_before_its_next_work(qtbot: QtBot, fresh_runner: TaskRunner) -> None:
    warmed: list[int] = []
    fresh_runner.warm(Lane.PREVIEW, samples.count, on_done=warmed.append)
    assert not fresh_runner.is_busy
    pid = result_of(qtbot, fresh_runner, samples.pid)
    assert warmed == [1]
    with qtbot.waitSignal(fresh_runner.worker_replaced):
        os.kill(pid, signal.SIGKILL)
    assert result_of(qtbot, fresh_runner, samples.count) == 2


def test_warming_that_crashes_is_not_repeated(qtbot: QtBot, fresh_runner: TaskRunner) -> None:
    replaced: list[int] = []
    fresh_runner.worker_replaced.connect(lambda lane, generation: replaced.append(generation))
    fresh_runner.warm(Lane.PREVIEW, samples.die, 1)
    assert result_of(qtbot, fresh_runner, samples.echo, 1) == 1
    assert replaced == [2]


def test_busy_spans_from_the_first_start_to_the_last_end(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[bool] = []
    runner.busy_changed.connect(seen.append)
    for k in range(3):
        runner.start(samples.echo, k)
    settled(qtbot, runner)
    runner.busy_changed.disconnect(seen.append)
    assert seen == [True, False]


def test_an_exception_in_a_callback_is_reported_and_the_next_callback_comes(
    qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(kind))

    def stumble(result: Any) -> None:
        raise KeyError("bus 18")

    runner.start(samples.echo, 1, on_done=stumble)
    assert result_of(qtbot, runner, samples.echo, 2) == 2
    assert reported == [KeyError]


def test_no_callback_comes_from_within_start(qtbot: QtBot, runner: TaskRunner) -> None:
    depth: list[int] = []
    is_starting = [False]
    for _ in range(20):
        is_starting[0] = True
        runner.start(samples.echo, 1, on_done=lambda _: depth.append(is_starting[0]))
        is_starting[0] = False
    settled(qtbot, runner)
    assert depth == [False] * 20


def test_a_callback_may_start_the_next_task(qtbot: QtBot, runner: TaskRunner) -> None:
    results: list[Any] = []

    def again(value: int) -> None:
        results.append(value)
        if value < 5:
            runner.start(samples.echo, value + 1, key="chain", on_done=again)

    runner.start(samples.echo, 0, key="chain", on_done=again)
    settled(qtbot, runner)
    assert results == [0, 1, 2, 3, 4, 5]


def test_closing_while_busy_ends_threads_processes_and_folder(qtbot: QtBot, tmp_path: Path) -> None:
    runner = TaskRunner()
    called: list[Any] = []
    handles = [
        runner.start(samples.stubborn, tmp_path / lane.value, lane=lane, on_failed=called.append)
        for lane in (Lane.PREVIEW, Lane.SERIES)
    ]
    handles.append(runner.start(samples.echo, 1, on_done=called.append))
    qtbot.waitUntil(lambda: all((tmp_path / lane.value).exists() for lane in (Lane.PREVIEW, Lane.SERIES)))
    pids = [runner.worker_pid(lane) for lane in (Lane.PREVIEW, Lane.SERIES)]
    threads, folder = list(runner._lanes.values()), runner._folder
    runner.close()
    assert not any(thread.is_alive() for thread in threads)
    for pid in pids:
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert folder is not None
    assert not folder.path.exists()
    assert [h.state for h in handles] == [TaskState.CANCELLED] * 3
    assert runner.start(samples.echo, 1).state is TaskState.CANCELLED
    qtbot.wait(20)
    assert called == []


def test_a_runner_that_never_worked_closes(qtbot: QtBot) -> None:
    TaskRunner().close()


def test_closing_from_a_callback_is_allowed(qtbot: QtBot) -> None:
    runner = TaskRunner()
    closed: list[Any] = []
    handle = runner.start(samples.echo, 1, on_done=lambda _: (runner.close(), closed.append(1)))
    finish(qtbot, handle)
    qtbot.waitUntil(lambda: bool(closed))


def test_workers_that_die_at_start_are_given_up_after_some_tries(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import os, sys\nif '--multiprocessing-fork' in sys.argv: os._exit(9)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    runner = TaskRunner()
    failure = failure_of(qtbot, runner, samples.echo, 1, title="Load flow")
    assert failure.kind is FailureKind.NOT_STARTED
    assert "exit code 9" in failure.sentence
    monkeypatch.delenv("PYTHONPATH")
    assert result_of(qtbot, runner, samples.echo, 1) == 1
    runner.close()


def test_work_by_the_thousand_leaves_no_names_behind(
    qtbot: QtBot, runner: TaskRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each part of the name of a ``Path`` is kept in Python's table of names. It doubled, 2 MB at once, when in an hour
    # of a live window some 24,000 names of exchange files had come and gone.
    names: list[str] = []
    intern = sys.intern
    monkeypatch.setattr(sys, "intern", lambda name: names.append(name) or intern(name))
    for _ in range(5):
        assert len(result_of(qtbot, runner, samples.echo, "x" * 2_000_000)) == 2_000_000
    assert [name for name in names if "request" in name or "reply" in name] == []
