"""To a label in whatever film it is: that film is shown first."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.shell.film_controller import FilmController
from app.shell.label_controller import LabelController


class Arrival(QObject):
    def __init__(self, film: FilmController, labels: LabelController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._labels = film, labels
        self._awaited = ("", "")

    def go_to(self, medium_id: str, label_id: str) -> None:
        shown = self._film.medium
        if shown is not None and shown.id == medium_id:
            self._labels.go_to(label_id)
        else:
            self._awaited = (medium_id, label_id)
            self._film.show(medium_id)

    def film_ready(self) -> None:
        """The frames of the shown film are known: times can be gone to."""
        (medium_id, label_id), self._awaited = self._awaited, ("", "")
        shown = self._film.medium
        if shown is not None and shown.id == medium_id:
            self._labels.go_to(label_id)
