"""Boxes of tracks by visual step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sora_model.contract.manifest import BoxKey, MediaSpec, TrackSpec
from sora_model.data.boxes import MOST_BOXES, BoxTracks
from sora_model.data.sampling import StepGrid

MEDIUM = MediaSpec("m", "m.mp4", "a", "", "g", "train", (1, 1000), (0, 1), 0, 4_000, True, False)
GRID = StepGrid.of(MEDIUM, 12.5, 2)  # a visual step every 160 ticks


def boxes(*tracks: TrackSpec) -> BoxTracks:
    return BoxTracks(replace(MEDIUM, tracks=tracks), GRID, 2)


MOVING = TrackSpec(
    "a", (BoxKey(320, 0, 0, 0.2, 0.2), BoxKey(640, 0.4, 0.2, 0.4, 0.2), BoxKey(960, 0, 0, 0, 0, True))
)


def test_linear_between_keys_and_absent_where_outside() -> None:
    found = boxes(MOVING).block(0, 16)
    assert found.shape == (8, 1, 4)
    assert np.isnan(found[[0, 1, 6, 7]]).all()
    np.testing.assert_allclose(found[2, 0], [0, 0, 0.2, 0.2], atol=1e-6)
    np.testing.assert_allclose(found[3, 0], [0.2, 0.1, 0.3, 0.2], atol=1e-6)
    np.testing.assert_allclose(found[4:6, 0], [[0.4, 0.2, 0.4, 0.2]] * 2, atol=1e-6)
    np.testing.assert_array_equal(boxes(MOVING).block(6, 10), found[3:5])


def test_no_tracks_no_boxes() -> None:
    assert boxes().block(0, 16).shape == (8, 0, 4)
    assert boxes(MOVING).block(20, 24).shape == (2, 0, 4)


def test_the_largest_boxes_are_kept() -> None:
    tracks = [TrackSpec(f"t{n}", (BoxKey(0, 0, 0, 0.05 * (n + 1), 0.1),)) for n in range(MOST_BOXES + 3)]
    found = boxes(*tracks).block(0, 2)
    assert found.shape == (1, MOST_BOXES, 4)
    np.testing.assert_allclose(found[0, :, 2], [0.05 * n for n in range(11, 3, -1)], atol=1e-6)
