"""Installs the package into a bare Debian and has it work there: ``make package-test`` (as root).

PyInstaller's success says only that files were copied, and a package that installs says only that they were unpacked.
So a Debian 12 with nothing but the essential packages is made, its package sources are taken away, the package is
installed with apt, and a person without rights starts it: in a terminal, without a display, and on an X server that
runs outside. Then it is upgraded, removed and purged. Prints one JSON object; exit code 1 names what failed.

    python -m installer.package_test [--picture FILE] [--keep]
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from installer.smoke import write_simulator_map

ROOT = Path(__file__).resolve().parents[1]
DIST, BUILD = ROOT / "dist", ROOT / "build"
BASE = BUILD / "bare-debian.tar"
MIRROR = "http://deb.debian.org/debian"
PERSON, PERSON_ID = "nightshift", 4242
HOME = f"/home/{PERSON}"
DISPLAY = ":87"
IEEE33_LOSSES_KW = 202.677
MOST_WAIT_S = 180.0
WINDOW_WAIT_S = 60.0
LIVE_POINTS = 1000


class PackageError(Exception):
    """What does not work in the installed program."""


class BareRoot:
    """A Debian with the essential packages only, in a folder.

    Attributes:
        folder: where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mounts: list[Path] = []

    def unpack(self) -> None:
        """Make it, from what an earlier run has kept where there is that."""
        if not BASE.exists():
            made = self.folder.with_name("made")
            said = subprocess.run(
                ["debootstrap", "--variant=minbase", "bookworm", str(made), MIRROR],
                capture_output=True,
                text=True,
                check=False,
            )
            if said.returncode:
                raise PackageError(f"debootstrap cannot make a bare root: {said.stdout[-500:]} {said.stderr[-500:]}")
            subprocess.run(["tar", "-C", str(made), "-cf", str(BASE), "."], check=True)
            shutil.rmtree(made)
        self.folder.mkdir(parents=True)
        subprocess.run(["tar", "-C", str(self.folder), "-xf", str(BASE)], check=True)
        # Nothing may come from anywhere: only what the package brings counts.
        shutil.rmtree(self.folder / "etc/apt/sources.list.d", ignore_errors=True)
        (self.folder / "etc/apt/sources.list").write_text("")
        shutil.rmtree(self.folder / "var/lib/apt/lists", ignore_errors=True)
        for source, target in (("/proc", "proc"), ("/dev", "dev"), ("/dev/shm", "dev/shm"), ("/sys", "sys")):
            self.mount(source, target)
        self.run("useradd", "--create-home", "--uid", str(PERSON_ID), "--shell", "/bin/bash", PERSON)

    def mount(self, source: str, target: str) -> None:
        """Show a folder of this machine in the root."""
        place = self.folder / target
        place.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "--bind", source, str(place)], check=True)
        self._mounts.append(place)

    def release(self) -> None:
        """Take the folders of this machine out again."""
        while self._mounts:
            subprocess.run(["umount", "--lazy", str(self._mounts.pop())], check=False)

    def words(self, words: tuple[str, ...], as_person: bool, display: str) -> list[str]:
        """The command line that runs ``words`` inside, with a bare environment."""
        person = ["--userspec", f"{PERSON_ID}:{PERSON_ID}", "--groups", self.groups()] if as_person else []
        variables = [f"HOME={HOME if as_person else '/root'}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
        variables += [f"DISPLAY={display}"] if display.startswith(":") else []
        variables += [f"QT_QPA_PLATFORM={display}"] if display and not display.startswith(":") else []
        variables += ["DEBIAN_FRONTEND=noninteractive"]
        return ["chroot", *person, str(self.folder), "/usr/bin/env", "-i", *variables, *words]

    def groups(self) -> str:
        """Groups of the person, as numbers."""
        said = subprocess.run(
            ["chroot", str(self.folder), "id", "-G", PERSON], capture_output=True, text=True, check=True
        ).stdout
        return ",".join(said.split())

    def run(self, *words: str, as_person: bool = False, display: str = "", may_fail: bool = False) -> str:
        """What a command inside says on stdout. Raises ``PackageError`` with its last words."""
        command = self.words(words, as_person, display)
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_WAIT_S, check=False)
        except subprocess.TimeoutExpired:
            raise PackageError(f"{' '.join(words)} does not end") from None
        if (done.returncode and not may_fail) or "Traceback" in done.stderr:
            raise PackageError(f"{' '.join(words)} ended with {done.returncode}: {(done.stdout + done.stderr)[-2000:]}")
        return done.stdout + (done.stderr if may_fail else "")

    def start(self, *words: str, display: str) -> subprocess.Popen[bytes]:
        """Start a command of the person inside."""
        return subprocess.Popen(
            self.words(words, True, display), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )


@contextmanager
def x_server() -> Iterator[None]:
    """An X server outside the root; its abstract socket is reached from inside.

    It must not begin anew whenever its last client leaves: who looks for the window comes and goes, and a console that
    connects just then would find no display.
    """
    words = ["Xvfb", DISPLAY, "-screen", "0", "1920x1080x24", "-ac", "-noreset"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        socket = Path(f"/tmp/.X11-unix/X{DISPLAY[1:]}")
        await_true(socket.exists, 10.0, "Xvfb does not start")
        try:
            yield
        finally:
            server.terminate()


def await_true(is_so: Any, wait_s: float, complaint: str) -> float:
    """Wait until ``is_so()``; seconds it took. Raises ``PackageError`` with ``complaint``."""
    begin = time.perf_counter()
    while not is_so():
        if time.perf_counter() - begin > wait_s:
            raise PackageError(complaint)
        time.sleep(0.05)
    return time.perf_counter() - begin


def check_installing(root: BareRoot, deb: Path) -> float:
    """Install with apt, no package source in reach; seconds it took."""
    shutil.copyfile(deb, root.folder / "tmp" / deb.name)
    begin = time.perf_counter()
    root.run("apt-get", "install", "-y", f"/tmp/{deb.name}")
    seconds = time.perf_counter() - begin
    root.run("usermod", "--append", "--groups", "tieline", PERSON)
    for path in ("usr/bin/tieline", "usr/share/applications/tieline.desktop", "usr/share/doc/tieline/copyright"):
        if not os.path.lexists(root.folder / path):
            raise PackageError(f"/{path} was not installed")
    return seconds


def check_solving(root: BareRoot) -> float:
    """IEEE 33 in a terminal; seconds it took."""
    begin = time.perf_counter()
    answer = json.loads(root.run("tieline", "solve", "ieee33", "--json", as_person=True))
    if not answer["converged"] or abs(answer["losses_kw"] - IEEE33_LOSSES_KW) > 0.001:
        raise PackageError(f"ieee33 has {IEEE33_LOSSES_KW} kW of losses, not {answer['losses_kw']}")
    return time.perf_counter() - begin


def check_selftest(root: BareRoot) -> dict[str, str]:
    """Every check of the self-test passes; what it found. A missing display is the one warning there may be."""
    answer = json.loads(root.run("tieline", "selftest", "--json", as_person=True))
    wrong = [c for c in answer["checks"] if c["verdict"] != "ok" and (c["name"], c["verdict"]) != ("qt", "warning")]
    if wrong:
        raise PackageError(f"selftest: {wrong}")
    return {c["name"]: c["finding"] for c in answer["checks"]}


def check_refusals(root: BareRoot) -> None:
    """Without a display, and on one nobody answers at, one line says so."""
    for display, expected in (("", "no display"), (":86", "no X server lets this account in")):
        said = root.run("tieline", "open", as_person=True, display=display, may_fail=True)
        if expected not in said or len(said.strip().splitlines()) != 1:
            raise PackageError(f"display {display!r} is refused with: {said[-500:]}")


def check_full_disk(root: BareRoot) -> None:
    """On a disk without room the self-test says where, and what to do."""
    folder = root.folder / "full"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=True)
    try:
        folder.chmod(0o777)
        (folder / "filler").write_bytes(bytes(60_000))
        words = ("env", "XDG_DATA_HOME=/full", "tieline", "selftest", "--only", "disk", "--json")
        answer = json.loads(root.run(*words, as_person=True, may_fail=True))
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
    (line,) = answer["checks"]
    if line["verdict"] != "failed" or "room" not in line["finding"] or not line["remedy"]:
        raise PackageError(f"a full disk shows as {line}")


def check_offscreen(root: BareRoot) -> float:
    """The whole window, drawn without a display; seconds it took."""
    begin = time.perf_counter()
    root.run("tieline", "screenshot", "ieee33", "--out", f"{HOME}/window.png", as_person=True)
    content = (root.folder / HOME[1:] / "window.png").read_bytes()
    if not content.startswith(b"\x89PNG") or len(content) < 20_000:
        raise PackageError(f"the screenshot is no picture of a window ({len(content)} bytes)")
    return time.perf_counter() - begin


def check_live(root: BareRoot, picture: Path | None) -> dict[str, float]:
    """The demo district live on an X server: window, field heard, journal written, ended by its person.

    Seconds from the start to the window and to the first recorded values of the field.
    """
    with x_server():
        live = root.start("tieline", display=DISPLAY)
        try:
            window_s = await_true(window_is_there, WINDOW_WAIT_S, "no window within a minute")
            sites = root.folder / "var/lib/tieline/sites"
            field_s = await_true(lambda: hears_field(sites), WINDOW_WAIT_S, "no value of the simulated field came")
            if live.poll() is not None:
                raise PackageError(f"the console ended: {said_by(live)[-2000:]}")
            await_true(lambda: window_is_there("First user"), WINDOW_WAIT_S, "nobody was asked for the first user")
            if picture is not None:
                time.sleep(6.0)
                take_picture(picture, "First user")
        finally:
            end(live)
        said = said_by(live)
        if "Traceback" in said:
            raise PackageError(f"the console met a fault: {said[-2000:]}")
    log = (root.folder / HOME[1:] / ".local/state/tieline/log/tieline.log").read_text("utf-8", errors="replace")
    if "frozen" not in log or " ERROR " in log:
        raise PackageError(f"the log tells of a fault: {log[-2000:]}")
    return {"window_s": window_s, "field_s": window_s + field_s}


def rounded(value: Any) -> Any:
    """Figures with two decimals."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return round(value, 2) if isinstance(value, float) else value


def window_is_there(name: str = "Tieline") -> bool:
    """Whether a window of that name is shown on the X server."""
    told = subprocess.run(
        ["xwininfo", "-display", DISPLAY, "-root", "-tree"], capture_output=True, text=True, check=False
    ).stdout
    return any(name in line and "1x1+" not in line for line in told.splitlines()[6:])


def hears_field(sites: Path) -> bool:
    """Whether a journal and a history were begun in the machine's own folder."""
    return any(sites.glob("*/site.sqlite")) and any(sites.glob("*/history/*"))


def take_picture(path: Path, dialog: str) -> None:
    """The whole screen as a picture, a dialog laid on it: of another depth, it would be black."""
    with tempfile.TemporaryDirectory() as folder:
        screen, above = Path(folder) / "screen.xwd", Path(folder) / "dialog.xwd"
        window, left, top = place_of_window(dialog)
        for file, of in ((screen, ["-root"]), (above, ["-id", window])):
            subprocess.run(["xwd", "-display", DISPLAY, *of, "-silent", "-out", file], check=True)
        opaque = ["(", f"xwd:{above}", "-alpha", "off", ")"]
        place = ["-geometry", f"+{left}+{top}", "-composite"]
        subprocess.run(["convert", f"xwd:{screen}", "-alpha", "off", *opaque, *place, path], check=True)


def place_of_window(name: str) -> tuple[str, int, int]:
    """Number, left and top of a window whose title begins so. Raises ``PackageError`` where there is none."""
    told = subprocess.run(
        ["xwininfo", "-display", DISPLAY, "-root", "-tree"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(rf'(0x[0-9a-f]+) "{re.escape(name)}[^"]*".*\+(-?\d+)\+(-?\d+)$', told, re.MULTILINE)
    if found is None:
        raise PackageError(f"no window is called {name}")
    return found[1], int(found[2]), int(found[3])


def end(process: subprocess.Popen[bytes]) -> None:
    """End a console and all it has started."""
    if process.poll() is None:
        os.killpg(process.pid, 15)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def said_by(process: subprocess.Popen[bytes]) -> str:
    """What it said on stderr."""
    assert process.stderr is not None
    return process.stderr.read().decode(errors="replace")


def check_field(root: BareRoot) -> float:
    """The installed simulator serves, and the installed link reads every point of it; seconds it took."""
    begin = time.perf_counter()
    options = ("--seconds", "4", "--json")
    words = root.words(("tieline", "simulate", "north", "--until-stdin-closes"), True, "")
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as simulator:
        assert simulator.stdin is not None
        assert simulator.stdout is not None
        try:
            line = simulator.stdout.readline()
            if not line:
                raise PackageError("tieline simulate ended at once")
            address_map = root.folder / HOME[1:] / "north.toml"
            write_simulator_map(address_map, str(json.loads(line)["endpoint"]))
            address_map.chmod(0o644)
            said = root.run("tieline", "link", "check", f"{HOME}/north.toml", *options, as_person=True)
        finally:
            simulator.stdin.close()
    if simulator.returncode:
        raise PackageError(f"tieline simulate ended with {simulator.returncode}")
    answer = json.JSONDecoder().raw_decode(said)[0]
    points = answer["points"]
    missing = [point for point in points if not point["is_found"]]
    if missing or len(points) < LIVE_POINTS:
        raise PackageError(f"the link read {len(points)} points, {len(missing)} of them not")
    return time.perf_counter() - begin


def check_removing(root: BareRoot, deb: Path) -> None:
    """Upgrading keeps settings and sites, removing leaves the data; purging deletes sites only after a yes."""
    settings = root.folder / "etc/tieline/tieline.toml"
    settings.write_text('[settings]\ntheme = "dark"\n')
    root.run("apt-get", "install", "-y", "--reinstall", "-o", "Dpkg::Options::=--force-confold", f"/tmp/{deb.name}")
    if "dark" not in settings.read_text():
        raise PackageError("upgrading overwrote the administrator's file")
    root.run("apt-get", "remove", "-y", "tieline")
    if (root.folder / "usr/lib/tieline").exists() or os.path.lexists(root.folder / "usr/bin/tieline"):
        raise PackageError("removing left the program")
    sites = root.folder / "var/lib/tieline/sites"
    own = root.folder / HOME[1:] / ".local/state/tieline"
    if not settings.exists() or not any(sites.iterdir()) or not own.exists():
        raise PackageError("removing did not leave the data")
    root.run("dpkg", "--purge", "tieline")
    if settings.exists() or not any(sites.iterdir()):
        raise PackageError("purging without an answer has to keep the sites and take the settings")
    root.run("apt-get", "install", "-y", f"/tmp/{deb.name}")
    yes = "echo tieline tieline/purge-sites boolean true | debconf-set-selections"
    root.run("sh", "-c", yes)
    root.run("dpkg", "--purge", "tieline")
    if sites.parent.exists() or not own.exists():
        raise PackageError("purging with a yes has to delete the sites, and nothing in the homes")


def check_archive(root: BareRoot, archive: Path) -> float:
    """The archive runs from any folder, after the package has gone; seconds of a first solve."""
    target = root.folder / HOME[1:]
    subprocess.run(["tar", "-C", str(target), "-xf", str(archive)], check=True)
    name = archive.name.removesuffix("-linux-x86_64.tar.zst")
    begin = time.perf_counter()
    answer = json.loads(root.run(f"{HOME}/{name}/tieline", "solve", "ieee33", "--json", as_person=True))
    if abs(answer["losses_kw"] - IEEE33_LOSSES_KW) > 0.001:
        raise PackageError(f"the archive gives {answer['losses_kw']} kW")
    return time.perf_counter() - begin


def main() -> int:
    """Everything in order."""
    if os.geteuid():
        print("package-test: only root can make a bare Debian; run: sudo make package-test", file=sys.stderr)
        return 2
    debs, archives = sorted(DIST.glob("*.deb")), sorted(DIST.glob("*.tar.zst"))
    if not debs or not archives:
        print("package-test: dist is empty; run make package first", file=sys.stderr)
        return 2
    picture = Path(sys.argv[sys.argv.index("--picture") + 1]).absolute() if "--picture" in sys.argv else None
    work = Path(tempfile.mkdtemp(prefix="tieline-package-"))
    root = BareRoot(work / "root")
    answer: dict[str, Any] = {}
    try:
        root.unpack()
        answer["install_s"] = check_installing(root, debs[-1])
        answer["first_solve_s"] = check_solving(root)
        answer["solve_s"] = check_solving(root)
        answer["selftest"] = check_selftest(root)
        check_refusals(root)
        check_full_disk(root)
        answer["screenshot_s"] = check_offscreen(root)
        answer["live_first"] = check_live(root, picture)
        # The second start finds what the first one has written, so that only its window says something new.
        answer["live_again_window_s"] = check_live(root, None)["window_s"]
        answer["field_s"] = check_field(root)
        check_removing(root, debs[-1])
        answer["archive_solve_s"] = check_archive(root, archives[-1])
    except (PackageError, subprocess.CalledProcessError, OSError) as error:
        print(f"package-test: {error}", file=sys.stderr)
        return 1
    finally:
        root.release()
        if "--keep" not in sys.argv:
            shutil.rmtree(work, ignore_errors=True)
    answer = rounded(answer)
    (BUILD / "package-test.json").write_text(json.dumps(answer, indent=1))
    print(json.dumps(answer, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
