"""SimBench networks with their year of quarter hours, converted once and kept in the cache.

SimBench (simbench.de) is an optional extra; its tables are under the ODbL and stay in its package. Runs in
a worker: loading one takes seconds.
"""

from __future__ import annotations

import difflib
import importlib.metadata
import importlib.util
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engines.exchange.from_pandapower import from_pandapower
from engines.exchange.network_file import SUFFIX, read_network_file, write_network_file
from engines.exchange.simbench_remedy import simbench_remedy
from engines.grid.network import Network, Table, with_profiles, with_tables
from engines.grid.profiles import ProfileAssignment, Profiles, make_profiles
from engines.values.validation import Finding, InputError

Array = np.ndarray[Any, Any]
Report = Callable[[float, str], None]

CONVERSION = 1
"""Raised whenever the conversion changes, so that no older cache is taken for it."""

_SUFFIXES = {
    ("load", "p_mw"): "_pload",
    ("load", "q_mvar"): "_qload",
    ("sgen", "p_mw"): "",
    ("gen", "p_mw"): "",
    ("storage", "p_mw"): "",
}


def common_codes() -> tuple[str, ...]:
    """The codes of the single-level networks, known without loading SimBench."""
    levels = [f"LV-{kind}-" for kind in ("rural1", "rural2", "rural3", "semiurb4", "semiurb5", "urban6")]
    levels += [f"MV-{kind}-" for kind in ("rural", "semiurb", "urban", "comm")]
    levels += [f"HV-{kind}-" for kind in ("mixed", "urban")]
    return tuple(f"1-{level}-{scenario}-sw" for level in levels for scenario in (0, 1, 2))


def open_simbench(code: str, cache_dir: Path | None, report: Report) -> tuple[Network, tuple[Finding, ...]]:
    """The network of a SimBench code; from the cache where it was converted before.

    Raises ``InputError`` for an unknown code (with the nearest ones) and where SimBench is not installed.
    """
    place = f"simbench:{code}"
    if importlib.util.find_spec("simbench") is None:
        raise InputError(place, "needs the package simbench, which is not installed", simbench_remedy())
    kept = _kept_path(code, cache_dir)
    if kept is not None and kept.exists():
        report(0.3, "reading the converted network")
        try:
            return read_network_file(kept), ()
        except InputError:
            kept.unlink(missing_ok=True)
    network = _converted(code, place, report)
    if kept is None:
        return network, ()
    report(0.9, "keeping the converted network")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_network_file(network, kept)
    except (InputError, OSError):
        # A full or closed cache costs the next opening its speed, nothing else.
        return network, ()
    return network, ()


def _kept_path(code: str, cache_dir: Path | None) -> Path | None:
    safe = "".join(c for c in code if c.isalnum() or c in "-_.")
    if cache_dir is None or safe != code:
        return None
    version = importlib.metadata.version("simbench")
    return cache_dir / "simbench" / f"{code}-{version}-{CONVERSION}{SUFFIX}"


def _converted(code: str, place: str, report: Report) -> Network:
    report(0.05, "loading SimBench")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import simbench

        codes = list(simbench.collect_all_simbench_codes())
        if code not in codes:
            near = difflib.get_close_matches(code, codes, 3, 0.4)
            remedy = f"did you mean {', '.join(near)}?" if near else "see simbench.de for the codes"
            raise InputError(place, "there is no SimBench network of this code", remedy)
        report(0.2, f"reading {code}")
        net = simbench.get_simbench_net(code)
    report(0.7, "converting tables and profiles")
    network, _ = from_pandapower(net, name=f"SimBench {code}", source=place)
    network = with_tables(network, {"bus": _zoned(network.bus)})
    return with_profiles(network, simbench_profiles(net, network))


def _zoned(bus: Table) -> Table:
    """SimBench tells districts by ``subnet``."""
    if "subnet" not in bus or np.any(bus["zone"] != ""):
        return bus
    return bus.with_columns({"zone": bus["subnet"]})


def simbench_profiles(net: Any, network: Network) -> Profiles | None:
    """SimBench's year: one shape per profile and quantity, shared by all who follow it."""
    names: dict[str, int] = {}
    shapes: list[Array] = []
    assignments: list[ProfileAssignment] = []
    for (kind, column), suffix in _SUFFIXES.items():
        table = network[kind]
        if len(table) == 0 or "profile" not in table:
            continue
        known = _profile_columns(net, kind)
        followed = [f"{name}{suffix}" if name else "" for name in table["profile"].tolist()]
        rows = [row for row, name in enumerate(followed) if name in known]
        for row in rows:
            if followed[row] not in names:
                names[followed[row]] = len(shapes)
                shapes.append(known[followed[row]])
        assigned = np.array([names[followed[row]] for row in rows], np.int64)
        if rows:
            assignments.append(ProfileAssignment(kind, column, np.array(rows), assigned))
    if not shapes:
        return None
    return make_profiles(_start(net), 900, np.stack(shapes), list(names), tuple(assignments))


def _profile_columns(net: Any, kind: str) -> dict[str, Array]:
    sources = ("powerplants", "renewables") if kind in ("sgen", "gen") else (kind,)
    found: dict[str, Array] = {}
    for source in sources:
        frame = net.profiles.get(source)
        if frame is not None and len(frame):
            found |= {str(c): frame[c].to_numpy(np.float32) for c in frame.columns if c != "time"}
    return found


def _start(net: Any) -> np.datetime64:
    """SimBench writes day.month.year hour:minute."""
    from datetime import datetime

    first = next(frame["time"].iloc[0] for frame in net.profiles.values() if len(frame))
    return np.datetime64(datetime.strptime(str(first), "%d.%m.%Y %H:%M"))
