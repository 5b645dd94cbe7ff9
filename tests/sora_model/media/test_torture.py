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


def _films() -> list[dict[str, str]]:
    manifest = FOOTAGE / "torture" / "manifest.csv"
    if not manifest.is_file():
        return []
    with manifest.open(newline="") as stream:
        return [
            row for row in csv.DictReader(stream) if row["frames_decoded"] and "attached" not in row["file"]
        ]


def _ffmpeg(path: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["ffmpeg", "-nostdin", "-i", str(path), "-map", "0:v:0", "-fps_mode", "passthrough", *arguments]
    return subprocess.run(command, capture_output=True, check=True)


def _selected(path: Path, numbers: list[int], shape: tuple[int, ...]) -> np.ndarray:
    """Frames by index as `ffmpeg` shows them, turned as the file asks: (len(numbers), H, W, 3)."""
    chosen = "+".join(f"eq(n\\,{n})" for n in numbers)
    raw = _ffmpeg(path, "-vf", f"select={chosen}", "-pix_fmt", "rgb24", "-f", "rawvideo", "-").stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, *shape)


def _count(path: Path) -> int:
    """Pictures that `ffmpeg` makes of the whole film."""
    lines = _ffmpeg(path, "-f", "null", "-").stderr.decode(errors="replace").replace("\r", "\n").splitlines()
    last = next(line for line in reversed(lines) if line.startswith("frame="))
    return int(last.split("=")[1].split()[0])


def test_the_real_footage_is_looked_for() -> None:
    assert footage("torture")
    assert len(_films()) == 35


@pytest.mark.parametrize("row", _films(), ids=lambda row: Path(row["file"]).stem)
def test_random_frames_equal_those_of_ffmpeg(row: dict[str, str]) -> None:
    path = footage("torture") / row["file"]
    index = confirm_index(path, build_index(path))
    assert len(index) == _count(path)
    if not row["error"]:
        # Where the manifest saw an error it stopped counting; `ffmpeg` goes on, and so do we.
        assert len(index) == int(row["frames_decoded"])
    order = random.Random(20).sample(range(len(index)), min(SAMPLES, len(index)))
    with FrameDecoder(path, index) as decoder:
        ours = {n: decoder.frame(n) for n in order}
    numbers = sorted(order)
    theirs = _selected(path, numbers, ours[numbers[0]].shape)
    assert len(theirs) == len(numbers)
    allowed = 3.0 if "10" in row["pix_fmt"] else 2.0
    for n, picture in zip(numbers, theirs, strict=True):
        assert np.abs(ours[n].astype(np.int16) - picture).mean() <= allowed, n
    assert index.start_pts == int(row["first_video_pts"])
