"""A PostgreSQL server of a test's own: made, started, stopped and killed as an ordinary account, on a local socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PATIENCE_S = 30.0


def programs() -> Path | None:
    """Folder of the newest PostgreSQL programs of this machine, ``None`` where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    known = shutil.which("postgres")
    return Path(known).resolve().parent if known else None


class PostgresServer:
    """Runs until :meth:`end`; the folder goes with it."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None
        self._programs, self._folder = folder, Path(tempfile.mkdtemp(prefix="tieline-pg-"))
        # The server refuses to run as root.
        self._account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
        if self._account is not None:
            os.chown(self._folder, self._account.pw_uid, self._account.pw_gid)
        self._data = self._folder / "data"
        self._run("initdb", "-D", str(self._data), "-U", "tieline", "-A", "trust", "-E", "UTF8", "--locale", "C", "-N")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        """As libpq takes it."""
        return f"host={self._folder} user=tieline dbname=postgres"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [
            str(self._programs / "postgres"), "-D", str(self._data), "-k", str(self._folder), "-c", "fsync=off",
            "-c", "listen_addresses=", "-c", "shared_buffers=32MB", "-c", "max_connections=40", "-c", "jit=off",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._folder, **self._as_account()
        )
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError("the test's PostgreSQL server ended at once")
            if self._answers():
                return
            time.sleep(0.05)
        raise RuntimeError("the test's PostgreSQL server does not answer")

    def stop(self) -> None:
        """As an administrator does: sessions are ended, everything is written."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """As a power cut does; what it left behind is recovered at the next start."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE_S)
        for child in children:
            if Path(f"/proc/{child}").exists():
                os.kill(int(child), signal.SIGKILL)

    def empty(self) -> None:
        """Forget every site."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as connection:
            names = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tieline%'"
            for (name,) in connection.execute(names).fetchall():
                connection.execute(f'DROP SCHEMA "{name}" CASCADE')

    def hang(self) -> None:
        """As with a disk that stalls: it is there and answers nobody."""
        for number in self._all():
            os.kill(number, signal.SIGSTOP)

    def go_on(self) -> None:
        """After :meth:`hang`."""
        for number in self._all():
            os.kill(number, signal.SIGCONT)

    def _all(self) -> list[int]:
        assert self._process is not None
        own = self._process.pid
        return [own, *map(int, Path(f"/proc/{own}/task/{own}/children").read_text().split())]

    def end(self) -> None:
        """Stop it for good."""
        if self._process is not None and self._process.poll() is None:
            self._signal(signal.SIGINT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)
        self._process.wait(PATIENCE_S)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._programs / program), *arguments],
            check=True, stdout=subprocess.DEVNULL, cwd=self._folder, **self._as_account(),
        )  # fmt: skip

    def _as_account(self) -> dict[str, object]:
        if self._account is None:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
