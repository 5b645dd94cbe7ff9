"""Frame N is one picture: decoded, shown, trained on, grabbed, and by the `ffmpeg` program.

Equal means byte for byte. `--deep` asks for every frame of every film, in random order.
"""

from __future__ import annotations

import queue
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from app.media.frame_cache import FrameCache
from app.media.frame_source import FrameSource
from app.media.grab import grab
from sora_model.media.decoder import FrameDecoder
from sora_model.media.film_pass import film_pass
from sora_model.media.opencv import cv2
from sora_model.media.pictures import Picture
from sora_model.media.pts_index import REPAIRED, RESORTED, PtsIndex, build_index, load_index
from sora_model.media.streams import film_streams, open_media
from tests.films_of_every_kind import KINDS, film
from tests.reference_program import Seen, by_ffmpeg

WINDOW_S = 30
"""Longest wait for a picture."""


@dataclass
class Counts:
    """What was compared, for the report."""

    films: int = 0
    frames: int = 0
    pictures: int = 0

    def __str__(self) -> str:
        return f"{self.films} films, {self.frames} frames decoded alike, {self.pictures} pictures compared"


@pytest.fixture(scope="module")
def counts(request: pytest.FixtureRequest) -> Iterator[Counts]:
    found = Counts()
    yield found
    with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
        print(f"\nframe identity: {found}")


def asked_for(name: str, count: int, deep: bool) -> list[int]:
    """Frame numbers in random order, then some backwards: every one if `deep` or the film is tiny."""
    chance = random.Random(name)
    numbers = list(range(count))
    chance.shuffle(numbers)
    if not deep:
        numbers = numbers[:24]
    last = max(numbers)
    return [*numbers, *range(last, max(-1, last - 6), -1)]


def compare(
    path: Path, expected: dict[int, Picture], index: PtsIndex, cache: Path, numbers: list[int]
) -> None:
    """The same pictures in whatever way a frame is asked for."""
    with FrameDecoder(path, index, threads=1) as decoder:
        for n in numbers:
            assert np.array_equal(decoder.frame(n), expected[n]), n
    wanted = sorted(set(numbers))[::3]
    with FrameDecoder(path, index, threads=2) as decoder:
        # As training reads a film.
        decoder.expect(wanted)
        for n, picture in decoder.frames(wanted):
            assert np.array_equal(picture, expected[n]), n
    for n, picture in in_the_window(path, index, numbers[:6] + numbers[-4:]):
        assert np.array_equal(picture, expected[n]), n
    for n, folder in ((numbers[0], cache), (numbers[1 % len(numbers)], None)):
        out = cache / "grabbed.png"
        grab(path, n, out, cache_dir=folder)
        exported = cv2.cvtColor(cv2.imread(str(out), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        assert np.array_equal(exported, expected[n]), n


def in_the_window(path: Path, index: PtsIndex, numbers: Sequence[int]) -> Iterator[tuple[int, Picture]]:
    """Frames as the window asks for them: each answered before the next is wished for, some backwards."""
    answers: queue.Queue[tuple[int, Picture]] = queue.Queue()
    errors: list[Exception] = []
    source = FrameSource(
        path,
        index,
        "film",
        FrameCache(1 << 26),
        lambda n, picture: answers.put((n, picture)),
        errors.append,
        deinterlace=False,
    )
    try:
        for place, n in enumerate(numbers):
            source.request(n, (1, -1, 0)[place % 3])
            answered, picture = answers.get(timeout=WINDOW_S)
            assert answered == n, errors
            yield n, picture
    finally:
        source.close()


def check_times(index: PtsIndex, times: list[int | None]) -> None:
    """A frame's time is its time stamp; where stamps fall, repeat or lack, the rules of the index hold."""
    assert len(times) == len(index)
    known = [(n, time) for n, time in enumerate(times) if time is not None]
    stamps = [time for _, time in known]
    if RESORTED in index.notes:
        assert stamps != sorted(stamps) or len(stamps) < len(times)
        return
    if stamps == sorted(set(stamps)):
        assert [int(index.pts[n]) for n, _ in known] == stamps
    else:
        assert REPAIRED in index.notes
        assert [int(index.pts[n]) for n, _ in known if stamps.count(_) == 1] == [
            time for time in stamps if stamps.count(time) == 1
        ]


def same_index(one: PtsIndex, other: PtsIndex | None) -> bool:
    return (
        other is not None
        and (one.time_base, one.end_pts, one.origin, one.confirmed, one.notes, one.stream)
        == (other.time_base, other.end_pts, other.origin, other.confirmed, other.notes, other.stream)
        and all(
            np.array_equal(getattr(one, name), getattr(other, name))
            for name in ("pts", "keyframes", "key_pts", "key_dts", "decoder_pts", "digests")
        )
    )


@pytest.mark.parametrize("name", KINDS)
def test_a_film_of_any_kind(name: str, tmp_path: Path, counts: Counts, deep: bool) -> None:
    path = film(name)
    shown = by_ffmpeg(path, tmp_path)
    seen = Seen(None)
    provisional = build_index(path)
    index = film_pass(path, tmp_path, provisional, [seen])
    assert seen.digests == shown.digests
    assert b"".join(picture.tobytes() for picture in seen.pictures.values()) == shown.rgb
    check_times(index, shown.times)
    assert same_index(index, load_index(path, tmp_path))
    numbers = asked_for(name, len(index), deep)
    compare(path, seen.pictures, index, tmp_path, numbers)
    # What is concealed in a damaged picture depends on where decoding began; a guess has no checksums.
    if np.array_equal(provisional.pts, index.pts) and not index.is_damaged:
        with FrameDecoder(path, provisional, threads=1) as decoder:
            for n in numbers:
                assert np.array_equal(decoder.frame(n), seen.pictures[n]), n
    counts.films += 1
    counts.frames += len(index)
    counts.pictures += len(index) + 2 * len(numbers)


def test_the_second_film_of_a_file(tmp_path: Path) -> None:
    path = film("two_films_two_sounds")
    with open_media(path) as container:
        second = film_streams(container)[1].index
    shown = by_ffmpeg(path, tmp_path, stream="v:1")
    seen = Seen(None)
    index = film_pass(path, tmp_path, build_index(path, second), [seen], stream=second)
    assert seen.digests == shown.digests
    assert b"".join(picture.tobytes() for picture in seen.pictures.values()) == shown.rgb
    check_times(index, shown.times)
    assert same_index(index, load_index(path, tmp_path, stream=second))
    numbers = asked_for("second", len(index), deep=True)
    with FrameDecoder(path, index, threads=1) as decoder:
        for n in numbers:
            assert np.array_equal(decoder.frame(n), seen.pictures[n]), n
