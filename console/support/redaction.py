"""Takes secrets out of text before it leaves the machine. What looks like one goes; rather too much than too little."""

from __future__ import annotations

import re

GONE = "[removed]"

_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"(?P<before>[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@'\"]*:)(?P<secret>[^\s'\"]*)(?P<after>@)")
_NAMES = r"pass(?:word|wd|phrase|wort)?|pwd|secret|token|api[_-]?key|credentials?|private[_-]?key|pin"
_QUOTED = re.compile(
    rf"(?P<before>[\"']?[\w.-]*(?:{_NAMES})[\w.-]*[\"']?\s*[:=]\s*)(?P<quote>[\"'])(?P<secret>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    rf"(?P<before>(?<![\w.-])[\w.-]*(?:{_NAMES})[\w.-]*\s*[:=]\s*)(?P<secret>(?![\"'])[^\s,;&]+)", re.IGNORECASE
)
_BEARER = re.compile(
    r"(?P<before>\b(?:authorization\s*:\s*\w+|bearer|token)\s+)(?P<secret>[\w.~+/=-]{6,})", re.IGNORECASE
)
_TOLD = re.compile(
    rf"(?P<before>\b(?:{_NAMES})\s+)(?P<quote>[\"'])(?P<secret>(?:(?!(?P=quote)).)+)(?P=quote)", re.IGNORECASE
)
_HASH = re.compile(r"\$argon2[a-z]*\$[^\s'\"]+")


def redact(text: str) -> str:
    """``text`` without private keys, passwords in addresses, password hashes, and values of what is called so."""
    text = _PRIVATE_KEY.sub(GONE, text)
    text = _HASH.sub(GONE, text)
    text = _ADDRESS.sub(lambda found: f"{found['before']}{GONE}{found['after']}", text)
    for pattern in (_QUOTED, _TOLD):
        text = pattern.sub(lambda found: f"{found['before']}{found['quote']}{GONE}{found['quote']}", text)
    text = _BEARER.sub(lambda found: f"{found['before']}{GONE}", text)
    return _BARE.sub(lambda found: f"{found['before']}{GONE}", text)
