"""What stands in the details about labels, tracks, suggestions and the film: texts and fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.domain.document import Document
from app.domain.media import Medium
from app.domain.ontology import Attribute, AttributeKind, ClassKind
from app.domain.recording_time import proposals
from app.domain.segments import CompleteRange, Origin, Segment
from app.domain.suggestions import Suggestion
from app.domain.time_of_day import TimeOfDay
from app.domain.timebase import TimeRange, TimeScale, clock_text
from app.domain.tracks import Track
from app.media.media_facts import channel_words
from app.views.details.details_panel import Details
from app.views.details.field_editor import Field, FieldKind
from app.views.labels.label_table import VERIFICATION_TEXT
from app.views.texts import tr

ATTRIBUTE = "attribute:"
"""Before the name of an attribute in the id of its field."""


class SelectionDetails:
    """Of one film as it stands now. `people`: names of actors by id; `hint`: how a place can be typed."""

    def __init__(
        self, document: Document, people: dict[str, str], run_name: Callable[[Suggestion], str], hint: str
    ) -> None:
        self._document = document
        self._medium = document.medium
        self._people = people
        self._run_name = run_name
        self._hint = hint

    def of(self, ids: Sequence[str]) -> Details:
        document = self._document
        segments = [s for i in ids if (s := document.segments.get(i)) is not None]
        tracks = [document.tracks[i] for i in ids if i in document.tracks]
        if len(segments) + len(tracks) > 1:
            return self._of_several([*segments, *tracks])
        if segments:
            return self._of_segment(segments[0])
        if tracks:
            return self._of_track(tracks[0])
        for entity_id in ids:
            suggestion = document.suggestions.get(entity_id)
            if suggestion is not None:
                return self._of_suggestion(suggestion)
            complete = document.complete_ranges.get(entity_id)
            if complete is not None:
                return self._of_complete(complete)
        return film_details(self._medium)

    def _of_several(self, labels: list[Segment | Track]) -> Details:
        ids = tuple(label.id for label in labels)
        return Details(tr("{count} labels", count=len(labels)), ids=ids, fields=self._common_fields(labels))

    def _of_segment(self, segment: Segment) -> Details:
        scale, range_ = self._medium.scale, segment.range
        start = _line("start", tr("At") if segment.is_point else tr("From"), scale, range_.start, self._hint)
        ends = () if segment.is_point else (_line("end", tr("To"), scale, range_.end, self._hint),)
        how = {
            Origin.HAND: tr("By hand"),
            Origin.IMPORTED: tr("Imported"),
            Origin.SUGGESTION: tr("From a suggestion"),
        }[segment.origin]
        first, *rest = self._common_fields([segment])
        rows = [
            *(() if segment.is_point else (_length(range_, scale),)),
            *self._undefined(segment),
            (tr("Who"), self._people.get(segment.actor_id, tr("unknown"))),
            (tr("Origin"), how),
            (tr("Verification"), VERIFICATION_TEXT[segment.verification]),
        ]
        suggestion = self._document.suggestions.get(segment.suggestion_id)
        if suggestion is not None:
            rows += [(tr("Score"), f"{suggestion.score:.2f}"), (tr("Run"), self._run_name(suggestion))]
        fields = (first, start, *ends, *rest)
        return Details(self._class_name(segment.class_id), tuple(rows), (segment.id,), fields)

    def _of_track(self, track: Track) -> Details:
        key_frames = self._document.key_frames(track.id)
        ticks = sorted({key_frames[0].tick, key_frames[-1].tick}) if key_frames else []
        times = _times(TimeRange(ticks[0], ticks[1]), self._medium.scale) if len(ticks) > 1 else ()
        rows = (
            *times,
            (tr("Key frames"), str(len(key_frames))),
            *self._undefined(track),
            (tr("Who"), self._people.get(track.actor_id, tr("unknown"))),
        )
        title = f"{self._class_name(track.class_id)} #{track.number}"
        return Details(title, rows, (track.id,), self._common_fields([track]))

    def _of_complete(self, complete: CompleteRange) -> Details:
        name = self._class_name(complete.class_id) if complete.class_id else ""
        title = tr("Complete for {name}", name=name) if name else tr("Complete")
        who = (tr("Who"), self._people.get(complete.actor_id, tr("unknown")))
        return Details(title, (*_times(complete.range, self._medium.scale), who))

    def _of_suggestion(self, suggestion: Suggestion) -> Details:
        scale = self._medium.scale
        at = ((tr("At"), clock_text(scale.seconds(suggestion.range.start))),)
        rows = [
            *(at if suggestion.is_point else _times(suggestion.range, scale)),
            (tr("Score"), f"{suggestion.score:.2f}"),
            (tr("Run"), self._run_name(suggestion)),
            (tr("Decision"), suggestion.decision.value),
        ]
        if suggestion.decided_by:
            rows.append((tr("Decided by"), self._people.get(suggestion.decided_by, tr("unknown"))))
        title = tr("Suggestion: {name}", name=self._class_name(suggestion.class_id))
        return Details(title, tuple(rows))

    # --- fields ----------------------------------------------------------------------------

    def _common_fields(self, labels: Sequence[Segment | Track]) -> tuple[Field, ...]:
        """The class first, the comment last; attributes where all have the same class."""
        classes = {label.class_id for label in labels}
        label_class = self._document.ontology.get(labels[0].class_id)
        attributes = label_class.attributes if label_class is not None and len(classes) == 1 else ()
        comments = {label.comment for label in labels}
        value, differs = _agreed(comments)
        comment = Field("comment", tr("Comment"), FieldKind.PROSE, value, differs=differs)
        return (
            self._class_field(labels, classes),
            *(
                _attribute_field(a, {label.attributes.get(a.name, "") for label in labels})
                for a in attributes
            ),
            comment,
        )

    def _class_field(self, labels: Sequence[Segment | Track], classes: set[str]) -> Field:
        tracks = {isinstance(label, Track) for label in labels}
        choices = tuple(
            (c.id, c.name)
            for c in self._document.ontology
            if c.id in classes or (not c.retired and tracks == {c.kind is ClassKind.BOX})
        )
        value, differs = _agreed(classes)
        return Field("class", tr("Class"), FieldKind.CHOICE, value, choices, differs)

    def _undefined(self, label: Segment | Track) -> list[tuple[str, str]]:
        """Attributes that came with an import, or from before the class was changed."""
        label_class = self._document.ontology.get(label.class_id)
        defined = {a.name for a in label_class.attributes} if label_class is not None else set()
        return [(name, value) for name, value in label.attributes.items() if name not in defined]

    def _class_name(self, class_id: str) -> str:
        label_class = self._document.ontology.get(class_id)
        return label_class.name if label_class is not None else "?"


def _agreed(values: set[str]) -> tuple[str, bool]:
    """The one value, and whether there are several."""
    return ("", True) if len(values) > 1 else (next(iter(values)), False)


def _attribute_field(attribute: Attribute, values: set[str]) -> Field:
    value, differs = _agreed(values)
    choices: tuple[tuple[str, str], ...] = ()
    kind, tip = FieldKind.LINE, ""
    match attribute.kind:
        case AttributeKind.CHOICE:
            kind = FieldKind.CHOICE
            choices = (("", "–"), *((choice, choice) for choice in attribute.choices))
        case AttributeKind.FLAG:
            kind = FieldKind.FLAG
        case AttributeKind.NUMBER:
            tip = tr("A number, such as 12.5")
    return Field(f"{ATTRIBUTE}{attribute.name}", attribute.name, kind, value, choices, differs, tip)


def _line(field_id: str, label: str, scale: TimeScale, tick: int, tip: str) -> Field:
    return Field(field_id, label, FieldKind.LINE, clock_text(scale.seconds(tick)), tip=tip)


def _length(range_: TimeRange, scale: TimeScale) -> tuple[str, str]:
    return (tr("Length"), f"{float(range_.length * scale.time_base):.3f} s")


def _times(range_: TimeRange, scale: TimeScale) -> tuple[tuple[str, str], ...]:
    ends = ((tr("From"), range_.start), (tr("To"), range_.end))
    return (*((name, clock_text(scale.seconds(tick))) for name, tick in ends), _length(range_, scale))


def film_details(medium: Medium) -> Details:
    """What the preflight found, in words; its warnings on top."""
    rows = [("File", medium.path)]
    video = medium.facts.get("video")
    if isinstance(video, dict):
        rate = float(video["average_fps"])
        kind = "variable, on average " if video["variable_frame_rate"] else ""
        rows += [
            ("Picture", f"{video['codec']}, {medium.width} × {medium.height}"),
            ("Frames", f"{medium.frames:,}{'' if medium.confirmed else ' (not yet confirmed)'}"),
            ("Frame rate", f"{kind}{rate:.5g} a second"),
        ]
    audio = medium.facts.get("audio")
    if isinstance(audio, dict):
        rows.append(
            ("Sound", f"{audio['codec']}, {audio['sample_rate']:,} Hz, {channel_words(audio['channels'])}")
        )
    else:
        rows.append(("Sound", "none"))
    rows += _recorded(medium)
    rows += [
        ("Length", clock_text(float(medium.span.length * medium.time_base))),
        ("Group", medium.group),
        ("SHA-256", medium.sha256[:16] + "…" if medium.sha256 else "being computed"),
    ]
    warnings = medium.facts.get("warnings")
    texts = tuple(str(w) for w in warnings) if isinstance(warnings, list) else ()
    return Details(medium.name, tuple(rows), warnings=texts)


def _recorded(medium: Medium) -> list[tuple[str, str]]:
    """When, as far as a person has said so; else what the file says of itself."""
    clock = TimeOfDay.of(medium)
    if clock is not None:
        return [("Begins", clock.described(medium.span.start))]
    return [
        (
            "Recorded",
            f"{one.start:%Y-%m-%d %H:%M:%S} {one.zone}".rstrip() + f" by {one.source}, not confirmed",
        )
        for one in proposals(medium)[:1]
    ]
