"""What forms with several modalities share: one branch per modality, and their fusion."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from sora_model.config import ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.data.motion import GRID
from sora_model.data.text import TEXT_CHANNELS
from sora_model.network.audio import AudioBranch
from sora_model.network.batch import Batch, Views
from sora_model.network.forms.form import BRANCHES, MOTION, PICTURE, Form
from sora_model.network.fusion import FUSIONS
from sora_model.network.motion import MotionBranch
from sora_model.network.statistics import compress
from sora_model.network.text import TextBranch
from sora_model.network.visual import VisualBranch


class MultiModal(Form):
    """Picture, motion, sound and, where the configuration asks for it, text."""

    def __init__(self, config: ModelConfig, classes: int) -> None:
        """Raises `SoraError` where the configuration names a fusion that does not exist."""
        super().__init__(config, classes)
        if config.fusion not in FUSIONS:
            raise SoraError(
                "There is no fusion “{name}”. Choose one of: {fusions}.",
                name=config.fusion,
                fusions=", ".join(FUSIONS),
            )
        width, dropout = config.width, config.dropout
        self.branches = BRANCHES + config.text
        self.visual = VisualBranch(self.reduce.kept, width, dropout, relations=config.relations)
        self.motion = MotionBranch(width, dropout)
        self.audio = AudioBranch(width, dropout)
        self.text = TextBranch(TEXT_CHANNELS, width, dropout) if config.text else None
        self.fusion = FUSIONS[config.fusion](self.branches, width)

    def begin_with(self, prior: Tensor) -> None:
        self.fusion.begin_with(F.pad(prior, (0, self.branches - BRANCHES)))

    def pictures(self, views: Views) -> tuple[Tensor, Tensor]:
        """The visual branch: `(B, V, width)` and `(B, V, g, g)`. Each look sees itself and 4 before."""
        out: tuple[Tensor, Tensor] = self.visual(
            self.reduce(views.grid), self.head_scale(views.head), views.boxes
        )
        return out

    def modalities(
        self, batch: Batch, seen: Tensor, where: Tensor, drop: Tensor | None
    ) -> tuple[list[Tensor], Tensor, Tensor, Tensor]:
        """Each modality `(B, T, width)`; the maps of picture `(B, T, g, g)` and motion `(B, T, GRID, GRID)`;
        and which are kept, `(B, n) bool`.
        """
        seen, where = self.per_step(seen, where, batch.mask.shape[1])
        moved, moved_where = self.motion(self.motion_scale(compress(batch.motion)), batch.mask)
        heard = self.audio(batch.audio, batch.has_audio, batch.mask)
        keep = torch.stack([batch.has_video, batch.has_video, torch.ones_like(batch.has_audio)], dim=1)
        if drop is not None:
            keep = keep & ~drop
        modalities = [seen, moved, heard]
        if self.text is not None:
            said = batch.text if batch.text.numel() else seen.new_zeros(*batch.mask.shape, TEXT_CHANNELS)
            modalities.append(self.text(said, batch.mask))
            keep = F.pad(keep, (0, 1), value=True)
        return modalities, where, moved_where, keep

    def mixed_maps(self, where: Tensor, moved: Tensor, gates: Tensor) -> Tensor:
        """The maps of picture and motion `(B, T, g, g)`, mixed as the fusion mixed the branches."""
        b, t, height, breadth = where.shape
        wide = F.interpolate(moved.reshape(b * t, 1, GRID, GRID), size=(height, breadth), mode="bilinear")
        wide = wide.view(b, t, height, breadth)
        wide = wide / wide.sum(dim=(2, 3), keepdim=True)
        both = gates[..., PICTURE] + gates[..., MOTION]
        share = (gates[..., PICTURE] / both.clamp(min=1e-9))[..., None, None]
        return share * where + (1 - share) * wide
