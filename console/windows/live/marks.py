"""What people have put on the network, as signs on the diagram."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engines.grid.network import Network
from engines.values.site import SiteState, TagKind
from widgets.diagram.marks import Mark
from widgets.diagram.symbols import Symbol

TOKEN_OF_TAG = {
    TagKind.INFORMATION: "muted",
    TagKind.CAUTION: "medium",
    TagKind.DO_NOT_OPERATE: "high",
    TagKind.RECLOSING_OFF: "medium",
    TagKind.LIVE_LINE_WORK: "high",
}


def tr(text: str) -> str:
    """``text`` in the person's language."""
    return QCoreApplication.translate("Marks", text)


def tag_word(kind: TagKind) -> str:
    """A tag in the few letters there is room for on the diagram."""
    return {
        TagKind.INFORMATION: tr("info"),
        TagKind.CAUTION: tr("caution"),
        TagKind.DO_NOT_OPERATE: tr("do not operate"),
        TagKind.RECLOSING_OFF: tr("reclosing off"),
        TagKind.LIVE_LINE_WORK: tr("live-line work"),
    }[kind]


def site_marks(network: Network, site: SiteState) -> list[Mark]:
    """One sign an element: the gravest thing on it, and how many more there are.

    Positions given by hand have a sign of their own at the switch.
    """
    said: dict[str, list[tuple[Symbol, str, str]]] = {}
    for lock in site.locks:
        said.setdefault(lock.point_id.rpartition("/")[0], []).append((Symbol.TAG, "high", tr("outcome unknown")))
    for earth in site.earths:
        said.setdefault(earth.line_id or earth.bus_id, []).append((Symbol.EARTH, "medium", tr("earthed")))
    for tag in sorted(site.tags, key=lambda t: list(TagKind).index(t.kind), reverse=True):
        said.setdefault(tag.element_id, []).append((Symbol.TAG, TOKEN_OF_TAG[tag.kind], tag_word(tag.kind)))
    for cut in site.cuts:
        said.setdefault(cut.line_id, []).append((Symbol.TAG, "medium", tr("cut")))
    for jumper in site.jumpers:
        for bus in (jumper.from_bus_id, jumper.to_bus_id):
            said.setdefault(bus, []).append((Symbol.TAG, "medium", tr("jumper")))
    for generator in site.generators:
        text = tr("generator") if generator.is_running else tr("generator, stopped")
        said.setdefault(generator.bus_id, []).append((Symbol.TAG, "medium", text))
    marks = []
    for element_id, signs in said.items():
        ref = network.find(element_id)
        if ref is not None:
            symbol, token, text = signs[0]
            words = tuple(word for _, _, word in signs)
            marks.append(Mark(ref, symbol, token, f"{text} +{len(signs) - 1}" if len(signs) > 1 else text, words))
    return marks
