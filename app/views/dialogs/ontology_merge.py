"""Before one class becomes another: what would move, and where labels would then share time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import UserError
from app.domain.ontology import LabelClass
from app.views import theme
from app.views.dialogs.ontology_dialog import Swatch
from app.views.texts import told, tr

WIDTH = 480


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """`places`: where labels would share time that may not; `count` of such places."""

    labels: int
    tracks: int
    suggestions: int
    complete_ranges: int
    count: int
    places: Sequence[str]


Answer = MergeOutcome | UserError


class MergeDialog(QDialog):
    """`count(into, answer)` finds out what merging would do, and answers with that or with a refusal."""

    def __init__(
        self,
        merged: LabelClass,
        others: Sequence[LabelClass],
        count: Callable[[str, Callable[[Answer], None]], None],
        swatch: Swatch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge classes"))
        self._name = merged.name
        self._count = count
        self._found: MergeOutcome | None = None
        self.into = QComboBox()
        self.into.setAccessibleName(tr("Merge into"))
        for other in others:
            self.into.addItem(swatch(other.colour, other.kind), other.name, other.id)
        self.join = QCheckBox(tr("Join labels that would share time"))
        self.what = QLabel()
        self.what.setWordWrap(True)
        self.why_not = QLabel()
        self.why_not.setWordWrap(True)
        title = QLabel(tr("“{name}” becomes", name=merged.name))
        title.setProperty("role", "title")
        title.setWordWrap(True)
        self.merge = QPushButton(tr("Merge"))
        self.merge.setProperty("role", "primary")
        self.merge.clicked.connect(self.accept)
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(cancel)
        last.addWidget(self.merge)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        for widget in (title, self.into, self.what, self.why_not, self.join):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(last)
        self.into.currentIndexChanged.connect(self._ask)
        self.join.toggled.connect(self._judge)
        self._ask()

    def target(self) -> str:
        return str(self.into.currentData() or "")

    def _ask(self) -> None:
        into = self.target()
        self._show(None, tr("Counting its labels …"))
        self._count(into, lambda answer: self._answered(answer) if into == self.target() else None)

    def _answered(self, answer: Answer) -> None:
        if isinstance(answer, UserError):
            self._show(None, "", told(answer))
        else:
            self._found = answer
            self._judge()

    def _judge(self) -> None:
        """Once it was counted."""
        found = self._found
        if found is None:
            return
        what = tr(
            "{labels} labels, {tracks} tracks, {suggestions} suggestions and {ranges} complete ranges go "
            "along, in all films; the class “{name}” goes. Only what is complete for both stays so. "
            "Undo takes all of it back.",
            labels=f"{found.labels:,}",
            tracks=f"{found.tracks:,}",
            suggestions=f"{found.suggestions:,}",
            ranges=f"{found.complete_ranges:,}",
            name=self._name,
        )
        why_not = tr(
            "Labels of “{into}” cannot share time, and would in {count} places: {places}.",
            into=self.into.currentText(),
            count=found.count,
            places=", ".join(found.places),
        )
        self._show(found, what, why_not if found.count else "")

    def _show(self, found: MergeOutcome | None, what: str, why_not: str = "") -> None:
        self._found = found
        self.what.setText(what)
        self.join.setVisible(found is not None and bool(found.count))
        self.merge.setEnabled(found is not None and (not found.count or self.join.isChecked()))
        self._tell(why_not)
        self.setFixedSize(WIDTH, self._layout.heightForWidth(WIDTH))

    def _tell(self, text: str) -> None:
        self.why_not.setText(text)
        self.why_not.setVisible(bool(text))
        self.why_not.setProperty("role", "warning")
        self.why_not.style().polish(self.why_not)
