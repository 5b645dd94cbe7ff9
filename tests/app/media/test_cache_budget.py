"""The cache of what is made of films: under its budget, the open film's part always kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.media import cache_budget
from app.media.cache_budget import CacheBudget
from app.media.scrub_proxy import ProxyWriter, ScrubProxy
from sora_model.media.film_pass import film_pass
from sora_model.media.hashing import quick_hash
from tests.clips import clip

A, B, C = "a" * 32, "b" * 32, "c" * 32


def keep(
    cache: Path, film: str, size: int, used: float, folder: str = "proxies", suffix: str = ".mjpeg"
) -> Path:
    file = cache / folder / f"{film}{suffix}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(bytes(size))
    os.utime(file, (used, used))
    return file


def left(cache: Path) -> set[str]:
    return {file.name[0] for folder in cache_budget.FOLDERS for file in (cache / folder).glob("*")}


def test_the_film_used_longest_ago_goes_first_with_all_it_has(tmp_path: Path) -> None:
    keep(tmp_path, A, 400, 300.0)
    keep(tmp_path, B, 300, 100.0)
    keep(tmp_path, B, 50, 150.0, "peaks", ".peaks")
    keep(tmp_path, C, 300, 200.0, "thumbnails", "-0.table")
    budget = CacheBudget(tmp_path, 1000)
    assert budget.bytes == 1050
    budget.make_room()
    assert left(tmp_path) == {"a", "c"}
    budget.make_room(300)
    assert left(tmp_path) == {"a", "c"}
    budget.make_room(301)
    assert left(tmp_path) == {"a"}


def test_the_film_that_is_open_stays_and_a_new_one_is_refused_in_words(tmp_path: Path) -> None:
    keep(tmp_path, A, 400, 100.0)
    keep(tmp_path, B, 400, 200.0)
    budget = CacheBudget(tmp_path, 900)
    with budget.using(A), budget.using(A):
        budget.make_room(200)
        assert left(tmp_path) == {"a"}
        with pytest.raises(UserError, match="no room for quick copies"):
            budget.make_room(600)
        assert left(tmp_path) == {"a"}
    budget.make_room(600)
    assert left(tmp_path) == set()


def test_being_opened_makes_a_film_recent(tmp_path: Path) -> None:
    keep(tmp_path, A, 400, 100.0)
    keep(tmp_path, B, 400, 200.0)
    budget = CacheBudget(tmp_path, 500)
    with budget.using(A):
        pass
    budget.make_room()
    assert left(tmp_path) == {"a"}


def test_a_nearly_full_disk_lowers_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, A, 400, 100.0)
    budget = CacheBudget(tmp_path, 10_000)
    monkeypatch.setattr(CacheBudget, "_free", lambda _: 500)
    budget.make_room(50)
    assert left(tmp_path) == {"a"}
    budget.make_room(51)
    assert left(tmp_path) == set()


def test_other_caches_are_left_alone(tmp_path: Path) -> None:
    other = keep(tmp_path, A, 5000, 1.0, "pts", ".npz")
    CacheBudget(tmp_path, 10).make_room()
    assert other.exists()


def test_an_evicted_copy_is_simply_not_there_and_made_again(tmp_path: Path) -> None:
    path = clip("b_frames")
    index = film_pass(path, tmp_path, None, [ProxyWriter(path, tmp_path)], threads=1)
    budget = CacheBudget(tmp_path, 1)
    with budget.using(quick_hash(path)), pytest.raises(UserError):
        budget.make_room()
    kept = ScrubProxy.open(path, tmp_path)
    assert kept is not None
    kept.close()
    budget.make_room()
    assert ScrubProxy.open(path, tmp_path) is None
    film_pass(path, tmp_path, index, [ProxyWriter(path, tmp_path)], threads=1)
    again = ScrubProxy.open(path, tmp_path)
    assert again is not None
    assert len(again) == len(index)
    again.close()


def test_a_pass_makes_room_as_it_writes(tmp_path: Path) -> None:
    path = clip("b_frames")
    keep(tmp_path, A, 900, 1.0)
    budget = CacheBudget(tmp_path, 1 << 25)
    asked: list[int] = []

    def make_room(more: int) -> None:
        asked.append(more)
        budget.make_room(more)

    with budget.using(quick_hash(path)):
        film_pass(path, tmp_path, None, [ProxyWriter(path, tmp_path, make_room=make_room)], threads=1)
    assert asked == [1 << 24]  # room for a good piece at a time, not for every picture
