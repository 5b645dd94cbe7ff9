"""What can be configured: the model's form (`ModelConfig`), its training (`TrainConfig`), and named
presets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sora_model.contract.errors import SoraError
from sora_model.data.features import FeatureSpec


@dataclass(frozen=True)
class ModelConfig:
    """The form of one model.

    `width`: channels of every branch and of the representation; `tcn_layers`: dilations 1 … 2**(n-1);
    `order_gru`: a bidirectional GRU after the TCN; `probe_share`: weight of the closed-form probe in the
    blend
    with the network (0: network alone, 1: probe alone).
    """

    preset: str = "sora-av"
    features: FeatureSpec = field(default_factory=FeatureSpec)
    backbone: str = "efficientnet-lite0"
    fusion: str = "weighted"
    width: int = 64
    tcn_layers: int = 5
    order_gru: bool = True
    dropout: float = 0.4
    probe_share: float = 0.7

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> ModelConfig:
        """Raises `SoraError` for unknown or mistyped fields."""
        try:
            features = FeatureSpec(**data["features"])
            config = ModelConfig(**{**data, "features": features})
        except (KeyError, TypeError) as error:
            raise SoraError(
                f"the model's configuration does not fit this version of the program ({error})"
            ) from error
        for item in fields(ModelConfig):
            default = getattr(ModelConfig(), item.name)
            value = getattr(config, item.name)
            if isinstance(default, float) and isinstance(value, int):
                continue
            if type(value) is not type(default):
                raise SoraError(f"the model's configuration: “{item.name}” has the wrong type ({value!r})")
        return config


PRESETS: Mapping[str, ModelConfig] = MappingProxyType({"sora-av": ModelConfig()})


def preset(name: str) -> ModelConfig:
    """The configuration of that name; `SoraError` lists the names there are."""
    if name not in PRESETS:
        raise SoraError(f"There is no model “{name}”. Choose one of: {', '.join(PRESETS)}.")
    return PRESETS[name]


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained on cached features (stage a).

    `seed` decides everything random; equal seeds give equal bits on the CPU. Training lasts `least_epochs` at
    least, and ends after `patience` epochs without a better validation loss. `refit`: after the validated
    training, train once more on training and validation films together, as long as the validated one took.
    """

    run: str
    cache_dir: Path
    model: ModelConfig = field(default_factory=ModelConfig)
    seed: int = 0
    device: str = "auto"
    epochs: int = 40
    least_epochs: int = 15
    patience: int = 12
    batch: int = 16
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    modality_dropout: float = 0.3
    window: int = 128
    smoothing: float = 0.15
    smoothing_limit: float = 4.0
    label_smoothing: float = 0.1
    speed_jitter: float = 0.2
    noise: float = 0.1
    weak_background: float = 0.1
    refit: bool = True

    def with_model(self, **changes: Any) -> TrainConfig:
        return replace(self, model=replace(self.model, **changes))
