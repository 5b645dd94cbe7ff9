"""CVAT for video 1.1: boxes over time, zones as polygons and lines as polylines, in one XML file a film.

Frames 0-based, float pixels of the coded picture. Every box of a track is written; `keyframe` says which of
them somebody set. An absence begins with a box `outside="1"` on its first frame. Zones and lines are tracks
with one key frame at frame 0, labelled with their own names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from app.domain.ontology import AttributeKind, LabelClass
from app.domain.zones import Zone, ZoneKind
from app.formats.picture_labels import BoxRow, PictureLabels, TrackRow
from app.formats.whole_file import whole_file

_INPUTS = {
    AttributeKind.CHOICE: "select",
    AttributeKind.NUMBER: "number",
    AttributeKind.TEXT: "text",
    AttributeKind.FLAG: "checkbox",
}
SUFFIX = ".xml"
_SHAPES = {ZoneKind.POLYGON: "polygon", ZoneKind.LINE: "polyline"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(path: Path, labels: PictureLabels) -> None:
    """The file under this name is whole at every moment. Raises `UserError`."""
    with whole_file(path) as file:
        xml = _Xml(file)
        xml.begin("annotations")
        xml.leaf("version", "1.1")
        _write_meta(xml, labels)
        number = -1
        for number, track in enumerate(labels.tracks):
            _write_track(xml, number, track)
        for zone in labels.zones:
            number += 1
            _write_zone(xml, number, zone)
        xml.end("annotations")


class _Xml:
    """Elements, each ending its line; characters that XML cannot carry become question marks."""

    def __init__(self, file: TextIO) -> None:
        self._write = file.write
        self._write('<?xml version="1.0" encoding="utf-8"?>\n')

    def begin(self, name: str, /, **attributes: object) -> None:
        said = "".join(f" {key}={quoteattr(_clean(value))}" for key, value in attributes.items())
        self._write(f"<{name}{said}>")

    def end(self, name: str) -> None:
        self._write(f"</{name}>\n")

    def leaf(self, name: str, text: object = "", /, **attributes: object) -> None:
        self.begin(name, **attributes)
        self._write(escape(_clean(text)))
        self.end(name)


def _clean(value: object) -> str:
    return _NO_XML.sub("\ufffd", str(value))


def _write_meta(xml: _Xml, labels: PictureLabels) -> None:
    xml.begin("meta")
    xml.begin("task")
    for name, text in (("name", labels.film), ("size", labels.frames), ("mode", "interpolation")):
        xml.leaf(name, text)
    for name, frame in (("start_frame", 0), ("stop_frame", max(0, labels.frames - 1))):
        xml.leaf(name, frame)
    xml.begin("labels")
    for label_class in labels.classes:
        _write_class(xml, label_class)
    taken = {label_class.name for label_class in labels.classes}
    for zone in {zone.name: zone for zone in labels.zones if zone.name not in taken}.values():
        xml.begin("label")
        for name, text in (("name", zone.name), ("color", zone.colour), ("type", _SHAPES[zone.kind])):
            xml.leaf(name, text)
        xml.leaf("attributes")
        xml.end("label")
    xml.end("labels")
    xml.begin("original_size")
    xml.leaf("width", labels.width)
    xml.leaf("height", labels.height)
    xml.end("original_size")
    xml.leaf("source", labels.film)
    xml.end("task")
    xml.end("meta")


def _write_class(xml: _Xml, label_class: LabelClass) -> None:
    xml.begin("label")
    xml.leaf("name", label_class.name)
    xml.leaf("color", label_class.colour)
    xml.leaf("type", "any")
    xml.begin("attributes")
    for attribute in label_class.attributes:
        xml.begin("attribute")
        xml.leaf("name", attribute.name)
        xml.leaf("mutable", "False")
        xml.leaf("input_type", _INPUTS[attribute.kind])
        xml.leaf("default_value", "false" if attribute.kind is AttributeKind.FLAG else "")
        xml.leaf("values", "\n".join(attribute.choices))
        xml.end("attribute")
    xml.end("attributes")
    xml.end("label")


def _write_track(xml: _Xml, number: int, track: TrackRow) -> None:
    source = "manual" if track.by_hand else "semi-auto"
    xml.begin("track", id=number, label=track.class_name, source=source)
    for row in track.boxes:
        _write_box(xml, row, track.attributes.items())
    xml.end("track")


def _write_box(xml: _Xml, row: BoxRow, attributes: Iterable[tuple[str, str]]) -> None:
    box = row.box
    corners = {"xtl": box.x, "ytl": box.y, "xbr": box.x + box.w, "ybr": box.y + box.h}
    xml.begin(
        "box",
        frame=row.frame,
        keyframe=int(row.is_key),
        outside=int(row.outside),
        occluded=int(row.occluded),
        **{side: f"{value:.2f}" for side, value in corners.items()},
        z_order=0,
    )
    for name, value in attributes:
        xml.leaf("attribute", value, name=name)
    xml.end("box")


def _write_zone(xml: _Xml, number: int, zone: Zone) -> None:
    xml.begin("track", id=number, label=zone.name, source="manual")
    points = ";".join(f"{x:.2f},{y:.2f}" for x, y in zone.points)
    xml.leaf(_SHAPES[zone.kind], frame=0, keyframe=1, outside=0, occluded=0, points=points, z_order=0)
    xml.end("track")
