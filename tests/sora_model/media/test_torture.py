"""Real awkward files: our frame N is the picture that the `ffmpeg` program selects by the same index."""

from __future__ import annotations

import csv
import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

from sora_model.media.decoder import FrameDecoder
from sora_model.media.pts_index import build_index, confirm_index
from tests.footage import FOOTAGE, footage

pytestmark = pytest.mark.footage

SAMPLES = 20
JUMPS = 6


def _films() -> list[dict[str, str]]:
    manifest = FOOTAGE / "torture" / "manifest.csv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="") as stream:
        return [
            row for row in csv.DictReader(stream) if row["frames_decoded"] and "attached" not in row["file"]
        ]


def _by_ffmpeg(path: Path, numbers: list[int], shape: tuple[int, ...], out: Path) -> tuple[np.ndarray, int]:
    """Frames `numbers` as `ffmpeg` selects them by index and turns them, (n, H, W, 3); and how many there
    are.
    """
    chosen = "+".join(f"eq(n\\,{n})" for n in numbers)
    every = ["-map", "0:v:0", "-fps_mode", "passthrough"]
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-i", str(path)]
    command += [
        *every,
        "-vf",
        f"select={chosen}",
        "-pix_fmt",
        "rgb24",
        "-f",
        "rawvideo",
        str(out / "chosen.raw"),
    ]
    command += [*every, "-f", "framecrc", str(out / "all.txt")]
    subprocess.run(command, check=True)
    lines = (out / "all.txt").read_text().splitlines()
    pictures = np.fromfile(out / "chosen.raw", np.uint8).reshape(-1, *shape)
    return pictures, sum(not line.startswith("#") for line in lines)


def test_the_real_footage_is_looked_for() -> None:
    assert footage("torture")
    assert len(_films()) == 35


@pytest.mark.parametrize("row", _films(), ids=lambda row: Path(row["file"]).stem)
def test_random_frames_equal_those_of_ffmpeg(row: dict[str, str], tmp_path: Path) -> None:
    path = footage("torture") / row["file"]
    index = confirm_index(path, build_index(path))
    numbers = random.Random(20).sample(range(len(index)), min(SAMPLES, len(index)))
    # A few in any order, for seeking; the rest forwards, which is quicker.
    numbers[JUMPS:] = sorted(numbers[JUMPS:])
    with FrameDecoder(path, index) as decoder:
        ours = {n: decoder.frame(n) for n in numbers}
    numbers.sort()
    theirs, count = _by_ffmpeg(path, numbers, ours[numbers[0]].shape, tmp_path)
    assert len(theirs) == len(numbers)
    allowed = 3.0 if "10" in row["pix_fmt"] else 2.0
    for n, picture in zip(numbers, theirs, strict=True):
        assert np.abs(ours[n].astype(np.int16) - picture).mean() <= allowed, n
    assert len(index) == count
    if not row["error"]:
        # Where the manifest saw an error it stopped counting; `ffmpeg` goes on, and so do we.
        assert len(index) == int(row["frames_decoded"])
    assert index.start_pts == int(row["first_video_pts"])
