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


def test_the_blend_runs_from_network_to_probe() -> None:
    network, probe = np.array([[2.0, 0.0]]), np.array([[0.1, 0.9]])
    np.testing.assert_allclose(softmax(blended(network, probe, 0.0, 1.0, 5.0)), softmax(network))
    np.testing.assert_allclose(softmax(blended(network, probe, 1.0, 1.0, 5.0)), softmax(probe * 5.0))
    middle = softmax(blended(network, probe, 0.5, 1.0, 5.0))[0, 0]
    assert softmax(probe * 5.0)[0, 0] < middle < softmax(network)[0, 0]
