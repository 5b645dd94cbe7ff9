"""Waveform and spectrogram lie where the sound is, whatever carries it, and are made only once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame

from app.domain.errors import Cancelled, UserError
from app.media import spectrogram as sg
from app.media.sound_pass import load_peaks, make_pictures, open_peaks, open_spectrogram, tile_samples
from app.media.sound_tiles import HEADER_BYTES, level_offsets, reduced
from app.media.waveform_peaks import BINS, WaveformPeaks, peaks_file, samples_of_bin, tile_of_peaks
from sora_model.media.audio_reader import AudioReader, Samples
from tests.clips import clip, write_film

RATE = 16000
CLICK_S = 3.3


def noise(seconds: float, rate: int = RATE, channels: int = 2, loud: float = 0.3) -> Samples:
    rng = np.random.default_rng(11)
    return rng.uniform(-loud, loud, (round(seconds * rate), channels)).astype(np.float32)


def written(path: Path, sound: Samples, rate: int = RATE) -> Path:
    return write_film(path, 0, sound=sound, rate=rate, sound_codec="pcm_s16le")


def heard(path: Path) -> tuple[Samples, int]:
    with AudioReader(path) as reader:
        blocks = [block for _, block in reader.blocks()]
        channels = reader.facts.channels
        whole = np.concatenate(blocks) if blocks else np.zeros((0, channels), np.float32)
        return whole, reader.facts.sample_rate


def ffmpeg(path: Path, *arguments: str) -> Path:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(path)], check=True)
    return path


# --- values ---


def assert_values(path: Path, peaks: WaveformPeaks) -> None:
    """Level 0 is what numpy says of what the reader gives."""
    sound, rate = heard(path)
    per_bin = samples_of_bin(rate)
    count = len(sound) // per_bin
    assert peaks.whole
    assert peaks.duration_s == pytest.approx(len(sound) / rate)
    if not count:
        return
    parts = sound[: count * per_bin].reshape(count, per_bin, -1)
    for channel in range(sound.shape[1]):
        low, high = peaks.peaks(0, count * per_bin / rate, count, channel)
        rms = peaks.loudness(0, count * per_bin / rate, count, channel)
        assert low == pytest.approx(np.maximum(parts[:, :, channel].min(axis=1), -1), abs=2e-4)
        assert high == pytest.approx(np.minimum(parts[:, :, channel].max(axis=1), 1), abs=2e-4)
        assert rms == pytest.approx(np.sqrt((parts[:, :, channel] ** 2).mean(axis=1)), abs=2e-4)


def test_the_waveform_is_what_numpy_says_of_each_channel(tmp_path: Path) -> None:
    sound = noise(7.0) * np.array([1.0, 0.2], np.float32)
    path = written(tmp_path / "noise.wav", sound)
    assert_values(path, load_peaks(path, tmp_path))


def test_the_spectrogram_is_what_the_definition_says(tmp_path: Path) -> None:
    """A direct transform of one column, and a tone at its frequency and loudness."""
    rate, hop = RATE, samples_of_bin(RATE) * BINS // sg.COLUMNS
    time_s = np.arange(rate * 6) / rate
    sound = (0.5 * np.sin(2 * np.pi * 1000 * time_s) + noise(6.0, channels=1, loud=0.001)[:, 0])[:, None]
    path = written(tmp_path / "tone.wav", sound.astype(np.float32))
    make_pictures(path, tmp_path, spectrograms=[None])
    picture = sg.Spectrogram(sg.spectrogram_file(path, tmp_path))
    whole, _ = heard(path)
    size = sg.window_of(rate)
    for column in (0, 37, 300, 550):
        found, known = picture.columns(column * hop / rate, (column + 1) * hop / rate, 1)
        middle = column * hop + hop // 2
        padded = np.concatenate([np.zeros(size), whole[:, 0], np.zeros(size)])
        frame = padded[middle + size // 2 : middle + size // 2 + size]
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
        power = np.abs(np.fft.rfft(frame * window) / (window.sum() / 2)) ** 2
        frequency = np.arange(len(power)) * rate / size
        centres = [sg.hertz_at((band + n + 0.5) / sg.BANDS, rate) for band, n in ((20, -1), (20, 0), (20, 1))]
        below, above = (max(abs(centres[1] - c), rate / size) for c in (centres[0], centres[2]))
        away = frequency - centres[1]
        weights = np.clip(1 - np.where(away < 0, -away / below, away / above), 0, 1)
        expected = (10 * np.log10((power * weights).sum()) - sg.FLOOR_DB) / sg.STEP_DB
        assert known.all()
        assert found[0, 20] == pytest.approx(expected, abs=1)
    columns, _ = picture.columns(1.0, 5.0, 20)
    share = (np.argmax(columns.max(axis=0)) + 0.5) / columns.shape[1]
    assert picture.hertz_at(share) == pytest.approx(1000, rel=0.06)
    assert picture.height_of(picture.hertz_at(0.3)) == pytest.approx(0.3)
    assert sg.FLOOR_DB + sg.STEP_DB * columns.max() == pytest.approx(20 * np.log10(0.5), abs=2.5)


def test_each_channel_has_its_own_spectrogram(tmp_path: Path) -> None:
    time_s = np.arange(RATE * 4) / RATE
    sound = np.stack([0.4 * np.sin(2 * np.pi * pitch * time_s) for pitch in (500, 3000)], axis=1)
    path = written(tmp_path / "two.wav", sound.astype(np.float32))
    make_pictures(path, tmp_path, spectrograms=[None, 0, 1])
    loudest = []
    for channel in (0, 1):
        picture = sg.Spectrogram(sg.spectrogram_file(path, tmp_path, channel=channel))
        columns, _ = picture.columns(1, 3, 1)
        loudest.append(picture.hertz_at((int(np.argmax(columns[0])) + 0.5) / columns.shape[1]))
    assert loudest == [pytest.approx(500, rel=0.1), pytest.approx(3000, rel=0.1)]


def test_reduced_takes_the_part_of_each_column() -> None:
    values = np.array([3, 1, 4, 1, 5], np.int16)
    begins, ends = np.array([0, 2, 5, 4]), np.array([2, 5, 5, 5])
    assert reduced(np.maximum, values, begins, ends).tolist() == [3, 5, 0, 5]
    assert level_offsets(16) == (0, 16, 20, 21)


# --- in its place ---

KINDS = {
    "8 kHz mono": ("wav", "-ar 8000 -ac 1"),
    "44.1 kHz MP3": ("mp3", "-ar 44100 -b:a 128k"),
    "Opus": ("ogg", "-c:a libopus -ar 48000"),
    "AAC in Matroska": ("mkv", "-c:a aac -ar 48000"),
    "AAC in a transport stream": ("ts", "-c:a aac -ar 48000"),
    "192 kHz 7.1": ("wav", "-ar 192000 -ac 8 -c:a pcm_s24le"),
    "FLAC 96 kHz": ("flac", "-ar 96000"),
}


@pytest.fixture(scope="module")
def click(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six quiet seconds with a click of 2 ms."""
    sound = noise(6.0, 48000, 2, loud=0.003)
    first = round(CLICK_S * 48000)
    sound[first : first + 96] = 0.9 * np.sign(noise(0.002, 48000, 2))
    return written(tmp_path_factory.mktemp("click") / "click.wav", sound, 48000)


def assert_in_place(path: Path, cache: Path) -> float:
    """At every zoom the click is where the reader hears it, give or take a bin; that second."""
    make_pictures(path, cache, spectrograms=[None])
    peaks, picture = WaveformPeaks(peaks_file(path, cache)), sg.Spectrogram(sg.spectrogram_file(path, cache))
    sound, rate = heard(path)
    at_s = float(np.argmax(np.abs(sound).max(axis=1))) / rate
    windows = ((0.0, 6.5), (at_s - 1.1, 2.0), (at_s - 0.25, 0.4), (at_s - 0.05, 0.1), (-100.0, 7200.0))
    for start, length in windows:
        for count in (40, 333, 1600):
            width = length / count
            low, high = peaks.peaks(start, start + length, count)
            loud = start + (np.argmax(np.fmax(high, -low)) + 0.5) * width
            bin_s = peaks.tiles.bins("bins", start, start + length, count)[3]
            assert abs(loud - at_s) <= width / 2 + bin_s + 1e-6, (start, length, count)
            columns, _ = picture.columns(start, start + length, count)
            power = columns.astype(float).sum(axis=1)
            best = np.flatnonzero(power >= power.max() - 1)
            middle = start + (best.mean() + 0.5) * width
            half_window = sg.window_of(rate) / rate / 2
            column_s = picture.tiles.bins("columns", start, start + length, count)[3]
            assert abs(middle - at_s) <= width / 2 + column_s + half_window, (start, length, count)
    return at_s


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_is_in_its_place_at_every_zoom(kind: str, click: Path, tmp_path: Path) -> None:
    extension, options = KINDS[kind]
    path = ffmpeg(tmp_path / f"click.{extension}", "-i", str(click), *options.split())
    assert assert_in_place(path, tmp_path) == pytest.approx(CLICK_S, abs=0.08)


def test_late_and_early_sound_are_in_place(click: Path, tmp_path: Path) -> None:
    picture = ["-f", "lavfi", "-i", "color=size=32x32:rate=10:duration=8"]
    coded = ["-c:v", "mpeg4", "-c:a", "aac", "-map", "0:v", "-map", "1:a"]
    late = ffmpeg(tmp_path / "late.mp4", *picture, "-itsoffset", "0.7", "-i", str(click), *coded)
    assert assert_in_place(late, tmp_path) == pytest.approx(CLICK_S + 0.7, abs=0.03)
    early = ffmpeg(
        tmp_path / "early.mkv", *picture, "-itsoffset", "-1.2", "-i", str(click), *coded,
        "-avoid_negative_ts", "disabled",
    )  # fmt: skip
    assert_in_place(early, tmp_path)


# --- whatever the file is like ---


def test_sound_that_changes_in_the_middle_or_breaks_off(click: Path, tmp_path: Path) -> None:
    parts = [
        ffmpeg(tmp_path / f"{n}.aac", "-i", str(click), "-t", "3", *options.split()).read_bytes()
        for n, options in enumerate(("-ar 48000 -ac 2", "-ar 44100 -ac 2", "-ar 48000 -ac 1"))
    ]
    changing = tmp_path / "changing.aac"
    changing.write_bytes(b"".join(parts))
    assert_values(changing, load_peaks(changing, tmp_path))
    broken = tmp_path / "broken.aac"
    broken.write_bytes(parts[0][: len(parts[0]) // 2] + os.urandom(500) + parts[0][-800:])
    assert_values(broken, load_peaks(broken, tmp_path))


def test_a_time_far_beyond_the_file_s_end_is_taken_for_damage(tmp_path: Path) -> None:
    """One packet says that it is to be heard in a hundred hours."""
    path = tmp_path / "jump.mkv"
    with av.open(str(path), "w") as container:
        track = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        for n in range(60):
            data = (noise(0.1, channels=1).T * 32767).astype(np.int16)
            frame = AudioFrame.from_ndarray(data, format="s16", layout="mono")
            frame.sample_rate, frame.time_base = RATE, Fraction(1, RATE)
            frame.pts = n * len(data[0]) + (0 if n < 50 else 360_000 * RATE)
            container.mux(track.encode(frame))
    whole = bytearray(path.read_bytes())
    stated = np.frombuffer(np.float64(6000.0).byteswap().tobytes(), np.uint8).tobytes()
    place = whole.index(b"\x44\x89\x88") + 3  # the segment's duration in milliseconds
    whole[place : place + 8] = stated
    path.write_bytes(whole)
    peaks = load_peaks(path, tmp_path)
    assert peaks.peaks(0, 5, 10)[1].min() > 0.2
    assert peaks.duration_s < 1000


@pytest.mark.parametrize("rate", [1, 7, 400, 2_000_000_000])
def test_any_rate_that_a_file_states(rate: int, tmp_path: Path) -> None:
    path = written(tmp_path / "odd.wav", noise(2.0, channels=1))
    data = bytearray(path.read_bytes())
    place = data.index(b"fmt ") + 12
    data[place : place + 4] = rate.to_bytes(4, "little")
    path.write_bytes(data)
    make_pictures(path, tmp_path, spectrograms=[None])
    picture = sg.Spectrogram(sg.spectrogram_file(path, tmp_path))
    assert picture.whole
    assert picture.columns(0, picture.tiles.duration_s, 10)[0].any()
    assert_values(path, WaveformPeaks(peaks_file(path, tmp_path)))


def test_sound_without_a_sample(tmp_path: Path) -> None:
    path = tmp_path / "none.wav"
    full = written(tmp_path / "some.wav", noise(0.01, channels=1)).read_bytes()
    data = full.index(b"data")
    path.write_bytes(full[: data + 4] + bytes(4))
    make_pictures(path, tmp_path, spectrograms=[None])
    peaks, picture = (
        WaveformPeaks(peaks_file(path, tmp_path)),
        open_spectrogram(sg.spectrogram_file(path, tmp_path)),
    )
    assert peaks.whole
    assert peaks.duration_s == 0
    assert [column.tolist() for column in peaks.peaks(0, 1, 3)] == [[0, 0, 0], [0, 0, 0]]
    assert picture is not None
    assert picture.whole
    assert not picture.columns(0, 1, 3)[0].any()


def test_silence_is_what_the_quietest_sound_is() -> None:
    """The short way for hours without sound gives what the long way gives."""
    hop = samples_of_bin(RATE) * BINS // sg.COLUMNS
    quietest = np.full((sg.COLUMNS * hop + sg.window_of(RATE), 2), 1e-12, np.float32)
    silence = np.zeros_like(quietest)
    for one, other in zip(
        sg.tile_of_spectrogram(silence[:, 0], RATE, hop),
        sg.tile_of_spectrogram(quietest[:, 0], RATE, hop),
        strict=True,
    ):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    bins = BINS * samples_of_bin(RATE)
    for field in ("low", "rms"):
        found = tile_of_peaks(silence[:bins], samples_of_bin(RATE))
        assert np.array_equal(found[field], tile_of_peaks(quietest[:bins], samples_of_bin(RATE))[field])


# --- made once ---


class StopAfter:
    """`cancelled` that says yes when it was asked so many times: once for each tile."""

    def __init__(self, tiles: int) -> None:
        self.left = tiles

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_cancelled_run_is_gone_on_with(tmp_path: Path) -> None:
    path = written(tmp_path / "noise.wav", noise(160.0))
    total = -(-len(noise(160.0)) // tile_samples(RATE))
    with pytest.raises(Cancelled):
        make_pictures(path, tmp_path, spectrograms=[None], cancelled=StopAfter(9))
    part = open_peaks(peaks_file(path, tmp_path))
    assert part is not None
    made = part.tiles.made.sum()
    assert 0 < made < total
    assert not part.whole
    known = tile_samples(RATE) / RATE * made
    _, high = part.peaks(0, 160, 1600)
    assert np.isfinite(high[: int(known * 10)]).all()
    assert np.isnan(high[int(known * 10) + 1 :]).all()
    assert high[: int(known * 10)].min() > 0.25
    inode = peaks_file(path, tmp_path).stat().st_ino
    make_pictures(path, tmp_path, spectrograms=[None], cancelled=StopAfter(total - made + 1))
    assert peaks_file(path, tmp_path).stat().st_ino == inode
    assert part.refresh()
    assert_values(path, part)
    whole = tmp_path / "whole"
    make_pictures(path, whole, spectrograms=[None])
    for file in (peaks_file(path, tmp_path), sg.spectrogram_file(path, tmp_path)):
        assert file.read_bytes() == (whole / "peaks" / file.name).read_bytes()


def test_a_killed_run_is_gone_on_with(tmp_path: Path) -> None:
    path = written(tmp_path / "noise.wav", noise(160.0))
    file = peaks_file(path, tmp_path)
    code = (
        "import sys, time; from pathlib import Path; from app.media.sound_pass import make_pictures\n"
        "make_pictures(sys.argv[1], Path(sys.argv[2]), cancelled=lambda: time.sleep(0.1))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, path, tmp_path])
    tile = (level_offsets(BINS)[-1]) * 2 * 6 + 4
    until = time.monotonic() + 30
    while not (file.exists() and file.stat().st_size > HEADER_BYTES + 3 * tile) and time.monotonic() < until:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    part = open_peaks(file)
    assert part is not None
    assert not part.whole
    assert part.tiles.made.sum() >= 3
    assert_values(path, load_peaks(path, tmp_path))


def test_what_is_looked_at_comes_first(tmp_path: Path) -> None:
    path = written(tmp_path / "noise.wav", noise(160.0, channels=1))
    stopping = StopAfter(4)
    with pytest.raises(Cancelled):
        make_pictures(
            path,
            tmp_path,
            peaks=False,
            spectrograms=[None],
            window=lambda: (80.0, 90.0),
            cancelled=stopping,
        )
    file = sg.spectrogram_file(path, tmp_path)
    part = open_spectrogram(file)
    assert part is not None
    _, known = part.columns(0, 160, 160)
    assert known[80:90].all()
    assert not known[:70].any()
    beyond = (1000.0, 1001.0)
    make_pictures(path, tmp_path, peaks=False, spectrograms=[None], window=lambda: beyond)
    assert part.refresh()
    assert part.whole
    make_pictures(path, tmp_path / "whole", peaks=False, spectrograms=[None])
    assert file.read_bytes() == (tmp_path / "whole" / "peaks" / file.name).read_bytes()


def test_a_place_that_is_not_proved_is_read_from_the_start(tmp_path: Path) -> None:
    """What lies before disagrees with what is heard there now: the rest is not joined to it by a seek."""
    path = written(tmp_path / "noise.wav", noise(80.0))
    load_peaks(path, tmp_path)
    file = peaks_file(path, tmp_path)
    whole = file.read_bytes()
    tile = level_offsets(BINS)[-1] * 2 * 6 + 4
    silent = bytearray(whole)
    begin = HEADER_BYTES + 3 * tile
    silent[begin : begin + tile - 4] = bytes(tile - 4)
    silent[begin + tile : begin + 2 * tile] = bytes(tile)
    file.write_bytes(silent)
    load_peaks(path, tmp_path)
    assert file.read_bytes()[begin + tile :] == whole[begin + tile :]


def test_shades_follow_the_sound(tmp_path: Path) -> None:
    """Loud and quiet sound of one kind look alike; noise alone keeps a range of 30 dB."""
    found = []
    for loud in (0.3, 0.03):
        path = written(tmp_path / f"{loud}.wav", noise(6.0, channels=1, loud=loud))
        make_pictures(path, tmp_path, peaks=False, spectrograms=[None])
        found.append(sg.Spectrogram(sg.spectrogram_file(path, tmp_path)).shades)
    (low, high), (quiet_low, quiet_high) = found
    assert high - low >= 75
    assert quiet_high - quiet_low >= 75
    assert (high - quiet_high) * sg.STEP_DB == pytest.approx(20.0, abs=4)


def test_a_quiet_sound_is_drawn_larger(tmp_path: Path) -> None:
    quiet = noise(30.0, channels=1, loud=0.05)
    quiet[1000] = 0.9
    peaks = load_peaks(written(tmp_path / "quiet.wav", quiet), tmp_path)
    assert 0.6 <= 0.05 * peaks.gain <= 1.0
    assert load_peaks(written(tmp_path / "loud.wav", noise(6.0, loud=0.99)), tmp_path).gain == 1.0


def test_a_film_without_sound_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no sound"):
        make_pictures(clip("video_only"), tmp_path, spectrograms=[None])
    assert not list(tmp_path.rglob("*.*"))
