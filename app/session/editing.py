"""The only write path: plan, store (durable), adopt, remember for undo, tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import get_args

from app.domain.catalogue import Catalogue
from app.domain.changes import Change, joined
from app.domain.document import Document
from app.domain.edits import CatalogueEdit, DocumentEdit, Edit
from app.domain.errors import EditRefused, UserError
from app.domain.history import GO_BACK, UNDO, Deed, History, Step, is_own
from app.domain.media import Medium
from app.domain.people import Actor, ActorKind
from app.session.listeners import Listeners
from app.session.ports import Clock
from app.session.project import Project

_CATALOGUE_EDITS = get_args(CatalogueEdit)
REMEMBERED = 1000
"""Deeds from before the project was opened that can be undone."""


class Editing:
    """Performs edits. Committed is saved: when `perform` returns, the edit is on disk.

    A failed write raises UserError and leaves memory as it was. Only the person's own edits can be
    undone; a job's never are, and undo never touches what a job did since.
    """

    def __init__(self, project: Project, now: Clock) -> None:
        self._project = project
        self._now = now
        self._history: History | None = None
        self._held: Callable[[], None] | None = None
        self._changed: Listeners[Change] = Listeners()

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """`listener(change)` after each stored Change; returns the function that ends it."""
        return self._changed.subscribe(listener)

    def perform(self, edit: Edit, *, medium_id: str = "", actor: Actor | None = None) -> Change:
        """Store and adopt `edit`. `medium_id`: for edits of one medium's labels. Raises UserError."""
        self._take_turn(actor)
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
        self._take_turn(actor)
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

    def perform_all(self, verb: str, edits: Sequence[Edit], *, medium_id: str) -> Deed:
        """Several edits of one film as one deed; one alone keeps its own verb. Raises UserError."""
        if len(edits) == 1:
            return (self.perform(edits[0], medium_id=medium_id),)
        return self.perform_batch(verb, [(edit, medium_id) for edit in edits])

    def undo(self) -> Deed:
        """Undo the person's last deed, also one from before the project was opened; empty when there is none.

        Raises UserError; a deed whose ground was changed since is left as it is and not offered again.
        """
        self._take_turn()
        history = self._remembered()
        step = history.undoable
        if step is None:
            return ()
        try:
            inverse = self._inverse(step)
            self._commit(inverse, self._project.person, f"{UNDO}{step.verb}")
        except EditRefused:
            history.drop_undoable()
            raise
        history.mark_undone()
        self._tell(inverse)
        return inverse

    def redo(self) -> Deed:
        """Redo what was undone last; empty when there is nothing. Raises UserError as `undo`."""
        self._take_turn()
        history = self._remembered()
        step = history.redoable
        if step is None:
            return ()
        try:
            deed = self._again(step)
            self._commit(deed, self._project.person, step.verb)
        except EditRefused:
            history.drop_redoable()
            raise
        history.mark_redone()
        self._tell(deed)
        return deed

    def go_back(self, entry: int) -> Deed:
        """Take back all that the person did after log entry `entry`, as one deed, which can be undone.

        What jobs proposed since stays. Raises UserError where it finds the work of others on top.
        """
        self._take_turn()
        lines = self._project.store.past.lines(after=entry, chosen=self._is_own)
        deed = self._project.store.past.taken_back([line.number for line in lines]) if lines else ()
        self._do(deed, self._project.person, f"{GO_BACK}{entry}")
        return deed

    # --- beside another session on the same file -------------------------------------------

    def hold(self, settle: Callable[[], None]) -> None:
        """Another session writes from now on, until `catch_up`; `settle` waits for its end and calls that.

        Raises EditRefused while one does so already, UserError where nothing can be written.
        """
        self._take_turn()
        self._check_writable()
        self._held = settle

    def catch_up(self, deed: Sequence[Change]) -> None:
        """The other session has ended, and the project stands where `deed` led: undo starts from there."""
        self._held = None
        if deed:
            self._history = None
        self._tell(tuple(deed))

    def _take_turn(self, actor: Actor | None = None) -> None:
        """A person is told to wait; what a job brings cannot be brought again, and waits."""
        if self._held is None:
            return
        if actor is None or actor.kind is ActorKind.PERSON:
            raise EditRefused(
                "A greater change is being stored.", way_out="Wait for it, or cancel it in the list of jobs."
            )
        self._held()

    @property
    def held(self) -> bool:
        """Whether another session writes now."""
        return self._held is not None

    @property
    def undoable(self) -> Step | None:
        """What Undo would take back."""
        return self._remembered().undoable

    @property
    def redoable(self) -> Step | None:
        return self._remembered().redoable

    @property
    def undo_text(self) -> str:
        """What Undo would take back, by its verb; empty when nothing."""
        return self.undoable.verb if self.undoable else ""

    @property
    def redo_text(self) -> str:
        return self.redoable.verb if self.redoable else ""

    def _remembered(self) -> History:
        """Read from the log when it is first needed: opening does not wait for it."""
        if self._history is None:
            lines = self._project.store.past.lines(last=REMEMBERED, chosen=self._is_own)
            self._history = History.rebuilt(lines)
        return self._history

    def _is_own(self, actor: Actor) -> bool:
        return is_own(actor, self._project.person)

    def _inverse(self, step: Step) -> Deed:
        if step.deed is None:
            return self._project.store.past.taken_back([step.entry])
        return tuple(self._on_top(change.inverse()) for change in reversed(step.deed))

    def _again(self, step: Step) -> Deed:
        if step.deed is None:
            return self._project.store.past.done_again(step.entry)
        return tuple(map(self._on_top, step.deed))

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
        history = self._remembered()
        number = self._commit(deed, actor, verb)
        if wished or actor.kind is ActorKind.PERSON:
            history.push(Step(number, verb or deed[0].verb, deed))
        self._tell(deed)

    def _check_writable(self) -> None:
        if self._project.read_only:
            raise UserError(
                "{project} is open for reading only.",
                way_out="Close the other window that has it open, or copy the project to a writable place.",
                project=self._project.path.name,
            )

    def _commit(self, deed: Deed, actor: Actor, verb: str = "") -> int:
        self._check_writable()
        coming = {
            d.entity.id: d.entity
            for change in deed
            for d in change.differences
            if isinstance(d.entity, Medium) and d.before is None
        }
        targets = [self._target(change, coming) for change in deed]
        for target, change in zip(targets, deed, strict=True):
            target.check_adoptable(change)
        number = self._project.store.write(joined(deed, verb), actor, self._now())
        for target, change in zip(targets, deed, strict=True):
            target.adopt(change)
        self._project.announce_ontology(self._project.catalogue.ontology)
        return number

    def _on_top(self, change: Change) -> Change:
        """Facts that a job found about a film since do not stand in the way of an undo."""
        return change if change.medium_id else self._project.catalogue.rebased(change)

    def _target(self, change: Change, coming: Mapping[str, Medium]) -> Catalogue | Document:
        """`coming`: films that the same deed brings back, with their labels."""
        if not change.medium_id:
            return self._project.catalogue
        medium = self._project.catalogue.media.get(change.medium_id) or coming.get(change.medium_id)
        if medium is None:
            raise EditRefused("The film is not in the project any more.")
        return self._project.document_of(medium)

    def _tell(self, deed: Deed) -> None:
        for change in deed:
            self._changed.tell(change)
