"""The text of a MATPOWER case: its matrices, and the few statements cases compute with.

MATPOWER's distribution cases keep ohms and kilowatts in their tables and convert them in statements at
the end of the file. A reader that skips those gives a network that is wrong by orders of magnitude, so
they are carried out here, and a statement that is not understood is an error. Nothing is executed: the
arithmetic is evaluated node by node.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

COLUMNS: dict[str, tuple[str, ...]] = {
    "bus": ("BUS_I", "BUS_TYPE", "PD", "QD", "GS", "BS", "BUS_AREA", "VM", "VA", "BASE_KV", "ZONE", "VMAX", "VMIN"),
    "gen": ("GEN_BUS", "PG", "QG", "QMAX", "QMIN", "VG", "MBASE", "GEN_STATUS", "PMAX", "PMIN"),
    "branch": (
        "F_BUS", "T_BUS", "BR_R", "BR_X", "BR_B", "RATE_A", "RATE_B", "RATE_C", "TAP", "SHIFT", "BR_STATUS",
        "ANGMIN", "ANGMAX",
    ),
}  # fmt: skip
"""Columns of the case format, version 2 (MATPOWER manual, appendix B)."""

_NEEDED = {"bus": 13, "gen": 8, "branch": 11}


class NotUnderstood(ValueError):
    """The text is not a case this reader can vouch for."""


@dataclass
class Case:
    """A case as read: matrices of numbers, lists of names, and plain numbers."""

    matrices: dict[str, Array] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)

    @property
    def base_mva(self) -> float:
        """Base power."""
        return self.numbers["mpc.baseMVA"]

    def column(self, matrix: str, name: str) -> Array:
        """One column of a matrix by its MATPOWER name."""
        return np.asarray(self.matrices[matrix][:, COLUMNS[matrix].index(name)])


def parse_case(text: str) -> Case:
    """The case in ``text``. Raises ``NotUnderstood`` with a clause saying why."""
    case = Case()
    for statement in _statements(_without_comments(text)):
        _carry_out(statement, case)
    for matrix, width in _NEEDED.items():
        found = case.matrices.get(matrix)
        if found is None:
            raise NotUnderstood(f"has no mpc.{matrix}")
        if found.ndim != 2 or found.shape[1] < width:
            raise NotUnderstood(f"mpc.{matrix} has fewer than {width} columns")
    if not case.numbers.get("mpc.baseMVA", 0) > 0:
        raise NotUnderstood("has no positive mpc.baseMVA")
    return case


def _without_comments(text: str) -> str:
    """The text without comments, quoted percent signs kept, continued lines joined."""
    text = re.sub(r"(?ms)^\s*%\{\s*$.*?^\s*%\}\s*$", "", text)
    lines = [re.sub(r"('(?:[^'\n]|'')*')|%.*", lambda m: m.group(1) or "", line) for line in text.splitlines()]
    return re.sub(r"\.\.\.[^\n]*\n", " ", "\n".join(lines))


def _statements(text: str) -> list[str]:
    """Split at semicolons and line ends outside brackets and quotes."""
    found: list[str] = []
    depth, start, quoted = 0, 0, False
    for at, character in enumerate(text):
        if character == "'":
            quoted = not quoted and (depth > 0 or at == 0 or text[at - 1] in " =([{,;\t") if not quoted else False
        elif quoted:
            quoted = character != "\n"
        elif character in "[{(":
            depth += 1
        elif character in ")}]":
            depth -= 1
        elif character in ";\n" and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
    found.append(text[start:].strip())
    if depth > 0:
        raise NotUnderstood("is cut off: a bracket is never closed")
    return [statement for statement in found if statement]


def _carry_out(statement: str, case: Case) -> None:
    if re.match(r"(function\b|end$|return$|define_constants$|\[[^\]]*\]\s*=\s*idx_\w+$)", statement):
        return
    target, equals, value = statement.partition("=")
    target, value = target.strip(), value.strip()
    if not equals:
        raise NotUnderstood(f"contains the statement {_short(statement)!r}, which this reader does not carry out")
    name = target.removeprefix("mpc.")
    if target.startswith("mpc.") and value.startswith("["):
        case.matrices[name] = _matrix(value, name)
    elif target.startswith("mpc.") and value.startswith("{"):
        case.names[name] = re.findall(r"'([^']*)'", value)
    elif value.startswith("'"):
        return
    elif match := re.fullmatch(r"mpc\.(\w+)\(\s*:\s*,\s*(\[[^\]]*\]|\w+)\s*\)", target):
        _assign_columns(match[1], match[2], value, case, statement)
    elif re.fullmatch(r"(mpc\.)?\w+", target):
        number = _value(value, case, statement, "")
        if not isinstance(number, float):
            raise NotUnderstood(f"contains the statement {_short(statement)!r}, which this reader does not carry out")
        case.numbers[target] = number
    else:
        raise NotUnderstood(f"contains the statement {_short(statement)!r}, which this reader does not carry out")


def _matrix(text: str, name: str) -> Array:
    rows = [row for row in re.split(r"[;\n]", text.strip("[] \t\n")) if row.strip(" ,\t")]
    try:
        numbers = [[float(cell) for cell in re.split(r"[\s,]+", row.strip(" ,\t"))] for row in rows]
    except ValueError as error:
        raise NotUnderstood(f"mpc.{name} holds something that is not a number ({error})") from error
    if len({len(row) for row in numbers}) > 1:
        raise NotUnderstood(f"the rows of mpc.{name} differ in length")
    return np.array(numbers, np.float64)


def _assign_columns(matrix: str, columns: str, value: str, case: Case, statement: str) -> None:
    for name in re.findall(r"\w+", columns):
        at = _position(matrix, name, case, statement)
        result = _value(value, case, statement, name)
        case.matrices[matrix][:, at] = result


def _position(matrix: str, name: str, case: Case, statement: str) -> int:
    """Zero-based column of a MATPOWER column name or number."""
    if matrix in COLUMNS and matrix in case.matrices:
        if name in COLUMNS[matrix]:
            return COLUMNS[matrix].index(name)
        if name.isdigit() and 1 <= int(name) <= case.matrices[matrix].shape[1]:
            return int(name) - 1
    raise NotUnderstood(f"contains the statement {_short(statement)!r}, which names an unknown column")


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos, "tan": np.tan, "acos": np.arccos, "asin": np.arcsin, "abs": np.abs,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


def _value(text: str, case: Case, statement: str, column: str) -> Any:
    """An arithmetic expression; a reference to columns gives the one that stands where ``column`` does."""
    values: dict[str, Any] = {"pi": math.pi}

    def keep(value: Any) -> str:
        values[f"v{len(values)}"] = value
        return f"v{len(values) - 1}"

    def columns(match: re.Match[str]) -> str:
        names: list[str] = re.findall(r"\w+", match[2])
        at = _position(match[1], column if column in names else names[0], case, statement)
        return keep(np.take(case.matrices[match[1]], at, axis=1))

    def cell(match: re.Match[str]) -> str:
        row = int(match[2]) - 1
        return keep(float(case.matrices[match[1]][row, _position(match[1], match[3], case, statement)]))

    def number(match: re.Match[str]) -> str:
        return keep(case.numbers[match[0]]) if match[0] in case.numbers else match[0]

    try:
        text = re.sub(r"mpc\.(\w+)\(\s*:\s*,\s*(\[[^\]]*\]|\w+)\s*\)", columns, text)
        text = re.sub(r"mpc\.(\w+)\(\s*(\d+)\s*,\s*(\w+)\s*\)", cell, text)
        text = re.sub(r"mpc\.\w+|\b[A-Za-z_]\w*\b", number, text)
        text = re.sub(r"\.?\^", "**", text).replace(".*", "*").replace("./", "/")
        return _evaluate(ast.parse(text, mode="eval").body, values)
    except (SyntaxError, KeyError, IndexError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        reason = f"contains the statement {_short(statement)!r}, which this reader does not carry out"
        raise NotUnderstood(reason) from error


def _evaluate(node: ast.expr, values: dict[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, values)
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_evaluate(left, values), _evaluate(right, values))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
            return _FUNCTIONS[name](_evaluate(argument, values))
    raise ValueError("not arithmetic")


def _short(statement: str) -> str:
    line = " ".join(statement.split())
    return line if len(line) <= 60 else line[:57] + "..."
