"""The forms of the family by name, and what each is for, in words; `sora_model.config` configures them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT_PRESET = "sora-av"

PRESET_PURPOSES: Mapping[str, str] = MappingProxyType(
    {
        "sora-av": "Picture, motion and sound together. Right for most films.",
        "sora-attn": "Picture, motion and sound, each with moments of its own that count.",
        "sora-rnn": "Pictures alone, for actions both quick and slow. The quickest to train.",
        "sora": "Pictures alone, each by itself. Learns from the pixels: the first and plainest.",
        "sora-plus": "Pictures alone, from the pixels; learns where and when to look.",
        "sora-plus-plus": "As sora-plus, for what is small and what is large in the picture.",
        "sora-tcn-ae": "Pictures alone, from the pixels; can begin with films without labels (pretrain).",
    }
)
"""The default first, then by what they are given."""
