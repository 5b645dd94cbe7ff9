"""Suggestions are walked from the least certain on; a decision says what was seen."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import edits as e
from app.domain.errors import EditRefused
from app.domain.segments import Origin, Segment, Verification
from app.domain.suggestions import Decision, Layer, Promotion, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame
from app.session.chronicle import Chronicle
from app.session.project import person_actor
from app.session.provenance import provenance
from app.session.review import Order, Pace, Review
from app.session.training import run_actor
from tests.app.session.conftest import Bench


def propose(bench: Bench, run: Run, *found: tuple[int, int, float]) -> list[Suggestion]:
    """A layer of `run` with suggestions (start, end, score) of the class serve."""
    medium = bench.media[0]
    if run.id not in bench.project.catalogue.runs:
        bench.editing.perform(e.AddRun(run), actor=run_actor(run))
    layer = Layer(f"layer of {run.id}", run.id, medium.id, "2026-01-01")
    suggestions = [
        Suggestion(f"{run.id}-{n}", layer.id, medium.id, bench.class_id("serve"), TimeRange(a, b), score)
        for n, (a, b, score) in enumerate(found)
    ]
    edit = e.AddSuggestions(layer, tuple(suggestions), medium.span)
    bench.editing.perform(edit, medium_id=medium.id, actor=run_actor(run))
    return suggestions


def run(number: int, promotion: Promotion = Promotion.PROMOTED) -> Run:
    return Run(f"r{number}", number, f"run {number}", "2026-01-01", promotion)


@pytest.fixture
def review(bench: Bench) -> Review:
    return Review(bench.project, bench.editing, bench.now, bench.new_id)


def test_the_least_certain_comes_first(bench: Bench, review: Review) -> None:
    propose(bench, run(1), (0, 500, 0.9), (600, 900, 0.4), (1000, 1200, 0.7))
    assert [s.score for s in review.queue(bench.media[0].id)] == [0.4, 0.7, 0.9]
    assert review.open_count() == 3


def test_only_the_run_in_use_is_visible(bench: Bench, review: Review) -> None:
    propose(bench, run(1), (0, 500, 0.9))
    propose(bench, run(2), (600, 900, 0.4))
    propose(bench, run(3, Promotion.REFUSED), (1000, 1200, 0.7))
    assert [s.id for s in review.queue(bench.media[0].id)] == ["r2-0"]
    assert len(bench.project.document(bench.media[0].id).suggestions) == 3, "hidden, not removed"


def test_an_imported_run_is_visible_while_no_run_is_in_use(bench: Bench, review: Review) -> None:
    propose(bench, run(1, Promotion.EXTERNAL), (0, 500, 0.9))
    assert [s.id for s in review.queue(bench.media[0].id)] == ["r1-0"]


def test_what_a_person_labelled_already_is_not_asked_again(bench: Bench, review: Review) -> None:
    from app.session.labelling import Labelling

    propose(bench, run(1), (0, 500, 0.9), (600, 900, 0.4))
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.add_segment(bench.class_id("serve"), TimeRange(100, 700))
    assert [s.id for s in review.queue(bench.media[0].id)] == ["r1-1"]


def test_what_a_retired_class_would_get_is_not_asked(bench: Bench, review: Review) -> None:
    propose(bench, run(1), (0, 500, 0.9))
    bench.change_class("serve", retired=True)
    assert review.queue(bench.media[0].id) == []
    bench.change_class("serve", retired=False)
    assert [s.id for s in review.queue(bench.media[0].id)] == ["r1-0"]


@pytest.mark.parametrize(
    ("played", "verification"),
    [(None, Verification.UNSEEN), ((0, 200), Verification.UNSEEN), ((0, 250), Verification.SEEN)],
)
def test_accepting_says_whether_the_moment_was_played(
    bench: Bench, review: Review, played: tuple[int, int] | None, verification: Verification
) -> None:
    (suggestion,) = propose(bench, run(1), (0, 500, 0.9))
    if played:
        review.note_played(bench.media[0].id, TimeRange(*played))
    review.accept(suggestion)
    document = bench.project.document(bench.media[0].id)
    (label,) = document.segments
    assert (label.verification, label.origin, label.suggestion_id) == (
        verification,
        Origin.SUGGESTION,
        suggestion.id,
    )
    decided = document.suggestions.get(suggestion.id)
    assert decided is not None
    assert (decided.decision, decided.label_id) == (Decision.ACCEPTED, label.id)
    assert decided.decided_by == bench.project.person.id
    with pytest.raises(EditRefused, match="accepted already"):
        review.accept(suggestion)


def test_accepting_with_other_edges_is_edited(bench: Bench, review: Review) -> None:
    (suggestion,) = propose(bench, run(1), (0, 500, 0.9))
    review.accept(suggestion, TimeRange(0, 600))
    (label,) = bench.project.document(bench.media[0].id).segments
    assert (label.verification, label.range) == (Verification.EDITED, TimeRange(0, 600))


def test_accepting_many_is_one_edit_and_says_bulk(bench: Bench, review: Review) -> None:
    found = propose(bench, run(1), *((n * 1000, n * 1000 + 500, 0.9) for n in range(6)))
    review.note_played(bench.media[0].id, TimeRange(0, 10_000))
    review.accept_many(found[:2])
    assert {s.verification for s in bench.project.document(bench.media[0].id).segments} == {Verification.SEEN}
    before = bench.project.store.counts()["log_entries"]
    review.accept_many([*review.queue(bench.media[0].id)])
    assert bench.project.store.counts()["log_entries"] == before + 1
    assert review.accept_many([]) is None
    bench.editing.undo()
    assert len(review.queue(bench.media[0].id)) == 4


def test_five_at_once_are_bulk_even_when_played(bench: Bench, review: Review) -> None:
    found = propose(bench, run(1), *((n * 1000, n * 1000 + 500, 0.9) for n in range(5)))
    review.note_played(bench.media[0].id, TimeRange(0, 10_000))
    review.accept_many(found)
    assert {s.verification for s in bench.project.document(bench.media[0].id).segments} == {Verification.BULK}


def test_rejected_ones_stay_decided_and_are_not_proposed_again(bench: Bench, review: Review) -> None:
    (suggestion,) = propose(bench, run(1), (0, 500, 0.9))
    review.reject(suggestion)
    assert review.queue(bench.media[0].id) == []
    assert [s.id for s in bench.project.store.iter_rejected()] == [suggestion.id]
    medium = bench.media[0]
    again = Suggestion("new", "layer of r1", medium.id, bench.class_id("serve"), TimeRange(0, 450), 0.8)
    other = Suggestion("far", "layer of r1", medium.id, bench.class_id("serve"), TimeRange(450, 900), 0.8)
    layer = bench.project.document(medium.id).layers["layer of r1"]
    edit = e.AddSuggestions(layer, (again, other), medium.span)
    bench.editing.perform(edit, medium_id=medium.id, actor=run_actor(run(1)))
    assert [s.id for s in review.queue(medium.id)] == ["far"]


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=30))
def test_played_ranges_are_merged_to_what_was_played(pairs: list[tuple[int, int]]) -> None:
    review = Review(None, None, None, None)  # type: ignore[arg-type]  # remembers, asks nobody
    for start, length in pairs:
        review.note_played("m", TimeRange(start, start + length))
    merged = review.played("m")
    assert {t for r in merged for t in range(r.start, r.end)} == {
        t for start, length in pairs for t in range(start, start + length)
    }
    assert all(a.end < b.start for a, b in itertools.pairwise(merged))


def propose_track(bench: Bench, name: str, start: int, score: float) -> SuggestedTrack:
    run_, medium = Run("motion", 9, "motion", "2026-01-01", Promotion.EXTERNAL), bench.media[0]
    if run_.id not in bench.project.catalogue.runs:
        bench.editing.perform(e.AddRun(run_), actor=run_actor(run_))
    boxes = tuple(KeyFrame(name, tick, Box(0, 0, 9, 9)) for tick in (start, start + 200))
    track = SuggestedTrack(name, "motion layer", medium.id, bench.class_id("rally"), score, boxes)
    layer = Layer("motion layer", run_.id, medium.id, "2026-01-01")
    edit = e.AddSuggestions(layer, (), None, (track,))
    bench.editing.perform(edit, medium_id=medium.id, actor=run_actor(run_))
    return track


def test_the_order_is_the_persons_and_boxes_wait_in_the_same_queue(bench: Bench, review: Review) -> None:
    propose(bench, run(1), (0, 500, 0.9), (600, 900, 0.4))
    propose_track(bench, "walker", 300, 0.7)
    medium_id = bench.media[0].id
    assert [s.score for s in review.queue(medium_id)] == [0.4, 0.7, 0.9]
    assert [s.score for s in review.queue(medium_id, Order.TIME)] == [0.9, 0.7, 0.4]
    assert [s.score for s in review.queue(medium_id, Order.CLASS)] == [0.9, 0.4, 0.7]
    assert [s.id for s in review.queue(medium_id, class_id=bench.class_id("rally"))] == ["walker"]


def test_all_above_a_score_in_a_range_is_one_deed_with_boxes_and_labels(bench: Bench, review: Review) -> None:
    propose(bench, run(1), (0, 500, 0.9), (600, 900, 0.4), (1000, 1200, 0.8), (5000, 5200, 0.95))
    propose_track(bench, "walker", 300, 0.7)
    medium_id = bench.media[0].id
    waiting = review.queue(medium_id)
    chosen = review.above(waiting, 0.7, TimeRange(0, 2000))
    assert sorted(s.score for s in chosen) == [0.7, 0.8, 0.9]
    assert review.above(waiting, 0.0, TimeRange(100, 400)) == [], "what sticks out is not inside"
    review.accept_many(chosen)
    document = bench.project.document(medium_id)
    assert (len(document.segments), len(document.tracks)) == (2, 1)
    assert review.reviewed(medium_id) == 3
    bench.editing.undo()
    assert (len(document.segments), len(document.tracks), review.reviewed(medium_id)) == (0, 0, 0)


def test_pace_is_the_median_without_pauses() -> None:
    pace, at = Pace(), datetime(2026, 1, 1, tzinfo=UTC)
    pace.decided(at)
    for seconds in (4, 600, 6, 5):
        assert pace.left(10) is None
        at += timedelta(seconds=seconds)
        pace.decided(at)
    assert pace.left(12) == timedelta(minutes=1)
    for _ in range(Pace.LAST):
        at += timedelta(seconds=2)
        pace.decided(at)
    assert pace.left(30) == timedelta(minutes=1), "only the last ones count"


def test_a_second_pass_hides_what_others_said_until_it_ends(bench: Bench, review: Review) -> None:
    bench.change_class("serve", overlaps=False)
    propose(bench, run(1), (6000, 6500, 0.9))
    medium, bea = bench.media[0], person_actor("Bea")
    others = Segment("hers", medium.id, bench.class_id("serve"), TimeRange(0, 500), bea.id)
    bench.editing.perform(e.AddSegments((others,)), medium_id=medium.id, actor=bea)
    bench.project.look_blind(True)
    assert not bench.project.document(medium.id).segments
    assert review.queue(medium.id) == []
    own = Segment("own", medium.id, bench.class_id("serve"), TimeRange(100, 600), bench.project.person.id)
    bench.editing.perform(e.AddSegments((own,)), medium_id=medium.id)
    assert [s.id for s in bench.project.document(medium.id).segments] == ["own"]
    bench.project.look_blind(False)
    assert [s.id for s in bench.project.document(medium.id).segments] == ["hers", "own"]
    assert len(review.queue(medium.id)) == 1


def test_provenance_says_who_of_what_and_what_was_changed_since(bench: Bench, review: Review) -> None:
    (suggestion,) = propose(bench, run(1), (0, 500, 0.9))
    review.accept(suggestion, TimeRange(0, 600))
    (label,) = bench.project.document(suggestion.medium_id).segments
    edit = e.ChangeSegment(label.id, comment="late")
    bench.editing.perform(edit, medium_id=label.medium_id)
    found = provenance(bench.project, Chronicle(bench.project), label.medium_id, label.id)
    assert found is not None
    assert (found.author.name, found.origin, found.verification) == (
        "Ada",
        Origin.SUGGESTION,
        Verification.EDITED,
    )
    assert found.run is not None
    assert (found.run.name, found.score) == ("run 1", 0.9)
    assert [h.after and h.after.get("comment") for h in found.history] == ["", "late"]
    assert provenance(bench.project, Chronicle(bench.project), label.medium_id, "nothing") is None
