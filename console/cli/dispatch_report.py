"""``tieline dispatch CASE --report FILE``: the report of the day as a document or a workbook."""

from __future__ import annotations

import argparse
import getpass
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from console.dispatch.rule_days import by_rules
from engines.values.validation import InputError
from engines.values.work import DirectContext

if TYPE_CHECKING:
    from console.dispatch.kept import KeptPlan
    from engines.grid.snapshot import Snapshot
    from engines.values.joint_model import Scenarios

ENDINGS = (".pdf", ".xlsx")


def add_report_argument(parser: argparse.ArgumentParser) -> None:
    """The option that asks for a report."""
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write the report of the day; .pdf or .xlsx says how (not of evaluate)",
    )


def check_report_argument(path: Path | None) -> None:
    """Refuse what cannot be written before anything is planned. Raises ``InputError``."""
    if path is None:
        return
    if path.suffix.lower() not in ENDINGS:
        raise InputError(str(path), "is neither a document nor a workbook", "let its name end with .pdf or .xlsx")
    if path.is_dir():
        raise InputError(str(path), "is a folder", "name a file in it")
    if not path.parent.is_dir():
        raise InputError(str(path), "its folder does not exist", "create it or name another")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise InputError(str(path), "its folder cannot be written", "choose another folder or ask for the right")


def who() -> str:
    """The name of the person whose process this is; "" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def write_report(path: Path, kept: KeptPlan, snapshot: Snapshot, scenarios: Scenarios | None) -> None:
    """Write the report of a plan: whole, or not at all.

    Args:
        scenarios: those it was planned over, ``None`` for a plan of one forecast.

    Raises:
        InputError: it cannot be written.
    """
    # The words of a report are translated, and its pages set, by Qt; nothing else of this verb needs it.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from console.foundation import make_application
    from console.windows.live.dispatch.report.making import day_report
    from console.windows.live.dispatch.report.paper import report_paper
    from console.windows.live.dispatch.report.workbook import write_workbook
    from console.windows.live.faults.paper_output import save_pdf

    rules = by_rules(kept, snapshot, scenarios, DirectContext())
    application = make_application()
    report = day_report(kept, rules, (), time.time(), who())
    if path.suffix.lower() == ".xlsx":
        write_workbook(None, report, path)
    else:
        save_pdf(report_paper(report), path)
    del application
