"""Calibration finds the temperature that was put in, and stays calm with few cases."""

from __future__ import annotations

import numpy as np
import pytest

from sora_model.blend import blended
from sora_model.calibration import fit_scale, negative_log_likelihood, softmax


def drawn(scale: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (count, 3))
    chances = softmax(logits * scale)
    labels = np.array([random.choice(3, p=p) for p in chances])
    return logits, labels


@pytest.mark.parametrize("scale", [0.3, 1.0, 2.5])
def test_the_scale_of_many_cases_is_found(scale: float) -> None:
    logits, labels = drawn(scale, 4000)
    found = fit_scale(logits, labels)
    assert found == pytest.approx(scale, rel=0.12)
    assert negative_log_likelihood(logits * found, labels) <= negative_log_likelihood(logits, labels) + 1e-9


def test_a_few_cases_that_are_all_right_do_not_make_it_sure() -> None:
    logits = np.eye(3)[[0, 1, 2]] * 4.0
    assert fit_scale(logits, np.array([0, 1, 2])) < 2.0
    assert fit_scale(np.zeros((0, 3)), np.zeros(0, np.int64), guess=3.0) == 3.0


def test_the_temperature_of_a_case_worked_by_hand() -> None:
    """Four of five are right, and every logit is 2 ahead: sure as e²/(1 + e²) = 88 %, where 80 % are right.

    Softmax of s·(2, 0) is 80 % where s·2 = ln(0.8/0.2) = ln 4, so s = ln 4 / 2 = 0.693: the temperature is
    1.443. Beside 20,000 cases the prior, which weighs 5, is next to nothing.
    """
    logits = np.tile([[2.0, 0.0]], (20_000, 1))
    labels = np.tile([0, 0, 0, 0, 1], 4_000)
    found = fit_scale(logits, labels)
    assert found == pytest.approx(np.log(4) / 2, abs=1e-3)
    np.testing.assert_allclose(softmax(logits[:1] * found), [[0.8, 0.2]], atol=1e-3)
    # Brier, over both classes: 0.8 · 2 · 0.12² + 0.2 · 2 · 0.88² = 0.333 before, 2 · 0.8 · 0.2 = 0.32 after.
    one_hot = np.eye(2)[labels]
    before, after = (((softmax(logits * s) - one_hot) ** 2).sum(axis=1).mean() for s in (1.0, found))
    assert before == pytest.approx(0.8 * 2 * 0.1192**2 + 0.2 * 2 * 0.8808**2, abs=1e-4)
    assert after == pytest.approx(0.32, abs=1e-4)


def test_the_prior_of_a_few_cases_worked_by_hand() -> None:
    """Of five cases the cost of x = ln s is the mean loss + (x / 0.7)² / 2 · 5 / 5; at its lowest the slope
    s · 2 · (p - 0.8) + x / 0.49 is 0, with p = 1 / (1 + e^(-2 s)). At s = 0.9: 1.8 · (0.8581 - 0.8) - 0.1054
    / 0.49 = 0.1046 - 0.2150 < 0; at s = 0.96: 1.92 · (0.8721 - 0.8) - 0.0408 / 0.49 = 0.1384 - 0.0833 > 0.
    """
    found = fit_scale(np.tile([[2.0, 0.0]], (5, 1)), np.array([0, 0, 0, 0, 1]))
    assert 0.9 < found < 0.96
    p = 1 / (1 + np.exp(-2 * found))
    assert 2 * found * (p - 0.8) + np.log(found) / 0.49 == pytest.approx(0, abs=1e-6)


def test_the_blend_runs_from_network_to_probe() -> None:
    network, probe = np.array([[2.0, 0.0]]), np.array([[0.1, 0.9]])
    np.testing.assert_allclose(softmax(blended(network, probe, 0.0, 1.0, 5.0)), softmax(network))
    np.testing.assert_allclose(softmax(blended(network, probe, 1.0, 1.0, 5.0)), softmax(probe * 5.0))
    middle = softmax(blended(network, probe, 0.5, 1.0, 5.0))[0, 0]
    assert softmax(probe * 5.0)[0, 0] < middle < softmax(network)[0, 0]
