"""Where something begins to sound, from loudness and from a real waveform."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.media.onsets import onsets, onsets_of
from app.media.sound_pass import make_pictures, open_peaks
from app.media.waveform_peaks import peaks_file


def bursts(at: list[int], steps: int = 2000, floor: float = 0.01) -> np.ndarray:
    """Quiet noise with decaying sounds in it."""
    noise = np.random.default_rng(3)
    loudness = floor * (1 + 0.05 * noise.standard_normal(steps))
    for start in at:
        length = min(60, steps - start)
        loudness[start : start + length] += 0.3 * np.exp(-np.arange(length) / 15)
    return loudness.astype(np.float32)


def test_each_burst_is_found_where_it_begins() -> None:
    at = [300, 700, 760, 1100]
    assert onsets(bursts(at)).tolist() == at


@pytest.mark.parametrize("level", [0.0, 0.3, np.nan])
def test_what_stays_the_same_has_none(level: float) -> None:
    assert len(onsets(np.full(500, level, np.float32))) == 0


def test_a_slow_swell_has_none() -> None:
    assert len(onsets(np.linspace(0.01, 0.5, 2000).astype(np.float32))) == 0


def test_too_short_a_sound_has_none() -> None:
    assert len(onsets(np.ones(2, np.float32))) == 0


def test_a_waveforms_onsets_are_within_two_hundredths_of_a_second(tmp_path: Path) -> None:
    import av

    rate, at = 48_000, (0.8, 2.0, 3.25)
    sound = 0.005 * np.random.default_rng(1).standard_normal(rate * 4)
    for start in at:
        ring = np.arange(rate // 4) / rate
        first = round(start * rate)
        sound[first : first + len(ring)] += 0.5 * np.sin(2 * np.pi * 700 * ring) * np.exp(-ring * 20)
    film = tmp_path / "sound.wav"
    with av.open(str(film), "w") as out:
        stream = out.add_stream("pcm_s16le", rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            (sound * 32767).astype(np.int16)[None], format="s16", layout="mono"
        )
        frame.sample_rate = rate
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    cache = tmp_path / "cache"
    make_pictures(film, cache, peaks=True, spectrograms=())
    peaks = open_peaks(peaks_file(film, cache))
    assert peaks is not None
    found = onsets_of(peaks, lambda: False)
    assert found == pytest.approx(at, abs=0.02)
    assert len(onsets_of(peaks, lambda: True)) == 0
