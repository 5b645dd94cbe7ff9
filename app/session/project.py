"""An open project: its store, its catalogue, and the documents that were asked for."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.catalogue import Catalogue
from app.domain.document import Document
from app.domain.errors import EditRefused, UserError
from app.domain.media import OF_THE_FILE, Medium
from app.domain.ontology import ClassKind, LabelClass, Ontology
from app.domain.people import Actor, ActorKind
from app.domain.suggestions import Run
from app.session.ports import FrameTimes, MediaLibrary, NewId, Store
from sora_model.contract.jobs import is_plain_name

PROBE = Actor("media-probe", ActorKind.IMPORT, "media probe", "facts read from the file")
"""Who writes down what the program itself finds out about a film: not the person, so Undo leaves it."""


class Project:
    """One open project. Reading only; whatever changes it goes through `editing.Editing`."""

    def __init__(self, store: Store, library: MediaLibrary, person: Actor) -> None:
        self.store = store
        self.library = library
        self.person = person
        self.catalogue: Catalogue = store.load_catalogue()
        self._documents: dict[str, Document] = {}
        self._ontology = self.catalogue.ontology
        self.blind = False
        """A second pass: documents hold the person's own labels only, and no suggestion is shown."""

    @property
    def path(self) -> Path:
        return self.store.path

    @property
    def read_only(self) -> bool:
        return self.store.read_only

    @property
    def models_folder(self) -> Path:
        return self.store.models_folder

    def document(self, medium_id: str) -> Document:
        """The labels of one medium, loaded once and kept."""
        found = self._documents.get(medium_id)
        return found if found is not None else self.document_of(self.catalogue.media[medium_id])

    def document_of(self, medium: Medium) -> Document:
        """As `document`, also of a film that is about to come into the project."""
        if medium.id not in self._documents:
            document = self.store.load_document(medium, self._ontology)
            self._documents[medium.id] = own_part(document, self.person.id) if self.blind else document
        return self._documents[medium.id]

    def whole(self, medium_id: str) -> Document:
        """The labels of one medium by whoever they are, for rules about its file: nobody is shown them."""
        if not self.blind:
            return self.document(medium_id)
        return self.store.load_document(self.catalogue.media[medium_id], self._ontology)

    def shows(self, actor_id: str) -> bool:
        """Whether the person may see what `actor_id` said: in a second pass only their own."""
        return not self.blind or actor_id == self.person.id

    def refuse_when_blind(self) -> None:
        """Before what would show others' labels or change them unseen. Raises EditRefused when blind."""
        if self.blind:
            raise EditRefused(
                "In a second pass what other people said is hidden.", way_out="End the second pass first."
            )

    def look_blind(self, blind: bool) -> None:
        """Begin or end a second pass. Documents that were handed out do not hold any more."""
        self.blind = blind
        self._documents.clear()

    def loaded_documents(self) -> Sequence[Document]:
        return tuple(self._documents.values())

    def take_over(self, other: Project) -> None:
        """Stand where `other` stands, which was opened later on the same file and is given up."""
        self.catalogue = other.catalogue
        for medium_id, document in self._documents.items():
            if medium_id in other._documents:
                document.become(other._documents[medium_id])
        self.announce_ontology(self.catalogue.ontology)

    def announce_ontology(self, ontology: Ontology) -> None:
        """Let every document, loaded now or later, know the classes, and its medium as it is now."""
        self._ontology = ontology
        for document in self._documents.values():
            document.ontology = ontology
            document.medium = self.catalogue.media.get(document.medium.id, document.medium)

    def path_of(self, medium: Medium) -> Path:
        """Where the file should be: relative paths are relative to the project's folder."""
        path = Path(medium.path)
        return path if path.is_absolute() else self.path.parent / path

    def frame_times(self, medium: Medium, *, confirmed: bool = False) -> FrameTimes | None:
        """Of the film that was chosen in the file; as `MediaLibrary.frame_times`."""
        return self.library.frame_times(self.path_of(medium), stream=medium.video_stream, confirmed=confirmed)

    def checkpoint_of(self, run: Run) -> Path:
        """The folder of a run's checkpoint.

        Raises UserError where there is none, or where a project that was made elsewhere names a place outside
        of its own models.
        """
        folder = self.models_folder / run.checkpoint
        if not run.checkpoint or self.models_folder.resolve() not in folder.resolve().parents:
            raise UserError(
                "{run} of {project} has no checkpoint of its own: it came from another program.",
                way_out="Choose a run that was trained here.",
                run=run.name,
                project=self.path.name,
            )
        return folder

    def run_folder(self, run: Run) -> Path:
        """Where files about a run are written. Raises UserError as `checkpoint_of`."""
        if not is_plain_name(run.id):
            raise UserError(
                "{project} is damaged: “{run}” cannot name a run.", project=self.path.name, run=run.id
            )
        return self.models_folder / run.id

    def medium_named(self, name: str) -> Medium:
        """The medium of a name as it was given, a relative path or an id. Raises UserError."""
        media = list(self.catalogue.media.values())
        wanted = Path(name)
        exact = [m for m in media if name in (m.id, m.path)]
        if not exact:
            absolute = os.path.abspath(wanted)
            exact = [m for m in media if os.path.abspath(self.path_of(m)) == absolute]
        if not exact:
            exact = [m for m in media if m.name == name]
        if not exact:
            parts = wanted.parts
            exact = [m for m in media if Path(m.path).parts[-len(parts) :] == parts]
        if len(exact) == 1:
            return exact[0]
        if not exact:
            raise UserError(
                "{name} is not in the project {project}.",
                way_out="Add it first, or correct the name.",
                name=name,
                project=self.path.name,
            )
        raise UserError(
            "{name} could be any of {count} films of the project.",
            way_out="Give its relative path, for instance {path}.",
            name=name,
            count=len(exact),
            path=exact[0].path,
        )

    def exported_name(self, medium: Medium) -> str:
        """The file's name as it was given; its relative path where names clash."""
        clash = sum(m.name == medium.name for m in self.catalogue.media.values()) > 1
        return medium.path if clash else medium.name

    def relinked(self, medium: Medium, path: Path) -> Medium:
        """`medium` at a new place. Raises UserError unless the file there has the same content."""
        found = self.library.quick_hash(path)
        if found != medium.quick_hash:
            raise UserError(
                "{file} is not the film that was labelled as {film}: its content differs.",
                way_out="Choose the file with the same content; its name may be another.",
                file=path.name,
                film=medium.name,
            )
        return replace(medium, path=relative_path(path, self.path.parent))

    def renewed(self, medium: Medium, found: Medium) -> Medium:
        """`medium` with all that `found` says of its file and streams; what people said of it stays, and its
        span covers its labels.

        Raises UserError where the labels' times would come to mean other moments.
        """
        document = self.whole(medium.id)
        if (found.time_base, found.origin) != (medium.time_base, medium.origin) and has_labels(document):
            raise UserError(
                "{file} keeps time in another way than the film that the labels of {film} were made "
                "on: they would come to lie elsewhere.",
                way_out="Put the old file back, or add this one as a film of its own.",
                file=Path(found.path).name,
                film=medium.name,
            )
        same = found.quick_hash == medium.quick_hash
        renewed = replace(
            medium,
            **{name: getattr(found, name) for name in OF_THE_FILE - {"sha256"}},
            sha256=medium.sha256 if same else "",
        )
        return covering_labels(renewed, document)

    def close(self) -> None:
        self.store.close()


def own_part(document: Document, actor_id: str) -> Document:
    """`document` without other people's labels, and the suggestions that were made of them; zones, which are
    facts of the place, stay."""
    tracks = [t for t in document.tracks.values() if t.actor_id == actor_id]
    return Document(
        document.medium,
        document.ontology,
        segments=(s for s in document.segments if s.actor_id == actor_id),
        complete_ranges=(c for c in document.complete_ranges if c.actor_id == actor_id),
        tracks=tracks,
        key_frames={t.id: boxes for t in tracks if (boxes := document.key_frames(t.id))},
        zones=document.zones.values(),
    )


def has_labels(document: Document) -> bool:
    """Whether anything in `document` lies at a time of the film."""
    return any((document.segments, document.complete_ranges, document.suggestions, document.tracks))


def covering_labels(medium: Medium, document: Document) -> Medium:
    """`medium` with a span that still covers every label: what decoding finds may be shorter than what the
    container promised when the labels were made, and a label must never come to lie outside."""
    ranges = [
        item.range
        for items in (document.segments, document.complete_ranges, document.suggestions)
        for item in items
    ]
    ticks = [tick for track_id in document.tracks for tick in document.key_frames(track_id).ticks]
    start = min([medium.start, *(r.start for r in ranges), *ticks])
    end = max([medium.end, *(r.end for r in ranges), *(t + 1 for t in ticks)])
    return replace(medium, start=start, end=end)


def relative_path(path: Path, folder: Path) -> str:
    """`path` relative to `folder` with forward slashes where one exists (same drive), else absolute.

    Symbolic links are not resolved: the name as it was given is the name that people know.
    """
    absolute = os.path.abspath(path)
    try:
        return Path(os.path.relpath(absolute, os.path.abspath(folder))).as_posix()
    except ValueError:  # another drive on Windows
        return Path(absolute).as_posix()


def described_media(
    paths: Sequence[Path],
    project: Project,
    new_id: NewId,
    *,
    group: str = "",
    video_stream: int = -1,
    audio_stream: int = -1,
) -> tuple[Medium, ...]:
    """Media for `AddMedia`, described from their files, of the first streams or those of these numbers.

    Raises UserError for the first unreadable one.
    """
    media = []
    for path in paths:
        medium = project.library.describe(path, video_stream=video_stream, audio_stream=audio_stream)
        relative = relative_path(path, project.path.parent)
        media.append(replace(medium, id=new_id(), path=relative, name=path.name, group=group or relative))
    return tuple(media)


def new_classes(
    names: Iterable[str],
    ontology: Ontology,
    new_id: NewId,
    *,
    kind: ClassKind = ClassKind.SEGMENT,
    taken: Collection[str] = (),
) -> tuple[LabelClass, ...]:
    """Classes for `AddClasses` with the next free colours and keys, none of which is in `taken`; names that
    exist are left out."""
    known = list(ontology)
    fresh: list[LabelClass] = []
    for name in (n.strip() for n in names):
        so_far = Ontology([*known, *fresh])
        if not name or so_far.named(name):
            continue
        fresh.append(
            LabelClass(
                new_id(),
                name,
                so_far.next_colour(),
                so_far.next_key(taken),
                kind,
                position=so_far.next_position(),
            )
        )
    return tuple(fresh)


def person_actor(name: str) -> Actor:
    """The person as actor; the same name is the same actor in every project."""
    digest = hashlib.sha256(f"person:{name}".encode()).hexdigest()[:16]
    return Actor(digest, ActorKind.PERSON, name)
