"""``tieline simulate`` as a person or a supervising program uses it."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from console.cli.main import main


def test_a_port_in_use_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["simulate", "ieee33", "--port", str(port)]) == 2
    said = capfd.readouterr().err
    assert said.startswith(f"tieline: 127.0.0.1:{port}: cannot listen there")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "nowhere"),
        (["ieee33", "--script", "nowhere.toml"], "--script nowhere.toml: cannot be read"),
        (["ieee33", "--user", "anna"], "--user anna: the password would travel in plain text"),
        (["study.tieline"], "a study cannot be simulated"),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["simulate", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["--port", "70000"], ["--speed", "-1"], ["--speed", "nan"], ["--select-timeout", "0"]]
)
def test_wrong_numbers_are_refused_before_anything_starts(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", "ieee33", *words])
    assert ended.value.code == 2
    assert words[1] in capsys.readouterr().err


def test_a_wrong_script_is_named_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = tmp_path / "day.toml"
    script.write_text("\n[[entry]]\nat = 1\nevent = {event = 'lost_communication', element_id = 'switch:99'}\n")
    assert main(["simulate", "ieee33", "--script", str(script)]) == 2
    error = capsys.readouterr().err
    assert f"--script {script}, line 2, entry 1: switch:99" in error
    assert error.count("\n") == 1


def test_no_password_is_named() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "console.cli.main", "simulate", "ieee33", "--security", "sign", "--user", "anna"],
        cwd=Path(__file__).parents[4],
        input="\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    assert "there is no password" in ran.stderr
