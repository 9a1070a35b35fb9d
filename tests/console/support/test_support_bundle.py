"""What leaves the machine for whoever helps: everything useful, nothing secret."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from console.cli.main import main
from console.support.redaction import GONE, redact


@pytest.mark.parametrize(
    "text",
    [
        "connecting to postgresql://tieline:{secret}@db/sites failed",
        "opc.tcp://operator:{secret}@10.0.0.1:4840/x",
        'server password = "{secret}"',
        "PGPASSWORD={secret} psql",
        '{{"user": "eva", "password": "{secret}", "port": 1}}',
        "api_key: {secret}",
        "Passwort={secret};host=db",
        "hash $argon2id$v=19$m=65536,t=3,p=4${secret}$x",
        "-----BEGIN PRIVATE KEY-----\n{secret}\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n{secret} cut off",
        "secret_token='{secret}'",
        "Authorization: Bearer {secret}",
        "Authorization: Basic {secret}",
        "the token {secret} was refused",
        'password "two words {secret}"',
    ],
)
def test_whatever_looks_like_a_secret_goes(text: str) -> None:
    cleaned = redact(text.format(secret="hunter2/x"))
    assert "hunter2" not in cleaned
    assert GONE in cleaned


def test_what_helps_stays() -> None:
    line = "2026-11-21 12:00:00 ERROR link: opc.tcp://10.0.0.1:4840/x is not heard (BadTimeout), 3 points"
    assert redact(line) == line
    assert redact("postgresql://tieline:x@db/sites").endswith("@db/sites")


@pytest.fixture
def bundle(own_folders: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The parts of a bundle made on a machine with logs, settings, keys and a journal."""
    monkeypatch.setenv("TIELINE_SITE_DATABASE", "postgresql://tieline:hunter2@db/sites")
    monkeypatch.setenv("UNRELATED", "hunter2")
    files = {
        "state/tieline/log/tieline.log": "started\nlogging in with password=hunter2\n",
        "state/tieline/log/tieline.log.1": "older\n",
        "state/tieline/log/crash.previous.log": "Fatal Python error\n",
        "config/tieline/settings.json": '{"version": 1, "theme": "dark"}',
        "data/tieline/trust/own/key.pem": "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "data/tieline/sites/north/site.sqlite": "hunter2",
    }
    for name, text in files.items():
        (own_folders / name).parent.mkdir(parents=True, exist_ok=True)
        (own_folders / name).write_text(text)
    out = tmp_path / "support.zip"
    assert main(["support-bundle", "--without-selftest", "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_logs_settings_and_facts_are_in_it_and_no_secret(bundle: dict[str, str]) -> None:
    assert {"logs/tieline.log", "logs/tieline.log.1", "logs/crash.previous.log", "settings/settings.json"} <= set(
        bundle
    )
    assert "started" in bundle["logs/tieline.log"]
    assert [name for name, text in bundle.items() if "hunter2" in text] == []
    program = json.loads(bundle["program.json"])
    assert program["libraries"]["numpy"]
    assert "UNRELATED" not in bundle["environment.json"]
    assert "@db/sites" in bundle["environment.json"]


def test_keys_and_journal_are_named_but_not_in_it(bundle: dict[str, str]) -> None:
    listed = json.loads(bundle["folders.json"])
    names = {entry["name"] for folder in listed.values() for entry in folder["files"]}
    assert "trust/own/key.pem" in names
    assert not [name for name in bundle if name.endswith((".pem", ".sqlite"))]


def test_a_folder_that_is_not_there_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["support-bundle", "--out", str(tmp_path / "none" / "x.zip")]) == 2
    assert "its folder does not exist" in capsys.readouterr().err
