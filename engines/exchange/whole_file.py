"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import uuid
from pathlib import Path

from engines.values.validation import InputError


def write_whole(path: Path, content: bytes) -> None:
    """Write so that ``path`` holds either the old or the whole new content, whatever happens meanwhile.

    A link stays a link, and the file keeps its permissions. Raises ``InputError`` with the remedy when the disk is
    full, the folder cannot be written, or the file is write-protected.
    """
    target = Path(os.path.realpath(path))
    _require_writable(target, path)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, part)
        os.replace(part, target)
        _keep_entry(target.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise InputError(str(path), f"could not be saved ({reason})", "free space or choose another folder") from error


def _require_writable(target: Path, path: Path) -> None:
    # Replacing a file asks only the folder for permission; a protected file would be gone all the same.
    with contextlib.suppress(OSError):
        if not target.stat().st_mode & stat.S_IWUSR:
            raise InputError(str(path), "could not be saved (it is write-protected)", "choose another name")


def _keep_entry(folder: Path) -> None:
    """Make the folder remember the new file over a loss of power, where folders can be synchronised."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
