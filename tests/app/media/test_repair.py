"""A film without its table of contents is rebuilt from its pictures, exactly; nothing else is called so."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from app.domain.errors import Cancelled, UserError
from app.media.probe import probe
from app.media.repair import CutShort, lacks_contents, rebuild
from sora_model.media.pts_index import PtsIndex, confirm_index
from tests.clips import clip, tone, write_film
from tests.footage import footage
from tests.odd_files import cut


def headless(source: Path, target: Path) -> Path:
    """`source` as if the camera had lost power before it wrote the table of contents at the end."""
    data = source.read_bytes()
    place = data.rindex(b"moov") - 4
    assert place > data.index(b"mdat"), "the table must stand at the end"
    target.write_bytes(data[:place])
    return target


def same_pictures(one: PtsIndex, other: PtsIndex) -> bool:
    return len(one) == len(other) and bool((one.digests == other.digests).all())


def h264(path: Path, frames: int, *, seconds_of_sound: float = 0.0) -> Path:
    if "libx264" not in av.codecs_available:
        pytest.fail("this build of PyAV cannot write H.264")
    sound = tone(seconds_of_sound, 16000, (300, 440)) if seconds_of_sound else None
    return write_film(path, frames, codec="libx264", b_frames=2, gop=20, sound=sound)


def test_only_films_without_contents_are_called_so(tmp_path: Path) -> None:
    broken = headless(clip("plain"), tmp_path / "x.mp4")
    assert lacks_contents(broken)
    assert not any(map(lacks_contents, (clip("plain"), clip("audio_wav"), clip("late_start"))))
    assert not lacks_contents(tmp_path / "gone.mp4")
    with pytest.raises(CutShort, match="is cut short") as caught:
        probe(broken, quick=True)
    assert caught.value.path == broken
    assert "Copy it again" in str(caught.value)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    with pytest.raises(UserError) as other:
        probe(empty)
    assert not isinstance(other.value, CutShort)


@pytest.mark.parametrize("sound", [0.0, 4.0])
def test_every_picture_comes_back_in_its_order(tmp_path: Path, sound: float) -> None:
    whole = h264(tmp_path / "whole.mp4", 100, seconds_of_sound=sound)
    healthy = h264(tmp_path / "healthy.mp4", 30, seconds_of_sound=sound and 1.2)
    seen: list[float] = []
    broken = headless(whole, tmp_path / "broken.mp4")
    before = broken.read_bytes()
    made = rebuild(broken, healthy, tmp_path / "made.mkv", on_progress=seen.append)
    assert made.frames == 100
    assert made.seconds == pytest.approx(4.0)
    assert (made.skipped > 0) == (sound > 0)
    assert same_pictures(confirm_index(made.path), confirm_index(whole))
    facts = probe(made.path).video
    assert facts is not None
    assert facts.average_fps == pytest.approx(25.0)
    assert not facts.variable_frame_rate
    assert seen[-1] == 1.0
    assert broken.read_bytes() == before


def test_a_film_cut_in_the_middle_gives_what_is_there(tmp_path: Path) -> None:
    whole = h264(tmp_path / "whole.mp4", 100)
    broken = cut(whole, tmp_path / "broken.mp4", 0.5)
    made = rebuild(broken, whole, tmp_path / "made.mkv")
    known, found = confirm_index(whole), confirm_index(made.path)
    assert 30 < made.frames < 100
    # The last group may lack pictures that others refer to.
    assert np.array_equal(found.digests[: made.frames - 5], known.digests[: made.frames - 5])


@pytest.mark.footage
@pytest.mark.parametrize("name", ["bottle-detection.mp4", "car-detection.mp4"])
def test_real_films_come_back_exactly(tmp_path: Path, name: str) -> None:
    whole = footage("intel_samples") / name
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(whole.read_bytes().replace(b"moov", b"free", 1))
    made = rebuild(broken, whole, tmp_path / "made.mkv")
    assert same_pictures(confirm_index(made.path), confirm_index(whole))


def test_what_cannot_be_done_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    whole = h264(tmp_path / "whole.mp4", 30)
    broken = headless(whole, tmp_path / "broken.mp4")
    target = tmp_path / "made.mkv"
    with pytest.raises(UserError, match="is no help"):
        rebuild(broken, clip("plain"), target)  # another codec
    with pytest.raises(UserError, match="does not exist"):
        rebuild(broken, tmp_path / "gone.mp4", target)
    with pytest.raises(UserError, match="No picture of"):
        rebuild(headless(clip("plain"), tmp_path / "other.mp4"), whole, target)
    with pytest.raises(Cancelled):
        rebuild(broken, whole, target, cancelled=lambda: True)
    assert not target.exists()
    target.write_text("mine")
    with pytest.raises(UserError, match="is there already"):
        rebuild(broken, whole, target)
    assert target.read_text() == "mine"
