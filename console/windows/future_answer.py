"""Brings what another thread answers to the thread that paints."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from engines.values.validation import InputError

T = TypeVar("T")
_log = logging.getLogger(__name__)


def when_answered(
    future: Future[T],
    parent: QObject,
    on_done: Callable[[T], object],
    on_refused: Callable[[str], object],
) -> None:
    """Call ``on_done`` with the result, or ``on_refused`` with one sentence, in the GUI thread.

    Neither is called once ``parent`` is gone. Called in the GUI thread.
    """
    hub = _hub()
    number = hub.expect(_Listener(parent, on_done, on_refused))
    # Only the number goes to the other thread: a window whose last reference is dropped there would be
    # destroyed there.
    future.add_done_callback(lambda answered: hub.arrived.emit(number, answered))


def forget_listeners() -> None:
    """Whoever waits for an answer is not told any more: all windows are gone."""
    _hub().forget()


@dataclass(frozen=True, slots=True)
class _Listener:
    parent: QObject
    on_done: Callable[[Any], object]
    on_refused: Callable[[str], object]


class _Hub(QObject):
    arrived = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._numbers = itertools.count()
        self._listeners: dict[int, _Listener] = {}
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def expect(self, listener: _Listener) -> int:
        number = next(self._numbers)
        self._listeners[number] = listener
        return number

    def forget(self) -> None:
        self._listeners.clear()

    def _deliver(self, number: int, answered: Future[Any]) -> None:
        listener = self._listeners.pop(number, None)
        if listener is None or not isValid(listener.parent):
            return
        try:
            result = answered.result()
        except InputError as error:
            listener.on_refused(str(error))
        except Exception as error:
            _log.exception("an answer failed")
            listener.on_refused(f"{type(error).__name__}: {error}")
        else:
            listener.on_done(result)


@cache
def _hub() -> _Hub:
    return _Hub()
