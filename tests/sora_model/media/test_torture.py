"""Real awkward files: every frame is the one that the `ffmpeg` program decodes, whatever was asked before."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from app.media.grab import grab
from sora_model.media.decoder import FrameDecoder
from sora_model.media.film_pass import film_pass
from sora_model.media.pts_index import build_index
from tests.footage import FOOTAGE, footage
from tests.reference_program import Seen, by_ffmpeg

pytestmark = pytest.mark.footage

SAMPLES = 16
NEARLY = {"sample": (0.05, 2), "dolbyVision-hdr": (0.2, 24)}
"""Mean and largest difference in levels where the `ffmpeg` program of the system is older than our libraries
and rounds otherwise: its inverse transform of Xvid, its 10-bit colours at 1280 x 720.
"""


def _films() -> list[dict[str, str]]:
    manifest = FOOTAGE / "torture" / "manifest.csv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="") as stream:
        return [
            row for row in csv.DictReader(stream) if row["frames_decoded"] and "attached" not in row["file"]
        ]


def test_the_real_footage_is_looked_for() -> None:
    assert footage("torture")
    assert len(_films()) == 35


@pytest.mark.parametrize("row", _films(), ids=lambda row: Path(row["file"]).stem)
def test_frames_equal_those_of_ffmpeg(row: dict[str, str], tmp_path: Path, deep: bool) -> None:
    path = footage("torture") / row["file"]
    provisional = build_index(path)
    chance = random.Random(20)
    guessed = range(len(provisional))
    chosen = sorted(guessed if deep else chance.sample(guessed, min(SAMPLES, len(guessed))))
    seen = Seen(chosen)
    index = film_pass(path, tmp_path, provisional, [seen])
    # Guessed numbers may lie behind the last frame that really decodes.
    numbers = [n for n in chosen if n < len(index)]
    shown = by_ffmpeg(path, tmp_path, numbers=numbers)
    ours = np.concatenate([seen.pictures[n].reshape(-1) for n in numbers])
    theirs = np.frombuffer(shown.rgb, np.uint8)
    assert len(index) == len(shown.digests)
    if path.stem in NEARLY:
        mean, most = NEARLY[path.stem]
        difference = np.abs(ours.astype(np.int16) - theirs)
        assert difference.mean() <= mean
        assert difference.max() <= most
    else:
        assert seen.digests == shown.digests
        assert np.array_equal(ours, theirs)
    chance.shuffle(numbers)
    with FrameDecoder(path, index) as decoder:
        for n in [*numbers, *sorted(numbers, reverse=True)[:5]]:
            assert np.array_equal(decoder.frame(n), seen.pictures[n]), n
    out = tmp_path / "grabbed.png"
    assert np.array_equal(grab(path, numbers[0], out, cache_dir=tmp_path), seen.pictures[numbers[0]])
    if not row["error"]:
        # Where the manifest saw an error it stopped counting; `ffmpeg` goes on, and so do we.
        assert len(index) == int(row["frames_decoded"])
    assert index.start_pts == int(row["first_video_pts"])
