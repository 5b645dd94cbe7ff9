"""What models propose: runs, layers and suggestions, with the decision a person took on each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.timebase import TimeRange
from app.domain.tracks import KeyFrame


class Decision(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Promotion(StrEnum):
    PROMOTED = "promoted"
    REFUSED = "refused"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Run:
    """One training (or an external model). `number` orders runs; the one in use is the newest promoted."""

    id: str
    number: int
    name: str
    created_at: str
    promotion: Promotion
    reason: str = ""
    preset: str = ""
    seed: int = 0
    parent_id: str = ""
    device: str = ""
    code_version: str = ""
    snapshot_hash: str = ""
    checkpoint: str = ""
    config: dict[str, object] = field(default_factory=dict, hash=False)
    metrics: dict[str, object] = field(default_factory=dict, hash=False)
    label_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """The suggestions of one run on one medium, written by one prelabel job.

    `curves`/`attention`: files relative to the project's models folder, or empty.
    """

    id: str
    run_id: str
    medium_id: str
    created_at: str
    curves: str = ""
    attention: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed segment (or point). Never deleted once decided; `label_id` is the label it became.

    `start_sd`/`end_sd`: standard deviation of the edges in ticks, 0 when unknown.
    """

    id: str
    layer_id: str
    medium_id: str
    class_id: str
    range: TimeRange
    score: float
    is_point: bool = False
    start_sd: int = 0
    end_sd: int = 0
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    decided_at: str = ""
    label_id: str = ""


@dataclass(frozen=True, slots=True)
class SuggestedTrack:
    """Proposed boxes of one object, as key frames of a track called `id`; decided as a `Suggestion` is.

    `label_id` is the track it became.
    """

    id: str
    layer_id: str
    medium_id: str
    class_id: str
    score: float
    key_frames: tuple[KeyFrame, ...]
    decision: Decision = Decision.OPEN
    decided_by: str = ""
    decided_at: str = ""
    label_id: str = ""

    @property
    def range(self) -> TimeRange:
        """From its first key frame to its last."""
        return TimeRange(self.key_frames[0].tick, self.key_frames[-1].tick + 1)


AnySuggestion = Suggestion | SuggestedTrack
