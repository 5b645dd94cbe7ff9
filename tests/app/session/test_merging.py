"""Two people go on from one project; what both did is brought together, nothing of either is lost."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.segments import Segment
from app.domain.suggestions import Decision
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone, ZoneKind
from app.session.editing import Editing
from app.session.merging import MergePlan, MergeReport, Merging, Side
from app.session.project import Project, person_actor
from app.session.review import Review
from app.storage.project_store import ProjectStore
from tests.app.session.conftest import Bench, PaperLibrary, make_bench
from tests.app.session.test_review import propose, run


@contextmanager
def colleague(bench: Bench, *, name: str = "Bea") -> Iterator[Bench]:
    """A copy of the project as it stands, in another person's hands."""
    bench.project.store.checkpoint()
    folder = bench.project.path.parent / name
    folder.mkdir()
    copy = folder / "match.sora"
    shutil.copy(bench.project.path, copy)
    store = ProjectStore.open(copy)
    project = Project(store, PaperLibrary(), person_actor(name))
    ids = itertools.count(1)
    made = Bench(project, Editing(project, bench.now), bench.now, lambda: f"{name}{next(ids):06d}")
    try:
        yield made
    finally:
        project.close()


def label(bench: Bench, start: int, end: int, name: str = "serve", comment: str = "") -> Segment:
    medium = bench.media[0]
    made = Segment(
        bench.new_id(),
        medium.id,
        bench.class_id(name),
        TimeRange(start, end),
        bench.project.person.id,
        comment=comment,
    )
    bench.editing.perform(e.AddSegments((made,)), medium_id=medium.id)
    return made


def change(bench: Bench, segment: Segment, **values: object) -> None:
    edit = e.ChangeSegment(segment.id, **values)  # type: ignore[arg-type]
    bench.editing.perform(edit, medium_id=segment.medium_id)


def look(bench: Bench, other: Bench) -> MergePlan:
    with other.open_reader() as theirs:
        return Merging(bench.project, bench.editing, bench.new_id).look(theirs)


def merge(bench: Bench, other: Bench, prefer: Side = Side.OURS) -> MergeReport:
    merging = Merging(bench.project, bench.editing, bench.new_id)
    with other.open_reader() as theirs:
        report = merging.perform(merging.look(theirs), theirs, {}, prefer)
    assert bench.project.store.check() == []
    return report


def labels(bench: Bench) -> set[tuple[int, int, str, str]]:
    """As they stand on the disk, which must be what memory says."""
    medium = bench.media[0]
    stored = bench.project.store.load_document(medium, bench.project.catalogue.ontology).segments
    assert list(stored) == list(bench.project.document(medium.id).segments)
    return {
        (s.range.start, s.range.end, bench.project.catalogue.ontology[s.class_id].name, s.comment)
        for s in stored
    }


def test_what_only_they_did_comes_over_as_theirs_and_goes_with_one_undo(bench: Bench) -> None:
    kept, moved, gone = label(bench, 0, 500), label(bench, 600, 900), label(bench, 1000, 1200)
    with colleague(bench) as bea:
        new = label(bea, 2000, 2500, "rally")
        change(bea, moved, range=TimeRange(700, 900), comment="late")
        bea.editing.perform(e.RemoveSegments((gone.id,)), medium_id=gone.medium_id)
        label(bench, 3000, 3100)
        before = labels(bench)
        plan = look(bench, bea)
        assert (plan.conflicts, plan.brings, plan.same_project) == ((), {"labels": 3}, True)
        merge(bench, bea)
        assert labels(bench) == {
            (0, 500, "serve", ""), (700, 900, "serve", "late"),
            (2000, 2500, "rally", ""), (3000, 3100, "serve", ""),
        }  # fmt: skip
        assert kept == bench.project.document(kept.medium_id).segments.get(kept.id)
        come = bench.project.document(new.medium_id).segments.get(new.id)
        assert come == new
        assert bench.project.store.actors()[new.actor_id].name == "Bea"
        assert look(bench, bea).is_empty, "merged once, there is nothing left to merge"
        bench.editing.undo()
        assert labels(bench) == before


def test_the_same_done_twice_is_nothing_and_their_file_is_only_read(bench: Bench) -> None:
    moved = label(bench, 0, 500)
    with colleague(bench) as bea:
        for hand in (bench, bea):
            change(hand, moved, range=TimeRange(100, 500))
            label(hand, 600, 900)
        bea.project.store.checkpoint()
        content = bea.project.path.read_bytes()
        assert look(bench, bea).is_empty
        merge(bench, bea)
        assert bea.project.path.read_bytes() == content
        assert len(labels(bench)) == 2


def test_fields_that_only_one_of_them_changed_are_joined(bench: Bench) -> None:
    both = label(bench, 0, 500)
    with colleague(bench) as bea:
        change(bench, both, comment="mine")
        change(bea, both, range=TimeRange(0, 400))
        assert look(bench, bea).conflicts == ()
        merge(bench, bea)
        assert labels(bench) == {(0, 400, "serve", "mine")}


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        (Side.OURS, {(100, 500, "serve", "")}),
        (Side.THEIRS, {(0, 400, "serve", "")}),
        (Side.BOTH, {(100, 500, "serve", ""), (0, 400, "serve", "")}),
    ],
)
def test_what_both_changed_differently_is_decided_by_the_person(
    bench: Bench, prefer: Side, expected: set[tuple[int, int, str, str]]
) -> None:
    both = label(bench, 0, 500)
    with colleague(bench) as bea:
        change(bench, both, range=TimeRange(100, 500))
        change(bea, both, range=TimeRange(0, 400))
        (conflict,) = look(bench, bea).conflicts
        assert "00:00:00.040 to 00:00:00.200" in conflict.ours
        assert "00:00:00.000 to 00:00:00.160" in conflict.theirs
        assert conflict.both_can_stand
        report = merge(bench, bea, prefer)
        assert labels(bench) == expected
        assert any("00:00:00.160" in sentence for sentence in report.left) == (prefer is Side.OURS)


def test_one_choice_per_conflict(bench: Bench) -> None:
    one, other = label(bench, 0, 500), label(bench, 600, 900)
    with colleague(bench) as bea:
        for segment in (one, other):
            change(bench, segment, comment="mine")
            change(bea, segment, comment="hers")
        merging = Merging(bench.project, bench.editing, bench.new_id)
        with bea.open_reader() as theirs:
            plan = merging.look(theirs)
            merging.perform(plan, theirs, {f"Segment {other.id}": Side.THEIRS})
        assert {c for *_, c in labels(bench)} == {"mine", "hers"}
        found = bench.project.document(other.medium_id).segments.get(other.id)
        assert found is not None
        assert found.comment == "hers"


@pytest.mark.parametrize("removed_here", [True, False])
@pytest.mark.parametrize("prefer", [Side.OURS, Side.THEIRS])
def test_removed_by_one_and_changed_by_the_other(bench: Bench, removed_here: bool, prefer: Side) -> None:
    both = label(bench, 0, 500)
    with colleague(bench) as bea:
        remover, changer = (bench, bea) if removed_here else (bea, bench)
        remover.editing.perform(e.RemoveSegments((both.id,)), medium_id=both.medium_id)
        change(changer, both, comment="kept")
        (conflict,) = look(bench, bea).conflicts
        assert (conflict.ours if removed_here else conflict.theirs) == "removed"
        assert not conflict.both_can_stand
        merge(bench, bea, prefer)
        stays = (prefer is Side.THEIRS) == removed_here
        assert labels(bench) == ({(0, 500, "serve", "kept")} if stays else set())


@pytest.mark.parametrize("prefer", [Side.OURS, Side.THEIRS])
def test_labels_that_may_not_share_time_are_a_conflict(bench: Bench, prefer: Side) -> None:
    bench.change_class("serve", overlaps=False)
    with colleague(bench) as bea:
        label(bench, 0, 500)
        label(bea, 400, 800)
        assert len(look(bench, bea).conflicts) == 1
        merge(bench, bea, prefer)
        assert labels(bench) == {(0, 500, "serve", "") if prefer is Side.OURS else (400, 800, "serve", "")}


def test_classes_come_by_id_then_by_name_and_what_was_changed_about_them(bench: Bench) -> None:
    with colleague(bench) as bea:
        bench.add_classes("smash")
        bea.add_classes("smash", "lob")
        rally = bea.project.catalogue.ontology[bea.class_id("rally")]
        bea.editing.perform(e.ChangeClass(replace(rally, name="exchange")))
        bench.change_class("serve", colour="#111111")
        bea.change_class("serve", colour="#222222")
        label(bea, 0, 100, "smash")
        label(bea, 200, 300, "lob")
        plan = look(bench, bea)
        assert [c.what for c in plan.conflicts] == ["The class serve"]
        merge(bench, bea, Side.THEIRS)
        assert [c.name for c in bench.project.catalogue.ontology] == ["serve", "exchange", "smash", "lob"]
        assert bench.project.catalogue.ontology[bench.class_id("serve")].colour == "#222222"
        assert labels(bench) == {(0, 100, "smash", ""), (200, 300, "lob", "")}
        keys = [c.key for c in bench.project.catalogue.ontology if c.key]
        assert len(keys) == len(set(keys))


def test_a_class_that_was_removed_here_does_not_come_back_by_itself(bench: Bench) -> None:
    with colleague(bench) as bea:
        bench.editing.perform(e.RemoveClass(bench.class_id("rally"), 0))
        label(bea, 0, 100, "serve")
        merge(bench, bea)
        assert [c.name for c in bench.project.catalogue.ontology] == ["serve"]


def test_films_that_only_they_have_come_with_their_labels(bench: Bench) -> None:
    with colleague(bench) as bea:
        (bea.project.path.parent / "second.mp4").write_text("other content")
        bea.add_media("second.mp4")
        medium = bea.media[1]
        segment = Segment("far", medium.id, bea.class_id("serve"), TimeRange(0, 100), bea.project.person.id)
        bea.editing.perform(e.AddSegments((segment,)), medium_id=medium.id)
        report = merge(bench, bea)
        assert report.brought == {"films": 1, "labels": 1}
        assert bench.media[1].path == "Bea/second.mp4"
        assert [s.id for s in bench.project.document(medium.id).segments] == ["far"]


def test_another_project_is_an_import_of_all_its_labels(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = make_bench(folder)
    try:
        other.add_classes("rally", "drop")
        other.add_media("renamed.mp4")
        film = replace(other.media[0], quick_hash=bench.media[0].quick_hash)
        other.editing.perform(e.ChangeMedium(film))
        other.project.person = person_actor("Cy")
        ids = itertools.count(1)
        other.new_id = lambda: f"cy{next(ids)}"
        label(other, 0, 100, "rally")
        label(other, 200, 300, "drop")
        plan = look(bench, other)
        assert not plan.same_project
        assert (plan.common, plan.brings) == (0, {"classes": 1, "labels": 2})
        merge(bench, other)
        assert labels(bench) == {(0, 100, "rally", ""), (200, 300, "drop", "")}
    finally:
        other.project.close()


def box(track: str, tick: int, x: float) -> KeyFrame:
    return KeyFrame(track, tick, Box(x, 10, 20, 20))


def add_track(bench: Bench, *keys: tuple[int, float], number: int = 1) -> Track:
    medium = bench.media[0]
    track = Track(bench.new_id(), medium.id, bench.class_id("serve"), bench.project.person.id, number)
    edit = e.AddTrack(track, tuple(box(track.id, tick, x) for tick, x in keys))
    bench.editing.perform(edit, medium_id=medium.id)
    return track


def boxes(bench: Bench) -> dict[int, list[tuple[int, float]]]:
    """By number of track: tick and left edge of its key frames, as they stand on the disk."""
    medium = bench.media[0]
    document = bench.project.store.load_document(medium, bench.project.catalogue.ontology)
    return {
        t.number: [(k.tick, k.box.x) for k in document.key_frames(t.id)] for t in document.tracks.values()
    }


def test_boxes_of_one_track_at_different_times_are_joined(bench: Bench) -> None:
    track = add_track(bench, (0, 1), (500, 5))
    with colleague(bench) as bea:
        bench.editing.perform(e.SetKeyFrame(box(track.id, 100, 2)), medium_id=track.medium_id)
        bea.editing.perform(e.SetKeyFrame(box(track.id, 300, 3)), medium_id=track.medium_id)
        add_track(bench, (0, 9), number=2)
        add_track(bea, (100, 8), number=2)
        assert look(bench, bea).conflicts == ()
        merge(bench, bea)
        assert boxes(bench) == {1: [(0, 1), (100, 2), (300, 3), (500, 5)], 2: [(0, 9)], 3: [(100, 8)]}


@pytest.mark.parametrize(
    ("prefer", "expected"),
    [
        (Side.OURS, {1: [(0, 2), (500, 5)]}),
        (Side.THEIRS, {1: [(0, 3), (500, 5)]}),
        (Side.BOTH, {1: [(0, 2), (500, 5)], 2: [(0, 3), (500, 5)]}),
    ],
)
def test_one_box_moved_to_two_places(
    bench: Bench, prefer: Side, expected: dict[int, list[tuple[int, float]]]
) -> None:
    track = add_track(bench, (0, 1), (500, 5))
    with colleague(bench) as bea:
        bench.editing.perform(e.SetKeyFrame(box(track.id, 0, 2)), medium_id=track.medium_id)
        bea.editing.perform(e.SetKeyFrame(box(track.id, 0, 3)), medium_id=track.medium_id)
        assert len(look(bench, bea).conflicts) == 1
        merge(bench, bea, prefer)
        assert boxes(bench) == expected


@pytest.mark.parametrize("touched", [True, False])
def test_a_track_that_they_removed(bench: Bench, touched: bool) -> None:
    track = add_track(bench, (0, 1), (500, 5))
    with colleague(bench) as bea:
        bea.editing.perform(e.RemoveTrack(track.id), medium_id=track.medium_id)
        if touched:
            bench.editing.perform(e.SetKeyFrame(box(track.id, 100, 2)), medium_id=track.medium_id)
        assert len(look(bench, bea).conflicts) == touched
        merge(bench, bea)
        assert boxes(bench) == ({1: [(0, 1), (100, 2), (500, 5)]} if touched else {})


def test_a_track_that_was_removed_here_comes_back_whole_where_theirs_is_chosen(bench: Bench) -> None:
    track = add_track(bench, (0, 1), (500, 5))
    with colleague(bench) as bea:
        bench.editing.perform(e.RemoveTrack(track.id), medium_id=track.medium_id)
        bea.editing.perform(e.SetKeyFrame(box(track.id, 100, 2)), medium_id=track.medium_id)
        merge(bench, bea, Side.THEIRS)
        assert boxes(bench) == {1: [(0, 1), (100, 2), (500, 5)]}


@pytest.mark.parametrize(
    ("prefer", "there"),
    [
        (Side.OURS, {1: [(0, 1), (500, 5)]}),
        (Side.THEIRS, {1: [(0, 1), (100, 2), (500, 5)]}),
        (Side.BOTH, {1: [(0, 1), (500, 5)], 2: [(0, 1), (100, 2), (500, 5)]}),
    ],
)
def test_a_track_that_came_over_before_and_was_changed_there_since(
    bench: Bench, prefer: Side, there: dict[int, list[tuple[int, float]]]
) -> None:
    with colleague(bench) as bea:
        track = add_track(bea, (0, 1), (500, 5))
        merge(bench, bea)
        assert look(bench, bea).is_empty
        bea.editing.perform(e.SetKeyFrame(box(track.id, 100, 2)), medium_id=track.medium_id)
        (conflict,) = look(bench, bea).conflicts
        assert "1 boxes changed" in conflict.theirs
        merge(bench, bea, prefer)
        assert boxes(bench) == there


def test_a_film_that_only_they_have_brings_labels_that_may_not_share_time(bench: Bench) -> None:
    bench.change_class("serve", overlaps=False)
    with colleague(bench) as bea:
        bea.add_media("hers.mp4")
        medium = bea.media[1]
        made = Segment(
            bea.new_id(), medium.id, bea.class_id("serve"), TimeRange(0, 500), bea.project.person.id
        )
        bea.editing.perform(e.AddSegments((made,)), medium_id=medium.id)
        merge(bench, bea)
        assert len(bench.project.document(medium.id).segments) == 1


def test_what_was_compared_with_an_older_state_is_not_merged(bench: Bench) -> None:
    kept = label(bench, 0, 500)
    with colleague(bench) as bea:
        change(bea, kept, comment="hers")
        merging = Merging(bench.project, bench.editing, bench.new_id)
        with bea.open_reader() as theirs:
            plan = merging.look(theirs)
            change(bench, kept, comment="mine")
            with pytest.raises(UserError, match="changed since"):
                merging.perform(plan, theirs, {})
        assert labels(bench) == {(0, 500, "serve", "mine")}


def test_zones_of_one_name_both_stay(bench: Bench) -> None:
    with colleague(bench) as bea:
        for hand, x in ((bench, 5.0), (bea, 6.0)):
            corners = ((0.0, 0.0), (x, 0.0), (0.0, 9.0))
            zone = Zone(
                hand.new_id(), hand.media[0].id, "door", ZoneKind.POLYGON, corners, hand.project.person.id
            )
            hand.editing.perform(e.AddZone(zone), medium_id=hand.media[0].id)
        merge(bench, bea)
        assert {z.name for z in bench.project.document(bench.media[0].id).zones.values()} == {
            "door",
            "door (2)",
        }


def test_their_decisions_on_suggestions_come_over_and_other_decisions_are_conflicts(bench: Bench) -> None:
    first, second, third = propose(bench, run(1), (0, 500, 0.9), (600, 900, 0.4), (1000, 1200, 0.7))
    with colleague(bench) as bea:
        mine = Review(bench.project, bench.editing, bench.now, bench.new_id)
        hers = Review(bea.project, bea.editing, bea.now, bea.new_id)
        hers.accept(first)
        hers.reject(second)
        mine.accept(second)
        mine.reject(third)
        hers.accept(third)
        assert len(look(bench, bea).conflicts) == 2
        merge(bench, bea)
        document = bench.project.document(first.medium_id)
        found = {s.id: s for s in document.suggestions}
        assert [found[s.id].decision for s in (first, second, third)] == [
            Decision.ACCEPTED, Decision.ACCEPTED, Decision.REJECTED,
        ]  # fmt: skip
        assert found[first.id].decided_by == bea.project.person.id
        assert labels(bench) == {(0, 500, "serve", ""), (600, 900, "serve", "")}
        merge(bench, bea, Side.THEIRS)
        assert labels(bench) == {(0, 500, "serve", ""), (1000, 1200, "serve", "")}


def test_the_project_itself_is_no_colleague(bench: Bench) -> None:
    with bench.open_reader() as same, pytest.raises(UserError, match="is the project that is open"):
        Merging(bench.project, bench.editing, bench.new_id).look(same)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("prefer", list(Side))
def test_whatever_both_did_it_can_be_merged_and_taken_back(bench: Bench, seed: int, prefer: Side) -> None:
    """Forty edits by each at random; then the file is whole, is what memory says, and one Undo goes back."""
    for start in range(0, 6000, 1000):
        label(bench, start, start + 500)
    add_track(bench, (0, 1), (500, 5), number=1)
    add_track(bench, (1000, 1), (1500, 5), number=2)
    with colleague(bench) as bea:
        for hand, chance in ((bench, Random(seed)), (bea, Random(-seed - 1))):
            for _ in range(40):
                go_on(hand, chance)
        before = labels(bench), boxes(bench)
        ours = {s.id: s for s in bench.project.document(bench.media[0].id).segments}
        plan = look(bench, bea)
        merge(bench, bea, prefer)
        labels(bench)
        after = bench.project.document(bench.media[0].id).segments
        if prefer is not Side.THEIRS:
            contested = {c.id for c in plan.conflicts}
            lost = [i for i in ours if after.get(i) is None and f"Segment {i}" in contested]
            assert lost == [], "what was ours stays where both changed it"
        if not plan.is_empty:
            bench.editing.undo()
        assert (labels(bench), boxes(bench)) == before


def go_on(hand: Bench, chance: Random) -> None:
    """One edit that a person could make here now."""
    medium = hand.media[0]
    document = hand.project.document(medium.id)
    start = chance.randrange(0, 90) * 100
    range_ = TimeRange(start, start + chance.randrange(1, 10) * 100)
    segment = chance.choice([*document.segments, None])
    track = chance.choice([*document.tracks.values(), None])
    if segment is None or len(document.segments) < 3:
        label(hand, range_.start, range_.end, chance.choice(["serve", "rally"]))
    edits: list[e.DocumentEdit] = []
    if segment is not None:
        edits += [
            e.ChangeSegment(segment.id, range=range_),
            e.ChangeSegment(segment.id, comment=str(start)),
            e.ChangeSegment(segment.id, class_id=hand.class_id("rally")),
            e.RemoveSegments((segment.id,)),
        ]
        if segment.range.length > 100:
            edits.append(e.SplitSegment(segment.id, segment.range.start + 100, hand.new_id()))
    if track is not None:
        edits += [
            e.SetKeyFrame(box(track.id, start, chance.random() * 90)),
            e.ChangeTrack(track.id, comment=str(start)),
            e.EndTrack(track.id, max(start, 100), max(start, 100) - 100),
            e.RemoveTrack(track.id),
        ]
    if edits:
        hand.editing.perform(chance.choice(edits), medium_id=medium.id)
    if chance.random() < 0.1:
        hand.editing.undo()
