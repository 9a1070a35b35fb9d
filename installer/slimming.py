"""Takes out of the bundle what the console never loads, and shortens what it does.

PyInstaller copies whatever a package might need. Here stands what the console does not, each with its reason; what
only that had needed goes with it. The order matters: what is dropped first asks for nothing any more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

from installer.elf import is_elf, libraries_below, read_library
from installer.icu_data import reduce_library
from installer.sharing import share_libraries

DROPPED = (
    # The engine's second copy with all its checks; only its own developers choose it.
    "dss_python_backend/_dss_capid.*",
    "dss_python_backend.libs/libdss_capid*",
    # pandapower brings 26 MB of sample networks; the built-in ones are the console's own or made by code.
    "pandapower/networks/power_system_test_case_jsons",
    "pandapower/networks/power_system_test_case_pickles",
    "pandapower/networks/cigre_network*.json",
    "pandapower/networks/*.json",
    # Readers of formats that are not offered.
    "pandapower/converter/cim",
    "scipy/io/_fast_matrix_market",
    "pandas/_libs/sas.*",
    "pandas/_libs/byteswap.*",
    # Only what they are made from, and what only tests import.
    "resources/translations/*.ts",
    "numpy/_core/_multiarray_tests.*",
    # Nobody types into an interpreter here, and its library may only travel with programs under the GPL.
    "python3*/lib-dynload/readline.*",
    "python3*/lib-dynload/_curses*",
    "lib-dynload/readline.*",
    # The window is drawn by the processor; pyqtgraph gets an empty module instead (runtime/left_out.py).
    "PySide6/QtOpenGL.abi3.so",
    "PySide6/QtOpenGLWidgets.abi3.so",
    "PySide6/QtTest.abi3.so",
    "PySide6/QtNetwork.abi3.so",
    "PySide6/QtDBus.abi3.so",
    # The sign of pyqtgraph itself, in every size.
    "pyqtgraph/icons/peegee",
    # Screens without a desktop, and pictures in formats the console never shows.
    "PySide6/Qt/plugins/egldeviceintegrations",
    "PySide6/Qt/plugins/generic",
    "PySide6/Qt/plugins/xcbglintegrations",
    "PySide6/Qt/plugins/wayland-graphics-integration-client",
    "PySide6/Qt/plugins/imageformats/libq[!s]*",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
    "PySide6/Qt/plugins/platforms/libqminimal*.so",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/wayland-shell-integration/lib[!x]*",
    # Brings all of GTK; the console has its own style and Qt's own file dialog.
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/qml",
)
KEPT_TRANSLATIONS = ("qtbase_de.qm", "qtbase_en.qm")
LIBRARY_FOLDERS = (".", "PySide6/Qt/lib", "dss_python_backend.libs", "psycopg_binary.libs", "numpy.libs", "scipy.libs")
LOADED_BY_NAME = ("libpython", "libpyside6", "libshiboken6")
"""Asked for by nobody's header: by the starter, or by Python modules under another path."""
FROM_THE_SYSTEM = ("libcups.so.2", "libgssapi_krb5.so.2")
"""Never bundled: a machine that prints has its own, and they follow its configuration. Without them the window's list
of printers is empty and printing to PDF still works."""
LEAST_DUPLICATE_BYTES = 4096


def slim(internal: Path) -> dict[str, float]:
    """Make the bundle's inner folder small; what each step saved in MB.

    Raises ``ValueError`` where a file is not what it was taken for.
    """
    steps = {
        "dropped": drop_unused,
        "orphans": drop_orphans,
        "stripped": strip_libraries,
        "unicode_data": reduce_unicode_data,
        "duplicates": link_duplicates,
        "shared": share_libraries,
    }
    saved, before = {}, size_bytes(internal)
    for name, step in steps.items():
        step(internal)
        after = size_bytes(internal)
        saved[name], before = round((before - after) / 1e6, 1), after
    return saved


def size_bytes(folder: Path) -> int:
    """Of all files below ``folder``; links count as links."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def drop_unused(internal: Path) -> None:
    """Remove :data:`DROPPED` and the words of languages the console does not speak."""
    for pattern in DROPPED:
        for path in sorted(internal.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    for path in internal.glob("PySide6/Qt/translations/*"):
        if path.name not in KEPT_TRANSLATIONS:
            path.unlink()


def drop_orphans(internal: Path) -> None:
    """Remove libraries that nothing in the bundle asks for any more, and links to nothing."""
    while True:
        drop_dead_links(internal)
        needed = {name for library in libraries_below(internal) for name in library.needed} - set(FROM_THE_SYSTEM)
        orphans = [path for path in library_files(internal) if path.name not in needed]
        if not orphans:
            return
        for path in orphans:
            path.unlink()


def library_files(internal: Path) -> list[Path]:
    """Libraries (and links to them) that are there only because something else asks for them."""
    found = [path for folder in LIBRARY_FOLDERS for path in (internal / folder).glob("lib*.so*")]
    return [path for path in found if not path.name.startswith(LOADED_BY_NAME)]


def drop_dead_links(internal: Path) -> None:
    """Remove links whose file has gone."""
    for path in internal.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def strip_libraries(internal: Path) -> None:
    """Remove what only a debugger reads.

    Libraries that were patched after linking come out of ``strip`` with segments that no loader takes; such a file
    stays as it was.
    """
    for path in sorted(internal.rglob("*")):
        if not is_elf(path):
            continue
        shorter = path.with_name(path.name + ".shorter")
        run = subprocess.run(["strip", "--strip-unneeded", "-o", shorter, path], capture_output=True, check=False)
        if not run.returncode and shorter.stat().st_size < path.stat().st_size and read_library(shorter).is_loadable:
            shutil.copymode(path, shorter)
            os.replace(shorter, path)
        shorter.unlink(missing_ok=True)


def reduce_unicode_data(internal: Path) -> None:
    """See :mod:`installer.icu_data`."""
    for path in (internal / "PySide6" / "Qt" / "lib").glob("libicudata.so.*"):
        reduce_library(path)


def link_duplicates(internal: Path) -> None:
    """Libraries that lie there twice become one and a link to it."""
    by_size: dict[int, list[Path]] = defaultdict(list)
    for path in sorted(internal.rglob("*.so*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size >= LEAST_DUPLICATE_BYTES:
            by_size[path.stat().st_size].append(path)
    for paths in by_size.values():
        first: dict[bytes, Path] = {}
        for path in paths:
            original = first.setdefault(path.read_bytes(), path)
            if original is not path:
                path.unlink()
                path.symlink_to(os.path.relpath(original, path.parent))
