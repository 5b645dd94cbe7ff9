"""A class is merged into another, or its words are renamed: what it was said of follows, nothing breaks."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.class_plans import ClassUse, clashes, use_of
from app.domain.document import Document
from app.domain.errors import EditRefused
from app.domain.ontology import Attribute, AttributeKind, ClassKind, LabelClass, Ontology
from app.domain.segments import CompleteRange, Segment
from app.domain.suggestions import Layer, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from tests.app.domain.worlds import END, MEDIUM

HAND = Attribute("hand", choices=("left", "right"))
SERVE = LabelClass("serve", "Serve", "#111111", attributes=(HAND,))
RALLY = LabelClass("rally", "Rally", "#222222", overlaps=False, attributes=(HAND,))
BALL = LabelClass("ball", "Ball", "#333333", kind=ClassKind.BOX)
ONTOLOGY = Ontology([SERVE, RALLY, BALL])


def segment(id_: str, class_id: str, start: int, end: int, **fields: object) -> Segment:
    return replace(Segment(id_, "m", class_id, TimeRange(start, end), "ann"), **fields)  # type: ignore[arg-type]


def document(*segments: Segment, **parts: object) -> Document:
    return Document(MEDIUM, ONTOLOGY, segments=segments, **parts)  # type: ignore[arg-type]


def done(doc: Document, edit: e.ReviseLabels) -> dict[str, Segment]:
    doc.adopt(doc.plan(edit))
    return {s.id: s for s in doc.segments}


def test_all_that_carries_the_class_follows() -> None:
    ball = Box(1, 1, 5, 5)
    doc = document(
        segment("a", "serve", 0, 5, comment="wide", attributes={"hand": "left"}),
        segment("b", "rally", 10, 20),
        tracks=[Track("t", "m", "serve", "ann")],
        key_frames=[KeyFrame("t", 3, ball)],
        layers=[Layer("l", "r", "m", "")],
        suggestions=[Suggestion("s", "l", "m", "serve", TimeRange(2, 4), 0.5)],
        suggested_tracks=[SuggestedTrack("p", "l", "m", "serve", 0.5, (KeyFrame("p", 3, ball),))],
        complete_ranges=[CompleteRange("c", "m", TimeRange(0, 30), "ann", "serve")],
    )
    assert use_of(doc, "serve") == ClassUse(1, 1, 2, 1)
    after = done(doc, e.ReviseLabels("serve", "rally"))
    assert use_of(doc, "serve").total == 0
    assert use_of(doc, "rally") == ClassUse(2, 1, 2, 0)
    assert (after["a"].comment, after["a"].attributes) == ("wide", {"hand": "left"})


def test_labels_that_may_not_overlap_are_refused_with_their_place_or_joined() -> None:
    labels = (
        segment("a", "serve", 0, 5, comment="wide", attributes={"hand": "left"}),
        segment("b", "rally", 4, 9, comment="long", attributes={"hand": "right"}),
        segment("c", "serve", 8, 12),
        segment("d", "rally", 40, 45),
    )
    doc = document(*labels)
    assert clashes(doc, "serve", "rally") == [TimeRange(0, 12)]
    with pytest.raises(EditRefused, match=r"Rally cannot share time.*00:00:00"):
        doc.plan(e.ReviseLabels("serve", "rally"))
    after = done(doc, e.ReviseLabels("serve", "rally", join=True))
    assert {s.range for s in after.values()} == {TimeRange(0, 12), TimeRange(40, 45)}
    assert after["a"].comment == "wide; long"
    assert after["a"].attributes == {"hand": "left"}


def test_points_are_taken_in_by_the_segment_they_lie_in() -> None:
    point = segment("p", "serve", 6, 7, is_point=True)
    after = done(document(point, segment("b", "rally", 4, 9)), e.ReviseLabels("serve", "rally", join=True))
    assert [(s.id, s.is_point, s.range) for s in after.values()] == [("b", False, TimeRange(4, 9))]


def test_boxes_and_time_do_not_mix() -> None:
    with pytest.raises(EditRefused, match="of boxes"):
        document().plan(e.ReviseLabels("ball", "serve"))


def test_a_renamed_attribute_and_choice_take_their_values_along() -> None:
    side = Attribute("side", choices=("l", "right"))
    doc = document(
        segment("a", "serve", 0, 5, attributes={"hand": "left", "x": "left"}), segment("b", "rally", 9, 12)
    )
    doc.ontology = Ontology([replace(SERVE, attributes=(side,)), RALLY])
    edit = e.ReviseLabels("serve", "serve", (("hand", "side"),), (("hand", "left", "l"),))
    assert done(doc, edit)["a"].attributes == {"side": "l", "x": "left"}


def test_a_value_that_the_class_would_not_know_is_refused_with_its_place() -> None:
    doc = document(segment("a", "serve", 25, 30, attributes={"hand": "left"}))
    doc.ontology = Ontology([replace(SERVE, attributes=(Attribute("hand", AttributeKind.NUMBER),))])
    with pytest.raises(EditRefused, match=r"film\.mp4: 1 labels .* “left” at 00:00:01"):
        doc.plan(e.ReviseLabels("serve", "serve"))


spans = st.builds(
    lambda start, length: TimeRange(start, min(start + length, END)),
    st.integers(0, END - 2),
    st.integers(1, 15),
)


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_complete_is_only_what_was_complete_for_both(one: list[TimeRange], other: list[TimeRange]) -> None:
    both = [("serve", r) for r in one] + [("rally", r) for r in other]
    doc = document(
        complete_ranges=[
            CompleteRange(f"c{n}", "m", r, "ann", class_id) for n, (class_id, r) in enumerate(both)
        ]
    )
    doc.adopt(doc.plan(e.ReviseLabels("serve", "rally")))
    covered = {t for c in doc.complete_ranges for t in range(c.range.start, c.range.end)}
    said = [{t for r in ranges for t in range(r.start, r.end)} for ranges in (one, other)]
    assert covered == said[0] & said[1]
    assert all(c.class_id == "rally" for c in doc.complete_ranges)


@settings(max_examples=150, deadline=None, database=None)
@given(st.lists(spans, max_size=5), st.lists(spans, max_size=5))
def test_joined_labels_cover_the_same_time_and_keep_apart(
    one: list[TimeRange], other: list[TimeRange]
) -> None:
    there = [segment(f"a{n}", "serve", r.start, r.end) for n, r in enumerate(one)]
    doc = document(*there, *(segment(f"b{n}", "rally", r.start, r.end) for n, r in enumerate(other)))
    after = done(doc, e.ReviseLabels("serve", "rally", join=True)).values()
    ticks = {t for r in (*one, *other) for t in range(r.start, r.end)}
    assert {t for s in after for t in range(s.range.start, s.range.end)} == ticks
    new = [s for s in after if s.id.startswith("a")]
    for a, b in combinations(after, 2):
        assert not (a.range.overlaps(b.range) and (a in new or b in new))
