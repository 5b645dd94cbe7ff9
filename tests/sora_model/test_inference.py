"""Predictions: the whole film in chunks as in one piece, segments on frames, attention as shares."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sora_model import inference
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from sora_model.contract.manifest import MediaSpec
from sora_model.contract.predictions import Attention, Curves, Predictions
from sora_model.data.extraction import never
from sora_model.inference import Predictor, run_job
from sora_model.media.progress import Cancelled
from tests.sora_model.conftest import Trained
from tests.sora_model.films import medium, pictures, write_film


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> MediaSpec:
    """Two seconds to the left, then two to the right: the patch turns round."""
    folder = tmp_path_factory.mktemp("long")
    left = pictures("left", 30, seed=501)
    shown = left + left[::-1] + left + left[::-1]
    return medium(write_film(folder / "long.mp4", shown), len(shown), "long")


def job(trained: Trained, film: MediaSpec, out: Path, mode: str = "dense") -> PredictJob:
    return PredictJob("r1", str(trained.checkpoint), (film,), str(out), mode, 7, "cpu", str(trained.cache))
    # type: ignore[arg-type]


def predicted(job: PredictJob) -> Predictions:
    answers: list[Predictions] = []
    run_job(job, lambda _: None, answers.append)
    (answer,) = answers
    return answer


def test_dense_predictions_and_their_files(trained: Trained, long_film: MediaSpec, tmp_path: Path) -> None:
    answer = predicted(job(trained, long_film, tmp_path))
    assert (answer.run, answer.media_id, answer.mode, answer.generation) == ("r1", "long", "dense", 7)
    assert Predictions.from_json((tmp_path / "long.json").read_text()) == answer
    frames = set(range(0, long_film.end + 1, 512))
    for segment in answer.segments:
        assert {segment.start, segment.end} <= frames
        assert 0 <= segment.score <= 1
    assert {s.class_id for s in answer.segments} <= {"left", "right", "up"}
    assert answer.curves is not None
    assert answer.attention is not None
    curves = Curves.load(tmp_path / answer.curves)
    attention = Attention.load(tmp_path / answer.attention)
    steps = len(curves.ticks)
    assert steps == 60
    assert curves.class_ids == ("left", "right", "up")
    assert curves.probs.shape == (steps, 3)
    assert (curves.probs >= 0).all()
    assert (curves.probs.sum(axis=1) <= 1.01).all()
    assert attention.temporal.sum() == pytest.approx(1.0, abs=1e-4)
    np.testing.assert_allclose(attention.spatial.astype(float).sum(axis=(1, 2)), 1.0, atol=0.01)
    assert ((attention.audio_weight >= 0) & (attention.audio_weight <= 1)).all()


def test_classes_that_are_points_are_found_as_points(
    trained: Trained, long_film: MediaSpec, tmp_path: Path
) -> None:
    events = tmp_path / "events"
    shutil.copytree(trained.checkpoint, events)
    description = json.loads((events / "model.json").read_text("utf-8"))
    for spec in description["classes"]:
        spec["point"] = True
    description["decoder"] |= {"high": 0.2, "tolerance": 6}
    (events / "model.json").write_text(json.dumps(description), "utf-8")
    answer = predicted(replace(job(trained, long_film, tmp_path), checkpoint=str(events)))
    assert answer.segments
    frames = set(range(0, long_film.end, 512))
    for one in answer.segments:
        assert one.end == one.start + 1
        assert one.start in frames
        # Six steps of 80 ms lie between two events of a class.
        others = [s.start for s in answer.segments if s.class_id == one.class_id and s.start > one.start]
        assert all(later - one.start > 6 * 1024 - 512 for later in others)
    assert Predictions.from_json(answer.to_json()) == answer


def test_the_curves_follow_the_film(trained: Trained, long_film: MediaSpec, tmp_path: Path) -> None:
    answer = predicted(job(trained, long_film, tmp_path))
    assert answer.curves is not None
    probs = Curves.load(tmp_path / answer.curves).probs.astype(float)
    to_left = np.concatenate([probs[3:12], probs[33:42]]).mean(axis=0)
    to_right = np.concatenate([probs[18:27], probs[48:57]]).mean(axis=0)
    assert to_left[0] > to_right[0]
    assert to_right[1] > to_left[1]


def test_clip_mode_gives_one_class_for_the_whole_film(trained: Trained, tmp_path: Path) -> None:
    film = next(m for m in trained.manifest.media if m.id == "right7")
    answer = predicted(job(trained, film, tmp_path, "clip"))
    (segment,) = answer.segments
    assert (segment.start, segment.end, segment.class_id) == (film.start, film.end, "right")
    assert answer.clip_scores is not None
    assert sum(answer.clip_scores.values()) == pytest.approx(1.0)
    assert segment.score == pytest.approx(max(answer.clip_scores.values()))


def test_chunks_and_one_piece_are_the_same(
    trained: Trained, long_film: MediaSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    predictor = Predictor(trained.checkpoint, trained.cache, "cpu")
    features = predictor.extractor.features(long_film)
    whole = predictor.look(features, lambda _: None, never)
    monkeypatch.setattr(inference, "CHUNK_STEPS", 16)
    pieces = predictor.look(features, lambda _: None, never)
    np.testing.assert_allclose(pieces.dense, whole.dense, atol=1e-4)
    np.testing.assert_allclose(pieces.clip, whole.clip, atol=1e-4)
    assert pieces.attended is not None
    assert whole.attended is not None
    seen, known = (x.attended.spatial.astype(float) for x in (pieces, whole))
    np.testing.assert_allclose(seen, known, atol=2e-3)


def test_a_part_of_a_film_has_the_features_of_the_whole(trained: Trained, long_film: MediaSpec) -> None:
    extractor = Predictor(trained.checkpoint, trained.cache, "cpu").extractor
    part = replace(long_film, id="part", start=long_film.end // 3, end=long_film.end * 2 // 3)
    whole, cut = extractor.features(long_film), extractor.features(part)
    offset = round(20 / 2) * 2
    np.testing.assert_array_equal(cut.block(0, 20).motion, whole.block(offset, offset + 20).motion)
    np.testing.assert_array_equal(cut.block(0, 20).grid, whole.block(offset, offset + 20).grid)


def test_reading_can_be_cancelled_and_goes_on_where_it_was(
    trained: Trained, long_film: MediaSpec, tmp_path: Path
) -> None:
    asked = 0

    def soon() -> bool:
        nonlocal asked
        asked += 1
        return asked > 90

    predictor = Predictor(trained.checkpoint, tmp_path / "cache", "cpu")
    with pytest.raises(Cancelled):
        predictor.extractor.features(long_film, None, soon)
    again = predictor.extractor.features(long_film).block(0, 60)
    known = Predictor(trained.checkpoint, trained.cache, "cpu").extractor.features(long_film).block(0, 60)
    np.testing.assert_array_equal(again.motion, known.motion)
    # Another cache may have chosen another runner: the rounding of what is stored, no more.
    np.testing.assert_allclose(again.grid, known.grid, rtol=2e-3, atol=4e-3)


def test_what_is_unlike_every_label_is_background(trained: Trained, tmp_path: Path) -> None:
    """No background was ever labelled; noise that jumps must not become an action all over."""
    random = np.random.default_rng(0)
    noise = [random.integers(0, 255, (64, 96, 3)).astype(np.uint8) for _ in range(60)]
    film = medium(write_film(tmp_path / "noise.mp4", noise), 60, "noise")
    answer = predicted(job(trained, film, tmp_path))
    covered = sum(s.end - s.start for s in answer.segments)
    assert covered < 0.5 * (film.end - film.start)


def test_a_missing_film_and_a_missing_model_are_said_in_words(
    trained: Trained, long_film: MediaSpec, tmp_path: Path
) -> None:
    gone = replace(long_film, path=str(tmp_path / "gone.mp4"), quick_hash="other")
    with pytest.raises(SoraError, match=r"gone\.mp4"):
        predicted(job(trained, gone, tmp_path))
    with pytest.raises(SoraError, match="cannot be read"):
        predicted(replace(job(trained, long_film, tmp_path), checkpoint=str(tmp_path / "none")))
