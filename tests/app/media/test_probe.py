"""What a file is, said in facts and in words; and what is no media file."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.domain.errors import Cancelled, UserError
from app.media.probe import probe
from tests.clips import clip, tone, write_film
from tests.footage import FOOTAGE, footage


def warnings(name: str) -> str:
    return " ".join(probe(clip(name)).warnings)


def test_the_report_has_the_agreed_shape() -> None:
    report = probe(clip("plain")).to_json()
    assert json.loads(json.dumps(report)) == report
    assert list(report) == ["path", "container", "video", "audio", "warnings", "findings", "streams"]
    assert report["path"] == str(clip("plain"))
    assert "mp4" in str(report["container"])
    assert report["video"] == {
        "codec": "mpeg4",
        "width": 96,
        "height": 64,
        "rotation": 0,
        "frames": 50,
        "duration_s": 2.0,
        "average_fps": 25.0,
        "variable_frame_rate": False,
        "first_pts": 0,
        "time_base": "1/12800",
        "keyframes": 5,
    }
    audio = report["audio"]
    assert isinstance(audio, dict)
    assert {name: audio[name] for name in ("codec", "sample_rate", "channels")} == {
        "codec": "aac",
        "sample_rate": 16000,
        "channels": 2,
    }
    assert audio["duration_s"] == pytest.approx(2.0, abs=0.1)
    assert report["warnings"] == []


def test_quick_counts_packets_and_says_about() -> None:
    facts = probe(clip("b_frames"), quick=True)
    assert not facts.confirmed
    assert facts.video is not None
    assert facts.video.frames == 50
    assert "about 50 frames" in facts.preflight()[0]


def test_the_time_line_is_the_films_or_the_sounds() -> None:
    film = probe(clip("late_start"))
    assert film.index is not None
    assert (film.start, film.end, film.time_base) == (1600, 3600, Fraction(1, 1000))
    assert film.origin == Fraction(8, 5)
    sound = probe(clip("audio_wav"))
    assert sound.video is None
    assert sound.index is None
    assert sound.confirmed
    assert (sound.start, sound.end, sound.time_base) == (0, 24000, Fraction(1, 16000))
    assert sound.to_json()["video"] is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("video_only", "There is no sound"),
        ("variable_rate", "frame rate varies"),
        ("rotated_90", "turned by 90°"),
        ("rotated_180", "turned by 180°"),
        ("late_start", "first frame's time stamp is 1600, not 0"),
    ],
)
def test_warnings_say_what_is_odd(name: str, said: str) -> None:
    assert said in warnings(name)
    assert said not in warnings("plain")


def test_rotation_is_stated_and_the_shown_size_follows() -> None:
    video = probe(clip("rotated_90")).video
    assert video is not None
    assert (video.width, video.height, video.rotation, video.shown_size) == (96, 64, -90, (64, 96))
    assert "64×96" in probe(clip("rotated_90")).preflight()[0]


def test_sound_that_ends_early_or_is_silent_is_said(tmp_path: Path) -> None:
    short = write_film(tmp_path / "short.mkv", 50, sound=tone(0.8, 16000, (440,)))
    assert any("ends 1.2 s before" in warning for warning in probe(short).warnings)
    silent = write_film(tmp_path / "silent.mkv", 50, sound=np.zeros((32000, 1), np.float32))
    assert any("silent throughout" in warning for warning in probe(silent).warnings)


def test_the_confirmed_index_is_kept_and_used(tmp_path: Path) -> None:
    probe(clip("plain"), cache_dir=tmp_path)
    assert len(list(tmp_path.rglob("*.npz"))) == 1


def test_progress_reaches_one_and_cancelling_stops() -> None:
    seen: list[float] = []
    probe(clip("plain"), on_progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    with pytest.raises(Cancelled):
        probe(clip("plain"), cancelled=lambda: True)


def truncated(tmp_path: Path) -> Path:
    file = tmp_path / "cut.mp4"
    data = clip("video_only").read_bytes()
    file.write_bytes(data[: len(data) * 2 // 3])
    return file


def renamed(tmp_path: Path) -> Path:
    file = tmp_path / "notes.mp4"
    file.write_text("Besprechung am Dienstag, 14 Uhr, über die Bühne.\n" * 40)
    return file


def empty(tmp_path: Path) -> Path:
    file = tmp_path / "empty.mp4"
    file.touch()
    return file


def noise(tmp_path: Path) -> Path:
    file = tmp_path / "noise.mp4"
    file.write_bytes(np.random.default_rng(1).bytes(5000))
    return file


def folder(tmp_path: Path) -> Path:
    (tmp_path / "films.mp4").mkdir()
    return tmp_path / "films.mp4"


def missing(tmp_path: Path) -> Path:
    return tmp_path / "gone.mp4"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (truncated, "cut short"),
        (renamed, "a text file"),
        (empty, "is empty"),
        (noise, "not a media file"),
        (folder, "is a folder"),
        (missing, "does not exist"),
    ],
)
@pytest.mark.parametrize("quick", [False, True])
def test_what_is_no_media_file_is_said_with_its_name(
    tmp_path: Path, make: object, said: str, quick: bool
) -> None:
    assert callable(make)
    file = make(tmp_path)
    with pytest.raises(UserError, match=said) as caught:
        probe(file, quick=quick)
    assert str(file) in str(caught.value)


def test_the_original_is_only_read(tmp_path: Path) -> None:
    file = tmp_path / "film.mp4"
    shutil.copy(clip("plain"), file)
    before, digest = file.stat(), hashlib.sha256(file.read_bytes()).digest()
    probe(file, cache_dir=tmp_path / "cache")
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert hashlib.sha256(file.read_bytes()).digest() == digest
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["film.mp4"]


def _manifest() -> list[dict[str, str]]:
    file = FOOTAGE / "torture" / "manifest.csv"
    if not file.is_file():
        return []
    with file.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.footage
def test_the_torture_set_is_as_its_manifest_says() -> None:
    folder = footage("torture")
    assert len(_manifest()) == 41
    for row in _manifest():
        path = folder / row["file"]
        if row["error"].startswith("open:"):
            with pytest.raises(UserError):
                probe(path)
            continue
        facts = probe(path)
        cover = "attached" in row["file"]
        assert (facts.audio is not None) == bool(row["audio"]), path
        if facts.audio is not None:
            _, rate, channels = row["audio"].split("/")
            assert facts.audio.sample_rate == int(rate), path
            assert facts.audio.channels == {"mono": 1, "stereo": 2}.get(channels, 2), path
        assert (facts.video is not None) == (bool(row["frames_decoded"]) and not cover), path
        if facts.video is None:
            continue
        video, said = facts.video, " ".join(facts.warnings)
        assert f"{video.width}x{video.height}" == row["size"], path
        assert video.rotation == int(row["rotation_pyav"]), path
        assert video.interlaced == (row["interlaced_frames"] != "0"), path
        assert video.pixel_format == row["pix_fmt"], path
        assert video.first_pts == int(row["first_video_pts"]), path
        if not row["error"]:
            assert video.frames == int(row["frames_decoded"]), path
        if row["avg_fps"] and float(row["avg_fps"]) < 100:
            assert video.average_fps == pytest.approx(float(row["avg_fps"]), rel=0.03), path
        header = int(row["frames_in_header"])
        assert ("header counts" in said) == (header not in (0, video.frames)), path
        assert ("do not increase" in said) == (int(row["min_pts_step"] or 1) < 0), path
        assert ("not 0" in said) == (video.first_pts != 0), path
        assert ("interlaced" in said) == video.interlaced, path
        assert ("10 bits" in said) == ("10" in row["pix_fmt"]), path
        assert ("films in the file" in said) == (row["streams"].split().count("v") > 1), path
        assert ("could not" in said or "skipped" in said or "silent:" in said) == (
            bool(row["error"]) or "truncated_50pct" in row["file"]
        ), path
