"""Every figure against an example worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sora_model import metrics
from sora_model.metrics import Span


def test_clip_figures() -> None:
    truth = np.array([0, 0, 0, 1, 1, 2])
    predicted = np.array([0, 0, 1, 1, 0, 1])
    confusion = metrics.confusion_matrix(truth, predicted, 4)
    assert confusion.tolist() == [[2, 1, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert metrics.accuracy(confusion) == 0.5
    # F1: class 0: 4/6, class 1: 2/5, class 2: 0; class 3 occurs nowhere.
    assert metrics.macro_f1(confusion) == pytest.approx((4 / 6 + 2 / 5 + 0) / 3)


def test_probability_figures() -> None:
    probabilities = np.array([[0.8, 0.2], [0.5, 0.5]])
    truth = np.array([0, 1])
    assert metrics.brier(probabilities, truth) == pytest.approx((0.04 + 0.04 + 0.25 + 0.25) / 2)
    assert metrics.log_loss(probabilities, truth) == pytest.approx((-np.log(0.8) - np.log(0.5)) / 2)
    assert np.isfinite(metrics.log_loss(np.array([[0.0, 1.0]]), np.array([0])))


def test_segmental_accuracy_leaves_the_unknown_out() -> None:
    truth = np.array([0, 0, -1, -1, 1, 1])
    found = np.array([0, 1, 0, 1, 1, 1])
    assert metrics.segmental_accuracy(truth, found) == 0.75
    assert np.isnan(metrics.segmental_accuracy(np.array([-1]), np.array([0])))


def test_edit_score() -> None:
    steps = np.array([9, 0, 0, 9, 1, 1, -1, 2])
    assert metrics.collapse(steps, background=9) == [0, 1, 2]
    assert metrics.edit_score([0, 1, 2], [0, 2]) == pytest.approx(100 * (1 - 1 / 3))
    assert metrics.edit_score([], []) == 100
    assert metrics.edit_score([1], []) == 0
    assert metrics.edit_score([0, 1, 2, 3], [3, 2, 1, 0]) == 0


def spans(*rows: tuple[int, float, float]) -> list[Span]:
    return [Span("f", label, start, end) for label, start, end in rows]


def test_f1_counts_each_true_segment_once() -> None:
    truth = spans((0, 0, 10), (1, 10, 20))
    found = spans((0, 0, 4), (0, 5, 10), (1, 10, 20))
    # IoU 0.4, 0.5 and 1.0; both parts of the first claim the same true segment.
    assert metrics.f1_at(truth, found, 0.10) == pytest.approx(100 * 2 * 2 / 5)
    assert metrics.f1_at(truth, found, 0.50) == pytest.approx(100 * 2 * 2 / 5)
    assert metrics.f1_at(truth, found, 0.51) == pytest.approx(100 * 2 * 1 / 5)
    assert metrics.f1_at(truth, [], 0.1) == 0
    assert metrics.f1_at(truth, [Span("other film", 0, 0, 10)], 0.1) == 0


def test_average_precision() -> None:
    truth = spans((0, 0, 10), (0, 20, 30))
    found = [
        Span("f", 0, 0, 10, 0.9),  # right
        Span("f", 0, 50, 60, 0.8),  # wrong
        Span("f", 0, 21, 30, 0.7),  # right, IoU 0.9
    ]
    # Precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1: interpolated area 1/2 · 1 + 1/2 · 2/3.
    assert metrics.average_precision(truth, found, 0.5) == pytest.approx(0.5 + 1 / 3)
    assert metrics.average_precision(truth, found, 0.95) == pytest.approx(0.5)
    assert metrics.mean_average_precision(truth, found, (0.5, 0.95)) == pytest.approx((0.5 + 1 / 3 + 0.5) / 2)


def test_bootstrap_draws_groups_not_cases() -> None:
    right = np.array([1.0] * 50 + [0.0] * 50)
    groups = ["a"] * 50 + ["b"] * 50
    error, low, high = metrics.group_bootstrap(right, groups)
    # Two groups, all right and all wrong: the mean is 0, ½ or 1 with chances ¼, ½, ¼; its deviation √⅛.
    assert error == pytest.approx(np.sqrt(1 / 8), abs=0.02)
    assert (low, high) == (0.0, 1.0)
    assert np.isnan(metrics.group_bootstrap(right, ["a"] * 100)[0])


def test_clip_report_is_json_ready() -> None:
    probabilities = np.array([[0.9, 0.1], [0.4, 0.6], [0.7, 0.3], [0.2, 0.8]])
    report = metrics.clip_report(probabilities, np.array([0, 1, 1, 1]), ["a", "a", "b", "b"], majority=1)
    assert report["accuracy"] == 0.75
    assert report["majority"] == 0.75
    assert report["groups"] == {"a": {"n": 2, "correct": 2}, "b": {"n": 2, "correct": 1}}
    alone = metrics.clip_report(probabilities[:1], np.array([0]), ["a"], majority=1)
    assert alone["se"] is None
