"""Guidance, the job board, settings, background work and the worker's command line."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.session.background import InLine
from app.session.guidance import Action, WorkState, primary_action
from app.session.jobs import JobBoard, JobPhase
from app.session.settings import Settings, load_settings, save_settings, system_user
from app.session.worker import worker_command

ENOUGH = {"serve": 5, "rally": 4}


@pytest.mark.parametrize(
    ("state", "action", "words"),
    [
        (WorkState(False, {}, 0, 0, 0), Action.OPEN_VIDEO, "Open a video"),
        (WorkState(True, {}, 0, 0, 0), Action.NAME_CLASS, "first class"),
        (WorkState(True, {"serve": 9}, 0, 0, 9), Action.LABEL, "second class"),
        (WorkState(True, {"serve": 0, "rally": 2}, 0, 0, 2), Action.LABEL, "1 more of rally"),
        (WorkState(True, ENOUGH, 0, 0, 9), Action.PROPOSE, "Sora labels"),
        (WorkState(True, ENOUGH, 0, 0, 9, busy=True), Action.PROPOSE, "go on labelling"),
        (WorkState(True, ENOUGH, 7, 0, 0), Action.REVIEW, "Review 7"),
        (WorkState(True, ENOUGH, 0, 7, 0), Action.EXPORT, "reviewed"),
        (WorkState(True, ENOUGH, 0, 7, 3), Action.PROPOSE, "Sora labels"),
    ],
)
def test_one_action_for_every_state(state: WorkState, action: Action, words: str) -> None:
    found = primary_action(state)
    assert found.action is action
    assert words in f"{found.text} {found.hint}"
    assert found.enabled is not state.busy


def test_a_job_from_start_to_end() -> None:
    board, seen, cancelled = JobBoard(), [], []
    leave = board.subscribe(lambda job: seen.append((job.id, job.phase, job.done)))
    board.start("peaks", "Waveform", lambda: cancelled.append("peaks"))
    board.progress("peaks", 3, 10, eta_s=2.0)
    board.cancel("peaks")
    board.end("peaks", JobPhase.CANCELLED, "as asked")
    board.progress("peaks", 9, 10)  # late words of an ended job
    board.cancel("peaks")
    board.end("peaks", JobPhase.DONE)
    assert cancelled == ["peaks"]
    assert seen == [
        ("peaks", JobPhase.RUNNING, 0),
        ("peaks", JobPhase.RUNNING, 3),
        ("peaks", JobPhase.CANCELLING, 3),
        ("peaks", JobPhase.CANCELLED, 3),
    ]
    assert board.running == ()
    board.start("peaks", "Waveform again")
    assert [j.title for j in board.jobs] == ["Waveform again"]
    board.cancel("peaks")  # nothing to cancel it with
    assert board.running[0].phase is JobPhase.RUNNING
    board.end("peaks", JobPhase.FAILED, "no space")
    board.clear_ended()
    leave()
    assert board.jobs == ()


def test_settings_come_back_and_bad_ones_are_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.json"
    assert load_settings(path) == Settings()
    chosen = Settings(person="Ada", volume=0.5, recent=("a.sora",), presets={"a.sora": "sora-rnn"})
    save_settings(chosen, path)
    assert load_settings(path) == chosen
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]
    path.write_text(
        json.dumps(
            {
                "volume": "loud",
                "muted": True,
                "recent": [1, "b"],
                "other": 1,
                "presets": {"b": "sora", "c": 1},
            }
        )
    )
    assert load_settings(path) == Settings(muted=True, recent=("b",), presets={"b": "sora"})
    path.write_text("[1]")
    assert load_settings(path) == Settings()
    path.write_text("{")
    assert load_settings(path) == Settings()
    path.write_text("[" * 100_000)
    assert load_settings(path) == Settings()
    path.write_text('{"volume": NaN, "cache_gb": 1e999, "train_after": true, "muted": 1}')
    assert load_settings(path) == Settings()
    path.write_text('{"volume": 1, "cache_gb": 2}')
    assert load_settings(path) == Settings(volume=1, cache_gb=2)


def test_settings_that_cannot_be_saved_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not be saved"):
        save_settings(Settings(), tmp_path / "file" / "settings.json")


def test_the_person_is_the_system_user_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert replace(Settings(), person="Ada").person_name == "Ada"
    assert Settings().person_name == system_user()

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert system_user() == "unknown"


def test_work_in_line_brings_results_and_failures() -> None:
    found: list[object] = []
    InLine().run(lambda: 7, found.append, found.append)
    InLine().run(lambda: 1 / 0, found.append, found.append)
    assert found[0] == 7
    assert isinstance(found[1], ZeroDivisionError)


def test_a_frozen_program_re_enters_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Path("job.json")
    assert worker_command("train", job) == [sys.executable, "-m", "app", "--worker", "train", "job.json"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert worker_command("train", job) == [sys.executable, "--worker", "train", "job.json"]
