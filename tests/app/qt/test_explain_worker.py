"""Explaining stands back: the person who asked goes on scrubbing meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.qt.explain_worker import explainer_with_model
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
