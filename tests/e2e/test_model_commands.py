"""`train`, `prelabel`, `evaluate`, `explain` through the program, on tiny films whose two classes differ."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.__main__ import main
from app.cli.evaluate_command import tables
from app.storage.project_store import ProjectStore
from tests.e2e.films import write_moving_square

Capture = pytest.CaptureFixture[str]

FILMS = 6


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with films of two seconds in which a square moves to the left or downwards."""
    folder = tmp_path_factory.mktemp("films")
    for number in range(FILMS):
        write_moving_square(folder / f"left{number}.mp4", (-1, 0), seed=number)
        write_moving_square(folder / f"down{number}.mp4", (0, 1), seed=number)
    return folder


@pytest.fixture
def project(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """The project p.sora in the current folder, every film labelled as a whole, each a group of its own."""
    monkeypatch.chdir(tmp_path)
    names = sorted(films.glob("*.mp4"))
    run(capsys, "new", "p.sora", "--media", *names, "--classes", "left,down")
    lines = "".join(f"{p.name},{p.name[:4]},,,,,,\n" for p in names)
    header = "media,class,start_s,end_s,start_frame,end_frame,score,source\n"
    Path("labels.csv").write_text(header + lines, "utf-8")
    run(capsys, "import", "p.sora", "labels.csv", "--format", "csv")
    return tmp_path / "p.sora"


def run(capsys: Capture, *arguments: object) -> dict[str, Any]:
    found = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    assert found == 0, err
    return json.loads(out) if "--json" in arguments else {}


def test_from_labels_to_a_judged_model_and_what_it_looked_at(project: Path, capsys: Capture) -> None:
    held = ["left5.mp4", "down5.mp4"]
    trained = run(capsys, "train", project, "--holdout", *held, "--epochs", 12, "--seed", 1, "--json")
    assert set(trained) >= {"run", "promoted", "metrics", "seconds", "device"}
    assert trained["promoted"], trained["reason"]
    again = run(capsys, "train", project, "--holdout", *held, "--epochs", 12, "--seed", 1, "--json")
    assert again["metrics"]["validation"] == trained["metrics"]["validation"], "a seed repeats"

    judged = run(capsys, "evaluate", project, "--run", trained["run"], "--media", *held, "--json")
    assert set(judged) >= {"clip_accuracy", "macro_f1", "confusion", "segment", "brier", "log_loss"}
    assert set(judged["segment"]) >= {"accuracy", "edit", "f1_10", "f1_25", "f1_50", "map"}
    assert judged["clip_accuracy"] == 1.0
    assert np.sum(judged["confusion"]) == 2

    proposed = run(capsys, "prelabel", project, "--media", *held, "--mode", "clip", "--json")
    assert proposed["suggestions"] == 2
    run(capsys, "export", project, "--format", "csv", "-o", "model.csv", "--layer", proposed["run"])
    rows = [line.split(",") for line in Path("model.csv").read_text("utf-8").splitlines()[1:]]
    assert {(row[0], row[1]) for row in rows} == {("left5.mp4", "left"), ("down5.mp4", "down")}
    assert all(0.0 < float(row[6]) <= 1.0 for row in rows)

    explained = run(capsys, "explain", project, "--media", "left5.mp4", "--time", 1.0, "-o", "why", "--json")
    assert explained["files"]
    assert (Path("why") / "explain.json").exists()
    overlay = cv2.imread("why/overlay.png")
    assert overlay is not None
    assert overlay.std() > 1
    explained = run(
        capsys,
        "explain",
        project,
        "--media",
        "left5.mp4",
        "--time",
        1.0,
        "--class",
        "down",
        "-o",
        "of",
        "--json",
    )
    assert explained["explained"] == ["down"]
    assert {"occlusion-down.png", "hirescam-down.png"} <= set(explained["files"])
    # Five labels per class: the network has no say, and no attention.
    assert explained["decided_by"] == {"network": 0.0, "probe": 1.0}
    assert "attention-map.png" not in explained["files"]
    assert 0 <= explained["faithfulness"]["maps"]["occlusion"]["deletion"] <= 1
    info = run(capsys, "info", project, "--json")
    assert [r["name"] for r in info["runs"]] == ["run 1", "run 2"]
    assert run(capsys, "check", project, "--json")["ok"]


def test_figures_by_folds_without_any_run(project: Path, capsys: Capture) -> None:
    setting = ("--folds", 2, "--curve", "1", "--set", "epochs=1", "--set", "refit=0")
    judged = run(capsys, "evaluate", project, *setting, "--reliability", "r.png", "--json")
    assert (judged["folds"], judged["cut"], judged["seeds"]) == (2, "groups", [0])
    assert judged["n"] == 2 * FILMS
    assert [row["labels_per_class"] for row in judged["curve"]] == [1]
    picture = cv2.imread("r.png")
    assert picture is not None
    assert picture.std() > 1
    shown = "\n".join(tables(judged))
    for part in ("whole films (12)", "F1@50", "Brier, calibrated", "left", "2 folds by groups", "1 labels"):
        assert part in shown
    assert main(["evaluate", str(project), "--folds", "2", "--curve", "some"]) == 2
    assert "1,5,20" in capsys.readouterr().err
    for wrong in (("--folds", "1"), ("--folds", "0"), ("--curve", "1")):
        assert main(["evaluate", str(project), *wrong]) == 2
        assert "--folds" in capsys.readouterr().err


def test_an_interrupted_training_ends_cleanly(project: Path, films: Path, capsys: Capture) -> None:
    """Ctrl+C: exit code 130, no child left, the project whole and free for the next writer."""
    # Many short labels, so that the training is still under way when it is interrupted.
    header = "media,class,start_s,end_s,start_frame,end_frame,score,source\n"
    lines = [
        f"{path.name},{path.name[:4]},,,{start},{start + 5},,\n"
        for path in sorted(films.glob("*.mp4"))
        for start in range(0, 45, 3)
    ]
    Path("more.csv").write_text(header + "".join(lines), "utf-8")
    run(capsys, "import", project, "more.csv", "--format", "csv")
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "train", str(project), "--epochs", "5000", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background of a shell has them ignore Ctrl+C; a person does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with child:
        give_up = time.monotonic() + 60
        while not list(project.with_suffix(".models").rglob("*.safetensors")) and time.monotonic() < give_up:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=60)
    assert child.returncode == 130, err
    assert out == ""
    assert "Traceback" not in err
    with ProjectStore.open(project) as store:
        assert store.check() == []
        (run_kept,) = store.load_catalogue().runs.values()
        assert "Cancelled" in run_kept.reason
        assert (store.models_folder / run_kept.checkpoint).exists()
