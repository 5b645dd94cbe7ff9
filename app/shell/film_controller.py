"""The film that is shown: its pictures, its sound, its waveform, and what is found out in the background."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain import edits as e
from app.domain.errors import Cancelled, UserError
from app.domain.media import Medium
from app.media.library import FileLibrary
from app.media.looking_through import look_through
from app.qt.audio_output import AudioOutput
from app.qt.playback import PlaybackController
from app.qt.task_runner import Task, TaskRunner
from app.session.jobs import JobBoard, JobPhase, TimeLeft
from app.session.project import PROBE, covering_labels
from app.shell.feedback import Feedback
from app.shell.workspace import Workspace
from app.views.texts import told, tr

if TYPE_CHECKING:
    from sora_model.media.film_pass import PictureObserver
    from sora_model.media.pts_index import PtsIndex

T = TypeVar("T")

DECODING = ("confirm", "proxy")
"""Kinds of the jobs that decode a whole film."""


class FilmController(QObject):
    """One film at a time. Everything slow runs in `TaskRunner`; answers for an older film are dropped."""

    changed = Signal(object)  # Medium, or None: what is shown now
    first_picture = Signal(object)  # (h, w, 3) uint8 RGB, to look at until the frames are known
    frames_known = Signal(object)  # PtsIndex or None (sound only)
    sound_found = Signal(object, object)  # path, Medium: the sound that is played from now on
    sound_failed = Signal(str)  # why there is none, or none is heard
    missing = Signal(object)  # Medium whose file is not there
    failed = Signal(str)

    def __init__(
        self,
        *,
        player: PlaybackController,
        tasks: TaskRunner,
        jobs: JobBoard,
        feedback: Feedback,
        open_sound: Callable[[Path, Medium], AudioOutput],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._player = player
        self._tasks = tasks
        self._jobs = jobs
        self._feedback = feedback
        self._open_sound = open_sound
        # Each says who is to be shown every frame while a film is checked; asked on the thread that decodes.
        self.observers: list[Callable[[Medium, Path], Sequence[PictureObserver]]] = []
        # The same for those who look on only where a film is decoded from its start for others.
        self.companions: list[Callable[[Medium, PtsIndex], Sequence[PictureObserver]]] = []
        self._generation = 0
        self._running: list[Task[object]] = []
        self.workspace: Workspace | None = None
        self.medium: Medium | None = None

    # --- which film ------------------------------------------------------------------------

    def open_workspace(self, workspace: Workspace, medium_id: str) -> None:
        self.workspace = workspace
        media = workspace.project.catalogue.media
        chosen = media.get(medium_id) or next(iter(media.values()), None)
        self.show(chosen.id if chosen is not None else "")

    def close_workspace(self) -> None:
        self.show("")
        self.workspace = None

    def show(self, medium_id: str) -> None:
        """Show a film of the project; empty: none."""
        self._generation += 1
        for task in self._running:
            task.cancel()
        self._running.clear()
        self._player.unload()
        workspace = self.workspace
        self.medium = None
        if workspace is None or not medium_id:
            self.changed.emit(None)
            return
        medium = self.medium = workspace.project.catalogue.media[medium_id]
        self.changed.emit(medium)
        path = workspace.project.path_of(medium)
        if not path.is_file():
            self.missing.emit(medium)
            return
        project = workspace.project
        if medium.has_video:
            library, stream = FileLibrary(workspace.places.cache), medium.video_stream
            self._start(lambda _: library.first_picture(path, stream=stream), self._show_first, _told_later)
        self._start(lambda _: project.frame_times(medium), partial(self._load, path), self._cannot_show)

    def _show_first(self, picture: object) -> None:
        if picture is not None and not self._player.loaded:
            self.first_picture.emit(picture)

    def refresh(self, medium: Medium) -> None:
        """The catalogue knows something new of the film that is shown: its place, its streams, more of it."""
        before, self.medium = self.medium, medium
        if before is None or self.workspace is None:
            return
        same_film = (before.path, before.video_stream) == (medium.path, medium.video_stream)
        same_content = before.quick_hash == medium.quick_hash
        if not same_film or not (same_content or medium.has_video):
            self.show(medium.id)
        elif not same_content:
            self._go_on(medium)
        elif before.audio_stream != medium.audio_stream:
            self._load_sound(self.workspace.project.path_of(medium), medium)

    def _go_on(self, medium: Medium) -> None:
        """The file has more than before, or other content; the position stays."""
        assert self.workspace is not None
        project = self.workspace.project
        self._cancel_jobs_of(medium)
        self._start(lambda _: project.frame_times(medium), partial(self._use_more, medium), self._cannot_show)

    def _use_more(self, medium: Medium, index: PtsIndex | None) -> None:
        if index is None or self.workspace is None:
            return
        self.workspace.labelling(medium.id).set_frames(index)
        self._player.use_index(index, medium.span)
        self.frames_known.emit(index)

    def settle(self) -> None:
        """The file of the film that is shown does not grow any more: what waited for that is done now."""
        medium, workspace = self.medium, self.workspace
        if medium is not None and workspace is not None and not workspace.read_only:
            path = workspace.project.path_of(medium)
            self._load_sound(path, medium)
            self._find_out(path, medium, workspace)

    def _cancel_jobs_of(self, medium: Medium) -> None:
        """Those that were begun for other content or streams of the film."""
        for job in self._jobs.running:
            rest = job.id.partition(" ")[2]
            if rest.startswith(f"{medium.id} ") and rest != content_of(medium):
                self._jobs.cancel(job.id)

    def _load(self, path: Path, index: PtsIndex | None) -> None:
        medium, workspace = self.medium, self.workspace
        assert medium is not None
        assert workspace is not None
        workspace.labelling(medium.id).set_frames(index)
        self._player.load(path, medium.scale, medium.span, index)
        self.frames_known.emit(index)
        self._load_sound(path, medium)
        if not workspace.read_only:
            self._find_out(path, medium, workspace)

    def _load_sound(self, path: Path, medium: Medium) -> None:
        workspace = self.workspace
        assert workspace is not None
        self._cancel_jobs_of(medium)
        if medium.has_audio:
            self._start(
                lambda _: self._open_sound(path, medium), self._use_sound, self._no_sound, AudioOutput.close
            )
            self.sound_found.emit(path, medium)
        else:
            self.sound_failed.emit(tr("This film has no sound."))

    # --- in the background -----------------------------------------------------------------

    def _find_out(self, path: Path, medium: Medium, workspace: Workspace) -> None:
        """Confirm the index by one decode, and hash the whole file, where that was not done yet."""
        library = FileLibrary(workspace.places.cache)
        if not medium.confirmed:
            self.run_job(
                f"confirm {content_of(medium)}",
                tr("Checking every frame of {film}", film=medium.name),
                partial(self._check, path, medium, workspace),
                lambda found: self._confirmed(workspace, medium.id, *found),
            )
        if not medium.sha256:
            self.run_job(
                f"hash {content_of(medium)}",
                tr("Fingerprint of {film}", film=medium.name),
                # The quick hash afterwards: a file that grew meanwhile was read in parts of two ages.
                lambda task: (
                    library.sha256(path, task.report, task.cancelled),
                    library.quick_hash(path),
                ),
                lambda digests: self._hashed(workspace, medium.id, *digests),
            )

    def all_observers(self, medium: Medium, path: Path) -> Sequence[PictureObserver]:
        """Everyone who still needs frames of the film. Called on the thread that decodes."""
        return [observer for make in self.observers for observer in make(medium, path)]

    def all_companions(self, medium: Medium, index: PtsIndex) -> Sequence[PictureObserver]:
        """Called on the thread that decodes."""
        return [observer for make in self.companions for observer in make(medium, index)]

    def _check(
        self, path: Path, medium: Medium, workspace: Workspace, task: Task[tuple[Medium, PtsIndex | None]]
    ) -> tuple[Medium, PtsIndex | None]:
        """On a thread of the runner: every frame is decoded, once for all who look on."""
        library = FileLibrary(workspace.places.cache)
        if medium.has_video:
            look_through(
                path,
                workspace.places.cache,
                self.all_observers(medium, path),
                stream=medium.film_number,
                on_progress=task.report,
                cancelled=task.cancelled,
                on_refusal=lambda error: self._tasks.post(partial(self._feedback.refuse, error)),
                companions=partial(self.all_companions, medium),
            )
        facts = library.describe(
            path,
            video_stream=medium.video_stream,
            audio_stream=medium.audio_stream,
            confirm=True,
            on_progress=None if medium.has_video else task.report,
            cancelled=task.cancelled,
        )
        return facts, library.frame_times(path, stream=medium.video_stream, confirmed=True)

    def _confirmed(self, workspace: Workspace, medium_id: str, facts: Medium, index: PtsIndex | None) -> None:
        medium = workspace.project.catalogue.media.get(medium_id)
        if medium is None or content_of(replace(facts, id=medium_id)) != content_of(medium):
            return  # the file went on growing, or another of its films was chosen meanwhile
        known = replace(
            medium,
            start=facts.start,
            end=facts.end,
            frames=facts.frames,
            confirmed=True,
            has_video=facts.has_video,
            has_audio=facts.has_audio,
            facts=facts.facts,
        )
        known = covering_labels(known, workspace.project.whole(medium_id))
        self._note(workspace, known)
        if index is not None:
            self.use_index(known, index)

    def use_index(self, medium: Medium, index: PtsIndex) -> None:
        """The confirmed index of `medium`, where that is shown still."""
        if self.workspace is not None and self.medium is not None and self.medium.id == medium.id:
            self.workspace.labelling(medium.id).set_frames(index)
            self._player.use_index(index, medium.span)
            self.frames_known.emit(index)

    def _hashed(self, workspace: Workspace, medium_id: str, digest: str, content: str) -> None:
        medium = workspace.project.catalogue.media.get(medium_id)
        if medium is not None and medium.quick_hash == content:
            self._note(workspace, replace(medium, sha256=digest))

    def _note(self, workspace: Workspace, medium: Medium) -> None:
        if workspace is self.workspace:
            self._feedback.attempt(lambda: workspace.editing.perform(e.ChangeMedium(medium), actor=PROBE))

    def _use_sound(self, sound: AudioOutput) -> None:
        self._player.use_sound(sound)

    def _no_sound(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.sound_failed.emit(told(error))
        elif not isinstance(error, Cancelled):
            raise error

    def _cannot_show(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.failed.emit(told(error))
        elif not isinstance(error, Cancelled):
            raise error

    # --- tasks of this film ----------------------------------------------------------------

    def _start(
        self,
        work: Callable[[Task[T]], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        on_dropped: Callable[[T], None] | None = None,
    ) -> None:
        generation = self._generation

        def done(found: T) -> None:
            if generation == self._generation:
                on_done(found)
            elif on_dropped is not None:
                on_dropped(found)

        task = self._tasks.run(work, on_done=done, on_failed=on_failed, on_dropped=on_dropped)
        self._running.append(task)  # type: ignore[arg-type]

    def run_job(
        self,
        job_id: str,
        title: str,
        work: Callable[[Task[T]], T],
        on_done: Callable[[T], None],
        on_cancelled: Callable[[str], None] = lambda _: None,
        *,
        waited_for: bool = False,
    ) -> None:
        """Long work with a line in the list of jobs. It goes on when another film is shown.

        `waited_for`: somebody asked for it just now; it does not stand behind what nobody waits for.
        """
        if any(job.id == job_id for job in self._jobs.running):
            return  # it was begun when the film was shown before; its answer finds the film by its id

        def done(found: T) -> None:
            self._jobs.end(job_id, JobPhase.DONE)
            on_done(found)

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled):
                self._jobs.end(job_id, JobPhase.CANCELLED, tr("Cancelled."))
                on_cancelled(tr("Cancelled."))
            elif isinstance(error, UserError):
                self._jobs.end(job_id, JobPhase.FAILED, error.text)
                on_cancelled(told(error))
            else:
                self._jobs.end(job_id, JobPhase.FAILED, f"{error!r}")
                raise error

        left = TimeLeft()
        task = self._tasks.run(
            work,
            on_done=done,
            on_failed=failed,
            on_progress=lambda fraction: self._jobs.progress(
                job_id, round(fraction * 1000), 1000, eta_s=left.after(fraction, time.monotonic())
            ),
            long=not waited_for,
        )
        self._jobs.start(job_id, title, task.cancel)


def content_of(medium: Medium) -> str:
    """What jobs about a film are made of: its id, how much of the file there is, and which streams."""
    return f"{medium.id} {medium.quick_hash} {medium.video_stream} {medium.audio_stream}"


def _told_later(error: Exception) -> None:
    """Why the first picture cannot be shown is told by whoever reads the whole film."""
    if not isinstance(error, UserError | Cancelled):
        raise error
