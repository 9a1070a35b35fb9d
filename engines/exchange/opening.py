"""The one entry for every network: built-in names and files of all kinds.

Importing this module is cheap; the readers and pandapower behind them are imported when they are needed.
"""

from __future__ import annotations

import difflib
import zipfile
from collections.abc import Callable
from pathlib import Path

from engines.exchange.bounds import require_readable, require_small_unpacked
from engines.grid.network import Network
from engines.values.validation import Finding, InputError, ValidationReport
from engines.values.work import DirectContext, WorkContext

Opened = tuple[Network, tuple[Finding, ...]]
Report = Callable[[float, str], None]

LARGEST_SYNTHETIC = 200_000
KINDS = "pandapower .json or .xlsx, MATPOWER .m, OpenDSS .dss or .tieline-network"


def known_names() -> dict[str, str]:
    """Built-in names with one line about each; capitals stand for what a person fills in."""
    return {
        "north": "district with two primary substations, ten feeders, 300 buses and a year of profiles",
        "ieee33": "33-bus feeder of Baran and Wu with switches, ties and customers",
        "cigre_mv": "CIGRE medium-voltage benchmark with photovoltaics and wind",
        "cigre_lv": "CIGRE low-voltage benchmark: residential, industrial, commercial",
        "simbench:CODE": "SimBench network with its year of quarter hours, e.g. simbench:1-MV-urban--0-sw",
        "synthetic:BUSES:SEED": "made-up radial district of any size, e.g. synthetic:10000:1",
    }


def open_network(name_or_path: str, *, cache_dir: Path | None = None) -> tuple[Network, ValidationReport]:
    """A network that can be worked with, and what was found in it.

    Args:
        name_or_path: a built-in name (:func:`known_names`) or a file.
        cache_dir: where converted networks are kept; ``None`` converts every time.

    Raises:
        InputError: the input cannot be used; one sentence with place and remedy. Where a network was read
            but has errors (no source, missing impedance, ...) the exception carries the whole ``report``.
    """
    return work_open(DirectContext(), name_or_path, cache_dir)


def work_open(context: WorkContext, name_or_path: str, cache_dir: Path | None) -> tuple[Network, ValidationReport]:
    """:func:`open_network` as a worker runs it, with progress."""
    from engines.exchange.validation import require_usable

    network, report = examine(context, name_or_path, cache_dir)
    require_usable(report)
    return network, report


def examine(context: WorkContext, name_or_path: str, cache_dir: Path | None) -> tuple[Network, ValidationReport]:
    """The network and its report even where the report has errors: to look at, never to work with.

    Raises ``InputError`` only where there is no network to speak of.
    """
    from engines.exchange.validation import validate

    def report(fraction: float, text: str) -> None:
        context.check_cancelled()
        context.report(fraction, text)

    report(0.02, f"opening {name_or_path}")
    network, findings = _read(name_or_path.strip(), cache_dir, report)
    report(0.95, "checking the network")
    checked = validate(network, findings)
    report(1.0, "done")
    return network, checked


def _read(name: str, cache_dir: Path | None, report: Report) -> Opened:
    family, _, rest = name.partition(":")
    if family.lower() == "simbench" and rest:
        from engines.exchange.simbench import open_simbench

        return open_simbench(rest.strip(), cache_dir, report)
    if family.lower() == "synthetic" and rest:
        return _synthetic(name, rest)
    built_in = _built_in(name.lower())
    return _file(name, report) if built_in is None else built_in


def _built_in(name: str) -> Opened | None:
    if name == "ieee33":
        from engines.exchange.ieee33 import ieee33

        return ieee33(), ()
    if name == "north":
        return _north(), ()
    if name in ("cigre_mv", "cigre_lv"):
        from engines.exchange import cigre

        return cigre.cigre_mv() if name == "cigre_mv" else cigre.cigre_lv()
    return None


def _north() -> Network:
    from engines.exchange.shipped import load_shipped

    return load_shipped("north").network


def _synthetic(name: str, rest: str) -> Opened:
    buses, _, seed = rest.partition(":")
    try:
        n_bus, number = int(buses), int(seed or 1)
    except ValueError as error:
        raise InputError(name, "needs whole numbers", "write it like synthetic:1000:1") from error
    if not 20 <= n_bus <= LARGEST_SYNTHETIC or number < 0:
        remedy = f"ask for 20 to {LARGEST_SYNTHETIC} buses and a seed of 0 or more"
        raise InputError(name, "cannot be made", remedy)
    from engines.synthesis.district import synthesise

    return synthesise(n_bus, number), ()


def _file(name: str, report: Report) -> Opened:
    path = Path(name).expanduser()
    if not path.exists():
        near = difflib.get_close_matches(name.lower(), [n.split(":")[0] for n in known_names()], 1)
        remedy = f"did you mean {near[0]}?" if near else "check the name, or use a built-in name such as ieee33"
        raise InputError(name, "there is no such file or built-in network", remedy)
    if path.is_dir():
        raise InputError(name, "is a folder, not a file", "name a file")
    kind = _kind(path)
    report(0.1, f"reading {path.name}")
    return _READERS[kind](path)


def _kind(path: Path) -> str:
    """The suffix of a known kind, or what the first bytes say where the suffix is none."""
    suffix = path.suffix.lower()
    if suffix in _READERS:
        return suffix
    if suffix in (".p", ".pkl", ".pickle"):
        reason = "is a pickle, which could run any program when read"
        raise InputError(str(path), reason, "save it from pandapower with to_json")
    if suffix == ".mat":
        raise InputError(str(path), "is a MATLAB data file", "save the case as .m with savecase")
    require_readable(path)
    with path.open("rb") as stream:
        head = stream.read(4096)
    if head.startswith(b"PK"):
        require_small_unpacked(path)
        with zipfile.ZipFile(path) as archive:
            return ".tieline-network" if "header.json" in archive.namelist() else ".xlsx"
    if head.lstrip()[:1] in (b"{", b"["):
        return ".json"
    if b"mpc" in head and b"function" in head:
        return ".m"
    raise InputError(str(path), "is of a kind this program does not read", f"choose {KINDS}")


def _json(path: Path) -> Opened:
    from engines.exchange.pandapower_file import read_pandapower_json

    return read_pandapower_json(path)


def _xlsx(path: Path) -> Opened:
    from engines.exchange.pandapower_file import read_pandapower_xlsx

    return read_pandapower_xlsx(path)


def _matpower(path: Path) -> Opened:
    from engines.exchange.matpower import read_matpower

    return read_matpower(path)


def _opendss(path: Path) -> Opened:
    from engines.exchange.opendss import read_opendss

    return read_opendss(path)


def _own(path: Path) -> Opened:
    from engines.exchange.network_file import read_network_file

    return read_network_file(path), ()


_READERS: dict[str, Callable[[Path], Opened]] = {
    ".json": _json,
    ".xlsx": _xlsx,
    ".m": _matpower,
    ".dss": _opendss,
    ".tieline-network": _own,
}
