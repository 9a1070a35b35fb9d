"""Entry of the frozen program."""

import multiprocessing
import sys

if __name__ == "__main__":
    # First of all: in a worker process this call runs the worker and never returns.
    multiprocessing.freeze_support()

    from console.cli.main import main

    sys.exit(main())
