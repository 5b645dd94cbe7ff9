"""Boxes, tracks and zones of one film on their way into a file, and what a file leaves out."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.document import Document
from app.domain.errors import UserError
from app.domain.ontology import ClassKind
from app.domain.segments import Origin
from app.domain.texts import Text
from app.domain.tracks import Track
from app.formats.picture_labels import BoxRow, PictureLabels, TrackRow
from app.session.ports import FrameTimes
from app.session.project import Project


def picture_labels(project: Project, document: Document) -> PictureLabels:
    """Every track with a box for each of its frames. Raises `UserError` for a film without a picture."""
    medium = document.medium
    times = project.frame_times(medium, confirmed=True) if medium.has_video else None
    if times is None:
        raise UserError(
            "{film} has no picture, so there are no boxes to export.",
            way_out="Choose another film.",
            film=medium.name,
        )
    return PictureLabels(
        film=project.exported_name(medium),
        width=medium.width,
        height=medium.height,
        frames=len(times),
        classes=tuple(c for c in document.ontology if c.kind is ClassKind.BOX),
        tracks=(
            TrackRow(
                track.number,
                document.ontology[track.class_id].name,
                _boxes(document, track, times),
                track.attributes,
                by_hand=track.origin is Origin.HAND,
            )
            for track in sorted(document.tracks.values(), key=lambda t: t.number)
        ),
        zones=tuple(document.zones.values()),
    )


def _boxes(document: Document, track: Track, times: FrameTimes) -> Iterator[BoxRow]:
    keys = {times.frame_at(k.tick): k for k in document.key_frames(track.id)}
    ends_for_good = max(keys) if keys and keys[max(keys)].outside else len(times) - 1
    for frame in range(min(keys, default=0), ends_for_good + 1 if keys else 0):
        key = keys.get(frame)
        shown = key or document.box_at(track.id, times.start_of(frame))
        if shown is not None:
            yield BoxRow(frame, shown.box, key is not None, shown.outside, shown.occluded)


def left_out_of_table(project: Project) -> list[Text]:
    """What the project holds that a table of labels in time has no place for."""
    counts = project.store.counts()
    found = []
    if tracks := counts["tracks"]:
        found.append(
            Text("1 track of boxes") if tracks == 1 else Text("{count:,} tracks of boxes", count=tracks)
        )
    if zones := counts["zones"]:
        found.append(Text("1 zone or line") if zones == 1 else Text("{count:,} zones and lines", count=zones))
    return found


def left_out_of_boxes(document: Document) -> list[Text]:
    """What a film holds that a file of boxes has no place for."""
    found = []
    if labels := len(document.segments):
        found.append(
            Text("1 label in time") if labels == 1 else Text("{count:,} labels in time", count=labels)
        )
    if ranges := len(document.complete_ranges):
        several = Text("{count:,} complete ranges", count=ranges)
        found.append(Text("1 complete range") if ranges == 1 else several)
    return found
