"""``tieline screenshot``: the whole window as a picture, without a display."""

from __future__ import annotations

import argparse
from pathlib import Path

from console.cli.answers import print_json
from console.cli.case import add_case_argument, parse_time
from engines.values.validation import InputError

SUMMARY = "Picture of the whole window after the load flow, drawn without a display."
LAYERS = ("voltage", "loading", "losses", "feeders", "energisation", "comparison")


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 640 <= int(width) <= 7680 and 480 <= int(height) <= 4320):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 1920x1080")
    return int(width), int(height)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    add_case_argument(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="PNG", help="file to write")
    parser.add_argument("--size", type=_size, default=(1920, 1080), metavar="WxH", help="window size")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--layer", choices=LAYERS, default="voltage", help="what the diagram shows")
    parser.add_argument("--view", choices=("schematic", "map"), default="schematic")
    parser.add_argument("--at", type=parse_time, metavar="TIME", help="moment on the profiles")
    parser.add_argument("--select", default="", metavar="ID", help="element to select")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Write the picture; 1 when the load flow did not converge (the picture says so too)."""
    from console.application import take_screenshot

    if not arguments.out.parent.is_dir():
        raise InputError(str(arguments.out), "its folder does not exist", "create it or name another")
    answer = take_screenshot(arguments)
    if arguments.json:
        print_json(answer)
    else:
        print(f"{answer['out']}: {answer['width']} x {answer['height']}, {answer['status']}")
    return 0 if answer["converged"] else 1
