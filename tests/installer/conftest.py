"""Small libraries to look at, made by the assembler where there is one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

MakeLibrary = Callable[..., Path]


@pytest.fixture
def make_library() -> MakeLibrary:
    """Makes a shared library without code, ``needed`` by its header; a folder of its own keeps the parts apart."""
    if shutil.which("as") is None or shutil.which("ld") is None:
        pytest.skip("there is no assembler and linker on this machine")

    def make(
        path: Path, needed: Sequence[Path] = (), debug: int = 0, soname: str = "", asks: str = "", offers: str = ""
    ) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        source, part = path.with_suffix(".s"), path.with_suffix(".o")
        # Local names are what a debugger reads, and what strip takes away.
        names = "".join(f"only_for_a_debugger_{number}: .byte 0\n" for number in range(debug))
        other = "".join(f".globl {name}\n{name}: .byte 2\n" for name in offers.split())
        names += other + "".join(f".quad {name}\n" for name in asks.split())
        source.write_text(
            f'.data\n.globl made_here\nmade_here: .byte 1\n{names}.section .note.GNU-stack,"",@progbits\n'
        )
        subprocess.run(["as", "-o", str(part), str(source)], check=True)
        wanted = [str(other) for other in needed]
        command = ["ld", "-shared", "--no-as-needed", "-soname", soname or path.name, "-o", str(path), str(part)]
        subprocess.run([*command, *wanted], check=True)
        source.unlink()
        part.unlink()
        return path

    return make
