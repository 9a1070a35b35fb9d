"""Whatever the engine says of a plan can be said in the person's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import engines.dispatch
from console.windows.live.dispatch.engine_phrases import CONFLICTS, EXPLANATIONS, LIMITS
from engines.dispatch import binding, elastic
from engines.dispatch.explaining import AT_CLOCK

FOLDER = Path(engines.dispatch.__file__).parent
GERMAN = Path(__file__).parents[3] / "resources" / "translations" / "tieline_de.ts"


def templates(*files: str) -> Iterator[str]:
    """Strings with places for names and numbers."""
    for name in files:
        tree = ast.parse((FOLDER / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value:
                yield node.value


def test_every_explanation_and_conflict_is_collected() -> None:
    said = set(templates("explaining.py", "what_if.py")) - {AT_CLOCK}
    assert said <= set(EXPLANATIONS)
    assert "losses would be {value} kW higher" in said
    consequences = {one for one in templates("what_if.py") if "losses" not in one} | {
        "the load flow would have no solution"
    }
    assert {AT_CLOCK + one for one in consequences} <= set(EXPLANATIONS)
    assert set(templates("elastic.py")) == set(CONFLICTS)


def test_every_limit_has_its_word() -> None:
    words = {kind.words for table in (elastic._UPPER, elastic._CONES) for kind in table.values()}
    words |= {entry[0] for table in (binding._UPPER, binding._CONES) for entry in table.values()}
    words |= set(re.findall(r'collect\(\s*"([a-z ]+)"', (FOLDER / "ac_check.py").read_text(encoding="utf-8")))
    assert words <= set(LIMITS)


def test_german_says_them_with_the_same_places() -> None:
    text = GERMAN.read_text(encoding="utf-8").replace("&apos;", "'")
    context = text[text.index("<name>DispatchWords</name>") :]
    told = dict(re.findall(r"<source>(.*?)</source>\s*<translation>(.*?)</translation>", context, re.DOTALL))
    for template in (*EXPLANATIONS, *CONFLICTS):
        assert sorted(re.findall(r"{\w+}", told[template])) == sorted(re.findall(r"{\w+}", template)), template
