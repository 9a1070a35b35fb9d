"""Reports written to files. Free of Qt, so that a worker can write."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from console.workflows.outage_document import outage_document
from console.workflows.outage_report import OutageReport
from engines.values.validation import InputError
from widgets.tables.export import Sheet, export_sheet


def write_whole(context: Any, content: bytes, path: Path) -> Path:
    """Put ``content`` in place of what ``path`` held; ``context`` is the worker's and not used.

    Raises ``InputError`` where that fails; what was there then stays.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise InputError(str(path), f"cannot be written: {reason}", "choose another folder or make room") from None
    return path


def write_outage(context: Any, report: OutageReport, sheet: Sheet, path: Path) -> Path:
    """Write the report; the ending .json, .xlsx or .csv says how. ``context`` is the worker's and not used.

    Raises ``InputError`` where it cannot be written.
    """
    if path.suffix.lower() != ".json":
        return export_sheet(context, sheet, path)
    zone = datetime.fromtimestamp(report.at_us / 1e6).astimezone().tzinfo
    assert zone is not None
    text = json.dumps(outage_document(report, zone), ensure_ascii=False, indent=1, allow_nan=False)
    return write_whole(context, text.encode(), path)
