"""SimBench: converted once, its year of profiles the same as SimBench's own."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from pathlib import Path

import numpy as np
import pandapower as pp
import pytest

from engines.exchange.opening import open_network
from engines.exchange.to_pandapower import to_pandapower
from engines.grid.snapshot import Snapshot
from engines.values.validation import InputError

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("simbench") is None, reason="the extra simbench is not installed"),
    pytest.mark.filterwarnings("ignore"),
]

CODE = "1-LV-rural1--2-sw"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_a_code_gives_simbenchs_own_results_and_profiles(cache: Path) -> None:
    import simbench

    network, report = open_network(f"simbench:{CODE}", cache_dir=cache)
    assert not report.has_errors
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = simbench.get_simbench_net(CODE)
        own = simbench.get_absolute_values(net, profiles_instead_of_study_cases=True)
    again = to_pandapower(Snapshot(network))
    for each in (net, again):
        pp.runpp(each, numba=False)
    np.testing.assert_allclose(again.res_bus.vm_pu, net.res_bus.vm_pu, rtol=0, atol=1e-9)
    np.testing.assert_allclose(again.res_line.p_from_mw, net.res_line.p_from_mw, rtol=0, atol=1e-9)
    assert network.profiles is not None
    assert network.profiles.n_step == len(own["load", "p_mw"]) == 366 * 96
    for step in (0, 17_000, 35_135):
        snapshot = Snapshot(network).at(network.profiles.time_of(step))
        for kind, column in (("load", "p_mw"), ("load", "q_mvar"), ("sgen", "p_mw"), ("storage", "p_mw")):
            expected = own[kind, column].to_numpy()[step]
            tolerance = 5e-5 * max(1e-9, np.abs(own[kind, column].to_numpy()).max())
            np.testing.assert_allclose(snapshot.column(kind, column), expected, rtol=0, atol=tolerance)


def test_shapes_are_shared_and_the_second_opening_needs_no_simbench(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = open_network(f"simbench:{CODE}", cache_dir=cache)
    assert [path.suffix for path in (cache / "simbench").iterdir()] == [".tieline-network"]
    for module in [name for name in sys.modules if name.partition(".")[0] in ("simbench", "pandapower")]:
        monkeypatch.delitem(sys.modules, module)
    second, _ = open_network(f"simbench:{CODE}", cache_dir=cache)
    assert "simbench" not in sys.modules
    assert "pandapower" not in sys.modules
    assert second.structure_revision == first.structure_revision
    assert second.profiles is not None
    assert len(second.profiles.shapes) < sum(len(a.row) for a in second.profiles.assignments) / 2


def test_a_damaged_cache_is_converted_anew(cache: Path) -> None:
    open_network(f"simbench:{CODE}", cache_dir=cache)
    (kept,) = (cache / "simbench").iterdir()
    kept.write_bytes(kept.read_bytes()[:1000])
    network, _ = open_network(f"simbench:{CODE}", cache_dir=cache)
    assert len(network.bus) == 15


def test_an_unknown_code_is_answered_with_near_ones() -> None:
    with pytest.raises(InputError, match=r"did you mean .*1-LV-rural1--2-sw"):
        open_network("simbench:1-LV-rural1-2-sw")


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "simbench", None)
    with pytest.raises(InputError, match=r"tieline\[simbench\]"):
        open_network(f"simbench:{CODE}")
