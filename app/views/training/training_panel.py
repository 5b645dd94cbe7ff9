"""Training: is there enough, how far is it, what came out, which run is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.views.scroll_column import ScrollColumn
from app.views.texts import tr
from app.views.training.epochs import EpochPoint

if TYPE_CHECKING:
    from app.views.training.curves import TrainingCurves


@dataclass(frozen=True, slots=True)
class TrainingView:
    """What the upper part shows. `total` 0: unknown yet. `failed`: `message` is the reason."""

    busy: bool = False
    title: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    time_left: str = ""
    message: str = ""
    failed: bool = False
    cancelling: bool = False
    points: tuple[EpochPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class RunView:
    """One run in the list, newest first."""

    id: str
    name: str
    figures: str
    reason: str
    in_use: bool
    usable: bool
    outcome: str  # such as "in use" or "refused"
    preset: str = ""


class TrainingPanel(QWidget):
    start_requested = Signal()
    preset_chosen = Signal(str)
    cancel_requested = Signal()
    use_requested = Signal(str)  # run id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._readiness = _wrapped("secondary")
        self._automatic = _wrapped("secondary")
        self._preset = QComboBox()
        self._preset.setAccessibleName(tr("Form of the model"))
        self._preset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._preset.activated.connect(lambda _: self.preset_chosen.emit(self.preset))
        self._preset.currentIndexChanged.connect(lambda _: self._show_purpose())
        self._purpose = _wrapped("secondary")
        self._title = _wrapped("title")
        self._message = _wrapped("secondary")
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._step = _wrapped("secondary")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)  # no ink reads on both of its grounds
        self._start = QPushButton(tr("Train now"))
        self._start.clicked.connect(self.start_requested)
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.clicked.connect(self.cancel_requested)
        for button in (self._start, self._cancel):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._curves: TrainingCurves | None = None
        self._place_of_curves = QVBoxLayout()
        self._runs = QVBoxLayout()
        self._runs.setSpacing(6)
        self._runs_title = _wrapped("title")
        self._runs_title.setText(tr("Runs"))
        self._shown_runs: tuple[RunView, ...] = ()
        self._ready = False
        self._lay_out()
        self.set_training(TrainingView())
        self.set_runs(())

    def _lay_out(self) -> None:
        body = QFrame()
        body.setProperty("panel", "surface")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(8, 8, 8, 8)
        inner.setSpacing(6)
        form = QHBoxLayout()
        form.addWidget(QLabel(tr("Form")))
        form.addWidget(self._preset, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._start)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        inner.addWidget(self._readiness)
        inner.addWidget(self._automatic)
        inner.addLayout(form)
        inner.addWidget(self._purpose)
        inner.addLayout(buttons)
        for widget in (self._title, self._step, self._bar):
            inner.addWidget(widget)
        inner.addLayout(self._place_of_curves)
        inner.addWidget(self._message)
        inner.addWidget(self._runs_title)
        inner.addLayout(self._runs)
        inner.addStretch(1)
        scroll = ScrollColumn()
        scroll.setWidget(body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    # --- in --------------------------------------------------------------------------------

    def set_readiness(self, ready: bool, text: str, automatic: str = "") -> None:
        """Whether a training makes sense now; `automatic` says when one starts by itself."""
        self._ready = ready
        self._readiness.setText(text)
        self._automatic.setText(automatic)
        self._automatic.setVisible(bool(automatic))
        self._start.setEnabled(ready)

    @property
    def preset(self) -> str:
        return str(self._preset.currentData() or "")

    def set_presets(self, purposes: Mapping[str, str]) -> None:
        """The forms there are, each with what it is for."""
        with QSignalBlocker(self._preset):
            for name, purpose in purposes.items():
                self._preset.addItem(tr(name), name)
                self._preset.setItemData(self._preset.count() - 1, tr(purpose), Qt.ItemDataRole.ToolTipRole)
        self.set_preset("")

    def set_preset(self, preset: str) -> None:
        """What the next training builds; empty: nothing is open."""
        with QSignalBlocker(self._preset):
            self._preset.setCurrentIndex(self._preset.findData(preset))
        self._preset.setEnabled(bool(preset))
        self._show_purpose()

    def _show_purpose(self) -> None:
        self._purpose.setText(str(self._preset.currentData(Qt.ItemDataRole.ToolTipRole) or ""))
        self._purpose.setVisible(bool(self._purpose.text()))

    def set_training(self, view: TrainingView) -> None:
        self._preset.setEnabled(bool(self.preset) and not view.busy)
        self._start.setVisible(not view.busy)
        self._cancel.setVisible(view.busy)
        self._cancel.setEnabled(not view.cancelling)
        self._cancel.setText(tr("Cancelling…" if view.cancelling else "Cancel"))
        self._title.setText(view.title)
        self._title.setVisible(bool(view.title))
        count = tr("{done} of {total}", done=view.done, total=view.total) if view.total else ""
        self._step.setText(" · ".join(filter(None, (view.step, count, view.time_left))))
        self._step.setVisible(view.busy)
        self._bar.setVisible(view.busy)
        self._bar.setRange(0, view.total)
        self._bar.setValue(view.done)
        self._show_curves(view.points)
        _set_role(self._message, "error" if view.failed else "secondary")
        self._message.setText(view.message)
        self._message.setVisible(bool(view.message))

    def _show_curves(self, points: tuple[EpochPoint, ...]) -> None:
        if self._curves is None:
            if not points:
                return
            # Here and not above: loading the plotting library would delay the start of the program.
            from app.views.training.curves import TrainingCurves

            self._curves = TrainingCurves()
            self._place_of_curves.addWidget(self._curves)
        self._curves.setVisible(bool(points))
        if points != self._curves.points():
            self._curves.set_points(points)

    def set_runs(self, runs: Sequence[RunView]) -> None:
        """Newest first."""
        if tuple(runs) == self._shown_runs and self._runs.count():
            return
        self._shown_runs = tuple(runs)
        while (item := self._runs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._runs_title.setVisible(bool(runs))
        for run in runs:
            self._runs.addWidget(self._card(run))

    def _card(self, run: RunView) -> QWidget:
        card = QFrame()
        card.setProperty("panel", "surface")
        name = QLabel(run.name)
        name.setProperty("role", "title")
        outcome = QLabel(" · ".join(filter(None, (run.outcome, run.preset))))
        outcome.setProperty("role", "secondary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(name)
        head.addWidget(outcome)
        head.addStretch(1)
        if run.usable and not run.in_use:
            use = QPushButton(tr("Use this run"))
            use.setProperty("role", "flat")
            use.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            use.clicked.connect(lambda: self.use_requested.emit(run.id))
            head.addWidget(use)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(8, 6, 8, 6)
        inner.setSpacing(2)
        inner.addLayout(head)
        for text in filter(None, (run.figures, run.reason)):
            line = _wrapped("secondary")
            line.setText(text)
            inner.addWidget(line)
        return card


def _wrapped(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
