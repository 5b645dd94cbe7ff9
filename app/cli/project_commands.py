"""`new`, `import`, `export`, `info`, `check`: projects and the labels in them."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import Progress, show
from app.cli.workplace import Workplace, new_id, now, opened
from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.suggestions import Run
from app.formats import FORMATS, csv_table, cvat_video
from app.session.interchange import HUMAN_LAYER, human_rows, import_rows, run_rows
from app.session.picture_export import left_out_of_boxes, left_out_of_table, picture_labels
from app.session.project import Project, described_media, new_classes

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

CVAT = "cvat"
"""Boxes and zones of one film, as CVAT for video 1.1."""


def add_to(commands: Commands) -> None:
    new = commands.add_parser("new", help="a new project")
    new.add_argument("project", type=Path, metavar="P.sora")
    new.add_argument("--media", type=Path, nargs="+", default=[], metavar="M")
    for name in ("video", "audio"):
        new.add_argument(
            f"--{name}-stream", type=int, default=-1, metavar="S", help="of the films' streams, not the first"
        )
    new.add_argument("--classes", default="", metavar="a,b,…")
    new.add_argument("--json", action="store_true")
    new.set_defaults(run=_new)
    formats = [f.name for f in FORMATS]
    bring = commands.add_parser("import", help="labels, or another model's output, from a file")
    bring.add_argument("project", type=Path, metavar="P.sora")
    bring.add_argument("file", type=Path, metavar="F")
    bring.add_argument("--format", choices=formats, required=True)
    bring.add_argument("--as-run", default="", metavar="NAME", help="as suggestions of a model of that name")
    bring.add_argument("--json", action="store_true")
    bring.set_defaults(run=_import)
    take = commands.add_parser("export", help="labels, or a run's suggestions, into a file")
    take.add_argument("project", type=Path, metavar="P.sora")
    take.add_argument("--format", choices=[*formats, CVAT], required=True)
    take.add_argument("-o", "--output", type=Path, required=True, metavar="F")
    take.add_argument("--layer", default=HUMAN_LAYER, metavar="human or RUN")
    take.add_argument(
        "--media", default="", metavar="M", help="of several films, the one whose boxes are taken"
    )
    take.add_argument("--json", action="store_true")
    take.set_defaults(run=_export)
    info = commands.add_parser("info", help="what a project holds")
    check = commands.add_parser("check", help="whether a project and its media are whole")
    for parser, run in ((info, _info), (check, _check)):
        parser.add_argument("project", type=Path, metavar="P.sora")
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=run)


def _new(options: argparse.Namespace) -> int:
    progress = Progress()
    created = False
    try:
        with opened(options.project, create=True) as place:
            created = True
            project = place.project
            classes = new_classes(options.classes.split(","), project.catalogue.ontology, new_id)
            media: list[Any] = []
            for number, path in enumerate(options.media, 1):
                described = described_media(
                    [path],
                    project,
                    new_id,
                    video_stream=options.video_stream,
                    audio_stream=options.audio_stream,
                )
                for medium in described:
                    media.append(replace(medium, sha256=project.library.sha256(path, None, None)))
                progress("media", number, len(options.media))
            edits: list[tuple[e.Edit, str]] = []
            if classes:
                edits.append((e.AddClasses(classes), ""))
            if media:
                edits.append((e.AddMedia(tuple(media)), ""))
            place.editing.perform_batch("new project", edits)
            result = {
                "project": str(options.project),
                "media": len(media),
                "classes": [c.name for c in project.catalogue.ontology],
            }
    except BaseException:
        if created:  # nothing half made stays behind
            for ending in ("", "-wal", "-shm", "-journal"):
                options.project.with_name(options.project.name + ending).unlink(missing_ok=True)
        raise
    show(result, as_json=options.json)
    return 0


def _import(options: argparse.Namespace) -> int:
    rows = csv_table.read(options.file)
    with opened(options.project) as place:
        report = import_rows(
            place.project, place.editing, rows, options.file, now=now, new_id=new_id, as_run=options.as_run
        )
    lines = [
        f"{report.labels} labels and {report.suggestions} suggestions in {report.media} films; "
        f"{report.already_there} were there already.",
        f"Times were moved by {report.largest_shift_s * 1000:.1f} ms at most to whole frames.",
        *report.warnings,
    ]
    show(asdict(report), as_json=options.json, lines=lines)
    return 0


def _export(options: argparse.Namespace) -> int:
    with opened(options.project, read_only=True) as place:
        export = _export_boxes if options.format == CVAT else _export_rows
        report = {
            "file": str(options.output),
            **export(place, options),
            "log_head": place.project.store.head_hash(),
        }
    show(report, as_json=options.json)
    return 0


def _export_rows(place: Workplace, options: argparse.Namespace) -> dict[str, Any]:
    project, layer = place.project, options.layer
    rows = human_rows(project) if layer == HUMAN_LAYER else run_rows(project, run_of(place, layer))
    csv_table.write(options.output, rows)
    return {"rows": len(rows), "layer": layer, "not_carried": left_out_of_table(project)}


def _export_boxes(place: Workplace, options: argparse.Namespace) -> dict[str, Any]:
    """Of one film."""
    project = place.project
    media = list(project.catalogue.media.values())
    if len(media) != 1 and not options.media:
        raise UserError(
            "A file of boxes is for one film; {project} has {count}.",
            way_out="Name it with --media. Its films: {films}.",
            project=project.path.name,
            count=len(media),
            films=", ".join(medium.name for medium in media),
        )
    medium = project.medium_named(options.media) if options.media else media[0]
    document = project.document(medium.id)
    cvat_video.write(options.output, picture_labels(project, document))
    return {
        "film": medium.name,
        "tracks": len(document.tracks),
        "zones": len(document.zones),
        "not_carried": left_out_of_boxes(document),
    }


def run_of(place: Workplace, name: str) -> Run:
    """The run of an id or name; the one in use for an empty name. Raises UserError."""
    catalogue = place.project.catalogue
    run = catalogue.run_called(name) if name else catalogue.run_in_use
    if run is not None:
        return run
    names = ", ".join(r.name for r in catalogue.runs.values()) or "none"
    if name:
        raise UserError(
            "{project} has no run {name}.",
            way_out="Its runs: {names}.",
            project=place.project.path.name,
            name=name,
            names=names,
        )
    raise UserError(
        "No run of {project} is in use.",
        way_out="Train first. Its runs: {names}.",
        project=place.project.path.name,
        names=names,
    )


def _info(options: argparse.Namespace) -> int:
    with opened(options.project, read_only=True) as place:
        project = place.project
        per_class = Counter(s.class_id for s in project.store.iter_segments())
        in_use = project.catalogue.run_in_use
        result = {
            "project": str(options.project),
            "counts": project.store.counts(),
            "classes": [
                {"id": c.id, "name": c.name, "kind": c.kind, "key": c.key, "labels": per_class[c.id]}
                for c in project.catalogue.ontology
            ],
            "media": [
                {"id": m.id, "name": m.name, "path": m.path, "group": m.group, "frames": m.frames}
                for m in project.catalogue.media.values()
            ],
            "runs": [
                {
                    "id": r.id,
                    "name": r.name,
                    "number": r.number,
                    "promotion": r.promotion,
                    "reason": r.reason,
                    "metrics": r.metrics,
                }
                for r in sorted(project.catalogue.runs.values(), key=lambda r: r.number)
            ],
            "run_in_use": in_use.id if in_use else None,
            "log_head": project.store.head_hash(),
        }
    show(result, as_json=options.json, lines=_info_lines(result))
    return 0


def _info_lines(result: dict[str, Any]) -> list[str]:
    counts = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in result["counts"].items())
    classes = [f"  {c['name']} ({c['kind']}): {c['labels']} labels" for c in result["classes"]]
    runs = [f"  {r['name']} ({r['id']}): {r['promotion']}. {r['reason']}" for r in result["runs"]]
    return [f"{result['project']}: {counts}", "classes:", *classes, "runs:", *runs]


def _check(options: argparse.Namespace) -> int:
    progress = Progress()
    with opened(options.project, read_only=True) as place:
        project = place.project
        problems = project.store.check()
        media = list(project.catalogue.media.values())
        for number, medium in enumerate(media, 1):
            path = project.path_of(medium)
            if not path.is_file():
                problems.append(f"{medium.name} is not at {path}; relink it in the window.")
            elif not _unchanged(project, medium, path):
                problems.append(f"{medium.name} was changed since it was added.")
            progress("media checked", number, len(media))
        for run in project.catalogue.runs.values():
            if run.checkpoint and not (project.models_folder / run.checkpoint).exists():
                problems.append(f"The checkpoint of {run.name} is not in {project.models_folder}.")
        result = {
            "project": str(options.project),
            "ok": not problems,
            "problems": problems,
            "media": len(media),
            "log_head": project.store.head_hash(),
        }
    show(result, as_json=options.json, lines=problems or ["No problems found."])
    return 0 if not problems else 2


def _unchanged(project: Project, medium: Medium, path: Path) -> bool:
    """By the full hash where it is known, else by the quick one."""
    if medium.sha256:
        return project.library.sha256(path, None, None) == medium.sha256
    return project.library.quick_hash(path) == medium.quick_hash
