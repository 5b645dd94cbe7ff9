"""Every figure of docs/results.md by one command, on real footage, with the library that the program uses.

Sections: `folds` (fight and gestures in grouped folds beside the probes), `presets` (the seven on the given
split), `digits`, `grid`, `program` (one fit through `sora-studio`, as proof that it is the same), `others`
(the benchmarks with programs of their own). What `--work` holds already is not computed again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is loaded, here and in the workers

from results_clips import (
    DEFAULT,
    Context,
    fold_fits,
    fold_report,
    fold_table,
    preset_fits,
    preset_report,
    preset_table,
)
from results_fits import Fit, Fitted, run_all
from results_others import OTHERS, others_table, run_others
from results_pictures import draw_curve
from results_sets import DATA, ROOT, Trial, given_trials
from results_sound import digit_fits, digit_report, digit_table, grid_fits, grid_report, grid_table
from table import machine

from sora_model.data.features import cache_folder

TABLE = ROOT / "docs" / "results.md"
CURVE = ROOT / "docs" / "pictures" / "few-labels.png"


@dataclass(frozen=True)
class Section:
    title: str
    fits: Callable[[Context], list[Fit]]
    report: Callable[[Context, Mapping[str, Fitted]], dict[str, Any]]
    table: Callable[[Mapping[str, Any]], str]


SECTIONS: Mapping[str, Section] = {
    "folds": Section("Clips, in folds by group", fold_fits, fold_report, fold_table),
    "digits": Section("Spoken digits", digit_fits, digit_report, digit_table),
    "grid": Section("Sound and picture", grid_fits, grid_report, grid_table),
    "presets": Section("The presets", preset_fits, preset_report, preset_table),
}


def program(*arguments: str) -> dict[str, Any]:
    """Run `sora-studio`; its JSON answer."""
    command = [sys.executable, "-m", "app", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout))


def through_the_program(context: Context, fitted: Mapping[str, Fitted]) -> dict[str, Any]:
    """The gestures' given split through new, import, train and evaluate, beside the same by the library."""
    chosen = context.sets["ego"]
    test = [Path(m.path).name for m in chosen.part(test=True)]
    with tempfile.TemporaryDirectory(prefix="sora-results-") as place:
        project, labels = Path(place) / "ego.sora", Path(place) / "ego.csv"
        with open(labels, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(
                ["media", "class", "start_s", "end_s", "start_frame", "end_frame", "score", "source", "group"]
            )
            writer.writerows(
                [Path(m.path).name, m.ranges[0].class_id, "", "", "", "", "", "", m.group]
                for m in chosen.media
            )
        program("new", str(project), "--media", *(m.path for m in chosen.media))
        program("import", str(project), str(labels), "--format", "csv")
        trained = program("train", str(project), "--holdout", *test, "--device", "cpu")
        scores = program("evaluate", str(project), "--run", str(trained["run"]), "--media", *test)
    trial: Trial = given_trials(chosen, context.seeds)[0]
    own = fitted.get(f"{DEFAULT}-{trial.name}")
    library = None
    if own is not None:
        right = [
            own.classes[max(range(len(p)), key=p.__getitem__)] == m.ranges[0].class_id
            for m in trial.held
            for p in [own.answers["sora"][m.id]]
        ]
        library = sum(right) / len(right)
    return {"program": scores["clip_accuracy"], "library": library, "clips": len(test)}


def program_table(report: Mapping[str, Any]) -> str:
    library = "not run" if report["library"] is None else f"{report['library']:.1%}"
    return (
        f"Gestures, given split, {report['clips']} test clips, one seed: {report['program']:.1%} through "
        f"`sora-studio` new, import, train, evaluate; {library} through the library (other groups validate)."
    )


def written(path: Path, name: str, text: str) -> None:
    """Put `text` between the markers of `name` in a Markdown file; raises `ValueError` where they lack."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    whole = path.read_text(encoding="utf-8")
    if begin not in whole or end not in whole:
        raise ValueError(f"{path} has no place for “{name}”")
    before, rest = whole.split(begin, 1)
    after = rest.split(end, 1)[1]
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def measured(
    context: Context, names: Sequence[str], others: Sequence[str], workers: int
) -> tuple[dict[str, Any], dict[str, str]]:
    """Reports and Markdown by section."""
    begun = time.monotonic()
    sections = {k: s for k, s in SECTIONS.items() if k in names}
    wanted = {name: section.fits(context) for name, section in sections.items()}
    fits = {f.key: f for several in wanted.values() for f in several}
    fitted = run_all(fits.values(), workers, context.work / "fits", say)
    reports: dict[str, Any] = {}
    tables: dict[str, str] = {}
    for name, section in sections.items():
        missing = [f.key for f in wanted[name] if f.key not in fitted]
        if missing and name != "presets":
            tables[name] = f"Not measured: {', '.join(missing)} failed."
            continue
        reports[name] = section.report(context, fitted)
        tables[name] = section.table(reports[name])
        say(f"{name}: {time.monotonic() - begun:.0f} s so far")
    if "program" in names:
        reports["program"] = through_the_program(context, fitted)
        tables["program"] = program_table(reports["program"])
    if "others" in names:
        reports["others"] = run_others(others, workers, context.work / "others", context.cache, say)
        tables["others"] = others_table(reports["others"])
        few = reports["others"].get("few_labels")
        if few is not None and not few["failed"]:
            draw_curve(json.loads(few["text"])["curve"], CURVE)
    facts = machine()
    tables["made"] = (
        f"{facts['date']}, {facts['processor']}, {facts['cores']} cores, torch {facts['torch']}; "
        f"{len(fits)} fits in {workers} processes of one thread, seeds {', '.join(map(str, context.seeds))}."
    )
    return {"machine": facts, "seconds": time.monotonic() - begun, **reports}, tables


def main() -> int:
    every = [*SECTIONS, "program", "others"]
    parser = argparse.ArgumentParser(prog="script/results", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=every, default=every, metavar="SECTION")
    parser.add_argument("--others", nargs="+", choices=[o.name for o in OTHERS], metavar="NAME",
                        default=[o.name for o in OTHERS], help="which of the other benchmarks")  # fmt: skip
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cache", help="folder of the feature cache")
    parser.add_argument("--work", type=Path, help="keep fits and clips here, and take what is there already")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sora-results-") as place:
        work = options.work or Path(place)
        work.mkdir(parents=True, exist_ok=True)
        context = Context(cache_folder(options.cache), work, tuple(options.seeds))
        reports, tables = measured(context, options.only, options.others, options.workers)
    for name, text in tables.items():
        written(TABLE, name, text)
    print(json.dumps(reports) if options.json else "\n\n".join(tables.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
