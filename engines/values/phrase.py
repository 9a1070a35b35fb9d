"""A sentence that can still be translated."""

from __future__ import annotations

from dataclasses import dataclass

from engines.values.frozen import FrozenMap


@dataclass(frozen=True, slots=True)
class Phrase:
    """An English sentence with places for names and numbers.

    A window translates ``template`` and fills in ``arguments``; everyone else takes :attr:`text`.
    """

    template: str
    arguments: FrozenMap[str, str | int | float]

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.template.format(**self.arguments)


def phrase(template: str, **arguments: str | int | float) -> Phrase:
    """A phrase from keyword arguments."""
    return Phrase(template, FrozenMap(arguments))
