"""What is asked and answered when one decision is explained: a map over the picture, and whether it can be
believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sora_model.contract.manifest import MediaSpec

MapKind = Literal["occlusion", "hirescam", "grad-cam", "attention"]
MAP_KINDS: tuple[MapKind, ...] = get_args(MapKind)
DEFAULT_MAP: MapKind = "occlusion"
"""The most faithful of them on real footage (docs/results.md)."""


LEAST_COST = 0.01
"""Of probability: what costs the class less, whatever the order, explains nothing."""


@dataclass(frozen=True)
class ExplainJob:
    """Explain the decision on the stretch around tick `moment` of `medium`: the class `class_id`, or "" for
    the one that the model finds there.

    `cache_dir` is the root of the feature cache, None: the platform's.
    """

    checkpoint: str
    medium: MediaSpec
    moment: int
    class_id: str = ""
    kind: MapKind = DEFAULT_MAP
    device: str = "auto"
    cache_dir: str | None = None


@dataclass(frozen=True)
class Faithfulness:
    """Areas under the curves of the class's probability, 0 to 1, over the share of the picture that is hidden
    (`deletion`: the map's highest cells first, low is good) or shown (`insertion`: high is good).

    `random_*`: the same for random orders, one value per draw.
    """

    deletion: float
    insertion: float
    random_deletion: tuple[float, ...]
    random_insertion: tuple[float, ...]

    @property
    def trusted(self) -> bool:
        """Whether hiding what the map shows costs the class more than hiding anything else: below the mean of
        the random draws by more than that mean's standard error, and by `LEAST_COST`.
        """
        draws = np.asarray(self.random_deletion)
        error = draws.std(ddof=1) / np.sqrt(len(draws)) if len(draws) > 1 else 0.0
        return bool(self.deletion < draws.mean() - max(error, LEAST_COST))


@dataclass(frozen=True)
class Heard:
    """What the class rests on in the sound. `weights (T,)`: what hiding the sound of each step costs the
    class, in log odds; the picture stays. `faithfulness`: of hiding the sound in that order.
    """

    weights: NDArray[np.float32]
    faithfulness: Faithfulness


@dataclass(frozen=True)
class Explanation:
    """The answer: `grid (gh, gw)` 0 to 1, 1 where the class `class_id` was decided most; it holds for the
    stretch of the steps at `ticks (T,)`, `end` is the stretch's end. `evidence (T,)`: what hiding each step
    costs the class, in log odds. `probabilities` of the stretch as one clip. `faithfulness` None: not tested.
    `heard` None: there is no sound.
    """

    kind: MapKind
    class_id: str
    probabilities: Mapping[str, float]
    grid: NDArray[np.float32]
    ticks: NDArray[np.int64]
    end: int
    evidence: NDArray[np.float32]
    faithfulness: Faithfulness | None = None
    heard: Heard | None = None
