"""`merge` and `agreement` as a script meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score

from app.__main__ import main
from tests.clips import clip

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: object, code: int = 0) -> dict[str, Any]:
    found = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    assert found == code, err
    return json.loads(out) if code == 0 else {"error": err}


def labelled(capsys: Capture, project: Path, *frames: tuple[int, int]) -> None:
    rows = "".join(f"{clip('plain').name},serve,,,{a},{b},,human\n" for a, b in frames)
    table = project.with_suffix(".csv")
    table.write_text(f"media,class,start_s,end_s,start_frame,end_frame,score,source\n{rows}", "utf-8")
    run(capsys, "import", project, table, "--format", "csv", "--json")


@pytest.fixture
def copies(capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A project with one label, and a colleague's copy of it, in one folder with their film."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(clip("plain"), tmp_path / clip("plain").name)
    mine, hers = tmp_path / "mine.sora", tmp_path / "hers.sora"
    run(capsys, "new", mine, "--media", tmp_path / clip("plain").name, "--classes", "serve", "--json")
    shutil.copy(mine, hers)
    labelled(capsys, mine, (0, 10))
    return mine, hers


def test_merge_brings_what_only_they_have_and_reads_their_file_only(
    capsys: Capture, copies: tuple[Path, Path]
) -> None:
    mine, hers = copies
    labelled(capsys, hers, (0, 10), (20, 30))
    content = hers.read_bytes()
    looked = run(capsys, "merge", mine, hers, "--dry-run", "--json")
    assert (looked["brought"], looked["merged"], looked["common_entries"]) == ({"labels": 1}, False, 1)
    assert run(capsys, "info", mine, "--json")["counts"]["labels"] == 1
    done = run(capsys, "merge", mine, hers, "--json")
    assert (done["brought"], done["conflicts"], done["same_project"]) == ({"labels": 1}, [], True)
    assert run(capsys, "info", mine, "--json")["counts"]["labels"] == 2
    assert run(capsys, "check", mine, "--json")["ok"]
    assert hers.read_bytes() == content
    assert run(capsys, "merge", mine, mine, "--json", code=2)["error"].count("\n") == 1


def test_agreement_of_two_projects(capsys: Capture, copies: tuple[Path, Path]) -> None:
    mine, hers = copies
    labelled(capsys, hers, (0, 5), (20, 30))
    frames = run(capsys, "info", mine, "--json")["media"][0]["frames"]
    found = run(capsys, "agreement", mine, hers, "--json")
    said = [
        [int(any(a <= n < b for a, b in of)) for n in range(frames)] for of in ([(0, 10)], [(0, 5), (20, 30)])
    ]
    (row,) = found["classes"]
    assert row["kappa"]["value"] == pytest.approx(cohen_kappa_score(*said))
    assert row["f1"]["value"] == pytest.approx(2 / 3)
    assert [d["kind"] for d in found["disagreements"]] == ["second"]
    assert "--people" in run(capsys, "agreement", mine, "--json", code=2)["error"]
