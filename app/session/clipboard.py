"""Labels and tracks lifted off a film, to be set down elsewhere: in it, or in another one of the project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from app.domain import edits as e
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.segments import Segment
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import Box, KeyFrame, Track
from app.session.labelling import Labelling


@dataclass(frozen=True, slots=True)
class ClippedBox:
    """A key frame `offset` seconds after the first of the clips begins."""

    offset: Fraction
    box: Box
    outside: bool
    occluded: bool


@dataclass(frozen=True, slots=True)
class Clip:
    """A label in time, or a track where it has `boxes`; `offset` and `length` in seconds.

    Seconds, not ticks: another film may have another time base.
    """

    class_id: str
    comment: str
    attributes: dict[str, str] = field(hash=False)
    offset: Fraction = Fraction(0)
    length: Fraction = Fraction(0)
    is_point: bool = False
    boxes: tuple[ClippedBox, ...] = ()


def copied(document: Document, ids: Iterable[str]) -> tuple[Clip, ...]:
    """Clips of the labels and tracks among `ids`; their offsets count from where the first begins."""
    wanted = tuple(dict.fromkeys(ids))
    segments = [s for i in wanted if (s := document.segments.get(i)) is not None]
    tracks = [document.tracks[i] for i in wanted if i in document.tracks]
    starts = [s.range.start for s in segments] + [document.key_frames(t.id)[0].tick for t in tracks]
    if not starts:
        return ()
    first, base = min(starts), document.medium.time_base

    def offset(tick: int) -> Fraction:
        return (tick - first) * base

    return (
        *(
            Clip(
                s.class_id,
                s.comment,
                dict(s.attributes),
                offset(s.range.start),
                s.range.length * base,
                s.is_point,
            )
            for s in segments
        ),
        *(
            Clip(
                t.class_id,
                t.comment,
                dict(t.attributes),
                boxes=tuple(
                    ClippedBox(offset(k.tick), k.box, k.outside, k.occluded)
                    for k in document.key_frames(t.id)
                ),
            )
            for t in tracks
        ),
    )


def paste(labelling: Labelling, clips: Iterable[Clip], tick: int) -> Deed:
    """Set the clips down from the frame of `tick` on, as one deed. Raises UserError.

    They are the person's own labels, by hand. Edges go to the nearest frame boundary of the film they come
    to; what reaches over its end is cut there.
    """
    clips = tuple(clips)
    anchor = labelling.frame_start(tick)
    segments = tuple(_segment(labelling, c, anchor) for c in clips if not c.boxes)
    edits: list[e.DocumentEdit] = [e.AddSegments(segments)] if segments else []
    number = labelling.document.next_track_number()
    for place, clip in enumerate(c for c in clips if c.boxes):
        edits.append(_track(labelling, clip, anchor, number + place))
    if not edits:
        raise UserError("Nothing was copied yet.", way_out="Select labels and copy them first.")
    return labelling.perform_all("paste labels", edits)


def _tick(labelling: Labelling, anchor: int, offset: Fraction) -> int:
    """Where `offset` seconds after `anchor` lie, inside the film."""
    medium = labelling.document.medium
    tick = anchor + round(offset / medium.time_base)
    if tick >= medium.end:
        end = clock_text(medium.scale.seconds(medium.end))
        raise UserError(
            "Not all of it fits: {film} ends at {end}.",
            way_out="Go further back and paste there.",
            film=medium.name,
            end=end,
        )
    return tick


def _segment(labelling: Labelling, clip: Clip, anchor: int) -> Segment:
    document = labelling.document
    tick = _tick(labelling, anchor, clip.offset)
    start = min(labelling.boundary(tick), labelling.frame_start(document.medium.end - 1))
    end = labelling.boundary(tick + round(clip.length / document.medium.time_base))
    return Segment(
        labelling.new_id(),
        document.medium.id,
        clip.class_id,
        TimeRange.point(start) if clip.is_point else TimeRange(start, max(end, labelling.frame_end(start))),
        labelling.person.id,
        is_point=clip.is_point,
        comment=clip.comment,
        attributes=dict(clip.attributes),
    )


def _track(labelling: Labelling, clip: Clip, anchor: int, number: int) -> e.AddTrack:
    document = labelling.document
    if not document.medium.has_video:
        raise UserError("{film} has no picture: boxes cannot be pasted there.", film=document.medium.name)
    track = Track(
        labelling.new_id(),
        document.medium.id,
        clip.class_id,
        labelling.person.id,
        number,
        comment=clip.comment,
        attributes=dict(clip.attributes),
    )
    by_tick = {}  # two boxes that come to one frame of a slower film become the later one
    for box in clip.boxes:
        at = labelling.frame_start(labelling.boundary(_tick(labelling, anchor, box.offset)))
        by_tick[at] = KeyFrame(track.id, at, box.box, box.outside, box.occluded)
    return e.AddTrack(track, tuple(by_tick.values()))
