"""The commands as a script meets them: exit codes, one JSON object on stdout, one clear line for a fault."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.__main__ import main
from sora_model.media.hashing import full_sha256
from tests.clips import clip, number_in, write_film
from tests.footage import footage
from tests.odd_files import OFFSET, SECOND_FILM, write_two_films

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the person stands: a folder with films of their own."""
    for name in ("plain", "variable_rate", "audio_only", "one_frame", "rotated_90"):
        shutil.copy(clip(name), tmp_path / f"{name}{clip(name).suffix}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: Capture, *arguments: object, code: int = 0) -> dict[str, Any]:
    """The JSON object that the command printed; its exit code is checked."""
    found = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    assert found == code, err
    assert "Traceback" not in err
    return json.loads(out) if out and "--json" in arguments else {}


def refused(capsys: Capture, *arguments: object) -> str:
    """The one line on stderr of a command that the input made fail."""
    assert main([str(a) for a in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = [line for line in err.splitlines() if line.startswith("sora-studio")]
    assert len(lines) == 1
    return lines[0]


def written(text: str, name: str = "labels.csv") -> Path:
    path = Path(name)
    path.write_text(f"media,class,start_s,end_s,start_frame,end_frame,score,source\n{text}", "utf-8")
    return path


def test_probe_tells_the_shape_of_the_issue(folder: Path, capsys: Capture) -> None:
    facts = run(capsys, "probe", "plain.mp4", "--json")
    assert set(facts) >= {"path", "container", "video", "audio", "warnings"}
    assert set(facts["video"]) == {
        "codec", "width", "height", "rotation", "frames", "duration_s", "average_fps",
        "variable_frame_rate", "first_pts", "time_base", "keyframes",
    }  # fmt: skip
    assert set(facts["audio"]) == {"codec", "sample_rate", "channels", "duration_s"}
    assert facts["video"]["frames"] == 50
    assert run(capsys, "probe", "audio_only.m4a", "--json")["video"] is None
    assert run(capsys, "probe", "variable_rate.mp4", "--json", "--quick")["video"]["variable_frame_rate"]


def test_grab_saves_the_frame_that_was_asked_for(folder: Path, capsys: Capture) -> None:
    run(capsys, "grab", "plain.mp4", "--frame", 37, "-o", "f.png")
    picture = cv2.imread("f.png")
    assert picture is not None
    assert number_in(np.ascontiguousarray(picture[..., ::-1])) == 37
    assert "0 to 49" in refused(capsys, "grab", "plain.mp4", "--frame", 50, "-o", "g.png")
    assert not Path("g.png").exists()


@pytest.mark.parametrize("name", ["missing.mp4", "empty.mp4", "text.mp4", "truncated.mp4", "."])
def test_media_that_cannot_be_read(folder: Path, capsys: Capture, name: str) -> None:
    Path("empty.mp4").touch()
    Path("text.mp4").write_text("minutes of the meeting\n" * 50)
    Path("truncated.mp4").write_bytes(Path("plain.mp4").read_bytes()[:3000])
    assert name in refused(capsys, "probe", name, "--json") or name == "."
    refused(capsys, "grab", name, "--frame", 0, "-o", "f.png")
    refused(capsys, "new", "p.sora", "--media", "plain.mp4", name)
    assert not list(folder.glob("p.sora*")), "nothing half made stays"


def test_a_project_from_start_to_export(folder: Path, capsys: Capture) -> None:
    before = {p.name: (full_sha256(p), p.stat().st_mtime_ns) for p in folder.iterdir()}
    media = ["plain.mp4", "variable_rate.mp4", "audio_only.m4a", "one_frame.mp4", "rotated_90.mp4"]
    made = run(capsys, "new", "p.sora", "--media", *media, "--classes", "serve,rally", "--json")
    assert made == {"project": "p.sora", "media": 5, "classes": ["serve", "rally"]}
    table = written("plain.mp4,serve,0,1,,,,\naudio_only.m4a,rally,0.1,0.9,,,,\none_frame.mp4,serve,,,,,,\n")
    assert run(capsys, "import", "p.sora", table, "--format", "csv", "--json")["labels"] == 3
    info = run(capsys, "info", "p.sora", "--json")
    assert info["counts"]["labels"] == 3
    assert {c["name"]: c["labels"] for c in info["classes"]} == {"serve": 2, "rally": 1}
    out = run(capsys, "export", "p.sora", "--format", "csv", "-o", "out.csv", "--json")
    assert out["rows"] == 3
    assert out["log_head"] == info["log_head"]
    checked = run(capsys, "check", "p.sora", "--json")
    assert (checked["ok"], checked["problems"]) == (True, [])
    after = {name: (full_sha256(Path(name)), Path(name).stat().st_mtime_ns) for name in before}
    assert after == before, "the originals are as they were"


def test_the_same_file_twice_a_project_twice(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    assert "exists already" in refused(capsys, "new", "p.sora")
    assert Path("p.sora").exists()
    assert "in the project already" in refused(capsys, "new", "q.sora", "--media", "plain.mp4", "plain.mp4")
    assert ".sora" in refused(capsys, "new", "project.db")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("other.mp4,serve,0,1,,,,\n", "other.mp4 is not in the project"),
        ("plain.mp4,serve,2,1,,,,\n", "line 2"),
        ("plain.mp4,serve,0,99,,,,\n", "outside plain.mp4"),
        ("plain.mp4,serve,soon,1,,,,\n", "line 2"),
    ],
)
def test_tables_that_break_a_rule_import_nothing(
    folder: Path, capsys: Capture, text: str, words: str
) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    line = refused(capsys, "import", "p.sora", written(text), "--format", "csv")
    assert words in line
    assert "labels.csv" in line
    assert run(capsys, "info", "p.sora", "--json")["counts"]["labels"] == 0


def test_a_table_without_a_column_or_that_is_not_there(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    Path("bare.csv").write_text("media,start_s\nplain.mp4,0\n")
    assert "class" in refused(capsys, "import", "p.sora", "bare.csv", "--format", "csv")
    assert "gone.csv" in refused(capsys, "import", "p.sora", "gone.csv", "--format", "csv")


def test_projects_that_cannot_be_opened(folder: Path, capsys: Capture) -> None:
    assert "gone.sora" in refused(capsys, "info", "gone.sora")
    Path("text.sora").write_text("not a database " * 100)
    assert "text.sora" in refused(capsys, "info", "text.sora")
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    with sqlite3.connect("p.sora") as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    assert "newer" in refused(capsys, "info", "p.sora")


def test_check_finds_what_moved_and_what_changed(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4", "variable_rate.mp4")
    Path("plain.mp4").rename("elsewhere.mp4")
    Path("variable_rate.mp4").chmod(0o644)
    Path("variable_rate.mp4").write_bytes(b"overwritten")
    found = run(capsys, "check", "p.sora", "--json", code=2)
    assert not found["ok"]
    assert any("plain.mp4 is not at" in p for p in found["problems"])
    assert any("variable_rate.mp4 was changed" in p for p in found["problems"])


def test_check_finds_a_byte_changed_in_the_middle_of_a_film(folder: Path, capsys: Capture) -> None:
    film = folder / "plain.mp4"
    film.chmod(0o644)
    with film.open("ab") as file:
        file.write(b"\0" * 300_000)  # what a quick look at head and tail does not cover
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    with film.open("r+b") as file:
        file.seek(film.stat().st_size - 100_000)
        file.write(b"x")
    found = run(capsys, "check", "p.sora", "--json", code=2)
    assert found["problems"] == ["plain.mp4 was changed since it was added."]


def test_a_project_that_could_not_be_made_takes_no_other_file_with_it(folder: Path, capsys: Capture) -> None:
    others = [Path("p.sora.bak"), Path("p.sora-old")]
    for other in others:
        other.write_text("mine")
    refused(capsys, "new", "p.sora", "--media", "nope.mp4")
    assert not Path("p.sora").exists()
    assert all(other.read_text() == "mine" for other in others)


def test_models_are_asked_for_in_vain_without_a_run(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4", "--classes", "a,b")
    assert "Train first" in refused(capsys, "prelabel", "p.sora")
    assert "Label them first" in refused(capsys, "evaluate", "p.sora")
    assert "no run x" in refused(capsys, "prelabel", "p.sora", "--run", "x")
    assert "no run x" in refused(capsys, "export", "p.sora", "--format", "csv", "-o", "o.csv", "--layer", "x")


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ("", "Nothing is labelled"),
        ("plain.mp4,a,0,1,,,,\nplain.mp4,a,1,2,,,,\n", "second class"),
    ],
)
def test_too_few_labels_to_train(folder: Path, capsys: Capture, labels: str, words: str) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4", "--classes", "a,b")
    if labels:
        run(capsys, "import", "p.sora", written(labels), "--format", "csv")
    assert words in refused(capsys, "train", "p.sora", "--json")


@pytest.mark.parametrize("more", [("--epochs", 3), ("--set", "optimiser=sgd"), ("--stage", "b")])
def test_a_resumed_training_takes_no_other_options(
    folder: Path, capsys: Capture, more: tuple[object, ...]
) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    assert "was begun with" in refused(capsys, "train", "p.sora", "--resume", *more)
    assert "No training was interrupted" in refused(capsys, "train", "p.sora", "--resume", "--device", "cpu")


def test_another_model_s_output_comes_in_as_a_run(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    table = written("plain.mp4,serve,0,1,,,0.75,x\n")
    report = run(capsys, "import", "p.sora", table, "--format", "csv", "--as-run", "Theirs", "--json")
    assert (report["labels"], report["suggestions"]) == (0, 1)
    run(capsys, "export", "p.sora", "--format", "csv", "-o", "out.csv", "--layer", "Theirs")
    assert "plain.mp4,serve,0.0,1.0,0,25,0.75,Theirs" in Path("out.csv").read_text("utf-8")
    assert "another program" in refused(capsys, "prelabel", "p.sora", "--run", "Theirs")


def test_a_second_writer_is_turned_away(folder: Path, capsys: Capture) -> None:
    run(capsys, "new", "p.sora", "--media", "plain.mp4")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from app.storage.project_store import ProjectStore\n"
            "with ProjectStore.open(Path('p.sora')): print('open', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        table = written("plain.mp4,serve,0,1,,,,\n")
        assert "p.sora" in refused(capsys, "import", "p.sora", table, "--format", "csv")
        assert run(capsys, "info", "p.sora", "--json")["counts"]["labels"] == 0, "reading is possible"
        holder.communicate("")
    run(capsys, "import", "p.sora", table, "--format", "csv")


def test_wrong_words_on_the_command_line(capsys: Capture) -> None:
    assert "invalid choice" in refused(capsys, "fly")
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("sora-studio ")
    assert main(["--help"]) == 0


def test_the_installed_program_is_the_same(folder: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "app", "probe", "plain.mp4", "--json"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert json.loads(found.stdout)["video"]["frames"] == 50


def test_frames_mean_what_decodes_even_where_packets_begin_elsewhere(folder: Path, capsys: Capture) -> None:
    film = footage("torture/original/Megamind_bugy.avi")
    run(capsys, "new", "p.sora", "--media", film)
    table = written("Megamind_bugy.avi,b,,,0,1,,\nMegamind_bugy.avi,c,,,0,0,,\n")
    assert run(capsys, "import", "p.sora", table, "--format", "csv", "--json")["labels"] == 2
    assert run(capsys, "check", "p.sora", "--json")["ok"]
    run(capsys, "export", "p.sora", "--format", "csv", "-o", "out.csv")
    rows = Path("out.csv").read_text().splitlines()[1:]
    assert sorted(tuple(row.split(",")[4:6]) for row in rows) == [("0", "0"), ("0", "1")]


def test_grab_takes_a_frame_of_the_film_that_is_named(folder: Path, capsys: Capture) -> None:
    write_two_films(folder / "two.mkv")
    run(capsys, "grab", "two.mkv", "--frame", 5, "--stream", SECOND_FILM, "-o", "five.png")
    assert number_in(cv2.imread("five.png")) == 5 + OFFSET
    assert "no film number 9" in refused(
        capsys, "grab", "two.mkv", "--frame", 5, "--stream", 9, "-o", "x.png"
    )


def test_a_film_that_was_cut_short_is_rebuilt_by_a_whole_one(folder: Path, capsys: Capture) -> None:
    write_film(folder / "good.mp4", 30, codec="libx264", b_frames=2)
    data = Path("good.mp4").read_bytes()
    Path("broken.mp4").write_bytes(data[: data.rindex(b"moov") - 4])
    assert "cut short" in refused(capsys, "probe", "broken.mp4")
    found = run(capsys, "rebuild", "broken.mp4", "--like", "good.mp4", "-o", "new.mkv", "--json")
    assert found == {"path": "new.mkv", "frames": 30, "seconds": 1.2}
    assert run(capsys, "probe", "new.mkv", "--json")["video"]["frames"] == 30
    assert "is no help" in refused(capsys, "rebuild", "broken.mp4", "--like", "plain.mp4", "-o", "other.mkv")


def test_labels_of_the_chosen_film_are_counted_in_its_own_frames(folder: Path, capsys: Capture) -> None:
    write_two_films(folder / "two.mkv")
    run(capsys, "new", "p.sora", "--media", "two.mkv", "--classes", "serve", "--video-stream", SECOND_FILM)
    labels = written("two.mkv,serve,,,5,20,,\n")
    run(capsys, "import", "p.sora", labels, "--format", "csv")
    run(capsys, "export", "p.sora", "--format", "csv", "-o", "out.csv")
    assert Path("out.csv").read_text().splitlines()[1].startswith("two.mkv,serve,0.2")
    assert "5,20" in Path("out.csv").read_text()
    assert "frames 0 to 19" in refused(
        capsys, "import", "p.sora", written("two.mkv,serve,,,5,21,,\n"), "--format", "csv"
    )
    assert "no film number 9" in refused(capsys, "new", "q.sora", "--media", "two.mkv", "--video-stream", 9)
