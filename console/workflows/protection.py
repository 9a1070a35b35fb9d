"""What protects people at work stays as it is: tags and earths of a safety document, until it is cancelled."""

from __future__ import annotations

from console.journal.batch import JournalBatch
from console.workflows.store import WorkflowLedger, prepare
from engines.values.repair import SafetyDocument
from engines.values.site import SiteState, TagKind


def why_not_unprotect(batch: JournalBatch, before: SiteState, after: SiteState) -> str:
    """Why a change of the site must not be, "" where it may; inside its transaction.

    A point of isolation keeps a tag "do not operate", and a place of work an earth, as long as a document that names
    it protects anybody.
    """
    bared = _tagged(before) - _tagged(after)
    unearthed = _earthed(before) - _earthed(after)
    if not bared and not unearthed:
        return ""
    prepare(batch)
    for document in WorkflowLedger(batch).all_open(SafetyDocument):
        if not document.state.protects:
            continue
        for switch_id in sorted(bared & set(document.isolation)):
            return (
                f"the tag on {switch_id} protects people: {document.document_id} is {_state(document)}; cancel it first"
            )
        for place in sorted(unearthed & set(document.earths)):
            return (
                f"the earth on {place} protects people: {document.document_id} is {_state(document)}; cancel it first"
            )
    return ""


def _state(document: SafetyDocument) -> str:
    return document.state.value.replace("_", " ")


def _tagged(site: SiteState) -> set[str]:
    return {tag.element_id for tag in site.tags if tag.kind is TagKind.DO_NOT_OPERATE}


def _earthed(site: SiteState) -> set[str]:
    return {place for earth in site.earths for place in (earth.line_id, earth.bus_id) if place}
