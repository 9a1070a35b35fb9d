"""The page of third-party licences: as data for the window's About, and as a page for everyone else."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path

from installer.components import Component

FILE_NAME, PAGE_NAME = "third_party.json", "third-party-licences.html"
KINDS = {
    "python": "Python package",
    "system": "system library (Debian)",
    "interpreter": "interpreter",
    "library": "library",
    "font": "font",
}
STYLE = "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
STYLE += "pre{white-space:pre-wrap;font-size:12px}"
STYLE += "td,th{text-align:left;padding:.2em 1em .2em 0;vertical-align:top}"


def write_licences(folder: Path, components: Sequence[Component]) -> Path:
    """Write what About shows into ``folder``; the file."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [
        {
            "name": c.name,
            "version": c.version,
            "licence": c.licence,
            "home": c.home,
            "kind": c.kind,
            "texts": list(c.texts),
        }
        for c in components
    ]
    path = folder / FILE_NAME
    path.write_text(json.dumps(told, ensure_ascii=False, indent=0), "utf-8")
    return path


def licences_page(version: str, components: Sequence[Component]) -> str:
    """The same as a page of HTML."""
    rows = "".join(
        f"<tr><td><a href='#{number}'>{html.escape(c.name)}</a></td><td>{html.escape(c.version)}</td>"
        f"<td>{html.escape(c.licence)}</td><td>{KINDS[c.kind]}</td></tr>\n"
        for number, c in enumerate(components)
    )
    texts = "".join(
        f"<h2 id='{number}'>{html.escape(c.name)} {html.escape(c.version)}</h2><p>{html.escape(c.home)}</p>"
        + "".join(f"<pre>{html.escape(text)}</pre>" for text in c.texts)
        for number, c in enumerate(components)
    )
    head = f"<meta charset='utf-8'><title>Tieline {version}: licences</title><style>{STYLE}</style>"
    return (
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><h1>Tieline {version}: third-party licences</h1>"
        f"<p>Tieline is licensed under Apache-2.0. It travels with {len(components)} components of others.</p>"
        f"<table><tr><th>Component</th><th>Version</th><th>Licence</th><th>Kind</th></tr>\n{rows}</table>{texts}</body></html>\n"
    )
