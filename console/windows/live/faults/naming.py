"""Names of equipment and places, and sentences with names in place of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.studies.phrases import translated
from console.windows.live.faults.words import tr
from console.workflows.plain_sentences import plain
from engines.grid.network import Network
from engines.values.frozen import FrozenMap
from engines.values.location import Hypothesis
from engines.values.phrase import Phrase


class Namer:
    """Names equipment as people do.

    Args:
        crews: gives the names of crews by id.
    """

    def __init__(self, network: Network, crews: Callable[[], Mapping[str, str]] = dict) -> None:
        self._network, self._crews = network, crews

    def said(self, sentence: str) -> str:
        """A sentence of the record, with names and numbers where it has ids."""
        return plain(sentence, self.name, self._crews())

    def name(self, element_id: str) -> str:
        """What an element is called; its id where the network does not have it."""
        ref = self._network.find(element_id)
        return self._network.label(ref) if ref is not None else element_id

    def words(self, told: Phrase) -> str:
        """A sentence in the person's language, with names where it has ids."""
        named = {
            key: ", ".join(map(self.name, value.split(", "))) if isinstance(value, str) else value
            for key, value in told.arguments.items()
        }
        return translated(Phrase(told.template, FrozenMap(named)))

    def zone(self, found: Hypothesis) -> str:
        """A zone by its lines; of several the first and the last."""
        lines = [i for i in found.element_ids if i.startswith("line:")]
        ids = lines or list(found.element_ids)
        if not ids:
            return "–"
        if len(ids) == 1:
            return self.name(ids[0])
        if len(ids) == 2:
            return f"{self.name(ids[0])}, {self.name(ids[1])}"
        return tr("{first} to {last}").format(first=self.name(ids[0]), last=self.name(ids[-1]))
