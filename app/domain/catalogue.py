"""What belongs to the project as a whole: classes, media, runs and named snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from app.domain import edits as e
from app.domain.changes import Change, Difference, Entity, added, removed
from app.domain.errors import EditRefused
from app.domain.media import Medium, restored
from app.domain.ontology import AttributeKind, LabelClass, Ontology
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Promotion, Run

Named = TypeVar("Named", LabelClass, Medium, Run, NamedSnapshot)


class Catalogue:
    """Classes, media, runs and snapshots of a project; `plan` and `adopt` as in `document.Document`."""

    def __init__(
        self,
        *,
        classes: Iterable[LabelClass] = (),
        media: Iterable[Medium] = (),
        runs: Iterable[Run] = (),
        snapshots: Iterable[NamedSnapshot] = (),
    ) -> None:
        self.ontology = Ontology(classes)
        self.media: dict[str, Medium] = {m.id: m for m in media}
        self.runs: dict[str, Run] = {r.id: r for r in runs}
        self.snapshots: dict[str, NamedSnapshot] = {s.id: s for s in snapshots}

    @property
    def run_in_use(self) -> Run | None:
        """The newest promoted run."""
        promoted = [r for r in self.runs.values() if r.promotion is Promotion.PROMOTED]
        return max(promoted, key=lambda r: r.number, default=None)

    def next_run_number(self) -> int:
        return max((r.number for r in self.runs.values()), default=0) + 1

    def run_called(self, name: str) -> Run | None:
        """By id or by name; the newest where several share a name."""
        found = [r for r in self.runs.values() if name in (r.id, r.name)]
        return max(found, key=lambda r: r.number, default=None)

    # --- planning --------------------------------------------------------------------------

    def plan(self, edit: e.CatalogueEdit) -> Change:
        """What `edit` would do, checked. Raises EditRefused."""
        match edit:
            case e.AddClasses():
                differences = self._add_classes(edit.classes)
            case e.ChangeClass():
                differences = self._change_class(edit.label_class)
            case e.RemoveClass():
                differences = self._remove_class(edit)
            case e.AddMedia():
                differences = self._add_media(edit.media)
            case e.ChangeMedium():
                differences = self._change_medium(edit.medium)
            case e.AddRun():
                differences = self._add_run(edit.run)
            case e.ChangeRun():
                run = self.runs.get(edit.run.id)
                if run is None:
                    raise EditRefused("The run does not exist any more.")
                differences = (Difference(run, edit.run),)
            case e.NameSnapshot():
                differences = self._name_snapshot(edit.snapshot)
            case e.RemoveSnapshot():
                snapshot = self.snapshots.get(edit.snapshot_id)
                if snapshot is None:
                    raise EditRefused("The snapshot does not exist any more.")
                differences = removed([snapshot])
        return Change(e.verb_of(edit), "", tuple(d for d in differences if d.before != d.after))

    def _add_classes(self, classes: tuple[LabelClass, ...]) -> tuple[Difference, ...]:
        names = {c.name for c in self.ontology}
        keys = {c.key for c in self.ontology if c.key}
        ids = {c.id for c in self.ontology}
        for new in classes:
            if new.id in ids:
                raise EditRefused("The class {name} is there already.", name=new.name)
            ids.add(new.id)
            self._check_class(new, names, keys)
            names.add(new.name)
            keys |= {new.key} - {""}
        return added(classes)

    def _change_class(self, new: LabelClass) -> tuple[Difference, ...]:
        if new.id not in self.ontology:
            raise EditRefused("The class {name} does not exist any more.", name=new.name)
        others = [c for c in self.ontology if c.id != new.id]
        self._check_class(new, {c.name for c in others}, {c.key for c in others if c.key})
        return (Difference(self.ontology[new.id], new),)

    @staticmethod
    def _check_class(new: LabelClass, names: set[str], keys: set[str]) -> None:
        if not new.name.strip():
            raise EditRefused("A class needs a name.")
        if new.name in names:
            raise EditRefused(
                "There is a class {name} already.", way_out="Choose another name.", name=new.name
            )
        if new.key in keys:
            raise EditRefused(
                "The key {key} belongs to another class.", way_out="Choose another key.", key=new.key
            )
        described = [attribute.name for attribute in new.attributes]
        if len(set(described)) < len(described) or not all(name.strip() for name in described):
            raise EditRefused("The attributes of {name} need names that differ.", name=new.name)
        used = [key for attribute in new.attributes for key, _ in attribute.key_values]
        if len(set(used)) < len(used):
            raise EditRefused(
                "Two descriptors of {name} have the same key.", way_out="Choose another key.", name=new.name
            )
        for attribute in new.attributes:
            if attribute.kind is AttributeKind.CHOICE and not all(c.strip() for c in attribute.choices):
                raise EditRefused("A choice of {attribute} has no name.", attribute=attribute.name)

    def _remove_class(self, edit: e.RemoveClass) -> tuple[Difference, ...]:
        if edit.class_id not in self.ontology:
            raise EditRefused("The class does not exist any more.")
        gone = self.ontology[edit.class_id]
        if edit.in_use:
            raise EditRefused(
                "The class {class_name} is used by {count} labels or suggestions.",
                way_out="Give them another class first.",
                class_name=gone.name,
                count=edit.in_use,
            )
        return removed([gone])

    def _add_media(self, media: tuple[Medium, ...]) -> tuple[Difference, ...]:
        paths = {m.path for m in self.media.values()}
        ids = set(self.media)
        for medium in media:
            if medium.path in paths or medium.id in ids:
                raise EditRefused("{path} is in the project already.", path=medium.path)
            paths.add(medium.path)
            ids.add(medium.id)
        return added(media)

    def _change_medium(self, new: Medium) -> tuple[Difference, ...]:
        known = self.media.get(new.id)
        if known is None:
            raise EditRefused("The film is not in the project any more.")
        if any(m.path == new.path for m in self.media.values() if m.id != new.id):
            raise EditRefused("{path} is another film of the project already.", path=new.path)
        return (Difference(known, new),)

    def _add_run(self, new: Run) -> tuple[Difference, ...]:
        if any(new.id == r.id or new.number == r.number for r in self.runs.values()):
            raise EditRefused("The run {name} is there already.", name=new.name)
        return added([new])

    def _name_snapshot(self, new: NamedSnapshot) -> tuple[Difference, ...]:
        if not new.name.strip():
            raise EditRefused("A snapshot needs a name.")
        if any(new.id == s.id or new.name == s.name for s in self.snapshots.values()):
            raise EditRefused(
                "There is a snapshot {name} already.", way_out="Choose another name.", name=new.name
            )
        return added([new])

    # --- adopting --------------------------------------------------------------------------

    @staticmethod
    def preview(change: Change, ontology: Ontology) -> Ontology:
        """The classes of `ontology` as they would be after `change`."""
        classes = {c.id: c for c in ontology}
        for difference in change.differences:
            if isinstance(difference.entity, LabelClass):
                gone = difference.after is None
                _set(classes, difference.entity.id, None if gone else difference.entity)
        return Ontology(classes.values())

    def rebased(self, change: Change) -> Change:
        """`change`, an undo or redo, on top of what jobs learnt about films since it was made."""
        return Change(change.verb, change.medium_id, tuple(map(self._rebased, change.differences)))

    def _rebased(self, difference: Difference) -> Difference:
        before, after = difference.before, difference.after
        now = self.media.get(difference.entity.id)
        if isinstance(before, Medium) and isinstance(after, Medium) and now not in (None, before):
            return Difference(now, restored(now, before, after))
        return difference

    def check_adoptable(self, change: Change) -> None:
        """Raise EditRefused unless every `before` of `change` is what stands here now."""
        for difference in change.differences:
            if self._current(difference.entity) != difference.before:
                raise EditRefused("What this would change was changed since by another edit.")

    def adopt(self, change: Change) -> None:
        """Apply a stored Change. Raises EditRefused (nothing applied) when it does not fit."""
        self.check_adoptable(change)
        self.ontology = self.preview(change, self.ontology)
        for difference in change.differences:
            entity, gone = difference.entity, difference.after is None
            if isinstance(entity, Medium):
                _set(self.media, entity.id, None if gone else entity)
            elif isinstance(entity, Run):
                _set(self.runs, entity.id, None if gone else entity)
            elif isinstance(entity, NamedSnapshot):
                _set(self.snapshots, entity.id, None if gone else entity)

    def _current(self, entity: Entity) -> Entity | None:
        match entity:
            case LabelClass():
                return self.ontology.get(entity.id)
            case Medium():
                return self.media.get(entity.id)
            case Run():
                return self.runs.get(entity.id)
            case NamedSnapshot():
                return self.snapshots.get(entity.id)
        raise TypeError(f"{type(entity).__name__} is not an entity of the project as a whole")


def _set(table: dict[str, Named], key: str, value: Named | None) -> None:
    if value is None:
        del table[key]
    else:
        table[key] = value
