"""Table files in and out: whole frames, all or nothing, nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.ontology import ClassKind
from app.domain.people import ActorKind
from app.domain.segments import Origin
from app.domain.suggestions import Promotion
from app.domain.timebase import TimeRange
from app.formats import csv_table
from app.session.interchange import ImportReport, human_rows, import_rows, run_rows
from app.session.labelling import Labelling
from app.session.review import Review
from app.session.selected_labels import SelectedLabels
from tests.app.session.conftest import Bench, EvenFrames

HEADER = "media,class,start_s,end_s,start_frame,end_frame,score,source"


def bring(bench: Bench, text: str, *, as_run: str = "", header: str = HEADER) -> ImportReport:
    file = bench.project.path.parent / "labels.csv"
    file.write_text(f"{header}\n{text}", "utf-8")
    rows = csv_table.read(file)
    return import_rows(
        bench.project, bench.editing, rows, file, now=bench.now, new_id=bench.new_id, as_run=as_run
    )


def ranges(bench: Bench, film: int = 0) -> list[tuple[int, int]]:
    segments = bench.project.document(bench.media[film].id).segments
    return [(s.range.start, s.range.end) for s in segments]


def test_seconds_frames_and_whole_films(bench: Bench) -> None:
    report = bring(bench, "film.mp4,serve,0.05,0.21,,,,\nfilm.mp4,rally,,,50,75,,\nfilm.mp4,ace,,,,,,\n")
    assert ranges(bench) == [(0, 10_000), (100, 500), (5000, 7500)]
    assert (report.labels, report.media, report.classes_added) == (3, 1, ("ace",))
    assert report.largest_shift_s == pytest.approx(0.01)
    segment = next(iter(bench.project.document(bench.media[0].id).segments))
    assert segment.origin is Origin.IMPORTED
    actor = bench.project.store.actors()[segment.actor_id]
    assert actor.kind is ActorKind.IMPORT
    assert "labels.csv" in actor.detail
    assert len(bench.project.store.log(1)) == 1


def test_frames_count_where_both_are_given(bench: Bench) -> None:
    report = bring(bench, "film.mp4,serve,2,3,50,75,,\nfilm.mp4,rally,0,1,50,75,,\n")
    assert ranges(bench) == [(5000, 7500), (5000, 7500)]
    (warning,) = report.warnings
    assert "line 3" in warning
    assert "the frames were taken" in warning
    bench.editing.undo()
    assert ranges(bench) == [], "an import is one deed to undo"


def test_a_moment_is_a_point_and_shorter_than_a_frame_is_a_frame(bench: Bench) -> None:
    bring(bench, "film.mp4,hit,1.0,1.0,,,,\nfilm.mp4,serve,1.01,1.015,,,,\nfilm.mp4,bounce,,,7,7,,\n")
    document = bench.project.document(bench.media[0].id)
    assert {(s.range.start, s.range.end, s.is_point) for s in document.segments} == {
        (700, 701, True),
        (2500, 2501, True),
        (2500, 2600, False),
    }
    hit = bench.project.catalogue.ontology.named("hit")
    assert hit is not None
    assert hit.kind is ClassKind.POINT


def test_a_second_import_of_the_same_file_doubles_nothing(bench: Bench) -> None:
    text = "film.mp4,serve,0.0,0.2,,,,\nfilm.mp4,serve,0.0,0.2,,,,\n"
    assert bring(bench, text).already_there == 1
    again = bring(bench, text)
    assert (again.labels, again.already_there) == (0, 2)
    assert len(ranges(bench)) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("other.mp4,serve,0,1,,,,", "line 3: other.mp4 is not in the project"),
        ("film.mp4,serve,0,4.2,,,,", "line 3: .* is outside film.mp4"),
        ("film.mp4,serve,-0.2,1,,,,", "line 3: .* is outside film.mp4"),
        ("film.mp4,serve,,,90,101,,", "line 3: frames 90–101 are outside film.mp4"),
        ("film.mp4,serve,,,100,100,,", "line 3: frames 100–100 are outside"),
        ("film.mp4,serve,2,1,,,,", "line 3"),
    ],
)
def test_one_wrong_line_and_nothing_is_imported(bench: Bench, line: str, words: str) -> None:
    entries = bench.project.store.counts()["log_entries"]
    with pytest.raises(UserError, match=words) as refusal:
        bring(bench, f"film.mp4,new,0,1,,,,\n{line}\n")
    assert "labels.csv" in str(refusal.value)
    assert bench.project.store.counts()["log_entries"] == entries
    assert bench.project.catalogue.ontology.named("new") is None


def test_a_range_may_reach_a_little_past_the_end(bench: Bench) -> None:
    bring(bench, "film.mp4,serve,3.9,4.06,,,,\n")
    assert ranges(bench) == [(9700, 10_000)]


def test_frames_of_a_sound_are_refused_and_its_seconds_are_exact(bench: Bench) -> None:
    bench.add_media("talk.wav")
    with pytest.raises(UserError, match="no picture"):
        bring(bench, "talk.wav,serve,,,0,1,,\n")
    bring(bench, "talk.wav,serve,0.1,0.2,,,,\ntalk.wav,serve,0.50001,0.50002,,,,\n")
    assert ranges(bench, 1) == [(1600, 3200), (8000, 8001)]


def test_groups_come_along_and_must_not_contradict_themselves(bench: Bench) -> None:
    header = f"{HEADER},group"
    bring(bench, "film.mp4,serve,0,1,,,,,match 7\n", header=header)
    assert bench.media[0].group == "match 7"
    assert bench.project.store.load_catalogue().media[bench.media[0].id].group == "match 7"
    with pytest.raises(UserError, match="is in the group a on an earlier line"):
        bring(bench, "film.mp4,serve,0,1,,,,,a\nfilm.mp4,rally,1,2,,,,,b\n", header=header)


def test_another_model_s_output_is_a_run_to_review(bench: Bench) -> None:
    text = "film.mp4,serve,0,0.4,,,0.7,theirs\nfilm.mp4,rally,1,2,,,0.4,theirs\n"
    report = bring(bench, text, as_run="Their model")
    assert (report.labels, report.suggestions) == (0, 2)
    run = bench.project.catalogue.runs[report.run_id]
    assert (run.name, run.promotion) == ("Their model", Promotion.EXTERNAL)
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    queue = review.queue(bench.media[0].id)
    assert [s.score for s in queue] == [0.4, 0.7]
    review.accept(queue[0])
    again = bring(bench, text, as_run="Their model")
    assert again.run_id == report.run_id, "the same run, its open suggestions replaced"
    assert [s.score for s in review.queue(bench.media[0].id)] == [0.7]
    rows = run_rows(bench.project, run)
    assert [(r.score, r.source, r.class_name) for r in rows] == [
        (0.7, "Their model", "serve"),
        (0.4, "Their model", "rally"),
    ]


def test_a_trained_run_s_name_is_not_taken_over(bench: Bench) -> None:
    from app.domain import edits as e
    from app.domain.suggestions import Run

    bench.editing.perform(e.AddRun(Run("r", 1, "run 1", "2026-01-01", Promotion.PROMOTED)))
    with pytest.raises(UserError, match="trained in this project"):
        bring(bench, "film.mp4,serve,0,1,,,0.5,x\n", as_run="run 1")


def test_no_run_is_called_as_the_labels_are(bench: Bench) -> None:
    with pytest.raises(UserError, match="another name"):
        bring(bench, "film.mp4,serve,0,1,,,0.5,m\n", as_run="human")
    assert not bench.project.catalogue.runs


def test_scores_without_a_run_are_imported_with_a_warning(bench: Bench) -> None:
    report = bring(bench, "film.mp4,serve,0,1,,,0.5,x\n")
    assert report.labels == 1
    assert "--as-run" in report.warnings[0]


def test_what_goes_out_comes_back_the_same(bench: Bench, tmp_path: Path) -> None:
    bring(bench, "film.mp4,serve,0.04,0.2,,,,\nfilm.mp4,hit,1.0,1.0,,,,\nfilm.mp4,rally,,,10,100,,\n")
    labelling = Labelling(bench.project, bench.editing, bench.media[0].id, bench.new_id)
    labelling.set_frames(EvenFrames(100))
    labelling.add_segment(bench.class_id("rally"), TimeRange(0, 300))
    out = tmp_path / "out.csv"
    csv_table.write(out, human_rows(bench.project))
    rows = csv_table.read(out)
    assert [(r.start_frame, r.end_frame, r.source) for r in rows] == [
        (0, 3, "human"),
        (1, 5, "imported"),
        (10, 100, "imported"),
        (25, 25, "imported"),
    ]
    before = {(s.class_id, s.range) for s in bench.project.store.iter_segments()}
    everything = tuple(s.id for s in bench.project.document(bench.media[0].id).segments)
    SelectedLabels(labelling, everything).remove()
    import_rows(bench.project, bench.editing, rows, out, now=bench.now, new_id=bench.new_id)
    assert {(s.class_id, s.range) for s in bench.project.store.iter_segments()} == before


def test_accepted_labels_name_their_run_and_clashing_names_their_folder(bench: Bench) -> None:
    bring(bench, "film.mp4,serve,0,0.4,,,0.7,theirs\n", as_run="Their model")
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    review.accept(review.queue(bench.media[0].id)[0])
    (row,) = human_rows(bench.project)
    assert (row.source, row.media) == ("accepted from Their model", "film.mp4")
    bench.add_media("second/film.mp4")
    (row,) = human_rows(bench.project)
    assert row.media == "film.mp4"
    with_two = bring(bench, "second/film.mp4,serve,0,0.4,,,,\n")
    assert with_two.labels == 1


def test_without_the_file_seconds_remain(bench: Bench) -> None:
    bring(bench, "film.mp4,serve,0.04,0.2,,,,\n")
    bench.project.path_of(bench.media[0]).unlink()
    (row,) = human_rows(bench.project)
    assert (row.start_frame, row.end_frame, row.start_s, row.end_s) == (None, None, 0.04, 0.2)
