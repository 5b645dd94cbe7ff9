"""Twenty labels and three tracks by both hands, by keys alone and by the mouse alone, read from the disk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.moving_films import write_moving

BENCHMARKS = Path(__file__).resolve().parents[2] / "script" / "benchmarks"
if str(BENCHMARKS) not in sys.path:
    sys.path.append(str(BENCHMARKS))

from labelling_session import LABELS, TRACKS, label  # noqa: E402
from session_script import Meant, MeantBox, MeantTrack, matched  # noqa: E402

from app.domain.tracks import Box  # noqa: E402

FRAMES = 208


@pytest.mark.parametrize("hand", ["both", "keys", "mouse"])
@pytest.mark.usefixtures("qapp")
def test_what_was_meant_is_on_the_disk(tmp_path: Path, hand: str) -> None:
    film = write_moving(tmp_path / "film.mp4", [[(10 + 2 * (n % 120), 60) for n in range(FRAMES)]])
    outcome = label(hand, film, tmp_path)
    assert outcome.found.faults == []
    assert (outcome.found.labels, outcome.found.tracks) == (LABELS, TRACKS)
    assert (outcome.keys == 0, outcome.mouse == 0) == (hand == "mouse", hand == "keys")


def test_a_label_elsewhere_or_of_other_words_is_not_what_was_meant() -> None:
    wanted = Meant("serve", (10, 11), (20, 20), {"side": "left"})
    near = Meant("serve", (12, 12), (19, 19), {"side": "left"})
    assert matched([wanted], [near]) == ([], [])
    for other in (
        Meant("serve", (13, 13), (20, 20), {"side": "left"}),
        Meant("serve", (10, 10), (20, 20)),
        Meant("hit", (10, 10), (20, 20), {"side": "left"}),
    ):
        assert matched([wanted], [other]) == ([wanted], [other])


def test_a_track_with_a_box_elsewhere_or_too_many_is_not_what_was_meant() -> None:
    boxes = [MeantBox(5, Box(10, 10, 20, 20)), MeantBox(9, Box(12, 10, 20, 20), outside=True)]
    wanted = MeantTrack("person", boxes)
    assert matched([wanted], [MeantTrack("person", [*boxes])]) == ([], [])
    more = MeantTrack("person", [*boxes, MeantBox(7, Box(11, 10, 20, 20))])
    off = MeantTrack("person", [MeantBox(5, Box(14, 10, 20, 20)), boxes[1]])
    for other in (more, off):
        assert matched([wanted], [other]) == ([wanted], [other])
    followed = MeantTrack("person", boxes, followed=True)
    assert matched([followed], [more]) == ([], [])
