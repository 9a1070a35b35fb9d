"""A copy of a site's file, whole and of one moment, while consoles go on writing it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from console.journal.database import FILE_NAME, HEAD_NAME, open_for_reading, sentence_of
from engines.values.validation import InputError


def back_up(path: Path, folder: Path) -> Path:
    """Copy the site's file, and the signed end beside it, into ``folder``; returns the copy's path.

    The keys that sign stay where they are: a copy can be verified, and nobody can write on in it as if it were the
    journal. Raises ``InputError`` where there is nothing to copy, or no room for it.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise InputError(str(target), "is there already", "choose another folder for the backup")
    source = open_for_reading(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The noted end first: the copy then holds at least as much as it says.
        head = path.parent / HEAD_NAME
        if head.exists():
            shutil.copy2(head, folder / HEAD_NAME)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)
        finally:
            copy.close()
    except sqlite3.Error as error:
        raise sentence_of(error, target) from error
    except OSError as error:
        reason = f"cannot be written ({error.strerror})"
        raise InputError(str(folder), reason, "choose another folder, or make room") from error
    finally:
        source.close()
    return target
