"""Labels of a colleague's copy, one by one: what comes over, what is the same, what is a conflict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.domain.changes import Difference, DocumentEntity, Entity
from app.domain.document import Document
from app.domain.media import Medium
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Decision, SuggestedTrack, Suggestion
from app.domain.texts import Text
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone
from app.session.merge_classes import Classes
from app.session.merge_films import Films
from app.session.merge_words import Words
from app.session.ports import NewId, Store
from app.session.project import Project
from app.session.sides import Conflict, Side

T = TypeVar("T", Segment, Track)
Labelled = Segment | CompleteRange | Track | Zone
_SAID = ("range", "class_id", "comment", "attributes")
LABELS, TRACKS = Text("labels"), Text("tracks")
COMPLETE, ZONES = Text("complete ranges"), Text("zones")
DECISIONS = Text("decisions on suggestions")
_ACCEPTED_THERE = Text("{count} suggestions that were accepted there and are not known here")
_REJECTED_THERE = Text("{count} suggestions that were rejected there and are not known here")


@dataclass(frozen=True, slots=True)
class Put:
    """What shall stand, and what shall not."""

    present: tuple[DocumentEntity, ...] = ()
    absent: tuple[DocumentEntity, ...] = ()


@dataclass(frozen=True, slots=True)
class Take:
    """One label of theirs. Without a conflict `theirs` holds; with one, the side that the person chose."""

    kind: str
    medium_id: str
    theirs: Put
    conflict: Conflict | None = None
    ours: Put = field(default_factory=Put)
    both: Put = field(default_factory=Put)

    def present(self, side: Side) -> tuple[DocumentEntity, ...]:
        return self._put(side).present

    def absent(self, side: Side) -> tuple[DocumentEntity, ...]:
        return self._put(side).absent

    @property
    def actors(self) -> set[str]:
        """Who the labels that may come over are by."""
        found = {getattr(x, "actor_id", "") for p in (self.theirs, self.both) for x in p.present}
        decided = {getattr(x, "decided_by", "") for x in self.theirs.present}
        return (found | decided) - {""}

    def _put(self, side: Side) -> Put:
        return {Side.OURS: self.ours, Side.THEIRS: self.theirs, Side.BOTH: self.both}[side]


class Gathering:
    """Goes through their differences; `takes` and `left` hold what was found."""

    def __init__(
        self, project: Project, theirs: Store, films: Films, classes: Classes, words: Words, new_id: NewId
    ) -> None:
        self._project = project
        self._theirs = theirs
        self._films = films
        self._classes = classes
        self._words = words
        self._new_id = new_id
        self._documents: dict[str, Document] = {}
        self._their_catalogue = theirs.load_catalogue()
        self._films_of_tracks: dict[str, str] | None = None
        self._given: dict[str, set[int]] = {}  # numbers of tracks that come over, by film
        self.takes: tuple[Take, ...] = ()
        self.left: list[str] = []

    def gather(self, differences: Iterable[Difference]) -> None:
        boxes: dict[str, list[Difference]] = {}
        tracks: dict[str, Difference] = {}
        labels: list[Difference] = []
        decisions: list[Difference] = []
        for d in differences:
            match d.entity:
                case KeyFrame() as key_frame:
                    boxes.setdefault(key_frame.track_id, []).append(d)
                case Track() as track:
                    tracks[track.id] = d
                case Segment() | CompleteRange() | Zone():
                    labels.append(d)
                case Suggestion() | SuggestedTrack():
                    decisions.append(d)
        takes = [self._label(d) for d in labels]
        takes += self._tracks(tracks, boxes)
        decided = [t for t in self._decisions(decisions) if t is not None]
        found = _with_their_labels(decided, [t for t in takes if t is not None], self._project)
        self.takes = tuple(self._apart(found))

    # --- finding things --------------------------------------------------------------------

    def _ours(self, their_medium: str) -> tuple[Medium, Document] | None:
        """Our film and document for a film of theirs; an empty one for a film that only they have."""
        medium = self._films.ours(their_medium)
        if medium is None:
            return None
        if medium.id in self._project.catalogue.media:
            return medium, self._project.document(medium.id)
        if medium.id not in self._documents:
            self._documents[medium.id] = Document(medium, self._project.catalogue.ontology)
        return medium, self._documents[medium.id]

    def _here(self, entity: Entity | None, medium: Medium) -> Labelled | None:
        """A label of theirs with our film and our class."""
        if isinstance(entity, Zone):
            return replace(entity, medium_id=medium.id)
        if not isinstance(entity, Segment | CompleteRange | Track):
            return None
        class_id = entity.class_id
        if class_id:
            ours = self._classes.ours(class_id)
            class_id = ours.id if ours is not None else class_id
        return replace(entity, medium_id=medium.id, class_id=class_id)

    # --- labels in time, complete ranges, zones --------------------------------------------

    def _label(self, d: Difference) -> Take | None:
        entity = d.entity
        assert isinstance(entity, Segment | CompleteRange | Zone)
        found = self._ours(entity.medium_id)
        if found is None:
            return None
        medium, document = found
        base, theirs = self._here(d.before, medium), self._here(d.after, medium)
        now = document.standing(entity)
        assert now is None or isinstance(now, Segment | CompleteRange | Zone)
        if now == theirs or (isinstance(now, Segment) and base is None and _alike(now, theirs)):
            return None
        kind = {Segment: LABELS, CompleteRange: COMPLETE, Zone: ZONES}[type(entity)]
        if now is None and base is None and isinstance(theirs, Segment):
            twin = _twin(theirs, document)
            if twin is not None:
                return None if _alike(twin, theirs) else self._two_of_one(medium, twin, theirs)
        elif now is None and base is None and theirs is not None:
            theirs = self._fitting(theirs, document)
            if theirs is None:
                return None
        gone = (now,) if now is not None else ()
        change = Put((theirs,)) if theirs is not None else Put((), gone)
        if now == base:
            return Take(kind, medium.id, change)
        if isinstance(base, Segment) and isinstance(now, Segment) and isinstance(theirs, Segment):
            fitting, clash = _joined(base, now, theirs)
            if not clash:
                return None if fitting == now else Take(kind, medium.id, Put((fitting,)))
            change = Put((_with(fitting, theirs, clash),))
            ours = Put((fitting,)) if fitting != now else Put()
            both = Put((*ours.present, replace(theirs, id=self._new_id())))
            allowed = None if self._classes.apart(theirs.class_id) else both
            return self._clash(kind, medium, now, theirs, change, ours, allowed)
        return self._clash(kind, medium, now, theirs, change)

    def _two_of_one(self, medium: Medium, ours: Segment, theirs: Segment) -> Take:
        """Both labelled the same moment, or accepted the same suggestion, and say other things of it."""
        both = None if self._classes.apart(theirs.class_id) else Put((theirs,))
        return self._clash(LABELS, medium, ours, theirs, Put((replace(theirs, id=ours.id),)), both=both)

    def _fitting(self, theirs: Labelled, document: Document) -> Labelled | None:
        """Something new of theirs; None where the same was made here too."""
        if isinstance(theirs, CompleteRange):
            said, there = (theirs.range, theirs.class_id), document.complete_ranges.overlapping(theirs.range)
            return None if any((c.range, c.class_id) == said for c in there) else theirs
        if isinstance(theirs, Zone):
            if any((z.name, z.points) == (theirs.name, theirs.points) for z in document.zones.values()):
                return None
            number, name = 2, theirs.name
            while any(z.name == name for z in document.zones.values()):
                name, number = f"{theirs.name} ({number})", number + 1
            return replace(theirs, name=name)
        return theirs

    def _clash(
        self,
        kind: str,
        medium: Medium,
        now: DocumentEntity | None,
        theirs: DocumentEntity | None,
        change: Put,
        ours: Put | None = None,
        both: Put | None = None,
        *,
        boxes: tuple[int, int] = (0, 0),
    ) -> Take:
        one = now if now is not None else theirs
        assert one is not None
        range_ = getattr(one, "range", None)
        conflict = Conflict(
            f"{type(one).__name__} {one.id}",
            self._words.where(medium.id, range_),
            self._words.entity(now, medium, boxes[0]),
            self._words.entity(theirs, medium, boxes[1]),
            both is not None,
            medium.id,
            range_.start if range_ is not None else None,
        )
        return Take(kind, medium.id, change, conflict, ours or Put(), both or Put())

    def _apart(self, takes: list[Take]) -> list[Take]:
        """Labels of a class that allows no overlap, where they would meet ours: a conflict instead."""
        going = {x.id for t in takes for x in (*t.theirs.present, *t.theirs.absent)}
        for number, take in enumerate(takes):
            new = take.theirs.present[0] if len(take.theirs.present) == 1 else None
            if not isinstance(new, Segment) or not self._classes.apart(new.class_id):
                continue
            if take.medium_id not in self._project.catalogue.media:
                continue  # a film that only they have: nothing of ours is there
            document = self._project.document(take.medium_id)
            met = [
                s
                for s in document.segments.overlapping(new.range)
                if s.class_id == new.class_id and s.id not in going
            ]
            if met:
                put = Put(take.theirs.present, (*take.theirs.absent, *met))
                takes[number] = self._clash(take.kind, document.medium, met[0], new, put)
        return takes

    # --- boxes -----------------------------------------------------------------------------

    def _tracks(
        self, tracks: dict[str, Difference], boxes: dict[str, list[Difference]]
    ) -> Iterable[Take | None]:
        for track_id in {**tracks, **boxes}:
            d = tracks.get(track_id)
            if d is not None and d.before is None:
                yield self._new_track(d.after, boxes.get(track_id, []))  # type: ignore[arg-type]
            else:
                yield self._changed_track(track_id, d, boxes.get(track_id, []))

    def _new_track(self, track: Track, boxes: list[Difference]) -> Take | None:
        found = self._ours(track.medium_id)
        if found is None:
            return None
        medium, document = found
        theirs = self._here(track, medium)
        assert isinstance(theirs, Track)
        key_frames = tuple(d.after for d in boxes if isinstance(d.after, KeyFrame))
        if theirs.id in document.tracks:
            return self._other_track(medium, document, theirs, key_frames)
        if any(
            t.class_id == theirs.class_id and _same_boxes(document.key_frames(t.id), key_frames)
            for t in document.tracks.values()
        ):
            return None
        return Take(TRACKS, medium.id, Put((self._numbered(theirs, document), *key_frames)))

    def _other_track(
        self, medium: Medium, document: Document, theirs: Track, boxes: tuple[KeyFrame, ...]
    ) -> Take | None:
        """A track that came over before, and was changed since, by whomever."""
        now, mine = document.tracks[theirs.id], document.key_frames(theirs.id)
        theirs = replace(theirs, number=now.number)
        if now == theirs and _same_boxes(mine, boxes):
            return None
        ticks = {k.tick for k in boxes}
        gone = tuple(k for k in mine if k.tick not in ticks)
        put = Put((theirs, *boxes), gone)
        both = self._copied(medium, theirs.id, document)
        changed = len({*mine} ^ {*boxes})
        return self._clash(TRACKS, medium, now, theirs, put, both=both, boxes=(0, changed))

    def _numbered(self, track: Track, document: Document) -> Track:
        taken = {t.number for t in document.tracks.values()} | self._given.setdefault(
            document.medium.id, set()
        )
        number = track.number
        while number in taken:
            number += 1
        self._given[document.medium.id].add(number)
        return replace(track, number=number)

    def _changed_track(self, track_id: str, d: Difference | None, boxes: list[Difference]) -> Take | None:
        medium_id = d.entity.medium_id if d is not None else self._film_of(track_id)  # type: ignore[union-attr]
        found = self._ours(medium_id) if medium_id else None
        if found is None:
            return None
        medium, document = found
        now = document.tracks.get(track_id)
        if now is None:
            return None if d is not None and d.after is None else self._restored(medium, track_id)
        if d is not None and d.after is None:
            return self._removed_track(now, medium, document, d, boxes)
        before, after = (self._here(side, medium) for side in ((d.before, d.after) if d else (now, now)))
        assert isinstance(before, Track)
        assert isinstance(after, Track)
        fitting, clash = _joined(before, now, after) if d is not None else (now, [])
        theirs = _with(fitting, after, clash)
        apart = [b for b in boxes if document.key_frame(track_id, _tick(b)) not in (b.before, b.after)]
        quiet = [b for b in boxes if b not in apart]
        ours = _put(fitting, now, quiet)
        if not clash and not apart:
            return Take(TRACKS, medium.id, ours) if ours != Put() else None
        change = _put(theirs, now, boxes)
        return self._clash(
            TRACKS,
            medium,
            now,
            theirs,
            change,
            ours,
            self._copied(medium, track_id, document),
            boxes=(len(apart), len(boxes)),
        )

    def _film_of(self, track_id: str) -> str:
        """Their film of a track of which boxes only were changed; empty where it is gone."""
        if self._films_of_tracks is None:
            documents = map(self._their_document, self._their_catalogue.media)
            self._films_of_tracks = {track: d.medium.id for d in documents for track in d.tracks}
        return self._films_of_tracks.get(track_id, "")

    def _their_document(self, medium_id: str) -> Document:
        key = f"their {medium_id}"
        if key not in self._documents:
            medium = self._their_catalogue.media[medium_id]
            self._documents[key] = self._theirs.load_document(medium, self._their_catalogue.ontology)
        return self._documents[key]

    def _whole(self, medium: Medium, track_id: str, new_id: str = "") -> Put:
        """Their track with all its boxes, under another id where given."""
        document = self._their_document(self._film_of(track_id))
        track = self._here(document.tracks[track_id], medium)
        assert isinstance(track, Track)
        name = new_id or track_id
        boxes = (replace(k, track_id=name) for k in document.key_frames(track_id))
        return Put((replace(track, id=name), *boxes))

    def _copied(self, medium: Medium, track_id: str, document: Document) -> Put:
        put = self._whole(medium, track_id, self._new_id())
        track, *boxes = put.present
        assert isinstance(track, Track)
        return Put((self._numbered(track, document), *boxes))

    def _restored(self, medium: Medium, track_id: str) -> Take:
        """Removed here, changed there."""
        put = self._whole(medium, track_id)
        return self._clash(TRACKS, medium, None, put.present[0], put)

    def _removed_track(
        self, now: Track, medium: Medium, document: Document, d: Difference, boxes: list[Difference]
    ) -> Take:
        key_frames = tuple(document.key_frames(now.id))
        put = Put((), (now, *key_frames))
        before = {_tick(b): b.before for b in boxes if b.before is not None}
        untouched = now == self._here(d.before, medium) and before == {k.tick: k for k in key_frames}
        if untouched:
            return Take(TRACKS, medium.id, put)
        return self._clash(TRACKS, medium, now, None, put)

    # --- decisions on suggestions ----------------------------------------------------------

    def _decisions(self, differences: list[Difference]) -> Iterable[Take | None]:
        unknown: Counter[str] = Counter()
        for d in differences:
            theirs = d.after
            if not isinstance(theirs, Suggestion | SuggestedTrack) or theirs.decision is Decision.OPEN:
                continue
            found = self._ours(theirs.medium_id)
            now = found[1].standing(theirs) if found is not None else None
            if found is None or not isinstance(now, Suggestion | SuggestedTrack):
                unknown[theirs.decision.value] += 1
                continue
            if now.decision is Decision.OPEN:
                yield Take(DECISIONS, found[0].id, Put((_decided(now, theirs),)))
            elif now.decision is not theirs.decision:
                yield self._clash(DECISIONS, found[0], now, theirs, Put((_decided(now, theirs),)))
        for decision, n in unknown.items():
            text = _ACCEPTED_THERE if decision == Decision.ACCEPTED.value else _REJECTED_THERE
            self.left.append(Text(text, count=n))


def _twin(theirs: Segment, document: Document) -> Segment | None:
    """What was made here of the same moment and class, or of the same suggestion."""
    for label in document.segments.overlapping(theirs.range):
        same = (label.range, label.class_id) == (theirs.range, theirs.class_id)
        if same or (theirs.suggestion_id and label.suggestion_id == theirs.suggestion_id):
            return label
    return None


def _with_their_labels(decided: list[Take], takes: list[Take], project: Project) -> list[Take]:
    """A suggestion on which the two decided otherwise goes with the label that it became."""
    found = []
    for take in decided:
        suggestion = take.theirs.present[0]
        if take.conflict is None or not isinstance(suggestion, Suggestion):
            found.append(take)
            continue
        its = [t for t in takes if any(_came_of(x, suggestion.id) for x in t.theirs.present)]
        takes = [t for t in takes if t not in its]
        ours = [s for s in project.document(take.medium_id).segments if _came_of(s, suggestion.id)]
        labels = tuple(x for t in its for x in t.theirs.present)
        found.append(replace(take, theirs=Put((suggestion, *labels), tuple(ours))))
    return [*takes, *found]


def _came_of(entity: DocumentEntity, suggestion_id: str) -> bool:
    return isinstance(entity, Segment) and entity.suggestion_id == suggestion_id


def _decided(now: Suggestion | SuggestedTrack, theirs: Suggestion | SuggestedTrack) -> DocumentEntity:
    return replace(
        now,
        decision=theirs.decision,
        decided_by=theirs.decided_by,
        decided_at=theirs.decided_at,
        label_id=theirs.label_id,
    )


def _alike(one: DocumentEntity, other: DocumentEntity | None) -> bool:
    """Two people's labels that say the same."""
    if not isinstance(one, Segment) or not isinstance(other, Segment):
        return one == other
    said = (one.range, one.class_id, one.attributes, one.comment)
    return said == (other.range, other.class_id, other.attributes, other.comment)


def _joined(base: T, ours: T, theirs: T) -> tuple[T, list[str]]:
    """Ours with what only they changed, and the names of the fields that both changed differently.

    How a label was verified follows whoever changed it; where both did, ours stands.
    """
    values: dict[str, object] = {}
    clash = []
    for name in _SAID:
        if not hasattr(base, name):
            continue
        b, o, t = getattr(base, name), getattr(ours, name), getattr(theirs, name)
        if t in (b, o):
            continue
        if o == b:
            values[name] = t
        else:
            clash.append(name)
    if theirs.verification != base.verification and ours.verification == base.verification:
        values["verification"] = theirs.verification
    return replace(ours, **values), clash  # type: ignore[arg-type]


def _with(label: T, theirs: T, names: Sequence[str]) -> T:
    return replace(label, **{n: getattr(theirs, n) for n in names})


def _put(track: Track, now: Track, boxes: Iterable[Difference]) -> Put:
    present: list[DocumentEntity] = [track] if track != now else []
    absent: list[DocumentEntity] = []
    for d in boxes:
        if isinstance(d.after, KeyFrame):
            present.append(d.after)
        elif isinstance(d.before, KeyFrame):
            absent.append(d.before)
    return Put(tuple(present), tuple(absent))


def _tick(d: Difference) -> int:
    assert isinstance(d.entity, KeyFrame)
    return d.entity.tick


def _same_boxes(one: Sequence[KeyFrame], other: Sequence[KeyFrame]) -> bool:
    def content(keys: Sequence[KeyFrame]) -> list[tuple[float, ...]]:
        return sorted((k.tick, k.box.x, k.box.y, k.box.w, k.box.h, k.outside, k.occluded) for k in keys)

    return len(one) == len(other) and content(one) == content(other)
