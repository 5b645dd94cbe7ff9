"""What can be done to a document and to the project, as frozen values: verb + noun.

Edits of one medium's labels are planned by `document.Document`, those of the project by
`catalogue.Catalogue`. Identifiers and moments are given by the caller: the domain makes none.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changes import DocumentEntity
from app.domain.media import Medium
from app.domain.ontology import LabelClass
from app.domain.segments import CompleteRange, Segment, Verification
from app.domain.snapshots import NamedSnapshot
from app.domain.suggestions import Layer, Run, SuggestedTrack, Suggestion
from app.domain.timebase import TimeRange
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Zone


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
class ChangeSegments:
    """Change many labels at once: one edit, one undo."""

    changes: tuple[ChangeSegment, ...]


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
    attributes: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RemoveTrack:
    """Remove a track with all its boxes."""

    track_id: str


@dataclass(frozen=True, slots=True)
class SplitTrack:
    """Cut a track in two at `tick`; from there on it is a track of its own, `new_id`.

    `last`: the frame before, the last of the first part. `class_id`: of the second part, empty: the same.
    That is how the class changes from here on. `number`: of the second part, 0: the next; several cuts in one
    deed need one each.
    """

    track_id: str
    tick: int
    last: int
    new_id: str
    class_id: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class MergeTracks:
    """Join tracks of one class that follow one another into the first; gaps are interpolated unless the
    earlier one ends with `outside`.
    """

    track_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetKeyFrames:
    """Many boxes of one track at once, as tracking brings them: the key frames inside `replaces` go first."""

    track_id: str
    key_frames: tuple[KeyFrame, ...]
    replaces: TimeRange | None = None


@dataclass(frozen=True, slots=True)
class EndTrack:
    """Remove every box of a track from `tick` on; `last`: the frame before, the last that shows it."""

    track_id: str
    tick: int
    last: int


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
class AddZone:
    zone: Zone


@dataclass(frozen=True, slots=True)
class ChangeZone:
    """The zone as it shall be (same id)."""

    zone: Zone


@dataclass(frozen=True, slots=True)
class RemoveZone:
    zone_id: str


@dataclass(frozen=True, slots=True)
class ReviseLabels:
    """Everything that carries `class_id` follows its class: `into` another, or the same with new words.

    `renamed`: (attribute, its new name); `revalued`: (attribute's old name, value, new value).
    `join`: labels that would share time become one.
    """

    class_id: str
    into: str
    renamed: tuple[tuple[str, str], ...] = ()
    revalued: tuple[tuple[str, str, str], ...] = ()
    join: bool = False


@dataclass(frozen=True, slots=True)
class AddSuggestions:
    """What a job brings: a layer and its suggestions, in time or of boxes (`tracks`).

    Open suggestions of the same run inside `replaces` go first; decided ones stay, and nothing
    that overlaps a decided one of the same run and class by its greater part is proposed again.
    """

    layer: Layer
    suggestions: tuple[Suggestion, ...]
    replaces: TimeRange | None = None
    tracks: tuple[SuggestedTrack, ...] = ()


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
class AcceptTracks:
    """Accept proposed tracks: each becomes a track of the person's. `track_ids` pairs with them.

    `only` (one proposal only): the track gets the one box at this tick.
    """

    suggestion_ids: tuple[str, ...]
    track_ids: tuple[str, ...]
    actor_id: str
    at: str
    verification: Verification
    only: int | None = None


@dataclass(frozen=True, slots=True)
class RejectSuggestions:
    """Reject, in time or of boxes: a negative for that class in that range."""

    suggestion_ids: tuple[str, ...]
    actor_id: str
    at: str


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Make entities what they are in another copy of the project, with all they say: who, origin, number.

    `present`: as they shall stand (a key frame with its track); `absent`: those that shall not.
    """

    present: tuple[DocumentEntity, ...] = ()
    absent: tuple[DocumentEntity, ...] = ()


DocumentEdit = (
    AddSegments
    | ChangeSegment
    | ChangeSegments
    | RemoveSegments
    | SplitSegment
    | MergeSegments
    | MarkComplete
    | UnmarkComplete
    | AddTrack
    | ChangeTrack
    | RemoveTrack
    | SplitTrack
    | MergeTracks
    | EndTrack
    | SetKeyFrame
    | SetKeyFrames
    | MoveBox
    | RemoveKeyFrame
    | AddZone
    | ChangeZone
    | RemoveZone
    | ReviseLabels
    | AddSuggestions
    | AcceptSuggestions
    | AcceptTracks
    | RejectSuggestions
    | TakeOver
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


@dataclass(frozen=True, slots=True)
class NameSnapshot:
    snapshot: NamedSnapshot


@dataclass(frozen=True, slots=True)
class RemoveSnapshot:
    """Forget the name; what it named stays."""

    snapshot_id: str


CatalogueEdit = (
    AddClasses
    | ChangeClass
    | RemoveClass
    | AddMedia
    | ChangeMedium
    | AddRun
    | ChangeRun
    | NameSnapshot
    | RemoveSnapshot
)
Edit = DocumentEdit | CatalogueEdit


def verb_of(edit: Edit) -> str:
    """`AddSegments` → `add segments`: how the log and the Undo menu name it."""
    name = type(edit).__name__
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
