"""Small films with something to learn from, made for the tests that train."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

SIZE = 160
FRAMES = 50


def write_moving_square(path: Path, direction: tuple[int, int], *, seed: int) -> None:
    """Two seconds at 25 frames a second: a bright square moves over noise that stands still."""
    random = np.random.default_rng(seed)
    ground = random.integers(40, 90, (SIZE, SIZE, 3), dtype=np.uint8)
    start = random.integers(40, 90, 2)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width = stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, 25)
        for number in range(FRAMES):
            picture = ground.copy()
            x, y = ((start + number * 2 * np.array(direction)) % (SIZE - 30)).tolist()
            picture[y : y + 30, x : x + 30] = (230, 210, 120)
            frame = VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
