"""Whatever control says can be translated, and filled in as it is used."""

from __future__ import annotations

import ast
import inspect
import string
from types import ModuleType

import pytest

from console.control import phrases
from console.control import wording as control_wording
from engines.switching import wording as switching_wording

NUMBERS = {"f", "g"}


def templates(module: ModuleType) -> list[str]:
    return [v for k, v in vars(module).items() if k.isupper() and isinstance(v, str)]


@pytest.mark.parametrize("module", [switching_wording, control_wording])
def test_every_template_is_offered_for_translation(module: ModuleType) -> None:
    assert set(templates(module)) - {"{reason}"} <= set(phrases.TEMPLATES)


def test_every_template_has_well_formed_places() -> None:
    for template in (*templates(switching_wording), *templates(control_wording)):
        for _, name, form, _ in string.Formatter().parse(template):
            assert name is None or name.isidentifier(), template
            assert not form or form[-1] in NUMBERS, template


def test_nothing_else_is_offered() -> None:
    known = {*templates(switching_wording), *templates(control_wording)}
    assert set(phrases.TEMPLATES) <= known
    # Each is a literal, where the translation tools can read it.
    calls = [n for n in ast.walk(ast.parse(inspect.getsource(phrases))) if isinstance(n, ast.Call)]
    assert all(isinstance(argument, ast.Constant) for call in calls for argument in call.args)
