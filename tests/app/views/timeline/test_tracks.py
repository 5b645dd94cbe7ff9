"""Tracks of boxes on the timeline: where they are present, where their key frames are."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from app.domain.changes import Change, Difference
from app.domain.document import Document
from app.domain.ontology import OKABE_ITO, ClassKind, LabelClass, Ontology
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.views import theme
from app.views.timeline.content import TimelineContent
from app.views.timeline.lanes import Section
from app.views.timeline.timeline_view import TimelineView
from app.views.timeline.track_lanes import tracks_of
from tests.app.views.timeline.film import MEDIUM, Hand, at

PERSON = OKABE_ITO[2]
ONTOLOGY = Ontology([LabelClass("person", "person", PERSON, "1", ClassKind.BOX)])
BOX = Box(10, 10, 20, 20)


def document() -> Document:
    keys = [(10, False), (20, False), (30, True), (40, False)]
    return Document(
        MEDIUM,
        ONTOLOGY,
        tracks=[Track("t", "m", "person", "p", 1), Track("u", "m", "person", "p", 2)],
        key_frames=[
            *(KeyFrame("t", at(s), BOX, outside) for s, outside in keys),
            KeyFrame("u", at(15), BOX),
            KeyFrame("u", at(17), BOX, outside=True),
        ],
    )


def shown(view: TimelineView) -> Document:
    found = document()
    view.set_ontology(ONTOLOGY)
    view.set_document(found)
    view.show_window(TimeRange(at(0), at(60)))
    return found


def test_an_object_is_present_from_a_key_frame_to_the_one_that_says_outside() -> None:
    found = tracks_of(document(), "person")
    assert found is not None
    spans = list(zip(found.present.starts.tolist(), found.present.ends.tolist(), strict=True))
    assert spans == [(at(10), at(30)), (at(15), at(17)), (at(40), MEDIUM.end)]
    assert found.key_ticks.tolist() == [at(s) for s in (10, 15, 17, 20, 30, 40)]
    assert tracks_of(document(), "other") is None


def test_presence_and_key_frames_are_drawn(view: TimelineView, picture: Callable[[], QImage]) -> None:
    shown(view)
    image, scene = picture(), view.scene
    assert scene is not None
    lane = scene.layout.lane_of(Section.BOXES, "person")
    assert lane is not None
    middle = round(lane.band.top + lane.band.height / 2)
    ink = theme.legible(PERSON, theme.DARK.lane)

    def at_height(seconds: float, dy: int) -> bool:
        return image.pixelColor(round(scene.axis.x(at(seconds))), middle + dy) == ink

    assert [at_height(s, 0) for s in (5, 13, 25, 35, 50)] == [False, True, True, False, True]
    assert at_height(20, -2), "no diamond at the key frame"
    assert not at_height(25, -2)
    assert image.pixelColor(round(scene.axis.x(at(16))), middle - 2) == ink, "two objects are drawn thicker"


def test_a_new_key_frame_appears(view: TimelineView) -> None:
    found = shown(view)
    key = KeyFrame("t", at(25), BOX)
    change = Change("set key frame", "m", (Difference(None, key),))
    found.adopt(change)
    view.refresh(change)
    assert at(25) in view._state.content.tracks["person"].key_ticks
    back = change.inverse()
    found.adopt(back)
    view.refresh(back)
    assert at(25) not in view._state.content.tracks["person"].key_ticks


def test_a_lane_of_boxes_makes_no_segments(view: TimelineView, hand: Hand) -> None:
    shown(view)
    asked: list[object] = []
    view.create_requested.connect(lambda *said: asked.append(said))
    place = hand.place(45, Section.BOXES, "person")
    hand.drag(place, hand.place(50, Section.BOXES, "person"))
    assert asked == []


keys_of_tracks = st.lists(
    st.tuples(st.sampled_from("tuv"), st.integers(0, 30), st.booleans()),
    max_size=8,
    unique_by=lambda k: k[:2],
)


@settings(max_examples=80, deadline=None, database=None)
@given(keys_of_tracks, keys_of_tracks, st.sets(st.sampled_from("tuv"), max_size=2))
def test_following_changes_comes_to_what_reading_anew_comes_to(
    first: list[tuple[str, int, bool]], then: list[tuple[str, int, bool]], gone: set[str]
) -> None:
    tracks = [Track(name, "m", "person", "p", n) for n, name in enumerate("tuv")]

    def key(made: tuple[str, int, bool]) -> KeyFrame:
        return KeyFrame(made[0], at(made[1]), BOX, made[2])

    found = Document(MEDIUM, ONTOLOGY, tracks=tracks, key_frames=map(key, first))
    content = TimelineContent(found)
    there = {(k[0], k[1]): key(k) for k in first}
    changes = [Difference(there.get((k[0], k[1])), key(k)) for k in then]
    there.update({(k[0], k[1]): key(k) for k in then})
    removal = [Difference(k, None) for (name, _), k in there.items() if name in gone]
    removal += [Difference(track, None) for track in tracks if track.id in gone]
    for differences in (changes, removal):
        change = Change("edit", "m", tuple(d for d in differences if d.before != d.after))
        found.adopt(change)
        content.adopt(change)
        anew = tracks_of(found, "person")
        kept = content.tracks.get("person")
        if anew is None:
            assert kept is None or not len(kept.key_ticks)
            continue
        assert kept is not None
        assert kept.key_ticks.tolist() == anew.key_ticks.tolist()
        spans = [
            sorted(zip(p.ids, p.starts.tolist(), p.ends.tolist(), strict=True))
            for p in (kept.present, anew.present)
        ]
        assert spans[0] == spans[1]
