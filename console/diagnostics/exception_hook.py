"""An exception nobody caught is logged, told once, and survived."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from console.diagnostics.recent_records import RecentRecords
from console.diagnostics.repetition import Fingerprint, RepetitionCounter, fingerprint_of, is_worth_telling
from engines.values.validation import InputError

_log = logging.getLogger(__name__)

_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ExceptionHook(QObject):
    """Receives every exception that nobody caught while installed, and Qt's own messages.

    PySide6 hands exceptions of slots and of overridden virtual methods to ``sys.excepthook`` and goes on; threads and
    finalizers have hooks of their own. All come here, on the thread where they happened. For each new problem
    ``problem_reported`` is emitted once; when the same one comes again ``problem_repeated`` is emitted at the 2nd, 5th,
    10th, 20th, ... time. A receiver that lives on the GUI thread is called there. An exception inside a receiver is
    logged and not reported. Qt's messages are only logged, each repeated one as seldom.
    """

    problem_reported = Signal(str, str)
    """A sentence for the person, and details for whoever repairs the program."""
    problem_repeated = Signal(str, int)
    """The same sentence, and how often the problem has come."""

    def __init__(self, recent: RecentRecords | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self._contexts: dict[str, Callable[[], str]] = {}
        self._repetitions = RepetitionCounter()
        self._reporting = threading.local()
        self._restore: list[Callable[[], Any]] = []

    def install(self) -> None:
        """Take over all hooks until :meth:`uninstall`."""
        if self._restore:
            return
        before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread_exception
        sys.unraisablehook = self._on_unraisable
        qt_before = qInstallMessageHandler(self._on_qt_message)

        def restore() -> None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = before
            qInstallMessageHandler(qt_before)

        self._restore.append(restore)

    def uninstall(self) -> None:
        """Give the hooks back."""
        while self._restore:
            self._restore.pop()()

    def add_context(self, name: str, text: Callable[[], str]) -> None:
        """Have ``name: text()`` written with every problem: the open network, the mode, the selection."""
        self._contexts[name] = text

    def on_exception(
        self, error_type: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """``sys.excepthook``."""
        if issubclass(error_type, KeyboardInterrupt):
            # Ctrl+C in the terminal is a wish, not a fault.
            if QCoreApplication.instance() is not None:
                QCoreApplication.quit()
            return
        self._take(error_type, error, trace, "")

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_type is SystemExit:
            return
        thread = arguments.thread.name if arguments.thread is not None else "?"
        self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback, f"in thread {thread}")

    def _on_unraisable(self, arguments: sys.UnraisableHookArgs) -> None:
        place = f"{arguments.err_msg or 'ignored in'} {arguments.object!r:.200}"
        self._take(arguments.exc_type, arguments.exc_value, arguments.exc_traceback, place)

    def _take(
        self, error_type: type[BaseException], error: BaseException | None, trace: TracebackType | None, place: str
    ) -> None:
        # The hook of last resort: whatever goes wrong in here must end here.
        with suppress(Exception):
            count = self._repetitions.count(fingerprint_of(error_type, trace))
            if not is_worth_telling(count):
                return
            if count > 1:
                _log.error("again, %d times by now: %s", count, _summary(error_type, error))
                self._tell(self.problem_repeated, self._sentence(error_type, error), count)
                return
            lines = "".join(traceback.format_exception(error_type, error, trace))
            details = self._details(f"{place}\n{lines}" if place else lines)
            _log.error("%s", details)
            if sys.stderr is not None:
                print(lines, file=sys.stderr, end="")
            self._tell(self.problem_reported, self._sentence(error_type, error), details)

    def _tell(self, signal: Any, *arguments: Any) -> None:
        if getattr(self._reporting, "is_on", False):
            return
        self._reporting.is_on = True
        try:
            signal.emit(*arguments)
        finally:
            self._reporting.is_on = False

    def _sentence(self, error_type: type[BaseException], error: BaseException | None) -> str:
        if isinstance(error, InputError):
            return str(error)
        text = self.tr("Something in the program failed ({error}). Your work is kept and you can go on.")
        return text.format(error=_summary(error_type, error))

    def _details(self, lines: str) -> str:
        parts = [lines.rstrip()]
        for name, text in self._contexts.items():
            try:
                parts.append(f"{name}: {text()}")
            except Exception as error:
                parts.append(f"{name}: unknown ({type(error).__name__})")
        if self._recent is not None:
            parts += ["before that:", *(f"  {line}" for line in self._recent.lines())]
        return "\n".join(parts)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        with suppress(Exception):
            level = _QT_LEVELS.get(kind, logging.WARNING)
            fingerprint: Fingerprint = ("Qt", str(context.category), str(message))
            count = self._repetitions.count(fingerprint)
            if is_worth_telling(count):
                repeated = f" ({count} times by now)" if count > 1 else ""
                logging.getLogger("qt").log(level, "%s: %s%s", context.category, message, repeated)


def _summary(error_type: type[BaseException], error: BaseException | None) -> str:
    lines = str(error).strip().splitlines() if error is not None else []
    return f"{error_type.__name__}: {lines[0][:200]}" if lines else error_type.__name__
