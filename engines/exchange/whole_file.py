"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engines.values.validation import InputError


def write_whole(path: Path, content: bytes) -> None:
    """Write so that ``path`` holds either the old or the whole new content, whatever happens meanwhile.

    Raises ``InputError`` with the remedy when the disk is full or the folder cannot be written.
    """
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise InputError(str(path), f"could not be saved ({reason})", "free space or choose another folder") from error
