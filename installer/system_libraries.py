"""Puts the system libraries that Qt needs into the bundle, as a reserve for machines that lack them.

They lie in a folder of their own, ``system``, and are loaded only where the machine has none of that name
(``console/starting/system_libraries.py``): drivers and a desktop's own settings go with the machine's copies.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from installer.elf import Library, libraries_below, read_library

FOLDER, ORDER_FILE = "system", "order.txt"
PARTS_OF_THE_C_LIBRARY = (
    "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libresolv.so.2", "libutil.so.1",
    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libcrypt.so.1",
)  # fmt: skip
QT_FOLDERS = ("PySide6/Qt/lib", "PySide6/Qt/plugins", "PySide6", "shiboken6")
LEFT_TO_THE_SYSTEM = ("libcups.so.2", "libgssapi_krb5.so.2")
"""See ``slimming.FROM_THE_SYSTEM``."""


def set_apart(internal: Path) -> list[str]:
    """Move or copy the system libraries that only Qt needs into ``internal/system``; their names in loading order.

    Libraries that Python's own modules need stay where they are: those must be the ones they were built with.

    Raises ``ValueError`` naming a library that this machine lacks: the bundle would lack it, too.
    """
    libraries = libraries_below(internal)
    own = {library.path.name for library in libraries}
    is_qt = {library.path: is_of_qt(library.path, internal) for library in libraries}
    # Extension modules lie there, too, but only libraries are called so.
    on_top = {x.path.name: x for x in libraries if x.path.parent == internal and x.path.name.startswith("lib")}
    others = [x for x in libraries if not is_qt[x.path] and (x.path.name not in on_top or is_python(x.path))]
    of_python = closure({name for library in others for name in library.needed}, on_top)
    wanted = {name for library in libraries if is_qt[library.path] for name in library.needed}
    folder = internal / FOLDER
    folder.mkdir(exist_ok=True)
    reserve = gather(wanted - of_python, own - set(on_top), of_python)
    for name, path in reserve.items():
        shutil.copyfile(path, folder / name)
        (folder / name).chmod(0o644)
    for name, library in on_top.items():
        if name not in of_python and not is_python(library.path):
            library.path.unlink()
    order = in_loading_order({name: read_library(folder / name).needed for name in reserve})
    (folder / ORDER_FILE).write_text("".join(f"{name}\n" for name in order))
    return order


def is_of_qt(path: Path, internal: Path) -> bool:
    """Whether it is a part of Qt or of its Python modules."""
    return any(path.is_relative_to(internal / folder) for folder in QT_FOLDERS)


def is_python(path: Path) -> bool:
    """Whether it is the interpreter, which the starter loads by its name."""
    return path.name.startswith("libpython")


def closure(names: set[str], there: dict[str, Library]) -> set[str]:
    """``names`` that are ``there``, with all they need of what is there."""
    found: set[str] = set()
    waiting = [name for name in names if name in there]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [n for n in there[name].needed if n in there]
    return found


def gather(names: set[str], own: set[str], of_python: set[str]) -> dict[str, Path]:
    """Where this machine keeps the libraries ``names`` and all they need, without what the bundle has itself."""
    known = machine_libraries()
    left = own | of_python | set(PARTS_OF_THE_C_LIBRARY) | set(LEFT_TO_THE_SYSTEM)
    found: dict[str, Path] = {}
    waiting = sorted(names - left)
    while waiting:
        name = waiting.pop()
        if name in found or name in left:
            continue
        if name not in known:
            raise ValueError(f"{name} is not on this machine; tools/system_libraries.sh window installs it")
        found[name] = known[name]
        waiting += read_library(known[name].resolve()).needed
    return found


def machine_libraries() -> dict[str, Path]:
    """Libraries of this machine by name, as its loader finds them."""
    told = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    found: dict[str, Path] = {}
    for line in told.splitlines():
        words = line.split()
        if len(words) >= 4 and words[-2] == "=>" and "x86-64" in line:
            found.setdefault(words[0], Path(words[-1]))
    return found


def in_loading_order(needed: dict[str, tuple[str, ...]]) -> list[str]:
    """Names so that each comes after what it needs."""
    order: list[str] = []

    def put(name: str) -> None:
        if name in needed and name not in order:
            for other in needed[name]:
                put(other)
            if name not in order:
                order.append(name)

    for name in sorted(needed):
        put(name)
    return order
