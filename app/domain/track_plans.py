"""What edits of boxes would do: tracks, their key frames, and zones of the picture."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile, pairwise
from typing import TYPE_CHECKING

from app.domain import edits as e
from app.domain import rules
from app.domain.changes import Difference, added, removed
from app.domain.errors import EditRefused
from app.domain.texts import Text
from app.domain.timebase import TimeRange, clock_text
from app.domain.tracks import KeyFrame, Track
from app.domain.zones import Zone, ZoneKind

if TYPE_CHECKING:
    from app.domain.document import Document

Differences = tuple[Difference, ...]
TrackEdit = (
    e.AddTrack
    | e.ChangeTrack
    | e.RemoveTrack
    | e.SplitTrack
    | e.MergeTracks
    | e.EndTrack
    | e.SetKeyFrame
    | e.SetKeyFrames
    | e.MoveBox
    | e.RemoveKeyFrame
)
ZoneEdit = e.AddZone | e.ChangeZone | e.RemoveZone

_TOO_FEW = {
    ZoneKind.LINE: Text("A line needs {count} points or more."),
    ZoneKind.POLYGON: Text("A zone needs {count} points or more."),
}


def plan(document: Document, edit: TrackEdit) -> Differences:
    """Raises `EditRefused`."""
    match edit:
        case e.AddTrack():
            return _add(document, edit)
        case e.ChangeTrack():
            return _change(document, edit)
        case e.RemoveTrack():
            track = rules.track_of(document, edit.track_id)
            return removed([*document.key_frames(track.id), track])
        case e.SplitTrack():
            return _split(document, edit)
        case e.MergeTracks():
            return _merge(document, edit)
        case e.EndTrack():
            return _end(document, edit)
        case e.SetKeyFrame():
            rules.track_of(document, edit.key_frame.track_id)
            return _set(document, [edit.key_frame])
        case e.SetKeyFrames():
            return _set_many(document, edit)
        case e.MoveBox():
            rules.track_of(document, edit.track_id)
            now = document.box_at(edit.track_id, edit.tick)
            occluded = now is not None and now.occluded
            return _set(document, [KeyFrame(edit.track_id, edit.tick, edit.box, False, occluded)])
        case e.RemoveKeyFrame():
            return _remove_key_frame(document, edit)


def plan_zone(document: Document, edit: ZoneEdit) -> Differences:
    """Raises `EditRefused`."""
    match edit:
        case e.AddZone():
            rules.check_new([edit.zone.id], document.zones)
            rules.check_medium(document, edit.zone.medium_id)
            check_zone(document, edit.zone)
            return added([edit.zone])
        case e.ChangeZone():
            before = rules.known(document.zones.get(edit.zone.id), "zone")
            check_zone(document, edit.zone)
            return (Difference(before, edit.zone),)
        case e.RemoveZone():
            return removed([rules.known(document.zones.get(edit.zone_id), "zone")])


def check_zone(document: Document, zone: Zone) -> None:
    """Raises `EditRefused`."""
    if not zone.name.strip():
        raise EditRefused("A zone needs a name.")
    if any(z.name == zone.name and z.id != zone.id for z in document.zones.values()):
        raise EditRefused("There is a zone {name} already.", way_out="Choose another name.", name=zone.name)
    if len(zone.points) < zone.fewest_points:
        raise EditRefused(_TOO_FEW[zone.kind], count=zone.fewest_points)
    width, height = document.medium.width, document.medium.height
    if any(not (0 <= x <= width and 0 <= y <= height) for x, y in zone.points):
        raise EditRefused("A corner of the zone lies outside the picture.")


def _add(document: Document, edit: e.AddTrack) -> Differences:
    rules.check_attributes(rules.class_in_use(document, edit.track.class_id), edit.track.attributes)
    if not edit.key_frames:
        raise EditRefused("A track needs a box.")
    rules.check_new([edit.track.id], document.tracks)
    rules.check_medium(document, edit.track.medium_id)
    _check_own(document, edit.track.id, edit.key_frames)
    return added([edit.track, *edit.key_frames])


def _check_own(document: Document, track_id: str, key_frames: tuple[KeyFrame, ...]) -> None:
    rules.check_new((k.id for k in key_frames), ())
    for key_frame in key_frames:
        if key_frame.track_id != track_id:
            raise ValueError("a track comes with its own boxes")
        rules.check_key_frame(document, key_frame)


def _change(document: Document, edit: e.ChangeTrack) -> Differences:
    track = rules.track_of(document, edit.track_id)
    class_id = track.class_id
    if edit.class_id is not None and edit.class_id != class_id:
        class_id = rules.class_in_use(document, edit.class_id).id
    attributes = track.attributes if edit.attributes is None else dict(edit.attributes)
    if edit.attributes is not None or class_id != track.class_id:
        rules.check_attributes(rules.class_of(document, class_id), attributes)
    comment = track.comment if edit.comment is None else edit.comment
    return (Difference(track, replace(track, class_id=class_id, comment=comment, attributes=attributes)),)


def _set(document: Document, key_frames: list[KeyFrame]) -> Differences:
    """Key frames of tracks that are there, each in place of what stands at its tick."""
    for key_frame in key_frames:
        rules.check_key_frame(document, key_frame)
    return tuple(Difference(document.key_frame(k.track_id, k.tick), k) for k in key_frames)


def _set_many(document: Document, edit: e.SetKeyFrames) -> Differences:
    track = rules.track_of(document, edit.track_id)
    _check_own(document, track.id, edit.key_frames)
    fresh, there = {k.tick for k in edit.key_frames}, document.key_frames(track.id)
    replaced = there.within(edit.replaces) if edit.replaces is not None else []
    stale = [k for k in replaced if k.tick not in fresh]
    if not fresh and len(stale) == len(there):
        raise EditRefused("A track needs a box.")
    return (*removed(stale), *_set(document, list(edit.key_frames)))


def _remove_key_frame(document: Document, edit: e.RemoveKeyFrame) -> Differences:
    key_frame = rules.known(document.key_frame(edit.track_id, edit.tick), "box")
    if len(document.key_frames(edit.track_id)) == 1:
        return removed([key_frame, rules.track_of(document, edit.track_id)])
    return removed([key_frame])


def _end(document: Document, edit: e.EndTrack) -> Differences:
    track = rules.track_of(document, edit.track_id)
    rules.check_inside(document, TimeRange.point(edit.tick), "box")
    key_frames = document.key_frames(track.id)
    gone = [k for k in key_frames if k.tick >= edit.tick]
    if len(gone) == len(key_frames):
        return removed([*gone, track])
    return _cut(document, edit, gone)


def _cut(document: Document, edit: e.EndTrack | e.SplitTrack, gone: list[KeyFrame]) -> Differences:
    """The track without `gone`, absent from `edit.tick` on, and until then where it was."""
    there = gone[0] if gone and gone[0].tick == edit.tick else None
    shown = document.box_at(edit.track_id, edit.tick)
    if shown is None:
        return removed(k for k in gone if k is not there)
    end = replace(shown, outside=True)
    stays = document.box_at(edit.track_id, edit.last)
    # Without the next box nothing leads on to it: the last frame that stays gets a box of its own.
    held = () if stays is None or document.key_frame(edit.track_id, edit.last) else (Difference(None, stays),)
    return (*removed(gone[1:] if there else gone), *held, Difference(there, end))


def _split(document: Document, edit: e.SplitTrack) -> Differences:
    track = rules.track_of(document, edit.track_id)
    rules.check_inside(document, TimeRange.point(edit.tick), "box")
    rules.check_new([edit.new_id], document.tracks)
    key_frames = document.key_frames(track.id)
    later = [k for k in key_frames if k.tick >= edit.tick]
    shown = document.box_at(track.id, edit.tick)
    first = [shown] if shown is not None and (not later or later[0].tick != edit.tick) else []
    moved = [replace(k, track_id=edit.new_id) for k in dropwhile(lambda k: k.outside, [*first, *later])]
    if len(later) == len(key_frames) or not moved:
        raise EditRefused(
            "There is nothing to cut off: the track begins later, or has ended before.",
            way_out="Go to a place between its first and its last box.",
        )
    class_id = rules.class_in_use(document, edit.class_id).id if edit.class_id else track.class_id
    number = edit.number or document.next_track_number()
    second = replace(track, id=edit.new_id, class_id=class_id, number=number)
    rules.check_attributes(rules.class_of(document, class_id), second.attributes)
    return (*_cut(document, edit, later), *added([second, *moved]))


def _merge(document: Document, edit: e.MergeTracks) -> Differences:
    tracks = [rules.track_of(document, i) for i in dict.fromkeys(edit.track_ids)]
    if len(tracks) < 2:
        raise EditRefused("Merging needs two tracks.", way_out="Select two or more of one class.")
    if len({t.class_id for t in tracks}) > 1:
        raise EditRefused("Only tracks of one class can be merged.", way_out="Change their class first.")
    tracks.sort(key=lambda t: document.key_frames(t.id)[0].tick)
    for one, other in pairwise(tracks):
        _check_follows(document, one, other)
    first, *rest = tracks
    taken = {k.tick: k for k in document.key_frames(first.id)}
    differences: list[Difference] = []
    for track in rest:
        for key_frame in document.key_frames(track.id):
            joined = replace(key_frame, track_id=first.id)
            differences += [Difference(key_frame, None), Difference(taken.get(key_frame.tick), joined)]
    return (*differences, *removed(rest))


def _check_follows(document: Document, one: Track, other: Track) -> None:
    """`one` has ended, or has its last box, when `other` begins."""
    last, begin = document.key_frames(one.id)[-1], document.key_frames(other.id)[0].tick
    if last.tick > begin or (last.tick == begin and not last.outside):
        at = clock_text(document.medium.scale.seconds(begin))
        raise EditRefused(
            "Tracks #{first} and #{second} are both there at {at}.",
            way_out="End the first one before the second begins.",
            first=one.number,
            second=other.number,
            at=at,
        )
