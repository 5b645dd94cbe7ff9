"""All labels of all films: found, sorted, and changed many at a time with one undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.ontology import Attribute, ClassKind
from app.domain.segments import Segment, Verification
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.session import label_records as lr
from app.session.interchange import human_rows
from app.session.label_records import Column, LabelRecord, Wanted, found
from tests.app.session.conftest import FRAME, Bench


@pytest.fixture
def films(bench: Bench) -> Bench:
    """Two films; serves and rallies in both, a track of a player in the first."""
    bench.add_media("second.mp4")
    bench.change_class("serve", attributes=(Attribute("side", choices=("left", "right")),))
    bench.add_classes("player")
    bench.change_class("player", kind=ClassKind.BOX)
    first, second = bench.media
    for medium, class_name, start, length, comment in (
        (first, "serve", 10, 5, "an ace"),
        (first, "rally", 20, 30, ""),
        (second, "serve", 1, 2, ""),
        (second, "rally", 5, 9, "long"),
    ):
        segment = Segment(
            bench.new_id(),
            medium.id,
            bench.class_id(class_name),
            TimeRange(start * FRAME, (start + length) * FRAME),
            bench.project.person.id,
            comment=comment,
            verification=Verification.SEEN if comment else Verification.BLIND,
        )
        bench.editing.perform(e.AddSegments((segment,)), medium_id=medium.id)
    track = Track("t1", first.id, bench.class_id("player"), bench.project.person.id, 1)
    keys = tuple(KeyFrame("t1", n * FRAME, Box(10, 10, 20, 20)) for n in (3, 8))
    bench.editing.perform(e.AddTrack(track, keys), medium_id=first.id)
    return bench


def records(bench: Bench) -> list[LabelRecord]:
    people = {actor.id: actor.name for actor in bench.project.store.actors().values()}
    return [r for m in bench.media for r in lr.records_of(bench.project, m.id, people)]


def names(rows: list[LabelRecord]) -> list[tuple[str, str]]:
    return [(r.film, r.class_name) for r in rows]


def test_every_label_of_every_film_is_there_with_what_its_ids_mean(films: Bench) -> None:
    rows = found(records(films), Wanted(), Column.FILM)
    assert names(rows) == [
        ("film.mp4", "player #1"), ("film.mp4", "serve"), ("film.mp4", "rally"),
        ("second.mp4", "serve"), ("second.mp4", "rally"),
    ]  # fmt: skip
    serve = rows[1]
    assert (serve.start_s, serve.end_s, serve.who) == (0.4, 0.6, "Ada")
    assert (rows[0].start_s, rows[0].is_point) == (0.12, False)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted("ACE"), 1),
        (Wanted("ada serve"), 2),
        (Wanted("nobody"), 0),
        (Wanted(verification=Verification.SEEN), 2),
    ],
)
def test_the_filter_asks_for_every_word_and_every_part(films: Bench, wanted: Wanted, expected: int) -> None:
    assert len(found(records(films), wanted)) == expected


def test_the_filter_by_class_film_and_person(films: Bench) -> None:
    rows = records(films)
    first = films.media[0].id
    assert len(found(rows, Wanted(class_id=films.class_id("serve")))) == 2
    assert len(found(rows, Wanted(medium_id=first))) == 3
    assert len(found(rows, Wanted(class_id=films.class_id("serve"), medium_id=first))) == 1
    assert found(rows, Wanted(person="someone else")) == []


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts_and_loses_nothing(films: Bench, column: Column, descending: bool) -> None:
    rows = records(films)
    assert sorted(r.id for r in found(rows, Wanted(), column, descending=descending)) == sorted(
        r.id for r in rows
    )
    lengths = [r.end_s - r.start_s for r in found(rows, Wanted(), Column.LENGTH, descending=descending)]
    assert lengths == sorted(lengths, reverse=descending)


def test_a_change_of_many_in_two_films_is_one_edit(films: Bench) -> None:
    before = records(films)
    films.editing.perform_batch("comment", lr.with_comment(before, "seen twice"))
    assert {r.label.comment for r in records(films)} == {"seen twice"}
    films.editing.undo()
    assert [r.label for r in records(films)] == [r.label for r in before]


def test_another_class_drops_values_that_it_does_not_take(films: Bench) -> None:
    serves = found(records(films), Wanted("serve"))
    films.editing.perform_batch("side", lr.with_attribute(serves, "side", "left"))
    serves = found(records(films), Wanted("serve"))
    assert [r.attributes for r in serves] == ["side: left", "side: left"]
    films.change_class("rally", attributes=(Attribute("side", choices=("up",)),))
    ontology = films.project.catalogue.ontology
    films.editing.perform_batch("class", lr.with_class(serves, films.class_id("rally"), ontology))
    assert len(found(records(films), Wanted("rally"))) == 4
    assert all(not r.label.attributes for r in records(films))
    films.editing.undo()
    assert [r.label for r in found(records(films), Wanted("serve"))] == [r.label for r in serves]


def test_a_value_that_one_class_does_not_take_changes_none(films: Bench) -> None:
    before = records(films)
    with pytest.raises(UserError, match="side"):
        films.editing.perform_batch("side", lr.with_attribute(before, "side", "sideways"))
    assert [r.label for r in records(films)] == [r.label for r in before]


def test_boxes_and_labels_in_time_keep_classes_of_their_own(films: Bench) -> None:
    ontology = films.project.catalogue.ontology
    with pytest.raises(UserError, match="player is a class of boxes"):
        lr.with_class(records(films), films.class_id("player"), ontology)


def test_removal_takes_all_and_undo_brings_all_back(films: Bench) -> None:
    before = records(films)
    films.editing.perform_batch("remove labels", lr.removal(before))
    assert records(films) == []
    films.editing.undo()
    assert [r.label for r in records(films)] == [r.label for r in before]


def test_the_selection_alone_is_exported(films: Bench, tmp_path: Path) -> None:
    serves = found(records(films), Wanted("serve"))
    rows = human_rows(films.project, only={r.id for r in serves})
    assert [row.class_name for row in rows] == ["serve", "serve"]
    assert len(human_rows(films.project)) == 4
