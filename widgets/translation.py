"""The person's language: the product's words, Qt's own, and how dates are written."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

ENGLISH = "en"


class ProductTranslator(QTranslator):
    """A translator that also finds strings which the extraction tool could not give a context.

    That tool knows ``self.tr`` in a class; words of plain functions are collected without a context.
    """

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The translation, or ``None`` so that the English text stands."""
        for place in (context, ""):
            found = super().translate(place, source, disambiguation, n)
            if found:
                return found
        return None


def languages() -> tuple[str, ...]:
    """Languages there are words for, English among them."""
    folder = files("resources").joinpath("translations")
    there = [entry.name for entry in folder.iterdir() if entry.name.endswith(".qm")] if folder.is_dir() else []
    return tuple(sorted({ENGLISH, *(name.removeprefix("tieline_").removesuffix(".qm") for name in there)}))


def install_translation(application: QApplication, language: str = "") -> str:
    """Speak ``language`` ("de", "de_AT", ...; "" takes the system's) from now on; gives the one that is spoken.

    Widgets made before keep their words. A language there are no words for gives English.
    """
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.setParent(None)
    wanted = language or QLocale.system().name()
    spoken = next((name for name in (wanted, wanted.split("_")[0]) if name in languages()), ENGLISH)
    QLocale.setDefault(QLocale(wanted if spoken != ENGLISH else "en_GB"))
    if spoken == ENGLISH:
        return ENGLISH
    folder = files("resources").joinpath("translations")
    product = ProductTranslator(application)
    if product.load(f"tieline_{spoken}", str(folder)):
        application.installTranslator(product)
    qt = QTranslator(application)
    if qt.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)
    return spoken
