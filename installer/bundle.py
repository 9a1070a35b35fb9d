"""The program and all it needs in one folder: built by PyInstaller, then made small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from installer.slimming import slim
from installer.system_libraries import set_apart

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
BUNDLE = BUILD / "tieline"
PROGRAM = BUNDLE / ("tieline.exe" if sys.platform == "win32" else "tieline")
INTERNAL = BUNDLE / "_internal"
LOG = BUILD / "pyinstaller.log"


class BuildError(Exception):
    """What could not be built."""


def build_bundle() -> dict[str, float]:
    """Build ``build/tieline`` anew; what each step of making it small saved, in MB. Raises ``BuildError``."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", str(BUILD), "--workpath", str(BUILD / "work")]
    # The same names get the same hashes in every build.
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    with LOG.open("w") as log:
        run = subprocess.run(
            [*command, *folders, str(ROOT / "installer" / "tieline.spec")],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            check=False,
        )
    if run.returncode or not PROGRAM.exists():
        raise BuildError(f"PyInstaller ended with {run.returncode}; its last words:\n{LOG.read_text()[-2000:]}")
    if not sys.platform.startswith("linux"):
        return {}
    try:
        saved = slim(INTERNAL)
        set_apart(INTERNAL)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise BuildError(f"the bundle could not be made small: {error}") from error
    return saved
