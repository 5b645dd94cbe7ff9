"""The labelling bench: timeline, edits, opening, canvas, actions per label, typing, tracking; part by part.

Each part runs in a process of its own, on the screens that it needs, which its rows name. A part that fails
or takes too long leaves the rows of the others, and the exit code is 1. Without `--only`, all of it takes a
quarter of an hour at the most.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from open_window import SCREENS, on_screen
from table import machine, show_report

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Part:
    """A benchmark, the longest that one run may take (about twice of what it takes on two cores), and the
    screens that it is run on; `""`: it needs none, or starts its own.
    """

    script: str
    longest_s: float
    screens: tuple[str, ...] = ("",)


PARTS = {
    "timeline": Part("labelling_timeline.py", 600),
    "actions": Part("label_actions.py", 200, ("xvfb",)),
    "canvas": Part("labelling_canvas.py", 200, SCREENS),
    "input method": Part("labelling_ime.py", 120),
    "tracking": Part("labelling_tracking.py", 300),
    "long work": Part("labelling_long.py", 300, ("offscreen",)),
    "agreement": Part("labelling_agreement.py", 300, ("offscreen",)),
    "session": Part("labelling_session.py", 300, ("xvfb",)),
}
USUAL = ("timeline", "actions", "canvas", "input method", "tracking")
LARGE = ("timeline", "long work")
"""These share the very large project."""
LONGEST_S = 900.0


def measured(name: str, screen: str, left_s: float, *options: str) -> tuple[list[dict[str, Any]], bool]:
    """The rows that one part gives on one screen, and whether it came to its end and found no fault.

    `left_s`: how long all that is left to do may take.
    """
    part, where = PARTS[name], f"{name}, {screen}" if screen else name
    print(f"labelling: {where} …", file=sys.stderr)
    command, environment = on_screen(screen, [sys.executable, str(HERE / part.script), "--json", *options])
    printed, sound = output(command, environment, max(0.0, min(part.longest_s, left_s)))
    lines = [line for line in printed.splitlines() if line.startswith("{")]
    if not lines:
        print(f"labelling: {where} failed; its rows are missing", file=sys.stderr)
        return [], False
    rows = list(json.loads(lines[-1])["rows"])
    return [{**row, "name": f"{screen}: {row['name']}"} for row in rows] if screen else rows, sound


def output(command: Sequence[str], environment: Mapping[str, str], longest_s: float) -> tuple[str, bool]:
    """What a command prints, and whether it succeeds; it is ended when it takes too long."""
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as started:
        printed = ""
        try:
            printed, _ = started.communicate(timeout=longest_s)
        except subprocess.TimeoutExpired:
            print(f"labelling: ended after {longest_s:.0f} s", file=sys.stderr)
        finally:
            if started.poll() is None:
                os.killpg(started.pid, signal.SIGTERM)  # its screen, too, and what else it started
        return printed, started.wait() == 0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these")
    parser.add_argument("--keep", type=Path, help="folder to keep the very large project in")
    options = parser.parse_args()
    end = time.monotonic() + (math.inf if options.only else LONGEST_S)
    with tempfile.TemporaryDirectory(prefix="sora-labelling-") as own:
        keep = ("--keep", str(options.keep or own))
        parts = [
            measured(name, screen, end - time.monotonic(), *(keep if name in LARGE else ()))
            for name in options.only or USUAL
            for screen in PARTS[name].screens
        ]
    show_report({"machine": machine(), "rows": [row for rows, _ in parts for row in rows]}, options.json)
    return 0 if all(sound for _, sound in parts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
