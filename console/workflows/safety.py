"""Isolate, prove dead, earth, issue; return, cancel: in this order and no other. Pure: documents in and out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from engines.values.repair import SafetyDocument, SafetyState
from engines.values.validation import InputError

_BEFORE = {
    SafetyState.ISOLATED: SafetyState.DRAFT,
    SafetyState.PROVED_DEAD: SafetyState.ISOLATED,
    SafetyState.EARTHED: SafetyState.PROVED_DEAD,
    SafetyState.ISSUED: SafetyState.EARTHED,
    SafetyState.RETURNED: SafetyState.ISSUED,
    SafetyState.CANCELLED: SafetyState.RETURNED,
}
_WORDS = {
    SafetyState.ISOLATED: "isolate every point",
    SafetyState.PROVED_DEAD: "prove it dead",
    SafetyState.EARTHED: "earth it",
    SafetyState.ISSUED: "issue it",
    SafetyState.RETURNED: "have it returned",
    SafetyState.CANCELLED: "cancel it",
}


def isolated(document: SafetyDocument, is_open: Callable[[str], bool], now_us: int) -> SafetyDocument:
    """Every point of isolation is known to be open. Raises ``InputError`` naming the one that is not."""
    if not document.isolation:
        raise InputError(_name(document), "names no point of isolation", "name the switches that keep voltage away")
    for switch_id in document.isolation:
        if not is_open(switch_id):
            raise InputError(switch_id, "is not known to be open", "open it, and see that it is")
    return replace(_step(document, SafetyState.ISOLATED), isolated_us=now_us)


def proved_dead(document: SafetyDocument, now_us: int) -> SafetyDocument:
    """Somebody has tested it on site."""
    return replace(_step(document, SafetyState.PROVED_DEAD), proved_dead_us=now_us)


def earthed(document: SafetyDocument, placed: Collection[str], now_us: int) -> SafetyDocument:
    """Every earth is on; ``placed``: ids of buses and lines that have one. Raises ``InputError`` for one missing."""
    if not document.earths:
        raise InputError(_name(document), "names no earth", "name the places at which people are protected by one")
    missing = [place for place in document.earths if place not in placed]
    if missing:
        raise InputError(missing[0], "has no earth on it", "have the crew put it on, and record it")
    return replace(_step(document, SafetyState.EARTHED), earthed_us=now_us)


def issued(document: SafetyDocument, holder: str, issuer: str, now_us: int) -> SafetyDocument:
    """The crew has it and may work."""
    if not holder or not issuer:
        raise InputError(_name(document), "needs a crew and a person who issues it", "name both")
    return replace(_step(document, SafetyState.ISSUED), holder=holder, issuer=issuer, issued_us=now_us)


def returned(document: SafetyDocument, holder: str, now_us: int) -> SafetyDocument:
    """The crew gives it back: only the crew that holds it can."""
    after = _step(document, SafetyState.RETURNED)
    if holder != document.holder:
        raise InputError(_name(document), f"is held by {document.holder}", f"have {document.holder} return it")
    return replace(after, returned_us=now_us)


def cancelled(document: SafetyDocument, now_us: int) -> SafetyDocument:
    """It protects nobody any more; one that was never issued may be given up at any time."""
    if document.state in (SafetyState.ISSUED, SafetyState.CANCELLED):
        _step(document, SafetyState.CANCELLED)
    return replace(document, state=SafetyState.CANCELLED, cancelled_us=now_us)


def why_not_energise(documents: Iterable[SafetyDocument], switch_id: str) -> str:
    """Why a switch must not be closed; "" where no document speaks against it."""
    for document in documents:
        if document.state.protects and switch_id in document.isolation:
            return f"{switch_id} is a point of isolation of {_name(document)}, which is {_state(document)}"
    return ""


def why_not_remove_earth(documents: Iterable[SafetyDocument], place_id: str) -> str:
    """Why an earth must stay on; "" where no document needs it."""
    for document in documents:
        if document.state.protects and place_id in document.earths:
            return f"the earth at {place_id} belongs to {_name(document)}, which is {_state(document)}"
    return ""


def _step(document: SafetyDocument, wanted: SafetyState) -> SafetyDocument:
    due = next((state for state, before in _BEFORE.items() if before is document.state), None)
    if due is not wanted:
        remedy = "write a new one" if due is None else f"{_WORDS[due]} first"
        raise InputError(_name(document), f"is {_state(document)}", remedy)
    return replace(document, state=wanted)


def _name(document: SafetyDocument) -> str:
    return f"safety document {document.document_id}"


def _state(document: SafetyDocument) -> str:
    return document.state.value.replace("_", " ")
