"""Classes of a colleague's copy: which of ours they are, and what was changed about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain.changes import Difference
from app.domain.ontology import LabelClass, Ontology
from app.domain.texts import Text
from app.session.ports import NewId
from app.session.project import Project
from app.session.sides import Conflict

if TYPE_CHECKING:
    from app.session.merge_words import Words

_SAID = tuple(f.name for f in fields(LabelClass) if f.name not in ("id", "position"))
_THEIR_NAME = Text("{class_name}: their name {value} belongs to another class here")
_THEIR_KEY = Text("{class_name}: their key {value} belongs to another class here")


@dataclass(frozen=True, slots=True)
class MergedClass:
    """A class (or a film) as the merge leaves it: `added`, or changed by `edit`; `their_edit` where the
    person decides the conflict for them.
    """

    added: LabelClass | None
    edit: e.CatalogueEdit | None
    their_edit: e.CatalogueEdit | None
    conflict: Conflict | None = None


class Classes:
    """Their classes as ours: by id in a copy of this project, then by name and kind, else new."""

    def __init__(self, project: Project, theirs: Ontology, new_id: NewId, *, same_project: bool) -> None:
        self._project = project
        self._same = same_project
        self.left: list[str] = []
        self._fresh: dict[str, LabelClass] = {}
        self._wanted: set[str] = set()
        self._ours: dict[str, LabelClass] = {}
        ours = project.catalogue.ontology
        for their in theirs:
            found = ours.get(their.id) if same_project else None
            named = ours.named(their.name)
            found = found or (named if named is not None and named.kind is their.kind else None)
            self._ours[their.id] = found or self._made(their, new_id)

    @property
    def new(self) -> list[LabelClass]:
        """Those that only they have, as far as something needs them."""
        return [c for their_id, c in self._fresh.items() if their_id in self._wanted]

    def ours(self, their_id: str) -> LabelClass | None:
        """Our class (or their new one) for one of theirs; asking for it brings it over."""
        self._wanted.add(their_id)
        return self._ours.get(their_id)

    def called(self, class_id: str) -> str:
        """The name of a class of ours, or of one that comes over."""
        known = self._project.catalogue.ontology.get(class_id)
        return known.name if known else next((c.name for c in self._fresh.values() if c.id == class_id), "?")

    def apart(self, class_id: str) -> bool:
        """Whether no two labels of the class may share time."""
        known = self._project.catalogue.ontology.get(class_id)
        return known is not None and not known.overlaps

    def _made(self, their: LabelClass, new_id: NewId) -> LabelClass:
        so_far = Ontology([*self._project.catalogue.ontology, *self._fresh.values()])
        taken = so_far.get(their.id) is not None
        fresh = replace(
            their,
            id=new_id() if taken else their.id,
            name=_free(their.name, so_far),
            key="" if any(c.key == their.key for c in so_far) else their.key,
            position=so_far.next_position(),
        )
        self._fresh[their.id] = fresh
        return fresh

    def merged(self, differences: Iterable[Difference], words: Words) -> list[MergedClass]:
        """What they did to classes, and the classes that what comes over needs."""
        found: list[MergedClass] = []
        for d in differences:
            if isinstance(d.after, LabelClass) and d.before is None:
                self._wanted.add(d.after.id)
            elif (
                self._same
                and isinstance(d.before, LabelClass)
                and d.before.id in self._project.catalogue.ontology
            ):
                if d.after is None:
                    found += self._removed(d.before)
                elif isinstance(d.after, LabelClass):
                    found += self._changed(d.before, d.after, words)
        return [*(MergedClass(c, None, None) for c in self.new), *found]

    def _removed(self, before: LabelClass) -> list[MergedClass]:
        ours = self._project.catalogue.ontology[before.id]
        if ours == before and not self._project.store.class_use(before.id):
            return [MergedClass(None, e.RemoveClass(before.id, 0), None)]
        self.left.append(
            Text(
                "They removed the class {class_name}; it stays, for it was used or changed here",
                class_name=before.name,
            )
        )
        return []

    def _changed(self, before: LabelClass, after: LabelClass, words: Words) -> list[MergedClass]:
        ours = self._project.catalogue.ontology[before.id]
        theirs_too = {
            n: getattr(after, n)
            for n in _SAID
            if getattr(before, n) != getattr(after, n) and getattr(ours, n) != getattr(after, n)
        }
        others = [c for c in (*self._project.catalogue.ontology, *self._fresh.values()) if c.id != ours.id]
        for name in ("name", "key"):
            if theirs_too.get(name) and any(getattr(c, name) == theirs_too[name] for c in others):
                taken = _THEIR_NAME if name == "name" else _THEIR_KEY
                self.left.append(Text(taken, class_name=ours.name, value=theirs_too.pop(name)))
        clash = [n for n in theirs_too if getattr(ours, n) != getattr(before, n)]
        fitting = replace(ours, **{n: v for n, v in theirs_too.items() if n not in clash})
        conflict = None
        if clash:
            conflict = Conflict(
                f"class {ours.id}",
                Text("The class {class_name}", class_name=before.name),
                words.fields(ours, clash),
                words.fields(after, clash),
            )
        edit = e.ChangeClass(fitting) if fitting != ours else None
        if edit is None and conflict is None:
            return []
        return [MergedClass(None, edit, e.ChangeClass(replace(ours, **theirs_too)), conflict)]


def _free(name: str, ontology: Ontology) -> str:
    number, free = 2, name
    while ontology.named(free) is not None:
        free, number = f"{name} ({number})", number + 1
    return free
