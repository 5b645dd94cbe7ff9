"""Relations between the elements of a picture: the cells of its grid, and the boxes of tracks.

Multi-head self-attention with a bias from relative geometry, after Hu et al., "Relation Networks for Object
Detection" (CVPR 2018); boxes are pooled from the grid by the area they share with each cell, as in "RoIAlign"
(He et al., ICCV 2017) with exact areas instead of samples.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ElementRelation(nn.Module):
    """Elements told of one another and pooled by attention.

    The regions are the cells of a square grid, row by row. A box that is not present counts nowhere.
    """

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.kind = nn.Parameter(torch.randn(2, width) * 0.02)
        self.norm = nn.LayerNorm(width)
        # Half the width is exchanged: most of the work of training is here, in 49 regions per picture.
        self.project = nn.Linear(width, 3 * (width // 2))
        self.geometry = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, heads))
        self.out = nn.Linear(width // 2, width)
        self.score = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(
        self, regions: Tensor, boxes: Tensor, present: Tensor, places: Tensor
    ) -> tuple[Tensor, Tensor]:
        """`regions (N, R, width)`, `boxes (N, K, width)`, `present (N, K) bool`, `places (N, K, 4)` (x, y,
        w, h of each box in shares of the picture) → `(N, width)` and the attention `(N, R + K)`, which sums
        to 1. `K` may be 0.
        """
        n, count, _ = regions.shape
        boxes = boxes.masked_fill(~present[..., None], 0.0)
        places = torch.where(present[..., None], places, torch.ones((), device=places.device))
        elements = torch.cat([regions + self.kind[0], boxes + self.kind[1]], dim=1)
        seen = torch.cat([present.new_ones(n, count), present], dim=1)
        bias = self._bias(cell_places(round(count**0.5), regions), places, seen)
        query, key, value = (
            x.view(n, len(seen[0]), self.heads, -1).transpose(1, 2)
            for x in self.project(self.norm(elements)).chunk(3, dim=2)
        )
        told = F.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        related = elements + self.out(told.transpose(1, 2).flatten(2))
        logits = self.score(related).squeeze(2).masked_fill(~seen, float("-inf"))
        attention = logits.softmax(dim=1)
        return (related * attention[..., None]).sum(dim=1), attention

    def _bias(self, cells: Tensor, places: Tensor, seen: Tensor) -> Tensor:
        """`(N or 1, heads, E, E)`, -inf where an element is not `seen (N, E)`. What the cells are to one
        another is the same for all N.
        """
        own: Tensor = self.geometry(relative_geometry(cells, cells))
        n, boxes, _ = places.shape
        if not boxes:
            return own.permute(0, 3, 1, 2)
        cells = cells.expand(n, -1, -1)
        to_boxes = self.geometry(relative_geometry(cells, places))
        theirs = self.geometry(relative_geometry(places, torch.cat([cells, places], dim=1)))
        bias = torch.cat([torch.cat([own.expand(n, -1, -1, -1), to_boxes], dim=2), theirs], dim=1)
        return bias.permute(0, 3, 1, 2).masked_fill(~seen[:, None, None, :], float("-inf"))

    def of_maps(self, maps: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor]:
        """`maps (N, width, g, g)`, `boxes (N, K, 4)` (NaN: none) → `(N, width)` and where it looked,
        `(N, g, g)`: a box's attention lies on the cells that it covers. Sums to 1.
        """
        grid = maps.permute(0, 2, 3, 1)
        cover = coverage(boxes, grid.shape[1])
        present = cover.sum(dim=(2, 3)) > 0
        pooled, attention = self(grid.flatten(1, 2), roi_pool(grid, boxes), present, boxes)
        own, lent = attention.split([grid.shape[1] * grid.shape[2], boxes.shape[1]], dim=1)
        return pooled, own.view(grid.shape[:3]) + torch.einsum("nk,nkij->nij", lent, cover)


def roi_pool(grid: Tensor, boxes: Tensor) -> Tensor:
    """`grid (N, g, g, C)`, `boxes (N, K, 4)` → `(N, K, C)`: means over the boxes' areas; zeros where a box is
    NaN or outside the picture.
    """
    return torch.einsum("nkij,nijc->nkc", coverage(boxes, grid.shape[1]).to(grid.dtype), grid)


def coverage(boxes: Tensor, cells: int) -> Tensor:
    """`(N, K, cells, cells)`: how each box's area is shared between the cells; sums to 1, 0 without an
    area.
    """
    places = boxes.nan_to_num(nan=-1.0)
    edges = torch.arange(cells + 1, device=boxes.device, dtype=boxes.dtype) / cells
    sides = []
    for axis in (1, 0):
        low, size = places[..., axis, None], places[..., axis + 2, None].clamp(min=0)
        sides.append((torch.minimum(edges[1:], low + size) - torch.maximum(edges[:-1], low)).clamp(min=0))
    area = sides[0][..., :, None] * sides[1][..., None, :]
    return area / area.sum(dim=(2, 3), keepdim=True).clamp(min=1e-12)


def cell_places(cells: int, like: Tensor) -> Tensor:
    """`(1, cells², 4)`: x, y, w, h of the cells, row by row."""
    corner = torch.arange(cells, device=like.device, dtype=like.dtype) / cells
    y, x = torch.meshgrid(corner, corner, indexing="ij")
    side = torch.full_like(x, 1 / cells)
    return torch.stack([x, y, side, side], dim=2).view(1, cells * cells, 4)


def relative_geometry(ours: Tensor, others: Tensor) -> Tensor:
    """`(N, A, 4)`, `(N, E, 4)` → `(N, A, E, 6)`: for each pair the way to the other's centre (x, y, and its
    logarithm in sizes of the element itself) and the logarithms of the ratios of width and height.
    """
    size, their_size = ours[..., 2:].clamp(min=1e-3), others[..., 2:].clamp(min=1e-3)
    way = (others[..., :2] + their_size / 2)[:, None] - (ours[..., :2] + size / 2)[:, :, None]
    sizes = torch.log1p(way.abs() / size[:, :, None])
    ratio = their_size.log()[:, None] - size.log()[:, :, None]
    return torch.cat([way, sizes, ratio], dim=3)
