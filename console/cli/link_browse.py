"""``tieline link browse``: what a server has, and a first draft of its address map."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answers import print_json
from console.cli.link_access import add_login_arguments, as_input_error, credentials_for, quiet_libraries
from console.field.addresses import SecurityMode, SecurityPolicy, ServerAddress
from console.field.map.browsed import BrowseBounds, BrowsedSpace, NodeKind
from engines.values.validation import InputError

if TYPE_CHECKING:
    from console.field.map.drafting import DraftCounts

SUMMARY = "Look through the address space of a server; --out writes a first draft of its address map."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("endpoint", metavar="ENDPOINT", help="opc.tcp://host:port/path")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a draft map; .toml or .csv")
    parser.add_argument("--force", action="store_true", help="write over a map that is there already")
    parser.add_argument("--name", default="", help="what to call the server in the draft")
    parser.add_argument("--network", metavar="FILE|NAME", help="assign elements of this network where names agree")
    parser.add_argument("--paths", action="store_true", help="name nodes by browse path instead of node id")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    security = parser.add_argument_group("security")
    policies = [str(p) for p in SecurityPolicy]
    security.add_argument("--security-policy", choices=policies, default="None", help="else none")
    security.add_argument("--security-mode", choices=("sign", "encrypt"), default="encrypt", help="with a policy")
    security.add_argument("--user", default="", help="log in as")
    add_login_arguments(parser)
    bounds = parser.add_argument_group("bounds")
    usual = BrowseBounds()
    bounds.add_argument("--max-nodes", type=_positive, default=usual.nodes, metavar="N", help=f"else {usual.nodes}")
    bounds.add_argument("--max-depth", type=_positive, default=usual.depth, metavar="N", help=f"else {usual.depth}")
    bounds.add_argument(
        "--seconds", type=_positive, default=int(usual.seconds), metavar="N", help=f"else {usual.seconds:g}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Browse; 0 done, 1 where not everything could be looked at."""
    from console.field.map.drafting import draft_map
    from console.field.map.writing import write_entries

    quiet_libraries()
    if arguments.out is not None and arguments.out.suffix.lower() not in (".toml", ".csv"):
        raise InputError(str(arguments.out), "a map is a .toml or .csv file", "give one of these endings")
    if arguments.out is not None and arguments.out.exists() and not arguments.force:
        raise InputError(str(arguments.out), "is there already", "give another name, or --force to write over it")
    server = _server(arguments)
    elements = _elements(arguments.network)
    space = _browse(server, arguments)
    fields = _server_fields(server)
    entries, counts = draft_map(space, server.name, fields, elements, uses_paths=arguments.paths)
    if arguments.out is not None:
        write_entries(arguments.out, entries)
    if arguments.json:
        print_json(_answer(space, counts, arguments.out))
    else:
        _print(space, counts, arguments.out)
    return 1 if space.cut or space.problems else 0


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _server(arguments: argparse.Namespace) -> ServerAddress:
    from console.field.map.server_fields import endpoint_problem

    problem = endpoint_problem(arguments.endpoint)
    if problem is not None:
        raise InputError("ENDPOINT", *problem)
    policy = SecurityPolicy(arguments.security_policy)
    is_open = policy is SecurityPolicy.NONE
    return ServerAddress(
        name=arguments.name or arguments.endpoint.partition("//")[2].rstrip("/"),
        endpoint=arguments.endpoint,
        points=(),
        security_policy=policy,
        security_mode=SecurityMode.NONE if is_open else SecurityMode(arguments.security_mode),
        user=arguments.user,
        uses_certificate=arguments.login_certificate is not None,
    )


def _elements(case: str | None) -> Any:
    if case is None:
        return None
    from console.cli.case import open_checked
    from console.field.map.elements import ElementNames

    return ElementNames(open_checked(case)[0])


def _browse(server: ServerAddress, arguments: argparse.Namespace) -> BrowsedSpace:
    from console.field.map.jobs import browse_server
    from console.field.security.refusals import LinkRefused
    from engines.values.work import DirectContext

    credentials = credentials_for(server, arguments)
    bounds = BrowseBounds(arguments.max_nodes, arguments.max_depth, float(arguments.seconds))
    try:
        return browse_server(DirectContext(), server, credentials, bounds=bounds)
    except LinkRefused as refused:
        raise as_input_error(refused, server) from refused


def _server_fields(server: ServerAddress) -> dict[str, Any]:
    from console.field.map.disassembling import server_entry

    return {key: value for key, value in server_entry(server).fields.items() if key != "endpoint"}


def _answer(space: BrowsedSpace, counts: DraftCounts, out: Path | None) -> dict[str, Any]:
    from console.field.map.guessing import guess_variable

    nodes = []
    for node in space.nodes:
        guess = guess_variable(node) if node.kind is NodeKind.VARIABLE else None
        nodes.append(
            {
                "node": node.node,
                "path": node.path,
                "kind": str(node.kind),
                "data_type": node.data_type,
                "value": node.value,
                "status": node.status,
                "unit": node.unit,
                "low": node.low,
                "high": node.high,
                "writable": node.is_writable,
                "guess": str(guess.quantity) if guess else "",
                "guessed_from": guess.reason if guess else "",
            }
        )
    return {
        "endpoint": space.endpoint,
        "namespaces": list(space.namespaces),
        "cut": space.cut,
        "problems": [{"node": node, "reason": reason} for node, reason in space.problems],
        "assigned": counts.assigned,
        "guessed": counts.guessed,
        "unknown": counts.unknown,
        "controls": counts.controls,
        "out": str(out) if out else None,
        "nodes": nodes,
    }


def _print(space: BrowsedSpace, counts: DraftCounts, out: Path | None) -> None:
    from console.field.map.guessing import guess_variable
    from console.field.security.certificates import printable

    if out is None:
        for node in space.nodes:
            if node.kind is NodeKind.VARIABLE:
                guess = guess_variable(node)
                value = f"{node.value} {node.unit}".strip() or node.status
                meaning = f"  {guess.quantity}? ({guess.reason})" if guess else ""
                print(printable(f"{node.node}  {node.data_type or '–'}  {value}{meaning}"))
    variables = sum(node.kind is NodeKind.VARIABLE for node in space.nodes)
    print(
        f"{len(space.nodes)} nodes, {variables} variables: {counts.assigned + counts.guessed} guessed "
        f"({counts.assigned} with their element, {counts.controls} with a control), {counts.unknown} numbers unknown"
    )
    if out is not None:
        print(f"{out}: check each entry, fill in ?, and remove its guess")
    for node_path, reason in space.problems[:20]:
        print(printable(f"tieline: {node_path}: {reason}"), file=sys.stderr)
    if len(space.problems) > 20:
        print(f"tieline: and {len(space.problems) - 20} more", file=sys.stderr)
    if space.cut:
        print(f"tieline: not everything was looked at: {space.cut}", file=sys.stderr)
