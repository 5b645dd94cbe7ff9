"""Labels become supervision; unknown time has weight 0."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import (
    ABSENT_SHARE,
    StepTargets,
    background_clips,
    positive_clips,
    runs,
    step_targets,
    unknown_far_from_labels,
)

CLASSES = (ClassSpec("a", "a"), ClassSpec("b", "b"), ClassSpec("p", "p", point=True))
FILM = MediaSpec("m", "m.mp4", "", "q", "g", "train", (1, 100), (0, 1), 0, 1000, True, False)
"""Ten seconds at 100 ticks per second; ten steps per second: one step is ten ticks."""


def targets(*ranges: RangeSpec, exclusive: bool = True) -> StepTargets:
    film = replace(FILM, ranges=ranges)
    return step_targets(film, StepGrid.of(film, 10, 2), CLASSES, exclusive)


def test_without_labels_everything_is_unknown() -> None:
    assert targets().weight.sum() == 0


def test_a_label_is_known_inside_and_unknown_outside() -> None:
    found = targets(RangeSpec(100, 200, "a", weight=0.5))
    assert np.flatnonzero(found.positive[:, 0]).tolist() == list(range(10, 20))
    assert found.positive[:, 1:].sum() == 0
    assert (found.weight[10:20] == 0.5).all()
    assert found.weight.sum() == 10 * 3 * 0.5


def test_overlapping_classes_say_little_of_one_another() -> None:
    found = targets(RangeSpec(100, 200, "a"), exclusive=False)
    assert (found.weight[10:20, 0] == 1).all()
    np.testing.assert_allclose(found.weight[10:20, 1:], ABSENT_SHARE)


def test_background_yields_to_labels_and_rejections_touch_one_class() -> None:
    found = targets(
        RangeSpec(0, 300, None, "background"),
        RangeSpec(100, 200, "b"),
        RangeSpec(500, 600, "a", "negative", 0.7),
    )
    assert found.positive[10:20, 1].all()
    assert (found.weight[:30] == 1).all()
    assert (found.positive[:10] == 0).all()
    np.testing.assert_allclose(found.weight[50:60], np.tile([0.7, 0, 0], (10, 1)))
    assert found.weight[30:50].sum() == 0


def test_a_point_teaches_its_neighbourhood() -> None:
    film = replace(FILM, ranges=(RangeSpec(500, 501, "p"),))
    grid = StepGrid.of(film, 10, 2)
    near = np.flatnonzero(step_targets(film, grid, CLASSES, True).positive[:, 2])
    assert 47 <= near.min() <= 48
    assert 51 <= near.max() <= 52
    (clip,) = positive_clips(0, film, grid, CLASSES)
    assert (clip.first, clip.last, clip.label) == (40, 60, 2)


def test_background_windows_come_from_verified_background_only() -> None:
    found = targets(RangeSpec(0, 400, None, "background"), RangeSpec(100, 200, "a"), RangeSpec(600, 700, "b"))
    clips = background_clips(0, found, 3, length=10)
    assert [(c.first, c.last) for c in clips] == [(0, 10), (20, 30), (30, 40)]
    assert {c.label for c in clips} == {3}
    assert background_clips(0, targets(RangeSpec(100, 200, "a")), 3, length=10) == []
    short = targets(RangeSpec(0, 100, None, "background"), RangeSpec(0, 90, "a"))
    assert background_clips(0, short, 3, length=10) == [], "a single step shows nothing"


def test_far_from_labels_is_unknown_and_far() -> None:
    far = unknown_far_from_labels(targets(RangeSpec(400, 500, "a")), distance=20)
    assert runs(far) == [(0, 20), (70, 100)]
    assert not unknown_far_from_labels(targets(), distance=20).any()
