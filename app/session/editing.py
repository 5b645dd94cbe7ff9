"""The only write path: plan, store (durable), adopt, remember for undo, tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import get_args

from app.domain.catalogue import Catalogue
from app.domain.changes import Change, joined
from app.domain.document import Document
from app.domain.edits import CatalogueEdit, DocumentEdit, Edit
from app.domain.errors import EditRefused, UserError
from app.domain.history import Deed, History
from app.domain.people import Actor, ActorKind
from app.session.listeners import Listeners
from app.session.ports import Clock
from app.session.project import Project

_CATALOGUE_EDITS = get_args(CatalogueEdit)


class Editing:
    """Performs edits. Committed is saved: when `perform` returns, the edit is on disk.

    A failed write raises UserError and leaves memory as it was. Only the person's own edits can be
    undone; a job's never are, and undo never touches what a job did since.
    """

    def __init__(self, project: Project, now: Clock) -> None:
        self._project = project
        self._now = now
        self._history = History()
        self._changed: Listeners[Change] = Listeners()

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """`listener(change)` after each stored Change; returns the function that ends it."""
        return self._changed.subscribe(listener)

    def perform(self, edit: Edit, *, medium_id: str = "", actor: Actor | None = None) -> Change:
        """Store and adopt `edit`. `medium_id`: for edits of one medium's labels. Raises UserError."""
        change = self._plan(edit, medium_id)
        self._do((change,) if change.differences else (), actor or self._project.person)
        return change

    def perform_batch(
        self, verb: str, edits: Sequence[tuple[Edit, str]], *, actor: Actor | None = None
    ) -> Deed:
        """Store several edits, each with its medium's id, in one transaction: all of them or none.

        A batch is always a person's wish (an import, a new project) and one deed to undo. Every edit is
        planned against what stands now, but later ones may use classes that earlier ones add. Raises
        UserError.
        """
        planned: list[Change] = []
        ontology = self._project.catalogue.ontology
        to_be = ontology
        try:
            for edit, medium_id in edits:
                change = self._plan(edit, medium_id)
                if change.differences:
                    planned.append(change)
                if isinstance(edit, _CATALOGUE_EDITS):
                    to_be = self._project.catalogue.preview(change, to_be)
                    self._project.announce_ontology(to_be)
        finally:
            self._project.announce_ontology(ontology)
        deed = tuple(planned)
        self._do(deed, actor or self._project.person, verb, wished=True)
        return deed

    def undo(self) -> Deed:
        """Undo the person's last deed; empty when there is none. Raises UserError."""
        deed = self._history.undoable
        if deed is None:
            return ()
        inverse = tuple(self._on_top(change.inverse()) for change in reversed(deed))
        try:
            self._commit(inverse, self._project.person, inverse[-1].verb)
        except EditRefused:
            self._history.drop_undoable()
            raise
        self._history.mark_undone()
        self._tell(inverse)
        return inverse

    def redo(self) -> Deed:
        """Redo what was undone last; empty when there is nothing. Raises UserError."""
        deed = self._history.redoable
        if deed is None:
            return ()
        deed = tuple(map(self._on_top, deed))
        try:
            self._commit(deed, self._project.person)
        except EditRefused:
            self._history.drop_redoable()
            raise
        self._history.mark_redone()
        self._tell(deed)
        return deed

    @property
    def undo_text(self) -> str:
        """What Undo would take back, in words; empty when nothing."""
        return self._history.undoable[0].verb if self._history.undoable else ""

    @property
    def redo_text(self) -> str:
        return self._history.redoable[0].verb if self._history.redoable else ""

    def _plan(self, edit: Edit, medium_id: str) -> Change:
        if isinstance(edit, _CATALOGUE_EDITS):
            return self._project.catalogue.plan(edit)
        return self._plan_document(edit, medium_id)  # type: ignore[arg-type]

    def _plan_document(self, edit: DocumentEdit, medium_id: str) -> Change:
        if medium_id not in self._project.catalogue.media:
            raise EditRefused("The film is not in the project any more.")
        return self._project.document(medium_id).plan(edit)

    def _do(self, deed: Deed, actor: Actor, verb: str = "", *, wished: bool = False) -> None:
        if not deed:
            return
        self._commit(deed, actor, verb)
        if wished or actor.kind is ActorKind.PERSON:
            self._history.push(deed)
        self._tell(deed)

    def _commit(self, deed: Deed, actor: Actor, verb: str = "") -> None:
        if self._project.read_only:
            raise UserError(
                f"{self._project.path.name} is open for reading only.",
                way_out="Close the other window that has it open, or copy the project to a writable place.",
            )
        targets = [self._target(change) for change in deed]
        for target, change in zip(targets, deed, strict=True):
            target.check_adoptable(change)
        self._project.store.write(joined(deed, verb), actor, self._now())
        for target, change in zip(targets, deed, strict=True):
            target.adopt(change)
        self._project.announce_ontology(self._project.catalogue.ontology)

    def _on_top(self, change: Change) -> Change:
        """Facts that a job found about a film since do not stand in the way of an undo."""
        return change if change.medium_id else self._project.catalogue.rebased(change)

    def _target(self, change: Change) -> Catalogue | Document:
        if not change.medium_id:
            return self._project.catalogue
        return self._project.document(change.medium_id)

    def _tell(self, deed: Deed) -> None:
        for change in deed:
            self._changed.tell(change)
