"""The classes of the open project: the editor, templates, files, and what the drawer asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from app.domain.errors import UserError
from app.domain.ontology import ClassKind, LabelClass
from app.formats import ontology_json
from app.qt.task_runner import Task
from app.session.beside import Session
from app.session.ontology_editing import Brought, MergePlan, OntologyEditing, Renamed
from app.shell.actions import KeyMap, Mode, combination
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.shell.long_deeds import LongDeeds
from app.shell.workspace import Workspace, new_id
from app.views.dialogs.ontology_dialog import OntologyDialog
from app.views.dialogs.ontology_form import Remark
from app.views.dialogs.ontology_merge import MergeDialog, MergeOutcome
from app.views.dialogs.questions import Questions
from app.views.labels.class_table import swatch
from app.views.texts import told, tr, tr_of_template

_NOTHING = Renamed()


class OntologyController(QObject):
    """Every wish becomes one deed to undo; a refusal stands where the wish was made."""

    def __init__(
        self,
        context: FilmContext,
        *,
        questions: Questions,
        keys: Callable[[], KeyMap],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._feedback, self._questions = context.window, context.feedback, questions
        self._keys = keys
        self._tasks = context.tasks
        self._deeds = LongDeeds(context.film, context.feedback)
        self._counting: Task[MergePlan] | None = None
        self._workspace: Workspace | None = None
        self._classes: OntologyEditing | None = None
        self.dialog = OntologyDialog(self._remarks, swatch, self._window)
        templates = [(name, found.name, found.about) for name, found in _templates()]
        self.dialog.set_templates(templates)
        self._window.class_list.set_templates(templates)
        self._connect()

    def _connect(self) -> None:
        dialog, drawer = self.dialog, self._window.class_list
        dialog.add_requested.connect(self._add)
        dialog.change_requested.connect(
            lambda wanted, names, values: self.change(wanted, Renamed(names, values))
        )
        dialog.order_requested.connect(lambda ids: self._do(lambda c: c.arrange(ids)))
        dialog.retire_requested.connect(self.retire)
        dialog.bring_back_requested.connect(lambda class_id: self._do(lambda c: c.bring_back(class_id)))
        dialog.merge_requested.connect(self.ask_to_merge)
        dialog.remove_requested.connect(self.remove)
        dialog.template_requested.connect(self.take_template)
        dialog.import_requested.connect(self.import_file)
        dialog.export_requested.connect(self.export_file)
        dialog.chosen.connect(self._show_use)
        drawer.change_requested.connect(self.change)
        drawer.edit_requested.connect(self.edit)
        drawer.retire_requested.connect(self.retire)
        drawer.merge_requested.connect(self.ask_to_merge)
        drawer.remove_requested.connect(self.remove)
        drawer.template_requested.connect(self.take_template)

    # --- what is shown ---------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace | None) -> None:
        """Another project, or none."""
        self._workspace = workspace
        self._classes = (
            self._editing_of(Session(workspace.project, workspace.editing)) if workspace is not None else None
        )
        if workspace is None:
            self.dialog.hide()
        else:
            self.dialog.set_editable(not workspace.read_only)
        self.refresh()

    def _editing_of(self, session: Session) -> OntologyEditing:
        return OntologyEditing(
            session.project, session.editing, new_id, lambda: self._keys().letters(Mode.LABEL)
        )

    def refresh(self) -> None:
        """The classes or their counts changed."""
        if self._workspace is not None and self.dialog.isVisible():
            self.dialog.show_classes(tuple(self._ontology), self._workspace.tally.by_class())

    @property
    def _ontology(self) -> tuple[LabelClass, ...]:
        return tuple(self._classes.ontology) if self._classes is not None else ()

    def edit(self, class_id: str = "") -> None:
        """Open the editor, at a class where one is named."""
        if self._workspace is None:
            return
        self.dialog.show()
        self.refresh()
        self.dialog.choose(class_id or self._window.class_list.current_class() or self.dialog.current_class())
        self.dialog.raise_()
        self.dialog.activateWindow()
        (self.dialog.list if self._ontology else self.dialog.new_name).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _show_use(self, class_id: str) -> None:
        workspace = self._workspace
        if workspace is not None:
            project, seen = workspace.project, workspace.tally.of_class(class_id)
            self.dialog.show_use(seen if project.blind else project.store.class_use(class_id))

    def _remarks(self, draft: LabelClass) -> dict[str, Remark]:
        """What stands in the way of a draft, by field."""
        classes, found = self._classes, {}
        if classes is None:
            return {}
        if not draft.name:
            found["name"] = Remark(tr("A class needs a name."), refused=True)
        elif any(c.name == draft.name and c.id != draft.id for c in classes.ontology):
            found["name"] = Remark(tr("There is a class {name} already.", name=draft.name), refused=True)
        if remark := self._key_remark(draft, classes):
            found["key"] = remark
        if near := classes.looks_like(draft.id, draft.colour):
            name, eye = near
            text = (
                tr("Hard to tell from {name} with {eye}.", name=name, eye=eye)
                if eye
                else tr("Hard to tell from {name}.", name=name)
            )
            found["colour"] = Remark(text)
        if remark := self._descriptor_remark(draft, classes):
            found["attributes"] = remark
        return found

    def _key_remark(self, draft: LabelClass, classes: OntologyEditing) -> Remark | None:
        if not draft.key:
            return None
        if other := classes.key_taken(draft.id, draft.key):
            return Remark(tr("{key} is the key of {name}.", key=draft.key.upper(), name=other), refused=True)
        if other := classes.descriptor_taken(draft.id, draft.key):
            text = tr("{key} already says something of {name}.", key=draft.key.upper(), name=other)
            return Remark(text, refused=_is_new(draft.key, draft, classes))
        action = self._keys().find(Mode.LABEL, combination(draft.key.upper()))
        if action is not None:
            return Remark(
                tr(
                    "{key} means “{action}”: as a class it counts in Code (F2) only.",
                    key=draft.key.upper(),
                    action=tr(action.text),
                )
            )
        return None

    def _descriptor_remark(self, draft: LabelClass, classes: OntologyEditing) -> Remark | None:
        keys = [(key, value) for a in draft.attributes for key, value in a.key_values]
        only = [key for key, _ in keys]
        for key, value in keys:
            if not ontology_json.is_key(key):
                text = tr("{key} is no letter a–z and no digit.", key=key.upper())
                return Remark(text, refused=True)
            if only.count(key) > 1 or key == draft.key:
                text = tr("{key} stands for two things in this class.", key=key.upper())
                return Remark(text, refused=True)
            new = _is_new(key, draft, classes)
            if other := classes.key_taken(draft.id, key):
                text = tr(
                    "{key} says “{value}”, and is the key of {name}.",
                    key=key.upper(),
                    value=value,
                    name=other,
                )
                return Remark(text, refused=new)
            if action := self._keys().find(Mode.LABEL, combination(key.upper())):
                text = tr(
                    "{key} says “{value}”, and means “{action}”.",
                    key=key.upper(),
                    value=value,
                    action=action.text,
                )
                return Remark(text, refused=new)
        return None

    # --- wishes ----------------------------------------------------------------------------

    def _do(self, work: Callable[[OntologyEditing], object]) -> bool:
        """Whether it went through; a refusal is shown where the person is."""
        if self._classes is None:
            return False
        try:
            work(self._classes)
        except UserError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: UserError) -> None:
        if self.dialog.isVisible():
            self.refresh()
            self.dialog.show_error(told(error))
        else:
            self._window.class_list.set_classes(self._ontology, self._counts())
            self._window.class_list.show_error(told(error))

    def _counts(self) -> dict[str, int]:
        return self._workspace.tally.by_class() if self._workspace is not None else {}

    def _do_long(
        self,
        title: str,
        class_id: str,
        work: Callable[[OntologyEditing], object],
        on_done: Callable[[], None],
    ) -> None:
        """What may change every label of the class, in all films."""
        workspace = self._workspace
        if workspace is not None:
            self._deeds.perform(
                workspace,
                title,
                lambda session: work(self._editing_of(session)),
                size=workspace.project.store.class_use(class_id),
                on_done=lambda _: on_done(),
                on_refused=self._refuse,
            )

    def change(self, wanted: LabelClass, renamed: Renamed = _NOTHING) -> None:
        """The class as it shall be."""
        classes = self._classes
        if classes is None:
            return
        if wanted.id in classes.ontology and classes.reaches_labels(wanted, renamed):
            title = tr("Changing {name} in all its labels", name=wanted.name)
            self._do_long(title, wanted.id, lambda c: c.change(wanted, renamed), lambda: None)
        else:
            self._do(lambda c: c.change(wanted, renamed))

    def _add(self, name: str) -> None:
        self._do(lambda c: self.dialog.choose(c.add(name)))

    def retire(self, class_id: str) -> None:
        self._do(lambda c: c.retire(class_id))

    def remove(self, class_id: str) -> None:
        """A class in use is not removed: merging and retiring are offered."""
        if self._workspace is None:
            return
        if self._workspace.project.store.class_use(class_id) and not self.dialog.isVisible():
            self.edit(class_id)
            self.dialog.show_error(
                tr("The class is in use: merge it into another, or retire it; it keeps its labels then.")
            )
        else:
            self._do(lambda c: c.remove(class_id))

    def ask_to_merge(self, class_id: str) -> None:
        classes = self._classes
        if classes is None:
            return
        merged = classes.ontology[class_id]
        of_boxes = merged.kind is ClassKind.BOX
        others = [
            c for c in classes.ontology.in_use if c.id != class_id and (c.kind is ClassKind.BOX) == of_boxes
        ]
        if not others:
            self._do(lambda _: _refuse_lonely(merged))
            return
        over = self.dialog if self.dialog.isVisible() else self._window
        dialog = MergeDialog(merged, others, partial(self._count, class_id), swatch, over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._stop_counting)
        dialog.accepted.connect(lambda: self._merge(class_id, dialog.target(), dialog.join.isChecked()))
        dialog.open()

    def _count(self, class_id: str, into: str, answer: Callable[[MergeOutcome | UserError], None]) -> None:
        """What merging would do is counted in all films, beside; an older question is dropped."""
        workspace = self._workspace
        if workspace is None:
            return

        def look(_: object) -> MergePlan:
            with workspace.reading() as session:
                return self._editing_of(session).plan_merge(class_id, into)

        self._stop_counting()
        self._counting = self._tasks.run(
            look, on_done=lambda plan: answer(_outcome(plan)), on_failed=when_refused(answer)
        )

    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    def _merge(self, class_id: str, into: str, join: bool) -> None:
        if self._classes is None:
            return
        name, target = self._classes.ontology[class_id].name, self._classes.ontology[into].name

        def merged() -> None:
            self.dialog.choose(into)
            self._feedback.offer_undo(tr("{name} is {target} now.", name=name, target=target))

        title = tr("Merging {name} into {target}", name=name, target=target)
        self._do_long(title, class_id, lambda c: c.merge(class_id, into, join=join), merged)

    # --- templates and files ---------------------------------------------------------------

    def take_template(self, name: str) -> None:
        if self._classes is None:
            self._window.class_list.show_error(tr("Open a video first: classes belong to its project."))
            return
        self._bring(_template(name))

    def import_file(self) -> None:
        if self._workspace is None:
            return
        path = self._questions.file_to_read(tr("Import classes"), tr("Classes"), "json")
        if path is not None:
            self._do(lambda _: self._bring(ontology_json.read(path)))

    def _bring(self, found: ontology_json.OntologyFile) -> None:
        verb = f"add classes of {found.name}" if found.name else "import classes"
        brought: list[Brought] = []
        if self._do(lambda c: brought.append(c.bring(found.classes, verb))):
            self._feedback.offer_undo(_told(brought[0]))
            self._feedback.say(_told(brought[0]))
            if self.dialog.isVisible():
                self.dialog.show_error("" if brought[0].added else _told(brought[0]))

    def export_file(self) -> None:
        workspace = self._workspace
        if workspace is None:
            return
        suggested = workspace.path.with_name(f"{workspace.path.stem} classes.json")
        path = self._questions.file_to_write(tr("Export classes"), str(suggested), tr("Classes"), "json")
        if path is not None and self._do(lambda c: _write(path, c, workspace.path.stem)):
            self._feedback.say(tr("The classes are in {name}", name=path.name))


def _templates() -> list[tuple[str, ontology_json.OntologyFile]]:
    return [(name, _template(name)) for name in ontology_json.TEMPLATES]


def _template(name: str) -> ontology_json.OntologyFile:
    """In the person's language: its names become theirs."""
    found, told = ontology_json.template(name), partial(tr_of_template, name)
    classes = tuple(
        replace(
            c,
            name=told(c.name),
            attributes=tuple(
                replace(a, name=told(a.name), choices=tuple(map(told, a.choices))) for a in c.attributes
            ),
        )
        for c in found.classes
    )
    return replace(found, name=told(found.name), about=told(found.about), classes=classes)


def _is_new(key: str, draft: LabelClass, classes: OntologyEditing) -> bool:
    """What is stored already, or came from elsewhere, does not stand in the way of other changes."""
    stored = classes.ontology.get(draft.id)
    return stored is None or key not in stored.all_keys


def _outcome(plan: MergePlan) -> MergeOutcome:
    use = plan.use
    return MergeOutcome(
        use.labels, use.tracks, use.suggestions, use.complete_ranges, len(plan.clashes), plan.places
    )


def _write(path: Path, classes: OntologyEditing, name: str) -> None:
    ontology_json.write(path, classes.ontology, name=name)


def _refuse_lonely(label_class: LabelClass) -> None:
    raise UserError(
        "There is no other class of the kind of {class_name} in use.",
        way_out="Retire it instead: it keeps its labels.",
        class_name=label_class.name,
    )


def _told(brought: Brought) -> str:
    count = len(brought.added)
    text = tr("1 class added." if count == 1 else "{count} classes added.", count=count)
    if brought.there:
        text += " " + tr("{names} were there already and stay.", names=", ".join(brought.there))
    if brought.without_key:
        text += " " + tr("Without a key, which was taken: {names}.", names=", ".join(brought.without_key))
    return text
