"""The plans of a site as files: one a plan, whole or not at all."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from console.dispatch.kept import KeptPlan
from console.dispatch.packing import pack, unpack
from engines.values.validation import InputError

FOLDER_NAME = "dispatch"
LONGEST_BYTES = 50_000_000
_FORM = 1
_ID = re.compile(r"[0-9a-z-]{1,64}")


@dataclass(frozen=True, slots=True, eq=False)
class KeptPlans:
    """What lies in the folder.

    Attributes:
        problems: what could not be read, one sentence each.
    """

    plans: tuple[KeptPlan, ...] = ()
    problems: tuple[str, ...] = ()


def read_plans(folder: Path) -> KeptPlans:
    """All plans, oldest first; a file that cannot be read is told of and left where it is."""
    plans, problems = [], []
    for path in sorted(folder.glob("*.json")):
        try:
            if path.stat().st_size > LONGEST_BYTES:
                raise ValueError("it is too big")
            head, _, body = path.read_text("utf-8").partition("\n")
            if head != f"tieline dispatch {_FORM}":
                raise ValueError("it is no plan of this version")
            plan = unpack(KeptPlan, body)
            if plan.plan_id != path.stem:
                raise ValueError("it carries the name of another plan")
            plans.append(plan)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(str(InputError(str(path), f"cannot be read as a plan ({error})", "move it away")))
    return KeptPlans(tuple(sorted(plans, key=lambda plan: (plan.made_at, plan.plan_id))), tuple(problems))


def write_plan(folder: Path, plan: KeptPlan) -> None:
    """Write a plan over an older one of its id. Raises ``InputError`` where the folder cannot be written."""
    path = _path(folder, plan.plan_id)
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            file.write(f"tieline dispatch {_FORM}\n{pack(plan)}")
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        reason = f"the plan cannot be kept: {error.strerror or error}"
        raise InputError(str(folder), reason, "make the folder of the site writable") from error


def remove_plan(folder: Path, plan_id: str) -> None:
    """Forget a plan. Raises ``InputError`` where the folder cannot be written."""
    try:
        _path(folder, plan_id).unlink(missing_ok=True)
    except OSError as error:
        reason = f"the plan cannot be removed: {error.strerror or error}"
        raise InputError(str(folder), reason, "make the folder of the site writable") from error


def _path(folder: Path, plan_id: str) -> Path:
    if not _ID.fullmatch(plan_id):
        raise InputError(plan_id, "is no name of a plan", "leave the names of plans as they are")
    return folder / f"{plan_id}.json"
