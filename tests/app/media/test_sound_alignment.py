"""Films lined up by their sound: made with a known offset, real speech, and sound that is not shared."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.domain.errors import Cancelled, UserError
from app.media.sound_alignment import align
from sora_model.media.audio_reader import AudioReader
from tests.footage import footage

RATE = 16_000


def written(path: Path, sound: NDArray[np.float64], rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def knocks(seed: int, seconds: float) -> NDArray[np.float64]:
    """Short bursts of noise at random moments."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE))
    for at in chance.uniform(0, seconds - 0.5, round(2 * seconds)):
        begin, length = int(at * RATE), int(chance.uniform(0.05, 0.3) * RATE)
        fading = np.exp(-np.arange(length) / RATE / 0.05)
        sound[begin : begin + length] += chance.normal(size=length) * fading * chance.uniform(0.1, 0.5)
    return sound


@pytest.mark.parametrize("late_s", [12.3456, 0.0, 0.031])
def test_a_second_microphone_is_placed_to_a_fraction_of_a_millisecond(tmp_path: Path, late_s: float) -> None:
    event, chance = knocks(1, 40), np.random.default_rng(2)
    late = round(late_s * RATE)
    near = event[: 30 * RATE] + 0.01 * chance.normal(size=30 * RATE)
    far = np.convolve(event[late:], [0.6, 0, 0, 0.2, 0.1], "same")
    far += 0.01 * chance.normal(size=len(far))
    first, second = written(tmp_path / "near.wav", near), written(tmp_path / "far.wav", far)
    found, back = align(first, second), align(second, first)
    assert found.offset_s == pytest.approx(late / RATE, abs=3e-4)
    assert found.exact
    assert back.offset_s == pytest.approx(-found.offset_s, abs=3e-4)


def test_real_speech_is_found_again_in_noise(tmp_path: Path) -> None:
    with AudioReader(min(footage("ami_speakers").glob("*.wav"))) as reader:
        speech = reader.read(0, 30, RATE)[:, 0].astype(np.float64)
    chance = np.random.default_rng(3)
    noise = speech.std() * chance.normal(size=20 * RATE)
    first = written(tmp_path / "whole.wav", speech)
    second = written(tmp_path / "later.wav", speech[7 * RATE + 100 : 27 * RATE + 100] + noise)
    found = align(first, second)
    assert found.offset_s == pytest.approx(7 + 100 / RATE, abs=0.01)
    print(found)


def test_sound_that_is_not_shared_is_refused(tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.wav", knocks(4, 30)), written(tmp_path / "b.wav", knocks(5, 30))
    with pytest.raises(UserError, match=r"a\.wav and b\.wav share no sound"):
        align(first, second)


def test_silence_is_refused_not_divided_by(tmp_path: Path) -> None:
    first, second = (
        written(tmp_path / "a.wav", knocks(4, 20)),
        written(tmp_path / "b.wav", np.zeros(20 * RATE)),
    )
    with pytest.raises(UserError, match="share no sound"):
        align(first, second)


def test_other_meetings_are_refused(tmp_path: Path) -> None:
    films = sorted(footage("ami_speakers").glob("*.wav"))
    with pytest.raises(UserError, match="share no sound"):
        align(films[0], films[1])


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    first = written(tmp_path / "a.wav", knocks(4, 20))
    with pytest.raises(Cancelled):
        align(first, first, cancelled=lambda: True)


def test_progress_runs_from_start_to_end(tmp_path: Path) -> None:
    first, said = written(tmp_path / "a.wav", knocks(4, 30)), list[float]()
    align(first, first, on_progress=said.append)
    assert said == sorted(said)
    assert said[-1] == 1.0
