"""Exceptions as values."""

from __future__ import annotations

import pickle
import traceback

from console.worker.messages import FailureKind, WorkFailure
from engines.values.validation import InputError


def failure_of(error: BaseException) -> WorkFailure:
    """What an exception means for the person, with its traceback for the log."""
    trace = "".join(traceback.format_exception(error))
    if isinstance(error, InputError):
        return WorkFailure(FailureKind.INPUT, str(error), _portable(error), trace)
    kind = FailureKind.MEMORY if isinstance(error, MemoryError) else FailureKind.ERROR
    return WorkFailure(kind, summary_of(error), None, trace)


def summary_of(error: BaseException) -> str:
    """Type and first line of an exception."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _portable(error: InputError) -> InputError:
    # A subclass may not survive a pickle; place, reason and remedy do.
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return InputError(str(error.place), str(error.reason), str(error.remedy))
    return error
