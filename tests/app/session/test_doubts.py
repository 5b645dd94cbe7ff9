"""The question which labels are doubted: asked of a child, its answer shown; nothing stays behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Cancelled
from app.session.background import InLine
from app.session.doubts import Doubting
from app.session.jobs import JobPhase
from sora_model.contract import events
from sora_model.contract.doubts import DoubtsJob
from tests.app.session.conftest import Bench, ByHand
from tests.app.session.test_training import label


class Child:
    """A child process that says what a test lets it say."""

    running = False

    def __init__(self) -> None:
        self.asked: list[DoubtsJob] = []

    def start(
        self, job: Path, on_event: Callable[[events.Event], None], on_exit: Callable[[int, str], None]
    ) -> None:
        self.job = job
        self.asked.append(DoubtsJob.from_json(job.read_text("utf-8")))
        self.say, self.exit = on_event, on_exit

    def cancel(self) -> None:
        self.running = False


@pytest.fixture
def child() -> Child:
    return Child()


@pytest.fixture
def doubting(bench: Bench, child: Child, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Doubting:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    for n in range(4):
        label(bench, 0, "serve" if n % 2 else "rally", 1000 * n, 1000 * n + 500)
    return Doubting(bench.project, child, background=InLine(), open_reader=bench.open_reader)


def left_behind(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def answer(child: Child, given: float) -> events.Result:
    medium = child.asked[-1].manifest.media[0]
    classes = [c.id for c in child.asked[-1].manifest.classes]
    ranked = [
        {
            "media_id": medium.id,
            "start": r.start,
            "end": r.end,
            "class_id": r.class_id,
            "suggested_id": next(c for c in classes if c != r.class_id),
            "given": given,
            "suggested": 1 - given,
        }
        for r in medium.ranges[:1]
    ]
    data = {"ranked": ranked, "groups": 1, "agreement": 0.5}
    return events.Result(json.loads(json.dumps(data)))


def test_an_answer_lists_what_is_doubted(doubting: Doubting, child: Child, tmp_path: Path) -> None:
    doubting.ask()
    assert left_behind(tmp_path) == [child.job]
    child.say(answer(child, 0.2))
    child.exit(0, "")
    assert doubting.state.phase is JobPhase.DONE
    (doubted,) = doubting.state.labels
    assert doubted.margin == pytest.approx(-0.6)
    assert left_behind(tmp_path) == []


def test_an_answer_that_makes_no_sense_is_told(doubting: Doubting, child: Child, tmp_path: Path) -> None:
    doubting.ask()
    child.say(answer(child, float("nan")))
    child.exit(0, "")
    assert doubting.state.phase is JobPhase.FAILED
    assert "given" in doubting.state.message
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("ends", [lambda w: w.done(), lambda w: w.failed(Cancelled())])
def test_a_project_that_closes_while_the_question_is_prepared_leaves_nothing(
    doubting: Doubting, child: Child, tmp_path: Path, ends: Callable[[Any], None]
) -> None:
    by_hand = ByHand()
    doubting._background = by_hand
    doubting.ask()
    (job,) = left_behind(tmp_path)
    assert DoubtsJob.from_json(job.read_text("utf-8")).manifest.media, "written beside the person's work"
    doubting.close()
    job.write_text("written once more")
    ends(by_hand)
    assert (child.asked, doubting.state.phase) == ([], JobPhase.CANCELLED)
    assert left_behind(tmp_path) == []
