"""The language of the window: catalogues of Qt Linguist, ours and Qt's own, as person or system ask."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

SYSTEM, ENGLISH = "system", "en"
_PREFIX = "sora_studio_"

_log = logging.getLogger(__name__)


class Languages:
    """A language is there as soon as its catalogue `sora_studio_CODE.qm` lies in one of `folders` (of two of
    one name that of the later folder). What a catalogue lacks, and all without one, is English.
    """

    def __init__(self, application: QCoreApplication, folders: Sequence[Path]) -> None:
        self._application = application
        self._catalogues = _catalogues(folders)
        self._installed: list[tuple[QTranslator, bytes]] = []  # Qt reads the bytes where they are

    @property
    def names(self) -> dict[str, str]:
        """What each language calls itself, by its code such as `zh_CN`; English first."""
        names = {ENGLISH: "English"}
        for code in sorted(self._catalogues):
            names[code] = QLocale(code).nativeLanguageName() or code
        return names

    def use(self, wanted: str) -> None:
        """`SYSTEM` or a code. Texts that are shown already stay as they are."""
        self.close()
        if wanted != SYSTEM:
            QLocale.setDefault(QLocale(wanted))
        order = QLocale.system().uiLanguages() if wanted == SYSTEM else [wanted]
        code = catalogue_for(order, self._catalogues)
        if code:
            # The one that was installed last is asked first.
            qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._install(qt / f"qtbase_{code}.qm")
            self._install(self._catalogues[code])

    def close(self) -> None:
        """English again."""
        for translator, _ in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []

    def _install(self, path: Path) -> None:
        translator = QTranslator()
        try:
            # Given the path, Qt would map the file, and die when somebody writes it anew meanwhile.
            content = path.read_bytes()
        except OSError:
            content = b""
        if translator.load(content):
            self._application.installTranslator(translator)
            self._installed.append((translator, content))
        else:
            _log.warning("The catalogue %s cannot be read", path)


def catalogue_for(order: Sequence[str], known: Mapping[str, object]) -> str:
    """The code among `known` that serves best a person who reads the languages in `order`, the best first, by
    their BCP 47 or Qt names; empty for English, which is in the program itself.
    """
    for name in order:
        locale = QLocale(name.replace("-", "_"))
        if locale.language() in (QLocale.Language.English, QLocale.Language.C):
            return ""
        if locale.name() in known:
            return locale.name()
        for code in known:
            if QLocale(code).language() == locale.language():
                return code
    return ""


def _catalogues(folders: Sequence[Path]) -> dict[str, Path]:
    found = {}
    for folder in folders:
        for path in sorted(folder.glob(f"{_PREFIX}*.qm")):
            code = path.stem.removeprefix(_PREFIX)
            if QLocale(code).language() != QLocale.Language.C:
                found[code] = path
    return found
