"""What all forms of the family share: standardised inputs, heads, and the two halves of their flow."""

from __future__ import annotations

from abc import abstractmethod

from torch import Tensor, nn

from sora_model.config import ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.data.motion import MOTION_CHANNELS
from sora_model.data.sound import AUDIO_CHANNELS
from sora_model.network.batch import Batch, Output, Views
from sora_model.network.heads import CLIP_HEADS, DenseHead, Probe
from sora_model.network.reduction import Reduction
from sora_model.network.standardise import Standardise
from sora_model.network.statistics import blocks
from sora_model.network.temporal import RefinementStage

PICTURE, MOTION, SOUND = 0, 1, 2
"""Places of the branches among the fusion's gates; text, where there is some, comes after them."""
BRANCHES = 3


class Form(nn.Module):
    """One form of the Sora family on cached features, with a closed-form probe beside the network.

    The flow has two halves: `look` turns what is seen at each visual step into a vector, and needs only
    `reach = (before, after)` neighbouring visual steps, so that long films are looked at in pieces;
    `over_time` does the rest for a whole window or film.
    """

    reach: tuple[int, int] = (0, 0)

    def __init__(self, config: ModelConfig, classes: int) -> None:
        """Raises `SoraError` where the configuration names a head that does not exist."""
        super().__init__()
        if config.head not in CLIP_HEADS:
            raise SoraError(
                "There is no head “{name}”. Choose one of: {clip_heads}.",
                name=config.head,
                clip_heads=", ".join(CLIP_HEADS),
            )
        self.config = config
        self.classes = classes
        spec, width, dropout = config.features, config.width, config.dropout
        self.reduce = Reduction(spec.tap_channels)
        self.head_scale = Standardise(spec.head_channels)
        self.motion_scale = Standardise(MOTION_CHANNELS)
        self.audio_scale = Standardise(AUDIO_CHANNELS)
        self.clip_head = CLIP_HEADS[config.head](width, classes, dropout)
        self.dense_head = DenseHead(width, classes, dropout)
        self.boundary_head = nn.Linear(width, 1)
        self.refinement = RefinementStage(classes + 1, width, dropout) if config.refine else None
        self.probe = Probe(blocks(spec), classes + 1)

    def forward(self, batch: Batch, drop: Tensor | None = None) -> Output:
        """`drop (B, 3) bool`: branches left out for a sample (modality dropout), where the form has them."""
        return self.over_time(batch, *self.look(batch.views), drop)

    @abstractmethod
    def look(self, views: Views) -> tuple[Tensor, Tensor]:
        """What is seen `(B, V, width)`, and where `(B, V, g, g)`; the map sums to 1 over the picture."""

    @abstractmethod
    def over_time(self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None = None) -> Output:
        """Everything after `look`. Of the views in `batch` nothing is used."""

    def begin_with(self, prior: Tensor) -> None:
        """Start training from fusion shares of `softmax(prior (3,))`, where the form has a fusion."""

    @property
    def parts(self) -> dict[str, nn.Module]:
        """The blocks of the flow, in its order."""
        return {n: m for n, m in self.named_children() if not isinstance(m, Standardise) and _own(m)}

    def per_step(self, seen: Tensor, where: Tensor, steps: int) -> tuple[Tensor, Tensor]:
        """Each look holds until the next one: `(B, V, …) → (B, T, …)`."""
        every = self.config.features.visual_every
        return (
            seen.repeat_interleave(every, dim=1)[:, :steps],
            where.repeat_interleave(every, dim=1)[:, :steps],
        )

    def decided(
        self,
        batch: Batch,
        steps: Tensor,
        pooled: Tensor,
        temporal: Tensor,
        spatial: Tensor,
        gates: Tensor | None = None,
    ) -> Output:
        """The heads: `steps (B, T, width)`, `pooled (B, width)` → decisions. No `gates`: there is only the
        picture.
        """
        dense = self.dense_head(steps)
        if self.refinement is not None:
            dense = self.refinement(dense, batch.mask)
        if gates is None:
            gates = steps.new_tensor([1.0, 0.0, 0.0]).expand(*steps.shape[:2], BRANCHES)
        return Output(
            clip=self.clip_head(pooled),
            dense=dense,
            boundary=self.boundary_head(steps).squeeze(2),
            temporal=temporal,
            spatial=spatial * batch.has_video[:, None, None, None],
            gates=gates,
            steps=steps,
            pooled=pooled,
            auxiliary=steps.new_zeros(()),
        )


def _own(module: nn.Module) -> bool:
    return any(True for _ in module.parameters()) or any(True for _ in module.buffers())


def even_weights(inside: Tensor) -> Tensor:
    """`inside (B, T) bool` → weights `(B, T)`, the same for each step inside, of sum 1."""
    return inside / inside.sum(dim=1, keepdim=True).clamp(min=1)


def even_map(seen: Tensor, side: int) -> Tensor:
    """`seen (B, V, width)` → `(B, V, side, side)`, the same everywhere, of sum 1: no attention."""
    return seen.new_full((*seen.shape[:2], side, side), 1.0 / side**2)
