"""Figures of a checkpoint, against what its own predictions say, and calibration by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from app.cli.evaluate_command import tables
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import EvaluateJob
from sora_model.contract.manifest import ClassSpec, RangeSpec
from sora_model.evaluation import Scores, calibration_figures, evaluate
from sora_model.inference import Predictor
from tests.sora_model.conftest import Trained


def test_every_figure_of_a_checkpoint(trained: Trained) -> None:
    job = EvaluateJob(str(trained.checkpoint), trained.manifest, "cpu", str(trained.cache))
    figures = json.loads(json.dumps(evaluate(job, lambda _: None)))
    assert figures["n"] == len(trained.manifest.media)
    right = [
        max(zip(c["scores"], figures["classes"], strict=True))[1] == c["truth"] for c in figures["clips"]
    ]
    assert figures["clip_accuracy"] == pytest.approx(np.mean(right))
    assert [row["class"] for row in figures["per_class"]] == figures["classes"]
    assert sum(row["support"] for row in figures["per_class"]) == figures["n"]
    low, high = figures["macro_f1_interval"]
    assert low <= figures["macro_f1"] <= high
    segment = figures["segment"]
    assert segment["n"] == len(trained.manifest.media)
    assert 0 <= segment["f1_50"] <= segment["f1_25"] <= segment["f1_10"] <= 100
    for name in ("accuracy", "edit", "f1_10", "f1_25", "f1_50", "map"):
        low, high = segment[f"{name}_interval"]
        assert low <= segment[name] <= high
    assert list(segment["map_at"]) == ["0.3", "0.4", "0.5", "0.6", "0.7"]
    calibration = figures["calibration"]
    assert calibration["ece"] is None
    assert calibration["brier"]["after"] == pytest.approx(figures["brier"])
    assert sum(row["n"] for row in calibration["reliability"]) == figures["n"]


def test_a_class_the_model_never_saw_is_always_wrong(trained: Trained) -> None:
    first = trained.manifest.media[0]
    new = replace(first, ranges=(replace(first.ranges[0], class_id="new"),))
    manifest = replace(
        trained.manifest, classes=(*trained.manifest.classes, ClassSpec("new", "new")), media=(new,)
    )
    job = EvaluateJob(str(trained.checkpoint), manifest, "cpu", str(trained.cache))
    figures = evaluate(job, lambda _: None)
    assert (figures["clip_accuracy"], figures["segment"]["f1_10"]) == (0.0, 0.0)
    bare = replace(manifest, media=(replace(first, ranges=()),))
    with pytest.raises(SoraError, match="nothing to evaluate"):
        evaluate(replace(job, manifest=bare), lambda _: None)


def test_a_class_that_was_removed_or_renamed_since_has_a_name(trained: Trained) -> None:
    left, right, _ = trained.manifest.classes
    media = tuple(m for m in trained.manifest.media if m.ranges[0].class_id != "up")[:2]
    manifest = replace(trained.manifest, classes=(replace(left, name="to the left"), right), media=media)
    job = EvaluateJob(str(trained.checkpoint), manifest, "cpu", str(trained.cache))
    figures = evaluate(job, lambda _: None)
    assert dict(zip(figures["classes"], figures["class_names"], strict=True)) == {
        "left": "to the left",
        "right": "right",
        "up": "up",
    }


def test_what_cannot_be_had_is_none_and_never_a_nan(trained: Trained) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    classes = (*trained.manifest.classes, ClassSpec("bounce", "bounce", point=True))
    scores = Scores(classes, exclusive=True)
    medium = trained.manifest.media[0]
    scores.add(predictor, replace(medium, ranges=()))
    figures = scores.report()
    assert (figures["points"]["n"], figures["segment"]["n"]) == (0, 0)
    json.dumps(figures, allow_nan=False)
    assert figures["points"]["map"] == {"0.25": None, "0.5": None, "1.0": None}
    assert (figures["segment"]["map"], figures["segment"]["accuracy"]) == (None, None)
    assert "–" in "\n".join(tables(figures))


def test_what_lies_in_unknown_time_does_not_count(trained: Trained) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    medium = trained.manifest.media[0]
    half = (medium.start + medium.end) // 2
    own = medium.ranges[0].class_id
    scores = Scores(trained.manifest.classes, exclusive=True)
    scores.add(predictor, replace(medium, ranges=(RangeSpec(medium.start, half, own),)))
    (film,) = scores.films
    assert max(last for _, last, _ in film.found) <= max(last for _, last, _ in film.truth)


def test_calibration_by_hand() -> None:
    truth = np.array([0, 0, 0, 1])
    raw = np.array([[1.0, 0.0]] * 4)
    rows = np.array([[0.75, 0.25]] * 4)
    figures = calibration_figures(raw, rows, truth, ["a", "a", "b", "b"])
    # Sure and once wrong: (0 + 0 + 0 + 2) / 4; as sure as right: (3 · 0.125 + 1.125) / 4.
    assert figures["brier"]["before"] == pytest.approx(0.5)
    assert figures["brier"]["after"] == pytest.approx(0.375)
    assert figures["brier"]["gain"] == pytest.approx(0.125)
    assert figures["log_loss"]["after"] == pytest.approx(-(3 * np.log(0.75) + np.log(0.25)) / 4)
    # Group a loses 0.125, group b wins 0.375: drawn are a twice (worse), or b at least once (better).
    assert figures["brier"]["p_better"] == pytest.approx(0.75, abs=0.03)
    assert figures["ece"] is None
