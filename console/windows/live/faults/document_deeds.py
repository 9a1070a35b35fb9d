"""What a press does to a safety document."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.authority.rights import Right
from console.faults.faults import Faults
from console.windows.live.faults.asking import Asking
from console.windows.live.faults.words import tr
from console.windows.live.faults.work_views import crew_choices
from engines.values.incidents import Incident


class DocumentDeeds:
    """Leads a document from its draft to its end."""

    def __init__(self, asking: Asking, faults: Faults, to_print: Callable[[str], None]) -> None:
        """``to_print`` gets the id of a document."""
        self._asking, self._faults, self._print = asking, faults, to_print

    def act(self, incident: Incident, document_id: str, key: str) -> None:
        """An action of a document; id "" for one that is to be."""
        safety = self._faults.safety
        if key == "print":
            self._print(document_id)
        elif key == "draft":
            self._asking.may(lambda: safety.draft(incident))
        elif key.startswith("advance "):
            self._asking.may(lambda: self._advance(document_id, key.partition(" ")[2]), Right.TAG)
        elif key == "earth":
            self._asking.may(lambda: safety.place_earths(document_id), Right.PLACE)
        elif key == "unearth":
            self._asking.may(lambda: safety.remove_earths(document_id), Right.PLACE)
        elif key == "give_up":
            self._asking.may(lambda: safety.give_up(document_id))
        elif key == "issue":
            self._asking.may(lambda: self._issue(incident, document_id))

    def _advance(self, document_id: str, state: str) -> None:
        """The next step of the state that was shown when it was pressed, and of no other."""
        document = self._faults.desk.board.documents.get(document_id)
        if document is not None and document.state.value == state:
            self._faults.safety.advance(document_id)
        else:
            self._asking.say(tr("The document has moved on meanwhile: look at it again."))

    def _issue(self, incident: Incident, document_id: str) -> None:
        """To the crew at work there, or to one that is chosen."""
        works = [w for w in self._faults.desk.board.works_of(incident.incident_id) if w.crew_id and not w.state.is_over]
        if len(works) == 1:
            self._faults.safety.advance(document_id, works[0].crew_id)
            return
        crews = crew_choices(self._faults)
        self._asking.crew(tr("Issue the safety document"), crews, partial(self._faults.safety.advance, document_id))
