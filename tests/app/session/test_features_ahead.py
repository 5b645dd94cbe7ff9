"""Features from a decode that is made anyway: where there is a taker, a film at a time, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain import edits as e
from app.domain.suggestions import Promotion, Run
from app.session.background import InLine
from app.session.features_ahead import FeaturesAhead
from app.session.jobs import JobPhase
from app.session.prelabelling import Prelabelling
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from tests.app.session.conftest import Bench
from tests.app.session.test_prelabelling import HeldModel

INDEX: Any = None
"""What the taker here does not look at."""
RUN = Run("r1", 1, "run 1", "2026-01-01", Promotion.PROMOTED, checkpoint="r1/model")


class HeldTaker:
    """A `FeatureTaker` without pictures that answers when a test lets it."""

    def __init__(self) -> None:
        self.taken: list[tuple[PredictJob, Callable[[bool], None]]] = []
        self.computing: list[tuple[PredictJob, Any, Any]] = []
        self.stopped: list[PredictJob] = []
        self.dropped: list[PredictJob] = []
        self.error: Exception | None = None
        self.lacks = True

    def take(self, job: PredictJob, index: Any, on_end: Callable[[bool], None]) -> Any:
        if self.error is not None:
            raise self.error
        if not self.lacks:
            return None
        self.taken.append((job, on_end))
        return object()

    def compute(self, job: PredictJob, on_event: Any, on_end: Any) -> None:
        self.computing.append((job, on_event, on_end))

    def stop(self, job: PredictJob) -> None:
        self.stopped.append(job)

    def drop(self, job: PredictJob) -> None:
        self.dropped.append(job)


@pytest.fixture
def taker() -> HeldTaker:
    return HeldTaker()


@pytest.fixture
def model() -> HeldModel:
    return HeldModel()


@pytest.fixture
def proposing(bench: Bench, model: HeldModel) -> Prelabelling:
    return Prelabelling(
        bench.project,
        bench.editing,
        model,
        background=InLine(),
        open_reader=bench.open_reader,
        now=bench.now,
        new_id=bench.new_id,
    )


@pytest.fixture
def ahead(bench: Bench, proposing: Prelabelling, taker: HeldTaker) -> FeaturesAhead:
    bench.editing.perform(e.AddRun(RUN))
    return FeaturesAhead(bench.project, proposing, taker, background=InLine())


def decoded(ahead: FeaturesAhead, bench: Bench, taker: HeldTaker) -> None:
    """The film of the bench was decoded to its end, with the taker looking on."""
    (medium,) = bench.media
    assert len(ahead.observers(medium, INDEX)) == 1
    taker.taken[-1][1](True)
    ahead.begin(medium.id)


def test_where_no_run_is_in_use_nobody_looks_on(
    bench: Bench, proposing: Prelabelling, taker: HeldTaker
) -> None:
    ahead = FeaturesAhead(bench.project, proposing, taker, background=InLine())
    assert ahead.observers(bench.media[0], INDEX) == ()
    assert taker.taken == []


def test_what_was_kept_is_computed_as_the_catalogue_knows_the_film_then(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    (medium,) = bench.media
    ahead.observers(medium, INDEX)
    job, on_end = taker.taken[0]
    assert (job.run, job.checkpoint) == ("r1", str(bench.project.models_folder / "r1" / "model"))
    assert (job.media[0].id, job.media[0].path) == (medium.id, str(bench.project.path_of(medium)))
    ahead.begin(medium.id)
    assert taker.computing == [], "before the decode is over"
    on_end(True)
    bench.editing.perform(e.ChangeMedium(replace(medium, end=medium.span.end - 300, confirmed=True)))
    ahead.begin("another film")
    assert taker.computing == []
    ahead.begin(medium.id)
    (job, say, end), *_ = taker.computing
    assert job.media[0].end == medium.span.end - 300
    say(events.Progress("features", 5, 10, 2.0))
    assert (ahead.state.phase, ahead.state.done, ahead.state.total) == (JobPhase.RUNNING, 5, 10)
    end("")
    assert ahead.state.phase is JobPhase.DONE
    assert len(taker.dropped) == 1
    decoded(ahead, bench, taker)
    assert len(taker.computing) == 2, "the next film has its turn"


def test_one_film_at_a_time_and_a_broken_decode_makes_room(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    bench.add_media("second.mp4")
    first, second = bench.media
    assert len(ahead.observers(first, INDEX)) == 1
    assert ahead.observers(second, INDEX) == ()
    taker.taken[0][1](False)
    ahead.begin(first.id)
    assert taker.computing == []
    assert len(ahead.observers(second, INDEX)) == 1


def test_features_that_are_there_and_models_that_fail_leave_the_decode_alone(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    (medium,) = bench.media
    taker.lacks = False
    assert ahead.observers(medium, INDEX) == ()
    taker.lacks = True
    for error in (SoraError("the model is damaged"), ImportError("torch"), RuntimeError("no memory")):
        taker.error = error
        assert ahead.observers(medium, INDEX) == ()
    taker.error = None
    assert len(ahead.observers(medium, INDEX)) == 1


def test_whoever_asks_for_proposals_does_not_wait(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker, proposing: Prelabelling, model: HeldModel
) -> None:
    decoded(ahead, bench, taker)
    _, say, end = taker.computing[0]
    proposing.request(bench.media)
    assert len(taker.stopped) == 1
    assert taker.dropped == [], "the pictures serve whoever proposes"
    assert ahead.state.waits
    end("")  # said before it was stopped
    say(events.Progress("features", 9, 10, 2.0))
    assert (ahead.state.phase, ahead.state.done) == (JobPhase.RUNNING, 0)
    model.requests[0][1](events.Started("CPU"))
    assert len(taker.computing) == 1
    model.requests[0][3]("")
    assert len(taker.computing) == 2, "it goes on when nobody waits any more"
    assert not ahead.state.waits
    taker.computing[1][2]("")
    assert ahead.state.phase is JobPhase.DONE


def test_while_somebody_waits_for_proposals_nothing_is_taken_and_nothing_begun(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker, proposing: Prelabelling, model: HeldModel
) -> None:
    (medium,) = bench.media
    ahead.observers(medium, INDEX)
    proposing.request(bench.media)
    assert ahead.observers(medium, INDEX) == ()
    taker.taken[0][1](True)
    ahead.begin(medium.id)
    assert taker.computing == []
    assert ahead.state.waits
    proposing.cancel()
    assert len(taker.computing) == 1


@pytest.mark.parametrize("way", ["cancel", "close", "fail"])
def test_however_it_ends_the_pictures_go(
    way: str, bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    decoded(ahead, bench, taker)
    if way == "fail":
        taker.computing[0][2]("the disk is full")
        assert (ahead.state.phase, ahead.state.message) == (JobPhase.FAILED, "the disk is full")
    else:
        getattr(ahead, way)()
        assert ahead.state.phase is JobPhase.CANCELLED
    assert len(taker.dropped) == 1
    assert bool(ahead.observers(bench.media[0], INDEX)) == (way != "close")


def test_a_job_that_was_cancelled_after_its_decode_leaves_nothing(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    (medium,) = bench.media
    ahead.observers(medium, INDEX)
    taker.taken[0][1](True)
    ahead.forget(medium.id)
    ahead.begin(medium.id)
    assert (len(taker.dropped), taker.computing) == (1, [])


def test_a_decode_that_ends_after_its_project_leaves_nothing(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    ahead.observers(bench.media[0], INDEX)
    ahead.close()
    taker.taken[0][1](True)
    assert len(taker.dropped) == 1


def test_pictures_of_other_content_are_of_no_use(
    bench: Bench, ahead: FeaturesAhead, taker: HeldTaker
) -> None:
    (medium,) = bench.media
    ahead.observers(medium, INDEX)
    taker.taken[0][1](True)
    bench.editing.perform(e.ChangeMedium(replace(medium, quick_hash="it grew")))
    ahead.begin(medium.id)
    assert (len(taker.dropped), taker.computing) == (1, [])
