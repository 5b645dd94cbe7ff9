"""Changes to training samples that leave their labels true: of pictures, of sound, of features.

One draw serves a whole clip, so that what moves in it still moves the same way. Everything random comes from
a numpy generator: equal seeds give equal bits. At strength 0 nothing is drawn and nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.contract.manifest import ClassSpec
from sora_model.data.motion import BINS, GRID, MOTION_CHANNELS
from sora_model.data.sound import BANDS, FLOOR

ZOOM, TURN_DEGREES, SHIFT, LIGHT, CUT = 0.25, 10.0, 0.1, 0.3, 0.3
"""Largest changes at strength 1: log of scale, turn, shift and cut in shares of the side, log of light."""
GREY = (0.299, 0.587, 0.114)
"""Luma of BT.601."""


def may_flip(classes: Sequence[ClassSpec]) -> bool:
    """Whether a mirrored picture still shows what its label says: not where any class has a direction."""
    return not any(c.directional for c in classes)


@dataclass(frozen=True)
class PictureChange:
    """One draw for one clip.

    `zoom` > 1: nearer; `turn` in radians; `shift` (x, y) in sides; `light`, `contrast`, `colour` are factors;
    `cut` (x, y, width, height) in sides is painted over.
    """

    zoom: float = 1.0
    turn: float = 0.0
    shift: tuple[float, float] = (0.0, 0.0)
    flipped: bool = False
    light: float = 1.0
    contrast: float = 1.0
    colour: float = 1.0
    cut: tuple[float, float, float, float] | None = None

    @staticmethod
    def drawn(random: np.random.Generator, strength: float, flip: bool) -> PictureChange:
        """A change of `strength` (0: none, 1: usual); `flip`: see `may_flip`."""
        if strength <= 0:
            return PictureChange()
        spread = random.uniform(-1, 1, 7) * strength
        size = random.uniform(0.3, 1.0, 2) * CUT * min(strength, 1.0)
        place = random.uniform(0, 1, 2) * (1 - size)
        cut = (float(place[0]), float(place[1]), float(size[0]), float(size[1]))
        mirrored, covered = random.random(2) < (0.5, 0.5 * min(strength, 1.0))
        return PictureChange(
            zoom=math.exp(ZOOM * spread[0]),
            turn=math.radians(TURN_DEGREES * spread[1]),
            shift=(SHIFT * spread[2], SHIFT * spread[3]),
            flipped=bool(mirrored) and flip,
            light=math.exp(LIGHT * spread[4]),
            contrast=math.exp(LIGHT * spread[5]),
            colour=math.exp(LIGHT * spread[6]),
            cut=cut if covered else None,
        )

    @property
    def matrix(self) -> Tensor:
        """`(2, 3)`: from places in the new picture to places in the old one, both -1 … 1 across."""
        cos, sin = math.cos(self.turn) / self.zoom, math.sin(self.turn) / self.zoom
        side = -1.0 if self.flipped else 1.0
        x, y = self.shift
        rows = [[side * cos, -sin, 2 * x], [side * sin, cos, 2 * y]]
        return torch.tensor(rows, dtype=torch.float32)

    def pictures(self, shown: Tensor) -> Tensor:
        """`(T, 3, H, W)`, uint8 or float on the 0–255 scale → the same shape and type."""
        if self == PictureChange():
            return shown
        x = self._recoloured(self._moved(shown.float()))
        if self.cut is not None:
            x = self._covered(x)
        return x.round().clamp(0, 255).to(torch.uint8) if shown.dtype == torch.uint8 else x.clamp(0, 255)

    def _moved(self, x: Tensor) -> Tensor:
        matrix = self.matrix.to(x.device)
        if torch.equal(matrix.cpu(), torch.eye(2, 3)):
            return x
        places = F.affine_grid(matrix[None], [1, 3, *x.shape[2:]], align_corners=False)
        return F.grid_sample(
            x, places.expand(len(x), -1, -1, -1), padding_mode="reflection", align_corners=False
        )

    def _recoloured(self, x: Tensor) -> Tensor:
        grey = (x * x.new_tensor(GREY).view(1, 3, 1, 1)).sum(dim=1, keepdim=True)
        x = grey + self.colour * (x - grey)
        middle = grey.mean()
        return ((x - middle) * self.contrast + middle) * self.light

    def _covered(self, x: Tensor) -> Tensor:
        assert self.cut is not None
        height, width = x.shape[2:]
        left, top, right, bottom = (
            round(self.cut[0] * width),
            round(self.cut[1] * height),
            round((self.cut[0] + self.cut[2]) * width),
            round((self.cut[1] + self.cut[3]) * height),
        )
        x = x.clone()
        x[:, :, top:bottom, left:right] = x.mean()
        return x

    def boxes(self, boxes: Tensor) -> Tensor:
        """`(…, 4)` x, y, width, height in shares of the picture, NaN where none is → where they lie now.

        A turned box becomes the upright one around it.
        """
        if self == PictureChange():
            return boxes
        matrix = self.matrix.to(boxes)
        back = torch.linalg.inv(matrix[:, :2])
        x, y, w, h = boxes.unbind(-1)
        corners = torch.stack(
            [torch.stack([x + i * w, y + j * h], dim=-1) for i in (0, 1) for j in (0, 1)], dim=-2
        )
        moved = ((2 * corners - 1 - matrix[:, 2]) @ back.T + 1) / 2
        low, high = moved.amin(dim=-2), moved.amax(dim=-2)
        return torch.cat([low, high - low], dim=-1)

    def motion(self, described: Tensor) -> Tensor:
        """Flow descriptors `(…, MOTION_CHANNELS)` of the changed pictures: mirrored where these are."""
        return mirrored_motion(described) if self.flipped else described


def mirrored_motion(described: Tensor) -> Tensor:
    """Flow descriptors of the mirrored pictures: cells change sides, right becomes left."""
    lead = described.shape[:-1]
    split = GRID * GRID * BINS
    histogram = described[..., :split].view(*lead, GRID, GRID, BINS).flip(-2)
    turned = histogram[..., [(BINS // 2 - b) % BINS for b in range(BINS)]]
    change = described[..., split : split + GRID * GRID].view(*lead, GRID, GRID).flip(-1)
    extras = described[..., split + GRID * GRID :] * described.new_tensor([-1, 1, -1, 1, 1, 1, 1, 1])
    out = torch.cat([turned.flatten(-3), change.flatten(-2), extras], dim=-1)
    assert out.shape[-1] == MOTION_CHANNELS
    return out


def noisy(x: Tensor, deviation: Tensor, level: float, random: np.random.Generator) -> Tensor:
    """`x (…, C)` with normal noise of `level` deviations `(C,)`."""
    if level <= 0:
        return x
    drawn = torch.from_numpy(random.standard_normal(tuple(x.shape), dtype=np.float32)).to(x.device)
    return x + drawn * (level * deviation)


def without_channels(x: Tensor, mean: Tensor, share: float, random: np.random.Generator) -> Tensor:
    """`x (B, …, C)` with a random `share` of the channels at their `mean (C,)`; per sample, over its whole
    length.
    """
    if share <= 0:
        return x
    drop = torch.from_numpy(random.random((len(x), x.shape[-1])) < share).to(x.device)
    return torch.where(drop.view(len(x), *[1] * (x.ndim - 2), -1), mean, x)


def louder(sound: Tensor, most_db: float, random: np.random.Generator) -> Tensor:
    """Log-mel steps `(B, T, AUDIO_CHANNELS)` as if each sample were up to `most_db` louder or quieter.

    Silence stays silent: only what lies above the floor of the logarithm is scaled. Flux is a difference of
    logarithms and hardly changes.
    """
    if most_db <= 0:
        return sound
    decibels = torch.from_numpy(random.uniform(-most_db, most_db, (len(sound), 1, 1)).astype(np.float32))
    factor = (10 ** (decibels / 10)).to(sound.device)
    power = (sound[..., : 2 * BANDS].exp() - FLOOR).clamp(min=0.0)
    return torch.cat([torch.log(power * factor + FLOOR), sound[..., 2 * BANDS :]], dim=2)


def masked_sound(
    sound: Tensor,
    lengths: Tensor,
    mean: Tensor,
    time_share: float,
    band_share: float,
    random: np.random.Generator,
) -> Tensor:
    """One stretch of steps and one run of mel bands of each sample at their `mean (A,)`, both of random
    length.

    `sound (B, T, A)`, `lengths (B,)`: real steps. After Park et al., "SpecAugment" (Interspeech 2019).
    """
    if time_share <= 0 and band_share <= 0:
        return sound
    steps = torch.arange(sound.shape[1])
    bands = torch.arange(sound.shape[2])
    band_of = torch.where(bands < 2 * BANDS, bands % BANDS, -1)
    hidden = torch.zeros(sound.shape, dtype=torch.bool)
    for i, length in enumerate(lengths.tolist()):
        first, last = _stretch(length, time_share, random)
        low, high = _stretch(BANDS, band_share, random)
        hidden[i] |= ((steps >= first) & (steps < last))[:, None]
        hidden[i] |= ((band_of >= low) & (band_of < high))[None, :]
    return torch.where(hidden.to(sound.device), mean, sound)


def _stretch(length: int, share: float, random: np.random.Generator) -> tuple[int, int]:
    size = round(random.uniform(0, max(share, 0.0)) * length)
    first = int(random.integers(0, length - size + 1))
    return first, first + size
