"""What can be configured: the model's form (`ModelConfig`), its training (`TrainConfig`), and named
presets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from sora_model.contract.errors import SoraError
from sora_model.data.features import FeatureSpec
from sora_model.settings import changed

DESCRIPTION = "model.json"
"""The file in a checkpoint's folder that says what the model is made of."""


@dataclass(frozen=True)
class ModelConfig:
    """The form of one model.

    `fusion`: "weighted", "concat", "mean" or "attention"; `relations`: regions and tracks' boxes are told of
    one another; `text`: notes and subtitles are read; `width`: channels of every branch and of the
    representation; `tcn_layers`: dilations 1 … 2**(n-1); `order_gru`: a bidirectional GRU after the TCN;
    `refine`: a second stage over the curves; `head`: "linear" or "cosine"; `probe_share`: weight of the
    closed-form probe in the blend with the network (0: network alone, 1: probe alone); in between it is more
    with few labels per class (`few.network_share`), and another where held-out clips clearly favour that
    (`blend.chosen_share`). A form ignores what it has no use for.
    """

    preset: str = "sora-av"
    features: FeatureSpec = field(default_factory=FeatureSpec)
    fusion: Literal["weighted", "concat", "mean", "attention"] = "weighted"
    relations: bool = False
    text: bool = False
    width: int = 64
    tcn_layers: int = 5
    order_gru: bool = True
    refine: bool = False
    dropout: float = 0.4
    head: Literal["linear", "cosine"] = "linear"
    probe_share: float = 0.7

    def __post_init__(self) -> None:
        """Raises `SoraError` where a number makes no sense."""
        # All ways of attention have four heads, on half the width at the narrowest.
        if not 8 <= self.width <= 4096 or self.width % 8:
            raise SoraError("width must be a multiple of 8, 8 to 4096, found {found}.", found=self.width)
        if not 0 <= self.tcn_layers <= 12:
            raise SoraError("tcn_layers must be 0 to 12, found {tcn_layers}.", tcn_layers=self.tcn_layers)
        if not 0 <= self.dropout < 1:
            raise SoraError(
                "dropout must be at least 0 and less than 1, found {dropout}.", dropout=self.dropout
            )
        if not 0 <= self.probe_share <= 1:
            raise SoraError("probe_share must be 0 to 1, found {probe_share}.", probe_share=self.probe_share)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> ModelConfig:
        """Raises `SoraError` for unknown or mistyped fields."""
        try:
            _same_types(data, ModelConfig(), left_out="features")
            _same_types(data["features"], FeatureSpec())
            return ModelConfig(**{**data, "features": FeatureSpec(**data["features"])})
        except (KeyError, TypeError, AttributeError) as error:
            raise SoraError(
                "the model's configuration does not fit this version of the program ({reason})", reason=error
            ) from error


def _same_types(data: Mapping[str, Any], usual: object, left_out: str = "") -> None:
    """Raises `SoraError` unless each value in `data` has the type of the field of that name of `usual`."""
    for name, value in data.items():
        default = getattr(usual, name)
        if name == left_out or (type(default) is float and type(value) is int):
            continue
        if type(value) is not type(default):
            raise SoraError(
                "the model's configuration: “{name}” has the wrong type ({value})",
                name=name,
                value=repr(value),
            )


_FROM_PIXELS = FeatureSpec(backbone="none", pixels=48)

PRESETS: Mapping[str, ModelConfig] = MappingProxyType(
    {
        "sora": ModelConfig("sora", _FROM_PIXELS),
        "sora-plus": ModelConfig("sora-plus", _FROM_PIXELS),
        "sora-plus-plus": ModelConfig("sora-plus-plus", _FROM_PIXELS),
        "sora-rnn": ModelConfig("sora-rnn"),
        "sora-attn": ModelConfig("sora-attn"),
        "sora-tcn-ae": ModelConfig("sora-tcn-ae", _FROM_PIXELS),
        "sora-av": ModelConfig("sora-av"),
    }
)
"""The seven forms of the family, as `network.forms` builds them."""


def preset(name: str) -> ModelConfig:
    """The configuration of that name; `SoraError` lists the names there are."""
    if name not in PRESETS:
        raise SoraError(
            "There is no model “{name}”. Choose one of: {presets}.", name=name, presets=", ".join(PRESETS)
        )
    return PRESETS[name]


@dataclass(frozen=True)
class TrainConfig:
    """How a model is trained: stage "a" the head on cached features, stage "b" end to end from pictures.

    `seed` decides everything random; equal seeds give equal bits on the CPU. `init`: the checkpoint's folder
    to start from; `resume`: go on where an interrupted training of the same settings stopped. Training lasts
    `least_epochs` at least, and ends after `patience` epochs without a better validation loss; a form without
    pretrained features takes `FROM_PIXELS` times as many epochs (`training`). `refit`: go on
    with training and validation films together for this share of the epochs, 0: not. A gradient step sees
    `batch` windows, added up from `accumulate` parts.

    Optimiser: `momentum` for SGD and RMSprop, `warm_up` in shares of all steps, `clip` the gradient's largest
    norm (0: none), `average` the decay of averaged weights (0: none). Losses: `focal` is the exponent of the
    focal loss ("auto": where classes overlap), `smoothing` and `boundary` are weights. Samples: lengths in
    steps, shares 0 to 1, `noise` in deviations, `audio_gain` in decibels, `picture_change` 1: usual strength.

    Stage b: the backbone's last block learns at `backbone_rate` × `learning_rate`, each block before it at
    `layer_decay` of the next one's, for `tune_epochs` after stage a; `temporal_shift`: it sees the looks
    before and after, too; `looks`: pictures of a window at most; `memory_gb`: what training may use of the
    device.
    """

    run: str
    cache_dir: Path
    model: ModelConfig = field(default_factory=ModelConfig)
    seed: int = 0
    device: str = "auto"
    stage: Literal["a", "b"] = "a"
    init: Path | None = None
    resume: bool = False
    epochs: int = 16
    least_epochs: int = 10
    patience: int = 6
    refit: float = 0.3
    batch: int = 16
    accumulate: int = 1
    optimiser: Literal["sgd", "adam", "adamw", "rmsprop"] = "adamw"
    learning_rate: float = 2e-3
    weight_decay: float = 1e-2
    momentum: float = 0.9
    schedule: Literal["cosine", "plateau", "constant"] = "cosine"
    warm_up: float = 0.1
    clip: float = 2.0
    average: float = 0.0
    precision: Literal["auto", "fp32", "bf16", "fp16"] = "auto"
    loss: Literal["auto", "cross-entropy", "focal"] = "auto"
    focal: float = 2.0
    class_weights: Literal["effective", "inverse", "none"] = "effective"
    label_smoothing: float = 0.1
    smoothing: float = 0.15
    smoothing_limit: float = 4.0
    boundary: float = 0.2
    modality_dropout: float = 0.3
    window: int = 128
    speed_jitter: float = 0.2
    noise: float = 0.0
    channel_dropout: float = 0.0
    audio_gain: float = 0.0
    audio_time_mask: float = 0.0
    audio_band_mask: float = 0.0
    picture_change: float = 1.0
    weak_background: float = 0.1
    backbone_rate: float = 0.1
    layer_decay: float = 0.8
    tune_epochs: int = 10
    temporal_shift: bool = False
    looks: int = 24
    memory_gb: float = 7.0

    def __post_init__(self) -> None:
        """Raises `SoraError` where a number makes no sense."""
        more_than_none = ("epochs", "tune_epochs", "batch", "accumulate", "window", "looks")
        for name in (*more_than_none, "learning_rate", "layer_decay"):
            if not getattr(self, name) > 0:
                raise SoraError(
                    "{name} must be more than 0, found {found}.", name=name, found=getattr(self, name)
                )
        if not 0 <= self.seed < 2**63:
            raise SoraError("seed must be a whole number from 0 on, below 2⁶³, found {seed}.", seed=self.seed)
        for name in ("warm_up", "average", "modality_dropout", "label_smoothing", "channel_dropout"):
            if not 0 <= getattr(self, name) < 1:
                raise SoraError(
                    "{name} must be at least 0 and less than 1, found {found}.",
                    name=name,
                    found=getattr(self, name),
                )

    def set(self, pairs: Mapping[str, str]) -> TrainConfig:
        """The configuration with `key=value` pairs of its own, the model's and the features' fields.

        `model.fusion=mean`, or just `fusion=mean`. Raises `SoraError` that lists the keys there are.
        """
        return changed(self, pairs, fixed=frozenset({"run", "cache_dir", "model.preset"}))
