"""`train`, `prelabel`, `explain`: the model's work on a project."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import __version__
from app.cli.child_process import AwaitedProcess
from app.cli.foreign_run import foreign_checkpoint
from app.cli.output import Progress, show
from app.cli.project_commands import run_of
from app.cli.workplace import Workplace, new_id, now, opened
from app.domain.errors import Cancelled, UserError, WorkFailed
from app.domain.media import Medium
from app.domain.suggestions import Promotion
from app.session.background import InLine
from app.session.interchange import END_TOLERANCE_S
from app.session.jobs import JobPhase
from app.session.manifests import unlabelled_spec
from app.session.prelabelling import Prelabelling
from app.session.training import Training, TrainingPhase, TrainingState
from sora_model.contract import events
from sora_model.contract.jobs import PredictJob
from sora_model.contract.predictions import Predictions
from sora_model.contract.presets import DEFAULT_PRESET

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

BEGUN_WITH = ("preset", "holdout", "seed", "epochs", "init", "settings", "stage")
"""Options of `train` that a training keeps from its beginning."""


def add_to(commands: Commands) -> None:
    train = commands.add_parser("train", help="fine-tune on the labels of a project")
    train.add_argument("project", type=Path, metavar="P.sora")
    train.add_argument("--preset", default=DEFAULT_PRESET)
    train.add_argument("--holdout", nargs="+", default=[], metavar="MEDIA", help="kept out of the training")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--epochs", type=int)
    train.add_argument("--init", metavar="P.sora:RUN", help="begin with the weights of another project's run")
    train.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a setting of the training or the model, e.g. optimiser=sgd or fusion=mean; may be repeated",
    )
    train.add_argument(
        "--stage", choices=("a", "b"), default="a", help="a: the head on cached features; b: end to end"
    )
    train.add_argument("--resume", action="store_true", help="go on with the training interrupted last")
    train.set_defaults(run=_train, usual={name: train.get_default(name) for name in BEGUN_WITH})
    prelabel = commands.add_parser("prelabel", help="let a run propose labels")
    prelabel.add_argument("project", type=Path, metavar="P.sora")
    prelabel.add_argument("--mode", choices=("dense", "clip"), default="dense")
    prelabel.set_defaults(run=_prelabel)
    prelabel.add_argument("--media", nargs="+", default=[], metavar="M")
    explain = commands.add_parser("explain", help="what a run looked at and listened to")
    explain.add_argument("project", type=Path, metavar="P.sora")
    explain.add_argument("--media", required=True, metavar="M")
    explain.add_argument("--time", type=float, required=True, metavar="S")
    explain.add_argument(
        "--class",
        dest="class_names",
        action="append",
        default=[],
        metavar="C",
        help="explain this class, too (default: the three most probable)",
    )
    explain.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    explain.set_defaults(run=_explain)
    for parser in (prelabel, explain):
        parser.add_argument(
            "--run", dest="model_run", default="", help="its id or name; default: the one in use"
        )
    for parser in (train, prelabel, explain):
        parser.add_argument("--device", default="auto")
        parser.add_argument("--json", action="store_true")


def train_in(
    place: Workplace,
    *,
    preset: str = DEFAULT_PRESET,
    seed: int = 0,
    device: str = "auto",
    epochs: int | None = None,
    init: Path | None = None,
    without: frozenset[str] = frozenset(),
    settings: Mapping[str, str] | None = None,
    resume: bool = False,
    on_state: Callable[[TrainingState], None] | None = None,
) -> dict[str, Any]:
    """Fine-tune and register the run; `{run, promoted, reason, metrics, seconds, device}`.

    `resume`: go on with the training interrupted last, with what it was begun with.

    Raises UserError when the training fails, Cancelled when it is cancelled, and WorkFailed when the child
    crashes.
    """
    began = time.monotonic()
    training = Training(
        place.project,
        place.editing,
        AwaitedProcess(),
        background=InLine(),
        open_reader=place.open_reader,
        now=now,
        new_id=new_id,
        device=device,
        cache_dir=place.places.cache,
        code_version=__version__,
    )
    if on_state is not None:
        training.subscribe(on_state)
    if resume:
        training.resume()
    else:
        training.start(preset=preset, seed=seed, epochs=epochs, without=without, init=init, settings=settings)
    state = training.state
    if state.phase is TrainingPhase.CANCELLED:
        raise Cancelled
    if state.phase is not TrainingPhase.DONE:
        raise WorkFailed(state.message) if state.crashed else UserError(state.message)
    run = place.project.catalogue.runs[state.run_id]
    return {
        "run": run.id,
        "name": run.name,
        "promoted": run.promotion is Promotion.PROMOTED,
        "reason": run.reason,
        "metrics": run.metrics,
        "seconds": round(time.monotonic() - began, 3),
        "device": run.device,
    }


def settings_of(pairs: Sequence[str], stage: str) -> dict[str, str]:
    """`key=value` texts as pairs, and the stage among them. Raises UserError."""
    settings = {} if stage == "a" else {"stage": stage}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UserError("“{pair}” is no setting.", way_out="Write it as --set key=value.", pair=pair)
        settings[key.strip()] = value.strip()
    return settings


def _train(options: argparse.Namespace) -> int:
    progress = Progress()
    notes: list[str] = []

    def report(state: TrainingState) -> None:
        if state.note and state.note not in notes:
            notes.append(state.note)
            print(state.note, file=sys.stderr)
        if state.total:
            progress(state.step, state.done, state.total, state.eta_s)

    if options.resume and any(getattr(options, name) != usual for name, usual in options.usual.items()):
        raise UserError(
            "A resumed training keeps the options that it was begun with.",
            way_out="Give --resume alone, or train anew without it.",
        )
    init = foreign_checkpoint(options.init) if options.init else None
    with opened(options.project) as place:
        without = frozenset(place.project.medium_named(name).id for name in options.holdout)
        result = train_in(
            place,
            preset=options.preset,
            seed=options.seed,
            device=options.device,
            epochs=options.epochs,
            init=init,
            without=without,
            settings=settings_of(options.settings, options.stage),
            resume=options.resume,
            on_state=report,
        )
    show(result, as_json=options.json)
    return 0


class DirectPrelabeller:
    """`Prelabeller` that runs the model in place, on the calling thread."""

    def request(
        self,
        job: PredictJob,
        on_event: Callable[[events.Event], None],
        on_predictions: Callable[[Predictions], None],
        on_end: Callable[[str], None],
    ) -> None:
        from sora_model.inference import run_job

        run_job(job, on_event, on_predictions)
        on_end("")

    def cancel(self, generation: int) -> None:
        """Nothing runs beside the caller."""


def prelabel_in(
    place: Workplace,
    media: list[Medium],
    *,
    run_name: str = "",
    mode: str = "dense",
    device: str = "auto",
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Suggestions by a run for `media`; `{run, media, suggestions, device, seconds}`. Raises UserError."""
    began = time.monotonic()
    run = run_of(place, run_name)
    work = Prelabelling(
        place.project,
        place.editing,
        DirectPrelabeller(),
        background=InLine(),
        open_reader=place.open_reader,
        now=now,
        new_id=new_id,
        device=device,
        cache_dir=place.places.cache,
    )
    if progress is not None:
        work.subscribe(lambda state: progress("predicting", state.done, state.total, state.eta_s))
    work.request(media, run=run, mode="clip" if mode == "clip" else "dense")
    if work.state.phase is not JobPhase.DONE:
        raise UserError(work.state.message)
    return {
        "run": run.id,
        "mode": mode,
        "media": len(media),
        "suggestions": work.state.suggestions,
        "device": work.state.device,
        "seconds": round(time.monotonic() - began, 3),
    }


def chosen_media(place: Workplace, names: list[str]) -> list[Medium]:
    """The media named, or all. Raises UserError."""
    if names:
        return [place.project.medium_named(name) for name in names]
    return list(place.project.catalogue.media.values())


def _prelabel(options: argparse.Namespace) -> int:
    with opened(options.project) as place:
        result = prelabel_in(
            place,
            chosen_media(place, options.media),
            run_name=options.model_run,
            mode=options.mode,
            device=options.device,
            progress=Progress(),
        )
    show(result, as_json=options.json)
    return 0


def checkpoint_of(place: Workplace, name: str) -> tuple[str, Path]:
    """Id and checkpoint of the run of an id or name, or of the one in use. Raises UserError."""
    run = run_of(place, name)
    return run.id, place.project.checkpoint_of(run)


def _explain(options: argparse.Namespace) -> int:
    from sora_model.explain.report import explain

    with opened(options.project, read_only=True) as place:
        project = place.project
        run_id, checkpoint = checkpoint_of(place, options.model_run)
        medium = project.medium_named(options.media)
        span = medium.span
        first, last = medium.scale.seconds(span.start), medium.scale.seconds(span.end)
        if not first - END_TOLERANCE_S <= options.time <= last + END_TOLERANCE_S:
            raise UserError(
                "{film} runs from {first:.3f} s to {last:.3f} s; {time} s is outside.",
                film=medium.name,
                first=first,
                last=last,
                time=options.time,
            )
        result = explain(
            checkpoint,
            unlabelled_spec(project, medium),
            min(max(options.time, first), last),
            options.output,
            class_names=options.class_names,
            device=options.device,
            cache_dir=place.places.cache,
        )
    show({"run": run_id, **result}, as_json=options.json)
    return 0
