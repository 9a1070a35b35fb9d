"""The text of a PDF as Qt writes it, page by page: enough to see that nothing is left out."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)


def pages_text(content: bytes) -> list[str]:
    """The text of each page, without spaces: glyphs are set one by one."""
    objects = {int(number): body for number, body in _OBJECT.findall(content)}
    pages = []
    for body in objects.values():
        if b"/Type /Page\n" not in body:
            continue
        fonts = _fonts(objects, body)
        pages.append(_shown(_stream(objects[_reference(body, b"Contents")]), fonts))
    return pages


def squeezed(text: str) -> str:
    """A text as :func:`pages_text` gives it."""
    return re.sub(r"\s", "", text)


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, name
    return int(found.group(1))


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found.group(1)) if b"FlateDecode" in body else found.group(1)


def _fonts(objects: dict[int, bytes], page: bytes) -> dict[bytes, dict[int, str]]:
    resources = objects[_reference(page, b"Resources")] if b"/Resources <<" not in page else page
    named = re.search(rb"/Font <<(.*?)>>", resources, re.DOTALL)
    assert named is not None
    found = {}
    for name, number in re.findall(rb"/(\w+) (\d+) 0 R", named.group(1)):
        cmap = _stream(objects[_reference(objects[int(number)], b"ToUnicode")])
        found[name] = _letters(cmap)
    return found


def _letters(cmap: bytes) -> dict[int, str]:
    letters = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, target in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[[^\]]*\])", block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if target.startswith(b"["):
                letters |= dict(zip(codes, (_text(t) for t in re.findall(rb"<(\w+)>", target)), strict=True))
            else:
                begin = int(target[1:-1], 16)
                letters |= {code: chr(begin + k) for k, code in enumerate(codes)}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        letters |= {int(code, 16): _text(target) for code, target in re.findall(rb"<(\w+)>\s*<(\w+)>", block)}
    return letters


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _shown(drawing: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, letters = [], {}
    for font, shown in re.findall(rb"/(\w+) [\d.]+ Tf|<([0-9a-fA-F]+)>", drawing):
        if font:
            letters = fonts[font]
        else:
            text += [letters.get(int(shown[k : k + 4], 16), "?") for k in range(0, len(shown), 4)]
    return squeezed("".join(text))
