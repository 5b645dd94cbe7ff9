"""What moves before a fixed camera is found, and nothing else; real people by the share that is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Cancelled, UserError
from app.media.motion_proposals import find_motion
from app.session.propagation import iou
from sora_model.media.pts_index import confirm_index
from tests.moving_films import box_of, write_moving

ON = [(10 + 4 * n, 20) for n in range(70)]
BACK = [(280 - 4 * n, 150) if n >= 10 else None for n in range(70)]


def test_each_moving_thing_is_a_track_of_its_own(tmp_path: Path) -> None:
    path = write_moving(tmp_path / "two.mp4", [ON, BACK])
    found = find_motion(path, confirm_index(path))
    assert len(found) == 2
    for way in (ON, BACK):
        track = max(found, key=lambda p: iou(p.boxes[20], box_of(way[p.first + 20] or (0, 0))))
        shares = [
            iou(box, box_of(corner))
            for n, box in enumerate(track.boxes[:50])
            if (corner := way[track.first + n]) is not None
        ]
        assert np.mean(shares) > 0.7
        assert track.score > 0.9


def test_nothing_moves_in_a_still_film_and_all_in_a_moving_one(tmp_path: Path) -> None:
    still = write_moving(tmp_path / "still.mp4", [[(100, 100)] * 40])
    assert find_motion(still, confirm_index(still)) == []
    panned = write_moving(
        tmp_path / "panned.mp4", [[(-300 + 12 * n, -150) for n in range(50)]], size=(600, 400)
    )
    with pytest.raises(UserError, match="does not stand still"):
        find_motion(panned, confirm_index(panned))


def test_cancelled_it_brings_nothing(tmp_path: Path) -> None:
    path = write_moving(tmp_path / "one.mp4", [ON])
    told: list[float] = []
    with pytest.raises(Cancelled):
        find_motion(path, confirm_index(path), on_progress=told.append, cancelled=lambda: len(told) > 20)
    assert told == sorted(told)
    assert told[-1] < 1
