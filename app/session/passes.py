"""What two people said of the same films: from one project, or from two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.domain.catalogue import Catalogue
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.ontology import Ontology
from app.domain.people import Actor
from app.domain.segments import Verification
from app.domain.texts import Text
from app.domain.timebase import TimeRange
from app.session.merge_films import same_content
from app.session.ports import Store
from app.session.project import Project

SOUND_STEP_S = 0.1
_BOX_STEP_S = 0.1
EVERYONE = ""

OnPart = Callable[[int, int], None]
"""Told after each part of long work how many are done, and of how many; may raise Cancelled."""


def unwatched(done: int, total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One label in seconds."""

    class_name: str
    start: float
    end: float
    is_point: bool = False


@dataclass(frozen=True, slots=True)
class TrackMark:
    """One track: its box `(x, y, w, h)` at each moment (a number of steps of 100 ms) at which it is there."""

    class_name: str
    boxes: Mapping[int, tuple[float, float, float, float]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class FilmPasses:
    """Two people's labels of one film, which runs from `start` to `end` (seconds) in steps of `step`.

    `within`: what both marked complete, where either marked anything; κ looks at nothing else.
    """

    film_id: str
    start: float
    end: float
    step: float
    first: tuple[Mark, ...]
    second: tuple[Mark, ...]
    first_tracks: tuple[TrackMark, ...] = ()
    second_tracks: tuple[TrackMark, ...] = ()
    within: tuple[tuple[float, float], ...] | None = None


@dataclass(frozen=True, slots=True)
class Labeller:
    """Someone with labels in a project. `seeing`: how many of them were not made blind."""

    actor: Actor
    labels: int
    seeing: int


def labellers(store: Store, on_film: OnPart = unwatched) -> list[Labeller]:
    """Whoever has labels in time, or tracks; those with most of them first."""
    counted: Counter[str] = Counter()
    seeing: Counter[str] = Counter()
    catalogue = store.load_catalogue()
    for number, medium in enumerate(catalogue.media.values(), 1):
        document = store.load_document(medium, catalogue.ontology)
        for label in (*document.segments, *document.tracks.values()):
            counted[label.actor_id] += 1
            seeing[label.actor_id] += label.verification is not Verification.BLIND
        on_film(number, len(catalogue.media))
    actors = store.actors()
    return [Labeller(actors[i], n, seeing[i]) for i, n in counted.most_common() if i in actors]


def labeller_named(found: Iterable[Labeller], name: str) -> Labeller:
    """By name or id. Raises UserError."""
    known = list(found)
    wanted = [x for x in known if name in (x.actor.name, x.actor.id)]
    if len(wanted) == 1:
        return wanted[0]
    raise UserError(
        "{name} has no labels there.",
        way_out="Labels are by: {names}.",
        name=name or Text("Nobody"),
        names=", ".join(x.actor.name for x in known) or Text("nobody"),
    )


def passes_in(store: Store, first: str, second: str, on_film: OnPart = unwatched) -> list[FilmPasses]:
    """Two people's labels in one project, of the films that both looked at."""
    catalogue = store.load_catalogue()
    found = []
    for number, medium in enumerate(catalogue.media.values(), 1):
        document = store.load_document(medium, catalogue.ontology)
        one, other = (_Pass(document, catalogue.ontology, actor) for actor in (first, second))
        if one.looked and other.looked:
            found.append(_film(medium, one, other))
        on_film(number, len(catalogue.media))
    return found


def passes_between(
    ours: Store,
    theirs: Store,
    first: str = EVERYONE,
    second: str = EVERYONE,
    *,
    on_film: OnPart = unwatched,
) -> list[FilmPasses]:
    """All labels of two projects (or one person's in each) on the films that both hold, by content.

    Raises UserError when they have no film in common.
    """
    mine, other = ours.load_catalogue(), theirs.load_catalogue()
    pairs = [(a, b) for a in mine.media.values() for b in other.media.values() if same_content(a, b)]
    if not pairs:
        raise UserError(
            "{ours} and {theirs} have no film in common.",
            way_out="Films are compared by their content: choose a project of the same films.",
            ours=ours.path.name,
            theirs=theirs.path.name,
        )
    found = []
    for number, (a, b) in enumerate(pairs, 1):
        found.append(_film(a, _pass(ours, mine, a, first), _pass(theirs, other, b, second)))
        on_film(number, len(pairs))
    return found


def _pass(store: Store, catalogue: Catalogue, medium: Medium, actor: str) -> _Pass:
    return _Pass(store.load_document(medium, catalogue.ontology), catalogue.ontology, actor)


class _Pass:
    """One person's labels of one film, in seconds."""

    def __init__(self, document: Document, ontology: Ontology, actor: str) -> None:
        scale = document.medium.scale

        def seconds(range_: TimeRange) -> tuple[float, float]:
            return scale.seconds(range_.start), scale.seconds(range_.end)

        def theirs(actor_id: str) -> bool:
            return actor in (EVERYONE, actor_id)

        self.marks = tuple(
            Mark(ontology[s.class_id].name, *seconds(s.range), s.is_point)
            for s in document.segments
            if theirs(s.actor_id)
        )
        self.complete = tuple(seconds(c.range) for c in document.complete_ranges if theirs(c.actor_id))
        self.tracks = tuple(
            TrackMark(ontology[t.class_id].name, _boxes(document, t.id))
            for t in document.tracks.values()
            if theirs(t.actor_id)
        )

    @property
    def looked(self) -> bool:
        return bool(self.marks or self.tracks or self.complete)


def _boxes(document: Document, track_id: str) -> dict[int, tuple[float, float, float, float]]:
    key_frames = document.key_frames(track_id)
    scale, end = document.medium.scale, document.medium.end
    last = key_frames[-1].tick if key_frames[-1].outside else end
    found = {}
    moment = round(scale.seconds(key_frames[0].tick) / _BOX_STEP_S)
    while (tick := scale.tick(moment * _BOX_STEP_S)) < last:
        shown = document.box_at(track_id, tick)
        if shown is not None:
            found[moment] = (shown.box.x, shown.box.y, shown.box.w, shown.box.h)
        moment += 1
    return found


def _film(medium: Medium, one: _Pass, other: _Pass) -> FilmPasses:
    start, end = medium.scale.seconds(medium.span.start), medium.scale.seconds(medium.span.end)
    step = (end - start) / medium.frames if medium.frames else SOUND_STEP_S
    within = _shared(one.complete, other.complete) if one.complete or other.complete else None
    return FilmPasses(medium.id, start, end, step, one.marks, other.marks, one.tracks, other.tracks, within)


def _shared(
    one: Iterable[tuple[float, float]], other: Iterable[tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    others = list(other)
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in others)
    return tuple(p for p in pairs if p[0] < p[1])


def compare(project: Project, first: Labeller, second: Labeller) -> list[FilmPasses]:
    """As `passes_in`. Raises UserError where no film was looked at by both."""
    films = passes_in(project.store, first.actor.id, second.actor.id)
    if not films:
        raise UserError(
            "{first} and {second} labelled no film both.",
            way_out="Let the second person label a film that the first has done.",
            first=first.actor.name,
            second=second.actor.name,
        )
    return films
