"""A user of a site and the part of the network they answer for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from console.authority.rights import Right, Role, may
from engines.values.validation import InputError


@dataclass(frozen=True, slots=True)
class Area:
    """Area of responsibility.

    Attributes:
        is_all: the whole site; the rest then says nothing.
        feeders, substations: names of which every element counts.
        prefixes: beginnings of element ids, as ``switch:F1-``.
    """

    is_all: bool = False
    feeders: tuple[str, ...] = ()
    substations: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def covers(self, element_id: str, feeder: str = "", substation: str = "") -> bool:
        """Whether an element lies in it; ``feeder`` and ``substation`` are those it belongs to, where known."""
        return (
            self.is_all
            or (feeder != "" and feeder in self.feeders)
            or (substation != "" and substation in self.substations)
            or any(element_id.startswith(prefix) for prefix in self.prefixes if prefix)
        )

    @property
    def text(self) -> str:
        """For the journal and for people."""
        if self.is_all:
            return "all"
        parts = [f"feeder {f}" for f in self.feeders] + [f"substation {s}" for s in self.substations]
        return ", ".join([*parts, *(f"{p}*" for p in self.prefixes)]) or "nothing"


WHOLE_SITE = Area(is_all=True)


def area_of_text(text: str) -> Area:
    """The area of what :attr:`Area.text` says. Raises ``InputError`` naming the part that says nothing."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if [part.casefold() for part in parts] == ["all"]:
        return WHOLE_SITE
    feeders: list[str] = []
    substations: list[str] = []
    prefixes: list[str] = []
    for part in parts:
        word, _, name = part.partition(" ")
        if word.casefold() == "feeder" and name.strip():
            feeders.append(name.strip())
        elif word.casefold() == "substation" and name.strip():
            substations.append(name.strip())
        elif part.endswith("*") and len(part) > 1:
            prefixes.append(part[:-1])
        else:
            raise InputError("area", f"{part!r} says nothing", "write all, or feeder F1, substation North, switch:F1-*")
    if not parts:
        raise InputError("area", "is empty", "write all, or feeder F1, substation North, switch:F1-*")
    return Area(False, tuple(feeders), tuple(substations), tuple(prefixes))


@dataclass(frozen=True, slots=True)
class User:
    """A person known to the site.

    Attributes:
        name: sign-in name, as it stands in the journal.
        is_active: one who is not may not sign in; users are never deleted, the journal names them.
    """

    name: str
    roles: frozenset[Role]
    area: Area = WHOLE_SITE
    full_name: str = ""
    is_active: bool = True

    def may(self, right: Right) -> bool:
        """Whether a role carries the right; the area is asked for apart."""
        return self.is_active and may(self.roles, right)


def sign_in_name(text: str) -> str:
    """``text`` as a sign-in name: small letters. Raises ``InputError`` where it cannot be one."""
    name = text.strip().casefold()
    if not 2 <= len(name) <= 32 or not all(c.isalnum() or c in "._-" for c in name) or not name[0].isalnum():
        raise InputError(
            f"name {text.strip()!r}", "cannot be a sign-in name", "use 2 to 32 letters, digits, dots, dashes"
        )
    return name


def pack_user(user: User) -> str:
    """A user as text, without the password."""
    return json.dumps({**asdict(user), "roles": sorted(user.roles)}, ensure_ascii=False)


def unpack_user(text: str) -> User:
    """A user of text; a role this version does not know carries no right."""
    packed = json.loads(text)
    area: Mapping[str, list[str]] = packed["area"]
    return User(
        name=packed["name"],
        roles=frozenset(Role(r) for r in packed["roles"] if r in tuple(Role)),
        area=Area(bool(area["is_all"]), tuple(area["feeders"]), tuple(area["substations"]), tuple(area["prefixes"])),
        full_name=packed["full_name"],
        is_active=packed["is_active"],
    )
