"""Waveform and spectrogram of the film that is shown: drawn while they are made, in the background."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from app.domain.errors import UserError
from app.domain.media import Medium
from app.domain.timebase import TimeRange
from app.media import spectrogram as sg
from app.media import waveform_peaks as wp
from app.media.onsets import onsets_of
from app.media.sound_pass import Window, make_pictures, open_peaks, open_spectrogram
from app.qt.task_runner import Task
from app.shell.feedback import when_refused
from app.shell.film_context import FilmContext
from app.shell.film_controller import content_of
from app.views.texts import told, tr
from app.views.timeline.sound_view import Column, Sound, SoundView

LOOK_MS = 300
_WITH_SPECTROGRAM = ("spectrogram", "both")
_JOBS = ("peaks", "spectrogram", "spectrograms")
_MOST_SPECTROGRAMS = 2
"""A spectrogram each for so many channels; those of more are drawn mixed."""


@dataclass(slots=True)
class _Files:
    """Where the pictures of a sound are."""

    peaks: Path
    spectrograms: dict[int | None, Path]


@dataclass(slots=True)
class _Shown:
    """The sound of one film: what has been opened of its pictures, and which are being made."""

    path: Path
    medium: Medium
    files: _Files | None = None
    peaks: wp.WaveformPeaks | None = None
    spectrograms: dict[int | None, sg.Spectrogram] = field(default_factory=dict)
    making: set[int | None] = field(default_factory=set)
    onsets: Task[NDArray[np.float64]] | None = None


class SoundPicturesController(QObject):
    """Follows the film that is shown. What is begun for a film goes on when another is shown."""

    def __init__(self, context: FilmContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._film, self._tasks, self._board = context.film, context.tasks, context.board
        self._settings, self._cache_dir = context.settings, context.cache_dir
        self._timeline = context.window.timeline
        self._shown: _Shown | None = None
        self._opening: Task[_Files] | None = None
        # Read by the thread that makes the pictures; assigned whole.
        self._seen: Window | None = None
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        context.film.changed.connect(self._film_changed)
        context.film.sound_found.connect(self._sound_found)
        context.film.sound_failed.connect(lambda why: self._timeline.set_sound(None, why))
        context.film.missing.connect(self._film_missing)
        context.window.timeline.window_changed.connect(self._window_changed)
        self.show_view()

    # --- what the person chose -------------------------------------------------------------

    def show_view(self) -> None:
        """As the settings say now."""
        chosen = self._settings()
        self._timeline.set_sound_view(
            SoundView(
                waveform=chosen.sound_view != "spectrogram",
                spectrogram=chosen.sound_view in _WITH_SPECTROGRAM,
                apart=chosen.channels_apart,
                decibels=chosen.decibels,
            )
        )
        if self._shown is not None:
            self._show()
            self._make(self._shown, waited_for=True)

    def follow_offset(self) -> None:
        """The film's sound may have been shifted against its picture."""
        if self._shown is not None:
            self._timeline.sound_grew()

    # --- the film that is shown ------------------------------------------------------------

    def _film_changed(self, medium: Medium | None) -> None:
        if self._opening is not None:
            self._opening.cancel()
        if self._shown is not None and self._shown.onsets is not None:
            self._shown.onsets.cancel()
        self._shown = self._opening = self._seen = None
        self._timeline.set_onsets(None)
        self._looking.stop()
        self._timeline.set_sound(None, "")

    def _film_missing(self, medium: Medium) -> None:
        if medium.has_audio:
            self._timeline.set_sound(None, tr("Its sound is drawn when the film is found."))

    def _sound_found(self, path: Path, medium: Medium) -> None:
        self._film_changed(medium)
        self._timeline.set_sound(None, tr("Reading the sound …"))
        shown = self._shown = _Shown(path, medium)
        self._window_changed(self._timeline.visible_window())
        # Begun before the film's other jobs: this one is looked at.
        self._start(
            shown,
            f"peaks {content_of(medium)}",
            tr("Waveform of {film}", film=medium.name),
            True,
            self._wanted(shown),
        )
        self._opening = self._tasks.run(
            lambda _: self._files_of(path, medium),
            on_done=self._begin,
            on_failed=when_refused(self._no_files),
        )

    def _no_files(self, error: UserError) -> None:
        self._timeline.set_sound(None, told(error))

    def _files_of(self, path: Path, medium: Medium) -> _Files:
        """On a thread of the runner."""
        # What draws the sound takes half a second to import: not on the thread that the person waits for.
        importlib.import_module("app.views.timeline.sound_items")
        stream, channels = medium.sound_number, (None, *range(_MOST_SPECTROGRAMS))
        return _Files(
            wp.peaks_file(path, self._cache_dir, stream),
            {one: sg.spectrogram_file(path, self._cache_dir, stream, one) for one in channels},
        )

    def _begin(self, files: _Files) -> None:
        assert self._shown is not None
        self._opening, self._shown.files = None, files
        self._looking.start()
        self._look()

    def _make(self, shown: _Shown, *, waited_for: bool) -> None:
        """Begin the spectrograms that are asked for, are not there and are not being made."""
        content, name = content_of(shown.medium), shown.medium.name
        lacking = [one for one in self._wanted(shown) if not _is_whole(shown.spectrograms.get(one))]
        wanted = [one for one in lacking if one not in shown.making]
        if wanted and shown.peaks is not None:
            if None in wanted:
                kind, title = "spectrogram", tr("Spectrogram of {film}", film=name)
            else:
                kind, title = "spectrograms", tr("Spectrogram of each channel of {film}", film=name)
            self._start(
                shown,
                f"{kind} {content}",
                title,
                False,
                wanted,
                waited_for=waited_for,
            )

    def _start(
        self,
        shown: _Shown,
        job_id: str,
        title: str,
        peaks: bool,
        spectrograms: Sequence[int | None],
        *,
        waited_for: bool = False,
    ) -> None:
        def work(task: Task[None]) -> None:
            make_pictures(
                shown.path,
                self._cache_dir,
                stream=shown.medium.sound_number,
                peaks=peaks,
                spectrograms=spectrograms,
                window=lambda: self._seen if self._shown is shown else None,
                on_progress=task.report,
                cancelled=task.cancelled,
            )

        def ended(_: None) -> None:
            shown.making -= set(spectrograms)
            if shown is self._shown:
                self._look()
                if peaks:
                    self._make(shown, waited_for=False)  # how many channels there are is known now

        def stopped(why: str) -> None:
            """What is there stays in sight."""
            shown.making -= set(spectrograms)
            if shown is self._shown:
                self._look()
                if shown.peaks is None or not shown.peaks.duration_s:
                    self._timeline.set_sound(None, why)

        shown.making |= set(spectrograms)
        self._film.run_job(job_id, title, work, ended, stopped, waited_for=waited_for)
        if shown.files is not None:
            self._looking.start()

    def _wanted(self, shown: _Shown) -> Sequence[int | None]:
        """The spectrograms that the view asks for, by channel."""
        chosen = self._settings()
        if chosen.sound_view not in _WITH_SPECTROGRAM:
            return ()
        if shown.peaks is None:
            return () if chosen.channels_apart else (None,)
        channels = shown.peaks.channels
        apart = chosen.channels_apart and 1 < channels <= _MOST_SPECTROGRAMS
        return tuple(range(channels)) if apart else (None,)

    # --- looking what has come -------------------------------------------------------------

    def _look(self) -> None:
        shown = self._shown
        if shown is None:
            self._looking.stop()
            return
        content = content_of(shown.medium)
        making = any(job.id in {f"{kind} {content}" for kind in _JOBS} for job in self._board.running)
        # How many channels there are is only known of an opened waveform.
        opened = _open_more(shown, ()) | _open_more(shown, self._wanted(shown))
        pictures = [shown.peaks, *shown.spectrograms.values()]
        # Each is asked, whatever the others say.
        came = [picture.refresh() for picture in pictures if picture is not None]
        if opened:
            self._show()
        elif any(came):
            self._timeline.sound_grew()
        if shown.peaks is not None and shown.peaks.whole:
            self._find_onsets(shown)
        if not making:
            shown.making.clear()
            self._looking.stop()

    def _find_onsets(self, shown: _Shown) -> None:
        """Once for each sound, from its whole waveform."""
        files = shown.files
        if shown.onsets is not None or files is None:
            return

        def find(task: Task[NDArray[np.float64]]) -> NDArray[np.float64]:
            peaks = open_peaks(files.peaks)  # of this thread's own
            return onsets_of(peaks, task.cancelled) if peaks is not None else np.zeros(0)

        def found(seconds: NDArray[np.float64]) -> None:
            scale = shown.medium.scale
            if shown is self._shown:
                ticks = (seconds + self._offset_s + float(scale.origin)) / float(scale.time_base)
                self._timeline.set_onsets(np.round(ticks).astype(np.int64))

        shown.onsets = self._tasks.run(find, on_done=found, on_failed=when_refused(self._no_files))

    def _show(self) -> None:
        shown = self._shown
        if shown is None or shown.peaks is None:
            return
        peaks = shown.peaks

        def waveform(start_s: float, end_s: float, columns: int, *channel: int) -> tuple[Column, Column]:
            offset = self._offset_s
            low, high = peaks.peaks(start_s - offset, end_s - offset, columns, *channel)
            return low * np.float32(peaks.gain), high * np.float32(peaks.gain)

        def loudness(start_s: float, end_s: float, columns: int, *channel: int) -> Column:
            offset = self._offset_s
            rms = peaks.loudness(start_s - offset, end_s - offset, columns, *channel)
            return rms * np.float32(peaks.gain)

        there = [shown.spectrograms.get(channel) for channel in self._wanted(shown)]
        spectrograms = tuple(_Shifted(one, lambda: self._offset_s) for one in there if one is not None)
        if len(spectrograms) < len(there):
            spectrograms = ()
        self._timeline.set_sound(Sound(waveform, loudness, peaks.channels, spectrograms))

    @property
    def _offset_s(self) -> float:
        """The sound is heard so much later against the picture."""
        medium = self._film.medium
        return medium.audio_offset_ms / 1000 if medium is not None else 0.0

    def _window_changed(self, window: TimeRange | None) -> None:
        medium = self._film.medium
        if window is None or medium is None:
            return
        start, end = (medium.scale.seconds(tick) - self._offset_s for tick in (window.start, window.end))
        self._seen = start, end


class _Shifted:
    """A spectrogram on the film's time."""

    def __init__(self, picture: sg.Spectrogram, offset_s: Callable[[], float]) -> None:
        self._picture = picture
        self._offset_s = offset_s
        self.hertz_at = picture.hertz_at
        self.height_of = picture.height_of

    @property
    def rate(self) -> int:
        return self._picture.rate

    @property
    def shades(self) -> tuple[int, int]:
        return self._picture.shades

    def columns(
        self, start_s: float, end_s: float, columns: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        offset = self._offset_s()
        return self._picture.columns(start_s - offset, end_s - offset, columns)


def _is_whole(picture: sg.Spectrogram | None) -> bool:
    return picture is not None and picture.whole


def _open_more(shown: _Shown, channels: Iterable[int | None]) -> bool:
    """Open what has come to be there; whether anything was."""
    if shown.files is None:
        return False
    before = (shown.peaks is not None, len(shown.spectrograms))
    if shown.peaks is None:
        shown.peaks = open_peaks(shown.files.peaks)
    for channel in channels:
        if channel not in shown.spectrograms:
            found = open_spectrogram(shown.files.spectrograms[channel])
            if found is not None:
                shown.spectrograms[channel] = found
    return before != (shown.peaks is not None, len(shown.spectrograms))
