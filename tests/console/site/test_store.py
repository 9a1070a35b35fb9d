"""What is placed on a site: who may, what is journaled, what another console sees."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from console.journal.verifying import verify_journal
from console.site.site import Site, open_site
from console.site.tokens import renew_tokens
from engines.values.site import SiteState, TagKind
from engines.values.validation import InputError

T = TypeVar("T")


def done(future: Future[T]) -> T:
    """Its result, or its refusal raised."""
    return future.result(20)


def told(holds: Callable[[], bool], patience_s: float = 10.0) -> bool:
    """Whether it holds soon: a server tells other consoles a moment after the commit."""
    end = time.monotonic() + patience_s
    while not holds() and time.monotonic() < end:
        pass
    return holds()


def news(site: Site) -> SiteState:
    """The state once it is another."""
    found: list[SiteState] = []
    assert told(lambda: bool(found) or ((state := site.store.refresh()) is not None and not found.append(state)))
    return found[0]


def sentences(site: Site) -> list[str]:
    """What the journal says, without what it says of itself."""
    return [e.sentence for e in site.journal.read() if e.kind != "journal"]


def test_several_tags_on_one_device(site: Site) -> None:
    one = done(site.store.place_tag("switch:1", TagKind.CAUTION, "new drive", "ana"))
    two = done(site.store.place_tag("switch:1", TagKind.DO_NOT_OPERATE, " crew 7 ", "ben", relief="ana"))
    assert site.store.state().tags_of("switch:1") == (one, two)
    assert (two.reason, two.relief, two.kind) == ("crew 7", "ana", TagKind.DO_NOT_OPERATE)
    assert sentences(site) == [
        'Tag "caution" (tag:1) placed on switch:1 by ana: new drive',
        'Tag "do not operate" (tag:2) placed on switch:1 by ben: crew 7, ana may lift it too',
    ]
    entry = site.journal.read(element_id="switch:1")[-1]
    assert (entry.kind, entry.author, entry.details["tag_id"]) == ("tag", "ben", "tag:2")


@pytest.mark.parametrize(("author", "may"), [("ana", True), ("ben", True), ("eve", False), ("", False)])
def test_only_holder_and_relief_lift_a_tag(site: Site, author: str, may: bool) -> None:
    tag = done(site.store.place_tag("switch:1", TagKind.DO_NOT_OPERATE, "crew", "ana", relief="ben"))
    if may:
        done(site.store.lift_tag(tag.tag_id, author))
        assert site.store.state().tags == ()
    else:
        with pytest.raises(InputError, match="only ana or ben may lift it"):
            done(site.store.lift_tag(tag.tag_id, author))
        assert site.store.state().tags == (tag,)
        assert len(sentences(site)) == 1


def test_a_tag_without_relief_is_not_lifted_by_nobody(site: Site) -> None:
    tag = done(site.store.place_tag("switch:1", TagKind.CAUTION, "crew", "ana"))
    with pytest.raises(InputError, match="only ana may lift it, not nobody"):
        done(site.store.lift_tag(tag.tag_id, ""))


def test_a_supervisor_names_a_relief_when_the_holder_is_away(site: Site) -> None:
    tag = done(site.store.place_tag("switch:1", TagKind.CAUTION, "crew", "ana"))
    with pytest.raises(InputError, match="only ana may hand over"):
        done(site.store.name_relief(tag.tag_id, "ben", "ben"))
    done(site.store.name_relief(tag.tag_id, "ben", "sue", is_supervisor=True))
    assert done(site.store.lift_tag(tag.tag_id, "ben")).relief == "ben"
    assert sentences(site)[1] == "ben may lift tag:1 on switch:1, as sue decided"


def test_a_tag_lifted_twice_is_said(site: Site) -> None:
    tag = done(site.store.place_tag("switch:1", TagKind.CAUTION, "crew", "ana"))
    done(site.store.lift_tag(tag.tag_id, "ana"))
    with pytest.raises(InputError, match="is not there any more"):
        done(site.store.lift_tag(tag.tag_id, "ana"))
    again = done(site.store.place_tag("switch:1", TagKind.CAUTION, "crew", "ana"))
    assert again.tag_id != tag.tag_id


def test_everything_placed_is_there_after_a_restart(site: Site, tmp_path: Path) -> None:
    store = site.store
    done(store.place_tag("switch:1", TagKind.LIVE_LINE_WORK, "crew", "ana"))
    done(store.place_earth("bus:1", "ana"))
    done(store.place_earth("bus:2", "ana", line_id="line:7", reason="work on the cable"))
    done(store.cut("line:7", "bus:2", "ana"))
    done(store.place_jumper("bus:3", "bus:4", "ana"))
    generator = done(store.place_generator("bus:5", 0.4, "ana", reason="hospital"))
    done(store.run_generator(generator.generator_id, True, "ana"))
    done(store.dress_position("switch:9", 1, "ana", "crew saw it"))
    done(store.substitute("line:1/p_mw", 1.25, "ana", "meter broken"))
    done(store.lock_device("switch:1/position", "c-1", 1.0, "link lost after sending"))
    before = store.state()
    assert before.revision == 10
    site.close()
    again = open_site("north", chosen=tmp_path)
    state = again.store.state()
    again.close()
    assert math.isnan(state.jumpers[0].max_i_ka)
    assert [len(getattr(state, name)) for name in STATE_FIELDS] == [1, 2, 1, 1, 1, 1, 1, 1]
    assert (state.revision, state.tags, state.earths, state.locks) == (
        before.revision,
        before.tags,
        before.earths,
        before.locks,
    )
    assert state.generators[0].is_running
    assert verify_journal(again.place.database).is_intact


STATE_FIELDS = ("tags", "earths", "cuts", "jumpers", "generators", "dressed", "substitutions", "locks")


def test_everything_placed_can_be_removed_and_both_are_journaled(site: Site) -> None:
    store = site.store
    done(store.remove_earth(done(store.place_earth("bus:2", "ana", "line:7")).earth_id, "ben"))
    done(store.rejoin(done(store.cut("line:7", "bus:2", "ana")).cut_id, "ben"))
    done(store.remove_jumper(done(store.place_jumper("bus:3", "bus:4", "ana", 0.2)).jumper_id, "ben"))
    done(store.remove_generator(done(store.place_generator("bus:5", 0.4, "ana")).generator_id, "ben"))
    done(store.dress_position("switch:9", 1, "ana", "crew saw it"))
    done(store.undress_position("switch:9", "ben"))
    done(store.substitute("line:1/p_mw", 1.25, "ana", "meter broken"))
    done(store.end_substitution("line:1/p_mw", "ben"))
    done(store.lock_device("switch:1/position", "c-1", 1.0, "link lost after sending"))
    done(store.unlock_device("switch:1/position", "ben", "crew saw it closed"))
    assert done(store.unlock_device("switch:1/position", "ben", "again")) is None
    assert store.state() == SiteState(revision=14)
    assert sentences(site) == [
        "Portable earth earth:1 placed on line:7 at bus:2 by ana",
        "Portable earth earth:1 removed from line:7 by ben",
        "line:7 cut at bus:2 (cut:1) by ana",
        "line:7 joined again at bus:2 (cut:1) by ben",
        "Jumper jumper:1 placed between bus:3 and bus:4 by ana",
        "Jumper jumper:1 between bus:3 and bus:4 removed by ben",
        "Mobile generator generator:1, 0.4 MVA, connected at bus:5 by ana, not running",
        "Mobile generator generator:1 disconnected from bus:5 by ben",
        "switch:9 dressed closed by ana: crew saw it",
        "Hand-dressed position of switch:9 ended by ben",
        "line:1/p_mw substituted by 1.25 by ana: meter broken",
        "Substitution of line:1/p_mw ended by ben",
        "switch:1/position locked for commands: link lost after sending",
        "switch:1/position unlocked by ben: crew saw it closed",
    ]


def test_what_makes_no_sense_is_refused_and_leaves_nothing(site: Site) -> None:
    store = site.store
    done(store.cut("line:7", "bus:2", "ana"))
    before, said = store.state(), sentences(site)
    refusals = {
        "a reason is missing": store.place_tag("switch:1", TagKind.CAUTION, "  ", "ana"),
        "its relief is its holder": store.place_tag("switch:1", TagKind.CAUTION, "x", "ana", relief="ana"),
        "is cut at bus:2 already": store.cut("line:7", "bus:2", "ben"),
        "a jumper joins two buses": store.place_jumper("bus:3", "bus:3", "ana"),
        "no current it could carry": store.place_jumper("bus:3", "bus:4", "ana", -1.0),
        "is no rating": store.place_generator("bus:3", math.inf, "ana"),
        "7 is not one of 0, 1, 2, 3": store.dress_position("switch:1", 7, "ana", "x"),
        "say why, in a few words": store.dress_position("switch:1", 1, "ana", ""),
        "nan is no value": store.substitute("line:1/p_mw", math.nan, "ana", "x"),
        "cut:99: is not there any more": store.rejoin("cut:99", "ana"),
    }
    for sentence, future in refusals.items():
        with pytest.raises(InputError, match=sentence):
            done(future)
    assert store.state() == before
    assert sentences(site) == said


def test_another_console_s_changes_are_noticed(site: Site, other: Site) -> None:
    assert other.store.refresh() == SiteState()
    assert other.store.refresh() is None
    tag = done(site.store.place_tag("switch:1", TagKind.CAUTION, "crew", "ana"))
    state = news(other)
    assert state is not None
    assert state.tags == (tag,)
    assert other.store.refresh() is None
    # A record alone changes nothing that is placed.
    done(site.store.take_token("switch:2", "ana"))
    assert other.store.refresh() is None
    done(other.store.lift_tag(tag.tag_id, "ana"))
    state = site.store.refresh()
    while state is None or state.tags:
        state = news(site)
    consoles = {e.sentence.split()[0]: e.console for e in other.journal.read(kinds=["tag"])}
    assert consoles == {"Tag": "desk 2"}


def test_one_console_at_a_time_has_a_device(site: Site, other: Site) -> None:
    token = done(site.store.take_token("switch:1", "ana"))
    assert (token.console, token.author) == ("desk 1", "ana")
    with pytest.raises(InputError, match="switch:1: is under the control of ana at desk 1"):
        done(other.store.take_token("switch:1", "ben"))
    done(other.store.take_token("switch:2", "ben"))
    assert told(lambda: [t.console for t in other.store.tokens()] == ["desk 1", "desk 2"])
    assert done(site.store.take_token("switch:1", "ana")).taken_at_us == token.taken_at_us
    assert done(other.store.release_token("switch:1", "ben")) is False
    assert done(site.store.release_token("switch:1", "ana")) is True
    assert done(other.store.take_token("switch:1", "ben")).console == "desk 2"
    assert sentences(site) == [
        "Control of switch:1 taken by ana at desk 1",
        "Control of switch:2 taken by ben at desk 2",
        "Control of switch:1 released by ana",
        "Control of switch:1 taken by ben at desk 2",
    ]


def test_a_console_that_closes_gives_its_devices_free(site: Site, other: Site) -> None:
    done(site.store.take_token("switch:1", "ana"))
    site.close()
    assert told(lambda: other.store.tokens() == ())
    assert done(other.store.take_token("switch:1", "ben")).author == "ben"


def test_control_lapses_when_a_console_is_not_heard(tmp_path: Path) -> None:
    now = [1_000_000_000]
    one = open_site("north", chosen=tmp_path, console="desk 1", clock=lambda: now[0])
    two = open_site("north", chosen=tmp_path, console="desk 2", clock=lambda: now[0])
    try:
        done(one.store.take_token("switch:1", "ana"))
        now[0] += 15_000_000
        assert done(one.journal.submit(renew_tokens)) == 1
        now[0] += 19_000_000
        with pytest.raises(InputError, match="under the control of ana"):
            done(two.store.take_token("switch:1", "ben"))
        now[0] += 2_000_000
        assert two.store.tokens() == ()
        done(two.store.take_token("switch:1", "ben"))
        assert sentences(two)[-1].endswith("that of ana at desk 1 had lapsed")
        # A clock set back by an hour must not keep a device locked for an hour.
        now[0] -= 3_600_000_000
        assert done(one.store.take_token("switch:1", "ana")).console == "desk 1"
    finally:
        one.close()
        two.close()


def test_a_view_only_console_sees_everything_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    done(site.store.place_earth("bus:1", "ana"))
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    private = open_site("north", environment=environment, must_share=True)
    private.close()
    if not private.place.is_shared:
        assert "only this account shares the site" in private.store.view_only_reason
        with pytest.raises(InputError, match="view-only"):
            done(private.store.place_earth("bus:1", "ana"))


@pytest.mark.parametrize("kept_in", ["file"], indirect=True)
def test_a_site_that_goes_away_makes_the_console_view_only_not_empty(site: Site, tmp_path: Path) -> None:
    earth = done(site.store.place_earth("bus:1", "ana"))
    assert site.store.state().earths == (earth,)
    folder = site.place.folder
    folder.rename(tmp_path / "aside")
    assert site.store.state().earths == (earth,)
    assert "there is no site file" in site.store.view_only_reason
    with pytest.raises(InputError, match="is gone"):
        done(site.store.remove_earth(earth.earth_id, "ana"))
    (tmp_path / "aside").rename(folder)
    done(site.store.remove_earth(earth.earth_id, "ana"))
    assert site.store.state().earths == ()
    assert site.store.view_only_reason == ""
