"""The session's plain callbacks as Qt signals, so that views can be connected to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Change
from app.domain.suggestions import Layer, Run, Suggestion
from app.session.editing import Editing


class SessionSignals(QObject):
    """Facts about the open project. Emitted on the thread that performed the edit: the GUI thread."""

    document_changed = Signal(object)  # Change of one medium's labels
    catalogue_changed = Signal(object)  # Change of classes, media or runs
    suggestions_arrived = Signal(str, int)  # medium, how many
    training_changed = Signal(object)  # TrainingState
    jobs_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subscriptions: list[Callable[[], None]] = []

    def follow(self, editing: Editing) -> None:
        self._subscriptions.append(editing.subscribe(self._tell))

    def add(self, unsubscribe: Callable[[], None]) -> None:
        """Keep another subscription, to be ended with the rest."""
        self._subscriptions.append(unsubscribe)

    def stop(self) -> None:
        """End all subscriptions: the project is closed."""
        for unsubscribe in self._subscriptions:
            unsubscribe()
        self._subscriptions.clear()

    def _tell(self, change: Change) -> None:
        if not change.medium_id:
            self.catalogue_changed.emit(change)
            return
        self.document_changed.emit(change)
        if change.touches(Layer) and not change.touches(Run):
            fresh = sum(isinstance(d.after, Suggestion) and d.before is None for d in change.differences)
            self.suggestions_arrived.emit(change.medium_id, fresh)
