"""One decode for everyone who looks on: nothing missed, nothing twice, the same after an interruption."""

from __future__ import annotations

import multiprocessing
import random
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from sora_model.contract.errors import SoraError
from sora_model.media.film_pass import PROOF, PictureObserver, cached_index_file, film_pass
from sora_model.media.pass_journal import DecodeLog, Journal
from sora_model.media.progress import Cancelled
from sora_model.media.pts_index import PtsIndex, build_index, confirm_index, picture_digest
from tests.clips import FILMS, clip, write_film
from tests.films_of_every_kind import KINDS, film
from tests.footage import FOOTAGE


class Watcher:
    """Remembers what it was shown, over several passes."""

    def __init__(self, resume_at: int = 0, fails_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self.stops: list[int] = []
        self.index: PtsIndex | None = None
        self._at = resume_at
        self._fails_at = fails_at

    @property
    def resume_at(self) -> int:
        return self._at

    def see(self, n: int, frame: VideoFrame) -> None:
        if n == self._fails_at:
            raise OSError("the disk is full")
        if n < self._at:
            self.seen.clear()
        assert n == self._at or n == 0
        self._at = n + 1
        self.seen.append((n, picture_digest(frame)))

    def finish(self, index: PtsIndex) -> None:
        self.index = index

    def stop(self, n: int) -> None:
        self.stops.append(n)


class Enough:
    """Cancels after so many questions."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


def same(one: PtsIndex, other: PtsIndex) -> bool:
    ours, theirs = vars(one), vars(other)
    return all(np.array_equal(np.asarray(ours[name]), np.asarray(theirs[name])) for name in ours)


def interrupted(
    path: Path, cache: Path, seed: int, observers: list[PictureObserver], most: int = 60
) -> PtsIndex:
    """The index by passes that are cancelled again and again."""
    chance = random.Random(seed)
    provisional = build_index(path)
    while True:
        try:
            return film_pass(
                path,
                cache,
                provisional,
                observers,
                cancelled=Enough(chance.randrange(10, most)) if chance.random() < 0.8 else None,
                threads=1,
            )
        except Cancelled:
            pass


def _torture() -> list[Path]:
    folder = FOOTAGE / "torture"
    return sorted(folder.rglob("*.*")) if folder.is_dir() else []


@pytest.mark.parametrize("name", FILMS)
def test_everyone_sees_every_frame_once_and_the_index_is_that_of_a_decode(name: str, tmp_path: Path) -> None:
    one, other = Watcher(), Watcher()
    index = film_pass(clip(name), tmp_path, build_index(clip(name)), [one, other])
    assert same(index, confirm_index(clip(name)))
    assert one.seen == list(enumerate(index.digests.tolist())) == other.seen
    assert one.index is index
    assert one.stops == []
    assert [file.suffix for file in (tmp_path / "pts").iterdir()] == [".npz"]


@pytest.mark.parametrize("name", FILMS)
def test_a_pass_that_is_cancelled_goes_on_to_the_same_index(name: str, tmp_path: Path) -> None:
    path, whole = clip(name), confirm_index(clip(name), threads=1)
    for seed in range(3):
        watcher = Watcher()
        index = interrupted(path, tmp_path / str(seed), seed, [watcher])
        assert same(index, whole)
        assert watcher.seen == list(enumerate(whole.digests.tolist()))


@pytest.mark.parametrize("name", KINDS)
def test_a_film_of_any_kind_is_passed_in_pieces_as_in_one(name: str, tmp_path: Path) -> None:
    path = film(name)
    whole, watcher = film_pass(path, None, build_index(path), threads=1), Watcher()
    index = interrupted(path, tmp_path, zlib.crc32(name.encode()), [watcher], most=28)
    assert same(index, whole)
    assert watcher.seen == list(enumerate(whole.digests.tolist()))


@pytest.mark.footage
@pytest.mark.parametrize("path", _torture(), ids=lambda path: path.name)
def test_awkward_films_are_passed_in_pieces_as_in_one(path: Path, tmp_path: Path) -> None:
    try:
        whole = film_pass(path, None, build_index(path), threads=1)
    except SoraError:
        return
    watcher = Watcher()
    seed = zlib.crc32(path.name.encode())
    questions = max(40, len(whole) // 2)
    index = interrupted(path, tmp_path, seed, [watcher], questions)
    assert same(index, whole)
    assert watcher.seen == list(enumerate(whole.digests.tolist()))


def _long_film(folder: Path) -> Path:
    return write_film(folder / "long.mp4", 240, codec="libx264", b_frames=2, gop=24, options={})


def test_going_on_decodes_from_a_key_frame_and_not_from_the_start(tmp_path: Path) -> None:
    path = _long_film(tmp_path)
    provisional, watcher, asked = build_index(path), Watcher(), Enough(200)
    with pytest.raises(Cancelled):
        film_pass(path, tmp_path, provisional, [watcher], cancelled=asked, threads=1)
    reached = watcher.resume_at
    assert watcher.stops == [reached]
    assert reached > 150
    packets_left = Enough(1000)
    index = film_pass(path, tmp_path, provisional, [watcher], cancelled=packets_left, threads=1)
    assert 1000 - packets_left.left < 240 - reached + 24 + PROOF + 4
    assert same(index, confirm_index(path, threads=1))
    assert watcher.seen == list(enumerate(index.digests.tolist()))


def test_a_confirmed_film_is_decoded_only_from_where_somebody_needs_it(tmp_path: Path) -> None:
    path = _long_film(tmp_path)
    index = film_pass(path, tmp_path, None, threads=1)
    nobody = Enough(0)
    assert film_pass(path, tmp_path, index, [Watcher(len(index))], cancelled=nobody) is index
    late, later, asked = Watcher(100), Watcher(130), Enough(1000)
    assert film_pass(path, tmp_path, index, [late, later], cancelled=asked, threads=1) is index
    assert 1000 - asked.left <= 140 + 24 + PROOF
    assert late.seen == list(enumerate(index.digests.tolist()))[100:]
    assert later.seen == late.seen[30:]
    assert later.index is index


def test_an_observer_that_fails_is_stopped_and_told_and_spoils_nothing(tmp_path: Path) -> None:
    told: list[tuple[PictureObserver, str]] = []
    failing, steady = Watcher(fails_at=20), Watcher()
    index = film_pass(
        clip("b_frames"),
        tmp_path,
        None,
        [failing, steady],
        on_failure=lambda observer, error: told.append((observer, str(error))),
    )
    assert told == [(failing, "the disk is full")]
    assert failing.stops == [20]
    assert failing.index is None
    assert len(failing.seen) == 20
    assert len(steady.seen) == len(index)
    assert same(index, confirm_index(clip("b_frames")))


def test_another_film_in_place_of_the_one_in_the_journal_is_decoded_from_its_start(tmp_path: Path) -> None:
    path, watcher = _long_film(tmp_path), Watcher()
    with pytest.raises(Cancelled):
        film_pass(path, tmp_path, build_index(path), [watcher], cancelled=Enough(200), threads=1)
    (journal,) = (tmp_path / "pts").glob("*.journal")
    other = write_film(tmp_path / "other.mp4", 240, codec="libx264", b_frames=2, gop=24, size=(128, 64))
    journal.rename(cached_index_file(other, tmp_path).with_suffix(".journal"))
    index = film_pass(other, tmp_path, build_index(other), [watcher], threads=1)
    assert same(index, confirm_index(other, threads=1))
    assert watcher.seen == list(enumerate(index.digests.tolist()))


def test_a_torn_journal_is_believed_as_far_as_it_is_whole(tmp_path: Path) -> None:
    path, watcher = _long_film(tmp_path), Watcher()
    whole = confirm_index(path, threads=1)
    for cut, noise in ((3, b""), (3, b"\0" * 40), (5000, b""), (10, b"SJ")):
        with pytest.raises(Cancelled):
            film_pass(path, tmp_path, None, [watcher], cancelled=Enough(150), threads=1)
        (journal,) = (tmp_path / "pts").glob("*.journal")
        journal.write_bytes(journal.read_bytes()[:-cut] + noise)
        assert same(film_pass(path, tmp_path, None, threads=1), whole)
        cached_index_file(path, tmp_path).unlink()
        watcher = Watcher()


def test_a_journal_that_starts_over_holds_nothing_of_before(tmp_path: Path) -> None:
    rows = [(n, 1, 7 * n, 96, 64, 0) for n in range(9)]
    journal = Journal(tmp_path / "journal")
    journal.write(DecodeLog(rows[:4], [(0, 0)]))
    journal.write(DecodeLog(rows, [(0, 0), (5, 4)]))
    assert journal.read().rows == rows
    assert journal.read().keys == [(0, 0), (5, 4)]
    journal.start_over()
    journal.write(DecodeLog(rows[5:7], [(5, 4)]))
    journal.close()
    assert Journal(tmp_path / "journal").read().rows == rows[5:7]
    assert Journal(tmp_path / "journal").read().keys == [(5, 4)]


def test_a_full_disk_costs_the_journal_only(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    watcher = Watcher()
    with pytest.raises(Cancelled):
        film_pass(clip("plain"), blocked, None, [watcher], cancelled=Enough(20))
    assert film_pass(clip("plain"), blocked, None).confirmed


class _Slow(Watcher):
    def see(self, n: int, frame: VideoFrame) -> None:
        time.sleep(0.02)


def _pass_slowly(path: Path, cache: Path) -> None:
    film_pass(path, cache, build_index(path), [_Slow()], threads=1)


def test_a_pass_that_is_killed_goes_on_to_the_same_index(tmp_path: Path) -> None:
    path = _long_film(tmp_path)
    child = multiprocessing.get_context("spawn").Process(target=_pass_slowly, args=(path, tmp_path))
    child.start()
    while not list((tmp_path / "pts").glob("*.journal")):
        assert child.is_alive()
        time.sleep(0.02)
    child.kill()
    child.join()
    packets_left = Enough(1000)
    index = film_pass(path, tmp_path, build_index(path), cancelled=packets_left, threads=1)
    assert 1000 - packets_left.left < 240
    assert same(index, confirm_index(path, threads=1))
