"""One library where the bundle has two makes of the same: several wheels bring their own OpenSSL and libgfortran."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from installer.elf import libraries_below, read_library

SHARED = (
    # Python's own against the newer one of the PostgreSQL client: OpenSSL 3 keeps its interface within 3.x. The one
    # that asks the other goes first.
    ("libssl.so.3", "psycopg_binary.libs/libssl-*.so.3"),
    ("libcrypto.so.3", "psycopg_binary.libs/libcrypto-*.so.3"),
    # scipy brings two, one of them numpy's too.
    ("scipy.libs/libgfortran-*.so.5*", "numpy.libs/libgfortran-*.so.5*"),
    ("scipy.libs/libquadmath-*.so.0*", "numpy.libs/libquadmath-*.so.0*"),
)


def share_libraries(internal: Path) -> None:
    """Put links to one library in the place of others that offer the same.

    Raises ``ValueError`` where somebody in the bundle asks the other for what the one does not have.
    """
    for theirs, ours in SHARED:
        kept = [path for path in sorted(internal.glob(ours)) if not path.is_symlink()]
        if len(kept) != 1:
            continue
        for path in sorted(internal.glob(theirs)):
            if not path.is_symlink() and path != kept[0]:
                _replace(internal, path, kept[0])


def _replace(internal: Path, path: Path, kept: Path) -> None:
    soname = read_library(path).soname or path.name
    askers = [library.path for library in libraries_below(internal) if soname in library.needed]
    lost = symbols(path, "--defined-only") - symbols(kept, "--defined-only")
    for asker in askers:
        missing = symbols(asker, "--undefined-only") & lost
        if missing:
            raise ValueError(f"{asker.name} needs {min(missing)} of {path.name}, which {kept.name} does not have")
    path.unlink()
    path.symlink_to(os.path.relpath(kept, path.parent))


def symbols(path: Path, which: str) -> set[str]:
    """Names a library offers (``--defined-only``) or asks for (``--undefined-only``), with their versions."""
    run = subprocess.run(
        ["nm", "-D", "-P", "--with-symbol-versions", which, path], capture_output=True, text=True, check=True
    )
    # A default version is written with two signs by who offers it, with one by who asks.
    return {line.split(" ", 1)[0].replace("@@", "@") for line in run.stdout.splitlines() if line}
