"""What goes into a form and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor


def _nothing() -> Tensor:
    return torch.zeros(0)


@dataclass(frozen=True)
class Views:
    """What is seen at visual steps, `V = ceil(T / visual_every)`.

    `grid (B, V, g, g, C)`, `head (B, V, H)`: the backbone's cached taps; `pixels (B, V, P, P, 3)`: the small
    picture, uint8 or float 0 to 255; `boxes (B, V, K, 4)`: x, y, w, h in shares of the picture, NaN: none;
    `present (B, V) bool`: false on padding. What a form does not use may be empty.
    """

    grid: Tensor
    head: Tensor
    pixels: Tensor
    boxes: Tensor
    present: Tensor


@dataclass(frozen=True)
class Batch:
    """Cached features of padded windows; the first fields as in `Views`.

    `motion (B, T, M)`, `audio (B, T, A)`, `mask (B, T) bool` (true on a leading run), `inside (B, T) bool`:
    the steps that the clip decision is about (part of `mask`), `has_video (B,)`, `has_audio (B,) bool`,
    `text (B, T, D)`, zero where nothing is said; empty where no medium has a text.
    """

    grid: Tensor
    head: Tensor
    motion: Tensor
    audio: Tensor
    mask: Tensor
    inside: Tensor
    has_video: Tensor
    has_audio: Tensor
    pixels: Tensor = field(default_factory=_nothing)
    boxes: Tensor = field(default_factory=_nothing)
    text: Tensor = field(default_factory=_nothing)

    @property
    def views(self) -> Views:
        steps = self.mask.shape[1]
        looks = max(x.shape[1] if x.dim() > 2 else 0 for x in (self.grid, self.head, self.pixels))
        every = int(-(-steps // max(looks, 1)))  # a constant for those that trace it
        return Views(self.grid, self.head, self.pixels, self.boxes, self.mask[:, ::every])


@dataclass(frozen=True)
class Output:
    """`clip (B, C)` logits; `dense (B, T, C + 1)` logits, background last; `boundary (B, T)` logits of
    "something begins or ends here"; `temporal (B, T)`, `spatial (B, T, g, g)`: where the attention went;
    `gates (B, T, n)`: shares of picture, motion, sound (and text); `steps (B, T, width)`, and what the clip
    decision sees of them, `pooled (B, width)`; `auxiliary ()`: a loss of the form's own, 0 without.
    """

    clip: Tensor
    dense: Tensor
    boundary: Tensor
    temporal: Tensor
    spatial: Tensor
    gates: Tensor
    steps: Tensor
    pooled: Tensor
    auxiliary: Tensor
