"""The generated film is what it says: same seed same film, events where stated, seen and heard, marked."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from app.media.probe import probe
from app.media.sample_film import BOX_CLASSES, CLASSES, SampleFilm, generate, plan
from sora_model.media.audio_reader import AudioReader
from sora_model.media.decoder import FrameDecoder
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import confirm_index

SECONDS = 16


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> SampleFilm:
    return generate(tmp_path_factory.mktemp("sample") / "sample.mp4", seed=3, seconds=SECONDS)


def test_it_is_a_film_with_sound_marked_synthetic(film: SampleFilm) -> None:
    facts = probe(film.path)
    assert facts.warnings == ()
    assert facts.video is not None
    assert facts.audio is not None
    assert facts.video.frames == film.frames == SECONDS * 25
    assert facts.audio.duration_s == pytest.approx(SECONDS, abs=0.1)
    with av.open(str(film.path)) as container:
        assert "synthetic" in container.metadata["comment"]
    assert [path.name for path in film.path.parent.iterdir()] == ["sample.mp4"]


def test_the_demonstrations_length_has_every_class_several_times() -> None:
    for seed in range(6):
        kinds = [happening.kind for happening in plan(seed, 75)]
        assert all(kinds.count(kind) >= 4 for kind in CLASSES)
        spans = [(happening.start, happening.end) for happening in plan(seed, 75)]
        assert all(a[1] < b[0] for a, b in pairwise(spans))
        assert spans[0][0] > 0
        assert spans[-1][1] < 75 * 25


def test_segments_and_boxes_belong_together(film: SampleFilm) -> None:
    assert len(film.segments) == len(film.boxes) >= 3
    for (kind, start_s, end_s), (box_class, track) in zip(film.segments, film.boxes, strict=True):
        assert BOX_CLASSES[kind] == box_class
        assert track
        assert min(track) >= round(start_s * 25)
        assert max(track) < round(end_s * 25)
        for x, y, width, height in track.values():
            assert width >= 4
            assert height >= 4
            assert x >= 0
            assert x + width <= 640
            assert y >= 0
            assert y + height <= 360


def test_what_moves_is_in_the_boxes(film: SampleFilm) -> None:
    """Against the empty scene the picture differs inside the stated box and nowhere else below the sky."""
    index = confirm_index(film.path)
    quiet = next(n for n in range(len(index)) if all(not a <= n / 25 < b for _, a, b in film.segments))
    with FrameDecoder(film.path, index) as decoder:
        empty = decoder.frame(quiet).astype(np.int16)
        for _, track in film.boxes:
            n = sorted(track)[len(track) // 2]
            x, y, width, height = (int(part) for part in track[n])
            differs = np.abs(decoder.frame(n) - empty).max(axis=2) > 60
            differs[:170] = False
            inside = differs[max(0, y - 3) : y + height + 4, max(0, x - 3) : x + width + 4].sum()
            assert inside > 60
            # The rest is the shadow, which the box leaves out.
            assert inside / differs.sum() > 0.6


def test_every_event_is_heard(film: SampleFilm) -> None:
    with AudioReader(film.path) as reader:
        sound = reader.read(0, SECONDS)[:, 0]
    loud = [float(np.sqrt((sound[int(a * 16000) : int(b * 16000)] ** 2).mean())) for _, a, b in film.segments]
    quiet = np.concatenate(
        [sound[: int(film.segments[0][1] * 16000)], sound[int(film.segments[-1][2] * 16000) + 8000 :]]
    )
    assert min(loud) > 1.5 * float(np.sqrt((quiet**2).mean()))
    assert np.abs(sound).max() < 1.0


def test_the_same_seed_gives_the_same_film(tmp_path: Path) -> None:
    names = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        made = generate(tmp_path / f"{name}.mp4", seed=seed, seconds=3)
        with av.open(str(made.path)) as container:
            pictures = b"".join(frame.to_ndarray().tobytes() for frame in container.decode(video=0))
        with AudioReader(made.path) as reader:
            names[name] = hashlib.sha256(pictures + reader.read(0, 3).tobytes()).digest()
    assert names["a"] == names["b"] != names["c"]


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        generate(tmp_path / "film.mp4", seconds=3, cancelled=lambda: True)
    assert not list(tmp_path.iterdir())
