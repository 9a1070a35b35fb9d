"""Where the product keeps what it writes on this machine."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs


def cache_folder() -> Path:
    """For what can be made again: converted networks."""
    return Path(PlatformDirs("tieline", appauthor=False).user_cache_dir)


def data_folder() -> Path:
    """For what a person has decided and nothing can make again: trusted certificates."""
    return Path(PlatformDirs("tieline", appauthor=False).user_data_dir)


def state_folder() -> Path:
    """For what must survive a crash: autosaves."""
    return Path(PlatformDirs("tieline", appauthor=False).user_state_dir)


def config_folder() -> Path:
    """For settings and the window's layout."""
    return Path(PlatformDirs("tieline", appauthor=False).user_config_dir)


def log_folder() -> Path:
    """For logs."""
    return Path(PlatformDirs("tieline", appauthor=False).user_log_dir)
