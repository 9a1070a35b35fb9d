"""Nobody takes away what protects people at work, from whatever window or console."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.site.site import Site, open_site
from console.workflows.protection import why_not_unprotect
from console.workflows.store import Change, WorkflowStore
from engines.values.repair import SafetyDocument, SafetyState
from engines.values.site import PortableEarth, Tag, TagKind
from engines.values.validation import InputError

DOCUMENT = SafetyDocument("document:1", "incident:1", "repair", ("switch:1",), ("line:7",))


@pytest.fixture
def site(kept_in: str, tmp_path: Path) -> Iterator[Site]:
    """A site that is guarded."""
    site = open_site("north", chosen=tmp_path, console="desk 1")
    site.store.guards.append(why_not_unprotect)
    yield site
    site.close()


def placed(site: Site) -> tuple[Tag, PortableEarth]:
    tag = site.store.place_tag("switch:1", TagKind.DO_NOT_OPERATE, "point of isolation", "anna").result(20)
    return tag, site.store.place_earth("bus:3", "anna", "line:7", "earth").result(20)


def in_state(site: Site, state: SafetyState) -> WorkflowStore:
    store = WorkflowStore(site.journal)
    store.put(Change(replace(DOCUMENT, state=state), "anna", "document"))
    return store


@pytest.mark.parametrize("state", list(SafetyState))
def test_tags_and_earths_stay_as_long_as_they_protect(site: Site, state: SafetyState) -> None:
    tag, earth = placed(site)
    store = in_state(site, state)
    if not state.protects:
        site.store.lift_tag(tag.tag_id, "anna").result(20)
        site.store.remove_earth(earth.earth_id, "anna").result(20)
        assert not site.store.state().tags
        return
    with pytest.raises(InputError, match=r"switch:1 protects people: document:1 is .*cancel it first"):
        site.store.lift_tag(tag.tag_id, "anna").result(20)
    with pytest.raises(InputError, match="line:7 protects people"):
        site.store.remove_earth(earth.earth_id, "anna").result(20)
    assert (site.store.state().tags, site.store.state().earths) == ((tag,), (earth,))
    kept = store.find(SafetyDocument, "document:1")
    store.put(Change(replace(kept, state=SafetyState.CANCELLED), "anna", "cancelled"))
    site.store.lift_tag(tag.tag_id, "anna").result(20)
    site.store.remove_earth(earth.earth_id, "anna").result(20)
    assert not site.store.state().earths


def test_a_second_tag_or_earth_may_go_and_what_belongs_to_nobody_too(site: Site) -> None:
    tag, earth = placed(site)
    in_state(site, SafetyState.ISSUED)
    more = site.store.place_tag("switch:1", TagKind.DO_NOT_OPERATE, "another crew", "ben").result(20)
    caution = site.store.place_tag("switch:1", TagKind.CAUTION, "stiff", "ben").result(20)
    elsewhere = site.store.place_earth("bus:9", "ben", "line:9").result(20)
    for found in (more, caution):
        site.store.lift_tag(found.tag_id, "ben").result(20)
    site.store.remove_earth(elsewhere.earth_id, "ben").result(20)
    assert (site.store.state().tags, site.store.state().earths) == ((tag,), (earth,))


def test_before_anything_of_faults_is_known_tags_come_and_go(site: Site) -> None:
    tag, _ = placed(site)
    assert site.store.lift_tag(tag.tag_id, "anna").result(20).tag_id == tag.tag_id
