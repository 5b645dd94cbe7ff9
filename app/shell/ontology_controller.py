"""The classes of the open project: the editor, templates, files, and what the drawer asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from app.domain.errors import UserError
from app.domain.ontology import ClassKind, LabelClass
from app.formats import ontology_json
from app.session.ontology_editing import Brought, OntologyEditing, Renamed
from app.shell.actions import KeyMap, Mode, combination
from app.shell.film_context import FilmContext
from app.shell.workspace import Workspace, new_id
from app.views.dialogs.ontology_dialog import OntologyDialog
from app.views.dialogs.ontology_form import Remark
from app.views.dialogs.ontology_merge import MergeDialog, MergeOutcome
from app.views.dialogs.questions import Questions
from app.views.labels.class_table import swatch
from app.views.texts import tr


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
            lambda wanted, names, values: self._do(lambda c: c.change(wanted, Renamed(names, values)))
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
        drawer.change_requested.connect(lambda wanted: self._do(lambda c: c.change(wanted)))
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
            OntologyEditing(workspace.project, workspace.editing, new_id) if workspace is not None else None
        )
        if workspace is None:
            self.dialog.hide()
        else:
            self.dialog.set_editable(not workspace.read_only)
        self.refresh()

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
        if self._workspace is not None:
            self.dialog.show_use(self._workspace.project.store.class_use(class_id))

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

    @staticmethod
    def _descriptor_remark(draft: LabelClass, classes: OntologyEditing) -> Remark | None:
        keys = [(key, value) for a in draft.attributes for key, value in a.key_values]
        only = [key for key, _ in keys]
        for key, value in keys:
            if not ontology_json.is_key(key):
                text = tr("{key} is no letter a–z and no digit.", key=key.upper())
                return Remark(text, refused=True)
            if only.count(key) > 1 or key == draft.key:
                text = tr("{key} stands for two things in this class.", key=key.upper())
                return Remark(text, refused=True)
            if other := classes.key_taken(draft.id, key):
                return Remark(
                    tr(
                        "{key} says “{value}”, and is the key of {name}.",
                        key=key.upper(),
                        value=value,
                        name=other,
                    )
                )
        return None

    # --- wishes ----------------------------------------------------------------------------

    def _do(self, work: Callable[[OntologyEditing], object]) -> bool:
        """Whether it went through; a refusal is shown where the person is."""
        if self._classes is None:
            return False
        try:
            work(self._classes)
        except UserError as error:
            if self.dialog.isVisible():
                self.refresh()
                self.dialog.show_error(str(error))
            else:
                self._window.class_list.show_error(str(error))
            return False
        return True

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
        dialog = MergeDialog(merged, others, self._outcome_of(class_id), swatch, over)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._merge(class_id, dialog.target(), dialog.join.isChecked()))
        dialog.open()

    def _outcome_of(self, class_id: str) -> Callable[[str], MergeOutcome]:
        def outcome(into: str) -> MergeOutcome:
            assert self._classes is not None
            plan = self._classes.plan_merge(class_id, into)
            use = plan.use
            return MergeOutcome(
                use.labels, use.tracks, use.suggestions, use.complete_ranges, len(plan.clashes), plan.places
            )

        return outcome

    def _merge(self, class_id: str, into: str, join: bool) -> None:
        if self._classes is None:
            return
        name, target = self._classes.ontology[class_id].name, self._classes.ontology[into].name
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a hundred thousand labels take a while
        try:
            merged = self._do(lambda c: c.merge(class_id, into, join=join))
        finally:
            QGuiApplication.restoreOverrideCursor()
        if merged:
            self.dialog.choose(into)
            self._feedback.offer_undo(tr("{name} is {target} now.", name=name, target=target))

    # --- templates and files ---------------------------------------------------------------

    def take_template(self, name: str) -> None:
        if self._classes is None:
            self._window.class_list.show_error(tr("Open a video first: classes belong to its project."))
            return
        self._bring(ontology_json.template(name))

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
    return [(name, ontology_json.template(name)) for name in ontology_json.TEMPLATES]


def _write(path: Path, classes: OntologyEditing, name: str) -> None:
    ontology_json.write(path, classes.ontology, name=name)


def _refuse_lonely(label_class: LabelClass) -> None:
    raise UserError(
        f"There is no other class of the kind of {label_class.name} in use.",
        way_out="Retire it instead: it keeps its labels.",
    )


def _told(brought: Brought) -> str:
    text = tr("{count} classes added.", count=len(brought.added))
    if brought.there:
        text += " " + tr("{names} were there already and stay.", names=", ".join(brought.there))
    if brought.without_key:
        text += " " + tr("Without a key, which was taken: {names}.", names=", ".join(brought.without_key))
    return text
