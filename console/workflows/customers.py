"""The customers of a district, from a file: who is supplied at which load, and who comes first."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engines.grid.network import Network, rows_of
from engines.grid.tracing import CustomersByBus
from engines.values.repair import Customer
from engines.values.validation import Finding, FindingSeverity, InputError

COLUMNS = ("customer", "load", "name", "count", "priority", "life_support", "contact")
NEEDED = ("customer", "load")
PRIORITIES = {"": 0, "0": 0, "ordinary": 0, "1": 1, "preferred": 1, "2": 2, "critical": 2}
CRITICAL = 2
_YES, _NO = ("1", "yes", "true", "y", "ja"), ("", "0", "no", "false", "n", "nein")
MOST_FINDINGS = 200


@dataclass(frozen=True, slots=True)
class CustomerList:
    """Customers by load.

    Attributes:
        findings: what was left out or doubtful, with its line.
    """

    by_load: Mapping[str, tuple[Customer, ...]]
    findings: tuple[Finding, ...] = ()

    def count(self, load_ids: Iterable[str]) -> int:
        """CustomersByBus at these loads."""
        return sum(customer.count for load_id in load_ids for customer in self.by_load.get(load_id, ()))

    def on_buses(self, network: Network) -> CustomersByBus:
        """Who is supplied from which bus, life support of the highest priority."""
        loads = network["load"]
        counts = np.zeros((len(network.bus), CRITICAL + 2), np.int64)
        critical: list[tuple[int, str]] = []
        for load_row, bus_row in enumerate(np.asarray(network.bus_row(loads["bus"])).tolist()):
            for customer in self.by_load.get(str(loads.id[load_row]), ()) if bus_row >= 0 else ():
                level = CRITICAL + 1 if customer.has_life_support else customer.priority
                counts[bus_row, level] += customer.count
                if level >= CRITICAL:
                    critical.append((bus_row, customer.name or customer.customer_id))
        for row, bus_row in _without_load(network):
            # No file by loads can name them.
            level = min(int(network["customer"]["priority"][row]), CRITICAL + 1)
            counts[bus_row, level] += int(network["customer"]["count"][row])
        return CustomersByBus(counts, tuple(critical))

    def to_call(self, load_ids: Iterable[str]) -> tuple[Customer, ...]:
        """Whom to tell first: life support, then critical and preferred ones."""
        found = [c for load_id in load_ids for c in self.by_load.get(load_id, ()) if c.priority or c.has_life_support]
        return tuple(sorted(found, key=lambda c: (not c.has_life_support, -c.priority, c.name, c.customer_id)))


def _without_load(network: Network) -> Iterator[tuple[int, int]]:
    """Customers of the network whose bus has no load: row, and row of the bus."""
    customers, loads = network["customer"], network["load"]
    with_load = set(np.asarray(network.bus_row(loads["bus"])).tolist())
    through = rows_of(loads.index, customers["load"]).tolist()
    for row, bus_row in enumerate(np.asarray(network.bus_row(customers["bus"])).tolist()):
        if through[row] < 0 <= bus_row and bus_row not in with_load:
            yield row, bus_row


def customers_of_network(network: Network) -> CustomerList:
    """Those the network itself names, by the load that supplies them or the first at their bus."""
    customers, loads = network["customer"], network["load"]
    load_of_bus = {int(bus): row for row, bus in reversed(list(enumerate(loads["bus"].tolist())))}
    by_load: dict[str, list[Customer]] = {}
    for row, load in enumerate(rows_of(loads.index, customers["load"]).tolist()):
        at = load if load >= 0 else load_of_bus.get(int(customers["bus"][row]), -1)
        if at < 0:
            continue
        load_id, priority = str(loads.id[at]), int(customers["priority"][row])
        by_load.setdefault(load_id, []).append(
            Customer(
                str(customers.id[row]), load_id, str(customers["name"][row]), int(customers["count"][row]),
                min(priority, CRITICAL), priority > CRITICAL, str(customers["contact"][row]),
            )
        )  # fmt: skip
    return CustomerList({load_id: tuple(found) for load_id, found in by_load.items()})


def read_customers(path: Path, network: Network) -> CustomerList:
    """Read a customer file for a network; a load that it does not name keeps the customers of the network.

    Raises as :func:`read_customer_lines`.
    """
    found = read_customer_lines(path, frozenset(map(str, network["load"].id)))
    own = customers_of_network(network).by_load
    left = [load_id for load_id in own if load_id not in found.by_load]
    if not left:
        return found
    count = sum(customer.count for load_id in left for customer in own[load_id])
    loads = "1 load is" if len(left) == 1 else f"{len(left)} loads are"
    reason = f"{loads} not in the file, {left[0]} among them; the network's own count of {count} customers stands there"
    finding = Finding(FindingSeverity.WARNING, str(path), "load", reason, "name every load that supplies somebody")
    return CustomerList({**{load_id: own[load_id] for load_id in left}, **found.by_load}, (*found.findings, finding))


def read_customer_lines(path: Path, load_ids: frozenset[str]) -> CustomerList:
    """Read a customer file: comma or semicolon separated, with a header; ``load_ids``: those that there are.

    A line that cannot be used is left out and named. Raises ``InputError`` for a file that cannot be read, lacks a
    column, or has no usable line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline()
            stream.seek(0)
            rows = csv.DictReader(stream, delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
            names = [name.strip().casefold() for name in rows.fieldnames or ()]
            for column in NEEDED:
                if column not in names:
                    raise InputError(
                        f"{path}: header", f"has no column {column}", f"name the columns {', '.join(COLUMNS)}"
                    )
            rows.fieldnames = names
            read = _Reading(str(path), load_ids)
            read.look_at_header(names)
            for row in rows:
                read.take(rows.line_num, {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(str(path), f"cannot be read ({reason})", "save it as CSV in UTF-8") from error
    if not read.by_load:
        raise InputError(str(path), "has no usable line", "look at the loads it names")
    return CustomerList({k: tuple(v) for k, v in read.by_load.items()}, tuple(read.findings[:MOST_FINDINGS]))


class _Reading:
    def __init__(self, place: str, load_ids: frozenset[str]) -> None:
        self._place, self._load_ids = place, load_ids
        self._lines: dict[str, int] = {}
        self.by_load: dict[str, list[Customer]] = {}
        self.findings: list[Finding] = []

    def look_at_header(self, names: Iterable[str]) -> None:
        """A column that nobody reads may be a misspelt one."""
        for name in names:
            if name not in COLUMNS:
                self._say(1, name or "header", "is not known; it is left out", f"use {', '.join(COLUMNS)}")

    def take(self, line: int, row: Mapping[str, str]) -> None:
        """One line of the file."""
        name, load_id = row.get("customer", ""), row.get("load", "")
        if not name:
            self._say(line, "customer", "is empty", "give every customer a number")
        elif name in self._lines:
            reason = f"customer {name} stands in line {self._lines[name]} already; this one is left out"
            self._say(line, "customer", reason, "keep one of them")
        elif load_id not in self._load_ids:
            self._say(line, "load", f"there is no load {load_id or 'named'}; the line is left out", "correct its id")
        else:
            self._lines[name] = line
            self.by_load.setdefault(load_id, []).append(self._customer(line, name, load_id, row))

    def _customer(self, line: int, name: str, load_id: str, row: Mapping[str, str]) -> Customer:
        count, priority, support = row.get("count", "") or "1", row.get("priority", ""), row.get("life_support", "")
        if not count.isdecimal() or not 0 < int(count) < 10_000_000:
            self._say(line, "count", f"{count!r} is no number of connections; 1 is taken", "give a whole number")
            count = "1"
        if priority.casefold() not in PRIORITIES:
            # Whoever is marked with something is not taken for ordinary.
            self._say(line, "priority", f"{priority!r} is not known; critical is taken", "use 0, 1 or 2")
            priority = "2"
        if support.casefold() not in _YES + _NO:
            self._say(line, "life_support", f"{support!r} is neither yes nor no; yes is taken", "use yes or no")
            support = "yes"
        return Customer(
            name, load_id, row.get("name", ""), int(count), PRIORITIES[priority.casefold()],
            support.casefold() in _YES, row.get("contact", ""),
        )  # fmt: skip

    def _say(self, line: int, column: str, reason: str, remedy: str) -> None:
        self.findings.append(Finding(FindingSeverity.WARNING, f"{self._place}, line {line}", column, reason, remedy))
