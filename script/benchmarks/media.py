"""The media engine beside its peers: seeking, dragging, skipping the still, waveform, playing in step.

Each part runs in a process of its own; parts that open the window start their own screen. `mpv` and the
`ffmpeg` program are peers where they are installed (Debian: apt-get install mpv ffmpeg).
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
PARTS = ("seek", "scrub", "still", "waveform", "skew")


def measured(part: str, films: Path, minutes: float) -> list[dict[str, Any]]:
    """The rows of one part, none where it failed; generated films are kept in `films`."""
    command = [sys.executable, str(HERE / f"media_{part}.py"), "--json", "--films", str(films)]
    if part == "skew":
        command += ["--minutes", str(minutes)]
    print(f"media: {part} …", file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(f"media: {part} failed; its rows are missing", file=sys.stderr)
        return []
    return list(json.loads(done.stdout)["rows"])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure only these")
    parser.add_argument("--films", type=Path, help="folder to keep the generated films in")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the film plays in step")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sora-films-") as own:
        films = options.films or Path(own)
        films.mkdir(parents=True, exist_ok=True)
        parts = [measured(part, films, options.minutes) for part in options.only]
    show_report({"machine": machine(), "rows": [row for part in parts for row in part]}, options.json)
    return 0 if all(parts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
