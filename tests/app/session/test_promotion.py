"""When a new run replaces the one in use, and when not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.suggestions import Promotion, Run
from app.domain.texts import Text
from app.session.promotion import judge, reason_of


def metrics(accuracy: float, *, majority: float = 0.5, se: float = 0.05, **groups: int) -> dict[str, Any]:
    """A result on groups of ten, `groups`: how many were right in each."""
    parts = {name: {"n": 10, "correct": right} for name, right in groups.items()}
    held_out = {
        "n": 10 * len(parts),
        "accuracy": accuracy,
        "se": se,
        "majority": majority,
        "groups": parts,
    }
    return {"validation": held_out}


def of_one_film(accuracy: float, right: int) -> dict[str, Any]:
    """A result where there was one group only: no bootstrap over groups."""
    result = metrics(accuracy, a=right)
    result["validation"]["se"] = None
    return result


def earlier(number: int, result: dict[str, Any], promotion: Promotion = Promotion.PROMOTED) -> Run:
    return Run(f"r{number}", number, f"run {number}", "2026-01-01", promotion, metrics=result)


def test_the_first_run_must_beat_the_majority_class() -> None:
    assert judge(metrics(0.6, a=6), "groups", []).promotion is Promotion.PROMOTED
    refused = judge(metrics(0.5, a=5), "groups", [])
    assert refused.promotion is Promotion.REFUSED
    assert "most frequent" in refused.reason


def test_too_little_to_hold_out_is_adopted_unverified() -> None:
    assert "unverified" in judge({}, "none", []).reason
    assert judge({"validation": None}, "groups", []).promotion is Promotion.PROMOTED


def test_the_toss_of_a_coin_refuses_no_first_run() -> None:
    few = metrics(0.5, a=1)
    few["validation"]["n"] = 2
    verdict = judge(few, "groups", [])
    assert verdict.promotion is Promotion.PROMOTED
    assert "unverified" in verdict.reason


def test_one_film_is_marked_optimistic() -> None:
    assert judge(metrics(0.9, a=9), "blocks", []).reason.startswith("Optimistic")


def test_small_losses_do_not_add_up() -> None:
    best = earlier(1, metrics(0.80, a=8, b=8, c=8, d=8, e=8))
    second = earlier(2, metrics(0.76, a=8, b=8, c=8, d=7, e=7))
    close = judge(metrics(0.76, a=7, b=8, c=8, d=8, e=7), "groups", [best])
    assert close.promotion is Promotion.PROMOTED
    third = judge(metrics(0.70, a=7, b=7, c=7, d=7, e=7), "groups", [best, second])
    assert third.promotion is Promotion.REFUSED
    assert "run 1" in third.reason


def test_two_groups_that_score_alike_do_not_make_the_tolerance_nought() -> None:
    best = earlier(1, metrics(0.8, se=0.0, a=8, b=8))
    one_less = metrics(0.75, se=0.0, a=8, b=7)
    assert judge(one_less, "groups", [best]).promotion is Promotion.PROMOTED


def test_runs_are_compared_on_the_groups_that_both_held_out() -> None:
    best = earlier(1, metrics(0.9, a=9, old=9))
    new = judge(metrics(0.65, a=9, b=4), "groups", [best])
    assert new.promotion is Promotion.PROMOTED, "as good on a; b was not asked of the other"
    elsewhere = earlier(1, metrics(0.9, old=9))
    assert "majority" in judge(metrics(0.6, a=6), "groups", [elsewhere]).reason
    older = [earlier(1, {}), earlier(2, {"validation": None})]
    assert "majority" in judge(metrics(0.6, a=6), "groups", older).reason


def test_with_one_group_the_tolerance_is_that_of_a_share() -> None:
    best = earlier(1, metrics(0.9, a=9))
    close = judge(of_one_film(0.8, 8), "blocks", [best])  # √(0.8 · 0.2 / 10) = 0.13
    assert close.promotion is Promotion.PROMOTED
    assert judge(of_one_film(0.6, 6), "blocks", [best]).promotion is Promotion.REFUSED


@pytest.mark.parametrize("validation", ["groups", "blocks"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("before", [0.3, 0.9, None])
def test_a_stored_reason_is_told_in_its_sentence(validation: str, share: float, before: float | None) -> None:
    runs = [] if before is None else [earlier(1, metrics(before, a=round(10 * before), b=5))]
    verdict = judge(metrics(share, a=round(10 * share), b=5), validation, runs)
    stored = replace(earlier(2, {}), reason=str(verdict.reason))
    told = reason_of(stored)
    assert isinstance(told, Text)
    assert isinstance(verdict.reason, Text)
    assert (told, told.template) == (verdict.reason, verdict.reason.template)


@pytest.mark.parametrize(
    "reason", ["Chosen by Ada.", "Set aside for run 1.", "Cancelled; its last checkpoint was kept."]
)
def test_what_people_did_is_told_in_its_sentence(reason: str) -> None:
    assert isinstance(reason_of(replace(earlier(1, {}), reason=reason)), Text)


def test_another_reason_stays_as_it_is() -> None:
    assert reason_of(replace(earlier(1, {}), reason="Because.")) == "Because."
