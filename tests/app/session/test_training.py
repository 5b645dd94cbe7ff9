"""From labels to a run: the split by group, the manifest, the child's words, promotion."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.ontology import ClassKind
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.suggestions import Promotion, Run
from app.domain.timebase import TimeRange
from app.session.background import InLine
from app.session.manifests import (
    TrainingSet,
    evaluation_set,
    take_snapshot,
    training_set,
)
from app.session.training import Training, TrainingPhase, TrainingState
from sora_model.contract import events
from sora_model.contract.jobs import TrainJob
from sora_model.contract.manifest import Manifest
from tests.app.session.conftest import Bench, ByHand
from tests.app.session.test_promotion import metrics


def label(bench: Bench, film: int, name: str, start: int, end: int, **values: Any) -> Segment:
    medium = bench.media[film]
    segment = Segment(
        bench.new_id(),
        medium.id,
        bench.class_id(name),
        TimeRange(start, end),
        bench.project.person.id,
        **values,
    )
    bench.editing.perform(e.AddSegments((segment,)), medium_id=medium.id)
    return segment


def made_set(bench: Bench) -> TrainingSet:
    snapshot = take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media)
    return training_set(snapshot, bench.project.path_of)


def label_films(bench: Bench, films: int, per_film: int = 1) -> None:
    bench.add_media(*(f"film{n}.mp4" for n in range(films)))
    for film in range(1, films + 1):
        for n in range(per_film):
            label(bench, film, "serve", n * 400, n * 400 + 100)
            label(bench, film, "rally", n * 400 + 200, n * 400 + 300)


# --- manifests ---------------------------------------------------------------------------------


def test_the_split_never_cuts_a_group_and_leaves_every_class_in_training(bench: Bench) -> None:
    for match in range(10):
        bench.add_media(f"m{match}/a.mp4", f"m{match}/b.mp4", group=f"match {match}")
    for film in range(1, 21):
        label(bench, film, "serve" if film % 2 else "rally", 0, 500)
    found = made_set(bench)
    assert found.validation == "groups"
    by_split = {s: {m.group for m in found.manifest.media if m.split == s} for s in ("train", "validation")}
    assert not by_split["train"] & by_split["validation"]
    validated = [m for m in found.manifest.media if m.split == "validation"]
    assert 2 <= len(validated) <= 6
    trained = {r.class_id for m in found.manifest.media if m.split == "train" for r in m.ranges}
    assert trained == {bench.class_id("serve"), bench.class_id("rally")}


def test_held_out_groups_stay_held_out_as_the_project_grows(bench: Bench) -> None:
    label_films(bench, 10)
    before = {m.group for m in made_set(bench).manifest.media if m.split == "validation"}
    bench.add_media("film90.mp4")
    label(bench, 11, "serve", 0, 100)
    after = {m.group for m in made_set(bench).manifest.media if m.split == "validation"}
    assert before <= after


def test_the_only_film_of_a_class_is_trained_on(bench: Bench) -> None:
    bench.add_media("a.mp4", "b.mp4")
    label(bench, 1, "serve", 0, 500)
    label(bench, 2, "rally", 0, 500)
    found = made_set(bench)
    assert found.validation == "none"
    assert {m.split for m in found.manifest.media} == {"train"}


def test_one_class_alone_is_not_held_out(bench: Bench) -> None:
    bench.add_media(*(f"film{n}.mp4" for n in range(6)))
    for film in range(1, 6):
        label(bench, film, "serve", 0, 500)
    label(bench, 6, "rally", 0, 500)
    found = made_set(bench)
    assert found.validation == "none", "rally is in one film only, and serve alone proves nothing"


def test_one_film_is_cut_in_time_with_a_guard(bench: Bench) -> None:
    for n in range(8):
        label(bench, 0, "serve" if n % 2 else "rally", n * 1000, n * 1000 + 500)
    found = made_set(bench)
    assert found.validation == "none", "the guard of two seconds leaves no rally that validates"
    bench.project.library.frames = 1000  # type: ignore[attr-defined]
    bench.add_media("long.mp4")
    for n in range(16):
        label(bench, 1, "serve" if n % 2 else "rally", n * 6000, n * 6000 + 500)
    found = made_set(bench)
    early, late = [m for m in found.manifest.media if m.path.endswith("long.mp4")]
    assert found.validation == "blocks"
    assert (early.split, late.split) == ("train", "validation")
    assert late.start - early.end == 5000, "two seconds"
    assert all(r.end <= early.end for r in early.ranges)
    assert all(r.start >= late.start for r in late.ranges)
    assert early.group != late.group


def test_weights_rejections_complete_ranges_and_unlabelled_films(bench: Bench) -> None:
    bench.add_media("empty.mp4")
    label(bench, 0, "serve", 0, 500)
    label(bench, 0, "rally", 500, 900, verification=Verification.UNSEEN)
    medium = bench.media[0]
    complete = CompleteRange("c", medium.id, TimeRange(900, 2000), bench.project.person.id)
    bench.editing.perform(e.MarkComplete(complete), medium_id=medium.id)
    partly = CompleteRange(
        "d", medium.id, TimeRange(2000, 3000), bench.project.person.id, bench.class_id("serve")
    )
    bench.editing.perform(e.MarkComplete(partly), medium_id=medium.id)
    (spec,) = made_set(bench).manifest.media
    assert [(r.kind, r.start, r.end, r.weight) for r in spec.ranges] == [
        ("positive", 0, 500, 1.0),
        ("positive", 500, 900, 0.5),
        ("background", 900, 2000, 1.0),
    ]


def test_a_label_beyond_the_end_of_its_film_is_left_out(bench: Bench) -> None:
    label_films(bench, 6)
    snapshot = take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media)
    # The film of the first label is a tenth as long as when it was labelled.
    short = tuple(replace(m, start=9000) if m.id == bench.media[1].id else m for m in snapshot.media)
    found = training_set(replace(snapshot, media=short), bench.project.path_of)
    assert bench.media[1].id not in {m.id for m in found.manifest.media}
    assert len(found.manifest.media) == 5


def test_overlapping_classes_make_the_manifest_inclusive(bench: Bench) -> None:
    label(bench, 0, "serve", 0, 500)
    label(bench, 0, "serve", 400, 900)
    assert made_set(bench).manifest.exclusive
    label(bench, 0, "rally", 450, 600)
    assert not made_set(bench).manifest.exclusive


def test_classes_of_boxes_and_held_out_films_are_not_learnt_from(bench: Bench) -> None:
    bench.add_classes("ball")
    bench.change_class("ball", kind=ClassKind.BOX)
    bench.add_media("other.mp4")
    label(bench, 0, "serve", 0, 500)
    label(bench, 1, "rally", 0, 500)
    snapshot = take_snapshot(
        bench.project.store, bench.project.catalogue.ontology, bench.media, {bench.media[1].id}
    )
    manifest = training_set(snapshot, bench.project.path_of).manifest
    assert [c.name for c in manifest.classes] == ["serve", "rally"]
    assert [m.id for m in manifest.media] == [bench.media[0].id]


def test_the_snapshot_s_hash_tells_label_sets_apart_and_json_carries_all(bench: Bench) -> None:
    label(bench, 0, "serve", 0, 500)
    first = made_set(bench).manifest
    assert made_set(bench).manifest.snapshot_hash == first.snapshot_hash
    label(bench, 0, "rally", 600, 700)
    second = made_set(bench).manifest
    assert second.snapshot_hash != first.snapshot_hash
    assert Manifest.from_json(second.to_json()) == second


def test_evaluation_takes_every_labelled_film(bench: Bench) -> None:
    label_films(bench, 3)
    snapshot = take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media)
    found = evaluation_set(snapshot, bench.project.path_of)
    assert len(found.manifest.media) == 3
    assert {m.split for m in found.manifest.media} == {"validation"}
    assert found.unwatched == 0


def test_a_model_is_not_scored_by_what_was_accepted_without_looking(bench: Bench) -> None:
    label(bench, 0, "serve", 0, 500)
    label(bench, 0, "rally", 600, 900, verification=Verification.BULK)
    label(bench, 0, "rally", 1000, 1200, verification=Verification.SEEN)
    snapshot = take_snapshot(bench.project.store, bench.project.catalogue.ontology, bench.media)
    found = evaluation_set(snapshot, bench.project.path_of)
    (spec,) = found.manifest.media
    assert [r.start for r in spec.ranges] == [0, 1000]
    assert found.unwatched == 1


# --- the child ----------------------------------------------------------------------------------


class ScriptedChild:
    """A child process that says what a test lets it say; the job file it is given is read for real."""

    def __init__(self) -> None:
        self.running = False
        self.cancelled = False
        self.job: TrainJob | None = None

    def start(
        self, job: Path, on_event: Callable[[events.Event], None], on_exit: Callable[[int, str], None]
    ) -> None:
        self.job = TrainJob.from_json(job.read_text("utf-8"))
        self.say, self.exit = on_event, on_exit
        self.running = True

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture
def child() -> ScriptedChild:
    return ScriptedChild()


@pytest.fixture
def training(bench: Bench, child: ScriptedChild, tmp_path: Path) -> Training:
    label_films(bench, 6)
    return Training(
        bench.project,
        bench.editing,
        child,
        background=InLine(),
        open_reader=bench.open_reader,
        now=bench.now,
        new_id=bench.new_id,
        cache_dir=tmp_path / "cache",
        code_version="0.1",
    )


def result(training: Training, bench: Bench, accuracy: float = 0.9) -> events.Result:
    checkpoint = bench.project.models_folder / training.state.run_id / "model"
    return events.Result({"checkpoint": str(checkpoint), "metrics": metrics(accuracy, a=9)})


def test_a_training_ends_in_a_run_that_is_in_use(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    states: list[TrainingState] = []
    leave = training.subscribe(states.append)
    training.start(seed=3)
    assert child.job is not None
    assert child.job.seed == 3
    child.say(events.Started("CPU, 1 thread"))
    child.say(events.Progress("features", 3, 12, 4.0))
    child.say(events.Epoch(1, 20, 0.9, 0.8, 0.5, 10.0))
    assert (training.state.done, training.state.total, len(training.state.epochs)) == (1, 20, 1)
    child.say(result(training, bench))
    child.exit(0, "")
    assert training.state.phase is TrainingPhase.DONE
    run = bench.project.catalogue.run_in_use
    assert run is not None
    assert (run.device, run.seed, run.name) == ("CPU, 1 thread", 3, "run 1")
    assert run.checkpoint == f"{run.id}/model"
    assert run.snapshot_hash == child.job.manifest.snapshot_hash
    assert len(run.label_ids) == 12
    assert bench.editing.undo_text == "add segments", "a job's edit is not the person's to undo"
    assert bench.project.store.load_catalogue().runs[run.id] == run
    leave()
    assert [s.phase for s in states][:2] == [TrainingPhase.PREPARING, TrainingPhase.RUNNING]


def test_one_training_at_a_time(training: Training) -> None:
    training.start()
    with pytest.raises(UserError, match="under way"):
        training.start()


def test_a_crash_is_told_and_touches_nothing(bench: Bench, training: Training, child: ScriptedChild) -> None:
    entries = bench.project.store.counts()["log_entries"]
    training.start()
    child.exit(-11, "some lines\nabove\nSegmentation fault\n")
    assert training.state.phase is TrainingPhase.FAILED
    assert training.state.crashed
    assert "ended unexpectedly (Segmentation fault)" in training.state.message
    assert bench.project.store.counts()["log_entries"] == entries
    child.running = False
    training.start()  # and it can be tried again
    child.exit(3, "")
    assert "exit code 3" in training.state.message


@pytest.mark.parametrize("person_s_fault", [True, False])
def test_what_the_child_says_went_wrong_is_shown(
    training: Training, child: ScriptedChild, person_s_fault: bool
) -> None:
    training.start()
    child.say(events.Failed("film1.mp4 cannot be read", person_s_fault))
    child.exit(1, "")
    assert training.state.phase is TrainingPhase.FAILED
    assert training.state.crashed is not person_s_fault
    assert child.job is not None
    assert not Path(child.job.out_dir).exists(), "nothing half made stays behind"
    assert "film1.mp4 cannot be read" in training.state.message


def test_cancel_keeps_the_last_checkpoint_as_a_run_that_is_not_in_use(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    training.start()
    training.cancel()
    assert child.cancelled
    assert training.state.phase is TrainingPhase.CANCELLING
    child.say(events.Cancelled(str(bench.project.models_folder / training.state.run_id / "model")))
    child.exit(130, "")
    assert training.state.phase is TrainingPhase.CANCELLED
    (run,) = bench.project.catalogue.runs.values()
    assert run.promotion is Promotion.REFUSED
    assert bench.project.catalogue.run_in_use is None


def test_cancel_before_there_is_a_checkpoint_leaves_no_run(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    training.cancel()  # nothing runs: nothing happens
    assert training.state.phase is TrainingPhase.IDLE
    training.start()
    training.cancel()
    child.exit(130, "")
    assert training.state.phase is TrainingPhase.CANCELLED
    assert not bench.project.catalogue.runs


class Later:
    """Background work that runs when the test says so."""

    def run(self, work: Any, on_done: Any, on_failed: Any) -> None:
        self.finish = lambda: InLine().run(work, on_done, on_failed)


def test_cancel_while_the_snapshot_is_taken_starts_no_child(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    later = Later()
    training._background = later
    training.start()
    training.cancel()
    later.finish()
    assert child.job is None
    assert training.state.phase is TrainingPhase.CANCELLED
    assert not bench.project.models_folder.exists()


def test_the_job_is_written_in_the_background_and_goes_when_nobody_wants_it_any_more(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    by_hand = ByHand()
    training._background = by_hand
    training.start()
    job = bench.project.models_folder / training.state.run_id / "job.json"
    assert job.exists(), "a million boxes are not written while the person waits"
    training.cancel()
    by_hand.done()
    assert (child.job, training.state.phase) == (None, TrainingPhase.CANCELLED)
    assert not bench.project.models_folder.exists()


def test_a_window_that_closes_while_a_training_is_prepared_is_no_error(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    by_hand = ByHand()
    training._background = by_hand
    training.start()
    by_hand.failed(Cancelled())
    assert (child.job, training.state.phase) == (None, TrainingPhase.CANCELLED)
    assert not bench.project.models_folder.exists()


def test_an_interrupted_training_is_resumed_in_this_machine_s_places(
    bench: Bench, training: Training, child: ScriptedChild, tmp_path: Path
) -> None:
    training.start(seed=5)
    assert child.job is not None
    folder = Path(child.job.out_dir)
    (folder / "unfinished").mkdir()
    child.exit(-9, "")
    child.running = False
    foreign = replace(child.job, cache_dir="/elsewhere", out_dir="/elsewhere", device="cuda:7")
    (folder / "job.json").write_text(foreign.to_json(), "utf-8")
    child.job = None
    training.resume()
    assert child.job is not None
    assert child.job.resume
    assert (child.job.seed, child.job.device) == (5, "auto")
    assert (child.job.cache_dir, child.job.out_dir) == (str(tmp_path / "cache"), str(folder))
    child.exit(-9, "")
    child.running = False
    (folder / "job.json").write_bytes(b"\xff\xfe damaged")
    with pytest.raises(UserError, match="cannot be read"):
        training.resume()


def test_a_disk_that_cannot_take_the_job_is_told(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    bench.project.models_folder.write_text("in the way")
    training.start()
    assert training.state.phase is TrainingPhase.FAILED
    assert "cannot be written" in training.state.message
    assert child.job is None


def test_a_bug_while_preparing_is_shown_and_raised(training: Training) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    training._open_reader = broken  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        training.start()
    assert training.state.phase is TrainingPhase.FAILED


@pytest.mark.parametrize(
    ("counts", "ready", "words"),
    [
        ({}, False, "Nothing is labelled"),
        ({"serve": 9}, False, "second class"),
        ({"serve": 1, "rally": 1}, True, "2 labels of 2 classes"),
    ],
)
def test_readiness_says_what_is_missing(
    bench: Bench, training: Training, counts: dict[str, int], ready: bool, words: str
) -> None:
    found = training.readiness({bench.class_id(name): n for name, n in counts.items()})
    assert found.ready is ready
    assert words in found.message


def test_a_training_without_enough_labels_is_refused_in_words(
    bench: Bench, training: Training, child: ScriptedChild
) -> None:
    training.start(without=[m.id for m in bench.media])
    assert child.job is None
    assert "Nothing is labelled" in training.state.message


def test_going_back_to_an_earlier_run(bench: Bench, training: Training, child: ScriptedChild) -> None:
    for _ in range(2):
        training.start()
        child.say(result(training, bench))
        child.running = False
    first, second = sorted(bench.project.catalogue.runs.values(), key=lambda r: r.number)
    training.use(first.id)
    assert bench.project.catalogue.run_in_use == first
    assert "Set aside for run 1" in bench.project.catalogue.runs[second.id].reason
    training.use(second.id)
    in_use = bench.project.catalogue.run_in_use
    assert in_use is not None
    assert (in_use.id, in_use.reason) == (second.id, "Chosen by Ada.")
    foreign = Run("f", 9, "theirs", "2026-01-01", Promotion.EXTERNAL)
    bench.editing.perform(e.AddRun(foreign))
    with pytest.raises(UserError, match="no checkpoint"):
        training.use("f")


def test_the_job_file_is_plain_json(bench: Bench, training: Training, child: ScriptedChild) -> None:
    training.start()
    folder = bench.project.models_folder / training.state.run_id
    assert json.loads((folder / "job.json").read_text("utf-8"))["preset"] == "sora-av"
