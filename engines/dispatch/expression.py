"""A profile written as a formula of the hour, such as ``max(0, sin(pi * (h - 6) / 13)) for 6 < h < 19, else 0``.

Only arithmetic is understood: a case file never runs code.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from engines.values.validation import InputError

Array = np.ndarray[Any, Any]

_LONGEST = 400
_WHERE = re.compile(r"^(?P<value>.*?)\s+for\s+(?P<where>.*?),?\s*else\s+(?P<other>.*)$", re.DOTALL)
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sin": np.sin,
    "cos": np.cos,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "max": np.maximum,
    "min": np.minimum,
}
_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_REMEDY = "use h, pi, numbers, + - * / **, sin cos exp sqrt abs max min, and 'for 6 < h < 19, else 0'"


def evaluate(text: str, hours: Array, place: str) -> Array:
    """The formula at ``hours``, ``(n,)`` float. Raises ``InputError`` for what is no formula."""
    if len(text) > _LONGEST:
        raise InputError(place, "the formula is too long", "give one value an hour")
    parts = _WHERE.match(text.strip())
    hours = np.asarray(hours, np.float64)
    with np.errstate(all="ignore"):
        if parts is None:
            return _spread(_value(text, hours, place), hours)
        inside = _spread(_value(parts["where"], hours, place), hours).astype(bool)
        value = _spread(_value(parts["value"], hours, place), hours)
        return np.where(inside, value, _spread(_value(parts["other"], hours, place), hours))


def _spread(value: Any, hours: Array) -> Array:
    return np.asarray(np.broadcast_to(np.asarray(value, np.float64), hours.shape)).copy()


def _value(text: str, hours: Array, place: str) -> Any:
    try:
        return _node(ast.parse(text.strip(), mode="eval").body, hours)
    except (SyntaxError, ValueError, TypeError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        raise InputError(place, f"{text.strip()!r} is not a formula known here", _REMEDY) from error


def _node(node: ast.expr, hours: Array) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return np.float64(node.value)
    if isinstance(node, ast.Name) and node.id in ("h", "pi"):
        return hours if node.id == "h" else np.pi
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_node(node.operand, hours)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_node(node.left, hours), _node(node.right, hours))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        return _FUNCTIONS[_known(node.func.id)](*(_node(a, hours) for a in node.args))
    if isinstance(node, ast.Compare):
        ends = [_node(part, hours) for part in (node.left, *node.comparators)]
        holds = [_COMPARISONS[_comparison(op)](ends[k], ends[k + 1]) for k, op in enumerate(node.ops)]
        return np.logical_and.reduce(holds)
    raise ValueError("not arithmetic")


def _known(name: str) -> str:
    if name not in _FUNCTIONS:
        raise ValueError(f"no function {name}")
    return name


def _comparison(op: ast.cmpop) -> type[ast.cmpop]:
    if type(op) not in _COMPARISONS:
        raise ValueError("no such comparison")
    return type(op)
