"""Work for the tests; imported by worker processes under this very name."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from engines.values.validation import Finding, FindingSeverity, InputError, ValidationReport
from engines.values.work import WorkContext


def echo(context: WorkContext, value: Any) -> Any:
    return value


def count(context: WorkContext) -> int:
    context.state["count"] = context.state.get("count", 0) + 1
    return int(context.state["count"])


def pid(context: WorkContext) -> int:
    return os.getpid()


def modules(context: WorkContext) -> list[str]:
    return sorted(sys.modules)


def steps(context: WorkContext, n: int, started: Path | None = None) -> int:
    """Cooperative: looks at every step whether it is still wanted."""
    if started is not None:
        started.touch()
    for k in range(n):
        context.check_cancelled()
        context.report((k + 1) / n, f"step {k + 1}")
        time.sleep(0.002)
    return n


def stubborn(context: WorkContext, started: Path, seconds: float = 60.0) -> None:
    """Like a native solve: nobody can interrupt it."""
    started.touch()
    time.sleep(seconds)


def until(context: WorkContext, started: Path, gate: Path) -> str:
    """Runs until the test opens the gate, however often it is cancelled."""
    started.touch()
    while not gate.exists():
        time.sleep(0.005)
    return "through"


def die(context: WorkContext, code: int) -> None:
    os._exit(code)


def fail_as_input(context: WorkContext) -> None:
    report = ValidationReport("grid.json", (Finding(FindingSeverity.ERROR, "Line 7", "length_km", "is negative", "x"),))
    raise InputError("grid.json", "Line 7 has a negative length", "correct length_km", report)


def fail(context: WorkContext) -> float:
    return 1 / 0


def run_out_of_memory(context: WorkContext) -> None:
    raise MemoryError


def leave(context: WorkContext) -> None:
    raise SystemExit(3)


def zeros(context: WorkContext, n: int) -> dict[str, Any]:
    return {"vm_pu": np.zeros(n), "time": np.arange(3).astype("datetime64[s]"), "id": np.array(["a", None], object)}


def total(context: WorkContext, values: np.ndarray[Any, Any]) -> tuple[float, bool]:
    return float(values.sum()), bool(values.flags.writeable)


def unpicklable(context: WorkContext) -> Any:
    return lambda: None


def warn(context: WorkContext) -> None:
    import logging

    logging.getLogger("engines.sample").warning("tap position %d out of range", 12)


def crash_in_native_code(context: WorkContext) -> None:
    import ctypes

    ctypes.string_at(0)
