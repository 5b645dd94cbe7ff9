"""A run of another project, as `--init P.sora:RUN` names it."""

from __future__ import annotations

from pathlib import Path

from app.cli.project_commands import run_of
from app.cli.workplace import opened
from app.domain.errors import UserError

ENDING = ".sora"


def foreign_checkpoint(named: str) -> Path:
    """The checkpoint's folder of `P.sora:RUN`; without `:RUN` that of the run in use.

    The project is opened for reading only. Raises UserError where it or the run is not there, or where the
    checkpoint lies outside its folder of models.
    """
    path, mark, run_name = named.rpartition(f"{ENDING}:")
    project, run_name = (Path(path + ENDING), run_name) if mark else (Path(named), "")
    if not project.is_file():
        raise UserError(
            "The project {project} to start from is not there.",
            way_out="Name it as P.sora:RUN.",
            project=project,
        )
    with opened(project, read_only=True) as place:
        return place.project.checkpoint_of(run_of(place, run_name)).resolve()
