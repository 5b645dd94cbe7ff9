"""The waveform shows every extreme, at any zoom, and is made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Cancelled, UserError
from app.media.sound_pass import load_peaks
from app.media.waveform_peaks import WaveformPeaks, peaks_file
from tests.clips import clip, tone, write_film

RATE = 16000


@pytest.fixture(scope="module")
def sound() -> np.ndarray:
    rng = np.random.default_rng(7)
    noise = rng.uniform(-0.2, 0.2, (RATE * 20, 2)).astype(np.float32)
    noise[RATE * 5 + 123, 0] = 0.9
    noise[RATE * 12 + 77, 1] = -0.8
    return noise


@pytest.fixture(scope="module")
def made(sound: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> WaveformPeaks:
    folder = tmp_path_factory.mktemp("peaks")
    path = write_film(folder / "noise.wav", 0, sound=sound, rate=RATE, sound_codec="pcm_s16le")
    return load_peaks(path, folder / "cache")


def test_every_extreme_is_seen_at_every_zoom(made: WaveformPeaks) -> None:
    assert made.channels == 2
    assert made.duration_s == pytest.approx(20.0)
    for columns in (1, 3, 40, 700, 5000):
        low, high = made.peaks(0, 20, columns)
        assert len(low) == len(high) == columns
        assert high.max() == pytest.approx(0.9, abs=1e-3)
        assert low.min() == pytest.approx(-0.8, abs=1e-3)
        assert np.argmax(high) == pytest.approx(int((5 + 123 / RATE) / 20 * columns), abs=1)
        left_low, left_high = made.peaks(0, 20, columns, channel=0)
        assert left_high.max() == high.max()
        assert left_low.min() > -0.25


@settings(max_examples=60)
@given(start=st.floats(-2, 21), length=st.floats(0.01, 25), columns=st.integers(1, 300))
def test_columns_contain_the_sound_and_little_more(
    made: WaveformPeaks, sound: np.ndarray, start: float, length: float, columns: int
) -> None:
    low, high = made.peaks(start, start + length, columns)
    assert np.all(low <= high)
    slack = max(2 / 400, length / columns * 2)
    for column in {0, columns // 2, columns - 1}:
        begin = start + length * column / columns
        end = start + length * (column + 1) / columns
        inside = sound[max(0, int(np.ceil(begin * RATE))) : max(0, int(end * RATE))]
        around = sound[max(0, int((begin - slack) * RATE)) : max(0, int((end + slack) * RATE) + 1)]
        if len(inside):
            assert high[column] >= inside.max() - 1e-3
            assert low[column] <= inside.min() + 1e-3
        if len(around):
            assert high[column] <= max(0.0, around.max()) + 1e-3
            assert low[column] >= min(0.0, around.min()) - 1e-3
        else:
            assert high[column] == low[column] == 0


def test_loudness_is_the_root_mean_square(tmp_path: Path) -> None:
    wave = tone(4.0, RATE, (400,), loud=0.5)
    path = write_film(tmp_path / "tone.wav", 0, sound=wave, rate=RATE, sound_codec="pcm_s16le")
    peaks = load_peaks(path, tmp_path)
    assert peaks.loudness(0, 4, 8) == pytest.approx([0.5 / 2**0.5] * 8, rel=0.02)
    assert peaks.loudness(5, 6, 2).tolist() == [0, 0]


def test_late_sound_is_drawn_late(tmp_path: Path) -> None:
    low, high = load_peaks(clip("late_sound"), tmp_path).peaks(0, 2, 20)
    assert high[:4].max() < 0.05
    assert high[6:14].min() > 0.2
    assert low[6:14].max() < -0.2


def test_it_is_made_once_and_made_anew_when_damaged(tmp_path: Path) -> None:
    load_peaks(clip("plain"), tmp_path)
    file = peaks_file(clip("plain"), tmp_path)
    first = file.stat().st_ino
    assert file.stat().st_mode & 0o077 == 0
    load_peaks(clip("plain"), tmp_path)
    assert file.stat().st_ino == first
    file.write_bytes(file.read_bytes()[:-8])
    again = load_peaks(clip("plain"), tmp_path)
    assert again.peaks(0.5, 1.5, 4)[1].min() > 0.3
    file.write_bytes(b"something else")
    assert load_peaks(clip("plain"), tmp_path).channels == 2


def test_progress_and_cancelling(sound: np.ndarray, tmp_path: Path) -> None:
    path = write_film(tmp_path / "noise.wav", 0, sound=sound, rate=RATE, sound_codec="pcm_s16le")
    seen: list[float] = []
    load_peaks(path, tmp_path / "one", on_progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    with pytest.raises(Cancelled):
        load_peaks(path, tmp_path / "two", cancelled=lambda: True)


def test_no_sound_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no sound"):
        load_peaks(clip("video_only"), tmp_path)
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_no_room_for_the_cache_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(UserError, match="cannot be kept"):
        load_peaks(clip("plain"), blocked)


def test_long_sound_does_not_need_much_memory(tmp_path: Path) -> None:
    """Ten minutes would be 100 MB as floats; peaks are made in a stream."""
    seconds, rate = 600, 22050
    path = tmp_path / "long.wav"
    second = (tone(1.0, rate, (300, 500)) * 32767).astype("<i2").tobytes()
    header = b"RIFF" + (36 + len(second) * seconds).to_bytes(4, "little") + b"WAVEfmt "
    header += (16).to_bytes(4, "little") + (1).to_bytes(2, "little") + (2).to_bytes(2, "little")
    header += rate.to_bytes(4, "little") + (rate * 4).to_bytes(4, "little")
    header += (4).to_bytes(2, "little") + (16).to_bytes(2, "little")
    with path.open("wb") as stream:
        stream.write(header + b"data" + (len(second) * seconds).to_bytes(4, "little"))
        for _ in range(seconds):
            stream.write(second)
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from app.media.sound_pass import load_peaks\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "peaks = load_peaks(sys.argv[1], Path(sys.argv[2]))\n"
        "assert abs(peaks.duration_s - 600) < 0.01, peaks.duration_s\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, path, tmp_path], capture_output=True, text=True, check=True
    )
    kilobytes = int(run.stdout) / (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 40_000
