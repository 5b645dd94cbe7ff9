"""Classes of the project: added, changed, arranged, retired, merged, removed; brought from files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain import edits as e
from app.domain.class_plans import ClassUse, clashes, use_of
from app.domain.colours import CLOSE, distance
from app.domain.document import Document
from app.domain.errors import EditRefused
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass, Ontology
from app.domain.texts import Text, listed
from app.domain.timebase import TimeRange, clock_text
from app.session.editing import Editing
from app.session.ports import NewId
from app.session.project import Project

PLACES_TOLD = 5


_KINDS = {
    AttributeKind.CHOICE: Text("choice"),
    AttributeKind.NUMBER: Text("number"),
    AttributeKind.TEXT: Text("text"),
    AttributeKind.FLAG: Text("flag"),
}


@dataclass(frozen=True, slots=True)
class Renamed:
    """What was given another name: attributes (old, new), choices (attribute's old name, old, new)."""

    attributes: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """Names of classes that came in, of those that were there already, and of those without their key."""

    added: tuple[str, ...]
    there: tuple[str, ...]
    without_key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What merging would move, and where labels would then share time that may not."""

    use: ClassUse
    clashes: tuple[tuple[str, TimeRange], ...]
    places: tuple[str, ...]


class OntologyEditing:
    """Every method that changes something is one deed to undo. All raise UserError."""

    def __init__(
        self,
        project: Project,
        editing: Editing,
        new_id: NewId,
        taken_keys: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """`taken_keys`: those that no new class shall have, for they mean something else to the person."""
        self._project = project
        self._editing = editing
        self._new_id = new_id
        self._taken_keys = taken_keys

    @property
    def ontology(self) -> Ontology:
        return self._project.catalogue.ontology

    # --- coming in -------------------------------------------------------------------------

    def bring(self, classes: Iterable[LabelClass], verb: str = "add classes") -> Brought:
        """Add classes of a template or a file. One whose name is there already stays as it is here; a key
        that another class or a descriptor has is left out; an empty colour is chosen."""
        known = list(self.ontology)
        fresh: list[LabelClass] = []
        there, without_key = [], []
        for wanted in classes:
            so_far = Ontology([*known, *fresh])
            if so_far.named(wanted.name) is not None:
                there.append(wanted.name)
                continue
            made = _without_taken_keys(wanted, so_far)
            if made.all_keys < wanted.all_keys and not wanted.retired:
                without_key.append(wanted.name)
            colour = wanted.colour or so_far.next_colour()
            position = so_far.next_position()
            fresh.append(replace(made, id=self._new_id(), colour=colour, position=position))
        if fresh:
            self._editing.perform_batch(verb, [(e.AddClasses(tuple(fresh)), "")])
        return Brought(tuple(c.name for c in fresh), tuple(there), tuple(without_key))

    def add(self, name: str) -> str:
        """A new class of segments with the next colour and key; returns its id."""
        so_far = self.ontology
        new = LabelClass(
            self._new_id(),
            name.strip(),
            so_far.next_colour(),
            so_far.next_key(self._taken_keys()),
            position=so_far.next_position(),
        )
        self._editing.perform(e.AddClasses((new,)))
        return new.id

    # --- changing --------------------------------------------------------------------------

    def change(self, wanted: LabelClass, renamed: Renamed = Renamed()) -> None:
        """The class as it shall be; values of renamed attributes and choices follow in every label."""
        now = self._class(wanted.id)
        if (now.attributes, now.kind, now.overlaps) != (wanted.attributes, wanted.kind, wanted.overlaps):
            self._project.refuse_when_blind()
        self._check_kind(now, wanted)
        if now.overlaps and not wanted.overlaps:
            self._check_apart(wanted)
        edits: list[tuple[e.Edit, str]] = [(e.ChangeClass(wanted), "")]
        if renamed != Renamed() or _takes_less(now, wanted):
            revise = e.ReviseLabels(wanted.id, wanted.id, renamed.attributes, renamed.choices)
            edits += self._in_every_film(revise)
        self._editing.perform_batch("change class", edits)

    def reaches_labels(self, wanted: LabelClass, renamed: Renamed = Renamed()) -> bool:
        """Whether `change` has to go through the labels of the class."""
        now = self._class(wanted.id)
        forbids = now.overlaps and not wanted.overlaps
        return forbids or renamed != Renamed() or _takes_less(now, wanted)

    def _check_kind(self, now: LabelClass, wanted: LabelClass) -> None:
        if ClassKind.BOX not in (now.kind, wanted.kind) or now.kind is wanted.kind:
            return
        in_use = self._project.store.class_use(now.id)
        if in_use:
            raise EditRefused(
                "{class_name} has {count} labels or suggestions: boxes cannot become labels in time, nor the "
                "other way round.",
                way_out="Make a new class for the other kind.",
                class_name=now.name,
                count=in_use,
            )

    def _check_apart(self, wanted: LabelClass) -> None:
        found = self._clashes(wanted.id, wanted.id)
        if found:
            raise EditRefused(
                "Labels of {class_name} share time in {count} places: {places}.",
                way_out="Move their edges or merge them first.",
                class_name=wanted.name,
                count=len(found),
                places=listed(self._told(found)),
            )

    def arrange(self, class_ids: Sequence[str]) -> None:
        """The order of the classes; all of them must be named."""
        edits: list[tuple[e.Edit, str]] = [
            (e.ChangeClass(replace(self._class(class_id), position=place)), "")
            for place, class_id in enumerate(class_ids)
        ]
        self._editing.perform_batch("arrange classes", edits)

    def retire(self, class_id: str) -> None:
        """It keeps its labels, gets no new ones and gives its key free."""
        self._editing.perform_batch(
            "retire class", [(e.ChangeClass(replace(self._class(class_id), retired=True, key="")), "")]
        )

    def bring_back(self, class_id: str) -> None:
        """With the next free key."""
        back = replace(self._class(class_id), retired=False, key=self.ontology.next_key(self._taken_keys()))
        self._editing.perform_batch("bring class back", [(e.ChangeClass(back), "")])

    # --- going -----------------------------------------------------------------------------

    def use(self, class_id: str) -> ClassUse:
        return sum((use_of(d, class_id) for d in self._documents()), ClassUse())

    def remove(self, class_id: str) -> None:
        """Raises EditRefused when anything carries it: then it can be merged or retired."""
        self._project.refuse_when_blind()
        in_use = self._project.store.class_use(class_id)
        self._editing.perform(e.RemoveClass(class_id, in_use))

    def plan_merge(self, class_id: str, into: str) -> MergePlan:
        """What `merge` would do. Raises EditRefused when the two cannot be one."""
        self._project.refuse_when_blind()
        self._merged(class_id, into)
        found = () if self._class(into).overlaps else tuple(self._clashes(class_id, into))
        return MergePlan(self.use(class_id), found, tuple(self._told(found)))

    def merge(self, class_id: str, into: str, *, join: bool = False) -> None:
        """All that carries the class carries `into` from now on, in every film; the class goes.

        `join`: labels that would share time and may not become one; else they are refused.
        """
        plan = self.plan_merge(class_id, into)
        target = self._class(into)
        if plan.clashes and not join:
            raise EditRefused(
                "Labels of {into} cannot share time, and would in {count} places: {places}.",
                way_out="Join them, or move their edges first.",
                into=target.name,
                count=len(plan.clashes),
                places=listed(plan.places),
            )
        edits: list[tuple[e.Edit, str]] = []
        merged = self._merged(class_id, into)
        if merged != target:
            edits.append((e.ChangeClass(merged), ""))
        edits += self._in_every_film(e.ReviseLabels(class_id, into, join=bool(plan.clashes)))
        edits.append((e.RemoveClass(class_id, 0), ""))
        self._editing.perform_batch(f"merge class into {target.name}", edits)

    def _merged(self, class_id: str, into: str) -> LabelClass:
        """`into` with what labels of the other class can say besides."""
        source, target = self._class(class_id), self._class(into)
        if class_id == into:
            raise EditRefused("A class cannot be merged into itself.")
        if ClassKind.BOX in (source.kind, target.kind) and source.kind is not target.kind:
            raise EditRefused(
                "{class_name} and {into} cannot be one: one is of boxes, the other in time.",
                way_out="Choose a class of the same kind.",
                class_name=source.name,
                into=target.name,
            )
        taken = {target.key, *(key for a in target.attributes for key, _ in a.key_values)}
        attributes = {a.name: a for a in target.attributes}
        for theirs in source.attributes:
            ours = attributes.get(theirs.name)
            if ours is not None and ours.kind is not theirs.kind:
                raise EditRefused(
                    "{attribute} is a {kind} in {class_name} and a {other_kind} in {into}.",
                    way_out="Rename one of the two attributes first.",
                    attribute=theirs.name,
                    kind=_KINDS[theirs.kind],
                    class_name=source.name,
                    other_kind=_KINDS[ours.kind],
                    into=target.name,
                )
            attributes[theirs.name] = _both(ours, theirs, taken)
        return replace(target, attributes=tuple(attributes.values()))

    # --- what stands in the way ------------------------------------------------------------

    def key_taken(self, class_id: str, key: str) -> str:
        """The name of the other class that has `key`; empty when it is free."""
        return next((c.name for c in self.ontology if c.key == key and c.id != class_id), "") if key else ""

    def descriptor_taken(self, class_id: str, key: str) -> str:
        """The name of another class of which `key` is a descriptor; empty where there is none."""
        found = self.ontology.descriptors(without=class_id).get(key)
        return found.name if found is not None else ""

    def looks_like(self, class_id: str, colour: str) -> tuple[str, str] | None:
        """The class in use whose colour is easily taken for `colour`, and to which eye (see `distance`)."""
        others = [c for c in self.ontology.in_use if c.id != class_id]
        near = min(((*distance(colour, c.colour), c.name) for c in others), default=None)
        return (near[2], near[1]) if near is not None and near[0] < CLOSE else None

    # --- parts -----------------------------------------------------------------------------

    def _class(self, class_id: str) -> LabelClass:
        found = self.ontology.get(class_id)
        if found is None:
            raise EditRefused("The class does not exist any more.", way_out="Choose another class.")
        return found

    def _documents(self) -> list[Document]:
        return [self._project.document(medium_id) for medium_id in self._project.catalogue.media]

    def _in_every_film(self, edit: e.ReviseLabels) -> list[tuple[e.Edit, str]]:
        return [(edit, medium_id) for medium_id in self._project.catalogue.media]

    def _clashes(self, class_id: str, into: str) -> list[tuple[str, TimeRange]]:
        return [(d.medium.id, r) for d in self._documents() for r in clashes(d, class_id, into)]

    def _told(self, found: Sequence[tuple[str, TimeRange]]) -> list[str]:
        media = self._project.catalogue.media
        told = [
            Text(
                "{film} at {time}",
                film=media[medium_id].name,
                time=clock_text(media[medium_id].scale.seconds(range_.start)),
            )
            for medium_id, range_ in found[:PLACES_TOLD]
        ]
        return told + (["…"] if len(found) > PLACES_TOLD else [])


def _takes_less(now: LabelClass, wanted: LabelClass) -> bool:
    """Whether a label of `now` may have a value that `wanted` would not know."""
    for attribute in wanted.attributes:
        before = now.attribute(attribute.name)
        if before is None or before.kind is not attribute.kind:
            return True
        if not set(before.choices) <= set(attribute.choices):
            return True
    return False


def _without_taken_keys(wanted: LabelClass, ontology: Ontology) -> LabelClass:
    """A class key is for one class and no descriptor; descriptors of several classes may have the same."""
    keys = {c.key for c in ontology if c.key}
    key = "" if wanted.retired or wanted.key in {*keys, *ontology.descriptors()} else wanted.key
    attributes = (
        replace(a, keys=tuple("" if k in keys else k for k in a.keys)) if keys & {*a.keys} else a
        for a in wanted.attributes
    )
    return replace(wanted, key=key, attributes=tuple(attributes))


def _both(ours: Attribute | None, theirs: Attribute, taken: set[str]) -> Attribute:
    """The attribute with the choices of both; `taken` keys are left out, new ones come to be taken."""
    kept = dict(zip(ours.choices, ours.keys, strict=False)) if ours is not None else {}
    choices = list(ours.choices) if ours is not None else []
    keys = [kept.get(choice, "") for choice in choices]
    if theirs.kind is not AttributeKind.CHOICE:
        if ours is not None:
            return ours
        key = theirs.keys[0] if theirs.keys and theirs.keys[0] not in taken else ""
        taken.add(key)
        return replace(theirs, keys=(key,) if key else ())
    wanted = {value: key for key, value in theirs.key_values}
    for choice in theirs.choices:
        if choice not in choices:
            key = wanted.get(choice, "")
            choices.append(choice)
            keys.append("" if key in taken else key)
            taken.add(key)
    return replace(ours or theirs, choices=tuple(choices), keys=tuple(keys) if any(keys) else ())
