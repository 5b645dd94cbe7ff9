"""`evaluate`: a run, or a training by folds, against the labels of people; JSON or tables."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.model_commands import checkpoint_of, chosen_media, settings_of
from app.cli.output import Progress, show
from app.cli.workplace import Workplace, opened
from app.domain.errors import UserError
from app.session.manifests import evaluation_set, take_snapshot
from sora_model.contract import events
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import Manifest
from sora_model.contract.presets import DEFAULT_PRESET

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    evaluate = commands.add_parser("evaluate", help="score a run against the labels of people")
    evaluate.add_argument("project", type=Path, metavar="P.sora")
    evaluate.add_argument("--media", nargs="+", default=[], metavar="M")
    evaluate.add_argument(
        "--run", dest="model_run", default="", help="its id or name; default: the one in use"
    )
    evaluate.add_argument(
        "--folds",
        type=int,
        metavar="K",
        help="train K times, each time without a part to be scored",
    )
    evaluate.add_argument("--seeds", type=int, default=1, metavar="N", help="with --folds: so often")
    evaluate.add_argument(
        "--curve", metavar="1,5,20", help="with --folds: again with so many labels of each class"
    )
    evaluate.add_argument("--preset", default=DEFAULT_PRESET, help="with --folds: the form that is trained")
    evaluate.add_argument(
        "--set",
        dest="settings",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="with --folds: as for train",
    )
    evaluate.add_argument("--reliability", type=Path, metavar="F.png", help="draw the reliability diagram")
    evaluate.add_argument("--device", default="auto")
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    if options.folds is not None and options.folds < 2:
        raise UserError("--folds must be 2 or more, found {folds}.", folds=options.folds)
    if options.curve and options.folds is None:
        raise UserError("--curve is about trainings by folds.", way_out="Add --folds 5.")
    with opened(options.project, read_only=True) as place:
        project = place.project
        snapshot = take_snapshot(
            project.store, project.catalogue.ontology, chosen_media(place, options.media)
        )
        found = evaluation_set(snapshot, project.path_of)
        if not found.manifest.media:
            raise UserError(
                "None of the chosen films has labels to score against.", way_out="Label them first."
            )
        score = _by_folds if options.folds else _of_run
        figures = score(place, options, found.manifest)
    result = {**figures, "labels_left_out": found.unwatched}
    show(result, as_json=options.json, lines=list(tables(result)))
    # Last: the figures took long, and must not be lost to a name that cannot be written.
    if options.reliability is not None:
        _draw(result, options.reliability)
    return 0


def _of_run(place: Workplace, options: argparse.Namespace, manifest: Manifest) -> dict[str, Any]:
    from sora_model.evaluation import evaluate

    run_id, checkpoint = checkpoint_of(place, options.model_run)
    job = EvaluateJob(str(checkpoint), manifest, options.device, str(place.places.cache))
    return {"run": run_id, **evaluate(job, _reporter())}


def _by_folds(place: Workplace, options: argparse.Namespace, manifest: Manifest) -> dict[str, Any]:
    from sora_model.config import TrainConfig, preset
    from sora_model.cross_validation import cross_validate, learning_curve

    counts = _counts(options.curve) if options.curve else []
    config = TrainConfig("folds", place.places.cache, model=preset(options.preset), device=options.device)
    config = config.set(settings_of(options.settings, "a"))
    seeds, report = range(max(1, options.seeds)), _reporter()
    figures = cross_validate(config, manifest, options.folds, seeds, report)
    if counts:
        figures["curve"] = learning_curve(config, manifest, counts, options.folds, seeds, report)
    return {"preset": options.preset, **figures}


def _counts(text: str) -> list[int]:
    if not all(part.strip().isdigit() and int(part) > 0 for part in text.split(",")):
        raise UserError("--curve takes numbers of labels such as 1,5,20; found “{text}”.", text=text)
    return [int(part) for part in text.split(",")]


def _reporter() -> Any:
    progress = Progress()

    def report(event: events.Event) -> None:
        if isinstance(event, events.Progress):
            progress(event.phase, event.done, event.total, event.eta_s)

    return report


def _draw(result: Mapping[str, Any], path: Path) -> None:
    from sora_model.explain.drawing import write_picture
    from sora_model.reliability import diagram

    calibration = result["calibration"]
    if calibration is None:
        raise UserError(
            "There are no decisions on whole films to draw.", way_out="Label some films as a whole."
        )
    write_picture(path, diagram(calibration["reliability"]))


def tables(figures: Mapping[str, Any]) -> Iterator[str]:
    """The figures for people, line by line; each with its 95 % interval."""
    segment, names = figures["segment"], dict(zip(figures["classes"], figures["class_names"], strict=True))
    yield f"{figures['media']} films, intervals 95 % over groups" + (
        f"; {figures['folds']} folds by {figures['cut']}, {len(figures['seeds'])} seeds"
        if "folds" in figures
        else ""
    )
    if figures["clip_accuracy"] is not None:
        yield ""
        yield f"whole films ({figures['n']})"
        yield _row("accuracy", figures["clip_accuracy"], figures["clip_accuracy_interval"], 100)
        yield _row("majority", figures["majority"], None, 100)
        yield _row("macro F1", figures["macro_f1"], figures["macro_f1_interval"], 100)
        for name, key in (("Brier", "brier"), ("log loss", "log_loss")):
            row = figures["calibration"][key]
            yield _row(f"{name}, raw", row["before"], row["before_interval"], digits=3)
            yield _row(f"{name}, calibrated", row["after"], row["after_interval"], digits=3)
        if figures["calibration"]["ece"] is not None:
            yield _row("calibration error", figures["calibration"]["ece"], None, digits=3)
        yield ""
        yield from _classes(figures["per_class"], figures["confusion"], names)
    yield ""
    yield f"segments ({segment['n']})"
    for name, key in (("F1@10", "f1_10"), ("F1@25", "f1_25"), ("F1@50", "f1_50"), ("edit score", "edit")):
        yield _row(name, segment[key], segment[f"{key}_interval"])
    yield _row("steps right", segment["accuracy"], segment["accuracy_interval"], 100)
    yield _row("mAP, IoU 0.3–0.7", segment["map"], segment["map_interval"], 100)
    for tolerance, value in figures.get("points", {"map": {}})["map"].items():
        yield _row(f"points, mAP at {tolerance} s", value, None, 100)
    for row in figures.get("curve", []):
        if row["clip_accuracy"] is not None:
            interval = row["clip_accuracy_interval"]
            yield _row(f"{row['labels_per_class']} labels: films", row["clip_accuracy"], interval, 100)
        yield _row(f"{row['labels_per_class']} labels: F1@50", row["f1_50"], row["f1_50_interval"])


def _classes(
    rows: Sequence[Mapping[str, Any]], confusion: Sequence[Sequence[int]], names: Mapping[str, str]
) -> Iterator[str]:
    yield f"{'class':20} precision  recall      F1      AP  films  decided as …"
    shown = list(names.values())
    for row, decided in zip(rows, confusion, strict=True):
        figures = " ".join(
            f"{'–' if row[key] is None else format(100 * row[key], '.1f'):>7}"
            for key in ("precision", "recall", "f1", "ap")
        )
        wrong = ", ".join(f"{n} {shown[k]}" for k, n in enumerate(decided) if n)
        yield f"{names[row['class']][:20]:20}   {figures} {row['support']:>6}  {wrong}"


def _row(
    name: str,
    value: float | None,
    interval: Sequence[float | None] | None,
    scale: float = 1.0,
    digits: int = 1,
) -> str:
    ends = [v * scale for v in interval or () if v is not None]
    shown = f"  [{ends[0]:.{digits}f}, {ends[1]:.{digits}f}]" if len(ends) == 2 else ""
    return f"  {name:24}{'–' if value is None else format(value * scale, f'.{digits}f'):>8}{shown}"
