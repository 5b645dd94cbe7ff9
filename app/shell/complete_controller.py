"""Complete ranges: a person vouches that in there what is not labelled is background."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.domain.timebase import TimeRange
from app.shell.film_context import FilmContext
from app.shell.label_controller import LabelController
from app.views.texts import tr


class CompleteController(QObject):
    """Marked here; listed, selected and removed like labels."""

    def __init__(
        self, context: FilmContext, *, labels: LabelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._class_list, self._player = context.window.class_list, context.player
        self._feedback = context.feedback
        self._labels = labels

    def mark(self, *, whole: bool = False, class_id: str = "") -> None:
        """Between the marks, or the whole film; for one class, or for all."""
        labelling, document = self._labels.labelling, self._labels.document
        if labelling is None or document is None:
            return
        if whole:
            range_ = document.medium.span
        elif labelling.mark_in is None or labelling.mark_out is None:
            self._feedback.fact(tr("Set the marks first: I where it begins, O where it ends."))
            return
        else:
            range_ = TimeRange(labelling.mark_in, labelling.mark_out)
        if self._feedback.attempt(lambda: labelling.mark_complete(range_, class_id)) is None:
            return
        label_class = document.ontology.get(class_id)
        self._feedback.offer_undo(
            tr("Complete for {name}: where it is not labelled, it is not there.", name=label_class.name)
            if label_class is not None
            else tr("Complete: what is not labelled there counts as background.")
        )

    def mark_for_class(self) -> None:
        """Between the marks, for the class chosen in the list."""
        class_id = self._class_list.current_class()
        if class_id:
            self.mark(class_id=class_id)
        else:
            self._feedback.fact(tr("Choose the class in the list first."))

    def unmark(self) -> None:
        """The complete ranges that are selected, else those at the play head."""
        document = self._labels.document
        if document is None:
            return
        chosen = [i for i in self._labels.selection if document.complete_ranges.get(i) is not None]
        here = document.complete_ranges.overlapping(TimeRange.point(self._player.tick))
        ids = chosen or [complete.id for complete in here]
        if ids:
            self._labels.remove(ids)
        else:
            self._feedback.say(tr("No range is marked complete here."))
