"""An OpenDSS script as one text: what it redirects to is inlined, what writes or shows is left out.

The text no longer depends on any path, so it can travel inside a network; and running it can neither write
files, open windows nor start programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engines.exchange.bounds import MEGABYTE, read_text, require_readable
from engines.values.validation import InputError

LARGEST_SCRIPT = 80 * MEGABYTE
DEEPEST = 20
"""How deep redirects may nest; deeper ones redirect to themselves."""

# Commands that write files, open windows or start programs, and those that only print; by their first letters.
_LEFT_OUT = (
    "show", "export", "plot", "visualize", "save", "fileedit", "doscmd", "help", "?", "cd", "dump", "panel",
    "about", "closedi", "di_plot", "comparecases", "yearlycurves", "cvrtloadshapes", "makeposseq", "newactor",
    "connect", "disconnect", "sample", "formedit", "init", "distribute", "summary", "var", "get", "buscoord",
    "latlongcoords", "guids", "uuids", "cktlosses", "currents", "losses", "voltages", "powers",
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
    subject = ""
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
            subject = line if command in ("new", "edit") else subject
            yield _inlined(path, line, subject)


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


_NAME = r"(\"[^\"]*\"|'[^']*'|[^\s,\)\]}]+)"
_NESTED = re.compile(rf"(?i)\b(\w+)\s*=\s*[\(\[{{]\s*(file|sngfile|dblfile|csvfile)\s*=\s*{_NAME}([^\)\]}}]*)[\)\]}}]")
_PLAIN = re.compile(rf"(?i)\b(sngfile|dblfile|csvfile|pqcsvfile)\s*=\s*{_NAME}")


def _inlined(path: Path, line: str, subject: str) -> str:
    """Numbers in place of the files a load shape reads them from; ``subject`` is the New or Edit it belongs to."""

    def nested(match: re.Match[str]) -> str:
        column = re.search(r"(?i)col(?:umn)?\s*=\s*(\d+)", match[4])
        at = int(column[1]) - 1 if column else 0
        return f"{match[1]}=[{' '.join(_column(_beside(path, match[3]), match[2].lower(), at))}]"

    def plain(match: re.Match[str]) -> str:
        kind, file = match[1].lower(), _beside(path, match[2])
        if kind in ("sngfile", "dblfile"):
            return f"mult=[{' '.join(_column(file, kind, 0))}]"
        columns = [" ".join(values) for values in zip(*_number_rows(file), strict=False)]
        names = {1: ("mult",), 2: ("mult", "qmult") if kind == "pqcsvfile" else ("hour", "mult")}
        pairs = zip(names.get(len(columns), ("hour", "mult", "qmult")), columns, strict=False)
        return " ".join(f"{name}=[{values}]" for name, values in pairs)

    line = _NESTED.sub(nested, line)
    return _PLAIN.sub(plain, line) if re.match(r"(?i)(new|edit)\s+(object=)?\"?loadshape\.", subject) else line


def _column(path: Path, kind: str, at: int) -> list[str]:
    if kind in ("sngfile", "dblfile"):
        return [f"{value:.9g}" for value in _binary_numbers(path, "<f4" if kind == "sngfile" else "<f8")]
    return [row[at] for row in _number_rows(path) if at < len(row)]


def _binary_numbers(path: Path, dtype: str) -> list[float]:
    require_readable(path, LARGEST_SCRIPT // 8)
    content = path.read_bytes()
    return [float(value) for value in np.frombuffer(content[: len(content) // 8 * 8], dtype)]


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
