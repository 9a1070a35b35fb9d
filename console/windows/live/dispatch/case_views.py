"""A case being edited, made into what its editor shows."""

from __future__ import annotations

from typing import Any

from console.dispatch.case_text import value_text
from console.dispatch.draft import CaseDraft
from console.windows.live.dispatch.case_words import TABLES, field_head, table_text
from console.windows.live.dispatch.words import capital, tr
from engines.values.dispatch_case_layout import DEVICE_FIELDS, PROFILES, SINGLE_TABLES, CaseProblem
from widgets.dispatch.case_lines import CaseCell, CaseGroup, CaseHead, CaseTable, CaseTrouble, CaseView


def case_view(draft: CaseDraft, group: str) -> CaseView:
    """The editor with one table open."""
    problems = draft.all_problems
    groups = tuple(
        CaseGroup(key, table_text(key), count_of(draft.document, key), sum(p.table == key for p in problems))
        for key in TABLES
    )
    if problems:
        state = tr("It cannot be planned: {reason}").format(reason=problems[0].sentence)
    elif draft.why_not:
        state = capital(draft.why_not) + " …"
    else:
        state = tr("Every value is accepted, and it fits its network.")
    name = value_text(draft.document.get("name", ""))
    return CaseView(name, state, not problems, groups, group, table_of(draft, group), tuple(map(trouble, problems)))


def count_of(document: dict[str, Any], table: str) -> int:
    """How many records a table has, -1 where it has no list."""
    if table in SINGLE_TABLES:
        return -1
    return len(records_of(document, table))


def records_of(document: dict[str, Any], table: str) -> list[Any]:
    """The records of a table with a list."""
    found = document.get(table, {} if table == PROFILES else [])
    if table == PROFILES:
        return list(found.items()) if isinstance(found, dict) else []
    return found if isinstance(found, list) else [found]


def table_of(draft: CaseDraft, table: str) -> CaseTable:
    """The values of a table, each with what is wrong with it."""
    problems = [problem for problem in draft.all_problems if problem.table == table]
    if table in SINGLE_TABLES:
        record = draft.document.get(table, {})
        fields = SINGLE_TABLES[table]
        rows = tuple((_cell(record, field.name, [p for p in problems if p.field == field.name]),) for field in fields)
        return CaseTable((CaseHead(tr("Value")),), rows, tuple(map(field_head, fields)), is_list=False)
    if table == PROFILES:
        return _profiles(draft.document, problems)
    fields = DEVICE_FIELDS[table]
    rows_of = []
    for number, record in enumerate(records_of(draft.document, table)):
        own = [p for p in problems if p.number == number]
        rows_of.append(tuple(_cell(record, f.name, [p for p in own if p.field == f.name]) for f in fields))
    names = tuple(CaseHead(str(k + 1)) for k in range(len(rows_of)))
    empty = tr("There is none. “Add” makes one.")
    return CaseTable(tuple(map(field_head, fields)), tuple(rows_of), names, empty=empty)


def _profiles(document: dict[str, Any], problems: list[CaseProblem]) -> CaseTable:
    heads = (
        CaseHead(tr("Name"), is_number=False),
        CaseHead(tr("Per unit: one value a step, 24 of the hours, or a formula of the hour h"), is_number=False),
    )
    rows = []
    for number, (name, value) in enumerate(records_of(document, PROFILES)):
        said = next((p.sentence for p in problems if p.number == number), "")
        rows.append((CaseCell(str(name)), CaseCell(value_text(value), said)))
    names = tuple(CaseHead(str(k + 1)) for k in range(len(rows)))
    return CaseTable(heads, tuple(rows), names, empty=tr("There is no profile. “Add” makes one."))


def _cell(record: Any, name: str, problems: list[CaseProblem]) -> CaseCell:
    value = record.get(name) if isinstance(record, dict) else None
    return CaseCell(value_text(value), problems[0].sentence if problems else "")


def trouble(problem: CaseProblem) -> CaseTrouble:
    """Something that is wrong, with the cell it is about."""
    if problem.table in SINGLE_TABLES:
        names = [field.name for field in SINGLE_TABLES[problem.table]]
        row = names.index(problem.field) if problem.field in names else -1
        return CaseTrouble(problem.sentence, problem.table, row, 0)
    if problem.table == PROFILES:
        return CaseTrouble(problem.sentence, PROFILES, problem.number, 1)
    names = [field.name for field in DEVICE_FIELDS.get(problem.table, ())]
    column = names.index(problem.field) if problem.field in names else 0
    return CaseTrouble(problem.sentence, problem.table, problem.number, column)
