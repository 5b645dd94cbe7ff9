"""Which stretches teach changes."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from sora_model.contract.manifest import ClassSpec, MediaSpec, RangeSpec
from sora_model.data.dense_windows import dense_windows
from sora_model.data.features import StepFeatures
from sora_model.data.sampling import StepGrid
from sora_model.data.targets import Clip, step_targets
from sora_model.data.windows import Film

CLASSES = (ClassSpec("a", "a"), ClassSpec("b", "b"))


def film(*ranges: RangeSpec) -> Film:
    bare = MediaSpec("m", "m", "", "m", "g", "train", (1, 10), (0, 1), 0, 100, True, False)
    medium = replace(bare, ranges=ranges)
    grid = StepGrid.of(medium, 10.0, 2)
    return Film(medium, grid, cast(StepFeatures, None), step_targets(medium, grid, CLASSES, exclusive=True))


def test_stretches_of_several_segments_are_samples() -> None:
    dense = film(
        RangeSpec(0, 20, "a"), RangeSpec(20, 40, "b"), RangeSpec(40, 50, "a"), RangeSpec(50, 60, "b")
    )
    clip = film(RangeSpec(0, 100, "a"))
    apart = film(RangeSpec(0, 20, "a"), RangeSpec(60, 90, "b"))
    verified = film(RangeSpec(0, 20, "a"), RangeSpec(60, 90, "b"), RangeSpec(0, 100, None, "background"))
    found = dense_windows([dense, clip, apart, verified], [0, 1, 2, 3], 2)
    # Four segments: two samples of the stretch; what lies between two labels is unknown unless verified.
    assert found == [Clip(0, 0, 60, 2), Clip(0, 0, 60, 2), Clip(3, 0, 100, 2)]
    assert dense_windows([dense, clip], [1], 2) == []
