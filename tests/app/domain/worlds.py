"""Documents and edits for the tests of the domain, drawn by Hypothesis."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.document import Document
from app.domain.media import Medium
from app.domain.ontology import Attribute, ClassKind, LabelClass, Ontology
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.suggestions import Decision, Layer, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind

END = 60
MEDIUM = Medium("m", "film.mp4", "film.mp4", "film", Fraction(1, 25), 0, END, width=100, height=80)
SIDE = Attribute("side", choices=("left", "right"))
ONTOLOGY = Ontology(
    [
        LabelClass("serve", "serve", "#111111", "1", position=0),
        LabelClass("hit", "hit", "#222222", "2", ClassKind.POINT, position=1),
        LabelClass("ball", "ball", "#333333", "3", ClassKind.BOX, position=2),
        LabelClass("apart", "apart", "#444444", "4", position=3, overlaps=False, attributes=(SIDE,)),
        LabelClass("old", "old", "#555555", position=4, retired=True),
    ]
)

# Few ids and a short film, so that edits meet each other; some ids, classes and times do not exist.
ids = st.sampled_from([f"x{i}" for i in range(6)])
classes = st.sampled_from(["serve", "serve", "hit", "ball", "apart", "old", "gone"])
ticks = st.integers(0, END - 1) | st.integers(-2, END + 2)
verifications = st.sampled_from(Verification)


@st.composite
def ranges(draw: st.DrawFn, low: int = -2, high: int = END + 2) -> TimeRange:
    start = draw(st.integers(low, high - 1))
    return TimeRange(start, draw(st.integers(start + 1, high)))


attributes = st.dictionaries(
    st.sampled_from(["side", "other"]), st.sampled_from(["left", "right", "up"]), max_size=2
)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    is_point = draw(st.booleans())
    range_ = TimeRange.point(draw(ticks)) if is_point else draw(ranges())
    said = draw(attributes)
    return Segment(
        draw(ids),
        "m",
        draw(classes),
        range_,
        "ann",
        is_point,
        verification=draw(verifications),
        attributes=said,
    )


boxes = st.builds(
    Box,
    st.floats(0, 70, width=32) | st.floats(-150, 150, width=32),
    st.floats(0, 70, width=32) | st.floats(-150, 150, width=32),
    st.floats(0.5, 90, width=32),
    st.floats(0.5, 90, width=32),
)


def key_frames(track_id: st.SearchStrategy[str] = ids) -> st.SearchStrategy[KeyFrame]:
    return st.builds(KeyFrame, track_id, ticks, boxes, st.booleans(), st.booleans())


@st.composite
def track_additions(draw: st.DrawFn) -> e.AddTrack:
    track = Track(draw(st.just("fresh") | ids), "m", draw(classes), "ann")
    boxes_of_it = st.lists(key_frames(st.just(track.id)), max_size=4, unique_by=lambda k: k.tick)
    return e.AddTrack(track, tuple(draw(boxes_of_it)))


@st.composite
def proposals(draw: st.DrawFn) -> e.AddSuggestions:
    layer = Layer(draw(st.sampled_from(["l1", "l2", "l3"])), draw(st.sampled_from(["r1", "r2"])), "m", "now")
    suggestions = [
        Suggestion(draw(ids), layer.id, "m", draw(classes), draw(ranges(0, END)), draw(st.floats(0, 1)))
        for _ in range(draw(st.integers(0, 4)))
    ]
    tracks = [_suggested(draw(ids), draw(st.integers(0, END - 11)), layer.id)] * draw(st.integers(0, 1))
    return e.AddSuggestions(layer, tuple(suggestions), draw(st.none() | ranges(0, END)), tuple(tracks))


@st.composite
def acceptances(draw: st.DrawFn) -> e.AcceptSuggestions:
    chosen = draw(st.lists(ids, max_size=3, unique=True))
    labels = draw(st.lists(ids, min_size=len(chosen), max_size=len(chosen)))
    range_ = draw(st.none() | ranges()) if len(chosen) == 1 else None
    return e.AcceptSuggestions(tuple(chosen), tuple(labels), "ann", "now", draw(verifications), range_)


def _some_ids() -> st.SearchStrategy[Any]:
    return st.lists(ids, max_size=4).map(tuple)


def changes() -> st.SearchStrategy[e.ChangeSegment]:
    return st.builds(
        e.ChangeSegment,
        ids,
        st.none() | ranges(),
        st.none() | classes,
        st.none() | st.text(max_size=3),
        st.none() | attributes,
        st.none() | verifications,
    )


@st.composite
def many_boxes(draw: st.DrawFn) -> e.SetKeyFrames:
    track = draw(ids)
    boxes_of_it = draw(st.lists(key_frames(st.just(track)), max_size=4, unique_by=lambda k: k.tick))
    return e.SetKeyFrames(track, tuple(boxes_of_it), draw(st.none() | ranges(0, END)))


@st.composite
def zones(draw: st.DrawFn) -> Zone:
    across = st.integers(0, 100) | st.integers(-5, 105)
    points = draw(st.lists(st.tuples(across, st.integers(0, 80)), min_size=1, max_size=4))
    name = draw(st.sampled_from(["court", "gate", "door", " ", "line"]))
    return Zone(draw(ids), "m", name, draw(st.sampled_from(ZoneKind)), tuple(points), "ann")


@st.composite
def track_acceptances(draw: st.DrawFn) -> e.AcceptTracks:
    chosen = draw(st.lists(ids, max_size=2, unique=True))
    fresh = draw(st.lists(ids, min_size=len(chosen), max_size=len(chosen)))
    only = draw(st.none() | ticks) if len(chosen) == 1 else None
    return e.AcceptTracks(tuple(chosen), tuple(fresh), "ann", "now", draw(verifications), only)


@st.composite
def take_overs(draw: st.DrawFn) -> e.TakeOver:
    decided = st.sampled_from(FULL["suggestions"]).map(
        lambda s: replace(s, decision=Decision.REJECTED, decided_by="bea", decided_at="now")
    )
    tracks = st.builds(Track, ids, st.just("m"), classes, st.just("bea"))
    one = segments() | key_frames() | decided | tracks
    present = draw(st.lists(one, max_size=3))
    absent = draw(st.lists(segments() | key_frames() | tracks, max_size=2))
    return e.TakeOver((*present, *draw(st.lists(zones(), max_size=1))), tuple(absent))


EDITS: dict[type, st.SearchStrategy[Any]] = {
    e.AddSegments: st.builds(e.AddSegments, st.lists(segments(), max_size=3).map(tuple)),
    e.ChangeSegment: changes(),
    e.ChangeSegments: st.builds(e.ChangeSegments, st.lists(changes(), max_size=3).map(tuple)),
    e.RemoveSegments: st.builds(e.RemoveSegments, _some_ids()),
    e.SplitSegment: st.builds(e.SplitSegment, ids, ticks, st.sampled_from(["x0", "x4", "x5"])),
    e.MergeSegments: st.builds(e.MergeSegments, st.just(("x0", "x1")) | _some_ids()),
    e.MarkComplete: st.builds(
        e.MarkComplete,
        st.builds(CompleteRange, ids, st.just("m"), ranges(), st.just("ann"), st.just("") | classes),
    ),
    e.UnmarkComplete: st.builds(e.UnmarkComplete, ids),
    e.AddTrack: track_additions(),
    e.ChangeTrack: st.builds(
        e.ChangeTrack, ids, st.none() | classes, st.none() | st.text(max_size=3), st.none() | attributes
    ),
    e.SplitTrack: ticks.flatmap(
        lambda tick: st.builds(
            e.SplitTrack, ids, st.just(tick), st.just(tick - 1), ids, st.just("") | classes
        )
    ),
    e.MergeTracks: st.builds(e.MergeTracks, st.just(("x1", "x2")) | _some_ids()),
    e.EndTrack: ticks.flatmap(lambda tick: st.builds(e.EndTrack, ids, st.just(tick), st.just(tick - 1))),
    e.SetKeyFrames: many_boxes(),
    e.AddZone: st.builds(e.AddZone, zones()),
    e.ChangeZone: st.builds(e.ChangeZone, zones()),
    e.RemoveZone: st.builds(e.RemoveZone, ids),
    e.ReviseLabels: st.builds(
        e.ReviseLabels,
        classes,
        classes,
        st.sampled_from([(), (("side", "hand"),)]),
        st.sampled_from([(), (("side", "up", "left"),)]),
        st.booleans(),
    ),
    e.AcceptTracks: track_acceptances(),
    e.RemoveTrack: st.builds(e.RemoveTrack, ids),
    e.SetKeyFrame: st.builds(e.SetKeyFrame, key_frames()),
    e.MoveBox: st.builds(e.MoveBox, ids, ticks, boxes),
    e.RemoveKeyFrame: st.builds(e.RemoveKeyFrame, ids, st.sampled_from([0, 5, 25, 40])),
    e.AddSuggestions: proposals(),
    e.AcceptSuggestions: acceptances(),
    e.TakeOver: take_overs(),
    e.RejectSuggestions: st.builds(e.RejectSuggestions, _some_ids(), st.just("ann"), st.just("now")),
}

# A document in which most of the ids mean something, so that most edits are allowed.
_LAYER = Layer("l1", "r1", "m", "now")


def _suggested(track_id: str, start: int, layer_id: str = "l1") -> SuggestedTrack:
    boxes_of_it = (
        KeyFrame(track_id, start, Box(1, 1, 9, 9)),
        KeyFrame(track_id, start + 10, Box(5, 1, 9, 9)),
    )
    return SuggestedTrack(track_id, layer_id, "m", "ball", 0.5, boxes_of_it)


FULL: dict[str, Any] = {
    "segments": [
        Segment("x0", "m", "serve", TimeRange(0, 10), "ann"),
        Segment("x1", "m", "serve", TimeRange(10, 30), "ann", attributes={"side": "left"}),
        Segment("x2", "m", "hit", TimeRange.point(12), "ann", True),
        Segment("x3", "m", "apart", TimeRange(40, 45), "ann"),
    ],
    "complete_ranges": [CompleteRange("x0", "m", TimeRange(0, 40), "ann")],
    "tracks": [
        Track("x0", "m", "ball", "ann", 1),
        Track("x1", "m", "ball", "ann", 2),
        Track("x2", "m", "ball", "ann", 3),
    ],
    "key_frames": [
        KeyFrame("x0", 5, Box(1, 2, 30, 20)),
        KeyFrame("x0", 25, Box(40, 2, 10, 20), occluded=True),
        KeyFrame("x1", 0, Box(0, 0, 5, 5)),
        KeyFrame("x2", 30, Box(9, 9, 5, 5)),
    ],
    "layers": [_LAYER],
    "zones": [
        Zone("x0", "m", "door", ZoneKind.POLYGON, ((0, 0), (10, 0), (0, 10)), "ann"),
        Zone("x1", "m", "line", ZoneKind.LINE, ((0, 0), (10, 0)), "ann"),
    ],
    "suggested_tracks": [_suggested("x4", 0), _suggested("x5", 20)],
    "suggestions": [
        Suggestion(f"x{i}", "l1", "m", "serve", TimeRange(8 * i, 8 * i + 6), 0.5 + i / 20) for i in range(4)
    ],
}


def full_document() -> Document:
    return Document(MEDIUM, ONTOLOGY, **FULL)


def state_of(document: Document) -> dict[str, Any]:
    """Everything that can be read from a document, by value."""
    return {
        "segments": list(document.segments),
        "complete": list(document.complete_ranges),
        "suggestions": list(document.suggestions),
        "tracks": dict(document.tracks),
        "layers": dict(document.layers),
        "zones": dict(document.zones),
        "suggested tracks": list(document.suggested_tracks),
        "boxes": {track: list(document.key_frames(track)) for track in document.tracks},
        "loose boxes": sorted(set(document._key_frames) - set(document.tracks)),
    }
