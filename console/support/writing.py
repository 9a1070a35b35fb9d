"""Puts a support bundle together and writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from console.support.contents import as_text, folder_facts, program_facts, shown_environment, text_files
from console.support.redaction import redact
from engines.exchange.whole_file import write_whole

READ_ME = """This file was made by "tieline support-bundle" for whoever helps with a problem.

It holds facts about the program and this machine, the logs, the settings, and the names and sizes of the files the
console has written. It holds no password, no key, no certificate, no journal, no history, no network and no map of
addresses. Everything in it is plain text; read it before you send it.
"""


def write_support_bundle(path: Path, version: str, checks: Mapping[str, object] | None = None) -> list[str]:
    """Write the bundle to ``path``; the names of what is in it.

    Args:
        checks: what the self-test found, ``None`` where it was not run.

    Raises ``InputError`` where the file cannot be written.
    """
    parts = {
        "READ-ME.txt": READ_ME,
        "program.json": as_text(program_facts(version)),
        "environment.json": as_text(shown_environment()),
        "folders.json": as_text(folder_facts()),
        **text_files(),
    }
    if checks is not None:
        parts["selftest.json"] = as_text(checks)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text if name == "READ-ME.txt" else redact(text))
    write_whole(path, packed.getvalue())
    return list(parts)
