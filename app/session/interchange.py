"""Labels in and out of the project through table files. All of a file is taken, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain import edits as e
from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.people import Actor, ActorKind
from app.domain.segments import Origin, Segment
from app.domain.suggestions import Layer, Promotion, Run, Suggestion
from app.domain.texts import Text
from app.domain.timebase import TimeRange, clock_text
from app.formats.row import Row
from app.session.editing import Editing
from app.session.ports import Clock, FrameTimes, NewId
from app.session.prelabelling import layer_id
from app.session.project import PROBE, Project, new_classes
from app.session.promotion import IMPORTED

HUMAN_LAYER = "human"
"""The name under which labels are exported; no run may have it."""

END_TOLERANCE_S = 0.1
"""How far past the end a range may reach before it is an error: containers round their durations up."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`largest_shift_s`: how far at most an imported second was moved to reach a frame boundary."""

    labels: int
    suggestions: int
    already_there: int
    classes_added: tuple[str, ...]
    media: int
    largest_shift_s: float
    warnings: tuple[str, ...]
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row whose medium and time are known."""

    row: Row
    medium: Medium
    range: TimeRange
    is_point: bool
    shift_s: float


def import_rows(
    project: Project,
    editing: Editing,
    rows: Sequence[Row],
    file: Path,
    *,
    now: Clock,
    new_id: NewId,
    as_run: str = "",
) -> ImportReport:
    """Bring `rows` of `file` in: as labels, or as the suggestions of an external run `as_run`.

    Raises UserError naming file, line and rule; then nothing was imported.
    """
    placer = _Placer(project, file)
    decoded = placer.confirm(rows)
    placed = [placer.place(row) for row in rows]
    for medium in decoded:  # facts about the file, not labels: no part of the import
        editing.perform(e.ChangeMedium(medium), actor=PROBE)
    classes = _missing_classes(project, placed, new_id)
    by_name = {c.name: c for c in (*project.catalogue.ontology, *classes)}
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    detail = json.dumps({"format": "csv", "file": file.name, "sha256": digest, "by": project.person.id})
    actor = Actor(f"import-{digest[:24]}", ActorKind.IMPORT, f"import of {file.name}", detail)
    edits: list[tuple[e.Edit, str]] = [(e.AddClasses(classes), "")] if classes else []
    edits += [(e.ChangeMedium(medium), "") for medium in _regrouped(project, placed, file)]
    run_id, labels, suggestions = "", 0, 0
    if as_run:
        brought, run_id, suggestions = _suggestions(project, placed, by_name, as_run, now, new_id)
    else:
        brought, labels = _labels(project, placed, by_name, actor, new_id)
    editing.perform_batch(f"import {file.name}", [*edits, *brought], actor=actor)
    return ImportReport(
        labels,
        suggestions,
        len(placed) - labels - suggestions,
        tuple(c.name for c in classes),
        len({p.medium.id for p in placed}),
        max((p.shift_s for p in placed), default=0.0),
        tuple(_warnings(placed, as_run=bool(as_run))),
        run_id,
    )


def _warnings(placed: Sequence[_Placed], *, as_run: bool) -> Iterator[Text]:
    scored = sum(item.row.score is not None for item in placed)
    if scored and not as_run:
        yield Text(
            "{count} rows carry a score, as a model's output does; they were imported as labels. To review "
            "such rows as suggestions, import them with --as-run NAME.",
            count=scored,
        )
    torn = [item.row.line for item in placed if _frames_disagree(item)]
    if torn:
        yield Text(
            "In {count} rows (the first on line {line}) frames and seconds are more than {end_tolerance_s} s "
            "apart; the frames were taken.",
            count=len(torn),
            line=torn[0],
            end_tolerance_s=END_TOLERANCE_S,
        )


def _frames_disagree(item: _Placed) -> bool:
    """Whether the row's seconds, where it has both, say something else than its frames."""
    row, scale = item.row, item.medium.scale
    if row.start_frame is None or row.start_s is None or row.end_s is None:
        return False
    end = item.range.start if item.is_point else item.range.end
    apart = (abs(scale.seconds(item.range.start) - row.start_s), abs(scale.seconds(end) - row.end_s))
    return max(apart) > END_TOLERANCE_S


class _Placer:
    """Finds each row's medium and turns its frames or seconds into a range of whole frames."""

    def __init__(self, project: Project, file: Path) -> None:
        self._project = project
        self._file = file
        self._media: dict[str, Medium] = {}
        self._times: dict[tuple[str, bool], FrameTimes | None] = {}

    def confirm(self, rows: Sequence[Row]) -> list[Medium]:
        """Decode once each film of which `rows` name frames, and return what that changed.

        Frame N is the decoder's; start and end of a film as demuxing counts them may differ.
        """
        named = {self._medium(row).id for row in rows if row.start_frame is not None}
        found: dict[str, Medium] = {}
        for medium in {m.id: m for m in self._media.values() if m.id in named}.values():
            times = self._frame_times(medium, confirmed=True)
            if times is not None:
                start, end = times.start_of(0), times.end_of(len(times) - 1)
                decoded = replace(medium, start=start, end=end, frames=len(times))
                if decoded != medium:
                    found[medium.id] = decoded
        self._media = {name: found.get(m.id, m) for name, m in self._media.items()}
        return list(found.values())

    def place(self, row: Row) -> _Placed:
        medium = self._medium(row)
        if row.start_frame is not None and row.end_frame is not None:
            return self._by_frames(row, medium, row.start_frame, row.end_frame)
        if row.start_s is not None and row.end_s is not None:
            return self._by_seconds(row, medium, row.start_s, row.end_s)
        return _Placed(row, medium, medium.span, False, 0.0)

    def _by_frames(self, row: Row, medium: Medium, first: int, end: int) -> _Placed:
        times = self._frame_times(medium, confirmed=True)
        if times is None:
            raise self._refuse(
                row, Text("{film} has no picture, so frames mean nothing there", film=medium.name)
            )
        if first < 0 or end > len(times) or (first >= len(times)):
            raise self._refuse(
                row,
                Text(
                    "frames {first}–{end} are outside {film}, which has frames 0 to {last}",
                    first=first,
                    end=end,
                    film=medium.name,
                    last=len(times) - 1,
                ),
            )
        if first == end:
            return _Placed(row, medium, TimeRange.point(times.start_of(first)), True, 0.0)
        return _Placed(row, medium, TimeRange(times.start_of(first), times.end_of(end - 1)), False, 0.0)

    def _by_seconds(self, row: Row, medium: Medium, start_s: float, end_s: float) -> _Placed:
        scale, span = medium.scale, medium.span
        last_s = scale.seconds(span.end)
        if start_s < scale.seconds(span.start) - END_TOLERANCE_S or end_s > last_s + END_TOLERANCE_S:
            raise self._refuse(
                row,
                Text(
                    "{start} to {end} is outside {film}, which ends at {last}",
                    start=clock_text(start_s),
                    end=clock_text(end_s),
                    film=medium.name,
                    last=clock_text(last_s),
                ),
            )
        times = self._frame_times(medium, confirmed=False)
        start = _boundary(times, span, scale.tick(start_s))
        if start_s == end_s:
            start = min(start, span.end - 1)
            return _Placed(row, medium, TimeRange.point(start), True, abs(scale.seconds(start) - start_s))
        end = _boundary(times, span, scale.tick(end_s))
        if end <= start:  # shorter than a frame: the frame that it lies in
            inside = min(max(scale.tick(start_s), span.start), span.end - 1)
            number = times.frame_at(inside) if times else 0
            start, end = (times.start_of(number), times.end_of(number)) if times else (inside, inside + 1)
        shift = max(abs(scale.seconds(start) - start_s), abs(scale.seconds(end) - end_s))
        return _Placed(row, medium, TimeRange(start, end), False, shift)

    def _medium(self, row: Row) -> Medium:
        """Raises UserError naming the line when the project has no such film."""
        if row.media not in self._media:
            try:
                self._media[row.media] = self._project.medium_named(row.media)
            except UserError as error:
                raise UserError(
                    "{file}, line {line}: {rule}",
                    way_out="{advice} Nothing was imported.",
                    file=self._file.name,
                    line=row.line,
                    rule=error.message,
                    advice=error.way_out,
                ) from error
        return self._media[row.media]

    def _frame_times(self, medium: Medium, *, confirmed: bool) -> FrameTimes | None:
        key = (medium.id, confirmed)
        if key not in self._times:
            self._times[key] = (
                self._project.frame_times(medium, confirmed=confirmed) if medium.has_video else None
            )
        return self._times[key]

    def _refuse(self, row: Row, rule: Text) -> UserError:
        return UserError(
            "{file}, line {line}: {rule}.",
            way_out="Correct the line; nothing was imported.",
            file=self._file.name,
            line=row.line,
            rule=rule,
        )


def _boundary(times: FrameTimes | None, span: TimeRange, tick: int) -> int:
    """The frame boundary nearest to `tick`; for sound the tick itself."""
    tick = min(max(tick, span.start), span.end)
    if times is None or tick == span.end:
        return tick
    number = times.frame_at(tick)
    before, after = times.start_of(number), min(times.end_of(number), span.end)
    return before if tick - before <= after - tick else after


def _missing_classes(project: Project, placed: Iterable[_Placed], new_id: NewId) -> tuple[LabelClass, ...]:
    """Classes that the file names and the project lacks; one that only has points becomes a point class."""
    kinds: dict[str, ClassKind] = {}
    for item in placed:
        kind = ClassKind.POINT if item.is_point else ClassKind.SEGMENT
        name = item.row.class_name
        kinds[name] = ClassKind.SEGMENT if kinds.get(name, kind) is not kind else kind
    fresh: list[LabelClass] = []
    for name, kind in kinds.items():
        so_far = Ontology([*project.catalogue.ontology, *fresh])
        fresh += new_classes([name], so_far, new_id, kind=kind)
    return tuple(fresh)


def _regrouped(project: Project, placed: Iterable[_Placed], file: Path) -> list[Medium]:
    groups: dict[str, str] = {}
    for item in placed:
        group = item.row.group
        if not group:
            continue
        if groups.setdefault(item.medium.id, group) != group:
            raise UserError(
                "{file}, line {line}: {film} is in the group {earlier} on an earlier line and in {group} "
                "here.",
                way_out="A film has one group; nothing was imported.",
                file=file.name,
                line=item.row.line,
                film=item.medium.name,
                earlier=groups[item.medium.id],
                group=group,
            )
    media = project.catalogue.media
    return [replace(media[i], group=group) for i, group in groups.items() if media[i].group != group]


def _labels(
    project: Project,
    placed: Iterable[_Placed],
    by_name: dict[str, LabelClass],
    actor: Actor,
    new_id: NewId,
) -> tuple[list[tuple[e.Edit, str]], int]:
    """One AddSegments per medium; labels that are there already, to the frame, are left out."""
    per_medium: dict[str, list[Segment]] = defaultdict(list)
    for item in placed:
        class_id = by_name[item.row.class_name].id
        document = project.document(item.medium.id)
        twins = [*document.segments.overlapping(item.range), *per_medium[item.medium.id]]
        if any(t.class_id == class_id and t.range == item.range for t in twins):
            continue
        per_medium[item.medium.id].append(
            Segment(
                new_id(),
                item.medium.id,
                class_id,
                item.range,
                actor.id,
                is_point=item.is_point,
                origin=Origin.IMPORTED,
            )
        )
    edits: list[tuple[e.Edit, str]] = [
        (e.AddSegments(tuple(segments)), medium_id) for medium_id, segments in per_medium.items() if segments
    ]
    return edits, sum(len(segments) for segments in per_medium.values())


def _suggestions(
    project: Project,
    placed: Iterable[_Placed],
    by_name: dict[str, LabelClass],
    name: str,
    now: Clock,
    new_id: NewId,
) -> tuple[list[tuple[e.Edit, str]], str, int]:
    """The edits that bring an external run and its layers; a run of that name gets its layers replaced."""
    run = project.catalogue.run_called(name)
    edits: list[tuple[e.Edit, str]] = []
    if name == HUMAN_LAYER:
        raise UserError(
            "{name} is what the labels of people are called.", way_out="Choose another name.", name=name
        )
    if run is not None and run.promotion is not Promotion.EXTERNAL:
        raise UserError(
            "{name} is the name of a run that was trained in this project.",
            way_out="Give the imported model another name.",
            name=name,
        )
    if run is None:
        number = project.catalogue.next_run_number()
        run = Run(new_id(), number, name, now().isoformat(), Promotion.EXTERNAL, IMPORTED)
        edits.append((e.AddRun(run), ""))
    per_medium: dict[str, list[Suggestion]] = defaultdict(list)
    for item in placed:
        layer = layer_id(run.id, item.medium.id)
        score = 1.0 if item.row.score is None else item.row.score
        per_medium[item.medium.id].append(
            Suggestion(
                new_id(),
                layer,
                item.medium.id,
                by_name[item.row.class_name].id,
                item.range,
                score,
                item.is_point,
            )
        )
    for medium_id, suggestions in per_medium.items():
        layer_row = Layer(layer_id(run.id, medium_id), run.id, medium_id, now().isoformat())
        span = project.catalogue.media[medium_id].span
        edits.append((e.AddSuggestions(layer_row, tuple(suggestions), span), medium_id))
    return edits, run.id, sum(len(s) for s in per_medium.values())


def human_rows(project: Project, *, only: Container[str] | None = None) -> list[Row]:
    """All labels in time that the person may see, or those of these ids, in order of medium and start."""
    runs = _runs_of_suggestions(project)
    rows = _Rows(project)
    for segment in project.store.iter_segments():
        if not project.shows(segment.actor_id) or (only is not None and segment.id not in only):
            continue
        source = "human"
        if segment.origin is Origin.IMPORTED:
            source = "imported"
        elif segment.origin is Origin.SUGGESTION:
            source = f"accepted from {runs.get(segment.suggestion_id, 'a model')}"
        rows.add(segment, None, source)
    return rows.sorted()


def run_rows(project: Project, run: Run) -> list[Row]:
    """All suggestions of one run, decided or not, in order of medium and start."""
    rows = _Rows(project)
    for suggestion in project.store.iter_suggestions(run.id):
        rows.add(suggestion, suggestion.score, run.name)
    return rows.sorted()


def _runs_of_suggestions(project: Project) -> dict[str, str]:
    return {
        suggestion.id: run.name
        for run in project.catalogue.runs.values()
        for suggestion in project.store.iter_suggestions(run.id)
        if suggestion.label_id
    }


class _Rows:
    """Collects rows for a file: seconds from the container's start, 0-based frames, half-open."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._times: dict[str, FrameTimes | None] = {}
        self._rows: list[tuple[tuple[str, int, int, str], Row]] = []

    def add(self, item: Segment | Suggestion, score: float | None, source: str) -> None:
        medium = self._project.catalogue.media[item.medium_id]
        scale, start, end = medium.scale, item.range.start, item.range.end
        times = self._frame_times(medium)
        first = last = None
        if times is not None:
            first = times.frame_at(start)
            last = first if item.is_point else times.frame_at(end - 1) + 1
        row = Row(
            media=self._project.exported_name(medium),
            class_name=self._project.catalogue.ontology[item.class_id].name,
            start_s=round(scale.seconds(start), 6),
            end_s=round(scale.seconds(start if item.is_point else end), 6),
            start_frame=first,
            end_frame=last,
            score=score,
            source=source,
            group=medium.group,
            line=0,
        )
        self._rows.append(((row.media, start, end, row.class_name), row))

    def sorted(self) -> list[Row]:
        return [row for _, row in sorted(self._rows, key=lambda pair: pair[0])]

    def _frame_times(self, medium: Medium) -> FrameTimes | None:
        """Without the file there are no frame numbers; seconds remain."""
        if medium.id not in self._times:
            known = medium.has_video and self._project.path_of(medium).is_file()
            self._times[medium.id] = self._project.frame_times(medium, confirmed=True) if known else None
        return self._times[medium.id]
