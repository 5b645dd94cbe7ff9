"""Stages keep the order, stay within their bound, hand on what went wrong, and leave no thread behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing

import pytest

from sora_model.data.pipeline import ahead


def stages() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "sora-stage"]


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    yield
    assert stages() == []


def counted(upto: int, made: list[int]) -> Generator[int, None, None]:
    try:
        for n in range(upto):
            made.append(n)
            yield n
    finally:
        made.append(-1)


def test_everything_comes_in_order_through_two_stages() -> None:
    doubled = (2 * n for n in ahead(counted(500, []), 3))
    assert list(ahead(doubled, 2)) == [2 * n for n in range(500)]


def test_work_is_done_in_another_thread() -> None:
    names = set(ahead((threading.current_thread().name for _ in range(3)), 1))
    assert names == {"sora-stage"}


def test_no_more_is_made_than_the_bound_allows() -> None:
    made: list[int] = []
    with closing(ahead(counted(100, made), 3)) as items:
        assert next(items) == 0
        deadline = time.monotonic() + 5
        while len(made) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        # One asked for, three waiting, one in the hand of the thread.
        assert made == [0, 1, 2, 3, 4]
    assert made[-1] == -1


def test_what_goes_wrong_in_a_stage_is_raised_behind_its_last_item() -> None:
    def broken() -> Generator[int, None, None]:
        yield 1
        raise ZeroDivisionError("here")

    got = []
    with pytest.raises(ZeroDivisionError, match="here"):
        got.extend(n for n in ahead((n for n in ahead(broken(), 2)), 2))
    items = ahead(ahead(broken(), 2), 2)
    assert next(items) == 1
    with pytest.raises(ZeroDivisionError, match="here"):
        next(items)


def test_leaving_early_stops_and_closes_every_stage() -> None:
    made: list[int] = []

    def passing(items: Generator[int, None, None]) -> Generator[int, None, None]:
        with closing(items):
            yield from items

    with closing(ahead(passing(ahead(counted(10**9, made), 2)), 2)) as items:
        assert [next(items) for _ in range(4)] == [0, 1, 2, 3]
    assert made[-1] == -1
    assert len(made) < 20


def test_one_that_was_never_asked_starts_nothing() -> None:
    made: list[int] = []
    ahead(counted(3, made), 2).close()
    assert made == []
