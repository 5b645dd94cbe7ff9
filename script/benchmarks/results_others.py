"""The tables that other benchmarks of this folder make, each run as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results_pictures import few_table

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Other:
    """A benchmark beside this file; `alone`: it measures time, so nothing else may run; `table` makes
    Markdown of its JSON answer, without it what it prints is shown as it is.
    """

    name: str
    title: str
    arguments: tuple[str, ...] = ()
    alone: bool = False
    limit_s: float = 1800.0
    caches: bool = True
    table: Callable[[Mapping[str, Any]], str] | None = None


OTHERS = (
    Other("few_labels", "Few labels", ("--part", "test", "--draws", "5", "--json"), table=few_table),
    Other("dense", "Dense segmentation", ("--seeds", "1", "--final")),
    Other("faithfulness", "What the maps show", ("--final",)),
    Other("label_errors", "Wrong labels found", ("--seeds", "5")),
    Other("robustness", "Robustness"),
    Other("motion_ablation", "Motion, part by part", ("--seeds", "1")),
    Other("model_speed", "Speed", alone=True, caches=False),
)


def run_others(
    names: Sequence[str],
    workers: int,
    store: Path,
    cache: Path,
    say: Any = print,
    others: Sequence[Other] = OTHERS,
) -> dict[str, dict[str, Any]]:
    """Name → `{text, seconds, failed}`; `workers` at a time, those that measure time last and alone.

    What `store` holds already is read from there. One that fails or takes too long says so in the table.
    """
    store.mkdir(parents=True, exist_ok=True)
    chosen = [o for o in others if o.name in names]
    found = {}
    running: dict[str, tuple[Other, subprocess.Popen[bytes], float]] = {}
    for other in sorted(chosen, key=lambda o: o.alone):
        kept = store / f"{other.name}.txt"
        if kept.is_file():
            found[other.name] = {"text": kept.read_text(encoding="utf-8"), "seconds": None, "failed": None}
            continue
        while len(running) >= (1 if other.alone else workers):
            found |= _collected(running, store, say)
        running[other.name] = (other, _started(other, store, cache), time.monotonic())
        if other.alone:
            while running:
                found |= _collected(running, store, say)
    while running:
        found |= _collected(running, store, say)
    return found


def _started(other: Other, store: Path, cache: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(FOLDER / f"{other.name}.py"), *other.arguments]
    command += ["--cache", str(cache)] if other.caches else []
    environment = {**os.environ, "OMP_NUM_THREADS": "" if other.alone else "1"}
    with open(store / f"{other.name}.part", "wb") as out, open(store / f"{other.name}.log", "wb") as log:
        return subprocess.Popen(command, cwd=FOLDER.parents[1], env=environment, stdout=out, stderr=log)


def _collected(
    running: dict[str, tuple[Other, subprocess.Popen[bytes], float]], store: Path, say: Any
) -> dict[str, dict[str, Any]]:
    """Wait a moment; what has ended meanwhile is taken out of `running`."""
    time.sleep(0.2)
    found = {}
    for name, (other, process, begun) in list(running.items()):
        seconds = time.monotonic() - begun
        if process.poll() is None and seconds > other.limit_s:
            process.kill()
            process.wait()
        if process.poll() is None:
            continue
        del running[name]
        part = store / f"{name}.part"
        text = part.read_text(encoding="utf-8").strip()
        failed = None
        if process.returncode == 0:
            part.replace(store / f"{name}.txt")
        else:
            failed = f"ended with {process.returncode} after {seconds:.0f} s"
        say(f"{name}: {failed or 'done'}, {seconds:.0f} s")
        found[name] = {"text": text, "seconds": seconds, "failed": failed}
    return found


def others_table(found: Mapping[str, Mapping[str, Any]], others: Sequence[Other] = OTHERS) -> str:
    lines = []
    for other in others:
        if other.name in found:
            one = found[other.name]
            lines += [f"### {other.title}", "", f"`script/benchmarks/{other.name}.py`", ""]
            if one["failed"]:
                lines += [f"Not measured: {one['failed']}.", ""]
            text = str(one["text"])
            if other.table is not None and not one["failed"]:
                text = other.table(json.loads(text))
            lines += [text if text.startswith("|") else f"```text\n{text}\n```", ""]
    return "\n".join(lines).rstrip()
