"""Preset → form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sora_model.config import ModelConfig, preset
from sora_model.contract.errors import SoraError
from sora_model.network.forms.attn import SoraAttn
from sora_model.network.forms.av import SoraAv
from sora_model.network.forms.form import Form
from sora_model.network.forms.original import Sora, SoraPlus, SoraPlusPlus
from sora_model.network.forms.rnn import SoraRnn
from sora_model.network.forms.tcn_ae import SoraTcnAe

FORMS: Mapping[str, type[Form]] = MappingProxyType(
    {
        "sora": Sora,
        "sora-plus": SoraPlus,
        "sora-plus-plus": SoraPlusPlus,
        "sora-rnn": SoraRnn,
        "sora-attn": SoraAttn,
        "sora-tcn-ae": SoraTcnAe,
        "sora-av": SoraAv,
    }
)


def build(config: ModelConfig, classes: int) -> Form:
    """The form of `config.preset` for `classes` classes, with fresh weights.

    Raises `SoraError` for an unknown preset, and where it cannot see: its kind of picture is switched off.
    """
    if preset(config.preset).features.backbone != "none" and config.features.backbone == "none":
        raise SoraError(
            "“{preset}” sees through a backbone: backbone=none leaves it blind.", preset=config.preset
        )
    if preset(config.preset).features.backbone == "none" and not config.features.pixels:
        raise SoraError(
            "“{preset}” learns from small pictures: pixels=0 leaves it blind.", preset=config.preset
        )
    return FORMS[config.preset](config, classes)
