"""The mode Explain: maps are asked for off the GUI thread, stale answers are dropped, what is not better than
chance says so.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain import edits as e
from app.domain.suggestions import Layer, Promotion, Run
from app.qt.explain_worker import ExplainWorker, IsCancelled, OnExplanation
from app.session.training import run_actor
from app.shell.startup import Studio
from sora_model.contract.errors import SoraError
from sora_model.contract.explanations import ExplainJob, Explanation, Faithfulness, Heard
from sora_model.contract.predictions import Attention, Curves
from tests.clips import clip
from tests.studio_window import film, open_studio, wait

pytestmark = pytest.mark.usefixtures("qapp")

GOOD = Faithfulness(0.2, 0.8, (0.5, 0.6), (0.5, 0.5))
BAD = Faithfulness(0.6, 0.4, (0.5, 0.6), (0.5, 0.5))


class Model:
    """Answers as a model would, on the worker's thread; `gate` holds an answer back."""

    def __init__(self) -> None:
        self.asked: list[ExplainJob] = []
        self.threads: set[int] = set()
        self.faithfulness = GOOD
        self.error = ""
        self.heard: Heard | None = None
        self.gate = threading.Event()
        self.gate.set()

    def explain(self, job: ExplainJob, on_explanation: OnExplanation, cancelled: IsCancelled) -> None:
        self.asked.append(job)
        self.threads.add(threading.get_ident())
        assert self.gate.wait(20)
        if self.error:
            raise SoraError(self.error)
        ticks = job.medium.start + np.arange(10, dtype=np.int64) * (job.medium.end - job.medium.start) // 10
        grid = np.zeros((7, 7), np.float32)
        grid[1, len(self.asked) % 7] = 1.0
        classes = [c for c in CLASSES if c]
        found = Explanation(
            job.kind,
            job.class_id or classes[0],
            {classes[0]: 0.8, classes[1]: 0.2},
            grid,
            ticks,
            job.medium.end,
            np.linspace(0, 1, 10, dtype=np.float32),
            heard=self.heard,
        )
        on_explanation(found)
        on_explanation(replace(found, faithfulness=self.faithfulness))


CLASSES = ["", ""]
"""Filled by the fixture: ids are made anew for each project."""


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def studio(tmp_path: Path, model: Model) -> Iterator[Studio]:
    worker = ExplainWorker(explain=model.explain)
    with open_studio(tmp_path / "home", film(tmp_path, clip("video_only")), explainer=worker) as made:
        made.change_settings(train_automatically=False)
        for name in ("serve", "rally"):
            made.labels.add_class(name)
        assert made.workspace is not None
        CLASSES[:] = [c.id for c in made.workspace.project.catalogue.ontology]
        wait(lambda: not made.board.running)
        look(made, 1)
        yield made


def look(studio: Studio, number: int, **files: str) -> Run:
    """A run that has looked at the film; `files`: of its layer."""
    assert studio.workspace is not None
    assert studio.film.medium is not None
    medium, editing = studio.film.medium, studio.workspace.editing
    run = Run(
        f"run{number}", number, f"run {number}", "2026-01-01", Promotion.PROMOTED, checkpoint=f"r{number}/c"
    )
    editing.perform(e.AddRun(run), actor=run_actor(run))
    layer = Layer(f"{run.id}-layer", run.id, medium.id, f"2026-01-0{number}", **files)
    edit = e.AddSuggestions(layer, (), medium.span)
    editing.perform(edit, medium_id=medium.id, actor=run_actor(run))
    return run


def heat(studio: Studio) -> tuple[str, bool]:
    shown = studio.window.canvas._heat
    return (shown.legend, shown.trusted) if shown is not None else ("", True)


def test_the_moment_at_rest_is_explained_and_says_how_good_the_map_is(studio: Studio, model: Model) -> None:
    panel = studio.window.explain_panel
    assert not panel.isVisible()
    studio.act("mode_explain")
    assert panel.isVisible()
    wait(lambda: "better than chance here" in panel.text())
    assert heat(studio) == ("Occlusion for “serve” by run 1", True)
    assert threading.get_ident() not in model.threads
    assert "keeps 20%" in panel.text()
    assert "55% when places are hidden at random" in panel.text()
    assert [panel._class.itemText(i) for i in range(3)] == [
        "Predicted: serve, 80%",
        "serve, 80%",
        "rally, 20%",
    ]
    evidence = studio.window.timeline._state.attention
    assert evidence is not None
    assert evidence.values.tolist()[-2:] == [1.0, 0.0]  # nothing is said of what comes after
    assert studio.window.timeline._state.attention_title == "EVIDENCE"
    assert len(model.asked) == 1
    studio.act("mode_label")
    assert heat(studio) == ("", True)
    studio.explain.press()  # held: it is shown without the mode
    assert heat(studio)[0].startswith("Occlusion")
    studio.explain.release()


def test_class_kind_run_and_darkness_are_the_persons(studio: Studio, model: Model) -> None:
    look(studio, 2)
    panel = studio.window.explain_panel
    studio.act("mode_explain")
    wait(lambda: "better than chance" in panel.text())
    panel._class.setCurrentIndex(2)
    panel._class.activated.emit(2)
    wait(lambda: heat(studio)[0] == "Occlusion for “rally” by run 2")
    panel._kind.setCurrentIndex(panel._kind.findData("hirescam"))
    panel._kind.activated.emit(1)
    wait(lambda: heat(studio)[0] == "HiResCAM for “rally” by run 2")
    assert model.asked[-1].class_id == CLASSES[1]
    panel._run.setCurrentIndex(1)
    panel._run.activated.emit(1)
    wait(lambda: heat(studio)[0] == "HiResCAM for “rally” by run 1")
    assert "r1" in model.asked[-1].checkpoint
    panel._opacity.setValue(30)
    assert studio.window.canvas.heat_opacity == pytest.approx(0.3)


def test_a_map_no_better_than_chance_is_struck_through_and_says_so(studio: Studio, model: Model) -> None:
    model.faithfulness = BAD
    studio.act("mode_explain")
    panel = studio.window.explain_panel
    wait(lambda: "no better than chance here" in panel.text())
    assert panel._note.property("role") == "warning"
    assert heat(studio)[1] is False


def test_an_answer_to_an_older_question_is_dropped(studio: Studio, model: Model) -> None:
    model.gate.clear()
    panel = studio.window.explain_panel
    studio.act("mode_explain")
    wait(lambda: len(model.asked) == 1)
    panel.kind_chosen.emit("grad-cam")
    model.gate.set()
    wait(lambda: "better than chance here" in panel.text())
    assert heat(studio)[0].startswith("Grad-CAM")
    assert [job.kind for job in model.asked] == ["occlusion", "grad-cam"]


def test_leaving_the_mode_cancels_the_question(studio: Studio, model: Model) -> None:
    model.gate.clear()
    studio.act("mode_explain")
    wait(lambda: len(model.asked) == 1)
    studio.act("mode_label")
    model.gate.set()
    wait(lambda: not studio.explainer._tasks.busy)
    assert studio.explain._explanation is None


def test_what_goes_wrong_stands_beside_the_choices(studio: Studio, model: Model) -> None:
    model.error = "The checkpoint is damaged. Train again."
    panel = studio.window.explain_panel
    studio.act("mode_explain")
    wait(lambda: "Train again" in panel.text())
    assert panel._note.property("role") == "error"
    model.error = ""
    panel._again.click()
    wait(lambda: "better than chance here" in panel.text())


def test_a_run_whose_network_has_no_say_shows_no_attention_and_says_why(studio: Studio, model: Model) -> None:
    assert studio.workspace is not None
    assert studio.film.medium is not None
    folder, span = studio.workspace.project.models_folder, studio.film.medium.span
    ticks = span.start + np.arange(10, dtype=np.int64) * span.length // 10
    probabilities = np.full((10, 2), 0.5, np.float16)
    Curves(ticks, (CLASSES[0], CLASSES[1]), probabilities).save(folder / "c.npz")
    spatial = np.full((10, 2, 2), 0.25, np.float16)
    Attention(ticks, np.full(10, 0.1, np.float32), spatial, np.zeros(10, np.float32)).save(folder / "a.npz")
    panel, state = studio.window.explain_panel, studio.window.timeline._state
    offered = lambda: [panel._kind.itemData(i) for i in range(panel._kind.count())]  # noqa: E731
    look(studio, 2, curves="c.npz", attention="a.npz")
    wait(lambda: studio.explain._attention is not None)
    studio.explain.press()
    assert "Attention of run 2" in heat(studio)[0]
    assert state.attention is not None
    studio.explain.release()
    studio.explain.release()
    panel.kind_chosen.emit("attention")
    wait(lambda: bool(model.asked))
    assert model.asked[-1].kind == "attention"

    look(studio, 3, curves="c.npz")
    wait(lambda: "attention" not in offered())
    assert panel.kind == "occlusion"
    studio.explain.press()
    assert heat(studio) == ("", True)
    assert state.attention is None
    assert state.attention_sentence().startswith("run 3 decides by the statistics of its labels alone")
    assert "no attention" in studio.window.status._right.text()
    studio.explain.release()
    studio.act("mode_explain")
    wait(lambda: "better than chance" in panel.text())
    assert heat(studio)[0] == "Occlusion for “serve” by run 3"
    panel.run_chosen.emit("run2")
    wait(lambda: "attention" in offered())


def test_the_sound_that_speaks_for_the_class_stands_behind_the_waveform(studio: Studio, model: Model) -> None:
    state, panel = studio.window.timeline._state, studio.window.explain_panel
    model.heard = Heard(np.linspace(-0.5, 0.5, 10, dtype=np.float32), GOOD)
    studio.act("mode_explain")
    wait(lambda: "in the sound is better than chance" in panel.text())
    heat = state.sound_heat
    assert heat is not None
    assert (heat.class_id, heat.trusted) == (CLASSES[0], True)
    assert state.sound_legend() == "Sound for “serve” by run 1"
    assert heat.steps.values.max() == pytest.approx(0.5)  # beside what hiding everything costs
    assert heat.steps.values[0] == 0

    model.heard = Heard(model.heard.weights, BAD)
    panel.class_chosen.emit(CLASSES[1])
    wait(lambda: "sound is no better than chance" in panel.text())
    assert state.sound_legend() == "Sound for “rally” by run 1: no better than chance here"
    assert panel._note.property("role") == "warning"

    model.heard = Heard(np.full(10, -1, np.float32), BAD)
    panel._again.click()
    wait(lambda: "Nothing in the sound speaks for “rally” here" in panel.text())
    assert state.sound_heat is not None
    assert not state.sound_heat.steps.values.any()
    assert state.sound_heat.trusted
    studio.act("mode_label")
    assert state.sound_heat is None
