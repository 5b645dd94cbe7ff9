"""Sections of docs/results.md whose figures come from programs of this folder, each run by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results_progress import Countdown

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Job:
    """A run of `script`.py that prints JSON; `cost`: seconds of one core that it is expected to take;
    `alone`: it measures time, so nothing else may run; `caches`: it knows `--cache`.
    """

    name: str
    script: str
    arguments: tuple[str, ...] = ()
    cost: float = 300.0
    alone: bool = False
    limit_s: float = 2400.0
    caches: bool = True


@dataclass(frozen=True)
class Outcome:
    """What a job printed, or why there is nothing."""

    answer: Any = None
    failed: str | None = None


@dataclass(frozen=True)
class _Running:
    job: Job
    process: subprocess.Popen[bytes]
    begun: float


FLOWS = (
    "flow 4×4×8, 12.5/s",
    "… attention over cells (in use)",
    "… magnitude normalised",
    "… affine motion out",
)
STEMS = ("flow 4×4×8, 12.5/s", "difference stem alone", "flow + difference stem")
"""A stem learns from pictures: on the smaller set only, for time."""
FEW = ("--part", "test", "--draws", "5")
JOBS: Mapping[str, tuple[Job, ...]] = {
    "few_labels": (
        Job("few-ego", "few_labels", (*FEW, "--on", "ego"), 280),
        Job("few-fight", "few_labels", (*FEW, "--on", "fight", "--only", "curve"), 220),
    ),
    "dense": (
        Job("dense-grid", "dense", ("--tasks", "grid", "--seeds", "3"), 600),
        Job("dense-ego", "dense", ("--tasks", "ego", "--seeds", "3", "--final"), 280),
        Job("dense-ami", "dense", ("--tasks", "ami", "--seeds", "3"), 90),
    ),
    "maps": (
        Job("maps", "faithfulness", ("--final", "--clips", "20", "--planted", "0"), 550),
        Job("planted", "faithfulness", ("--sets", "--planted", "96"), 250),
    ),
    "label_errors": (Job("label-errors", "label_errors", ("--seeds", "10"), 45),),
    "robustness": (Job("robustness", "robustness", ("--clips", "24", "--attacked", "6"), 220),),
    "motion": (
        Job("flow", "motion_ablation", ("--seeds", "1", "--variants", *FLOWS), 250),
        Job("stems", "motion_ablation", ("--seeds", "1", "--sets", "ego", "--variants", *STEMS), 400),
        Job("stage-b", "motion_ablation", ("--parts", "stage-b", "--seeds", "1"), 300),
    ),
    "pretraining": (Job("pretraining", "pretraining", (), 480),),
    "program": (Job("program", "program", (), 150, caches=False),),
    "speed": (Job("speed", "model_speed", (), 240, alone=True, caches=False),),
}
"""By section."""


def run_jobs(
    jobs: Sequence[Job], workers: int, store: Path, cache: Path, countdown: Countdown
) -> dict[str, Outcome]:
    """By name; `workers` at a time, the longest first, those that measure time last and alone.

    What `store` holds already is read from there. One that fails or takes too long is told.
    """
    store.mkdir(parents=True, exist_ok=True)
    found: dict[str, Outcome] = {}
    running: list[_Running] = []
    try:
        for job in sorted(jobs, key=lambda j: (j.alone, -j.cost)):
            kept = store / f"{job.name}.json"
            if kept.is_file():
                found[job.name] = Outcome(json.loads(kept.read_text(encoding="utf-8")))
                countdown.skipped(job.name)
                continue
            while len(running) >= (1 if job.alone else workers):
                found |= _collected(running, store, countdown)
            running.append(_Running(job, _started(job, store, cache), time.monotonic()))
        while running:
            found |= _collected(running, store, countdown)
    finally:
        for one in running:
            one.process.kill()
    return found


def _started(job: Job, store: Path, cache: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(FOLDER / f"{job.script}.py"), *job.arguments, "--json"]
    command += ["--cache", str(cache)] if job.caches else []
    environment = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}
    if not job.alone:
        environment["OMP_NUM_THREADS"] = "1"
    with open(store / f"{job.name}.part", "wb") as out, open(store / f"{job.name}.log", "wb") as log:
        return subprocess.Popen(command, cwd=FOLDER.parents[1], env=environment, stdout=out, stderr=log)


def _collected(running: list[_Running], store: Path, countdown: Countdown) -> dict[str, Outcome]:
    """Wait a moment; what has ended meanwhile is taken out of `running`."""
    time.sleep(0.2)
    found = {}
    for one in list(running):
        name, seconds = one.job.name, time.monotonic() - one.begun
        if one.process.poll() is None and seconds > one.job.limit_s:
            one.process.kill()
            one.process.wait()
        if one.process.poll() is None:
            continue
        running.remove(one)
        part = store / f"{name}.part"
        if one.process.returncode == 0:
            part.replace(store / f"{name}.json")
            found[name] = Outcome(json.loads((store / f"{name}.json").read_text(encoding="utf-8")))
            countdown.done(name, f"{seconds:.0f} s")
        else:
            found[name] = Outcome(failed=f"ended with {one.process.returncode} after {seconds:.0f} s")
            countdown.done(name, f"{found[name].failed}; see {store / f'{name}.log'}")
    return found


def merged(jobs: Sequence[Job], found: Mapping[str, Outcome]) -> Any:
    """The answers of a section's jobs as one: objects side by side, lists one after the other without
    what is said twice.

    None where all of them failed.
    """
    answers = [found[j.name].answer for j in jobs if found[j.name].failed is None]
    if not answers:
        return None
    if isinstance(answers[0], list):
        return list({json.dumps(row): row for answer in answers for row in answer}.values())
    return {k: v for answer in answers for k, v in answer.items()}


def failures(jobs: Sequence[Job], found: Mapping[str, Outcome]) -> list[str]:
    return [f"{j.name} {found[j.name].failed}" for j in jobs if found[j.name].failed is not None]
