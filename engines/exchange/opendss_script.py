"""An OpenDSS script as one text: what it redirects to is inlined, what writes or shows is left out.

The text no longer depends on any path, so it can travel inside a network; and running it can neither write
files, open windows nor start programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engines.exchange.bounds import MEGABYTE, read_text
from engines.values.validation import InputError

LARGEST_SCRIPT = 80 * MEGABYTE
DEEPEST = 20
"""How deep redirects may nest; deeper ones redirect to themselves."""

# Commands that write files, open windows or start programs, and those that only print; by their first letters.
_LEFT_OUT = (
    "show", "export", "plot", "visualize", "save", "fileedit", "doscmd", "help", "?", "cd", "dump", "panel",
    "about", "closedi", "di_plot", "comparecases", "yearlycurves", "cvrtloadshapes", "makeposseq", "newactor",
    "connect", "disconnect", "sample", "formedit", "init", "distribute", "summary", "var", "get", "buscoord",
    "latlongcoords", "guids", "cktlosses", "currents", "losses", "voltages", "powers",
)  # fmt: skip
_LEFT_OUT_OPTIONS = ("datapath", "editor", "showexport", "recorder", "seasonsignal", "log")
_REDIRECTS = ("redirect", "compile")


@dataclass
class Script:
    """A script on one page.

    Attributes:
        text: the commands.
        coordinates: ``bus: (x, y)`` of its coordinate files, lower case.
        left_out: commands that were left out, as written.
    """

    text: str = ""
    coordinates: dict[str, tuple[float, float]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def flatten(path: Path) -> Script:
    """The script in ``path`` with everything it refers to. Raises ``InputError`` for what cannot be read."""
    script = Script()
    lines: list[str] = []
    size = 0
    for line in _lines(path, script, 0):
        size += len(line) + 1
        if size > LARGEST_SCRIPT:
            raise InputError(str(path), "is too big once its files are put together", "split the model")
        lines.append(line)
    script.text = "\n".join(lines) + "\n"
    return script


def _lines(path: Path, script: Script, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        raise InputError(str(path), "redirects to itself", "remove the circular redirect")
    for line in _uncommented(read_text(path, LARGEST_SCRIPT)):
        word, _, rest = line.partition(" ")
        command = word.lower()
        if command in _REDIRECTS:
            yield from _lines(_beside(path, rest), script, depth + 1)
        elif command.startswith(("buscoord", "latlong")):
            script.coordinates |= _coordinates(_beside(path, rest))
        elif len(command) >= 2 and "solve".startswith(command):
            # Who uses the script solves it in a mode of its own; here only what a solution builds is needed.
            yield "makebuslist"
        elif _is_left_out(command, rest):
            script.left_out.append(line)
        else:
            yield _inlined(path, line)


def _uncommented(text: str) -> Iterator[str]:
    in_block = False
    for raw in text.splitlines():
        line = raw.strip().replace("\t", " ")
        if in_block or line.startswith("/*"):
            in_block = "*/" not in line
            continue
        line = re.sub(r"(\"[^\"]*\"|'[^']*')|(!|//).*", lambda m: m.group(1) or "", line).strip()
        if line:
            yield line


def _is_left_out(command: str, rest: str) -> bool:
    if command == "set":
        return rest.strip().lower().startswith(_LEFT_OUT_OPTIONS)
    if command in ("clos", "close"):
        return False
    # OpenDSS takes the beginning of a command for the whole; "new" is not the beginning of "newactor".
    least = 3 if command in ("sho", "exp", "plo", "vis", "sav", "fil", "dos") else 4
    return any(command == word or (len(command) >= least and word.startswith(command)) for word in _LEFT_OUT)


def _beside(path: Path, rest: str) -> Path:
    """The file a command names, relative to the script it stands in; Windows' separators are understood."""
    name = re.sub(r"(?i)^\s*(file\s*=)?\s*", "", rest).strip().strip("\"'()[]{}").strip().replace("\\", "/")
    found = path.parent / name
    if found.exists() or not found.parent.is_dir():
        return found
    # Scripts written on Windows do not care about upper and lower case.
    same = [other for other in found.parent.iterdir() if other.name.lower() == found.name.lower()]
    return same[0] if same else found


def _inlined(path: Path, line: str) -> str:
    """Numbers in place of the text files a shape reads them from."""

    def numbers(match: re.Match[str]) -> str:
        rows = _number_rows(_beside(path, match[2]))
        return f"{match[1]}=[{' '.join(row[-1] for row in rows)}]"

    def table(match: re.Match[str]) -> str:
        rows = _number_rows(_beside(path, match[2]))
        hours = f"hour=[{' '.join(row[0] for row in rows)}] " if rows and len(rows[0]) > 1 else ""
        return f"{hours}mult=[{' '.join(row[-1] for row in rows)}]"

    line = re.sub(r"(?i)\b(\w+)\s*=\s*[\(\[{]\s*file\s*=\s*([^\)\]}]+)[\)\]}]", numbers, line)
    if re.match(r"(?i)(new|edit)\s+(object=)?\"?loadshape\.", line):
        line = re.sub(r"(?i)\b(csvfile)\s*=\s*(\"[^\"]*\"|'[^']*'|\S+)", table, line)
    return line


def _number_rows(path: Path) -> list[list[str]]:
    """Rows of numbers of a text file; a heading is passed over."""
    rows = []
    for line in read_text(path, LARGEST_SCRIPT).splitlines():
        cells = [cell for cell in re.split(r"[\s,;]+", line.strip()) if cell]
        try:
            [float(cell) for cell in cells]
        except ValueError:
            continue
        if cells:
            rows.append(cells)
    return rows


def _coordinates(path: Path) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for line in read_text(path, LARGEST_SCRIPT).splitlines():
        cells = [cell for cell in re.split(r"[\s,;]+", line.strip().replace('"', "")) if cell]
        try:
            found[cells[0].lower()] = (float(cells[1]), float(cells[2]))
        except (IndexError, ValueError):
            continue
    return found
