"""A console that records without end until it is killed, and prints what it has handed over."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from console.history.sender import Sender
from engines.values.history import PointChanges


def main() -> None:
    """Count up, a thousand a second."""
    sender = Sender(Path(sys.argv[1]), ["bus:1/vm_pu"], np.zeros(1), lambda sentence: None)
    number = 0
    print("ready", flush=True)
    while True:
        n = 20
        values = np.arange(number + 1, number + n + 1, dtype=float)
        number += n
        now = np.full(n, time.time_ns() // 1000, np.int64)
        zero = np.zeros(n, np.uint8)
        sender.put(PointChanges(np.zeros(n, np.int32), values, zero, zero, zero.astype(bool), now, now))
        print(number, flush=True)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
