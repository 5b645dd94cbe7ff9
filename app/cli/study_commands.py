"""`embed`, `doubts`, `robustness`: what the model can tell about films, labels and itself."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.model_commands import checkpoint_of, chosen_media
from app.cli.output import Progress, show
from app.cli.workplace import Workplace, opened
from app.domain.errors import UserError
from app.session.doubts import doubtful_labels, doubts_job
from app.session.embeddings import embeddings_of
from app.session.manifests import evaluation_set, every_medium, take_snapshot
from sora_model.contract import events
from sora_model.contract.embeddings import LEVELS
from sora_model.contract.jobs import EvaluateJob

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

TOP = 20


def add_to(commands: Commands) -> None:
    embed = commands.add_parser("embed", help="vectors of steps, labels or films: near ones are alike")
    embed.add_argument("--level", choices=LEVELS, required=True)
    embed.add_argument("--dim", type=int, metavar="K", help="so many dimensions (principal components)")
    embed.add_argument("-o", "--output", type=Path, required=True, metavar="F.npz")
    embed.set_defaults(run=_embed)
    doubts = commands.add_parser("doubts", help="labels that the model doubts, the most doubtful first")
    doubts.add_argument("--top", type=int, default=TOP, metavar="N")
    doubts.set_defaults(run=_doubts)
    robustness = commands.add_parser("robustness", help="a run's score on worse footage")
    robustness.add_argument("--clips", type=int, metavar="N", help="so many labels at most")
    robustness.set_defaults(run=_robustness)
    for parser in (embed, doubts, robustness):
        parser.add_argument("project", type=Path, metavar="P.sora")
        parser.add_argument("--device", default="auto")
        parser.add_argument("--json", action="store_true")
    for parser in (embed, robustness):
        parser.add_argument("--media", nargs="+", default=[], metavar="M")
        parser.add_argument(
            "--run", dest="model_run", default="", help="its id or name; default: the one in use"
        )


def _reporter() -> Callable[[events.Event], None]:
    progress = Progress()

    def report(event: events.Event) -> None:
        if isinstance(event, events.Progress):
            progress(event.phase, event.done, event.total, event.eta_s)

    return report


def _embed(options: argparse.Namespace) -> int:
    from sora_model.embedding import embed

    if options.output.suffix.lower() != ".npz":
        raise UserError("{file} must end in .npz.", file=options.output)
    with opened(options.project, read_only=True) as place:
        project = place.project
        snapshot = take_snapshot(
            project.store, project.catalogue.ontology, chosen_media(place, options.media)
        )
        rows = embed(
            every_medium(snapshot, project.path_of),
            options.level,
            cache_dir=place.places.cache,
            checkpoint=_run_if_any(place, options.model_run),
            dimensions=options.dim,
            device=options.device,
            on_event=_reporter(),
        )
        found = embeddings_of(rows, options.level, snapshot)
    try:
        found.save(options.output)
    except OSError as error:
        raise UserError(
            "{file} cannot be written ({reason}).",
            way_out="Choose another place.",
            file=options.output,
            reason=error.strerror,
        ) from error
    count, dimensions = found.vectors.shape
    result = {
        "file": str(options.output),
        "level": options.level,
        "vectors": count,
        "dimensions": dimensions,
        "made_by": str(found.made_by),
    }
    show(result, as_json=options.json)
    return 0


def _run_if_any(place: Workplace, name: str) -> Path | None:
    """The checkpoint of the run named, or of the one in use; None where no run is in use."""
    if not name and place.project.catalogue.run_in_use is None:
        return None
    return checkpoint_of(place, name)[1]


def _doubts(options: argparse.Namespace) -> int:
    from sora_model.label_errors import doubtful_labels as ask

    if options.top < 1:
        raise UserError("--top must be 1 or more, found {top}.", top=options.top)
    with opened(options.project, read_only=True) as place:
        project = place.project
        ontology, media = project.catalogue.ontology, project.catalogue.media
        snapshot = take_snapshot(project.store, ontology, media.values())
        answer = ask(doubts_job(snapshot, project.path_of, options.device, place.places.cache), _reporter())
        labels = doubtful_labels(answer, snapshot)
        segments = {s.id: s for s in snapshot.segments}
        rows = []
        for label in labels[: options.top]:
            scale, span = media[label.medium_id].scale, segments[label.segment_id].range
            rows.append(
                {
                    **asdict(label),
                    "margin": label.margin,
                    "media": media[label.medium_id].name,
                    "start_s": float(scale.seconds(span.start)),
                    "end_s": float(scale.seconds(span.end)),
                    "class": ontology[label.class_id].name,
                    "suggested_class": ontology[label.suggested_id].name,
                }
            )
    doubted = sum(label.margin < 0 for label in labels)
    result = {
        "labels": len(labels),
        "doubted": doubted,
        "groups": answer.groups,
        "agreement": answer.agreement,
        "doubts": rows,
    }
    lines = [
        f"{doubted} of {len(labels)} labels are doubted; nothing was changed. The most doubtful:",
        *(
            f"{r['media']}  {r['start_s']:.2f} to {r['end_s']:.2f} s  {r['class']} {r['given']:.0%}, "
            f"rather {r['suggested_class']} {r['suggested']:.0%}"
            for r in rows
        ),
    ]
    show(result, as_json=options.json, lines=lines)
    return 0


def _robustness(options: argparse.Namespace) -> int:
    from sora_model.robustness import MOST_CLIPS, lines, robustness

    if options.clips is not None and options.clips < 1:
        raise UserError("--clips must be 1 or more, found {clips}.", clips=options.clips)
    with opened(options.project, read_only=True) as place:
        project = place.project
        run_id, checkpoint = checkpoint_of(place, options.model_run)
        media = chosen_media(place, options.media)
        snapshot = take_snapshot(project.store, project.catalogue.ontology, media)
        found = evaluation_set(snapshot, project.path_of)
        learned = set(project.catalogue.runs[run_id].label_ids) & set(found.manifest.label_ids)
        job = EvaluateJob(str(checkpoint), found.manifest, options.device, str(place.places.cache))
        report = robustness(job, _reporter(), most=options.clips or MOST_CLIPS)
    total = len(found.manifest.label_ids)
    result = {"run": run_id, **report, "labels": total, "labels_learned": len(learned)}
    note = [f"{len(learned)} of {total} labels were trained on: the score flatters."] if learned else []
    show(result, as_json=options.json, lines=[*lines(report), *note])
    return 0
