from __future__ import annotations

import importlib
import pkgutil

import engines.study
from console.studies.phrases import TEMPLATES, translated
from engines.grid import difference
from engines.values.phrase import phrase


def test_every_template_of_the_engines_is_offered_for_translation() -> None:
    names = [m.name for m in pkgutil.iter_modules(engines.study.__path__)]
    modules = [difference, *(importlib.import_module(f"engines.study.{name}") for name in names)]
    said = {
        v for m in (*modules, difference) for k, v in vars(m).items() if k.isupper() and isinstance(v, str) and " " in v
    }
    assert said <= set(TEMPLATES)
    assert set(difference.PHRASES) <= set(TEMPLATES)


def test_phrase_without_translation_is_english() -> None:
    assert translated(phrase("Open {name}", name="CB 7")) == "Open CB 7"
