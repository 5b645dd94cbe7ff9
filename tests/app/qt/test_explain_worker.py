"""Explaining stands back: the person who asked goes on scrubbing meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import UserError
from app.qt.explain_worker import ExplainWorker, explainer_with_model
from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import ExplainJob
from sora_model.contract.manifest import MediaSpec


def test_the_thread_that_explains_steps_back_and_no_other_does(tmp_path: Path) -> None:
    from sora_model.priority import stands_back

    medium = MediaSpec("m", "m.mp4", "", "", "g", "train", (1, 25), (0, 1), 0, 25, True, False)
    job = ExplainJob(str(tmp_path / "none"), medium, 0, device="cpu", cache_dir=str(tmp_path))
    with ThreadPoolExecutor(1) as worker, ThreadPoolExecutor(1) as other:
        before = other.submit(stands_back).result()
        with pytest.raises(SoraError, match="none"):
            worker.submit(explainer_with_model(), job, lambda _: None, lambda: False).result()
        assert worker.submit(stands_back).result()
        assert other.submit(stands_back).result() == before


def test_the_question_is_prepared_beside_the_window_and_its_refusal_is_told(qtbot: QtBot) -> None:
    def explain(job: ExplainJob, on_explanation: object, cancelled: object) -> None:
        raise AssertionError("there is nothing to explain")

    worker = ExplainWorker(explain=explain)
    threads: list[int] = []
    ended: list[str] = []

    def prepare() -> ExplainJob:
        threads.append(threading.get_ident())
        raise UserError("ride.mp4 is not there any more.", way_out="Relink it first.")

    worker.request(prepare, lambda _: None, ended.append)
    qtbot.waitUntil(lambda: bool(ended), timeout=10_000)
    worker.close()
    assert ended == ["ride.mp4 is not there any more. Relink it first."]
    assert threads != [threading.get_ident()]
