"""Placing and lifting tags: only the holder or the named relief lifts one."""

from __future__ import annotations

from dataclasses import replace

from console.site.table import SiteTable, need_reason, record_of
from engines.values.site import Tag, TagKind
from engines.values.validation import InputError

WORDS = {
    TagKind.INFORMATION: "information",
    TagKind.CAUTION: "caution",
    TagKind.DO_NOT_OPERATE: "do not operate",
    TagKind.RECLOSING_OFF: "reclosing off",
    TagKind.LIVE_LINE_WORK: "live-line work",
}


def place_tag(table: SiteTable, element_id: str, kind: TagKind, reason: str, author: str, relief: str) -> Tag:
    """See :meth:`console.site.store.SiteStore.place_tag`."""
    reason = need_reason(f"tag on {element_id}", reason)
    relief = relief.strip()
    if relief == author:
        raise InputError(f"tag on {element_id}", "its relief is its holder", "name another person, or nobody")
    tag = Tag(table.new_id("tag"), element_id, TagKind(kind), reason, author, table.now_us, relief)
    may = f", {relief} may lift it too" if relief else ""
    sentence = f'Tag "{WORDS[tag.kind]}" ({tag.tag_id}) placed on {element_id} by {author}: {reason}{may}'
    return table.put("tag", tag, record_of("tag", author, element_id, sentence, tag))


def lift_tag(table: SiteTable, tag_id: str, author: str) -> Tag:
    """See :meth:`console.site.store.SiteStore.lift_tag`."""
    tag: Tag = table.need("tag", tag_id)
    _require_holder(tag, author, "lift")
    sentence = f'Tag "{WORDS[tag.kind]}" ({tag_id}) of {tag.author} lifted from {tag.element_id} by {author}'
    table.remove("tag", tag_id, record_of("tag", author, tag.element_id, sentence, tag, lifted_by=author))
    return tag


def name_relief(table: SiteTable, tag_id: str, relief: str, author: str, is_supervisor: bool) -> Tag:
    """See :meth:`console.site.store.SiteStore.name_relief`."""
    tag: Tag = table.need("tag", tag_id)
    if not is_supervisor:
        _require_holder(tag, author, "hand over")
    relief = relief.strip()
    if relief == tag.author:
        raise InputError(tag_id, "its relief is its holder", "name another person, or nobody")
    changed = replace(tag, relief=relief)
    sentence = f"{relief or 'Nobody but its holder'} may lift {tag_id} on {tag.element_id}, as {author} decided"
    return table.put("tag", changed, record_of("tag", author, tag.element_id, sentence, changed, before=tag.relief))


def _require_holder(tag: Tag, author: str, verb: str) -> None:
    if author and author in (tag.author, tag.relief):
        return
    others = f"{tag.author} or {tag.relief}" if tag.relief else tag.author
    raise InputError(tag.tag_id, f"only {others} may {verb} it, not {author or 'nobody'}", f"ask {others}")
