"""What a shared library says of itself: enough to know who needs it, and whether it can still be loaded."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"\x7fELF"
SEGMENT_LOAD, SEGMENT_DYNAMIC = 1, 2
TAG_NEEDED, TAG_STRINGS, TAG_SONAME = 1, 5, 14
GLIBC = re.compile(rb"\x00GLIBC_(\d+)\.(\d+)(?=[\x00.])")


@dataclass(frozen=True, slots=True)
class Library:
    """One ELF file of 64 bits.

    Attributes:
        soname: the name others ask for it by; "" for a program.
        needed: sonames it asks for.
        is_loadable: whether every loaded segment lies at a page that fits its address, which the loader insists on.
    """

    path: Path
    soname: str
    needed: tuple[str, ...]
    is_loadable: bool


def is_elf(path: Path) -> bool:
    """Whether the file begins as one."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == MAGIC


def read_library(path: Path) -> Library:
    """Read the headers of ``path``. Raises ``ValueError`` where it is no ELF file of 64 bits, little endian."""
    content = path.read_bytes()
    if content[:6] != MAGIC + b"\x02\x01":
        raise ValueError(f"{path}: is no ELF file of 64 bits")
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    segments = [struct.unpack_from("<IIQQQQQQ", content, table + size * number) for number in range(count)]
    loads = [s for s in segments if s[0] == SEGMENT_LOAD]
    is_loadable = all(s[7] <= 1 or s[2] % s[7] == s[3] % s[7] for s in loads)
    dynamic = next((s for s in segments if s[0] == SEGMENT_DYNAMIC), None)
    if dynamic is None:
        return Library(path, "", (), is_loadable)
    entries = list(struct.iter_unpack("<QQ", content[dynamic[2] : dynamic[2] + dynamic[5] // 16 * 16]))
    address = next((value for tag, value in entries if tag == TAG_STRINGS), 0)
    begin = next((address - s[3] + s[2] for s in loads if s[3] <= address < s[3] + s[5]), 0)

    def text(offset: int) -> str:
        return content[begin + offset : content.index(b"\0", begin + offset)].decode()

    needed = tuple(text(value) for tag, value in entries if tag == TAG_NEEDED)
    soname = next((text(value) for tag, value in entries if tag == TAG_SONAME), "")
    return Library(path, soname, needed, is_loadable)


def needed_glibc(path: Path) -> tuple[int, int]:
    """The newest version of the C library that ``path`` names; (0, 0) where it names none."""
    found = ((int(major), int(minor)) for major, minor in GLIBC.findall(path.read_bytes()))
    return max(found, default=(0, 0))


def libraries_below(folder: Path) -> list[Library]:
    """Every ELF file below ``folder``, links left out, in order of their paths."""
    return [read_library(path) for path in sorted(folder.rglob("*")) if is_elf(path)]
