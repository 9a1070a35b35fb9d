"""Makes Unicode's data in the bundle small: what Qt never asks for is left out.

Qt has its own words for dates, currencies and languages; of ICU it uses sorting, converters and time zones. ICU falls
back to its root where a language is missing. The format is ICU's common data ("CmnD"): a header, a table of names and
offsets, and the items.
"""

from __future__ import annotations

import struct
import subprocess
import tempfile
from pathlib import Path

SIGNATURE = b"CmnD"
SIGNATURE_OFFSET = 12
SMALL_CONVERTER_BYTES = 4096
"""Tables of one byte a character are smaller; those for East Asian encodings are not."""

LANGUAGES = ("root", "en", "de", "res_index", "pool", "tzdbNames")
UNUSED_FOLDERS = ("brkitr", "translit", "unit", "curr", "lang", "region", "rbnf")
BY_LANGUAGE_FOLDERS = ("zone", "coll")
"""The console sorts in the languages it speaks, whatever the machine's own."""
UNUSED_KINDS = ("spp",)
UNUSED_ITEMS = ("unames.icu",)


def is_wanted(name: str, size: int, languages: frozenset[str]) -> bool:
    """Whether the console may need the item ``name`` of ``size`` bytes.

    Args:
        name: as "coll/de.res".
        languages: names of the items that are one language's words.
    """
    folder, _, item = name.rpartition("/")
    stem, _, kind = item.rpartition(".")
    if folder in UNUSED_FOLDERS or kind in UNUSED_KINDS or item in UNUSED_ITEMS:
        return False
    if kind == "cnv":
        return size <= SMALL_CONVERTER_BYTES
    if kind == "res" and (folder in BY_LANGUAGE_FOLDERS or (not folder and stem in languages)):
        return stem in LANGUAGES
    return True


def read_items(data: bytes) -> dict[str, bytes]:
    """Items of common data by name, the package's own name before it left out. Raises ``ValueError``."""
    (header,) = struct.unpack_from("<H", data, 0)
    if data[SIGNATURE_OFFSET : SIGNATURE_OFFSET + 4] != SIGNATURE:
        raise ValueError("this is no common data of ICU")
    (count,) = struct.unpack_from("<I", data, header)
    table = [struct.unpack_from("<II", data, header + 4 + 8 * number) for number in range(count)]
    ends = [offset for _, offset in table[1:]] + [len(data) - header]
    items = {}
    for (name_at, begin), end in zip(table, ends, strict=True):
        at = header + name_at
        items[data[at : data.index(b"\0", at)].decode()] = data[header + begin : header + end]
    return items


def write_items(header: bytes, items: dict[str, bytes]) -> bytes:
    """Common data with ``items``; ``header`` is that of the data they came from."""
    ordered = sorted(items.items(), key=lambda item: item[0].encode())
    names_begin = 4 + 8 * len(ordered)
    names, name_offsets = bytearray(), []
    for name, _ in ordered:
        name_offsets.append(names_begin + len(names))
        names += name.encode() + b"\0"
    begin = names_begin + len(names)
    # Items begin at 16 bytes, and so does what stands after the header.
    begin += -begin % 16
    table, body = bytearray(struct.pack("<I", len(ordered))), bytearray()
    for offset, (_, content) in zip(name_offsets, ordered, strict=True):
        table += struct.pack("<II", offset, begin + len(body))
        body += content + bytes(-len(content) % 16)
    return header + bytes(table) + bytes(names) + bytes(begin - names_begin - len(names)) + bytes(body)


def reduce_data(data: bytes) -> bytes:
    """Common data with what is wanted of ``data``."""
    (header,) = struct.unpack_from("<H", data, 0)
    items = read_items(data)
    # Whatever also has words for currencies is a language, not a table of the world.
    languages = frozenset(name.rpartition("/")[2].removesuffix(".res") for name in items if "/curr/" in name)
    kept = {
        name: content
        for name, content in items.items()
        if is_wanted(name.partition("/")[2], len(content), languages - {"supplementalData"})
    }
    return write_items(data[:header], kept)


def reduce_library(path: Path) -> int:
    """Write ``libicudata`` anew with what is wanted; bytes saved. Raises ``ValueError`` where it is not understood."""
    content = path.read_bytes()
    place = content.find(SIGNATURE) - SIGNATURE_OFFSET
    if place < 0:
        raise ValueError(f"{path}: contains no data of ICU")
    symbol = "icudt" + "".join(c for c in path.name.rpartition(".so.")[2] if c.isdigit()) + "_dat"
    if symbol.encode() not in content:
        raise ValueError(f"{path}: has no symbol {symbol}")
    # The items' ends are known from the next one's begin; that of the last one only from the symbol's size.
    reduced = reduce_data(content[place : place + _symbol_size(path, symbol)])
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "data").write_bytes(reduced)
        source = (
            f'.section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, @object\n{symbol}:\n.incbin "data"\n'
            f'.size {symbol}, . - {symbol}\n.section .note.GNU-stack,"",@progbits\n'
        )
        (work / "data.s").write_text(source)
        subprocess.run(["as", "-o", "data.o", "data.s"], cwd=work, check=True)
        link = ["ld", "-shared", "-soname", path.name, "-z", "noexecstack", "-o", "out", "data.o"]
        subprocess.run(link, cwd=work, check=True)
        (work / "out").chmod(0o755)
        made = (work / "out").read_bytes()
    path.write_bytes(made)
    return len(content) - len(made)


def _symbol_size(path: Path, symbol: str) -> int:
    told = subprocess.run(["readelf", "-W", "--dyn-syms", str(path)], capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        words = line.split()
        if len(words) >= 8 and words[7] == symbol:
            return int(words[2], 0)
    raise ValueError(f"{path}: has no symbol {symbol}")
