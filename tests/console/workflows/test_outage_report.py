"""What an outage has come to, by hand, and as a document for other programs."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.workflows.customers import CustomerList
from console.workflows.outage_document import outage_document
from console.workflows.outage_report import CustomerRank, OutageReport, figures_of, outage_report
from engines.values.incidents import Incident
from engines.values.repair import Customer, Outage, OutageStage
from tests.console.windows.live.faults.fault_values import DOCUMENT, INCIDENT, MINUTE, WORK, T, order_of, steps_of

CUSTOMERS = CustomerList(
    {
        "load:1": (Customer("a", "load:1", count=300),),
        "load:2": (Customer("b", "load:2", count=60), Customer("c", "load:2", "Mill", 1, 1)),
        "load:3": (Customer("d", "load:3", "Hospital", 1, 2), Customer("e", "load:3", "Meier", 1, 0, True)),
        "load:4": (Customer("f", "load:4", count=10),),
    }
)


def report_of(incident: Incident = INCIDENT, served: int = 2000, now_us: int = T + 200 * MINUTE) -> OutageReport:
    others = replace(order_of([]), order_id="order:99", incident_id="incident:8")
    return outage_report(
        incident, [order_of(steps_of(2)), others], [WORK], [DOCUMENT], CUSTOMERS, served, now_us
    )  # fmt: skip


def test_figures_by_hand() -> None:
    report = report_of()
    figures = report.figures
    # 300 customers were away for 2 minutes only: momentary. 100 x 30 + 10 x 120 = 4200; with them 4200 + 600.
    assert figures.customers_interrupted == 110
    assert figures.customer_minutes == 4200
    assert figures.all_minutes == 4800
    assert figures.saidi_minutes == pytest.approx(4200 / 2000)
    assert figures.saifi == pytest.approx(110 / 2000)
    assert figures.is_final
    assert report.back_us == T + 120 * MINUTE
    assert [order.order_id for order in report.orders] == ["order:12"], "not those of another incident"


def test_who_comes_first_stands_first() -> None:
    ranks = {rank.rank: rank for rank in report_of().ranks}
    assert list(ranks) == list(CustomerRank)
    assert ranks[CustomerRank.LIFE_SUPPORT].connections == 1
    assert ranks[CustomerRank.LIFE_SUPPORT].longest_min == 30
    assert ranks[CustomerRank.ORDINARY].connections == 300 + 60 + 10
    assert ranks[CustomerRank.ORDINARY].longest_min == 120
    assert all(rank.still_out == 0 for rank in ranks.values())


def test_how_right_the_times_were() -> None:
    first, second, third = report_of().estimates
    assert (first.error_min, first.was_in_time) == (30, True), "120 - 90 minutes, within 150"
    assert (second.error_min, second.was_in_time) == (20, False), "120 - 100 minutes, beyond 110"
    assert math.isnan(third.error_min), "told when everybody had supply: it was of something else"
    assert third.was_in_time is None


def test_while_somebody_is_without_nothing_is_final() -> None:
    stages = (*INCIDENT.outage.stages[:2], replace(INCIDENT.outage.stages[2], end_us=0))
    report = report_of(replace(INCIDENT, outage=Outage(stages)), now_us=T + 60 * MINUTE)
    assert not report.figures.is_final
    assert report.back_us == 0
    assert report.figures.customer_minutes == 100 * 30 + 10 * 60
    assert all(review.was_in_time is None for review in report.estimates)
    assert {rank.rank: rank.still_out for rank in report.ranks}[CustomerRank.ORDINARY] == 10


def test_where_nobody_knows_how_many_are_served_no_index_is_made_up() -> None:
    figures = report_of(served=0).figures
    assert math.isnan(figures.saidi_minutes)
    assert math.isnan(figures.saifi)
    assert figures.customer_minutes == 4200


STAGES = st.lists(
    st.builds(
        lambda customers, begin, length, is_open: OutageStage(
            ("load:1",), customers, T + begin, 0 if is_open else T + begin + length
        ),
        st.integers(1, 10_000),
        st.integers(0, 600 * MINUTE),
        st.integers(1, 600 * MINUTE),
        st.booleans(),
    ),
    max_size=8,
)


@given(STAGES, st.integers(1, 100_000))
def test_the_whole_is_the_sum_over_the_stages(stages: list[OutageStage], served: int) -> None:
    now_us = T + 1300 * MINUTE
    whole = figures_of(stages, served, now_us)
    parts = [figures_of([stage], served, now_us) for stage in stages]
    assert whole.all_minutes == pytest.approx(sum(part.all_minutes for part in parts))
    assert whole.all_minutes == pytest.approx(Outage(tuple(stages)).customer_minutes(now_us))
    assert whole.customer_minutes == pytest.approx(sum(part.customer_minutes for part in parts))
    assert whole.customers_interrupted == sum(part.customers_interrupted for part in parts)
    assert whole.saidi_minutes == pytest.approx(sum(part.saidi_minutes for part in parts))
    assert whole.customer_minutes <= whole.all_minutes


def test_as_a_document_it_is_json_and_says_null_where_nothing_is_known() -> None:
    document = outage_document(report_of(served=0), UTC)
    read = json.loads(json.dumps(document, allow_nan=False))
    assert read == document
    assert read["figures"]["saidi_minutes"] is None
    assert read["estimates"][2]["error_min"] is None
    assert read["opened"] == "2026-09-21T14:13:20.000+00:00"
    assert [stage["minutes"] for stage in read["stages"]] == [2, 30, 120]
    assert read["orders"][0]["steps"][0]["element_id"] == "switch:S001"
    assert read["orders"][0]["steps"][0]["instructed"] is None
    assert read["work"][0]["on_site"] == "2026-09-21T14:43:20.000+00:00"
