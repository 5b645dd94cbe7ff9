"""Every figure of docs/results.md by one command, on real footage, with the library that the program uses.

Trainings come first, two at a time, then the benchmarks with programs of their own, at last and alone what
measures time. What `--work` holds already is not computed again; what fails is told in its table, and the
rest goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"  # before torch is loaded, here and in the workers

import dense
import faithfulness
import label_errors
import motion_ablation
import pretraining
import robustness
import torch
from results_calibration import calibration_table, class_table
from results_clips import (
    Context,
    fold_fits,
    fold_report,
    fold_table,
    preset_fits,
    preset_report,
    preset_table,
)
from results_fits import Fitted, Work, run_all
from results_fusion import fusion_fits, fusion_report, fusion_table
from results_goals import goal_table, goals
from results_others import JOBS, failures, merged, run_jobs
from results_pictures import draw_curves, draw_reliability, few_table
from results_progress import Countdown
from results_sets import DATA, ROOT
from results_sound import digit_fits, digit_report, digit_table, grid_fits, grid_report, grid_table
from table import machine, markdown

from sora_model.data.features import cache_folder

PAGE = ROOT / "docs" / "results.md"
Tables = dict[str, str]
"""Markdown by the name of its place in the page."""


@dataclass(frozen=True)
class Section:
    """Trainings (none: `results_others.JOBS` has its programs), their figures, the Markdown."""

    table: Callable[[Any], str]
    fits: Callable[[Context], list[Work]] = lambda context: []
    report: Callable[[Context, Mapping[str, Fitted]], Any] | None = None


def program_table(report: Mapping[str, Any]) -> str:
    return (
        f"Gestures, given split, {report['clips']} test clips, one seed, through `sora-studio` new, import, "
        f"train, evaluate: {report['accuracy']:.1%} (other groups validate than in the table of presets)."
    )


SECTIONS: Mapping[str, Section] = {
    "folds": Section(fold_table, fold_fits, fold_report),
    "digits": Section(digit_table, digit_fits, digit_report),
    "grid": Section(grid_table, grid_fits, grid_report),
    "presets": Section(preset_table, preset_fits, preset_report),
    "fusion": Section(fusion_table, fusion_fits, fusion_report),
    "few_labels": Section(few_table),
    "dense": Section(dense.table),
    "maps": Section(faithfulness.page),
    "label_errors": Section(lambda r: label_errors.table(r["rows"])),
    "robustness": Section(lambda r: robustness.table(r["sets"])),
    "motion": Section(motion_ablation.table),
    "pretraining": Section(lambda r: pretraining.table(r["sets"])),
    "program": Section(program_table),
    "speed": Section(lambda r: markdown(r["rows"])),
}


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


class Making:
    """Reports and tables of the sections `names`; each section is written as soon as it is measured."""

    def __init__(self, context: Context, names: Sequence[str], workers: int, page: Path) -> None:
        self.context = context
        self.names = names
        self.workers = workers
        self.page = page
        self.store = context.work / "reports"
        self.store.mkdir(parents=True, exist_ok=True)
        self.reports: dict[str, Any] = {
            path.stem: json.loads(path.read_text(encoding="utf-8")) for path in self.store.glob("*.json")
        }
        self.reports["machine"] = machine() | {"gpu": _gpu()}

    def run(self) -> None:
        begun = time.monotonic()
        wanted = {n: SECTIONS[n].fits(self.context) for n in self.names if n not in JOBS}
        fits = {f.key: f for several in wanted.values() for f in several}
        jobs = [job for n in self.names for job in JOBS.get(n, ())]
        together = {k: f.cost for k, f in fits.items()} | {j.name: j.cost for j in jobs if not j.alone}
        countdown = Countdown(together, {j.name: j.cost for j in jobs if j.alone}, self.workers, say)
        say(f"{len(fits)} trainings and {len(jobs)} programs, about {countdown.left_s / 60:.0f} min")
        fitted = run_all(fits.values(), self.workers, self.context.work / "fits", countdown)
        for name, own in wanted.items():
            missing = [f.key for f in own if f.key not in fitted]
            tolerant = name in ("presets", "fusion")
            if missing and not tolerant:
                self._not_measured(name, f"{', '.join(missing)} failed")
            else:
                self._measured(name, lambda n=name: SECTIONS[n].report(self.context, fitted))  # type: ignore[misc]
        found = run_jobs(jobs, self.workers, self.context.work / "programs", self.context.cache, countdown)
        for name in self.names:
            if name in JOBS:
                failed = failures(JOBS[name], found)
                if len(failed) == len(JOBS[name]):
                    self._not_measured(name, "; ".join(failed))
                else:
                    self._measured(name, lambda n=name: merged(JOBS[n], found), failed)  # type: ignore[misc]
        self._finish(len(fits), time.monotonic() - begun)

    def _measured(self, name: str, report: Callable[[], Any], failed: Sequence[str] = ()) -> None:
        try:
            self.reports[name] = report()
            text = SECTIONS[name].table(self.reports[name])
        except Exception as error:  # noqa: BLE001 - one section must not take the others with it
            say(traceback.format_exc())
            self.reports.pop(name, None)
            self._not_measured(name, repr(error))
            return
        (self.store / f"{name}.json").write_text(json.dumps(self.reports[name]), encoding="utf-8")
        text += "".join(f"\n\nNot measured: {words}." for words in failed)
        written(self.page, name, text)

    def _not_measured(self, name: str, why: str) -> None:
        say(f"{name}: not measured: {why}")
        written(self.page, name, f"Not measured: {why}.")

    def _finish(self, fits: int, seconds: float) -> None:
        """The first table, goals beneath their tables, pictures, and what all was made on."""
        found = goals(self.reports)
        written(self.page, "goals", goal_table(found))
        for name in {goal.section for goal in found}:
            written(
                self.page, f"{name} goals", "\n".join(f"- {g.line()}" for g in found if g.section == name)
            )
        if "folds" in self.reports:
            report = self.reports["folds"]
            written(self.page, "classes", class_table({k: v["by_class"] for k, v in report["sets"].items()}))
            written(self.page, "calibration", calibration_table(report["confidence"]))
            draw_reliability(report["confidence"], self.page.parent / "pictures" / "reliability.png")
        if "few_labels" in self.reports:
            draw_curves(self.reports["few_labels"], self.page.parent / "pictures" / "few-labels.png")
        facts = self.reports["machine"]
        seeds = ", ".join(map(str, self.context.seeds))
        written(
            self.page,
            "made",
            f"{str(facts['date'])[:10]}, {facts['processor']}, {facts['cores']} cores, "
            f"{facts['gpu'] or 'no GPU'}, torch {facts['torch']}; {fits} trainings in {self.workers} "
            f"processes of one thread, seeds {seeds}; {seconds / 60:.0f} minutes.",
        )


def _gpu() -> str | None:
    return torch.cuda.get_device_name() if torch.cuda.is_available() else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/results", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="SECTION",
                        help=f"of {', '.join(SECTIONS)}")  # fmt: skip
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cache", help="folder of the feature cache")
    parser.add_argument("--work", type=Path, help="keep what is made here, and take what is there already")
    parser.add_argument(
        "--page", type=Path, default=PAGE, help="the Markdown file with the places for tables"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not DATA.is_dir():
        print(f"The footage is not there (looked for {DATA}).", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sora-results-") as place:
        work = options.work or Path(place)
        work.mkdir(parents=True, exist_ok=True)
        context = Context(cache_folder(options.cache), work, tuple(options.seeds))
        making = Making(context, options.only, options.workers, options.page)
        making.run()
    print(json.dumps(making.reports) if options.json else goal_table(goals(making.reports)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
