"""What changes and their effects are called, in the person's language.

The engines say it in English; the templates are repeated here, where the translation tools find them (a test holds
the two together).
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from engines.values.phrase import Phrase

TEMPLATES = (
    QT_TRANSLATE_NOOP("Phrases", "Open {name}"),
    QT_TRANSLATE_NOOP("Phrases", "Close {name}"),
    QT_TRANSLATE_NOOP("Phrases", "Take {name} as of unknown position"),
    QT_TRANSLATE_NOOP("Phrases", "Tap of {name} to {position:g}"),
    QT_TRANSLATE_NOOP("Phrases", "{name} to step {step:g}"),
    QT_TRANSLATE_NOOP("Phrases", "Set voltage of {name} to {vm_pu:.3f} pu"),
    QT_TRANSLATE_NOOP("Phrases", "All loads × {percent:g} %"),
    QT_TRANSLATE_NOOP("Phrases", "Loads of {where} × {percent:g} %"),
    QT_TRANSLATE_NOOP("Phrases", "All generation × {percent:g} %"),
    QT_TRANSLATE_NOOP("Phrases", "Generation of {where} × {percent:g} %"),
    QT_TRANSLATE_NOOP("Phrases", "{name} × {percent:g} %"),
    QT_TRANSLATE_NOOP("Phrases", "{name} to {p_mw:g} MW, {q_mvar:g} Mvar"),
    QT_TRANSLATE_NOOP("Phrases", "{name} to {p_mw:g} MW"),
    QT_TRANSLATE_NOOP("Phrases", "{name} to {q_mvar:g} Mvar"),
    QT_TRANSLATE_NOOP("Phrases", "Put {name} into service"),
    QT_TRANSLATE_NOOP("Phrases", "Take {name} out of service"),
    QT_TRANSLATE_NOOP("Phrases", "Replace {name} by {std_type}"),
    QT_TRANSLATE_NOOP("Phrases", "New {der}: {name}, {kw:g} kW at {bus}"),
    QT_TRANSLATE_NOOP("Phrases", "losses {before:.0f} → {after:.0f} kW"),
    QT_TRANSLATE_NOOP("Phrases", "losses {before:.2f} → {after:.2f} kW"),
    QT_TRANSLATE_NOOP("Phrases", "losses {after:.0f} kW"),
    QT_TRANSLATE_NOOP("Phrases", "load flow did not converge: {cause}"),
    QT_TRANSLATE_NOOP("Phrases", "1 bus below {limit}"),
    QT_TRANSLATE_NOOP("Phrases", "{count} buses below {limit}"),
    QT_TRANSLATE_NOOP("Phrases", "1 bus above {limit}"),
    QT_TRANSLATE_NOOP("Phrases", "{count} buses above {limit}"),
    QT_TRANSLATE_NOOP("Phrases", "all voltages within limits again"),
    QT_TRANSLATE_NOOP("Phrases", "1 overloaded branch"),
    QT_TRANSLATE_NOOP("Phrases", "{count} overloaded branches"),
    QT_TRANSLATE_NOOP("Phrases", "{count} customers lost supply"),
    QT_TRANSLATE_NOOP("Phrases", "{count} customers regained supply"),
    QT_TRANSLATE_NOOP("Phrases", "{count} of them critical"),
    QT_TRANSLATE_NOOP("Phrases", "{count} buses without supply"),
    QT_TRANSLATE_NOOP("Phrases", "{count} buses supplied again"),
    QT_TRANSLATE_NOOP("Phrases", "1 loop closed"),
    QT_TRANSLATE_NOOP("Phrases", "{count} loops closed"),
    QT_TRANSLATE_NOOP("Phrases", "radial again"),
)


def translated(phrase: Phrase) -> str:
    """The sentence in the person's language, in English where there is no translation (or a broken one)."""
    template = QCoreApplication.translate("Phrases", phrase.template)
    try:
        return template.format(**phrase.arguments)
    except (KeyError, ValueError, IndexError):
        return phrase.text
