"""The main job from start to end in the real program: report, pictures, project; and how it fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2

from app.storage.project_store import ProjectStore


def demo(out: Path, *, before: str = "") -> subprocess.CompletedProcess[str]:
    """`sora-studio demo --headless` on a short film, in a process of its own; `before`: code run first."""
    code = f"import sys\n{before}\nfrom app.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    arguments = ["demo", "--headless", "--out", str(out), "--seconds", "40", "--json"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, check=False
    )


def test_the_main_job_from_start_to_end(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = demo(out)
    assert done.returncode == 0, done.stderr
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert {**report, "report": str(out / "report.json")} == json.loads(done.stdout)
    assert report["synthetic"] is True
    assert report["labels_before"] > 0
    assert report["accepted"] + report["rejected"] == report["suggestions"] > 0
    assert report["labels_after"] == report["labels_before"] + report["accepted"]
    assert report["device"].startswith(("CPU", "GPU", "NVIDIA", "CUDA"))
    assert set(report["seconds"]) >= {"open", "label", "train", "propose", "review", "explain", "total"}
    assert len(report["screenshots"]) == 7
    for name in report["screenshots"]:
        picture = cv2.imread(str(out / name))
        assert picture is not None
        assert picture.shape[1] >= 1366
        assert picture.std() > 10, f"{name} is blank"
    with ProjectStore.open(out / "demo.sora") as store:
        assert store.check() == []
        runs = store.load_catalogue().runs
        assert report["train"]["run"] in runs
        counts = store.counts()
    assert (counts["labels"], counts["suggestions_accepted"]) == (report["labels_after"], report["accepted"])
    # Whether places in the picture or sounds speak for the answer is the run's affair.
    assert any(words in report["explained"] for words in ("than chance", "No place in the picture"))


def test_a_training_that_fails_makes_the_demonstration_fail(tmp_path: Path) -> None:
    broken = (
        "import app.session.worker as worker\n"
        "worker.worker_command = lambda kind, job: [sys.executable, '-c', '1/0']"
    )
    done = demo(tmp_path / "out", before=broken)
    assert done.returncode == 1
    assert "The training process ended unexpectedly (ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "report.json").exists()
    with ProjectStore.open(tmp_path / "out" / "demo.sora") as store:
        assert store.check() == []
        assert store.counts()["labels"] > 0, "the labels are untouched"
        assert store.counts()["runs"] == 0
