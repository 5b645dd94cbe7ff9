"""Learning from the project's films without labels; the answer is a run to start other trainings from."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.suggestions import Promotion, Run
from app.domain.texts import Text
from app.session.editing import Editing
from app.session.manifests import unlabelled_spec
from app.session.ports import Clock, NewId
from app.session.project import Project
from app.session.promotion import LEARNED
from app.session.run_names import PRETRAINED
from app.session.training import run_actor
from sora_model.contract.manifest import MediaSpec

PRESET = "sora-tcn-ae"

Learn = Callable[[str, Sequence[MediaSpec], Path], Mapping[str, Any]]
"""`(run id, media, folder)` → what `sora_model.pretraining.pretrain` answers."""


def pretrain(
    project: Project, editing: Editing, learn: Learn, *, now: Clock, new_id: NewId, seed: int = 0
) -> Run:
    """Learn from all films; the result is kept as a run that is not in use. Raises UserError."""
    if project.read_only:
        raise UserError(
            "{project} is open for reading only: a run could not be kept.", project=project.path.name
        )
    media = [unlabelled_spec(project, m) for m in project.catalogue.media.values()]
    run_id = new_id()
    answer = learn(run_id, media, project.models_folder / run_id)
    number = project.catalogue.next_run_number()
    run = Run(
        id=run_id,
        number=number,
        name=Text(PRETRAINED, number=number),
        created_at=now().isoformat(),
        promotion=Promotion.REFUSED,
        reason=LEARNED,
        preset=PRESET,
        seed=seed,
        device=str(answer["device"]),
        checkpoint=os.path.relpath(str(answer["checkpoint"]), project.models_folder),
        config={"preset": PRESET, "seed": seed, "epochs": answer["epochs"]},
        metrics={"verified": False, "reconstruction": answer["loss"]},
    )
    editing.perform(e.AddRun(run), actor=run_actor(run))
    return run
