"""Who is connected: customers with class, priority and a made-up contact."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.grid.network import Table, make_table
from engines.synthesis.names import COMMERCE, INDUSTRY, PUBLIC, SURNAMES
from engines.synthesis.year import LOAD_CLASSES, LoadClass

Array = np.ndarray[Any, Any]

PEAK_KW = {
    LoadClass.RESIDENTIAL: 2.2,
    LoadClass.COMMERCIAL: 18.0,
    LoadClass.INDUSTRIAL: 400.0,
    LoadClass.PUBLIC: 70.0,
}
"""What one connection of a class adds to the peak of its load."""
LIFE_SUPPORT_SHARE = 0.004
HOSPITAL_SHAPE = "hospitals"
PHONE_RANGES = (
    "+44 1632 960", "+44 7700 900", "+44 20 7946 0", "+44 113 496 0", "+44 114 496 0", "+44 115 496 0",
    "+44 116 496 0", "+44 117 496 0", "+44 118 496 0", "+44 121 496 0", "+44 131 496 0", "+44 141 496 0",
    "+44 151 496 0", "+44 161 496 0", "+44 191 498 0", "+44 29 2018 0",
)  # fmt: skip
"""Ofcom keeps a thousand numbers behind each of these for fiction, so that nobody is ever called by mistake."""


def customer_table(
    n_customer: int,
    load_bus: Array,
    load_p_mw: Array,
    kind: Array,
    shape_name: Array,
    random: np.random.Generator,
) -> Table:
    """Exactly ``n_customer`` rows of one connection each, or as many as there are loads if those are more.

    Args:
        load_bus, load_p_mw, kind, shape_name: of every load: bus index, peak, position in ``LOAD_CLASSES``, and
            what its year looks like.
    """
    load = np.repeat(np.arange(len(load_bus)), _counts(n_customer, load_p_mw, kind))
    number = np.arange(1, len(load) + 1)
    columns = {
        "name": _names(kind[load], number),
        "load": load,
        "bus": load_bus[load],
        "count": np.ones(len(load), np.int64),
        "customer_class": np.array([str(c) for c in LOAD_CLASSES])[kind[load]],
        "priority": _priority(kind[load], shape_name[load], random),
        "contact": _contacts(kind[load], number),
    }
    return make_table("customer", columns, ids=[f"customer:C{k}" for k in number.tolist()])


def _counts(n_customer: int, p_mw: Array, kind: Array) -> Array:
    """Connections of each load: at least one, else by what one of its class takes."""
    weight = p_mw / np.array([PEAK_KW[c] for c in LOAD_CLASSES])[kind]
    exact = weight / weight.sum() * max(0, n_customer - len(p_mw))
    counts = 1 + np.floor(exact).astype(np.int64)
    missing = max(0, n_customer - int(counts.sum()))
    counts[np.argsort(np.floor(exact) - exact, kind="stable")[:missing]] += 1
    return np.asarray(counts)


def _names(kind: Array, number: Array) -> list[str]:
    trade = {LOAD_CLASSES.index(LoadClass.COMMERCIAL): COMMERCE, LOAD_CLASSES.index(LoadClass.INDUSTRIAL): INDUSTRY}
    public = LOAD_CLASSES.index(LoadClass.PUBLIC)
    names = []
    for k, of in zip(number.tolist(), kind.tolist(), strict=True):
        mixed = k * 7919 % 10007
        if of == public:
            names.append(f"{PUBLIC[mixed % len(PUBLIC)]} {k}")
        else:
            words = trade.get(of, ("",))
            person, word = SURNAMES[mixed // 7 % len(SURNAMES)], words[mixed % len(words)]
            names.append(f"{person} {word} {k}" if word else f"{person} {k}")
    return names


def _priority(kind: Array, shape_name: Array, random: np.random.Generator) -> Array:
    """Hospitals are critical, other public customers and works important, a few homes depend on devices."""
    residential = kind == LOAD_CLASSES.index(LoadClass.RESIDENTIAL)
    important = (kind == LOAD_CLASSES.index(LoadClass.PUBLIC)) | (kind == LOAD_CLASSES.index(LoadClass.INDUSTRIAL))
    priority = np.where(important, 1, 0)
    priority[shape_name == HOSPITAL_SHAPE] = 2
    priority[residential & (random.random(len(kind)) < LIFE_SUPPORT_SHARE)] = 3
    return priority


def _contacts(kind: Array, number: Array) -> list[str]:
    """A telephone number at home; trade and public customers also have an address for messages."""
    residential = LOAD_CLASSES.index(LoadClass.RESIDENTIAL)
    contacts = []
    for k, of in zip(number.tolist(), kind.tolist(), strict=True):
        phone = f"{PHONE_RANGES[k % len(PHONE_RANGES)]}{k // len(PHONE_RANGES) % 1000:03d}"
        contacts.append(phone if of == residential else f"{phone}, c{k}@example.net")
    return contacts
