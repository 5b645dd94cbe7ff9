"""The session's plain callbacks as Qt signals, so that views can be connected to them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.domain.changes import Change
from app.session.editing import Editing


class SessionSignals(QObject):
    """Facts about the open project. Emitted on the thread that performed the edit: the GUI thread."""

    document_changed = Signal(object)  # Change of one medium's labels
    catalogue_changed = Signal(object)  # Change of classes, media or runs

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._subscriptions: list[Callable[[], None]] = []

    def follow(self, editing: Editing) -> None:
        self._subscriptions.append(editing.subscribe(self._tell))

    def stop(self) -> None:
        """End all subscriptions: the project is closed."""
        for unsubscribe in self._subscriptions:
            unsubscribe()
        self._subscriptions.clear()

    def _tell(self, change: Change) -> None:
        (self.document_changed if change.medium_id else self.catalogue_changed).emit(change)
