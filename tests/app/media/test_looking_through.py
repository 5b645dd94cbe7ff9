"""Who looks on beside the others: only where that makes no decode longer, and without spoiling theirs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import Cancelled
from app.media.looking_through import look_through
from sora_model.media.film_pass import PictureObserver
from sora_model.media.pts_index import PtsIndex, build_index
from tests.clips import write_film

FRAMES = 60


class Eyes:
    """Counts what it sees from frame `resume_at` on."""

    def __init__(self, resume_at: int = 0, *, fails: bool = False) -> None:
        self.resume_at = resume_at
        self.fails = fails
        self.seen: list[int] = []

    def see(self, n: int, frame: object) -> None:
        if self.fails:
            raise RuntimeError("the network broke")
        self.seen.append(n)

    def finish(self, index: PtsIndex) -> None: ...

    def stop(self, n: int) -> None: ...


class Company:
    """Says who looks on as well; remembers with which index it was asked."""

    def __init__(self, *eyes: Eyes) -> None:
        self.eyes = eyes
        self.asked: list[PtsIndex] = []

    def __call__(self, index: PtsIndex) -> Sequence[PictureObserver]:
        self.asked.append(index)
        return self.eyes


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_film(tmp_path / "film.mp4", FRAMES, size=(64, 64), gop=10)


def look(film: Path, company: Company, *others: Eyes, **options: Any) -> PtsIndex:
    return look_through(
        film, film.parent / "cache", others, companions=company, on_refusal=lambda _: None, **options
    )


def test_it_sees_all_of_a_film_that_is_decoded_for_its_index(film: Path) -> None:
    eyes = Eyes()
    company = Company(eyes)
    index = look(film, company)
    assert eyes.seen == list(range(FRAMES)) == list(range(len(index)))
    assert [len(asked) for asked in company.asked] == [len(build_index(film))]
    assert not company.asked[0].confirmed


def test_of_a_known_film_it_sees_what_others_see_from_the_start(film: Path) -> None:
    look(film, Company())
    eyes, other = Eyes(), Eyes()
    look(film, Company(eyes), other)
    assert eyes.seen == other.seen == list(range(FRAMES))


@pytest.mark.parametrize("others", [[], [30]])
def test_it_never_makes_a_decode_longer(others: list[int], film: Path) -> None:
    look(film, Company())
    company, rest = Company(Eyes()), [Eyes(n) for n in others]
    look(film, company, *rest)
    assert company.asked == []
    assert [eyes.seen for eyes in rest] == [list(range(n, FRAMES)) for n in others]


def test_a_decode_that_was_broken_off_goes_on_without_it(film: Path) -> None:
    calls = iter(range(10**6))
    with pytest.raises(Cancelled):
        look(film, Company(), cancelled=lambda: next(calls) > FRAMES // 2)
    company = Company(Eyes())
    assert len(look(film, company)) == FRAMES
    assert company.asked == []


def test_its_failure_spoils_nothing(film: Path) -> None:
    other = Eyes()
    index = look(film, Company(Eyes(fails=True)), other)
    assert index.confirmed
    assert other.seen == list(range(FRAMES))
