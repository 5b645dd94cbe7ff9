"""Proves that a built program (bundle or wheel) works away from its source: `self_test.py PROGRAM`.

Runs `--version`, the demo without a screen, and the demo with its training process killed. Uses nothing but
the standard library, and leaves the program a new home, no checkout and no Python of ours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPORT = {
    "media", "synthetic", "labels_before", "labels_after", "suggestions", "accepted", "rejected", "train",
    "device", "seconds", "screenshots",
}  # fmt: skip
DEMO_SECONDS = 900


class SelfTestFailed(Exception):
    """The program does not do what it must."""


def demand(holds: object, message: str) -> None:
    """Fail with `message` unless it holds."""
    if not holds:
        raise SelfTestFailed(message)


def environment(home: Path) -> dict[str, str]:
    """What the program finds around it: no Python path, no virtual environment, an empty home."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "XDG_", "QT_", "LD_LIBRARY_PATH"))
    }
    home.mkdir(exist_ok=True)
    return kept | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "LOCALAPPDATA": str(home),
        "APPDATA": str(home),
    }


def says_its_version(program: str, folder: Path) -> str:
    """Run `--version`; what it printed."""
    done = subprocess.run(
        [program, "--version"],
        cwd=folder,
        env=environment(folder / "home"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    demand(done.returncode == 0, f"--version ended with {done.returncode}: {done.stderr}")
    demand(done.stdout.startswith("sora-studio "), f"--version printed {done.stdout!r}")
    return done.stdout.strip()


def does_the_main_job(program: str, folder: Path) -> dict[str, object]:
    """Run the demo; its report, after checking it."""
    out = folder / "demo"
    done = subprocess.run(
        [program, "demo", "--headless", "--out", str(out)],
        cwd=folder,
        env=environment(folder / "home"),
        capture_output=True,
        text=True,
        timeout=DEMO_SECONDS,
    )
    demand(done.returncode == 0, f"the demo ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    demand(set(report) >= REPORT, f"report.json lacks {sorted(REPORT - set(report))}")
    demand(report["synthetic"] is True, "the generated film is not marked synthetic")
    demand(report["suggestions"] > 0, "the demo made no suggestion")
    demand(report["accepted"] > 0, "the demo accepted nothing")
    demand(report["labels_after"] > report["labels_before"], "accepting made no label")
    demand(report["train"]["run"], "the training process made no run")
    demand(report["screenshots"], "the demo left no screenshot")
    for name in report["screenshots"]:
        picture = out / name
        demand(
            picture.is_file() and picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", f"{picture} is no picture"
        )
    return report


def children_that_train(parent: int) -> list[int]:
    """The processes below `parent` whose command line says that they train (Linux)."""
    below, found = {parent}, []
    processes = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes()
                above = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it ended while we looked
            processes[int(entry.name)] = (above, command)
    for _ in processes:
        more = {number for number, (above, _command) in processes.items() if above in below} - below
        if not more:
            break
        below |= more
    for number in below - {parent}:
        words = processes[number][1].split(b"\0")
        if b"--worker" in words and b"train" in words:
            found.append(number)
    return found


def says_when_training_died(program: str, folder: Path) -> None:
    """Kill the demo's training process: the demo must end by itself, with an exit code that says so."""
    out = folder / "demo-killed"
    demo = subprocess.Popen(
        [program, "demo", "--headless", "--out", str(out)],
        cwd=folder,
        env=environment(folder / "home-killed"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = time.monotonic() + DEMO_SECONDS
        while not (victims := children_that_train(demo.pid)):
            demand(demo.poll() is None, "the demo ended before its training process was seen")
            demand(time.monotonic() < deadline, "the demo never started its training process")
            time.sleep(0.01)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        output, _ = demo.communicate(timeout=DEMO_SECONDS)
    finally:
        demo.kill()
        demo.wait()
    demand(demo.returncode not in (0, None), "the demo ended with 0 although its training was killed")
    demand("training process" in output, f"the demo does not say that its training died:\n{output}")


def main() -> int:
    """Test the program named on the command line; 0 when it holds."""
    program = str(Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory(prefix="sora-self-test-") as name:
        folder = Path(name)
        try:
            print("self-test:", says_its_version(program, folder))
            report = does_the_main_job(program, folder)
            print("self-test: demo:", json.dumps({key: report[key] for key in sorted(REPORT - {"media"})}))
            if sys.platform == "linux":
                says_when_training_died(program, folder)
                print("self-test: a killed training process makes the demo fail, as it must")
        except SelfTestFailed as failure:
            print(f"self-test: FAILED: {failure}", file=sys.stderr)
            return 1
    print("self-test: passed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
