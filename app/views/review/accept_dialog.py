"""Accepting many suggestions at once: from which score on, and where; how many that is, is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.views import theme
from app.views.texts import tr


class AcceptDialog(QDialog):
    """`places`: `(id, text)` of the ranges to choose from. `count(score, place)`: how many that would be."""

    def __init__(
        self,
        places: Sequence[tuple[str, str]],
        count: Callable[[float, str], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Accept above a score"))
        self.setMinimumWidth(380)
        self._count = count
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Lowest score"))
        self.slider.setRange(0, 100)
        self.slider.setPageStep(5)
        self.slider.setValue(80)
        self._score = QLabel()
        self._places = QButtonGroup(self)
        self._ids = [place for place, _ in places]
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_S)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Score at least")))
        row.addWidget(self.slider, 1)
        row.addWidget(self._score)
        column.addLayout(row)
        for number, (_, text) in enumerate(places):
            button = QRadioButton(text)
            button.setChecked(number == 0)
            self._places.addButton(button, number)
            column.addWidget(button)
        said = QLabel(
            tr("They become your labels, marked as accepted in bulk. One Undo takes all of them back.")
        )
        said.setProperty("role", "secondary")
        said.setWordWrap(True)
        column.addWidget(said)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = QPushButton()
        buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.slider.valueChanged.connect(self._refresh)
        self._places.idClicked.connect(self._refresh)
        self._refresh()

    @property
    def score(self) -> float:
        return self.slider.value() / 100

    @property
    def place(self) -> str:
        return self._ids[self._places.checkedId()]

    def choose_place(self, place: str) -> None:
        self._places.button(self._ids.index(place)).click()

    def _refresh(self) -> None:
        self._score.setText(f"{self.score:.2f}")
        count = self._count(self.score, self.place)
        self.accept_button.setText(tr("Accept {count}", count=f"{count:,}"))
        self.accept_button.setEnabled(count > 0)
