"""Every figure against an example worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

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


def test_edit_score() -> None:
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


def test_clip_figures_against_a_reference_implementation() -> None:
    random = np.random.default_rng(5)
    probabilities, truth = random.dirichlet(np.ones(4), size=200), random.integers(0, 4, 200)
    probabilities[np.arange(200), truth] += 0.3
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    predicted = probabilities.argmax(axis=1)
    confusion = metrics.confusion_matrix(truth, predicted, 4)
    np.testing.assert_array_equal(confusion, reference.confusion_matrix(truth, predicted))
    assert metrics.macro_f1(confusion) == pytest.approx(reference.f1_score(truth, predicted, average="macro"))
    assert metrics.log_loss(probabilities, truth) == pytest.approx(reference.log_loss(truth, probabilities))
    ours = metrics.class_report(probabilities, truth)
    theirs = reference.precision_recall_fscore_support(truth, predicted)
    for k in range(4):
        assert [ours[k][name] for name in ("precision", "recall", "f1", "support")] == pytest.approx(
            [column[k] for column in theirs]
        )
        ap = reference.average_precision_score(truth == k, probabilities[:, k])
        assert ours[k]["ap"] == pytest.approx(ap)
    two = probabilities[:, :2] / probabilities[:, :2].sum(axis=1, keepdims=True)
    # The reference has the Brier score of one of two classes: half of the sum over both.
    half = reference.brier_score_loss(truth % 2, two[:, 1])
    assert metrics.brier(two, truth % 2) == pytest.approx(2 * half)


def test_points_hit_within_a_tolerance() -> None:
    truth = [Span("f", 0, 10, 11), Span("f", 0, 20, 21), Span("g", 0, 10, 11)]
    found = [
        Span("f", 0, 11, 12, 0.9),  # one off
        Span("f", 0, 12, 13, 0.8),  # the same event again
        Span("f", 0, 23, 24, 0.7),  # three off
    ]
    # Tolerance 1: hit, miss, miss: 1/3 · 1. Tolerance 3: hit, miss, hit: 1/3 · 1 + 1/3 · 2/3.
    assert metrics.point_average_precision(truth, found, (1,)) == pytest.approx(1 / 3)
    assert metrics.point_average_precision(truth, found, (3,)) == pytest.approx(1 / 3 + 2 / 9)
    assert metrics.point_average_precision(truth, found, (0.5,)) == 0
    assert metrics.point_average_precision(truth, found, (1, 3)) == pytest.approx((2 / 3 + 2 / 9) / 2)


def test_calibration_error_by_hand() -> None:
    probabilities = np.array([[0.95, 0.05]] * 4 + [[0.35, 0.65]] * 2)
    truth = np.array([0, 0, 0, 1, 1, 0])
    rows = metrics.reliability(probabilities, truth)
    assert [(r["n"], r["accuracy"]) for r in rows] == [(2, 0.5), (4, 0.75)]
    assert rows[0]["confidence"] == pytest.approx(0.65)
    assert metrics.calibration_error(probabilities, truth) is None
    many = np.tile(probabilities, (100, 1)), np.tile(truth, 100)
    assert metrics.calibration_error(*many) == pytest.approx((4 * 0.2 + 2 * 0.15) / 6)


def test_intervals_are_of_sums_over_groups() -> None:
    hits, counts = np.array([2.0, 0.0]), np.array([4.0, 4.0])
    error, low, high = metrics.ratio_interval(hits, counts, ["a", "b"])
    # 0, ¼ or ½ with chances ¼, ½, ¼.
    assert (low, high) == (0.0, 0.5)
    assert error == pytest.approx(np.sqrt(1 / 32), abs=0.005)
    assert np.isnan(metrics.ratio_interval(hits, counts, ["a", "a"])[0])


def test_paired_bootstrap() -> None:
    groups = [f"g{i // 2}" for i in range(20)]
    a = np.array([1.0, 0.0] * 10)
    difference, interval, better = metrics.paired_bootstrap(a + 0.1, a, groups)
    assert difference == pytest.approx(0.1)
    assert interval == pytest.approx((0.1, 0.1))
    assert better == 1.0
    assert metrics.paired_bootstrap(a, a, groups) == (0.0, (0.0, 0.0), 0.5)
    # One of two groups for each: both drawn alike, or one twice.
    ab = metrics.paired_bootstrap(np.array([1.0, 0.0]), np.array([0.0, 1.0]), ["a", "b"])
    assert ab[1] == (-1.0, 1.0)
    assert ab[2] == pytest.approx(0.5, abs=0.03)
    assert np.isnan(metrics.paired_bootstrap(a, a, ["a"] * 20)[1][0])
