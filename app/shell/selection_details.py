"""What stands in the details about labels, tracks, suggestions and the film: texts and fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale

from app.domain.document import Document
from app.domain.media import Medium
from app.domain.ontology import Attribute, AttributeKind, ClassKind
from app.domain.recording_time import proposals
from app.domain.segments import CompleteRange, Origin, Segment
from app.domain.suggestions import AnySuggestion, Decision, SuggestedTrack
from app.domain.time_of_day import TimeOfDay
from app.domain.timebase import TimeRange, TimeScale, clock_text
from app.domain.tracks import Track
from app.media.media_facts import Severity, channel_words, codec_words
from app.shell.film_report import findings_in
from app.views.details.details_panel import Details
from app.views.details.field_editor import Field, FieldKind
from app.views.labels.label_table import VERIFICATION_TEXT
from app.views.texts import marked, told, tr

ATTRIBUTE = "attribute:"
"""Before the name of an attribute in the id of its field."""
_ORIGIN = marked(
    {
        Origin.HAND: "By hand",
        Origin.IMPORTED: "Imported",
        Origin.SUGGESTION: "From a suggestion",
    }
)
_DECISION = marked(
    {
        Decision.OPEN: "open",
        Decision.ACCEPTED: "accepted",
        Decision.REJECTED: "rejected",
    }
)


class SelectionDetails:
    """Of one film as it stands now. `people`: names of actors by id; `hint`: how a place can be typed."""

    def __init__(
        self, document: Document, people: dict[str, str], run_name: Callable[[AnySuggestion], str], hint: str
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
            suggestion = document.suggestions.get(entity_id) or document.suggested_tracks.get(entity_id)
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
        first, *rest = self._common_fields([segment])
        rows = [
            *(() if segment.is_point else (_length(range_, scale),)),
            *self._undefined(segment),
            *self._where_from(segment),
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
            *self._where_from(track),
        )
        title = f"{self._class_name(track.class_id)} #{track.number}"
        return Details(title, rows, (track.id,), self._common_fields([track]))

    def _of_complete(self, complete: CompleteRange) -> Details:
        name = self._class_name(complete.class_id) if complete.class_id else ""
        title = tr("Complete for {name}", name=name) if name else tr("Complete")
        who = (tr("Who"), self._people.get(complete.actor_id, tr("unknown")))
        return Details(title, (*_times(complete.range, self._medium.scale), who))

    def _of_suggestion(self, suggestion: AnySuggestion) -> Details:
        scale = self._medium.scale
        is_point = not isinstance(suggestion, SuggestedTrack) and suggestion.is_point
        at = ((tr("At"), clock_text(scale.seconds(suggestion.range.start))),)
        rows = [
            *(at if is_point else _times(suggestion.range, scale)),
            (tr("Score"), f"{suggestion.score:.2f}"),
            (tr("Run"), self._run_name(suggestion)),
            (tr("Decision"), tr(_DECISION[suggestion.decision])),
        ]
        if suggestion.decided_by:
            rows.append((tr("Decided by"), self._people.get(suggestion.decided_by, tr("unknown"))))
        title = tr("Suggestion: {name}", name=self._class_name(suggestion.class_id))
        return Details(title, tuple(rows))

    def _where_from(self, label: Segment | Track) -> tuple[tuple[str, str], ...]:
        return (
            (tr("Who"), self._people.get(label.actor_id, tr("unknown"))),
            (tr("Origin"), tr(_ORIGIN[label.origin])),
            (tr("Verification"), tr(VERIFICATION_TEXT[label.verification])),
        )

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
            kind, tip = FieldKind.NUMBER, tr("A number, such as {example}", example=QLocale().toString(12.5))
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
    rows = [(tr("File"), medium.path)]
    video = medium.facts.get("video")
    if isinstance(video, dict):
        rate = float(video["average_fps"])
        frames = f"{medium.frames:,}"
        if not medium.confirmed:
            frames = tr("{count} (not yet confirmed)", count=frames)
        pace = (
            tr("variable, on average {rate:.5g} a second", rate=rate)
            if video["variable_frame_rate"]
            else tr("{rate:.5g} a second", rate=rate)
        )
        rows += [
            (tr("Picture"), f"{codec_words(video['codec'])}, {medium.width} × {medium.height}"),
            (tr("Frames"), frames),
            (tr("Frame rate"), pace),
        ]
    audio = medium.facts.get("audio")
    if isinstance(audio, dict):
        channels = told(channel_words(audio["channels"]))
        rows.append((tr("Sound"), f"{codec_words(audio['codec'])}, {audio['sample_rate']:,} Hz, {channels}"))
    else:
        rows.append((tr("Sound"), tr("none")))
    rows += _recorded(medium)
    rows += [
        (tr("Length"), clock_text(float(medium.span.length * medium.time_base))),
        (tr("Group"), medium.group),
        ("SHA-256", medium.sha256[:16] + "…" if medium.sha256 else tr("being computed")),
    ]
    texts = tuple(told(f.text) for f in findings_in(medium) if f.severity is not Severity.FINE)
    return Details(medium.name, tuple(rows), warnings=texts)


def _recorded(medium: Medium) -> list[tuple[str, str]]:
    """When, as far as a person has said so; else what the file says of itself."""
    clock = TimeOfDay.of(medium)
    if clock is not None:
        return [(tr("Begins"), clock.described(medium.span.start))]
    found = proposals(medium)
    if not found:
        return []
    one = found[0]
    moment = f"{one.start:%Y-%m-%d %H:%M:%S} {one.zone}".rstrip()
    return [(tr("Recorded"), tr("{moment} by {source}, not confirmed", moment=moment, source=tr(one.source)))]
