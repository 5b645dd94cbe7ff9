"""A colleague's copy of the project brought together with ours: three-way, nothing lost.

The common ancestor is the state after the longest common beginning of the two edit logs, whose entries are
chained by hashes. What only they changed comes over; what both changed in the same way is nothing; what
both changed differently is a conflict, which the person decides. The other file is only read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain import edits as e
from app.domain.changes import DocumentEntity
from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.suggestions import Layer, Run
from app.domain.texts import Text
from app.session import merge_units as units
from app.session.editing import Editing
from app.session.merge_classes import Classes, MergedClass
from app.session.merge_films import Films
from app.session.merge_words import Words
from app.session.ports import NewId, Store
from app.session.project import Project, relative_path
from app.session.sides import Conflict, Side

__all__ = ["Conflict", "MergePlan", "MergeReport", "Merging", "Side"]

FILMS, CLASSES = Text("films"), Text("classes")
DECIDED = Text("conflicts decided for them")


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do. `common`: log entries that both files share; `brings`: how many of what only
    they changed, in words; `left`: what stays in their file, a sentence each; `state`: hash of our log's end
    that it holds for.
    """

    path: Path
    same_project: bool
    common: int
    brings: Mapping[str, int]
    conflicts: tuple[Conflict, ...]
    left: tuple[str, ...]
    films: tuple[Medium, ...] = ()
    catalogue: tuple[MergedClass, ...] = ()
    takes: tuple[units.Take, ...] = ()
    actor_ids: frozenset[str] = field(default=frozenset())
    state: str = ""

    @property
    def size(self) -> int:
        """How many entities may change."""
        return sum(len(t.theirs.present) + len(t.theirs.absent) for t in self.takes)

    @property
    def is_empty(self) -> bool:
        return not (self.films or self.catalogue or self.takes)


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did: how many of what came over, and what stays in their file, a sentence each."""

    brought: Mapping[str, int]
    left: tuple[str, ...]


class Merging:
    """Merges into the open project. `look` changes nothing; `perform` is one deed to undo.

    Films that only they have come first, as a deed of their own: labels need their film to be there.
    """

    def __init__(self, project: Project, editing: Editing, new_id: NewId) -> None:
        self._project = project
        self._editing = editing
        self._new_id = new_id

    def look(self, theirs: Store) -> MergePlan:
        """What merging `theirs` would do. Raises UserError for the very same file."""
        if theirs.path == self._project.path:
            raise UserError(
                "{theirs} is the project that is open.",
                way_out="Choose your colleague's copy of it.",
                theirs=theirs.path.name,
            )
        ours_chain, their_chain = self._project.store.log_hashes(), theirs.log_hashes()
        same = ours_chain[0] == their_chain[0]
        common = _common(ours_chain, their_chain) if same else 0
        catalogue = theirs.load_catalogue()
        differences = theirs.differences_since(common)
        films = Films(self._project, catalogue.media, same_project=same)
        classes = Classes(self._project, catalogue.ontology, self._new_id, same_project=same)
        words = Words(self._project, films, classes)
        left = Counter(type(d.after) for d in differences if isinstance(d.after, Run | Layer))
        notes: list[str] = []
        if left[Run]:
            notes.append(Text("{count} runs of models, with their suggestions", count=left[Run]))
        gathered = units.Gathering(self._project, theirs, films, classes, words, self._new_id)
        gathered.gather(differences)
        merged_films = films.merged(differences, words)
        merged_classes = classes.merged(differences, words)
        notes += [*classes.left, *films.left, *gathered.left]
        added = tuple(
            replace(m, path=relative_path(theirs.path.parent / m.path, self._project.path.parent))
            for m in films.new
        )
        takes = gathered.takes
        decided = (*merged_classes, *merged_films)
        return MergePlan(
            theirs.path,
            same,
            common,
            _counted(added, decided, takes),
            _in_order([*(m.conflict for m in decided), *(t.conflict for t in takes)]),
            tuple(notes),
            added,
            decided,
            takes,
            frozenset(actor for t in takes for actor in t.actors),
            ours_chain[-1],
        )

    def perform(
        self, plan: MergePlan, theirs: Store, choices: Mapping[str, Side], prefer: Side = Side.OURS
    ) -> MergeReport:
        """Bring over what `plan` says. `choices` by the conflict's id; `prefer` for the others. Raises
        UserError; then nothing came over but films.
        """
        if plan.state != self._project.store.head_hash():
            raise UserError(
                "The project was changed since it was compared with {file}.",
                way_out="Merge it again.",
                file=plan.path.name,
            )

        def chosen(conflict: Conflict) -> Side:
            side = choices.get(conflict.id, prefer)
            return side if side is not Side.BOTH or conflict.both_can_stand else Side.OURS

        left = list(plan.left)
        brought: Counter[str] = Counter(plan.brings)
        for conflict in plan.conflicts:
            if chosen(conflict) is Side.OURS:
                left.append(Text("{what}: {theirs}", what=conflict.what, theirs=conflict.theirs))
            else:
                brought[DECIDED] += 1
        if plan.films:
            self._editing.perform(e.AddMedia(plan.films))
        edits: list[tuple[e.Edit, str]] = _class_edits(plan.catalogue, chosen)
        edits += _label_edits(plan.takes, chosen)
        known = theirs.actors()
        self._project.store.introduce(known[i] for i in sorted(plan.actor_ids) if i in known)
        self._editing.perform_batch(f"merge {plan.path.name}", edits)
        return MergeReport(dict(brought), tuple(left))


def _in_order(conflicts: Iterable[Conflict | None]) -> tuple[Conflict, ...]:
    """What is about the whole project first, then by film and time."""
    found = (c for c in conflicts if c is not None)
    return tuple(sorted(found, key=lambda c: (c.medium_id, c.tick if c.tick is not None else -1)))


def _common(ours: list[str], theirs: list[str]) -> int:
    """The number of the last entry that both chains share. A chain says all that came before."""
    low, high = 0, min(len(ours), len(theirs)) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if ours[middle] == theirs[middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _class_edits(
    merged: Iterable[MergedClass], chosen: Callable[[Conflict], Side]
) -> list[tuple[e.Edit, str]]:
    new = tuple(m.added for m in merged if m.added is not None)
    edits: list[tuple[e.Edit, str]] = [(e.AddClasses(new), "")] if new else []
    for m in merged:
        edit = m.edit if m.conflict is None or chosen(m.conflict) is Side.OURS else m.their_edit
        if edit is not None:
            edits.append((edit, ""))
    return edits


def _label_edits(takes: Iterable[units.Take], chosen: Callable[[Conflict], Side]) -> list[tuple[e.Edit, str]]:
    """One edit for each film."""
    present: dict[str, dict[str, DocumentEntity]] = {}
    absent: dict[str, dict[str, DocumentEntity]] = {}
    for take in takes:
        side = Side.THEIRS if take.conflict is None else chosen(take.conflict)
        here = present.setdefault(take.medium_id, {})
        gone = absent.setdefault(take.medium_id, {})
        for entity in take.present(side):
            here[f"{type(entity).__name__} {entity.id}"] = entity
        for entity in take.absent(side):
            gone[f"{type(entity).__name__} {entity.id}"] = entity
    return [
        (
            e.TakeOver(
                tuple(here.values()),
                tuple(x for key, x in absent[medium_id].items() if key not in here),
            ),
            medium_id,
        )
        for medium_id, here in present.items()
        if here or absent[medium_id]
    ]


def _counted(
    films: Iterable[Medium], classes: Iterable[MergedClass], takes: Iterable[units.Take]
) -> dict[str, int]:
    counted: Counter[str] = Counter()
    counted[FILMS] = sum(1 for _ in films)
    counted[CLASSES] = sum(m.conflict is None for m in classes)
    counted.update(t.kind for t in takes if t.conflict is None)
    return {kind: n for kind, n in counted.items() if n}
