"""Sentences of the record as people read them: names and numbers in place of ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_RECORD = re.compile(
    r"\b(switching order |work order |safety document |incident )?(order|work|document|incident):(\d+)\b"
)
_ELEMENT = re.compile(r"\b(?:line|bus|switch|load|customer|trafo|trafo3w|sgen|gen|storage|shunt):[^\s,;]+")
_CREW = re.compile(r"(?<=\btold to )(\S+)|(?<=\btold by )(\S+)|(?<=\bheld by )([^\s:]+)|^(\S+)(?= has cleared\b)")
_CALLED = {"order": "order", "work": "work order", "document": "safety document", "incident": "incident"}


def plain(sentence: str, name: Callable[[str], str], crews: Mapping[str, str]) -> str:
    """The sentence without ids.

    Args:
        name: what people call an element; it gives back what it does not know.
        crews: names of crews by id.
    """

    def record(found: re.Match[str]) -> str:
        said, table, number = found.groups()
        return f"{said or _CALLED[table] + ' '}{number}"

    def element(found: re.Match[str]) -> str:
        element_id = found[0].rstrip(".):")
        return name(element_id) + found[0][len(element_id) :]

    def crew(found: re.Match[str]) -> str:
        return crews.get(found[0], found[0])

    return _ELEMENT.sub(element, _RECORD.sub(record, _CREW.sub(crew, sentence)))
