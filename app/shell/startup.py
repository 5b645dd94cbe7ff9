"""The composition root: everything is made here once, given to what needs it, and closed in order."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app import __version__
from app.domain.errors import UserError
from app.domain.media import Medium
from app.qt.audio_output import AudioOutput
from app.qt.explain_worker import ExplainWorker
from app.qt.inference_worker import InferenceWorker
from app.qt.languages import Languages
from app.qt.playback import PlaybackController
from app.qt.session_signals import SessionSignals
from app.qt.sound_devices import SoundDevices
from app.qt.task_runner import TaskRunner
from app.qt.training_process import QtTrainingProcess
from app.resource_files import resource_folder
from app.session.jobs import JobBoard
from app.session.key_maps import clashes
from app.session.places import Places
from app.session.settings import load_settings, save_settings
from app.session.worker import worker_command
from app.shell.actions import KeyMap, Mode
from app.shell.arranging_controller import ArrangingController
from app.shell.arrival import Arrival
from app.shell.box_controller import BoxController
from app.shell.box_menus import BoxMenus
from app.shell.bug_catcher import BugCatcher
from app.shell.clock_controller import ClockController
from app.shell.commands import Commands
from app.shell.complete_controller import CompleteController
from app.shell.details_controller import DetailsController
from app.shell.doubts_controller import DoubtsController
from app.shell.dragging_controller import DraggingController
from app.shell.exchange_controller import ExchangeController
from app.shell.explain_controller import ExplainController
from app.shell.features_controller import FeaturesController
from app.shell.feedback import Feedback
from app.shell.film_context import FilmContext
from app.shell.film_controller import FilmController
from app.shell.floating_picture import FloatingPicture
from app.shell.guide_controller import GuideController
from app.shell.hardware_controller import HardwareController
from app.shell.history_controller import HistoryController
from app.shell.jobs_controller import JobsController
from app.shell.key_map_controller import KeyMapController
from app.shell.keyboard import Keyboard
from app.shell.label_controller import LabelController
from app.shell.label_table_controller import LabelTableController
from app.shell.main_window import MainWindow
from app.shell.menus import Menus
from app.shell.motion_controller import MotionController
from app.shell.ontology_controller import OntologyController
from app.shell.preflight_controller import PreflightController
from app.shell.project_controller import ProjectController
from app.shell.propagation_controller import PropagationController
from app.shell.proxy_controller import ProxyController
from app.shell.relink_controller import RelinkController
from app.shell.repair_controller import RepairController
from app.shell.review_controller import ReviewController
from app.shell.settings_controller import SettingsController
from app.shell.sound_controller import SoundController
from app.shell.sound_pictures_controller import SoundPicturesController
from app.shell.start_controller import StartController
from app.shell.still_controller import StillController
from app.shell.together_controller import TogetherController
from app.shell.views_controller import ViewsController
from app.shell.wiring import Wiring
from app.shell.workspace import Workspace
from app.shell.zone_controller import ZoneController
from app.storage.project_store import ProjectStore
from app.views.dialogs.questions import Questions
from app.views.player.sound_panel import SoundPanel
from app.views.texts import told
from app.views.theme import Theme, theme_of

MOST_RECENT = 8
SAVE_SETTINGS_MS = 1_000
# How long work beside the window may keep it waiting for the interpreter: an edit would wait for several of
# Python's own 5 ms.
_SWITCH_S = 0.0005


class Studio(QObject):
    """The window with all that works in it. `show`, `open`, `close`; `close` leaves no thread behind."""

    def __init__(
        self,
        application: QApplication,
        *,
        places: Places,
        questions: Callable[[MainWindow], Questions] = Questions,
        process: QtTrainingProcess | None = None,
        asking: QtTrainingProcess | None = None,
        inference: InferenceWorker | None = None,
        explainer: ExplainWorker | None = None,
        open_sound: Callable[[Path, Medium], AudioOutput] | None = None,
    ) -> None:
        super().__init__()
        sys.setswitchinterval(_SWITCH_S)
        self.places = places
        self.settings = load_settings(places.settings)
        self._closed = False
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_SETTINGS_MS)
        self._saving.timeout.connect(self._save_settings)
        self.languages = Languages(
            application, (resource_folder("translations"), places.settings.parent / "translations")
        )
        self.languages.use(self.settings.language)
        self.theme = Theme(application, theme_of(self.settings.theme))
        self.window = MainWindow()
        self.tasks = TaskRunner(self)
        self.board = JobBoard()
        self.signals = SessionSignals(self)
        self.process = process if process is not None else QtTrainingProcess(self)
        self.asking = asking if asking is not None else QtTrainingProcess(self, command=_doubts_command)
        self.inference = inference if inference is not None else InferenceWorker(self)
        self.explainer = explainer if explainer is not None else ExplainWorker(self)
        self.player = PlaybackController(self)
        self.keys = KeyMap(changes=self.settings.keys)
        self.keyboard = Keyboard(self.keys, self)
        self.feedback = Feedback(self.window)
        self.questions = questions(self.window)
        self._make_controllers(open_sound or partial(_sound_of, SoundDevices()))
        self.preferences = SettingsController(self)
        self.commands = Commands(self)
        self.menus = Menus(self)
        self.box_menus = BoxMenus(self)
        self.wiring = Wiring(self)
        self._restore()

    def _make_controllers(self, open_sound: Callable[[Path, Medium], AudioOutput]) -> None:
        window, player, feedback, questions = self.window, self.player, self.feedback, self.questions
        self.projects = ProjectController(
            places=self.places,
            settings=lambda: self.settings,
            tasks=self.tasks,
            make_workspace=self._make_workspace,
            feedback=feedback,
            questions=questions,
            parent=self,
        )
        self.film = FilmController(
            player=player,
            tasks=self.tasks,
            jobs=self.board,
            feedback=feedback,
            open_sound=open_sound,
            parent=self,
        )
        context = FilmContext(
            film=self.film,
            window=window,
            player=player,
            tasks=self.tasks,
            board=self.board,
            feedback=feedback,
            settings=lambda: self.settings,
            cache_dir=self.places.cache,
        )
        self._make_picture_controllers(context)
        self._make_file_controllers(context)
        self.clocks = ClockController(context, parent=self)
        self.sound = SoundController(
            panel=SoundPanel(window),
            anchor=window.transport.sound_settings,
            player=player,
            feedback=feedback,
            parent=self,
        )
        self.exchange = ExchangeController(context, questions=questions, parent=self)
        self.labels = LabelController(
            context, questions=questions, taken_keys=lambda: self.keys.letters(Mode.LABEL), parent=self
        )
        self.details = DetailsController(context, labels=self.labels, clocks=self.clocks, parent=self)
        self.complete = CompleteController(context, labels=self.labels, parent=self)
        self.arranging = ArrangingController(context, labels=self.labels, parent=self)
        self.dragging = DraggingController(context, labels=self.labels, parent=self)
        self.classes = OntologyController(context, questions=questions, keys=lambda: self.keys, parent=self)
        self.history = HistoryController(context, labels=self.labels, questions=questions, parent=self)
        self.boxes = BoxController(context, labels=self.labels, parent=self)
        self.zones = ZoneController(context, labels=self.labels, parent=self)
        self.propagation = PropagationController(context, labels=self.labels, parent=self)
        self.review = ReviewController(context, labels=self.labels, questions=questions, parent=self)
        self.together = TogetherController(context, labels=self.labels, questions=questions, parent=self)
        self.motion = MotionController(
            context, labels=self.labels, review=self.review, questions=questions, parent=self
        )
        self._make_model_controllers(context)
        self._make_window_controllers(context)

    def _make_window_controllers(self, context: FilmContext) -> None:
        """What is about the window itself, and about all films."""
        self.arrival = Arrival(self.film, self.labels, parent=self)
        self.floating = FloatingPicture(self.window, self.keyboard, parent=self)
        self.label_table = LabelTableController(
            context, questions=self.questions, go_to=self.arrival.go_to, act=self.act, parent=self
        )
        self.start = StartController(
            window=self.window,
            tasks=self.tasks,
            feedback=self.feedback,
            settings=lambda: self.settings,
            open_path=self.open,
            act=self.act,
            parent=self,
        )
        self.key_changes = KeyMapController(
            window=self.window,
            keys=self.keys,
            questions=self.questions,
            class_clashes=self._class_clashes,
            parent=self,
        )

    def _class_clashes(self) -> list[tuple[str, str]]:
        if self.workspace is None:
            return []
        ontology = self.workspace.project.catalogue.ontology
        return clashes(self.keys.table, self.keys.changes, ontology, Mode.LABEL)

    def _make_picture_controllers(self, context: FilmContext) -> None:
        """What is made of a film's pictures and sound, and shows them."""
        self.proxies = ProxyController(context, parent=self)
        self.sound_pictures = SoundPicturesController(context, parent=self)
        self.hardware = HardwareController(context, parent=self)
        self.still = StillController(context, parent=self)
        self.views = ViewsController(context, parent=self)

    def _make_file_controllers(self, context: FilmContext) -> None:
        """What is said of films' files, and done about it."""
        self.preflight = PreflightController(
            context,
            act=self.act,
            copied=lambda: self.proxies.at_hand,
            device=lambda: self.hardware.device,
            parent=self,
        )
        self.repair = RepairController(context, questions=self.questions, parent=self)
        self.relink = RelinkController(context, questions=self.questions, parent=self)

    def _make_model_controllers(self, context: FilmContext) -> None:
        self.explain = ExplainController(context, worker=self.explainer, parent=self)
        self.jobs = JobsController(context, process=self.process, parent=self)
        self.features = FeaturesController(context, parent=self)
        self.doubts = DoubtsController(context, labels=self.labels, parent=self)
        self.guide = GuideController(
            window=self.window,
            labels=self.labels,
            review=self.review,
            jobs=self.jobs,
            keys=self.keys,
            act=self.act,
            parent=self,
        )

    def _make_workspace(self, store: ProjectStore) -> Workspace:
        return Workspace(
            store,
            places=self.places,
            settings=self.settings,
            tasks=self.tasks,
            process=self.process,
            asking=self.asking,
            prelabeller=self.inference,
            taker=self.inference,
        )

    # --- what can be done from outside -----------------------------------------------------

    @property
    def workspace(self) -> Workspace | None:
        return self.projects.workspace

    def act(self, action_id: str) -> None:
        """Do one action of the table, as if by its key."""
        self.commands.perform(action_id)

    def show(self) -> None:
        self.window.show()
        handle = self.window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self.keyboard)
        if self.settings.picture_floats:
            self.floating.float_out(self.settings.picture)

    def open(self, path: Path) -> None:
        self.projects.open(path)

    def set_muted(self, muted: bool) -> None:
        self.player.set_muted(muted)
        self.change_settings(muted=muted)

    def change_settings(self, **values: object) -> None:
        """Remember now; the file is written a little later, so that a slider does not write at each step."""
        self.settings = replace(self.settings, **values)  # type: ignore[arg-type]
        self._saving.start()

    def _save_settings(self) -> None:
        self._saving.stop()
        try:
            save_settings(self.settings, self.places.settings)
        except UserError as error:
            self.feedback.say(told(error))

    def remember_recent(self, path: Path) -> None:
        others = [p for p in self.settings.recent if p != str(path)]
        self.change_settings(recent=(str(path), *others)[:MOST_RECENT])

    def remember_preset(self, preset: str) -> None:
        """The form that the open project trains from now on."""
        workspace = self.workspace
        if workspace is not None:
            self.change_settings(presets={**self.settings.presets, str(workspace.path): preset})

    def close(self) -> None:
        """Stop the child, join the threads, close the project. Safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self.wiring.stop()
        self.review.stop()
        self.preflight.stop()
        self.settings = replace(
            self.settings,
            window=self.window.layout_text(),
            picture=self.floating.place() or self.settings.picture,
            picture_floats=self.floating.floating,
        )
        self.label_table.close()
        self.floating.dock()
        self._save_settings()
        self.window.hide()
        self.film.close_workspace()
        self.process.close()
        self.asking.close()
        self.inference.close()
        self.explainer.close()
        self.projects.close_project()
        self.player.unload()
        self.tasks.shut_down()
        self.signals.stop()
        handle = self.window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self.keyboard)
        self.window.deleteLater()
        self.languages.close()

    def dispose(self) -> None:
        """Close, and let Qt delete all of it now, while the application still stands.

        Left to the interpreter's end, widgets and timers may outlive the QApplication, and that crashes.
        """
        self.close()
        self.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _restore(self) -> None:
        self.window.restore_layout(self.settings.window)
        self.player.set_volume(self.settings.volume)
        self.player.set_muted(self.settings.muted)
        self.player.set_deinterlacing(self.settings.deinterlace)
        self.window.transport.set_volume(self.settings.volume)
        self.window.transport.set_muted(self.settings.muted)
        self.window.key_hints.setVisible(self.settings.show_keys)


def _doubts_command(kind: str, job: Path) -> list[str]:
    """The worker that looks for doubtful labels, whose events are those of a training."""
    return worker_command("doubts", job)


def _sound_of(devices: SoundDevices, path: Path, medium: Medium) -> AudioOutput:
    return AudioOutput(
        path,
        stream=medium.sound_number,
        offset_s=medium.audio_offset_ms / 1000,
        channel=medium.audio_channel,
        devices=devices,
    )


def run(path: Path | None) -> int:
    """Open the window, with `path` in it where one is given; the exit code of the event loop."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Sora Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sora-studio")
    places = Places.of_platform()
    catcher = BugCatcher(places.logs)
    before, sys.excepthook = sys.excepthook, catcher
    studio = Studio(application, places=places)
    catcher.watch(studio)
    # A bug in a thread of Python's own is told like any other, on the GUI thread.
    threads_before, threading.excepthook = threading.excepthook, catcher.in_thread
    # Python's signal handlers only run when Python runs: look in now and then.
    # They run between any two steps of the program: closing must wait for the event loop's turn.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: QTimer.singleShot(0, application.quit))
    pulse = QTimer()
    pulse.timeout.connect(lambda: None)
    pulse.start(500)
    try:
        studio.show()
        if path is not None:
            studio.open(path)
        return application.exec()
    finally:
        pulse.stop()
        studio.dispose()
        sys.excepthook = before
        threading.excepthook = threads_before
        catcher.close()
