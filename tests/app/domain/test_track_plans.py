"""Tracks cut, joined and ended; zones: what is on the screen afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import EditRefused
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind
from tests.app.domain.worlds import END, MEDIUM, ONTOLOGY, full_document

TRACK = Track("t", "m", "ball", "ann", 7, attributes={"side": "left"})


def document_of(*key_frames: KeyFrame, tracks: tuple[Track, ...] = (TRACK,)) -> Document:
    return Document(MEDIUM, ONTOLOGY, tracks=tracks, key_frames=key_frames)


def shown(document: Document, tick: int) -> list[tuple[float, float, bool]]:
    """Where boxes are at `tick`, whatever track they belong to."""
    return sorted((round(k.box.x, 6), round(k.box.w, 6), k.occluded) for _, k in document.boxes_at(tick))


@st.composite
def tracks(draw: st.DrawFn) -> Document:
    ticks = sorted(draw(st.sets(st.integers(0, END - 1), min_size=1, max_size=5)))
    return document_of(
        *(
            KeyFrame(
                "t", t, Box(draw(st.integers(0, 80)), 1, 10, 10), draw(st.booleans()), draw(st.booleans())
            )
            for t in ticks
        )
    )


@settings(max_examples=300, deadline=None, database=None)
@given(tracks(), st.integers(0, END - 1))
def test_a_split_changes_nothing_that_is_seen(document: Document, tick: int) -> None:
    before = [shown(document, t) for t in range(END)]
    try:
        document.adopt(document.plan(e.SplitTrack("t", tick, tick - 1, "new")))
    except EditRefused:
        return
    assert [shown(document, t) for t in range(END)] == before
    assert all(k.tick >= tick for k in document.key_frames("new"))
    assert all(k.tick <= tick for k in document.key_frames("t"))
    assert not [k for t, k in document.boxes_at(tick) if t.id == "t"]


@settings(max_examples=300, deadline=None, database=None)
@given(tracks(), st.integers(0, END - 1))
def test_an_ended_track_is_as_it_was_until_then_and_gone_from_there(document: Document, tick: int) -> None:
    before = [shown(document, t) for t in range(END)]
    document.adopt(document.plan(e.EndTrack("t", tick, tick - 1)))
    assert [shown(document, t) for t in range(tick)] == before[:tick]
    assert not any(shown(document, t) for t in range(tick, END))


def test_the_class_changes_from_here_on() -> None:
    document = document_of(KeyFrame("t", 0, Box(0, 0, 5, 5)), KeyFrame("t", 20, Box(10, 0, 5, 5)))
    with pytest.raises(EditRefused, match="retired"):
        document.plan(e.SplitTrack("t", 10, 9, "new", "old"))
    document.adopt(document.plan(e.SplitTrack("t", 10, 9, "new", "serve")))
    assert [t.class_id for t, _ in document.boxes_at(9)] == ["ball"]
    assert [t.class_id for t, _ in document.boxes_at(10)] == ["serve"]
    assert document.tracks["new"].number == 8
    assert document.tracks["new"].attributes == {"side": "left"}


@pytest.mark.parametrize("tick", [0, 25])
def test_there_must_be_something_on_both_sides_of_a_split(tick: int) -> None:
    document = document_of(
        KeyFrame("t", 0, Box(0, 0, 5, 5)), KeyFrame("t", 20, Box(1, 0, 5, 5), outside=True)
    )
    with pytest.raises(EditRefused, match="nothing to cut off"):
        document.plan(e.SplitTrack("t", tick, tick - 1, "new"))


def test_merging_takes_back_a_split() -> None:
    document = document_of(KeyFrame("t", 0, Box(0, 0, 5, 5)), KeyFrame("t", 20, Box(10, 0, 5, 5)))
    before = [shown(document, t) for t in range(END)]
    document.adopt(document.plan(e.SplitTrack("t", 10, 9, "new")))
    document.adopt(document.plan(e.MergeTracks(("new", "t"))))
    assert set(document.tracks) == {"t"}
    assert [shown(document, t) for t in range(END)] == before


def test_tracks_that_are_there_together_are_not_merged() -> None:
    other = replace(TRACK, id="u", number=8)
    boxes = [
        KeyFrame("t", 0, Box(0, 0, 5, 5)),
        KeyFrame("t", 9, Box(0, 0, 5, 5)),
        KeyFrame("u", 5, Box(0, 0, 5, 5)),
    ]
    document = document_of(*boxes, tracks=(TRACK, other))
    with pytest.raises(EditRefused, match="#7 and #8 are both there"):
        document.plan(e.MergeTracks(("t", "u")))


def test_what_tracking_brings_replaces_what_was_there_and_no_more() -> None:
    document = full_document()
    fresh = tuple(KeyFrame("x0", t, Box(2, 2, 9, 9)) for t in (8, 9, 25))
    document.adopt(document.plan(e.SetKeyFrames("x0", fresh, TimeRange(6, 30))))
    assert [k.tick for k in document.key_frames("x0")] == [5, 8, 9, 25]
    assert not document.key_frame("x0", 25).occluded
    with pytest.raises(EditRefused, match="needs a box"):
        document.plan(e.SetKeyFrames("x0", (), TimeRange(0, END)))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "line"}, "already"),
        ({"points": ((0, 0), (1, 1))}, "needs 3 points"),
        ({"points": ((0, 0), (101, 0), (0, 9))}, "outside the picture"),
    ],
)
def test_a_zone_that_breaks_a_rule_is_refused(change: dict[str, object], rule: str) -> None:
    zone = Zone("new", "m", "gate", ZoneKind.POLYGON, ((0, 0), (100, 0), (0, 80)), "ann")
    document = full_document()
    assert len(document.plan(e.AddZone(zone))) == 1
    with pytest.raises(EditRefused, match=rule):
        document.plan(e.AddZone(replace(zone, **change)))


@given(st.floats(-1, 11), st.floats(-1, 11))
def test_a_point_is_in_a_triangle_when_it_is_on_the_right_side_of_each_edge(x: float, y: float) -> None:
    zone = Zone("z", "m", "z", ZoneKind.POLYGON, ((0, 0), (10, 0), (0, 10)), "ann")
    if min(abs(x), abs(y), abs(x + y - 10)) > 1e-6:
        assert zone.contains(x, y) == (x > 0 and y > 0 and x + y < 10)
    assert not replace(zone, kind=ZoneKind.LINE).contains(1, 1)


@pytest.mark.parametrize("edit", [e.EndTrack("x0", END, END - 1), e.SplitTrack("x0", END, END - 1, "new")])
def test_nothing_is_cut_behind_the_end_of_the_film(edit: e.EndTrack | e.SplitTrack) -> None:
    with pytest.raises(EditRefused, match="does not lie inside the film"):
        full_document().plan(edit)
