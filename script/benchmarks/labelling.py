"""The labelling bench: timeline, edits, opening, canvas, actions per label, typing, tracking; part by part.

Each part runs in a process of its own and starts the screens that it needs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from table import machine, show_report

HERE = Path(__file__).resolve().parent
PARTS = {
    "timeline": "labelling_timeline.py",
    "canvas": "labelling_canvas.py",
    "actions": "label_actions.py",
    "input method": "labelling_ime.py",
    "tracking": "labelling_tracking.py",
}


def measured(part: str, keep: Path) -> list[dict[str, Any]]:
    """The rows of one part, none where it failed; the very large project is kept in `keep`."""
    command = [sys.executable, str(HERE / PARTS[part]), "--json"]
    if part == "timeline":
        command += ["--keep", str(keep)]
    print(f"labelling: {part} …", file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode != 0 or not lines:
        print(f"labelling: {part} failed; its rows are missing", file=sys.stderr)
        return []
    return list(json.loads(lines[-1])["rows"])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure only these")
    parser.add_argument("--keep", type=Path, help="folder to keep the very large project in")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sora-labelling-") as own:
        parts = [measured(part, options.keep or Path(own)) for part in options.only]
    show_report({"machine": machine(), "rows": [row for part in parts for row in part]}, options.json)
    return 0 if all(parts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
