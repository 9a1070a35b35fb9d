"""A switching order on paper: nothing is left out, and nobody takes one for valid that is not."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from console.windows.live.faults.order_paper import order_paper, planned_steps, proof_texts
from console.windows.live.faults.paper_columns import column_widths
from console.windows.live.faults.paper_output import pdf_bytes
from console.windows.live.faults.paper_pages import pages_of
from console.windows.live.faults.paper_places import Places
from console.windows.live.faults.paper_setting import SetText, points
from console.windows.live.faults.paper_times import day_note
from console.windows.live.faults.paper_values import Paper, PaperColumn, PaperLine, PaperTable, cell
from engines.exchange.opening import open_network
from engines.grid.snapshot import Snapshot
from engines.grid.topology import analyse
from engines.values.switching_orders import OrderAction, OrderState, OrderStep, OrderStepState, SwitchingOrder
from engines.values.switching_plan import ProofStatus, StepProof
from tests.console.windows.live.faults.fault_values import LONG, MINUTE, T, order_of, plan_of, steps_of
from tests.console.windows.live.faults.pdf_text import pages_text, squeezed

NOWHERE = Places(None)


def paper_of(order: SwitchingOrder, with_plan: bool = True, printed_us: int = T + 60 * MINUTE) -> Paper:
    return order_paper(
        order, plan_of(list(order.steps)) if with_plan else None, NOWHERE, printed_us, network_name="North district"
    )


@pytest.mark.parametrize(("count", "fewest", "most"), [(5, 1, 1), (80, 4, 12)])
@pytest.mark.parametrize("reason", ["isolates section {number} from the far end", LONG + " {number}"])
def test_every_step_stands_on_a_page(qtbot: QtBot, count: int, fewest: int, most: int, reason: str) -> None:
    order = order_of(steps_of(count, done=count // 2, reason=reason))
    pages = pages_text(pdf_bytes(paper_of(order)))
    assert fewest <= len(pages) <= most + (8 if reason.startswith("L") else 0)
    text = "".join(pages)
    for step in order.steps:
        assert squeezed(f"{step.number}{'Open' if step.number % 2 else 'Close'}{step.name}{step.element_id}") in text
        assert squeezed(step.reason) in text, "wrapped, but whole and on one page"
        assert squeezed(f"lowest {0.96 - step.number / 1000:.3f} pu at B7") in text
    for k, page in enumerate(pages, 1):
        assert f"Page{k}of{len(pages)}" in page
        assert "Read back".replace(" ", "") in page, "the heads of the table stand on every page"
    for role in ("Written", "Checked", "Approved", "Carriedout"):
        assert role in pages[-1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": OrderState.DRAFT, "is_checked": False}, "NOT CHECKED – not to be carried out"),
        ({"state": OrderState.CHECKED, "approved_by": ""}, "NOT APPROVED – not to be carried out"),
        ({"state": OrderState.SUSPENDED, "reason": "S003 is stuck"}, "HALTED – no further step S003 is stuck"),
        ({"state": OrderState.SUSPENDED, "is_checked": False}, "HALTED and NOT CHECKED as it is now"),
        ({"state": OrderState.ABORTED, "reason": "storm"}, "GIVEN UP – not to be carried out storm"),
        ({}, ""),
        ({"state": OrderState.EXECUTING}, ""),
        ({"state": OrderState.DONE}, ""),
    ],
)
def test_its_state_is_said_in_large_words_on_every_page(qtbot: QtBot, change: dict[str, object], words: str) -> None:
    order = replace(order_of(steps_of(30)), **change)  # type: ignore[arg-type]
    pages = pages_text(pdf_bytes(paper_of(order)))
    assert len(pages) > 1
    assert squeezed(words) in pages[0]
    for page in pages:
        for warned in ("NOT", "HALTED", "GIVEN UP"):
            assert (squeezed(warned) in page) is (warned in words)


def test_the_head_says_whose_it_is(qtbot: QtBot) -> None:
    (page,) = pages_text(pdf_bytes(paper_of(order_of(steps_of(2)))))
    for words in (
        "Switching order 12", "Restore F3 Mill road", "Restoration", "North district", "approved", "anna", "ben",
    ):  # fmt: skip
        assert squeezed(words) in page


def test_what_its_plan_took_for_granted_stands_beneath_the_steps(qtbot: QtBot) -> None:
    order = order_of(steps_of(2))
    (without,) = pages_text(pdf_bytes(paper_of(order)))
    assert "Notes" not in without
    (page,) = pages_text(pdf_bytes(paper_of(replace(order, notes=("loads of now", "reach is not known")))))
    assert squeezed("Notes reach is not known loads of now") in page, "the gravest first"


def test_what_was_done_on_another_day_has_its_date(qtbot: QtBot) -> None:
    order = order_of(steps_of(1, done=1))
    (today,) = pages_text(pdf_bytes(paper_of(order)))
    days_after = T + 3 * 1440 * MINUTE
    (later,) = pages_text(pdf_bytes(paper_of(order, printed_us=days_after)))
    day = squeezed(day_note(T + MINUTE, days_after))
    assert day
    assert day not in today
    assert day in later


def test_what_failed_or_was_left_out_says_so(qtbot: QtBot) -> None:
    first, second = steps_of(2)
    steps = [
        replace(first, state=OrderStepState.FAILED, outcome="the drive is stuck"),
        replace(second, state=OrderStepState.LEFT_OUT, outcome="not needed"),
    ]
    (page,) = pages_text(pdf_bytes(paper_of(order_of(steps))))
    assert squeezed("failed: the drive is stuck") in page
    assert squeezed("left out: not needed") in page


# What is expected ------------------------------------------------------------------------------------------


def test_a_proof_holds_only_while_the_order_goes_the_way_of_the_plan() -> None:
    steps = steps_of(4)
    plan = plan_of(steps)
    assert list(planned_steps(order_of(steps), plan)) == [1, 2, 3, 4]
    without = [steps[0], *steps[2:]]
    assert list(planned_steps(order_of(without), plan)) == [1]
    left_out = [steps[0], replace(steps[1], state=OrderStepState.LEFT_OUT), *steps[2:]]
    assert list(planned_steps(order_of(left_out), plan)) == [1]
    assert planned_steps(order_of(steps), None) == {}


def test_a_plan_made_halfway_is_of_the_steps_still_to_come() -> None:
    begun, rest = steps_of(2, done=2), [replace(step, number=step.number + 2) for step in steps_of(3)]
    order = order_of([*begun, *rest])
    found = planned_steps(order, plan_of(steps_of(3)))
    assert {number: step.number for number, step in found.items()} == {3: 1, 4: 2, 5: 3}
    planned = [replace(step, state=OrderStepState.PLANNED) for step in begun]
    assert not planned_steps(order_of([planned[1], *rest]), plan_of(steps_of(3)))


def test_earths_and_tags_between_do_not_part_an_order_from_its_plan() -> None:
    steps = steps_of(2)
    earth = OrderStep(2, OrderAction.EARTH, "line:L4", "L4", False)
    order = order_of([steps[0], earth, replace(steps[1], number=3)])
    assert list(planned_steps(order, plan_of(steps))) == [1, 3]


def test_what_is_not_known_is_a_dash_and_what_is_not_accepted_says_so() -> None:
    proof = StepProof(ProofStatus.NOT_CONVERGED, "the load flow has no solution")
    texts = proof_texts(proof)
    assert texts[0] == "NOT ACCEPTED: the load flow has no solution"
    assert texts[1:3] == ("lowest – pu", "highest – %")


# Places ----------------------------------------------------------------------------------------------------


def test_a_place_is_a_station_and_a_feeder() -> None:
    network, _ = open_network("north")
    places = Places(network, analyse(Snapshot(network)))
    assert places.station("switch:F3-LS5") == "Barley road 3"
    assert places.feeder("switch:F3-LS5") == "F3 Mill road"
    assert Places(network).feeder("switch:F3-LS5") == ""
    assert places.name("line:gone") == "line:gone"
    assert places.station("line:gone") == places.feeder("") == ""
    assert " – " in places.station(str(network["line"].id[60]))


# Pages -----------------------------------------------------------------------------------------------------


def test_nothing_lies_beyond_the_page_nor_over_something_else(qtbot: QtBot) -> None:
    for paper in (paper_of(order_of(steps_of(80, reason=LONG))), paper_of(order_of(steps_of(3)))):
        pages = pages_of(paper, points(770), points(520))
        for laid in pages._pages:
            for (y, strip), (below, _) in itertools.pairwise(laid):
                assert y + strip.height <= below + 1e-6
            y, strip = laid[-1]
            assert y + strip.height <= points(520)


def test_a_text_longer_than_a_page_goes_on_on_the_next_one(qtbot: QtBot) -> None:
    words = " ".join(f"w{k}" for k in range(3000))
    table = PaperTable(paper_of(order_of(steps_of(1))).blocks[1].columns[:1], ((cell(words),),))  # type: ignore[union-attr]
    pages = pages_text(pdf_bytes(Paper("Report", "1", "Long", (table,))))
    assert len(pages) > 1
    assert "w2999" in pages[-1]
    assert all(f"w{k}" in "".join(pages) for k in range(0, 3000, 7))


def test_a_word_without_a_gap_is_broken_rather_than_clipped(qtbot: QtBot) -> None:
    text = SetText([PaperLine("switch:" + "X" * 200)], points(60))
    assert len(text) > 5
    for line, _ in text._lines:
        assert line.naturalTextWidth() <= points(60)


def test_columns_give_way_so_that_words_stay_whole(qtbot: QtBot) -> None:
    columns = (PaperColumn("Angewiesen", 20), PaperColumn("Grund", 190), PaperColumn("Weg", 40))
    rows = ((cell("14:08:40"), cell("picks up 77 customers over the tie"), cell("ferngesteuert")),) * 2
    widths = column_widths(PaperTable(columns, rows), points(250), points(3))
    assert sum(widths) == pytest.approx(points(250))
    assert widths[2] > points(40)
    assert len(SetText(rows[0][2], widths[2] - points(6))) == 1
    shares = column_widths(PaperTable(columns, ((cell("a"), cell("b"), cell("c")),)), points(2500), points(3))
    assert shares == pytest.approx([points(200), points(1900), points(400)]), "as they were given where all fits"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 300), st.text("abc d", max_size=60)), min_size=1, max_size=12),
    st.integers(200, 800),
)
def test_columns_always_add_up(qtbot: QtBot, cells: list[tuple[int, str]], width: int) -> None:
    table = PaperTable(tuple(PaperColumn("x", share) for share, _ in cells), (tuple(cell(text) for _, text in cells),))
    widths = column_widths(table, points(width), points(3))
    assert sum(widths) == pytest.approx(points(width))
    assert min(widths) > 0


def test_an_order_without_steps_says_so(qtbot: QtBot) -> None:
    (page,) = pages_text(pdf_bytes(paper_of(order_of([]), with_plan=False)))
    assert squeezed("This order has no steps.") in page
