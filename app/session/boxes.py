"""From gestures on the picture to edits: boxes drawn, moved, tracks cut, joined and ended, zones."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.domain import edits as e
from app.domain.changes import Change
from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.history import Deed
from app.domain.ontology import ClassKind
from app.domain.tracks import Box, KeyFrame, Track
from app.domain.zones import Point, Zone, ZoneKind
from app.session.editing import Editing
from app.session.ports import NewId
from app.session.project import Project


class Boxes:
    """Gestures on the picture of one medium: held inside the picture and on whole frames.

    `frame_start`: start of the frame shown at a tick, inside the medium.
    """

    def __init__(
        self,
        project: Project,
        editing: Editing,
        medium_id: str,
        new_id: NewId,
        frame_start: Callable[[int], int],
    ) -> None:
        self._project = project
        self._editing = editing
        self._medium_id = medium_id
        self._new_id = new_id
        self.frame_start = frame_start

    @property
    def document(self) -> Document:
        return self._project.document(self._medium_id)

    # --- boxes -------------------------------------------------------------------------------

    def draw(self, class_id: str, tick: int, box: Box) -> Change:
        """A new track with its first box at the frame of `tick`."""
        label_class = self._project.catalogue.ontology.get(class_id)
        if label_class is None:
            raise UserError(
                "The class of this box was removed while it was drawn.", way_out="Press N and choose another."
            )
        if label_class.kind is not ClassKind.BOX:
            raise UserError(
                "{class_name} is no class of boxes.",
                way_out="Choose a class of boxes.",
                class_name=label_class.name,
            )
        number = self.document.next_track_number()
        track = Track(self._new_id(), self._medium_id, class_id, self._project.person.id, number)
        start = self.frame_start(tick)
        return self._perform(e.AddTrack(track, (KeyFrame(track.id, start, self._inside(box)),)))

    def move(self, tick: int, boxes: Mapping[str, Box]) -> Deed:
        """Boxes of tracks (by id) at the frame of `tick`: each becomes a key frame; one undo."""
        start = self.frame_start(tick)
        return self._perform_all(
            "move boxes", [e.MoveBox(track_id, start, self._inside(box)) for track_id, box in boxes.items()]
        )

    def set_key_frames(
        self, track_ids: Sequence[str], tick: int, *, outside: bool = False, occluded: bool | None = None
    ) -> Deed:
        """Turn the boxes shown at `tick` into key frames, or say that the objects are outside or occluded.

        `occluded` None: as they are. An object that goes `outside` stays until then where it was; one that is
        absent comes back where it was seen last.
        """
        start = self.frame_start(tick)
        edits: list[e.DocumentEdit] = []
        for track_id in track_ids:
            now = self.document.box_at(track_id, start)
            if now is None and outside:
                raise UserError("The track has no box here.", way_out="Go to where it is visible.")
            now = now or replace(self._last_set(track_id, start), tick=start)
            if outside and start > self.document.key_frames(track_id)[0].tick:
                edits += self._held_until(track_id, start)
            hidden = now.occluded if occluded is None else occluded
            edits.append(e.SetKeyFrame(replace(now, outside=outside, occluded=hidden)))
        return self._perform_all("set key frame", edits)

    def _held_until(self, track_id: str, start: int) -> list[e.DocumentEdit]:
        """Before an object is absent nothing leads on to its next box: the frame before gets its own."""
        last = self._before(start)
        shown = self.document.box_at(track_id, last)
        if shown is None or self.document.key_frame(track_id, last) is not None:
            return []
        return [e.SetKeyFrame(shown)] if shown.box != self._last_set(track_id, last).box else []

    def _last_set(self, track_id: str, tick: int) -> KeyFrame:
        """The last key frame at or before `tick`, else the first."""
        key_frames = self.document.key_frames(track_id)
        return key_frames[max(0, bisect_right(key_frames, tick, key=lambda k: k.tick) - 1)]

    # --- tracks ------------------------------------------------------------------------------

    def split(self, track_ids: Sequence[str], tick: int) -> Deed:
        """Cut each at the frame of `tick`: from there on it is a track of its own."""
        return self._perform_all("split tracks", self._cuts(track_ids, tick))

    def _cuts(self, track_ids: Sequence[str], tick: int, class_id: str = "") -> list[e.DocumentEdit]:
        start, first = self.frame_start(tick), self.document.next_track_number()
        last = self._before(start)
        return [
            e.SplitTrack(track_id, start, last, self._new_id(), class_id, number)
            for number, track_id in enumerate(track_ids, first)
        ]

    def merge(self, track_ids: tuple[str, ...]) -> Change:
        return self._perform(e.MergeTracks(track_ids))

    def set_class(self, track_ids: Sequence[str], class_id: str) -> Deed:
        """Of whole tracks."""
        return self._perform_all("change the class", [e.ChangeTrack(i, class_id=class_id) for i in track_ids])

    def set_class_from(self, track_ids: Sequence[str], tick: int, class_id: str) -> Deed:
        """The class from the frame of `tick` on; of a track that begins there or later, the whole track's."""
        start, begins = self.frame_start(tick), {i: self.document.key_frames(i)[0].tick for i in track_ids}
        whole = [e.ChangeTrack(i, class_id=class_id) for i in track_ids if begins[i] >= start]
        cuts = self._cuts([i for i in track_ids if begins[i] < start], tick, class_id)
        return self._perform_all("change the class", [*whole, *cuts])

    def remove_boxes(self, track_ids: Sequence[str], tick: int) -> Deed:
        """Remove the key frames at `tick`; between key frames there is nothing to remove."""
        start = self.frame_start(tick)
        return self._perform_all("remove key frame", [e.RemoveKeyFrame(i, start) for i in track_ids])

    def end(self, track_ids: Sequence[str], tick: int) -> Deed:
        """Remove every box from the frame of `tick` on."""
        start = self.frame_start(tick)
        last = self._before(start)
        return self._perform_all("end track", [e.EndTrack(i, start, last) for i in track_ids])

    def remove_tracks(self, track_ids: Sequence[str]) -> Deed:
        return self._perform_all("remove track", [e.RemoveTrack(i) for i in track_ids])

    # --- zones -------------------------------------------------------------------------------

    def draw_zone(self, kind: ZoneKind, points: Sequence[Point], name: str = "", colour: str = "") -> Change:
        """A new zone or line; without a name it gets a free one such as `Zone 2`."""
        zone = Zone(
            self._new_id(),
            self._medium_id,
            name.strip() or self._free_name("Line" if kind is ZoneKind.LINE else "Zone"),
            kind,
            self._points_inside(points),
            self._project.person.id,
            colour,
        )
        return self._perform(e.AddZone(zone))

    def change_zone(
        self,
        zone_id: str,
        *,
        points: Sequence[Point] | None = None,
        name: str | None = None,
        colour: str | None = None,
    ) -> Change:
        """None leaves a field as it is."""
        zone = self.document.zones.get(zone_id)
        if zone is None:
            raise UserError("The zone does not exist any more.")
        changed = replace(
            zone,
            points=zone.points if points is None else self._points_inside(points),
            name=zone.name if name is None else name.strip(),
            colour=zone.colour if colour is None else colour,
        )
        return self._perform(e.ChangeZone(changed))

    def remove_zone(self, zone_id: str) -> Change:
        return self._perform(e.RemoveZone(zone_id))

    def _free_name(self, stem: str) -> str:
        taken = {zone.name for zone in self.document.zones.values()}
        return next(n for n in (f"{stem} {i}" for i in range(1, len(taken) + 2)) if n not in taken)

    def _points_inside(self, points: Sequence[Point]) -> tuple[Point, ...]:
        width, height = self.document.medium.width, self.document.medium.height
        return tuple((min(max(x, 0.0), width), min(max(y, 0.0), height)) for x, y in points)

    # --- what all of them share --------------------------------------------------------------

    def _inside(self, box: Box) -> Box:
        clipped = box.clipped(self.document.medium.width, self.document.medium.height)
        if clipped is None:
            raise UserError(
                "The box lies outside the picture.", way_out="Draw it so that at least a part is inside."
            )
        return clipped

    def _before(self, start: int) -> int:
        """Start of the frame before the one that begins at `start`."""
        return self.frame_start(start - 1)

    def _perform(self, edit: e.DocumentEdit) -> Change:
        return self._editing.perform(edit, medium_id=self._medium_id)

    def _perform_all(self, verb: str, edits: Sequence[e.DocumentEdit]) -> Deed:
        return self._editing.perform_all(verb, edits, medium_id=self._medium_id)
