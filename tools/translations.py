"""Collects every visible string of the product and compiles what is translated.

    python tools/translations.py            # collect into the .ts files, compile the .qm files
    python tools/translations.py fr         # begin another language

The .ts files are edited with ``pyside6-linguist``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"


def main(begun: list[str]) -> None:
    """Update all languages there are, and those begun now."""
    files = [FOLDER / f"tieline_{language}.ts" for language in begun]
    files += [path for path in sorted(FOLDER.glob("*.ts")) if path not in files]
    sources = sorted(
        str(p.relative_to(ROOT)) for folder in ("console", "widgets") for p in (ROOT / folder).rglob("*.py")
    )
    collect = ["pyside6-lupdate", "-no-obsolete", "-locations", "none", "-tr-function-alias", "tr+=_tr"]
    for path in files:
        subprocess.run([*collect, *sources, "-ts", str(path)], cwd=ROOT, check=True)
        subprocess.run(["pyside6-lrelease", str(path), "-qm", str(path.with_suffix(".qm"))], cwd=ROOT, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
