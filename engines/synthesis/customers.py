"""Who is connected: customers with class, priority and a made-up contact."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engines.synthesis.builder import DistrictBuilder
from engines.synthesis.year import LoadClass

HOSPITALS_A_FEEDER = 0.15
LIFE_SUPPORT_SHARE = 0.004
IMPORTANT_SHARE = 0.02


def add_customers(
    build: DistrictBuilder, classes: Sequence[LoadClass], n_customer: int, random: np.random.Generator
) -> None:
    """Exactly ``n_customer`` rows of one connection each (never fewer than there are loads)."""
    counts = _counts(build, classes, n_customer)
    number = 0
    for load, count in enumerate(counts):
        for _ in range(int(count)):
            number += 1
            build.customer.add(
                name=f"C{number:05d}",
                load=load,
                bus=build.load[load]["bus"],
                count=1,
                customer_class=str(classes[load]),
                priority=_priority(classes[load], random),
                # Numbers reserved for fiction, so that nobody is ever called by mistake.
                contact=f"+44 1632 96{number % 10000:04d}",
            )


def _counts(build: DistrictBuilder, classes: Sequence[LoadClass], n_customer: int) -> np.ndarray:
    weight = np.array(
        [build.load[k]["p_mw"] if kind is LoadClass.RESIDENTIAL else 0.004 for k, kind in enumerate(classes)]
    )
    counts = np.ones(len(classes), np.int64)
    spare = max(0, n_customer - len(classes))
    exact = weight / weight.sum() * spare
    counts += np.floor(exact).astype(np.int64)
    missing = max(0, n_customer - int(counts.sum()))
    counts[np.argsort(-(exact - np.floor(exact)), kind="stable")[:missing]] += 1
    return counts


def _priority(kind: LoadClass, random: np.random.Generator) -> int:
    draw = random.random()
    if kind is LoadClass.RESIDENTIAL:
        return 3 if draw < LIFE_SUPPORT_SHARE else 0
    if kind is LoadClass.PUBLIC:
        return 2 if draw < HOSPITALS_A_FEEDER else 1
    return 1 if draw < IMPORTANT_SHARE else 0
