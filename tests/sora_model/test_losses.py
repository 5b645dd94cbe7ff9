"""What is unknown teaches nothing; what is known teaches what it says."""

from __future__ import annotations

import pytest
import torch

from sora_model.losses import (
    boundary_loss,
    boundary_targets,
    class_weights,
    clip_loss,
    dense_loss,
    effective_number_weights,
    focal_loss,
    smoothing_loss,
)

ONES = torch.ones(2)


def gradient(positive: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    logits = torch.zeros(1, 4, 3, requires_grad=True)
    dense_loss(logits, positive, weight, ONES).backward()
    assert logits.grad is not None
    return logits.grad[0]


def test_unknown_steps_give_no_gradient() -> None:
    positive, weight = torch.zeros(1, 4, 2), torch.zeros(1, 4, 2)
    positive[0, 0, 0] = 1
    weight[0, 0] = 1
    slope = gradient(positive, weight)
    assert slope[0, 0] < 0 < slope[0, 1]
    assert slope[1:].abs().sum() == 0
    assert gradient(torch.zeros(1, 4, 2), torch.zeros(1, 4, 2)).abs().sum() == 0
    assert focal_loss(torch.ones(1, 4, 3), torch.zeros(1, 4, 2), torch.zeros(1, 4, 2), ONES) == 0


def test_verified_background_raises_the_background_logit() -> None:
    slope = gradient(torch.zeros(1, 4, 2), torch.ones(1, 4, 2))
    assert (slope[:, 2] < 0).all()
    assert (slope[:, :2] > 0).all()


def test_a_rejection_lowers_its_class_and_says_nothing_of_the_others() -> None:
    weight = torch.zeros(1, 4, 2)
    weight[0, 1, 0] = 1
    slope = gradient(torch.zeros(1, 4, 2), weight)
    assert slope[1, 0] > 0
    assert slope[1, 1] < 0
    assert slope[1, 2] == pytest.approx(slope[1, 1])
    assert slope[[0, 2, 3]].abs().sum() == 0


def test_effective_numbers_by_hand() -> None:
    weights = effective_number_weights(torch.tensor([1, 2, 0]), beta=0.5)
    # (1 - β) / (1 - βⁿ): 1 for one sample, 0.5 / 0.75 = 2/3 for two; mean 1.
    assert weights.tolist() == pytest.approx([1 / (5 / 6), (2 / 3) / (5 / 6), 0.0])


def test_clip_loss_leaves_background_windows_out() -> None:
    logits = torch.tensor([[2.0, 0.0], [0.0, 5.0]])
    alone = clip_loss(logits[:1], torch.tensor([0]), torch.ones(1), ONES, 0.0)
    both = clip_loss(logits, torch.tensor([0, 2]), torch.ones(2), ONES, 0.0)
    assert both == pytest.approx(float(alone))
    assert clip_loss(logits, torch.tensor([2, 2]), torch.ones(2), ONES, 0.0) == 0


def test_smoothing_is_truncated_and_ends_with_the_film() -> None:
    logits = torch.zeros(1, 3, 2)
    logits[0, 1] = torch.tensor([0.0, 100.0])
    full = torch.ones(1, 3, dtype=torch.bool)
    # |Δ log p| of class 0 is about 99 (cut to 4), of class 1 ln 2; two pairs of two values.
    expected = 2 * (16 + float(torch.tensor(2.0).log()) ** 2) / 4
    assert smoothing_loss(logits, full, 4.0) == pytest.approx(expected, rel=1e-4)
    short = torch.tensor([[True, False, False]])
    assert smoothing_loss(logits, short, 4.0) == 0


def test_class_weights_have_mean_one_over_what_is_there() -> None:
    counts = torch.tensor([1, 3, 0])
    assert class_weights(counts, "inverse").tolist() == pytest.approx([1.5, 0.5, 0.0])
    assert class_weights(counts, "none").tolist() == [1.0, 1.0, 0.0]
    assert torch.equal(class_weights(counts, "effective"), effective_number_weights(counts))


def test_focal_lowers_what_is_already_right() -> None:
    logits = torch.tensor([[4.0, 0.0], [0.0, 0.1]])
    labels, weights = torch.tensor([0, 0]), torch.ones(2)
    probability = logits.softmax(dim=1)[:, 0]
    plain = -probability.log()
    expected = float((plain * (1 - probability) ** 2).mean())
    assert float(clip_loss(logits, labels, weights, ONES, 0.0, gamma=2.0)) == pytest.approx(expected)
    step = torch.tensor([[[4.0, 0.0, 0.0]]])
    positive, weight = torch.tensor([[[1.0, 0.0]]]), torch.ones(1, 1, 2)
    soft, hard = (float(dense_loss(step, positive, weight, ONES, gamma)) for gamma in (2.0, 0.0))
    assert soft == pytest.approx(hard * (1 - float(step.softmax(dim=2)[0, 0, 0])) ** 2)


def test_both_sides_of_an_edge_are_boundary() -> None:
    positive, weight = torch.zeros(1, 6, 2), torch.zeros(1, 6, 2)
    positive[0, 2:4, 0], weight[0, 2:4] = 1, 1
    mask = torch.tensor([[True] * 5 + [False]])
    edge, known = boundary_targets(positive, weight, mask)
    assert edge[0].tolist() == [0, 1, 1, 1, 1, 0]
    assert known[0].tolist() == [False, True, True, True, True, False]
    good, bad = 8 * edge - 4, 4 - 8 * edge
    assert boundary_loss(good, positive, weight, mask) < 0.05 < 1 < boundary_loss(bad, positive, weight, mask)
    nothing = boundary_loss(good, positive * 0, weight * 0, mask)
    assert nothing == 0
