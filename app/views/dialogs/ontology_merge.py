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
from app.views.texts import tr

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


class MergeDialog(QDialog):
    """`outcome(into)` says what merging would do, or raises UserError."""

    def __init__(
        self,
        merged: LabelClass,
        others: Sequence[LabelClass],
        outcome: Callable[[str], MergeOutcome],
        swatch: Swatch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge classes"))
        self._name = merged.name
        self._outcome = outcome
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
        self.into.currentIndexChanged.connect(self._judge)
        self.join.toggled.connect(self._judge)
        self._judge()

    def target(self) -> str:
        return str(self.into.currentData() or "")

    def _judge(self) -> None:
        try:
            found = self._outcome(self.target())
        except UserError as error:
            self.what.clear()
            self._tell(str(error))
            self.join.hide()
            self.merge.setEnabled(False)
            self._fit()
            return
        self.what.setText(
            tr(
                "{labels} labels, {tracks} tracks, {suggestions} suggestions and {ranges} complete ranges go "
                "along, in all films; the class “{name}” goes. Only what is complete for both stays so. "
                "Undo takes all of it back.",
                labels=f"{found.labels:,}",
                tracks=f"{found.tracks:,}",
                suggestions=f"{found.suggestions:,}",
                ranges=f"{found.complete_ranges:,}",
                name=self._name,
            )
        )
        self.join.setVisible(bool(found.count))
        self.merge.setEnabled(not found.count or self.join.isChecked())
        text = tr(
            "Labels of “{into}” cannot share time, and would in {count} places: {places}.",
            into=self.into.currentText(),
            count=found.count,
            places=", ".join(found.places),
        )
        self._tell(text if found.count else "")
        self._fit()

    def _fit(self) -> None:
        self.setFixedSize(WIDTH, self._layout.heightForWidth(WIDTH))

    def _tell(self, text: str) -> None:
        self.why_not.setText(text)
        self.why_not.setVisible(bool(text))
        self.why_not.setProperty("role", "warning")
        self.why_not.style().polish(self.why_not)
