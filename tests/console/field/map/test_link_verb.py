"""``tieline link`` as a person or a script calls it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from console.cli.main import main
from engines.exchange.shipped import load_shipped

SECURE = ("--security-policy", "Aes256Sha256RsaPss")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["link", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_from_browsing_to_an_accepted_map(capsys, vendor, tmp_path) -> None:
    draft = tmp_path / "draft.csv"
    code, out, err = run(capsys, "browse", vendor.endpoint, "--network", "north", "--name", "V", "--out", str(draft))
    assert code == 1  # the chain that is deeper than anything real
    assert "2 with their element" in out
    assert "steps down" in err
    code, out, err = run(capsys, "check", str(draft), "--seconds", "0.2")
    assert "guesses" in err
    assert "switch:F1-R1/position" in out
    lines = [line for line in draft.read_text("utf-8-sig").splitlines() if "?" not in line.split(",")[1:3]]
    draft.write_text("\n".join(lines), "utf-8-sig")
    code, out, err = run(capsys, "check", str(draft), "--seconds", "0.2", "--json", "--network", "north")
    answer = json.loads(out)
    assert (code, answer["acceptable"]) == (0, True)
    position = next(p for p in answer["points"] if p["point_id"] == "switch:F1-R1/position")
    assert (position["value"], position["quality"], position["freshness"]) == (1.0, "good", "fresh")
    assert answer["servers"][0]["state"] == "up"
    drafted = draft.read_bytes()
    code, _, err = run(capsys, "browse", vendor.endpoint, "--out", str(draft))
    assert (code, draft.read_bytes()) == (2, drafted), "a map that was worked on is not written over"
    assert "is there already" in err
    assert run(capsys, "browse", vendor.endpoint, "--out", str(draft), "--force")[0] != 2
    assert draft.read_bytes() != drafted


def test_browsing_prints_what_it_finds(capsys, vendor) -> None:
    _, out, _ = run(capsys, "browse", vendor.endpoint, "--max-depth", "4")
    assert "Current  Float  120.0 A  i_ka? (named 'current' in A)" in out
    code, out, _ = run(capsys, "browse", vendor.endpoint, "--max-nodes", "5", "--json")
    answer = json.loads(out)
    assert code == 1
    assert len(answer["nodes"]) == 5
    assert answer["nodes"][0]["low"] is None


def test_a_certificate_is_shown_approved_listed_and_removed(capsys, vendor, monkeypatch) -> None:
    code, _, err = run(capsys, "browse", vendor.endpoint, *SECURE)
    assert code == 2
    assert "SHA-256" in err
    assert err.splitlines()[-1].count("tieline link trust approve") == 1
    fingerprint = err.split("trust approve ")[-1].strip()
    _, out, _ = run(capsys, "trust", "list", "--json")
    (waiting,) = json.loads(out)["certificates"]
    assert not waiting["approved"]
    code, out, _ = run(capsys, "trust", "approve", fingerprint)
    assert (code, out.split(":")[0]) == (0, "approved")
    code, _, _ = run(capsys, "browse", vendor.endpoint, *SECURE, "--max-depth", "2", "--json")
    assert code == 1
    monkeypatch.setattr(sys, "stdin", io.StringIO("secret\n"))
    code, _, _ = run(
        capsys, "browse", vendor.endpoint, *SECURE, "--max-depth", "2", "--user", "anna", "--password-stdin"
    )
    assert code == 1
    code, out, _ = run(capsys, "trust", "list")
    assert "approved since" in out
    assert run(capsys, "trust", "remove", fingerprint)[0] == 0
    assert run(capsys, "trust", "remove", fingerprint)[0] == 2
    assert run(capsys, "trust", "approve", "abc")[0] == 2


def test_our_own_certificate_is_shown(capsys) -> None:
    code, out, _ = run(capsys, "trust", "own", "--json")
    assert code == 0
    assert set(json.loads(out)) == {"file", "subject", "application_uri", "not_after", "fingerprint"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("check", "nothing.toml"), "no such file"),
        (("browse", "http://host"), "does not begin with opc.tcp"),
        (("browse", "opc.tcp://127.0.0.1:1"), "nothing listens"),
        (("browse", "opc.tcp://127.0.0.1:1", "--out", "map.xlsx"), ".toml or .csv"),
        (("browse", "opc.tcp://anna:secret@h"), "contains a user name"),
        (("browse", "opc.tcp://h", "--user", "anna", *SECURE), "not in the keyring"),
        (("browse", "opc.tcp://h", "--login-key", "x"), "belong together"),
    ],
)
def test_wrong_input_is_one_line(capsys, monkeypatch, words, expected) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert expected in err
    assert len(err.splitlines()) == 1
    assert "secret" not in err


@pytest.mark.parametrize("words", [("check", "m.toml", "--seconds", "0"), ("browse",), ("trust",), ()])
def test_wrong_words_are_told(capsys, words) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["link", *words])
    assert ended.value.code == 2


def test_a_map_that_is_not_acceptable_ends_with_1(capsys, tmp_path) -> None:
    element = str(load_shipped("north").network.bus.id[0])
    path = tmp_path / "map.toml"
    path.write_text(
        '[[server]]\nname="A"\nendpoint="opc.tcp://127.0.0.1:1"\n[[server.point]]\n'
        f'element="{element}"\nquantity="vm_pu"\nnode="i=5"\n'
    )
    code, out, _ = run(capsys, "check", str(path), "--seconds", "0.1")
    assert code == 1
    assert "not acceptable" in out
    assert "MISSING" not in out, "nobody was asked"
    assert "the server was not reached" in out


def test_neither_the_verb_nor_reading_a_map_needs_qt_or_the_protocol_library() -> None:
    code = (
        "import sys, console.cli.link, console.field.map.reading, console.field.map.drafting,"
        "console.field.map.checked, console.field.map.jobs, console.field.security.trust_store,"
        "console.field.security.passwords;"
        "print([m for m in ('PySide6', 'asyncua', 'pandapower') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
