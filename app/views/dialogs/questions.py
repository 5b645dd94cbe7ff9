"""The few questions that are asked: files, a name, and what would be lost. Each returns the answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from app.views.texts import tr

VIDEO_SUFFIXES = (
    "mp4", "mkv", "mov", "avi", "webm", "m4v", "mpg", "mpeg", "ts", "mts", "m2ts", "flv", "wmv", "3gp", "ogv",
    "mxf", "vob", "h264", "hevc",
)  # fmt: skip
SOUND_SUFFIXES = ("wav", "mp3", "flac", "ogg", "opus", "m4a", "aac", "wma")


def _kinds(*kinds: tuple[str, str]) -> str:
    """The filter of a file dialog from (name, patterns)."""
    return ";;".join(f"{name} ({patterns})" for name, patterns in kinds)


def _everything() -> tuple[str, str]:
    return tr("All files"), "*"


def _patterns(suffixes: Sequence[str]) -> str:
    return " ".join(f"*.{s}" for s in suffixes)


class Questions:
    """Asked over `parent`. Tests and the demo put another object with the same methods in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def what_to_open(self, folder: str) -> Path | None:
        media = _patterns((*VIDEO_SUFFIXES, *SOUND_SUFFIXES))
        name, _ = QFileDialog.getOpenFileName(
            self._parent,
            tr("Open a video or a project"),
            folder,
            _kinds((tr("Videos and projects"), f"{media} *.sora"), (tr("Projects"), "*.sora"), _everything()),
        )
        return Path(name) if name else None

    def media_to_add(self, folder: str) -> list[Path]:
        media = _patterns((*VIDEO_SUFFIXES, *SOUND_SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self._parent, tr("Add films"), folder, _kinds((tr("Videos and sound"), media), _everything())
        )
        return [Path(name) for name in names]

    def table_to_import(self, folder: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(
            self._parent, tr("Import labels"), folder, _kinds((tr("Tables"), "*.csv"), _everything())
        )
        return Path(name) if name else None

    def where_to_export(self, suggested: str) -> Path | None:
        kinds = _kinds((tr("Tables"), "*.csv"), (tr("Boxes and zones for CVAT"), "*.xml"))
        name, kind = QFileDialog.getSaveFileName(self._parent, tr("Export labels"), suggested, kinds)
        if not name:
            return None
        return Path(name).with_suffix(".xml") if "*.xml" in kind else Path(name)

    def film(self, title: str, folder: str) -> Path | None:
        films = _patterns(VIDEO_SUFFIXES)
        name, _ = QFileDialog.getOpenFileName(
            self._parent, title, folder, _kinds((tr("Films"), films), _everything())
        )
        return Path(name) if name else None

    def folder(self, title: str, folder: str) -> Path | None:
        found = QFileDialog.getExistingDirectory(self._parent, title, folder)
        return Path(found) if found else None

    def where_is(self, name: str, folder: str) -> Path | None:
        """The file that a moved film is now."""
        found, _ = QFileDialog.getOpenFileName(
            self._parent, tr("Where is {name} now?", name=name), folder, _kinds(_everything())
        )
        return Path(found) if found else None

    def file_to_read(self, title: str, what: str, suffix: str) -> Path | None:
        """`what`: such files, in words; `suffix` without the dot."""
        name, _ = QFileDialog.getOpenFileName(
            self._parent, title, "", _kinds((what, f"*.{suffix}"), _everything())
        )
        return Path(name) if name else None

    def file_to_write(self, title: str, suggested: str, what: str, suffix: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._parent, title, suggested, _kinds((what, f"*.{suffix}")))
        return Path(name) if name else None

    def text(self, title: str, label: str, text: str = "") -> str:
        """What was typed; empty when cancelled."""
        answer, ok = QInputDialog.getText(self._parent, title, label, text=text)
        return answer.strip() if ok else ""

    def choice(self, title: str, label: str, choices: Sequence[str]) -> str | None:
        """One of `choices` or nothing, or any text where there are none; None when cancelled."""
        if choices:
            answer, ok = QInputDialog.getItem(self._parent, title, label, ["", *choices], 0, False)
        else:
            answer, ok = QInputDialog.getText(self._parent, title, label)
        return answer.strip() if ok else None

    def really(self, question: str, consequence: str, action: str) -> bool:
        """Only before something is lost or hard to take back. The safe answer is the default."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(question)
        box.setInformativeText(consequence)
        go_on = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        return box.clickedButton() is go_on
