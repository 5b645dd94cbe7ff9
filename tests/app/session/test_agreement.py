"""Agreement of two people: against scikit-learn's κ, and against cases worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session.agreement import Agreement, agree, cohen_kappa, track_iou
from app.session.passes import (
    FilmPasses,
    Mark,
    TrackMark,
    labeller_named,
    labellers,
    passes_between,
    passes_in,
)
from app.session.project import person_actor
from tests.app.session.conftest import Bench


def film(*pairs: tuple[str, str, float, float], name: str = "film", within: object = None) -> FilmPasses:
    """`(who, class, start, end)`, `who` a or b, on ten seconds in steps of 40 ms."""
    marks = {side: tuple(Mark(c, s, t) for who, c, s, t in pairs if who == side) for side in "ab"}
    return FilmPasses(name, 0.0, 10.0, 0.04, marks["a"], marks["b"], within=within)  # type: ignore[arg-type]


def of_class(found: Agreement, name: str = "serve") -> dict[str, float | None]:
    (row,) = [c for c in found.classes if c.class_name == name]
    figures = {"kappa": row.kappa, "f1": row.f1, "track_iou": row.track_iou}
    return {k: None if f is None else f.value for k, f in figures.items()}


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_kappa_is_scikit_learns(answers: list[tuple[bool, bool]]) -> None:
    first, second = zip(*answers, strict=True)
    table = np.zeros((2, 2), np.int64)
    np.add.at(table, (np.array(first, int), np.array(second, int)), 1)
    found = cohen_kappa(table)
    if len({*first, *second}) == 1:
        assert found is None, "both always say the same: chance alone would agree"
    else:
        assert found == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 240), st.integers(1, 60)), min_size=1, max_size=12
    )
)
def test_kappa_of_labels_is_scikit_learns_of_their_frames(labels: list[tuple[str, int, int]]) -> None:
    marks = [(who, "serve", s * 0.04, min(s + n, 250) * 0.04) for who, s, n in labels]
    said = {side: np.zeros(250, bool) for side in "ab"}
    for who, s, n in labels:
        said[who][s : min(s + n, 250)] = True
    expected = None
    if len({*said["a"], *said["b"]}) > 1:
        expected = cohen_kappa_score(said["a"], said["b"])
    found = of_class(agree([film(*marks)]))["kappa"]
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


def test_by_hand() -> None:
    """100 of 250 frames against 75, 50 of them shared: p_o = 0.7, p_e = 0.4·0.3 + 0.6·0.7 = 0.54."""
    found = agree([film(("a", "serve", 0, 4), ("b", "serve", 2, 5))])
    assert of_class(found)["kappa"] == pytest.approx((0.7 - 0.54) / (1 - 0.54))
    assert of_class(found)["f1"] == 0, "an IoU of 2/5 is no pair"
    (one,) = found.disagreements
    assert (one.kind, one.class_name, one.start, one.end) == ("edges", "serve", 0, 5)


def test_pairs_are_one_to_one_and_as_many_as_can_be() -> None:
    """The first of a overlaps both of b enough; taken greedily by likeness it would leave one alone."""
    found = agree(
        [
            film(
                ("a", "serve", 0, 2),
                ("a", "serve", 1.0, 3.0),
                ("b", "serve", 0.4, 2.4),
                ("b", "serve", 0, 1.2),
            )
        ]
    )
    assert of_class(found)["f1"] == 1.0
    half = agree([film(("a", "serve", 0, 2), ("b", "serve", 0, 1), ("b", "serve", 1, 2))])
    assert of_class(half)["f1"] == pytest.approx(2 / 3)


def test_disagreements_say_what_they_are() -> None:
    found = agree(
        [
            film(
                ("a", "serve", 0, 1),
                ("a", "serve", 2, 3), ("b", "rally", 2, 3),
                ("b", "rally", 5, 6),
                ("a", "rally", 8, 9), ("b", "rally", 8.05, 9),
            )
        ]
    )  # fmt: skip
    assert [(d.kind, d.class_name, d.other, d.start) for d in found.disagreements] == [
        ("first", "serve", "", 0),
        ("class", "serve", "rally", 2),
        ("second", "rally", "", 5),
    ]
    assert found.overall_f1 is not None
    assert found.overall_f1.value == pytest.approx(2 / 6)


def test_points_pair_when_they_are_a_third_of_a_second_apart() -> None:
    def of(apart: float) -> float | None:
        one, other = (Mark("hit", s, s + 0.04, True) for s in (5, 5 + apart))
        return of_class(agree([FilmPasses("f", 0, 10, 0.04, (one,), (other,))]), "hit")["f1"]

    assert of(0.33) == 1
    assert of(0.34) == 0


def test_only_what_both_marked_complete_counts_for_kappa() -> None:
    labels = (("a", "serve", 0, 4), ("b", "serve", 0, 2))
    assert of_class(agree([film(*labels, within=((0, 2), (4, 10)))]))["kappa"] == pytest.approx(1)
    assert of_class(agree([film(*labels)]))["kappa"] != pytest.approx(1)


def boxed(*moments: int, x: float = 0, name: str = "player") -> TrackMark:
    return TrackMark(name, dict.fromkeys(moments, (x, 0, 10, 10)))


def test_track_iou_counts_the_moments_at_which_only_one_is_there() -> None:
    assert track_iou(boxed(0, 1, 2, 3), boxed(2, 3, 4, 5)) == pytest.approx(2 / 6)
    assert track_iou(boxed(0, 1), boxed(0, 1, x=5)) == pytest.approx(50 / 150)


def test_tracks_pair_so_that_the_sum_is_largest_and_one_alone_counts_nothing() -> None:
    first = (boxed(0, 1), boxed(0, 1, x=5), boxed(9))
    second = (boxed(0, 1, x=5), boxed(0, 1, x=10))
    found = agree([FilmPasses("f", 0, 10, 0.04, (), (), first, second)])
    assert of_class(found, "player")["track_iou"] == pytest.approx(1 / 3)
    assert of_class(found, "player")["kappa"] is None


def test_intervals_come_with_several_films_and_hold_the_value() -> None:
    alike = [film(("a", "serve", 0, 4), ("b", "serve", 0, 4), name=f"f{i}") for i in range(5)]
    apart = film(("a", "serve", 0, 4), ("b", "serve", 5, 9), name="odd")
    (row,) = agree([*alike, apart]).classes
    assert row.kappa is not None
    assert row.f1 is not None
    assert row.f1.value == pytest.approx(5 / 6)
    assert row.f1.low == pytest.approx(0.5, abs=0.17)
    assert row.f1.high == 1
    assert row.kappa.low is not None
    assert row.kappa.low < row.kappa.value < 1
    (alone,) = agree([apart]).classes
    assert alone.kappa is not None
    assert alone.kappa.low is None
    assert agree([*alike, apart]) == agree([*alike, apart]), "the same seed, the same interval"


# --- from projects -------------------------------------------------------------------------


def add(
    bench: Bench, who: str, start: int, end: int, verification: Verification = Verification.BLIND
) -> None:
    person, medium = person_actor(who), bench.media[0]
    label = Segment(
        bench.new_id(), medium.id, bench.class_id("serve"), TimeRange(start, end), person.id,
        verification=verification,
    )  # fmt: skip
    bench.editing.perform(e.AddSegments((label,)), medium_id=medium.id, actor=person)


def test_two_people_in_one_project(bench: Bench) -> None:
    add(bench, "Ada", 0, 5000)
    add(bench, "Bea", 0, 2500, Verification.SEEN)
    add(bench, "Bea", 5000, 5100)
    ada, bea = (labeller_named(labellers(bench.project.store), name) for name in ("Ada", "Bea"))
    assert (ada.labels, ada.seeing, bea.labels, bea.seeing) == (1, 0, 2, 1)
    (found,) = passes_in(bench.project.store, ada.actor.id, bea.actor.id)
    assert found.step == pytest.approx(0.04)
    assert found.end == pytest.approx(4.0)
    assert found.first == (Mark("serve", 0.0, 2.0),)
    assert of_class(agree([found]))["kappa"] == pytest.approx(
        cohen_kappa_score([1] * 50 + [0] * 50, [1] * 25 + [0] * 25 + [1] + [0] * 49)
    )
    with pytest.raises(UserError, match=r"Cy has no labels there.*Bea, Ada|Labels are by: Bea, Ada"):
        labeller_named(labellers(bench.project.store), "Cy")


def test_complete_ranges_say_where_each_looked(bench: Bench) -> None:
    add(bench, "Ada", 0, 500)
    medium, bea = bench.media[0], person_actor("Bea")
    complete = CompleteRange("c", medium.id, TimeRange(0, 1000), bea.id)
    bench.editing.perform(e.MarkComplete(complete), medium_id=medium.id, actor=bea)
    (found,) = passes_in(bench.project.store, person_actor("Ada").id, bea.id)
    assert found.second == ()
    assert found.within == (), "Ada marked nothing complete"


def test_boxes_are_those_between_key_frames(bench: Bench) -> None:
    medium, person = bench.media[0], bench.project.person
    track = Track("t", medium.id, bench.class_id("serve"), person.id, 1)
    keys = (KeyFrame("t", 0, Box(0, 0, 10, 10)), KeyFrame("t", 500, Box(10, 0, 10, 10), outside=True))
    bench.editing.perform(e.AddTrack(track, keys), medium_id=medium.id)
    with bench.open_reader() as store:
        (found,) = passes_between(store, store)
    (made,) = found.first_tracks
    assert sorted(made.boxes) == [0, 1]
    assert made.boxes[0] == (0, 0, 10, 10)
    assert math.isclose(of_class(agree([found]))["track_iou"] or 0, 1)
