"""Pre-training keeps its answer as a run to start from, never as the one in use; runs of other projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli.foreign_run import foreign_checkpoint
from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.suggestions import Promotion, Run
from app.session.pretraining import pretrain
from sora_model.contract.manifest import MediaSpec
from tests.app.session.conftest import Bench


def learned(run: str, media: Sequence[MediaSpec], folder: Path) -> Mapping[str, Any]:
    assert [m.ranges for m in media] == [()] * len(media)
    folder.mkdir(parents=True)
    return {"run": run, "checkpoint": str(folder), "device": "cpu", "epochs": 3, "loss": 0.25}


def kept(bench: Bench) -> Run:
    return pretrain(bench.project, bench.editing, learned, now=bench.now, new_id=bench.new_id)


def test_the_run_is_kept_and_not_in_use(bench: Bench) -> None:
    run = kept(bench)
    assert bench.project.catalogue.runs[run.id] == run
    assert bench.project.catalogue.run_in_use is None
    assert (run.promotion, run.preset) == (Promotion.REFUSED, "sora-tcn-ae")
    assert run.metrics["reconstruction"] == 0.25


def test_another_project_finds_it(bench: Bench) -> None:
    run = kept(bench)
    folder = bench.project.models_folder / run.id
    project = bench.project.path
    bench.project.close()
    before = project.read_bytes()
    assert foreign_checkpoint(f"{project}:{run.name}") == folder.resolve()
    assert foreign_checkpoint(f"{project}:{run.id}") == folder.resolve()
    assert project.read_bytes() == before
    with pytest.raises(UserError, match="has no run r9"):
        foreign_checkpoint(f"{project}:r9")
    with pytest.raises(UserError, match="in use"):
        foreign_checkpoint(str(project))


def test_a_project_that_is_not_there_or_is_none(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not there"):
        foreign_checkpoint(f"{tmp_path / 'none.sora'}:run 1")
    mangled = tmp_path / "mangled.sora"
    mangled.write_bytes(b"SQLite format 3\0" + bytes(200))
    with pytest.raises(UserError):
        foreign_checkpoint(f"{mangled}:run 1")


@pytest.mark.parametrize("checkpoint", ["", ".", "../elsewhere", "/etc"])
def test_a_checkpoint_outside_the_project_is_refused(bench: Bench, checkpoint: str) -> None:
    run = replace(kept(bench), id="x", number=2, name="theirs", checkpoint=checkpoint)
    bench.editing.perform(e.AddRun(run))
    project = bench.project.path
    bench.project.close()
    with pytest.raises(UserError, match="no checkpoint of its own"):
        foreign_checkpoint(f"{project}:theirs")
