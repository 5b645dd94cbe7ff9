"""Presets, settings, stages, resuming, warm starts and what is asked of a run, through the program itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.__main__ import main
from tests.e2e.films import write_moving_square

Capture = pytest.CaptureFixture[str]

QUICK = ("--set", "epochs=2", "--set", "least_epochs=1", "--set", "picture=64", "--set", "width=16")
NETWORK = ("--set", "probe_share=0")


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("films")
    places = []
    for name, way in (("left", (-1, 0)), ("down", (0, 1))):
        for number in range(3):
            places.append(folder / f"{name}{number}.mp4")
            write_moving_square(places[-1], way, seed=number)
    return places


@pytest.fixture
def project(films: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    monkeypatch.chdir(tmp_path)
    return made(capsys, "p.sora", films)


def made(capsys: Capture, name: str, films: list[Path]) -> Path:
    run(capsys, "new", name, "--media", *films, "--classes", "left,down")
    lines = "".join(f"{p.name},{p.name[:4]},,,,,,\n" for p in films)
    header = "media,class,start_s,end_s,start_frame,end_frame,score,source\n"
    Path("labels.csv").write_text(header + lines, "utf-8")
    run(capsys, "import", name, "labels.csv", "--format", "csv")
    return Path(name).resolve()


def run(capsys: Capture, *arguments: object) -> dict[str, Any]:
    found = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    assert found == 0, err
    return json.loads(out) if "--json" in arguments else {}


def refused(capsys: Capture, *arguments: object) -> str:
    assert main([str(a) for a in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return err


def description(project: Path, run_id: str) -> dict[str, Any]:
    return json.loads((project.with_suffix(".models") / run_id / "model.json").read_text("utf-8"))


def test_a_form_from_pixels_is_trained_judged_explained_and_goes_on_end_to_end(
    project: Path, capsys: Capture
) -> None:
    held = ["left2.mp4", "down2.mp4"]
    small = ("--preset", "sora-plus", "--set", "epochs=1", "--set", "pixels=16", *NETWORK)
    trained = run(capsys, "train", project, "--holdout", *held, *small, "--json")
    told = description(project, trained["run"])["config"]
    assert (told["preset"], told["features"]["pixels"], told["probe_share"]) == ("sora-plus", 16, 0.0)
    assert run(capsys, "evaluate", project, "--run", trained["run"], "--media", *held, "--json")["n"] == 2
    where = ("--media", "left2.mp4", "--time", 1.0, "--run", trained["run"], "-o", "why")
    assert "explain.json" in run(capsys, "explain", project, *where, "--json")["files"]


def test_stage_b_keeps_its_own_backbone(project: Path, capsys: Capture) -> None:
    held = ["left2.mp4", "down2.mp4"]
    setting = (*QUICK, *NETWORK, "--set", "tune_epochs=1", "--set", "looks=4")
    trained = run(capsys, "train", project, "--stage", "b", "--holdout", *held, *setting, "--json")
    plain = run(capsys, "train", project, "--holdout", *held, *QUICK, "--json")
    hashes = {description(project, r["run"])["weights_hash"] for r in (trained, plain)}
    assert len(hashes) == 2
    assert run(capsys, "evaluate", project, "--run", trained["run"], "--media", *held, "--json")["n"] == 2


def test_a_warm_start_from_another_project(project: Path, films: list[Path], capsys: Capture) -> None:
    source = run(capsys, "train", project, *QUICK, *NETWORK, "--json")
    other = made(capsys, "other.sora", films[:1] + films[3:4])
    begun = run(capsys, "train", other, "--init", f"p.sora:{source['run']}", *QUICK, *NETWORK, "--json")
    assert description(other, begun["run"])["config"]["width"] == 16
    assert "no run nowhere" in refused(capsys, "train", other, "--init", "p.sora:nowhere")
    assert "width" in refused(capsys, "train", other, "--init", f"p.sora:{source['run']}", *NETWORK)
    assert "gone.sora" in refused(capsys, "train", other, "--init", "gone.sora:1")


def test_settings_that_do_not_exist_are_named(project: Path, capsys: Capture) -> None:
    told = refused(capsys, "train", project, "--set", "fussion=mean")
    assert "fussion" in told
    assert "fusion" in told.replace("fussion", "")
    assert "averaged" in refused(capsys, "train", project, "--set", "fusion=averaged")
    assert "epochs" in refused(capsys, "train", project, "--set", "epochs=many")
    assert "sora-xl" in refused(capsys, "train", project, "--preset", "sora-xl")


def test_what_was_learnt_without_labels_begins_a_training(project: Path, capsys: Capture) -> None:
    small = ("--epochs", 1)
    learnt = run(capsys, "pretrain", project, *small, "--json")
    setting = ("--preset", "sora-tcn-ae", "--set", "epochs=1", *NETWORK)
    begun = run(capsys, "train", project, "--init", f"p.sora:{learnt['run']}", *setting, "--json")
    assert begun["run"] != learnt["run"]
    # It knows no class of the project: every label is missed, in good order.
    judged = run(capsys, "evaluate", project, "--run", learnt["run"], "--json")
    assert (judged["clip_accuracy"], judged["class_names"][0]) == (0.0, "unlabelled")
    assert "knows none of this project's" in refused(capsys, "prelabel", project, "--run", learnt["run"])


def test_a_mangled_run_is_told_by_every_command_and_nothing_is_lost(project: Path, capsys: Capture) -> None:
    trained = run(capsys, "train", project, *QUICK, "--json")
    run(capsys, "prelabel", project, "--mode", "clip", "--json")
    folder = project.with_suffix(".models") / trained["run"]
    (weights,) = folder.glob("*.safetensors")
    weights.write_bytes(weights.read_bytes()[:-100])

    def kept() -> list[str]:
        run(capsys, "export", project, "--format", "csv", "-o", "l.csv")
        run(capsys, "export", project, "--format", "csv", "-o", "s.csv", "--layer", trained["run"])
        names = sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))
        return [Path("l.csv").read_text("utf-8"), Path("s.csv").read_text("utf-8"), *names]

    before = kept()
    assert before[1].count("left") >= 3
    for command in (
        ("prelabel", project),
        ("evaluate", project),
        ("explain", project, "--media", "left0.mp4", "--time", 1.0, "-o", "why"),
        ("embed", project, "--level", "film", "--run", trained["run"], "-o", "v.npz"),
        ("train", project, "--init", f"p.sora:{trained['run']}", *QUICK),
    ):
        told = refused(capsys, *command)
        assert str(folder) in told, command
        assert "damaged" in told, command
        assert "Choose another run" in told, command
    assert kept() == before
    assert not Path("why").exists()
    assert not Path("v.npz").exists()
    run(capsys, "check", project)


def test_what_is_asked_of_labels_and_of_a_run(project: Path, capsys: Capture) -> None:
    vectors = run(capsys, "embed", project, "--level", "segment", "--dim", 3, "-o", "v.npz", "--json")
    with np.load("v.npz", allow_pickle=False) as data:
        assert data["vectors"].shape == (6, 3)
        np.testing.assert_allclose(np.linalg.norm(data["vectors"], axis=1), 1, atol=1e-5)
    assert vectors["vectors"] == 6
    assert "100000" in refused(capsys, "embed", project, "--level", "film", "--dim", 100_000, "-o", "w.npz")
    assert "20 in two classes" in refused(capsys, "doubts", project)
    assert "Train first" in refused(capsys, "robustness", project)
    run(capsys, "train", project, *QUICK, "--json")
    worse = run(capsys, "robustness", project, "--clips", 2, "--json")
    assert {"dark", "blurred"} <= {row["name"] for row in worse["rows"]}
