"""What every benchmark says of the machine and the libraries it ran on."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import Any


def machine() -> dict[str, Any]:
    """Processor, cores, system."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def versions(*packages: str) -> dict[str, str]:
    """Installed versions, "absent" where there is none."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def median_ms(work: Callable[[Any], Any], inputs: Iterable[Any]) -> float:
    """Median time of ``work`` over ``inputs``, milliseconds."""
    times = []
    for value in inputs:
        begin = time.perf_counter()
        work(value)
        times.append(time.perf_counter() - begin)
    return 1e3 * statistics.median(times)


def report(figures: dict[str, Any]) -> None:
    """Print one JSON object."""
    print(json.dumps(figures, indent=1, default=str))


def _cpu_name() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
