"""Tiny generated films in which a patch moves one way, for tests of the model (synthetic: never a result)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from sora_model.config import ModelConfig, TrainConfig
from sora_model.contract.manifest import ClassSpec, Manifest, MediaSpec, RangeSpec, Split
from sora_model.data.features import FeatureSpec
from sora_model.media.hashing import quick_hash

FPS = 25
SIZE = (96, 64)
SMALL = FeatureSpec(picture=64, grid=2)
SPEEDS = {"left": (-2, 0), "right": (2, 0), "up": (0, -1), "down": (0, 1)}


def pictures(direction: str, frames: int, seed: int) -> list[NDArray[np.uint8]]:
    """A bright textured patch over a still random background; the background differs by `seed`."""
    random = np.random.default_rng(seed)
    width, height = SIZE
    ground = np.kron(random.integers(40, 130, (height // 8, width // 8, 3)), np.ones((8, 8, 1))).astype(
        np.uint8
    )
    patch = random.integers(150, 255, (20, 20, 3)).astype(np.uint8)
    dx, dy = SPEEDS[direction]
    x = (70 if dx < 0 else 6 if dx > 0 else 38) + int(random.integers(-4, 5))
    y = (40 if dy < 0 else 4 if dy > 0 else 22) + int(random.integers(-3, 4))
    out = []
    for _ in range(frames):
        picture = ground.copy()
        left, top = min(max(x, 0), width - 20), min(max(y, 0), height - 20)
        picture[top : top + 20, left : left + 20] = patch
        out.append(picture)
        x, y = x + dx, y + dy
    return out


def write_film(path: Path, shown: list[NDArray[np.uint8]], sound: NDArray[np.float32] | None = None) -> Path:
    """MPEG-4 at 25 fps, and AAC at 16 kHz where `sound` (samples,) is given."""
    with av.open(str(path), "w") as container:
        film = container.add_stream("mpeg4", rate=FPS)
        film.width, film.height, film.pix_fmt = *SIZE, "yuv420p"
        film.bit_rate = 2_000_000
        track = container.add_stream("aac", rate=16_000, layout="mono") if sound is not None else None
        for picture in shown:
            container.mux(film.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(film.encode())
        if sound is not None and track is not None:
            for start in range(0, len(sound) - 1023, 1024):
                part = np.ascontiguousarray(sound[None, start : start + 1024], dtype=np.float32)
                frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = 16_000, start, Fraction(1, 16_000)
                container.mux(track.encode(frame))
            container.mux(track.encode())
    return path


def medium(path: Path, frames: int, group: str, split: Split = "train", has_audio: bool = False) -> MediaSpec:
    """A whole film of `write_film`, not labelled yet; its time base is 1/12800 (25 fps in MP4)."""
    with av.open(str(path)) as container:
        time_base = container.streams.video[0].time_base
    assert time_base is not None
    ticks = round(frames / FPS / time_base)
    return MediaSpec(
        id=path.stem,
        path=str(path),
        sha256="",
        quick_hash=quick_hash(path),
        group=group,
        split=split,
        time_base=(time_base.numerator, time_base.denominator),
        origin=(0, 1),
        start=0,
        end=ticks,
        has_video=True,
        has_audio=has_audio,
    )


def labelled(spec: MediaSpec, class_id: str) -> MediaSpec:
    """`spec` with one label over its whole length."""
    return replace(spec, ranges=(RangeSpec(spec.start, spec.end, class_id),))


def direction_set(folder: Path, directions: tuple[str, ...], per_class: int, frames: int = 20) -> Manifest:
    """`per_class` films of each direction; every fourth is in the validation part; groups of two classes'
    films.
    """
    media = []
    for number in range(per_class):
        for place, direction in enumerate(directions):
            path = folder / f"{direction}{number}.mp4"
            write_film(path, pictures(direction, frames, seed=number * 10 + place))
            split: Split = "validation" if number % 4 == 3 else "train"
            media.append(labelled(medium(path, frames, f"g{number}", split), direction))
    return Manifest("synthetic", tuple(ClassSpec(d, d, directional=True) for d in directions), tuple(media))


def small_config(cache: Path, run: str = "r1", **changes: object) -> TrainConfig:
    """A quick training: small pictures, few epochs."""
    model = ModelConfig(features=SMALL, width=32, tcn_layers=3)
    base = TrainConfig(run, cache, model=model, device="cpu", epochs=8, patience=8)
    return replace(base, **changes)  # type: ignore[arg-type]
