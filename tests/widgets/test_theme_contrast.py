"""Every pair of colours the product puts on one another can be told apart, by everyone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from widgets.theme import load_theme

THEMES = ("light", "dark")
GROUNDS = ("canvas", "panel", "raised", "selection")
TEXTS = ("text", "muted", "faint", "accent", "high", "medium", "low", "plan", "proven")
SYMBOLS = ("wire", "wire_2", "high", "medium", "low", "accent", "plan")
BARS = ("bar_live", "bar_simulator", "bar_study", "bar_replay", "bar_plan")

# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009),
# table 1, severity 1.0; applied to linear light.
VISION = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear_light(theme: str, token: str) -> np.ndarray:
    colour = load_theme(theme).color(token)
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen(theme: str, token: str, vision: str) -> np.ndarray:
    return np.clip(VISION[vision] @ linear_light(theme, token), 0.0, 1.0)


def contrast(theme: str, first: str, second: str, vision: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    one, other = sorted((float(seen(theme, token, vision) @ weights) for token in (first, second)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def worst(pairs: list[tuple[str, str]], theme: str, vision: str) -> tuple[float, str]:
    return min((contrast(theme, a, b, vision), f"{a} on {b}") for a, b in pairs)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_text_is_legible_on_every_ground(theme: str, vision: str) -> None:
    pairs = [*product(TEXTS, GROUNDS), ("on_accent", "accent"), *(("bar_text", bar) for bar in BARS)]
    ratio, pair = worst(pairs, theme, vision)
    assert ratio >= 4.5, pair


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_symbols_stand_out_from_every_ground(theme: str, vision: str) -> None:
    ratio, pair = worst([*product(SYMBOLS, GROUNDS), ("scroll", "panel")], theme, vision)
    assert ratio >= 3.0, pair


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_what_is_dead_is_faint_but_seen(theme: str, vision: str) -> None:
    ratio, pair = worst([("dead", ground) for ground in ("canvas", "panel", "raised")], theme, vision)
    assert ratio >= 2.6, pair


@pytest.mark.parametrize("theme", THEMES)
def test_contrast_of_black_on_white_would_be_21(theme: str) -> None:
    # The measure itself: bar_text is white in both themes.
    white = linear_light(theme, "bar_text")
    assert (float(white @ np.array([0.2126, 0.7152, 0.0722])) + 0.05) / 0.05 == pytest.approx(21.0)


def test_both_themes_name_the_same_colours() -> None:
    assert set(load_theme("light").tokens) == set(load_theme("dark").tokens)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("bar", BARS)
def test_a_menu_pointed_at_stays_legible_on_every_bar(theme: str, bar: str) -> None:
    # What is pointed at is shaded: the same bar, somewhat darker, never another colour.
    shade = load_theme(theme).color("bar_hover")
    assert 0.0 < shade.alphaF() < 0.5
    shaded = linear_light(theme, bar) * (1.0 - shade.alphaF())
    luminance = float(shaded @ np.array([0.2126, 0.7152, 0.0722]))
    assert 1.05 / (luminance + 0.05) >= 4.5
