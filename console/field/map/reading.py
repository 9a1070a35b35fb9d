"""Reads address maps: TOML, or a table (CSV) as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

from console.field.addresses import AddressMap
from console.field.map.assembling import assemble
from console.field.map.csv_entries import parse_csv
from console.field.map.toml_entries import parse_toml
from engines.values.validation import InputError, ValidationReport

LARGEST_BYTES = 64 * 1024 * 1024
"""A map of 100,000 points is a third of this; something larger is no map."""


def read_map(path: Path) -> tuple[AddressMap, ValidationReport]:
    """The address map of a file and what is doubtful about it.

    Raises:
        InputError: it cannot be used; the first error, with the report of all findings where it was understood.
    """
    text = _text(path)
    source = str(path)
    if path.suffix.lower() == ".toml":
        return assemble(parse_toml(text, source, path.stem), source)
    if path.suffix.lower() in (".csv", ".tsv", ".txt"):
        entries, has_decimal_comma = parse_csv(text, source, path.stem)
        return assemble(entries, source, has_decimal_comma)
    raise InputError(source, f"{path.suffix or 'a file without ending'} is no address map", "use .toml or .csv")


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(str(path), "it is too large for an address map", "check the file")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(str(path), "there is no such file", "check the path") from error
    except OSError as error:
        raise InputError(str(path), f"it cannot be read ({error.strerror})", "check the path and its rights") from error
    # Spreadsheets write "Unicode text" in UTF-16 with a mark at the beginning.
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {line}", "it is not written in UTF-8", "save it as CSV UTF-8") from error
