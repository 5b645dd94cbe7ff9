"""The rules of single edits, one sentence each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import EditRefused, UserError
from app.domain.segments import CompleteRange, Origin, Segment, Verification
from app.domain.suggestions import Decision, Layer, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from tests.app.domain.worlds import MEDIUM, ONTOLOGY, full_document, state_of


@pytest.fixture
def document() -> Document:
    return full_document()


def done(document: Document, edit: Any) -> Document:
    document.adopt(document.plan(edit))
    return document


SEGMENT = Segment("new", "m", "serve", TimeRange(5, 9), "ann")
POINT = replace(SEGMENT, range=TimeRange(5, 6), is_point=True)
TRACK = Track("new", "m", "ball", "ann")
BOX = Box(1, 1, 5, 5)
LAYER = Layer("l1", "r1", "m", "now")
PROPOSAL = Suggestion("new", "l1", "m", "serve", TimeRange(40, 50), 0.5)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (e.AddSegments((replace(SEGMENT, class_id="gone"),)), "class does not exist"),
        (e.AddSegments((replace(SEGMENT, range=TimeRange(50, 61)),)), "does not lie inside the film"),
        (e.AddSegments((replace(SEGMENT, range=TimeRange(-1, 5)),)), "does not lie inside the film"),
        (e.AddSegments((replace(SEGMENT, medium_id="other"),)), "another film"),
        (e.AddSegments((replace(SEGMENT, id="x0"),)), "there already"),
        (e.AddSegments((SEGMENT, SEGMENT)), "there already"),
        (e.AddSegments((replace(POINT, range=TimeRange(5, 7)),)), "point has no length"),
        (e.ChangeSegment("gone", comment="?"), "does not exist any more"),
        (e.ChangeSegment("x2", range=TimeRange(5, 7)), "point has no length"),
        (e.ChangeSegment("x0", range=TimeRange(5, 99)), "does not lie inside the film"),
        (e.RemoveSegments(("gone",)), "does not exist any more"),
        (e.SplitSegment("x0", 0, "new"), "not inside the segment"),
        (e.SplitSegment("x0", 10, "new"), "not inside the segment"),
        (e.SplitSegment("x0", 5, "x1"), "there already"),
        (e.MergeSegments(("x0",)), "needs two"),
        (e.MergeSegments(("x0", "x0")), "needs two"),
        (e.MergeSegments(("x0", "x2")), "Points cannot be merged"),
        (e.MarkComplete(CompleteRange("new", "m", TimeRange(50, 70), "ann")), "complete range"),
        (e.MarkComplete(CompleteRange("new", "m", TimeRange(5, 7), "ann", "gone")), "class does not exist"),
        (e.MarkComplete(CompleteRange("x0", "m", TimeRange(5, 7), "ann")), "there already"),
        (e.MarkComplete(CompleteRange("new", "other", TimeRange(5, 7), "ann")), "another film"),
        (e.UnmarkComplete("gone"), "does not exist any more"),
        (e.AddTrack(TRACK, ()), "needs a box"),
        (e.AddTrack(TRACK, (KeyFrame("new", 70, BOX),)), "a box at"),
        (e.AddTrack(TRACK, (KeyFrame("new", 7, Box(100, 0, 5, 5)),)), "outside the picture"),
        (e.AddTrack(TRACK, (KeyFrame("new", 7, BOX), KeyFrame("new", 7, BOX))), "there already"),
        (e.AddTrack(replace(TRACK, id="x0"), (KeyFrame("x0", 7, BOX),)), "there already"),
        (e.AddTrack(replace(TRACK, medium_id="other"), (KeyFrame("new", 7, BOX),)), "another film"),
        (e.AddTrack(replace(TRACK, class_id="gone"), (KeyFrame("new", 7, BOX),)), "class does not exist"),
        (e.SetKeyFrame(KeyFrame("gone", 7, BOX)), "does not exist any more"),
        (e.MoveBox("gone", 7, BOX), "does not exist any more"),
        (e.RemoveKeyFrame("x0", 6), "does not exist any more"),
        (e.AddSuggestions(LAYER, (replace(PROPOSAL, medium_id="other"),)), "another film"),
        (e.AddSuggestions(replace(LAYER, medium_id="other"), ()), "another film"),
        (e.AddSuggestions(LAYER, (replace(PROPOSAL, id="x0"),)), "there already"),
        (e.AddSuggestions(LAYER, (replace(PROPOSAL, is_point=True),)), "point has no length"),
        (e.AcceptSuggestions(("x0",), ("x1",), "ann", "now", Verification.SEEN), "there already"),
        (e.AcceptSuggestions(("gone",), ("new",), "ann", "now", Verification.SEEN), "not exist any more"),
        (e.RejectSuggestions(("gone",), "ann", "now"), "not exist any more"),
    ],
)
def test_an_edit_that_breaks_a_rule_is_refused_in_words(document: Document, edit: Any, words: str) -> None:
    before = state_of(document)
    with pytest.raises(EditRefused, match=words):
        document.plan(edit)
    assert state_of(document) == before


@pytest.mark.parametrize(
    "edit",
    [
        e.AcceptSuggestions(("x0", "x1"), ("new",), "ann", "now", Verification.SEEN),
        e.AcceptSuggestions(("x0", "x0"), ("a", "b"), "ann", "now", Verification.SEEN),
        e.AcceptSuggestions(("x0", "x1"), ("a", "b"), "ann", "now", Verification.SEEN, TimeRange(0, 5)),
        e.AddSuggestions(LAYER, (replace(PROPOSAL, layer_id="l2"),)),
        e.AddSuggestions(LAYER, (replace(PROPOSAL, decision=Decision.ACCEPTED),)),
        e.AddTrack(TRACK, (KeyFrame("x0", 7, BOX),)),
    ],
)
def test_an_edit_that_no_gesture_makes_is_a_bug(document: Document, edit: Any) -> None:
    with pytest.raises(ValueError):
        document.plan(edit)


def test_a_refusal_names_the_film_and_both_times(document: Document) -> None:
    with pytest.raises(UserError) as refused:
        document.plan(e.AddSegments((replace(SEGMENT, range=TimeRange(25, 75)),)))
    assert str(refused.value) == (
        "film.mp4: a label from 00:00:01.000 to 00:00:03.000 does not lie inside the film, "
        "which runs from 00:00:00.000 to 00:00:02.400."
    )


def test_removing_the_same_label_twice_removes_it_once(document: Document) -> None:
    change = document.plan(e.RemoveSegments(("x0", "x0")))
    assert len(change) == 1


def test_an_edit_that_changes_nothing_has_no_differences(document: Document) -> None:
    assert len(document.plan(e.ChangeSegment("x0", class_id="serve"))) == 0


def test_a_split_and_a_merge_are_each_other_s_inverse(document: Document) -> None:
    whole = document.segments.get("x1")
    done(document, e.SplitSegment("x1", 20, "new"))
    first, second = document.segments.get("x1"), document.segments.get("new")
    assert first is not None
    assert second is not None
    assert (first.range, second.range) == (TimeRange(10, 20), TimeRange(20, 30))
    assert first.attributes == second.attributes == {"side": "left"}
    done(document, e.MergeSegments(("new", "x1")))
    assert document.segments.get("x1") == whole
    assert "new" not in document.segments


def test_segments_of_two_classes_are_not_merged(document: Document) -> None:
    done(document, e.ChangeSegment("x1", class_id="ball"))
    with pytest.raises(EditRefused, match="one class"):
        document.plan(e.MergeSegments(("x0", "x1")))


def test_an_accepted_suggestion_becomes_a_label_and_keeps_its_decision(document: Document) -> None:
    done(document, e.AcceptSuggestions(("x3",), ("new",), "ann", "noon", Verification.SEEN))
    label, suggestion = document.segments.get("new"), document.suggestions.get("x3")
    assert label == Segment(
        "new",
        "m",
        "serve",
        TimeRange(24, 30),
        "ann",
        origin=Origin.SUGGESTION,
        suggestion_id="x3",
        verification=Verification.SEEN,
    )
    assert suggestion is not None
    assert (suggestion.decision, suggestion.decided_by, suggestion.decided_at, suggestion.label_id) == (
        Decision.ACCEPTED,
        "ann",
        "noon",
        "new",
    )
    with pytest.raises(EditRefused, match="accepted already"):
        document.plan(e.RejectSuggestions(("x3",), "ann", "later"))


def test_new_edges_make_an_accepted_label_an_edited_one(document: Document) -> None:
    edit = e.AcceptSuggestions(("x3",), ("new",), "ann", "now", Verification.SEEN, TimeRange(24, 33))
    label = done(document, edit).segments.get("new")
    assert label is not None
    assert (label.range, label.verification) == (TimeRange(24, 33), Verification.EDITED)


def test_moving_an_accepted_label_later_makes_it_an_edited_one(document: Document) -> None:
    done(document, e.AcceptSuggestions(("x3",), ("new",), "ann", "now", Verification.SEEN))
    label = done(document, e.ChangeSegment("new", range=TimeRange(24, 33))).segments.get("new")
    assert label is not None
    assert label.verification is Verification.EDITED


def test_a_new_job_replaces_open_suggestions_of_its_run_in_its_range_only(document: Document) -> None:
    other = Layer("l9", "r9", "m", "now")
    done(document, e.AddSuggestions(other, (replace(PROPOSAL, id="other", layer_id="l9"),)))
    done(document, e.RejectSuggestions(("x0",), "ann", "now"))
    fresh = Layer("l2", "r1", "m", "later")
    again = [
        replace(PROPOSAL, id="again", layer_id="l2", range=TimeRange(1, 6)),  # rejected before, by its half
        replace(PROPOSAL, id="fresh", layer_id="l2", range=TimeRange(5, 20)),
    ]
    done(document, e.AddSuggestions(fresh, tuple(again), TimeRange(0, 16)))
    assert [s.id for s in document.suggestions] == ["x0", "fresh", "x2", "x3", "other"]
    assert [s.id for s in document.open_suggestions()] == ["fresh", "x2", "x3", "other"]
    assert [s.id for s in document.open_suggestions(["l2"])] == ["fresh"]
    assert {layer.id for layer in document.layers_of("r1")} == {"l1", "l2"}


def test_the_last_box_takes_its_track_along(document: Document) -> None:
    done(document, e.RemoveKeyFrame("x1", 0))
    assert set(document.tracks) == {"x0", "x2"}
    done(document, e.RemoveKeyFrame("x0", 5))
    assert [k.tick for k in document.key_frames("x0")] == [25]


def test_a_moved_box_becomes_a_key_frame_that_keeps_occlusion(document: Document) -> None:
    done(document, e.MoveBox("x0", 30, BOX))
    assert document.key_frames("x0")[-1] == KeyFrame("x0", 30, BOX, occluded=True)
    done(document, e.MoveBox("x0", 25, BOX))
    assert len(document.key_frames("x0")) == 3


def test_boxes_at_a_moment_are_those_of_the_tracks_present(document: Document) -> None:
    assert [(t.id, k.box) for t, k in document.boxes_at(15)] == [
        ("x1", Box(0, 0, 5, 5)),
        ("x0", Box(20.5, 2, 20, 20)),
    ]
    assert [t.id for t, _ in document.boxes_at(3)] == ["x1"]


def test_track_numbers_go_on_from_the_highest(document: Document) -> None:
    assert document.next_track_number() == 4
    assert Document(MEDIUM, ONTOLOGY).next_track_number() == 1


def test_what_belongs_to_the_project_is_not_adopted_by_a_medium(document: Document) -> None:
    from app.domain.changes import Change, added

    with pytest.raises(TypeError, match="LabelClass"):
        document.adopt(Change("?", "m", added([ONTOLOGY["serve"]])))
