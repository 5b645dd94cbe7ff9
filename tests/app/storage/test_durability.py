"""Committed is saved: after a kill at any moment, and before the confirmation is given."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.storage.project_store import ProjectStore

EDITS_FIRST = 4
SCRIPT = Path(__file__).with_name("scripted_edits.py")

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: SIGKILL and fork")
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only: strace")


@contextmanager
def editing_processes(path: Path, journal: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), "serve", str(path), journal],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == 0


def run_and_kill(process: subprocess.Popen[str], seed: int, after_s: float) -> dict[int, str]:
    """The edits of one run that were confirmed before it was killed: number → hash.

    Every other run may be killed while it still opens or makes the project, the rest while it edits.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{seed}\n")
    word, pid = process.stdout.readline().split()
    assert word == "started"
    confirmed = {}
    for _ in range(seed % 2 * EDITS_FIRST):
        number, head = process.stdout.readline().split()
        confirmed[int(number)] = head
    time.sleep(after_s)
    os.kill(int(pid), signal.SIGKILL)
    for line in process.stdout:
        first, second = line.split()
        if first == "ended":
            assert int(second) == signal.SIGKILL, "the run ended by itself: it has shown nothing"
            return confirmed
        confirmed[int(first)] = second
    raise AssertionError("the process that starts the runs is gone")


@posix_only
@pytest.mark.parametrize(("journal", "kills"), [("wal", 50), ("delete", 10)])
def test_every_confirmed_edit_survives_a_kill_at_any_moment(path: Path, journal: str, kills: int) -> None:
    dice = random.Random(20260504)
    confirmed: dict[int, str] = {}
    runs_with_edits = 0
    with editing_processes(path, journal) as process:
        for seed in range(kills):
            fresh = run_and_kill(process, seed, dice.uniform(0.0, 0.12))
            runs_with_edits += bool(fresh)
            confirmed |= fresh
            if not path.exists():
                assert not confirmed
                continue
            with ProjectStore.open(path) as store:
                assert store.check() == [], f"after kill {seed}"
                log = {entry.number: entry.hash for entry in store.log()}
                assert {n: log.get(n) for n in confirmed} == confirmed, f"after kill {seed}"
                assert labels_in(store) == labels_told_by_the_log(store), f"after kill {seed}"
    assert runs_with_edits >= kills // 2
    assert len(confirmed) >= kills // 2 * EDITS_FIRST


def labels_in(store: ProjectStore) -> dict[str, tuple[int, int, str]]:
    return {s.id: (s.range.start, s.range.end, s.comment) for s in store.iter_segments()}


def labels_told_by_the_log(store: ProjectStore) -> dict[str, tuple[int, int, str]]:
    rows: dict[str, dict[str, object]] = {}
    for entry in store.log():
        for kind, name, fields in json.loads(entry.edit):
            if kind != "segment":
                continue
            if fields is None:
                del rows[name]
            else:
                rows[name] = rows.get(name, {}) | fields
    return {name: (r["start_tick"], r["end_tick"], r["comment"]) for name, r in rows.items()}  # type: ignore[misc]


@linux_only
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_each_edit_is_on_the_disk_before_it_is_confirmed(path: Path, tmp_path: Path, journal: str) -> None:
    """A kill does not empty the disk cache; a power cut does."""
    strace = shutil.which("strace")
    assert strace, "install strace (script/setup does)"
    ProjectStore.create(path).close()
    trace, edits = tmp_path / "trace", 12
    subprocess.run(
        [
            *(strace, "-f", "-qq", "-o", str(trace), "-e", "trace=write,fsync,fdatasync"),
            *(sys.executable, str(SCRIPT), "once", str(path), journal, str(edits)),
        ],
        check=True,
        capture_output=True,
    )
    synced_since, confirmations = 0, 0
    for line in trace.read_text().splitlines():
        if re.search(r"\bf(data)?sync\(\d+\) += 0", line):
            synced_since += 1
        elif re.search(r'\bwrite\(1, "\d+ [0-9a-f]{10}', line):
            assert synced_since >= 1, f"confirmed before it was on the disk: {line}"
            synced_since, confirmations = 0, confirmations + 1
    assert confirmations > edits // 2


@linux_only
def test_the_name_of_a_new_project_is_on_the_disk(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    assert strace, "install strace (script/setup does)"
    trace = tmp_path / "trace"
    folder = tmp_path / "folder"
    folder.mkdir()
    subprocess.run(
        [
            *(strace, "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=rename,fsync"),
            *(sys.executable, str(SCRIPT), "once", str(folder / "new.sora"), "wal", "0"),
        ],
        check=True,
        capture_output=True,
    )
    calls = trace.read_text()
    renamed = calls.index('new.sora")')
    assert f"<{folder}>)" in calls[renamed:], "the folder is synced after the file got its name"
