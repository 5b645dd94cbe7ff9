"""Doubts: leaving out is exact, planted errors come first, too few labels are told, nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sora_model import label_errors
from sora_model.contract.doubts import Doubts, DoubtsJob
from sora_model.contract.errors import SoraError
from sora_model.contract.manifest import Manifest
from sora_model.label_errors import LAMBDA, doubtful_labels, left_out_probabilities, left_out_scores, margins
from sora_model.media.progress import Cancelled
from tests.footage import footage
from tests.sora_model.conftest import Trained

LENGTHS = {"motion": 90, "trajectory": 30}


def ignore(done: int, total: int) -> None:
    pass


def test_leaving_out_is_what_fitting_again_without_the_fold_gives() -> None:
    random = np.random.default_rng(0)
    rows, targets = random.normal(size=(12, 5)), random.normal(size=(12, 2))
    weights, folds = random.uniform(0.5, 1.0, 12), np.arange(12) % 4
    kernel = rows @ rows.T
    found = left_out_scores(kernel, targets, weights, folds)
    ridge = LAMBDA * np.diag(weights.mean() / weights)
    for fold in range(4):
        out = folds == fold
        kept = np.ix_(~out, ~out)
        dual = np.linalg.solve(kernel[kept] + ridge[kept], targets[~out])
        np.testing.assert_allclose(found[out], kernel[np.ix_(out, ~out)] @ dual)


def test_margins_by_hand() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]])
    np.testing.assert_allclose(margins(probabilities, np.array([0, 1])), [0.5, -0.3])


def blobs(count: int, classes: int, seed: int = 0) -> tuple[torch.Tensor, np.ndarray]:
    """Statistics whose first values tell the class, the others nothing."""
    random = np.random.default_rng(seed)
    labels = np.arange(count) % classes
    rows = random.normal(size=(count, sum(LENGTHS.values()))).astype(np.float32) * 0.1
    rows[:, :60] += 2.0 * np.eye(classes)[labels].repeat(60 // classes, axis=1)
    return torch.from_numpy(rows), labels


def test_planted_errors_come_first() -> None:
    statistics, truth = blobs(60, 3)
    labels, wrong = truth.copy(), [4, 17, 30, 41, 59]
    labels[wrong] = (labels[wrong] + 1) % 3
    groups = [f"g{n // 6}" for n in range(60)]
    found = left_out_probabilities(statistics, LENGTHS, labels, np.ones(60), groups, 3, ignore)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert set(np.argsort(margins(found, labels))[:5].tolist()) == set(wrong)


def test_a_mistake_made_all_over_a_group_is_not_confirmed_by_its_neighbours() -> None:
    """Left out alone, its twins would outvote the truth; left out with its group, they cannot."""
    statistics, truth = blobs(60, 3)
    labels, groups = truth.copy(), [f"g{n // 6}" for n in range(60)]
    labels[:6] = (labels[:6] + 1) % 3
    found = left_out_probabilities(statistics, LENGTHS, labels, np.ones(60), groups, 3, ignore)
    assert (margins(found, labels)[:6] < np.sort(margins(found, labels)[6:])[0]).all()


def test_many_labels_are_ranked_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_errors, "MOST", 30)
    statistics, truth = blobs(60, 3)
    labels = truth.copy()
    labels[7] = (labels[7] + 1) % 3
    told: list[tuple[int, int]] = []
    found = left_out_probabilities(
        statistics,
        LENGTHS,
        labels,
        np.ones(60),
        [f"g{n // 6}" for n in range(60)],
        3,
        lambda *n: told.append(n),
    )
    assert np.argmin(margins(found, labels)) == 7
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_films_labels_and_answer(trained: Trained) -> None:
    (first, *rest) = trained.manifest.media
    (item,) = first.ranges
    spoilt = replace(first, ranges=(replace(item, class_id="up" if item.class_id != "up" else "left"),))
    job = DoubtsJob(replace(trained.manifest, media=(spoilt, *rest)), "cpu", str(trained.cache))
    before = job.to_json()
    found = doubtful_labels(DoubtsJob.from_json(before), lambda event: None)
    assert job.to_json() == before
    assert len(found.ranked) == len(trained.manifest.media)
    assert found.groups == 8
    worst = found.ranked[0]
    assert worst.media_id == first.id
    assert worst.suggested_id == item.class_id
    assert worst.margin < 0
    assert [d.margin for d in found.ranked] == sorted(d.margin for d in found.ranked)
    assert Doubts.from_data(found.to_data()) == found


def test_cancelled(trained: Trained) -> None:
    job = DoubtsJob(trained.manifest, "cpu", str(trained.cache))
    with pytest.raises(Cancelled):
        doubtful_labels(job, lambda event: None, lambda: True)


def test_too_few_labels_are_told_in_words(trained: Trained) -> None:
    few = replace(trained.manifest, media=trained.manifest.media[:9])
    with pytest.raises(SoraError, match=r"too few labels to doubt any: 20 in two classes .* here 9 in 3"):
        doubtful_labels(DoubtsJob(few, "cpu", str(trained.cache)), lambda event: None)


def test_an_answer_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(SoraError, match="between 0 and 1"):
        Doubts.from_data({"ranked": [], "groups": 1, "agreement": 1.5})
    with pytest.raises(SoraError, match="“start” is missing"):
        Doubts.from_data({"ranked": [{"media_id": "m"}], "groups": 1, "agreement": 1.0})


def test_planted_errors_in_real_recordings(tmp_path: Path) -> None:
    """Sixty spoken digits, six of them mislabelled: half at least of the first six are found."""
    import csv

    from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
    from sora_model.media.audio_reader import AudioReader

    folder = footage("fsdd")
    with open(folder / "labels.csv", encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["split"] == "train" and r["label"] in "036"]
    speaker = rows[0]["speaker"]
    chosen = [r for r in rows if r["speaker"] == speaker][:60]
    media = []
    for n, row in enumerate(chosen):
        with AudioReader(folder / row["file"]) as reader:
            ticks = round(reader.facts.duration_s * 8000)
        label = str((int(row["label"]) + 3) % 9) if n % 10 == 5 else row["label"]
        place = str(folder / row["file"])
        ranges = (RangeSpec(0, ticks, label),)
        media.append(
            MediaSpec(
                f"m{n}", place, f"{n:064}", "", f"g{n % 6}", "train", (1, 8000), (0, 1), 0, ticks,
                False, True, ranges,
            )
        )  # fmt: skip
    manifest = Manifest("digits", tuple(ClassSpec(c, c) for c in "036"), tuple(media))
    found = doubtful_labels(DoubtsJob(manifest, "cpu", str(tmp_path)), lambda event: None)
    planted = {f"m{n}" for n in range(5, len(chosen), 10)}
    first = [d.media_id for d in found.ranked[: len(planted)]]
    assert len(planted & set(first)) >= len(planted) / 2
