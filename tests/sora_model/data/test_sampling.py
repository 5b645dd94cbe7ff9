"""Steps lie where the film's clock says, and parts of a film share them with the whole."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sora_model.contract.manifest import MediaSpec
from sora_model.data.sampling import StepGrid, windows


def film(start: int = 0, end: int = 128_000, origin: tuple[int, int] = (0, 1)) -> MediaSpec:
    return MediaSpec("m", "m.mp4", "", "q", "g", "train", (1, 12_800), origin, start, end, True, False)


def test_ten_seconds_have_125_steps() -> None:
    grid = StepGrid.of(film(), 12.5, 2)
    assert grid.count == 125
    assert grid.ticks()[:3].tolist() == [0, 1024, 2048]
    assert [grid.tick(k) for k in (0, 1, 124)] == grid.ticks()[[0, 1, 124]].tolist()


def test_a_rest_below_a_tenth_of_a_step_is_rounding() -> None:
    assert StepGrid.of(film(end=128_050), 12.5, 2).count == 125
    assert StepGrid.of(film(end=128_900), 12.5, 2).count == 126
    assert StepGrid.of(film(end=1), 12.5, 2).count == 1


def test_a_range_owns_the_steps_whose_middle_it_covers() -> None:
    grid = StepGrid.of(film(), 12.5, 2)
    assert grid.steps(0, 128_000) == (0, 125)
    assert grid.steps(1024, 3072) == (1, 3)
    assert grid.steps(1024 + 600, 3072 + 600) == (2, 4)
    assert grid.steps(5, 6) == (0, 1)
    assert grid.steps(127_999, 128_000) == (124, 125)


def test_a_transport_stream_that_begins_late_has_its_second_zero() -> None:
    late = film(start=18_000, end=146_000, origin=(45, 32))
    assert StepGrid.of(late, 12.5, 2).ticks()[0] == 18_000
    assert StepGrid.of(late, 12.5, 2).count == 125


@given(st.integers(0, 120_000), st.integers(1, 8_000), st.sampled_from([8.0, 12.5, 25.0]))
def test_a_part_shares_the_steps_of_the_whole(start: int, length: int, rate: float) -> None:
    whole = StepGrid.of(film(), rate, 2)
    part = StepGrid.of(film(start, min(128_000, start + length)), rate, 2)
    assert part.first % 2 == 0
    assert part.anchor == whole.anchor
    ticks = part.ticks()
    assert ticks.min() >= start
    inner = ticks[(ticks > start) & (ticks < part.end)]
    assert set(inner.tolist()) <= set(whole.ticks().tolist())
    first, last = part.steps(part.start, part.end)
    assert 0 <= first < last <= part.count


def test_an_odd_time_base_does_not_drift() -> None:
    odd = replace(film(end=24 * 3600 * 30_000 // 1001), time_base=(1001, 30_000))
    grid = StepGrid.of(odd, 12.5, 2)
    k = 12 * 24 * 3600
    assert abs(Fraction(grid.tick(k)) * grid.tick_s - Fraction(k) / grid.rate) <= grid.tick_s


@given(st.integers(1, 500), st.integers(4, 64))
def test_windows_cover_everything(count: int, length: int) -> None:
    covered = set()
    for low, high in windows(count, length, overlap=length // 4):
        assert high - low <= length
        covered |= set(range(low, high))
    assert covered == set(range(count))


def test_a_moment_lies_in_the_step_that_covers_it() -> None:
    grid = StepGrid.of(film(), 12.5, 2)
    ticks = grid.ticks()
    for step in range(grid.count):
        assert grid.step_at(int(ticks[step])) == step
        assert grid.step_at(int(ticks[step]) + int(0.9 * float(grid.per_step))) == step
    assert grid.step_at(-5) == 0
    assert grid.step_at(999_999) == grid.count - 1
