"""A run's answers become suggestions in a layer of their own; stale answers are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.ontology import ClassKind
from app.domain.suggestions import Promotion, Run
from app.session.background import InLine
from app.session.jobs import JobPhase
from app.session.prelabelling import Prelabelling
from app.session.review import Review
from sora_model.contract import events
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import PredictedSegment, Predictions
from tests.app.session.conftest import Bench, ByHand


class HeldModel:
    """A `Prelabeller` that answers when a test lets it."""

    def __init__(self) -> None:
        self.requests: list[tuple[PredictJob, Any, Any, Any]] = []
        self.cancelled: list[int] = []

    def request(
        self,
        job: PredictJob,
        on_event: Callable[[events.Event], None],
        on_predictions: Callable[[Predictions], None],
        on_end: Callable[[str], None],
    ) -> None:
        self.requests.append((job, on_event, on_predictions, on_end))

    def cancel(self, generation: int) -> None:
        self.cancelled.append(generation)


@pytest.fixture
def model() -> HeldModel:
    return HeldModel()


@pytest.fixture
def work(bench: Bench, model: HeldModel) -> Prelabelling:
    run = Run("r1", 1, "run 1", "2026-01-01", Promotion.PROMOTED, checkpoint="r1/model")
    bench.editing.perform(e.AddRun(run))
    return Prelabelling(
        bench.project,
        bench.editing,
        model,
        background=InLine(),
        open_reader=bench.open_reader,
        now=bench.now,
        new_id=bench.new_id,
    )


def answer(bench: Bench, *found: tuple[str, int, int], generation: int = 1) -> Predictions:
    segments = tuple(PredictedSegment(bench.class_id(name), a, b, 0.8, 10, 20) for name, a, b in found)
    medium = bench.media[0].id
    return Predictions("r1", medium, "dense", generation, segments, curves="curves-x.npz", attention=None)


def test_a_request_becomes_suggestions(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    states: list[JobPhase] = []
    work.subscribe(lambda state: states.append(state.phase))
    assert work.request(bench.media) == 1
    job, say, give, end = model.requests[0]
    assert job.checkpoint == str(bench.project.models_folder / "r1" / "model")
    assert job.media[0].path == str(bench.project.path_of(bench.media[0]))
    say(events.Started("CPU"))
    say(events.Progress("predicting", 5, 10, 2.0))
    assert (work.state.done, work.state.total, work.state.device) == (5, 10, "CPU")
    give(answer(bench, ("serve", 0, 500), ("rally", 400, 20_000)))
    end("")
    assert (work.state.phase, work.state.suggestions, work.state.media_done) == (JobPhase.DONE, 2, 1)
    document = bench.project.document(bench.media[0].id)
    assert [(s.range.start, s.range.end, s.start_sd) for s in document.suggestions] == [
        (0, 500, 10),
        (400, 10_000, 10),
    ]
    (layer,) = document.layers.values()
    assert (layer.run_id, layer.curves, layer.attention) == ("r1", "r1/curves-x.npz", "")
    assert states[-1] is JobPhase.DONE


def test_a_new_job_replaces_only_the_open_ones(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    work.request(bench.media)
    model.requests[0][2](answer(bench, ("serve", 0, 500), ("serve", 1000, 1500), ("rally", 2000, 2500)))
    review = Review(bench.project, bench.editing, bench.now, bench.new_id)
    accepted, rejected, _ = sorted(review.queue(bench.media[0].id), key=lambda s: s.range.start)
    review.accept(accepted)
    review.reject(rejected)
    work.request(bench.media)
    again = answer(bench, ("serve", 0, 500), ("serve", 1050, 1400), ("serve", 3000, 3500), generation=2)
    model.requests[1][2](again)
    document = bench.project.document(bench.media[0].id)
    assert len(document.layers) == 1
    assert {(s.range.start, s.decision.value) for s in document.suggestions} == {
        (0, "accepted"),
        (1000, "rejected"),
        (3000, "open"),
    }
    assert len(document.segments) == 1


def test_stale_and_cancelled_answers_are_dropped(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    work.request(bench.media)
    work.request(bench.media)
    assert model.cancelled == [1]
    _, say, give, end = model.requests[0]
    give(answer(bench, ("serve", 0, 500)))
    say(events.Started("GPU"))
    end("broken")
    assert (work.state.phase, work.state.device, work.state.suggestions) == (JobPhase.RUNNING, "", 0)
    work.cancel()
    assert work.state.phase is JobPhase.CANCELLED
    model.requests[1][2](answer(bench, ("serve", 0, 500), generation=2))
    assert not len(bench.project.document(bench.media[0].id).suggestions)
    work.cancel()
    assert model.cancelled == [1, 2]


def test_what_is_cancelled_while_it_is_prepared_is_never_asked(
    bench: Bench, work: Prelabelling, model: HeldModel
) -> None:
    by_hand = ByHand()
    work._background = by_hand
    work.request(bench.media)
    assert work.state.phase is JobPhase.RUNNING
    work.cancel()
    by_hand.done()
    assert not model.requests
    work.request(bench.media)
    first = by_hand.done
    work.request(bench.media)
    first()
    by_hand.done()
    assert [job.generation for job, *_ in model.requests] == [4], "the newest alone"


def test_a_store_that_cannot_be_read_is_told(bench: Bench, work: Prelabelling) -> None:
    def locked() -> Any:
        raise UserError("match.sora cannot be read.")

    work._open_reader = locked
    work.request(bench.media)
    assert (work.state.phase, work.state.message) == (JobPhase.FAILED, "match.sora cannot be read.")


@pytest.mark.parametrize(
    "run",
    [
        Run("../elsewhere", 9, "run 9", "2026-01-01", Promotion.PROMOTED, checkpoint="r1/model"),
        Run("..", 9, "run 9", "2026-01-01", Promotion.PROMOTED, checkpoint="r1/model"),
        Run("r9", 9, "run 9", "2026-01-01", Promotion.PROMOTED, checkpoint="../other.models/r1"),
        Run("r9", 9, "run 9", "2026-01-01", Promotion.PROMOTED, checkpoint="/elsewhere"),
        Run("r9", 9, "run 9", "2026-01-01", Promotion.PROMOTED, checkpoint="."),
    ],
)
def test_a_project_from_elsewhere_leads_to_no_other_places(
    bench: Bench, work: Prelabelling, model: HeldModel, run: Run
) -> None:
    with pytest.raises(UserError, match=r"damaged|no checkpoint"):
        work.request(bench.media, run=run)
    assert not model.requests


def test_a_failure_is_told(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    work.request(bench.media)
    model.requests[0][3]("The checkpoint is damaged.")
    assert (work.state.phase, work.state.message) == (JobPhase.FAILED, "The checkpoint is damaged.")


def test_many_suggestions_are_written_in_parts(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    work.request(bench.media)
    before = bench.project.store.counts()["log_entries"]
    model.requests[0][2](answer(bench, *(("serve", n, n + 5) for n in range(0, 6000, 5))))
    assert bench.project.store.counts()["log_entries"] == before + 6
    assert len(bench.project.document(bench.media[0].id).suggestions) == 1200


def test_answers_for_what_is_gone_are_left_out(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    work.request(bench.media)
    give = model.requests[0][2]
    gone_class = PredictedSegment("gone", 0, 100, 0.9)
    outside = PredictedSegment(bench.class_id("serve"), 20_000, 30_000, 0.9)
    give(Predictions("r1", bench.media[0].id, "dense", 1, (gone_class, outside)))
    give(Predictions("r1", "gone", "dense", 1, ()))
    assert work.state.suggestions == 0
    assert len(bench.project.document(bench.media[0].id).layers) == 1, "an empty answer is an answer"


def test_a_run_of_another_ontology_is_told_and_replaces_nothing(
    bench: Bench, work: Prelabelling, model: HeldModel
) -> None:
    work.request(bench.media)
    model.requests[0][2](answer(bench, ("serve", 100, 300)))
    model.requests[0][3]("")
    kept = bench.project.document(bench.media[0].id).suggestions
    work.request(bench.media)
    found = PredictedSegment("theirs", 0, 100, 0.9)
    told = Predictions("r1", bench.media[0].id, "dense", 2, (found,), {"theirs": 0.9, "others": 0.1})
    model.requests[1][2](told)
    model.requests[1][3]("")
    assert work.state.phase is JobPhase.FAILED
    assert work.state.message.startswith("run 1 was trained on other classes: it knows none of this")
    assert model.cancelled == [2]
    assert bench.project.document(bench.media[0].id).suggestions == kept
    some = replace(told, generation=4, clip_scores={"theirs": 0.9, bench.class_id("serve"): 0.1})
    work.request(bench.media)
    model.requests[2][2](some)
    assert work.state.phase is JobPhase.RUNNING


def test_a_class_of_points_gets_points(bench: Bench, work: Prelabelling, model: HeldModel) -> None:
    bench.change_class("serve", kind=ClassKind.POINT)
    work.request(bench.media)
    model.requests[0][2](answer(bench, ("serve", 300, 500)))
    (suggestion,) = bench.project.document(bench.media[0].id).suggestions
    assert (suggestion.is_point, suggestion.range.start, suggestion.range.end) == (True, 300, 301)


def test_requests_that_cannot_be_met(bench: Bench, work: Prelabelling) -> None:
    foreign = Run("f", 2, "theirs", "2026-01-01", Promotion.EXTERNAL)
    with pytest.raises(UserError, match="another program"):
        work.request(bench.media, run=foreign)
    bench.project.path_of(bench.media[0]).unlink()
    with pytest.raises(UserError, match="not at"):
        work.request(bench.media)
    del bench.project.catalogue.runs["r1"]
    with pytest.raises(UserError, match="Train on your labels first"):
        work.request(bench.media)
