"""Sound comes out where it belongs on the film's time line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from sora_model.contract.errors import SoraError
from sora_model.media.audio_reader import AudioReader, Resampler, Samples, mix
from tests.clips import clip, tone, write_film
from tests.footage import footage


def whole(path: Path, rate: int | None = None, channels: int | None = None, block_s: float = 1.0) -> Samples:
    with AudioReader(path) as reader:
        return np.concatenate([block for _, block in reader.blocks(rate, channels, block_s)])


def pitch(samples: np.ndarray, rate: int) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples))


@pytest.fixture(scope="module")
def noise_film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Samples]:
    """Four seconds of reproducible noise, uncompressed, at 44.1 kHz."""
    noise = np.random.default_rng(3).uniform(-0.5, 0.5, (4 * 44100, 2)).astype(np.float32)
    path = tmp_path_factory.mktemp("noise") / "noise.wav"
    return write_film(path, 0, sound=noise, rate=44100, sound_codec="pcm_s16le"), noise


def test_uncompressed_sound_comes_out_as_it_went_in(noise_film: tuple[Path, Samples]) -> None:
    path, noise = noise_film
    assert np.abs(whole(path) - noise).max() < 1e-4
    with AudioReader(path) as reader:
        part = reader.read(1.0, 0.5, rate=44100, channels=2)
    assert np.abs(part - noise[44100 : 44100 + 22050]).max() < 1e-4


def test_reading_a_part_equals_the_part_of_the_whole(noise_film: tuple[Path, Samples]) -> None:
    path, _ = noise_film
    all_of_it = whole(path, 16000, 1)
    with AudioReader(path) as reader:
        for start_s in (0.0, 0.5, 1.2345, 3.0):
            part = reader.read(start_s, 0.25)
            first = round(start_s * 16000)
            # At the very start the filter sees silence before the sound here, its mirror image there.
            skip = 40 if start_s == 0.0 else 0
            assert np.abs(part - all_of_it[first : first + 4000])[skip:].max() < 1e-5, start_s


def test_outside_the_sound_it_is_silent(noise_film: tuple[Path, Samples]) -> None:
    path, _ = noise_film
    with AudioReader(path) as reader:
        before = reader.read(-1.0, 2.0, rate=44100, channels=2)
        assert before.shape == (88200, 2)
        assert np.all(before[:44000] == 0)
        assert np.abs(before[44200:]).max() > 0.3
        after = reader.read(3.5, 2.0)
        assert after.shape == (32000, 1)
        assert np.abs(after[:7900]).max() > 0.05
        assert np.all(after[8100:] == 0)
        assert reader.read(0.0, 0.0).shape == (0, 1)


@pytest.mark.parametrize("block_s", [0.05, 0.33, 10.0])
def test_blocks_join_to_the_whole(noise_film: tuple[Path, Samples], block_s: float) -> None:
    path, _ = noise_film
    with AudioReader(path) as reader:
        pieces = list(reader.blocks(16000, 1, block_s))
    starts = [start for start, _ in pieces]
    lengths = [len(block) for _, block in pieces]
    assert starts == pytest.approx(np.concatenate([[0], np.cumsum(lengths[:-1])]) / 16000)
    assert np.array_equal(np.concatenate([block for _, block in pieces]), whole(path, 16000, 1, 1.0))


def test_blocks_begin_at_any_second(noise_film: tuple[Path, Samples]) -> None:
    path, noise = noise_film
    with AudioReader(path) as reader:
        first, block = next(reader.blocks(start_s=2.5, block_s=0.5))
    assert first == 2.5
    assert np.abs(block - noise[110250 : 110250 + 22050]).max() < 1e-4


def test_compressed_sound_is_in_place_and_channels_are_kept_apart() -> None:
    with AudioReader(clip("plain")) as reader:
        assert (reader.facts.codec, reader.facts.sample_rate, reader.facts.channels) == ("aac", 16000, 2)
        part = reader.read(0.5, 1.0, channels=2)
        assert pitch(part[:, 0], 16000) == pytest.approx(440, abs=2)
        assert pitch(part[:, 1], 16000) == pytest.approx(880, abs=2)
        expected = tone(2.0, 16000, (440, 880))[8000:24000]
        # In step to a fraction of the shorter wave.
        assert np.abs(part - expected).max() < 0.05
        mono = reader.read(0.5, 1.0)
        assert np.abs(mono[:, 0] - part.mean(axis=1)).max() < 1e-6


def test_sound_that_begins_late_is_late() -> None:
    with AudioReader(clip("late_sound")) as reader:
        assert reader.facts.start_s == pytest.approx(0.5, abs=0.07)
        heard = reader.read(0.0, 2.0)[:, 0]
    loud = np.flatnonzero(np.abs(heard) > 0.1)
    assert loud[0] / 16000 == pytest.approx(0.5, abs=0.03)
    assert loud[-1] / 16000 == pytest.approx(1.5, abs=0.03)
    with AudioReader(clip("late_sound")) as reader:
        streamed = np.concatenate([block for _, block in reader.blocks()])[:, 0]
    assert np.flatnonzero(np.abs(streamed) > 0.1)[0] == pytest.approx(loud[0], abs=2)


def test_an_impulse_stays_where_it_is_at_another_rate(tmp_path: Path) -> None:
    """The resampler's own delay does not shift the sound against the picture."""
    impulse = np.zeros((32000, 1), np.float32)
    impulse[16000] = 0.9
    path = write_film(tmp_path / "impulse.wav", 0, sound=impulse, rate=16000, sound_codec="pcm_s16le")
    for rate in (8000, 22050, 48000):
        with AudioReader(path) as reader:
            assert np.argmax(np.abs(reader.read(0.5, 1.0, rate=rate))) == pytest.approx(rate // 2, abs=1)
        assert np.argmax(np.abs(whole(path, rate, 1))) == pytest.approx(rate, abs=1)


def test_damaged_packets_are_silent_and_the_rest_stays_in_place(tmp_path: Path) -> None:
    good = write_film(tmp_path / "good.ts", 0, sound=tone(3.0, 16000, (440,)), sound_codec="mp2")
    data = bytearray(good.read_bytes())
    middle = len(data) // 2 // 188 * 188
    # Four packets of the transport stream lose what they carry; their headers stay.
    for packet in range(middle, middle + 4 * 188, 188):
        data[packet + 12 : packet + 188] = bytes(176)
    bad = tmp_path / "bad.ts"
    bad.write_bytes(data)
    intact, hurt = whole(good), whole(bad)
    assert abs(len(intact) - len(hurt)) < 1600
    differ = np.flatnonzero(np.abs(intact[: len(hurt)] - hurt[: len(intact)]).max(axis=1) > 0.01) / 16000
    assert len(differ)
    assert differ.max() - differ.min() < 0.5


def test_mixing_keeps_full_scale() -> None:
    full = np.ones((3, 6), np.float32)
    assert mix(full, 6) is full
    assert mix(full, 1).tolist() == [[1.0]] * 3
    assert np.allclose(mix(full, 2), 1.0)
    assert mix(np.full((2, 1), 0.5, np.float32), 2).tolist() == [[0.5, 0.5]] * 2
    left_only = np.zeros((1, 6), np.float32)
    left_only[0, 0] = 1
    left, right = mix(left_only, 2)[0]
    assert left > 0.3
    assert right == 0
    centre = np.zeros((1, 3), np.float32)
    centre[0, 2] = 1
    assert mix(centre, 2)[0, 0] == mix(centre, 2)[0, 1] > 0.3


def test_resampling_in_pieces_equals_resampling_at_once() -> None:
    noise = np.random.default_rng(1).normal(0, 0.2, (9000, 2)).astype(np.float32)
    at_once = Resampler(44100, 16000, 2)
    expected = np.concatenate([at_once.push(noise), at_once.finish()])
    bit_by_bit = Resampler(44100, 16000, 2)
    parts = [bit_by_bit.push(noise[i : i + 700]) for i in range(0, 9000, 700)]
    assert np.allclose(np.concatenate([*parts, bit_by_bit.finish()]), expected, atol=1e-6)
    assert len(expected) == pytest.approx(9000 * 16000 / 44100, abs=2)


def test_no_sound_is_said() -> None:
    with pytest.raises(SoraError, match="no sound"):
        AudioReader(clip("video_only"))


@pytest.mark.footage
@pytest.mark.parametrize(
    "name",
    [
        "original/bbaf2n.mpg",
        "original/fire2.mp4",
        "original/sample_av1.mp4",
        "original/sample_with_htc_rotation_track_name.mkv",
        "original/test.wmv",
        "original/nasa_13013.mp4",
        "derived/video_starts_0.5s_after_audio_editlist.mp4",
    ],
)
def test_real_sound_lies_where_ffmpeg_puts_it(name: str) -> None:
    path = footage("torture") / name
    placed = "aresample=async=1:first_pts=0"
    command = ["ffmpeg", "-v", "quiet", "-nostdin", "-i", str(path), "-map", "0:a:0", "-af", placed]
    made = subprocess.run([*command, "-f", "f32le", "-"], capture_output=True, check=True).stdout
    ours = whole(path)
    theirs = np.frombuffer(made, np.float32).reshape(-1, ours.shape[1])
    assert abs(len(ours) - len(theirs)) <= 64
    count = min(len(ours), len(theirs)) - 128
    # Matroska states times in whole milliseconds; `ffmpeg` believes the first, we the middle of several.
    apart = [
        np.abs(ours[64 + shift : 64 + shift + count] - theirs[64 : 64 + count]).max()
        for shift in range(-48, 49)
    ]
    assert min(apart) < 1e-3


@pytest.mark.parametrize(
    ("container", "codec", "apart"),
    [("mka", "aac", 0.001), ("mpg", "mp2", 0.0001), ("ts", "mp2", 0.0001), ("mp3", "mp3", 0.0001)],
)
def test_compressed_sound_is_read_where_the_whole_has_it(
    tmp_path: Path, container: str, codec: str, apart: float
) -> None:
    """After a seek no frame of the sound is lost or doubled: the parts lie where the whole has them."""
    noise = np.random.default_rng(4).normal(0, 0.1, (12 * 44100, 1)).astype(np.float32)
    film = write_film(tmp_path / f"noise.{container}", 0, sound=noise, rate=44100, sound_codec=codec)
    all_of_it = whole(film, 16000, 1)[:, 0]
    with AudioReader(film) as reader:
        for start_s in (1.0, 3.21, 5.7, 8.345, 10.0):
            part = reader.read(start_s, 1.0)[400:-400, 0]
            first = round(start_s * 16000) + 400
            likeness = [
                float(np.dot(part, all_of_it[first + k : first + k + len(part)])) for k in range(-480, 481)
            ]
            assert abs(int(np.argmax(likeness)) - 480) <= apart * 16000, start_s
