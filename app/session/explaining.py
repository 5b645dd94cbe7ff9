"""What a run is asked when a person wants to know why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.suggestions import Run
from app.session.manifests import unlabelled_spec
from app.session.ports import Store
from app.session.project import Project
from sora_model.contract.explanations import ExplainJob, MapKind


def explain_job(
    project: Project,
    medium: Medium,
    run: Run,
    moment: int,
    class_id: str,
    kind: MapKind,
    *,
    open_reader: Callable[[], Store],
    device: str = "auto",
    cache_dir: Path | None = None,
) -> ExplainJob:
    """The question why `run` decides as it does around tick `moment`. Raises UserError.

    Reads the film's tracks by a reader of its own, and its subtitles: not on the thread of the window.
    """
    checkpoint = project.checkpoint_of(run)
    path = project.path_of(medium)
    if not path.is_file():
        raise UserError(
            "{film} is not at {path} any more.", way_out="Relink it first.", film=medium.name, path=path
        )
    reader = open_reader()
    try:
        spec = unlabelled_spec(project, medium, reader)
    finally:
        reader.close()
    return ExplainJob(
        str(checkpoint),
        spec,
        moment,
        class_id,
        kind,
        device,
        str(cache_dir) if cache_dir else None,
    )
