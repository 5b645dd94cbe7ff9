"""Which map is shown over the picture, of which run and class, how dark, and how far it can be believed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from app.views import theme
from app.views.texts import tr

Choice = tuple[str, str]
"""Id and what is shown for it."""


class ExplainPanel(QWidget):
    """Choices are told only when a person makes them. An id that is gone falls back to the first choice."""

    run_chosen = Signal(str)
    class_chosen = Signal(str)
    kind_chosen = Signal(str)
    opacity_changed = Signal(float)
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(tr("Why this answer?"))
        self._title.setProperty("role", "title")
        self._run, self._class, self._kind = (_choice(name) for name in (tr("Run"), tr("Class"), tr("Map")))
        self._run.activated.connect(lambda _: self.run_chosen.emit(self.run))
        self._class.activated.connect(lambda _: self.class_chosen.emit(self.class_id))
        self._kind.activated.connect(lambda _: self.kind_chosen.emit(self.kind))
        self._opacity = QSlider(Qt.Orientation.Horizontal)
        self._opacity.setRange(0, 100)
        self._opacity.setAccessibleName(tr("How dark the rest of the picture is"))
        self._opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._again = QPushButton(tr("Explain this moment"))
        self._again.setToolTip(tr("Look at the stretch around the play head"))
        self._again.clicked.connect(self.again_requested)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.SPACE_M)
        form.setVerticalSpacing(theme.SPACE_S)
        for name, field in (
            (tr("Run"), self._run),
            (tr("Class"), self._class),
            (tr("Map"), self._kind),
            (tr("Darkness"), self._opacity),
        ):
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            form.addRow(name, field)
        self._again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self._title)
        layout.addLayout(form)
        layout.addWidget(self._again)
        layout.addWidget(self._note, 1)  # a short answer must not move what stands above it

    @property
    def run(self) -> str:
        return str(self._run.currentData() or "")

    @property
    def class_id(self) -> str:
        return str(self._class.currentData() or "")

    @property
    def kind(self) -> str:
        return str(self._kind.currentData() or "")

    def set_runs(self, runs: Sequence[Choice], chosen: str) -> None:
        _fill(self._run, runs, chosen)
        self._again.setEnabled(bool(runs))

    def set_classes(self, classes: Sequence[Choice], chosen: str) -> None:
        _fill(self._class, classes, chosen)

    def set_kinds(self, kinds: Sequence[Choice], chosen: str) -> None:
        _fill(self._kind, kinds, chosen)

    def set_opacity(self, opacity: float) -> None:
        with QSignalBlocker(self._opacity):
            self._opacity.setValue(round(100 * opacity))

    def say(self, text: str, role: str = "secondary") -> None:
        """The sentence below: progress, how faithful the map is, or (`warning`) that it is not."""
        self._note.setText(text)
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            self._note.style().unpolish(self._note)
            self._note.style().polish(self._note)

    def text(self) -> str:
        return self._note.text()


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    # A long class name must not widen the drawer.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _fill(box: QComboBox, choices: Sequence[Choice], chosen: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        for item, text in choices:
            box.addItem(text, item)
        box.setCurrentIndex(max(0, box.findData(chosen)) if choices else -1)
    box.setEnabled(len(choices) > 1)
