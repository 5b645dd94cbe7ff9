"""What can be done to a document and to the project, as frozen values: verb + noun.

Edits of one medium's labels are planned by `document.Document`, those of the project by
`catalogue.Catalogue`. Identifiers and moments are given by the caller: the domain makes none.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.media import Medium
from app.domain.ontology import LabelClass
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.suggestions import Layer, Run, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track


@dataclass(frozen=True, slots=True)
class AddSegments:
    """Add labels in time; several (an import, a paste) are one edit."""

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChangeSegment:
    """Move, re-class or comment one label; None leaves a field as it is."""

    segment_id: str
    range: TimeRange | None = None
    class_id: str | None = None
    comment: str | None = None
    attributes: dict[str, str] | None = None
    verification: Verification | None = None


@dataclass(frozen=True, slots=True)
class RemoveSegments:
    segment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SplitSegment:
    """Cut one segment in two at `tick`; the second half gets `new_id`."""

    segment_id: str
    tick: int
    new_id: str


@dataclass(frozen=True, slots=True)
class MergeSegments:
    """Join segments of one class into the first, from the earliest start to the latest end."""

    segment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkComplete:
    complete: CompleteRange


@dataclass(frozen=True, slots=True)
class UnmarkComplete:
    complete_id: str


@dataclass(frozen=True, slots=True)
class AddTrack:
    track: Track
    key_frames: tuple[KeyFrame, ...]


@dataclass(frozen=True, slots=True)
class ChangeTrack:
    track_id: str
    class_id: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveTrack:
    """Remove a track with all its boxes."""

    track_id: str


@dataclass(frozen=True, slots=True)
class SetKeyFrame:
    """Draw, move, resize a box, or say that the object is outside or occluded, at one tick."""

    key_frame: KeyFrame


@dataclass(frozen=True, slots=True)
class MoveBox:
    """Move or resize the box of a track at `tick`; becomes a key frame there."""

    track_id: str
    tick: int
    box: Box


@dataclass(frozen=True, slots=True)
class RemoveKeyFrame:
    """Remove one box. The last key frame of a track takes the track with it."""

    track_id: str
    tick: int


@dataclass(frozen=True, slots=True)
class AddSuggestions:
    """What a job brings: a layer and its suggestions.

    Open suggestions of the same run inside `replaces` go first; decided ones stay, and nothing
    that overlaps a decided one of the same run and class by its greater part is proposed again.
    """

    layer: Layer
    suggestions: tuple[Suggestion, ...]
    replaces: TimeRange | None = None


@dataclass(frozen=True, slots=True)
class AcceptSuggestions:
    """Accept: each becomes a label of the person's. `label_ids` pairs with `suggestion_ids`.

    `range` (one suggestion only): its edges as the person changed them.
    """

    suggestion_ids: tuple[str, ...]
    label_ids: tuple[str, ...]
    actor_id: str
    at: str
    verification: Verification
    range: TimeRange | None = None


@dataclass(frozen=True, slots=True)
class RejectSuggestions:
    """Reject: a negative for that class in that range."""

    suggestion_ids: tuple[str, ...]
    actor_id: str
    at: str


DocumentEdit = (
    AddSegments
    | ChangeSegment
    | RemoveSegments
    | SplitSegment
    | MergeSegments
    | MarkComplete
    | UnmarkComplete
    | AddTrack
    | ChangeTrack
    | RemoveTrack
    | SetKeyFrame
    | MoveBox
    | RemoveKeyFrame
    | AddSuggestions
    | AcceptSuggestions
    | RejectSuggestions
)


@dataclass(frozen=True, slots=True)
class AddClasses:
    classes: tuple[LabelClass, ...]


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """The class as it shall be (same id)."""

    label_class: LabelClass


@dataclass(frozen=True, slots=True)
class RemoveClass:
    """`in_use`: how many labels, tracks and suggestions carry it, counted by the caller."""

    class_id: str
    in_use: int


@dataclass(frozen=True, slots=True)
class AddMedia:
    media: tuple[Medium, ...]


@dataclass(frozen=True, slots=True)
class ChangeMedium:
    """The medium as it shall be (same id): group, path after a relink, confirmed facts."""

    medium: Medium


@dataclass(frozen=True, slots=True)
class AddRun:
    run: Run


@dataclass(frozen=True, slots=True)
class ChangeRun:
    """The run as it shall be (same id): promoted or taken back."""

    run: Run


CatalogueEdit = AddClasses | ChangeClass | RemoveClass | AddMedia | ChangeMedium | AddRun | ChangeRun
Edit = DocumentEdit | CatalogueEdit


def verb_of(edit: Edit) -> str:
    """`AddSegments` → `add segments`: how the log and the Undo menu name it."""
    name = type(edit).__name__
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
