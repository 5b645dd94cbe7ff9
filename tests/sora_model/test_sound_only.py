"""Recordings without pictures: trained, predicted and evaluated by their sound."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model.contract.explanations import ExplainJob, Explanation
from sora_model.contract.jobs import EvaluateJob, PredictJob
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec
from sora_model.contract.predictions import Predictions
from sora_model.data.features import StepFeatures
from sora_model.evaluation import evaluate
from sora_model.explain.explainer import Explainer
from sora_model.explain.faithfulness import SOUND_DRAWS
from sora_model.inference import Attended, run_job, run_network
from sora_model.media.hashing import quick_hash
from sora_model.network.sora import build
from sora_model.training import train
from tests.sora_model.films import SMALL, small_config

RATE = 16_000


def recording(
    path: Path, hertz: float, seed: int, label: str, split: str, part: tuple[float, float] = (0.0, 1.0)
) -> MediaSpec:
    """One second of noise with a tone in a part of it; ticks are samples."""
    random = np.random.default_rng(seed)
    time = np.arange(RATE) / RATE
    tone = 0.3 * np.sin(2 * np.pi * hertz * time) * ((part[0] <= time) & (time < part[1]))
    sound = tone + random.normal(0, 0.05, RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 20_000).astype("<i2").tobytes())
    return MediaSpec(
        id=path.stem,
        path=str(path),
        sha256="",
        quick_hash=quick_hash(path),
        group=f"g{seed}",
        split=split,  # type: ignore[arg-type]
        time_base=(1, RATE),
        origin=(0, 1),
        start=0,
        end=RATE,
        has_video=False,
        has_audio=True,
        ranges=(RangeSpec(0, RATE, label),),
    )


def test_tones_are_told_apart(tmp_path: Path) -> None:
    media = [
        recording(tmp_path / f"{label}{i}.wav", hertz, i, label, "validation" if i == 4 else "train")
        for i in range(5)
        for label, hertz in (("low", 400.0), ("high", 2500.0))
    ]
    manifest = Manifest("tones", (ClassSpec("low", "low"), ClassSpec("high", "high")), tuple(media))
    config = small_config(tmp_path / "cache")
    result = train(config, manifest, tmp_path / "model", lambda _: None, lambda: False)
    assert result["metrics"]["validation"]["accuracy"] == 1.0
    job = EvaluateJob(str(tmp_path / "model"), manifest, "cpu", str(tmp_path / "cache"))
    assert evaluate(job, lambda _: None)["clip_accuracy"] == 1.0
    answers: list[Predictions] = []
    predict = PredictJob(
        "r",
        str(tmp_path / "model"),
        (media[0],),
        str(tmp_path / "out"),
        "dense",
        0,
        "cpu",
        str(tmp_path / "cache"),
    )
    run_job(predict, lambda _: None, answers.append)
    assert {s.class_id for s in answers[0].segments} == {"low"}
    assert all(0 <= s.start < s.end <= RATE for s in answers[0].segments)
    short = recording(tmp_path / "short.wav", 400.0, 9, "low", "train", (0.6, 0.9))
    question = ExplainJob(
        str(tmp_path / "model"), short, RATE // 2, "low", "occlusion", "cpu", predict.cache_dir
    )
    explanations: list[Explanation] = []
    Explainer.load(question).explain(question, explanations.append)
    (found,) = explanations
    assert not found.grid.any()
    assert found.heard is not None
    np.testing.assert_allclose(found.heard.weights, found.evidence)  # there is nothing but sound
    loudest = found.ticks[int(found.heard.weights.argmax())] / RATE
    assert 0.5 <= loudest < 0.9
    assert len(found.heard.faithfulness.random_deletion) == SOUND_DRAWS


def test_the_attention_of_a_network_that_cannot_see_is_all_on_the_sound(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = build(small_config(tmp_path).model, 2).eval()
    features = StepFeatures(SMALL, 0, 20, has_video=False, has_audio=True, chunks={0: {}})
    seen = Attended.of(run_network(model, features, torch.device("cpu"), lambda: False))
    assert (seen.gates[:, 2] == 1).all()
    assert seen.spatial.sum() == 0
    assert seen.temporal.sum() == pytest.approx(1, abs=1e-5)
