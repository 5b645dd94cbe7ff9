"""Relations between regions and boxes: absent boxes do not count, geometry does, attention can be shown."""

from __future__ import annotations

import pytest
import torch

from sora_model.network.relation import ElementRelation, coverage, roi_pool

G, WIDTH = 3, 16
NAN = float("nan")


@pytest.fixture
def relation() -> ElementRelation:
    torch.manual_seed(0)
    return ElementRelation(WIDTH, heads=2)


def regions(n: int = 2, seed: int = 1) -> torch.Tensor:
    return torch.randn(n, G * G, WIDTH, generator=torch.Generator().manual_seed(seed))


PLACES = torch.tensor(
    [
        [[0.1, 0.1, 0.3, 0.5], [0.5, 0.5, 0.4, 0.4]],
        [[0.0, 0.0, 1.0, 1.0], [NAN, NAN, NAN, NAN]],
    ]
)


def test_shapes_and_gradients(relation: ElementRelation) -> None:
    seen, boxes = regions().requires_grad_(), torch.randn(2, 2, WIDTH).requires_grad_()
    present = torch.tensor([[True, True], [True, False]])
    pooled, attention = relation(seen, boxes, present, PLACES)
    assert pooled.shape == (2, WIDTH)
    assert attention.shape == (2, G * G + 2)
    torch.testing.assert_close(attention.sum(dim=1), torch.ones(2))
    assert attention[1, -1] == 0
    (pooled * torch.randn(2, WIDTH)).sum().backward()
    for parameter in [*relation.parameters(), seen]:
        assert parameter.grad is not None
        assert parameter.grad.isfinite().all()
        assert parameter.grad.abs().sum() > 0
    assert boxes.grad is not None
    assert boxes.grad[0].abs().sum() > 0
    assert (boxes.grad[1, 1] == 0).all()


@pytest.mark.parametrize("rubbish", [1e6, NAN])
def test_an_absent_box_changes_nothing(relation: ElementRelation, rubbish: float) -> None:
    none = torch.zeros(2, 0, dtype=torch.bool)
    alone, attention = relation(regions(), torch.zeros(2, 0, WIDTH), none, torch.zeros(2, 0, 4))
    absent = torch.zeros(2, 3, dtype=torch.bool)
    padded, wider = relation(
        regions(), torch.full((2, 3, WIDTH), rubbish), absent, torch.full((2, 3, 4), rubbish)
    )
    torch.testing.assert_close(padded, alone)
    torch.testing.assert_close(wider[:, : G * G], attention)
    assert (wider[:, G * G :] == 0).all()


def test_the_order_of_boxes_does_not_matter(relation: ElementRelation) -> None:
    boxes, present = torch.randn(1, 2, WIDTH), torch.ones(1, 2, dtype=torch.bool)
    forward, one = relation(regions(1), boxes, present, PLACES[:1])
    backward, other = relation(regions(1), boxes.flip(1), present, PLACES[:1].flip(1))
    torch.testing.assert_close(backward, forward)
    torch.testing.assert_close(other[:, G * G :], one[:, G * G :].flip(1))


def test_places_matter(relation: ElementRelation) -> None:
    """The same cells elsewhere in the picture, and the same box elsewhere, are not the same."""
    none = torch.zeros(1, 0, dtype=torch.bool), torch.zeros(1, 0, 4)
    here, _ = relation(regions(1), torch.zeros(1, 0, WIDTH), *none)
    there, _ = relation(regions(1).flip(1)[:, torch.randperm(G * G)], torch.zeros(1, 0, WIDTH), *none)
    assert not torch.allclose(here, there, atol=1e-5)
    box, present = torch.randn(1, 1, WIDTH), torch.ones(1, 1, dtype=torch.bool)
    left, _ = relation(regions(1), box, present, torch.tensor([[[0.0, 0.0, 0.2, 0.2]]]))
    right, _ = relation(regions(1), box, present, torch.tensor([[[0.8, 0.8, 0.2, 0.2]]]))
    assert not torch.allclose(left, right, atol=1e-6)


def test_where_it_looked_lies_on_the_picture(relation: ElementRelation) -> None:
    maps = torch.randn(2, WIDTH, G, G)
    pooled, where = relation.of_maps(maps, PLACES)
    assert where.shape == (2, G, G)
    torch.testing.assert_close(where.sum(dim=(1, 2)), torch.ones(2))
    bare, _ = relation.of_maps(maps, PLACES[:, :0])
    assert pooled.shape == bare.shape
    assert not torch.allclose(pooled, bare, atol=1e-5)
    outside, _ = relation.of_maps(maps, torch.tensor([2.0, 2.0, 1.0, 1.0]).expand(2, 1, 4))
    torch.testing.assert_close(outside, bare)


def test_boxes_are_pooled_by_area() -> None:
    grid = torch.arange(4.0).view(1, 2, 2, 1)
    boxes = torch.tensor([[[0, 0, 0.5, 0.5], [0, 0, 1, 1], [0.25, 0, 0.5, 0.5], [NAN] * 4, [0.5, 0.5, 9, 9]]])
    pooled = roi_pool(grid, boxes)[0, :, 0]
    torch.testing.assert_close(pooled, torch.tensor([0.0, 1.5, 0.5, 0.0, 3.0]))
    torch.testing.assert_close(coverage(boxes, 2).sum(dim=(2, 3))[0], torch.tensor([1.0, 1, 1, 0, 1]))
