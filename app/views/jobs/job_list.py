"""The one place for jobs: how far each is, how long it still takes, Cancel, and why one failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.views.texts import tr


@dataclass(frozen=True, slots=True)
class JobRow:
    """`fraction` None: unknown. `status`: time left, outcome or reason, in words."""

    id: str
    title: str
    fraction: float | None
    status: str
    running: bool
    failed: bool = False
    cancellable: bool = False


class JobList(QFrame):
    """A popover below the jobs button; rows are kept and updated in place while ids stay."""

    cancel_requested = Signal(str)
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("panel", "surface")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMinimumWidth(360)
        self.setMaximumWidth(420)
        self._rows: dict[str, _Row] = {}
        self._empty = QLabel(tr("Nothing is running."))
        self._empty.setProperty("role", "secondary")
        self._clear = QPushButton(tr("Clear what has ended"))
        self._clear.setProperty("role", "flat")
        self._clear.clicked.connect(self.clear_requested)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self._empty)
        layout.addLayout(self._list)
        layout.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignRight)
        self.set_jobs(())

    def set_jobs(self, jobs: Sequence[JobRow]) -> None:
        """Newest first."""
        wanted = {job.id for job in jobs}
        for gone in [job_id for job_id in self._rows if job_id not in wanted]:
            self._rows.pop(gone).deleteLater()
        for place, job in enumerate(jobs):
            row = self._rows.get(job.id)
            if row is None:
                row = self._rows[job.id] = _Row(job.id)
                row.cancel.clicked.connect(lambda _=False, i=job.id: self.cancel_requested.emit(i))
                self._list.insertWidget(place, row)
            row.show_job(job)
        self._empty.setVisible(not jobs)
        self._clear.setVisible(any(not job.running for job in jobs))
        self.adjustSize()

    def shown(self) -> tuple[str, ...]:
        return tuple(self._rows)


class _Row(QWidget):
    def __init__(self, job_id: str) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._status = QLabel()
        self._status.setWordWrap(True)
        self._status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(8)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setProperty("role", "flat")
        self.cancel.setObjectName(f"cancel {job_id}")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._bar)
        layout.addWidget(self._status)

    def show_job(self, job: JobRow) -> None:
        self._title.setText(job.title)
        role = "error" if job.failed else "secondary"
        if self._status.property("role") != role:
            self._status.setProperty("role", role)
            self._status.style().unpolish(self._status)
            self._status.style().polish(self._status)
        self._status.setText(job.status)
        self._status.setVisible(bool(job.status))
        self._bar.setVisible(job.running)
        if job.fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, 1000)
            self._bar.setValue(round(job.fraction * 1000))
        self.cancel.setVisible(job.running and job.cancellable)
