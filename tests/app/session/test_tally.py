"""The tally follows every Change and equals a fresh count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from app.domain.changes import Change, Difference
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.segments import Origin, Segment
from app.domain.suggestions import Decision, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Track
from app.session.tally import Tally


def segment(number: int, class_id: str = "c1", origin: Origin = Origin.HAND) -> Segment:
    return Segment(f"s{number}", "m", class_id, TimeRange(number, number + 1), "me", origin=origin)


def test_it_starts_from_what_is_stored() -> None:
    tally = Tally()
    tally.start({"c1": 3, "c2": 2}, {"b": 1}, decided=4, trained=2)
    assert tally.by_class() == {"c1": 3, "c2": 2, "b": 1}
    assert (tally.decided, tally.since_training, tally.new_by_hand) == (4, 3, 0)
    assert tally.of_class("b") == 1
    tally.start({"c1": 1}, {}, decided=0, trained=5)  # labels were removed since
    assert tally.since_training == 0


def test_it_follows_additions_changes_removals_and_their_inverse() -> None:
    tally = Tally()
    track = Track("t", "m", "b", "me")
    changes = [
        Change("add", "m", (Difference(None, segment(1)), Difference(None, segment(2, "c2")))),
        Change("change", "m", (Difference(segment(1), replace(segment(1), class_id="c2")),)),
        Change("add", "m", (Difference(None, track),)),
        Change("remove", "m", (Difference(segment(2, "c2"), None),)),
    ]
    for change in changes:
        tally.follow(change)
    assert tally.by_class() == {"c2": 1, "b": 1}
    assert tally.since_training == 1
    for change in reversed(changes):
        tally.follow(change.inverse())
    assert tally.by_class() == {}
    assert (tally.since_training, tally.new_by_hand) == (0, 0)


def test_accepted_suggestions_are_decided_but_not_new_by_hand() -> None:
    tally = Tally()
    suggestion = Suggestion("g", "l", "m", "c1", TimeRange(0, 5), 0.5)
    accepted = replace(suggestion, decision=Decision.ACCEPTED)
    accept = Change(
        "accept",
        "m",
        (Difference(suggestion, accepted), Difference(None, segment(1, origin=Origin.SUGGESTION))),
    )
    tally.follow(accept)
    assert (tally.decided, tally.new_by_hand, tally.since_training) == (1, 0, 1)
    tally.follow(accept.inverse())
    assert (tally.decided, tally.new_by_hand, tally.since_training) == (0, 0, 0)


def test_what_was_asked_for_is_not_new_any_more() -> None:
    tally = Tally()
    tally.follow(Change("add", "m", (Difference(None, segment(1)),)))
    tally.forget_new()
    tally.forget_training()
    assert (tally.new_by_hand, tally.since_training) == (0, 0)


def test_classes_of_boxes_are_not_among_the_names() -> None:
    tally = Tally()
    tally.segments = Counter({"c1": 2})
    classes = [LabelClass("c1", "serve", "#fff"), LabelClass("b", "ball", "#fff", kind=ClassKind.BOX)]
    assert tally.named(Ontology(classes)) == {"serve": 2}
