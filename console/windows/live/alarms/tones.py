"""What the horn plays for each priority, made from sines: told apart by pitch, number and pace, not by loudness."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Any

import numpy as np

from engines.values.violations import Severity

RATE = 22_050
LOUDNESS = 0.45
_EDGE_S = 0.008

TONES: dict[Severity, tuple[tuple[float, float], ...]] = {
    Severity.HIGH: ((988, 0.12), (740, 0.12), (988, 0.12), (740, 0.12), (988, 0.12), (740, 0.18)),
    Severity.MEDIUM: ((659, 0.18), (0, 0.10), (659, 0.24)),
    Severity.LOW: ((440, 0.30),),
}
"""Pitch in hertz, 0 for a pause, and seconds."""
PERIOD_S = {Severity.HIGH: 1.5, Severity.MEDIUM: 3.0, Severity.LOW: 8.0}
"""How often it is played until it is silenced."""


def samples(severity: Severity) -> np.ndarray[Any, Any]:
    """One round of the horn as 16-bit samples."""
    parts = []
    for hertz, seconds in TONES[severity]:
        time = np.arange(round(seconds * RATE)) / RATE
        edge = np.minimum(1.0, np.minimum(time, seconds - time) / _EDGE_S)
        parts.append(edge * np.sin(2 * np.pi * hertz * time))
    return np.asarray(LOUDNESS * 32_767 * np.concatenate(parts), "<i2")


def write_tone(severity: Severity, folder: Path) -> Path:
    """The file of a priority's tone, written where it is not there."""
    path = folder / f"horn-{severity.name.lower()}.wav"
    wanted = samples(severity)
    if path.is_file() and path.stat().st_size == wanted.nbytes + 44:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(wanted.tobytes())
    return path
