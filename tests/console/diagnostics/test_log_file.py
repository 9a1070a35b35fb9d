"""The log is bounded and never in the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.diagnostics.log_file import LOG_NAME, LogFile, close_log, open_log


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    logger = logging.Logger("test", logging.DEBUG)
    yield logger
    for handler in logger.handlers:
        close_log(handler)


def test_old_records_go_when_the_files_are_full(logger: logging.Logger, tmp_path: Path) -> None:
    logger.addHandler(LogFile(tmp_path / LOG_NAME, file_bytes=2000, old_files=2))
    for k in range(500):
        logger.info("record %d", k)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [LOG_NAME, f"{LOG_NAME}.1", f"{LOG_NAME}.2"]
    assert sum(file.stat().st_size for file in files) <= 6000
    assert "record 499" in files[0].read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the always full device")
def test_a_full_disk_loses_records_and_nothing_else(
    logger: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / LOG_NAME).symlink_to("/dev/full")
    handler = LogFile(tmp_path / LOG_NAME)
    logger.addHandler(handler)
    for k in range(10):
        logger.error("record %d", k)
    assert handler.lost == 10
    assert capsys.readouterr().err == ""


def test_writing_goes_on_when_there_is_room_again(
    logger: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.diagnostics.log_file.RETRY_S", 0.0)
    handler = LogFile(tmp_path / "missing" / LOG_NAME)
    logger.addHandler(handler)
    logger.error("lost")
    (tmp_path / "missing").mkdir()
    logger.error("kept")
    assert handler.lost == 1
    text = (tmp_path / "missing" / LOG_NAME).read_text()
    assert "kept" in text
    assert "lost" not in text


def test_the_folder_is_made(tmp_path: Path) -> None:
    handler = open_log(tmp_path / "a" / "b")
    logging.getLogger("engines.loadflow").warning("worst bus %s", "18")
    close_log(handler)
    text = (tmp_path / "a" / "b" / LOG_NAME).read_text()
    assert "WARNING" in text
    assert "engines.loadflow: worst bus 18" in text


def test_a_folder_that_cannot_be_made_is_survived(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    handler = open_log(tmp_path / "file" / "log")
    logging.getLogger("engines").warning("x")
    close_log(handler)
    assert handler.lost == 1
