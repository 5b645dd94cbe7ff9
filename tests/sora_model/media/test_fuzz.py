"""Damaged files: refused in words or used, never a crash, a hang, another error or another picture."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[3] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from media_fuzz import Child, damaged, run, sources  # noqa: E402

CASES = 500


def test_damaged_files_are_refused_or_used(capsys: pytest.CaptureFixture[str]) -> None:
    report = run(CASES, seed=1, workers=2)
    with capsys.disabled():
        print(f"\nfuzzing: {report}")
    assert report.wrong == []
    assert report.cases == CASES
    # The damage neither spares nor destroys everything.
    assert min(report.outcomes["fine"], report.outcomes["refused"]) > CASES / 10


def test_a_case_can_be_made_again() -> None:
    data = sources()[0].read_bytes()
    assert damaged(data, random.Random("7")) == damaged(data, random.Random("7"))
    assert damaged(data, random.Random("7")) != damaged(data, random.Random("8"))


def test_a_child_that_dies_or_does_not_answer_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "child.py"
    script.write_text(
        "import json, os, sys\n"
        "for line in sys.stdin:\n"
        "    if json.loads(line)[1] == 'die':\n"
        "        os.abort()\n"
        "    if json.loads(line)[1] == 'hang':\n"
        "        while True: pass\n"
        "    print(json.dumps({'outcome': 'fine', 'text': ''}), flush=True)\n"
    )
    monkeypatch.setattr("media_fuzz.__file__", str(script))
    monkeypatch.setattr("media_fuzz.HANG_S", 0.2)
    child = Child()
    outcomes = [child.ask(script, seed)[0]["outcome"] for seed in ("a", "die", "b", "hang", "c")]
    child.close()
    assert outcomes == ["fine", "crash", "fine", "hang", "fine"]
