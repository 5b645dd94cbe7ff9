"""The sound of the generated sample film: wind and birds, and a cue for everything that happens."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from app.media.sample_scene import FPS, Happening, bounces

RATE = 44100

Sound = NDArray[np.float32]
"""`(samples, 2)`."""


def compose(rng: np.random.Generator, frames: int, happenings: list[Happening]) -> Sound:
    """The whole film's sound, `(frames / FPS * RATE, 2)`, peaks below full scale."""
    count = frames * RATE // FPS
    sound = _wind(rng, count)
    for begin in np.arange(2.0, count / RATE - 1.0, 6.5):
        if rng.uniform() < 0.5:
            _add(sound, int((begin + rng.uniform(0, 3)) * RATE), _bird(rng), float(rng.uniform(-0.8, 0.8)))
    for happening in happenings:
        start = happening.start * RATE // FPS
        length = (happening.end - happening.start) * RATE // FPS
        if happening.kind == "drive":
            _pass_by(sound, start, _engine(rng, length), happening.rightwards)
        elif happening.kind == "run":
            _steps(rng, sound, start, length, happening)
        else:
            _thuds(rng, sound, start, length, happening)
    return np.clip(sound, -0.98, 0.98)


def _filtered(noise: NDArray[np.float64], low: float, high: float) -> NDArray[np.float64]:
    return np.asarray(sosfilt(butter(2, [low, high], btype="band", fs=RATE, output="sos"), noise))


def _wind(rng: np.random.Generator, count: int) -> Sound:
    swell = 0.6 + 0.4 * np.sin(np.arange(count) / RATE * 0.9 + rng.uniform(0, 6.3))
    sides = [_filtered(rng.normal(0, 1, count), 60, 420) * swell * 0.02 for _ in range(2)]
    return np.stack(sides, axis=1).astype(np.float32)


def _add(sound: Sound, start: int, mono: NDArray[np.float64], side: float) -> None:
    """Mix `mono` in at sample `start`; `side` from -1 (left) to 1 (right), equal power."""
    end = min(len(sound), start + len(mono))
    if start >= end:
        return
    angle = (side + 1) * np.pi / 4
    sound[start:end, 0] += (mono[: end - start] * np.cos(angle)).astype(np.float32)
    sound[start:end, 1] += (mono[: end - start] * np.sin(angle)).astype(np.float32)


def _bird(rng: np.random.Generator) -> NDArray[np.float64]:
    parts = []
    for _ in range(int(rng.integers(2, 5))):
        time = np.arange(int(0.09 * RATE)) / RATE
        pitch = rng.uniform(2600, 3800) + 900 * np.sin(time * 60)
        parts.append(0.035 * np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.hanning(len(time)))
        parts.append(np.zeros(int(rng.uniform(0.03, 0.09) * RATE)))
    return np.concatenate(parts)


def _engine(rng: np.random.Generator, length: int) -> NDArray[np.float64]:
    time = np.arange(length) / RATE
    way = np.linspace(-1, 1, length)
    # Doppler: higher while coming, lower while going.
    pitch = (72 + 10 * rng.uniform()) * (1 - 0.12 * np.tanh(3 * way))
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    motor = sum(np.sin(phase * part) / part for part in range(1, 7))
    tyres = _filtered(rng.normal(0, 1, length), 300, 1800)
    near = 1 / (1 + (2.2 * way) ** 2)
    edges = np.minimum(1, np.minimum(time, time[::-1]) / 0.15)
    return np.asarray((0.10 * motor + 0.16 * tyres) * near * edges)


def _pass_by(sound: Sound, start: int, mono: NDArray[np.float64], rightwards: bool) -> None:
    mono = mono[: max(0, len(sound) - start)]
    side = np.linspace(-0.9, 0.9, len(mono)) * (1 if rightwards else -1)
    angle = (side + 1) * np.pi / 4
    sound[start : start + len(mono)] += np.stack([mono * np.cos(angle), mono * np.sin(angle)], axis=1).astype(
        np.float32
    )


def _side_at(happening: Happening, share: float) -> float:
    return (1.7 * share - 0.85) * (1 if happening.rightwards else -1)


def _steps(rng: np.random.Generator, sound: Sound, start: int, length: int, happening: Happening) -> None:
    """Footsteps, one whenever a foot of the drawn figure comes down."""
    every = RATE / 2.8
    first = start - (start / every + 2 * happening.phase) % 1.0 * every + every
    for at in np.arange(first, start + length, every):
        size = int(0.09 * RATE)
        scrape = _filtered(rng.normal(0, 1, size), 500, 3200) * np.exp(-np.arange(size) / (0.018 * RATE))
        _add(sound, int(at), 0.5 * scrape, _side_at(happening, (at - start) / length))


def _thuds(rng: np.random.Generator, sound: Sound, start: int, length: int, happening: Happening) -> None:
    """One hollow thud whenever the drawn ball touches the ground."""
    number = bounces(happening)
    for n in range(number):
        time = np.arange(int(0.28 * RATE)) / RATE
        pitch = 150 * np.exp(-time * 9) + 118
        body = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-time * 17)
        ring = np.sin(2 * np.pi * 1050 * time) * np.exp(-time * 60)
        loud = 0.42 * float(rng.uniform(0.85, 1.0))
        _add(sound, start + n * length // number, loud * (body + 0.3 * ring), _side_at(happening, n / number))
