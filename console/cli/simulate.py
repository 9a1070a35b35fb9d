"""``tieline simulate``: a simulated district behind an OPC UA server."""

from __future__ import annotations

import argparse
import asyncio
import gc
import getpass
import json
import logging
import math
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.case import inside_profiles, open_checked, parse_time
from console.folders import data_folder, log_folder
from engines.grid.network import Network
from engines.values.validation import InputError

if TYPE_CHECKING:
    from console.field.server.server import FieldServer, ServerOptions

SUMMARY = "Simulate a district: an OPC UA server whose devices behave as real ones would."
PASSWORD_VARIABLE = "TIELINE_SIMULATOR_PASSWORD"
LARGEST_SCRIPT = 1_000_000
FASTEST = 3600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("case", metavar="FILE|NAME", help="the network, as for tieline solve")
    parser.add_argument("--port", type=_whole(0, 65535), default=0, metavar="N", help="TCP port; 0 takes any free one")
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (else this machine only)"
    )
    parser.add_argument("--speed", type=_speed, default=1.0, metavar="X", help="simulated seconds a second; 0 pauses")
    parser.add_argument("--at", type=parse_time, metavar="TIME", help="moment on the profiles to begin with")
    parser.add_argument("--seed", type=_whole(0, 2**32 - 1), default=0, metavar="N", help="of noise and chance")
    parser.add_argument("--script", type=Path, metavar="FILE", help="TOML file with what happens when, or a storm")
    security = parser.add_argument_group("security")
    security.add_argument("--security", choices=("none", "sign", "encrypt"), default="none", help="of messages")
    security.add_argument(
        "--user",
        default="",
        metavar="NAME",
        help=f"demand this login; the password comes from {PASSWORD_VARIABLE} or is asked",
    )
    limits = parser.add_argument_group("limits, to try clients on servers with tight ones")
    for option, most in (
        ("nodes-per-read", 10_000),
        ("nodes-per-write", 10_000),
        ("nodes-per-browse", 10_000),
        ("nodes-per-method-call", 1_000),
        ("monitored-items-per-call", 10_000),
        ("monitored-items", 100_000),
        ("queue-size", 1_000),
        ("sessions", 100),
    ):
        limits.add_argument(f"--max-{option}", type=_whole(1, 10_000_000), default=most, metavar="N", help=f"{most:,}")
    parser.add_argument("--select-timeout", type=_seconds, default=30.0, metavar="S", help="how long a selection holds")
    parser.add_argument(
        "--until-stdin-closes",
        action="store_true",
        help="end when standard input is closed (for a program that starts it)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; prints one JSON line with the endpoint once clients can connect."""
    # An address space is many objects that all stay: looking for garbage among them doubles the time to the start.
    gc.disable()
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: argparse.Namespace) -> int:
    from console.field.server.server import FieldServer
    from engines.plant.plant import Plant
    from engines.plant.storm import read_script_or_storm, start_of

    options = _options(arguments)
    text, place = "", f"--script {arguments.script}"
    if arguments.script is not None:
        text = script_text(arguments.script, place)
    network = _network(arguments.case)
    script = read_script_or_storm(text, place, network)
    start = start_of(text, place)
    if arguments.at is not None:
        if network.profiles is None:
            raise InputError(f"--at {arguments.at}", f"{network.name} has no profiles", "leave --at out")
        start = inside_profiles(network.profiles, arguments.at, "--at")
    plant = Plant(network, start=start, seed=arguments.seed)
    if not plant.status.is_solved:
        raise InputError(arguments.case, f"has no load flow to begin with: {plant.status.reason}", "see tieline solve")
    server = FieldServer(plant, options, _labels(network))
    answer = {"name": arguments.case, "network": network.name, "points": len(plant.points)}
    answer |= {"security": arguments.security, "user": arguments.user, "seed": arguments.seed, "pid": os.getpid()}
    if options.certificate is not None:
        answer["certificate"] = str(options.certificate.certificate)
    with _log_file():
        asyncio.run(_serve(server, script, answer, arguments.until_stdin_closes))
    return 0


async def _serve(server: FieldServer, script: Any, answer: dict[str, Any], until_stdin_closes: bool) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            _on_signal(loop, getattr(signal, name), stop)
    try:
        await server.start(script)
        gc.freeze()
        gc.enable()
        print(json.dumps({"endpoint": server.endpoint, **answer}, ensure_ascii=False), flush=True)
        if until_stdin_closes:
            threading.Thread(target=_watch_stdin, args=(loop, stop), daemon=True, name="stdin").start()
        await server.run_until(stop)
    finally:
        await server.stop()


def _on_signal(loop: asyncio.AbstractEventLoop, number: int, stop: asyncio.Event) -> None:
    try:
        loop.add_signal_handler(number, stop.set)
    except NotImplementedError:
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    with suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(stop.set)


def _options(arguments: argparse.Namespace) -> ServerOptions:
    from console.field.addresses import SecurityMode
    from console.field.server.certificate import server_certificate
    from console.field.server.server import ServerOptions
    from console.field.server.sessions import ServerLimits

    security = SecurityMode(arguments.security)
    if arguments.user and security is SecurityMode.NONE:
        raise InputError(
            f"--user {arguments.user}",
            "the password would travel in plain text",
            "add --security sign or --security encrypt",
        )
    is_plain = security is SecurityMode.NONE
    return ServerOptions(
        host=arguments.host,
        port=arguments.port,
        security=security,
        certificate=None if is_plain else server_certificate(data_folder() / "simulator"),
        user=arguments.user,
        password=_password() if arguments.user else "",
        speed=arguments.speed,
        select_timeout_s=arguments.select_timeout,
        limits=ServerLimits(
            nodes_per_read=arguments.max_nodes_per_read,
            nodes_per_write=arguments.max_nodes_per_write,
            nodes_per_browse=arguments.max_nodes_per_browse,
            nodes_per_method_call=arguments.max_nodes_per_method_call,
            monitored_items_per_call=arguments.max_monitored_items_per_call,
            monitored_items=arguments.max_monitored_items,
            queue_size=arguments.max_queue_size,
            sessions=arguments.max_sessions,
        ),
    )


def _password() -> str:
    """From the environment, or asked, or the first line of standard input; never an argument others can read."""
    password = os.environ.get(PASSWORD_VARIABLE)
    if password is None and sys.stdin is not None and sys.stdin.isatty():
        password = getpass.getpass("password: ")
    elif password is None:
        password = _first_line()
    if not password:
        raise InputError("--user", "there is no password", f"set {PASSWORD_VARIABLE} or write it to standard input")
    return password


def _first_line() -> str:
    """Read byte by byte, so that nothing behind the line is taken from who watches for the end."""
    line = bytearray()
    with suppress(OSError, ValueError, AttributeError):
        while (byte := os.read(sys.stdin.fileno(), 1)) not in (b"", b"\n"):
            line += byte
    return line.decode("utf-8", "replace").rstrip("\r")


def script_text(path: Path, place: str) -> str:
    """The text of a script or storm file. Raises ``InputError`` where it cannot be read or is far too large."""
    try:
        if path.stat().st_size > LARGEST_SCRIPT:
            raise InputError(place, "is too large for a script", f"keep it under {LARGEST_SCRIPT} bytes")
        return path.read_text("utf-8")
    except OSError as error:
        raise InputError(place, f"cannot be read: {(error.strerror or str(error)).lower()}", "name another") from error
    except UnicodeDecodeError as error:
        raise InputError(place, "is no text in UTF-8", "save it as UTF-8") from error


def _network(case: str) -> Network:
    if case.endswith(".tieline"):
        raise InputError(case, "a study cannot be simulated", "name the network it was made from")
    network, _ = open_checked(case)
    return network


def _labels(network: Network) -> Any:
    from engines.grid.network import ElementRef

    names = {
        str(element): network.label(ElementRef(table, row))
        for table, columns in network.tables.items()
        if columns.id is not None
        for row, element in enumerate(columns.id)
    }
    return lambda element_id: names.get(element_id, element_id)


@contextmanager
def _log_file() -> Iterator[None]:
    """What clients do, and what goes wrong with them, is in the log; standard error stays for the person."""
    root, library = logging.getLogger(), logging.getLogger("asyncua")
    levels = root.level, library.level
    with suppress(OSError):
        log_folder().mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        log_folder() / "simulator.log", maxBytes=1 << 20, backupCount=2, encoding="utf-8", delay=True
    )
    # A full disk loses records and nothing else.
    handler.handleError = lambda record: None  # type: ignore[method-assign]
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-8s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    library.setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
        root.setLevel(levels[0])
        library.setLevel(levels[1])


def _speed(text: str) -> float:
    value = _number(text)
    if not 0.0 <= value <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed from 0 (paused) to {FASTEST:.0f}")
    return value


def _seconds(text: str) -> float:
    value = _number(text)
    if not 0.1 <= value <= 3600.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no time from 0.1 to 3600 seconds")
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _whole(least: int, most: int) -> Any:
    def parse(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return parse
