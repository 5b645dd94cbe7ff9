"""Every connection between views, controllers and the session: who hears whom, and what an action does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer

from app.domain.changes import Change
from app.domain.media import Medium
from app.domain.timebase import TimeRange, clock_text
from app.session.key_maps import Keys
from app.shell.actions import Mode
from app.shell.guide_controller import class_keys
from app.shell.workspace import Workspace
from app.views.texts import told, tr

if TYPE_CHECKING:
    from app.shell.startup import Studio
    from sora_model.media.pts_index import PtsIndex

MODE_PAGES = {Mode.LABEL: "labels", Mode.REVIEW: "suggestions", Mode.EXPLAIN: "details"}
CHECKPOINT_IDLE_MS = 20_000


class Wiring(QObject):
    """Made once by `Studio`, after everything it connects."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._s = studio
        self._unsubscribe: Callable[[], None] | None = None
        # The write-ahead log is folded into the file while nobody is editing.
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(CHECKPOINT_IDLE_MS)
        self._idle.timeout.connect(self._checkpoint)
        self._connect_project()
        self._connect_player()
        self._connect_labels()
        self._connect_model()
        self._connect_frame()
        self._closed_project()
        self._set_mode(Mode.LABEL)

    # --- the project and its film ----------------------------------------------------------

    def _connect_project(self) -> None:
        s = self._s
        s.projects.opened.connect(self._opened_project)
        s.projects.closing.connect(self._closed_project)
        s.projects.busy.connect(self._show_busy)
        s.projects.idle.connect(self._show_idle)
        s.projects.cut_short.connect(s.repair.offer)
        s.repair.rebuilt.connect(lambda path: s.projects.take_dropped([path]))
        s.projects.films_added.connect(self._films_added)
        s.film.changed.connect(self._film_changed)
        s.film.frames_known.connect(self._frames_known)
        s.film.frames_known.connect(lambda _: s.doubts.film_ready())
        s.film.frames_known.connect(lambda _: s.history.film_ready())
        s.film.frames_known.connect(lambda _: s.arrival.film_ready())
        s.film.frames_known.connect(lambda _: s.together.film_ready())
        s.film.missing.connect(self._film_missing)
        s.film.changed.connect(s.preflight.show_film)
        s.window.film_mark.clicked.connect(s.preflight.show)
        s.film.failed.connect(
            lambda text: s.window.canvas.set_message(tr("This film cannot be shown"), text, "")
        )
        s.window.files_dropped.connect(s.projects.take_dropped)
        s.window.film_menu.aboutToShow.connect(s.menus.fill_film_menu)
        s.window.canvas.message_clicked.connect(self._message_clicked)
        s.window.notice.action_clicked.connect(s.act)
        s.signals.document_changed.connect(self._document_changed)
        s.signals.document_changed.connect(s.history.follow)
        s.signals.catalogue_changed.connect(s.history.follow)
        s.signals.catalogue_changed.connect(self._catalogue_changed)

    def _opened_project(self, workspace: Workspace, medium_id: str) -> None:
        s = self._s
        s.signals.follow(workspace.editing)
        s.remember_recent(workspace.path)
        s.jobs.open_workspace(workspace)
        s.features.open_workspace(workspace)
        s.doubts.open_workspace(workspace)
        s.history.open_workspace(workspace)
        editable = not workspace.read_only
        for view in (s.window.class_list, s.window.suggestion_list, s.window.details_panel):
            view.set_editable(editable)
        s.together.open_workspace(workspace)
        s.film.open_workspace(workspace, medium_id)
        s.relink.open_workspace(workspace)
        s.classes.open_workspace(workspace)
        workspace.count_labels(self._labels_counted)

    def _labels_counted(self) -> None:
        self._refresh_classes()
        self._s.jobs.show_readiness()

    def _closed_project(self) -> None:
        s = self._s
        s.signals.stop()
        if s.workspace is not None:
            s.process.close()
            s.asking.close()
        s.label_table.close()
        s.together.close()
        s.relink.close_workspace()
        s.classes.open_workspace(None)
        s.film.close_workspace()
        s.jobs.close_workspace()
        s.features.close_workspace()
        s.doubts.close_workspace()
        s.history.close_workspace()
        s.window.class_list.set_classes((), {})
        s.board.clear_ended()
        s.jobs.show_jobs()

    def _film_changed(self, medium: Medium | None) -> None:
        s = self._s
        workspace = s.workspace if medium is not None else None
        medium_id = medium.id if medium is not None else ""
        s.window.timeline.set_medium(medium.span if medium else None, medium.scale if medium else None, None)
        s.clocks.show(workspace, medium)
        s.labels.show(workspace, medium_id)
        s.boxes.show(workspace)
        s.zones.show()
        s.review.show(workspace, medium_id)
        s.motion.show_proposals()
        s.explain.show(workspace, medium_id)
        s.jobs.show_film(medium_id)
        s.window.canvas.set_picture(None)
        s.window.transport.set_enabled(False)
        s.window.transport.set_playing(False)
        s.window.transport.set_position(0.0, 0, 0)
        s.window.transport.set_dropped(0)
        s.sound.show(workspace, medium)
        if medium is None:
            s.window.show_film_name("", "")
            s.window.canvas.set_message("", "", "")
            s.start.show()
        else:
            s.start.hide()
            assert workspace is not None
            s.window.show_film_name(medium.name, workspace.path.name)
            s.window.canvas.set_message("", tr("Opening {name} …", name=medium.name), "")
        s.guide.show(s.workspace, medium)
        s.details.show(s.workspace)
        self._refresh_classes()

    def _frames_known(self, index: PtsIndex | None) -> None:
        s, medium = self._s, self._s.film.medium
        assert medium is not None
        starts = None if index is None else np.asarray(index.pts, np.int64)
        s.window.timeline.set_medium(medium.span, medium.scale, starts)
        s.clocks.use_index(index)
        s.window.transport.set_enabled(True)
        s.window.transport.set_sound(
            medium.has_audio, "" if medium.has_audio else tr("This film has no sound.")
        )
        if index is None:
            s.window.canvas.set_message(
                "", tr("{film} has sound only. The timeline works as usual.", film=medium.name), ""
            )
        else:
            s.window.canvas.set_message("", "", "")

    def _film_missing(self, medium: Medium) -> None:
        workspace = self._s.workspace
        assert workspace is not None
        self._s.window.canvas.set_message(
            tr("{film} was moved", film=medium.name),
            tr(
                "It is not at {path} any more. Its labels are all here. A search goes by its content, so its "
                "name and its folder may be others.",
                path=workspace.project.path_of(medium),
            ),
            tr("Find it…"),
        )

    def _message_clicked(self) -> None:
        self._s.act("open" if self._s.film.medium is None else "relink")

    def _show_busy(self, what: str, place: str) -> None:
        hint = tr("Labels are kept in {place}", place=place) if place else ""
        if self._s.film.medium is None:
            self._s.start.hide()
            self._s.window.canvas.set_message(tr("Opening {name} …", name=what), hint, "")
        else:
            self._s.feedback.say(tr("Opening {name} …", name=what))

    def _show_idle(self) -> None:
        if self._s.film.medium is None:
            self._film_changed(None)
        else:
            self._s.feedback.say("")

    def _films_added(self, media: tuple[Medium, ...]) -> None:
        shown = self._s.film.medium
        if shown is None or shown.id not in {medium.id for medium in media}:
            self._s.film.show(media[0].id)
        self._s.repair.announce(media)
        self._s.preflight.announce(media)

    def _document_changed(self, change: Change) -> None:
        s = self._s
        s.labels.follow(change)
        s.boxes.follow(change)
        s.motion.follow(change)
        s.zones.follow(change)
        s.review.follow(change)
        s.explain.follow(change)
        s.jobs.follow(change)
        s.doubts.follow(change)
        s.label_table.follow(change)
        s.guide.refresh()
        s.details.refresh()
        self._idle.start()

    def _catalogue_changed(self, change: Change) -> None:
        s, workspace = self._s, self._s.workspace
        if workspace is None:
            return
        self._refresh_classes()
        s.review.follow_catalogue(change)
        s.explain.follow_catalogue(change)
        s.jobs.follow(change)
        s.label_table.follow_catalogue(change)
        shown = s.film.medium
        known = workspace.project.catalogue.media.get(shown.id) if shown is not None else None
        if shown is not None and known is None:
            s.film.open_workspace(workspace, "")
        elif known is not None and known != shown:
            s.film.refresh(known)
            s.sound.follow(known)
            s.preflight.refresh()
            s.guide.show(workspace, known)
            s.details.show(workspace)
        if change.touches(Medium):
            s.clocks.show(workspace, s.film.medium)
            s.views.refresh()
        s.sound_pictures.follow_offset()
        s.boxes.follow_classes()
        s.boxes.show_boxes()
        self._idle.start()

    def _refresh_classes(self) -> None:
        s, workspace = self._s, self._s.workspace
        if workspace is not None:
            s.labels.show_classes()
            s.classes.refresh()
            s.keyboard.class_keys = class_keys(workspace.project.catalogue.ontology)
            s.key_changes.look_for_clashes()
        s.guide.refresh()
        s.guide.show_keys(s.window.mode)

    def stop(self) -> None:
        """The window closes."""
        self._idle.stop()

    def _checkpoint(self) -> None:
        workspace = self._s.workspace
        if workspace is not None and not workspace.read_only:
            self._s.feedback.succeeds(workspace.project.store.checkpoint)

    # --- playing ---------------------------------------------------------------------------

    def _connect_player(self) -> None:
        s, player, transport = self._s, self._s.player, self._s.window.transport
        player.position_changed.connect(self._position_changed)
        s.clocks.changed.connect(self._clocks_changed)
        player.picture_changed.connect(self._picture_changed)
        s.film.first_picture.connect(self._first_picture)
        player.quick_picture_changed.connect(self._picture_changed)
        player.playing_changed.connect(transport.set_playing)
        player.rate_changed.connect(transport.set_rate)
        player.loop_changed.connect(self._loop_changed)
        player.pictures_dropped.connect(transport.set_dropped)
        player.status_changed.connect(lambda text: s.window.status.set_part("sound", told(text)))
        player.failed.connect(lambda text: s.window.notice.tell(told(text), role="error"))
        transport.play_toggled.connect(player.toggle)
        transport.step_requested.connect(player.step)
        transport.rate_changed.connect(player.set_rate)
        transport.volume_changed.connect(self._volume_changed)
        transport.muted_changed.connect(s.set_muted)
        transport.loop_left.connect(player.leave_loop)
        transport.sound_settings_requested.connect(s.sound.open_panel)
        transport.primary_clicked.connect(s.guide.do_primary)
        timeline = s.window.timeline
        timeline.seek_requested.connect(player.seek)
        timeline.scrub_started.connect(self._scrub_started)
        timeline.scrub_finished.connect(self._scrub_finished)
        self._resume_after_scrub = False

    def _position_changed(self, tick: int, seconds: float, frame: int) -> None:
        s = self._s
        self._show_position(tick, seconds, frame)
        s.window.timeline.set_position(tick)
        s.review.follow_position(tick)
        if s.player.index is None:
            s.explain.follow_position(tick)

    def _show_position(self, tick: int, seconds: float, frame: int) -> None:
        s, index = self._s, self._s.player.index
        frames = len(index) if index is not None else 0
        s.window.transport.set_position(seconds, max(frame, 0), frames, *s.clocks.texts(tick))

    def _clocks_changed(self) -> None:
        player, medium = self._s.player, self._s.film.medium
        if medium is not None and player.loaded:
            self._show_position(player.tick, medium.scale.seconds(player.tick), player.frame)

    def _first_picture(self, picture: np.ndarray) -> None:
        medium = self._s.film.medium
        if medium is not None:
            self._s.window.canvas.set_picture(picture, medium.sample_aspect)

    def _picture_changed(
        self, picture: np.ndarray, frame: int, full_size: tuple[int, int] | None = None
    ) -> None:
        s, medium = self._s, self._s.film.medium
        if medium is None or s.player.index is None:
            return
        s.window.canvas.set_picture(picture, medium.sample_aspect, full_size)
        # Boxes and the map belong to the picture that is seen, which may be late, not to the clock.
        tick = s.player.index.start_of(frame)
        s.boxes.show_boxes(tick)
        s.motion.show_proposals(tick)
        s.explain.follow_position(tick)

    def _scrub_started(self) -> None:
        self._resume_after_scrub = self._s.player.playing
        self._s.player.pause()

    def _scrub_finished(self) -> None:
        if self._resume_after_scrub:
            self._s.player.play()

    def _loop_changed(self, range_: TimeRange | None) -> None:
        medium = self._s.film.medium
        text = ""
        if range_ is not None and medium is not None:
            text = " – ".join(clock_text(medium.scale.seconds(tick)) for tick in (range_.start, range_.end))
        self._s.window.transport.set_loop(text)

    def _volume_changed(self, volume: float) -> None:
        self._s.player.set_volume(volume)
        self._s.change_settings(volume=volume)

    # --- labels ----------------------------------------------------------------------------

    def _connect_labels(self) -> None:
        s, window, labels, boxes = self._s, self._s.window, self._s.labels, self._s.boxes
        window.class_list.add_requested.connect(labels.add_class)
        window.class_list.tapped.connect(labels.tap)
        s.classes.dialog.undo_requested.connect(lambda: s.act("undo"))
        window.label_list.chosen.connect(labels.go_to)
        window.label_list.selection_changed.connect(labels.select)
        window.label_list.remove_requested.connect(labels.remove)
        window.label_list.class_change_requested.connect(labels.set_class)
        window.toast.undo_clicked.connect(s.history.undo)
        window.timeline.selection_changed.connect(self._chosen_in_timeline)
        window.timeline.segment_change_requested.connect(labels.change_edges)
        window.timeline.suggestion_change_requested.connect(s.review.change_edges)
        window.timeline.create_requested.connect(labels.create)
        window.timeline.context_requested.connect(s.menus.show_timeline_menu)
        window.timeline.sound_menu_requested.connect(s.menus.show_sound_menu)
        labels.selection_changed.connect(lambda _: boxes.show_boxes())
        labels.box_class_chosen.connect(boxes.start_drawing)
        window.canvas.box_drawn.connect(boxes.draw)
        window.canvas.box_changed.connect(boxes.change_box)
        window.canvas.boxes_moved.connect(boxes.change_boxes)
        window.canvas.box_selected.connect(boxes.select)
        window.canvas.box_toggled.connect(boxes.toggle)
        window.canvas.boxes_spanned.connect(boxes.span)
        boxes.drawing_started.connect(s.zones.stop_drawing)
        s.zones.drawing_started.connect(boxes.stop_drawing)
        window.canvas.box_remove_requested.connect(boxes.ask_to_remove)
        s.keyboard.class_tapped.connect(labels.tap_key)

    def _chosen_in_timeline(self, ids: tuple[str, ...]) -> None:
        s = self._s
        s.labels.select(ids)
        if len(ids) == 1 and s.window.mode is Mode.REVIEW:
            s.review.go_to(ids[0])

    def _passes_changed(self, paths: list[str]) -> None:
        self._s.change_settings(second_passes=tuple(paths))
        if self._s.workspace is not None:
            self._s.workspace.count_labels(self._labels_counted)

    # --- the model -------------------------------------------------------------------------

    def _connect_model(self) -> None:
        s, window = self._s, self._s.window
        window.suggestion_list.accept_requested.connect(s.review.accept)
        window.suggestion_list.reject_requested.connect(s.review.reject)
        window.suggestion_list.accept_all_requested.connect(s.review.accept_all)
        window.suggestion_list.accept_above_requested.connect(s.review.accept_above)
        window.suggestion_list.order_chosen.connect(s.review.choose_order)
        window.suggestion_list.class_chosen.connect(s.review.choose_class)
        s.review.order_chosen.connect(lambda order: s.change_settings(review_order=order))
        s.together.passes_changed.connect(self._passes_changed)
        window.suggestion_list.chosen.connect(s.review.go_to)
        window.doubt_list.ask_requested.connect(s.doubts.ask)
        window.doubt_list.chosen.connect(s.doubts.go_to)
        window.doubt_list.confirm_requested.connect(s.doubts.confirm)
        window.doubt_list.change_requested.connect(s.doubts.change)
        window.training_panel.start_requested.connect(s.jobs.train)
        window.training_panel.preset_chosen.connect(s.remember_preset)
        window.training_panel.cancel_requested.connect(s.jobs.cancel_training)
        window.training_panel.use_requested.connect(s.jobs.use_run)
        window.job_list.cancel_requested.connect(s.board.cancel)
        window.job_list.clear_requested.connect(s.jobs.clear_ended)
        s.jobs.state_changed.connect(s.guide.refresh)
        s.jobs.training_failed.connect(self._training_failed)
        s.review.queue_changed.connect(lambda _: s.guide.refresh())
        s.keyboard.attention_pressed.connect(s.explain.press)
        s.keyboard.attention_released.connect(s.explain.release)

    def _training_failed(self, why: str) -> None:
        """Where its cause is: in the panel; the notice leads there."""
        first = why.splitlines()[0] if why else tr("The training failed.")
        self._s.window.notice.tell(
            f"{first} {tr('Your labels are untouched.')}",
            role="error",
            action=tr("Show why"),
            action_id="page_training",
        )

    # --- the frame of the window -----------------------------------------------------------

    def _connect_frame(self) -> None:
        s, window = self._s, self._s.window
        s.keyboard.triggered.connect(s.act)
        s.keyboard.field_left.connect(window.details_panel.drop_typed)
        s.keyboard.field_left.connect(window.canvas.setFocus)
        window.mode_chosen.connect(self._set_mode)
        window.code_button.toggled.connect(self._set_code)
        window.search_button.clicked.connect(lambda: self._s.act("commands"))
        window.jobs_button.clicked.connect(window.toggle_job_list)
        window.key_hints.closed.connect(lambda: self._s.act("keys"))
        window.closing.connect(s.close)
        window.floating_note.back_wished.connect(s.floating.dock)
        s.floating.left.connect(lambda place: s.change_settings(picture=place))
        s.key_changes.changed.connect(self._keys_changed)
        s.key_changes.clash_found.connect(
            lambda text: s.feedback.fact(text, action=tr("Change keys…"), action_id="key_map")
        )
        self._show_keys()

    def _keys_changed(self, changes: Keys) -> None:
        self._s.change_settings(keys=changes)
        self._show_keys()

    def _show_keys(self) -> None:
        s = self._s
        s.window.show_keys_of_buttons(s.keys.native("code"), s.keys.native("commands"))
        s.guide.show_keys(s.window.mode)

    def _set_mode(self, mode: Mode) -> None:
        s = self._s
        s.window.show_mode(mode)
        s.keyboard.mode = mode
        s.window.drawer.show_page(MODE_PAGES[mode])
        s.boxes.stop_drawing()
        s.zones.stop_drawing()
        s.window.explain_panel.setVisible(mode is Mode.EXPLAIN)
        s.explain.set_explaining(mode is Mode.EXPLAIN)
        s.window.timeline.show_suggestions(mode is not Mode.LABEL)
        s.motion.set_shown(mode is Mode.REVIEW)
        s.window.notice.drop(f"mode_{mode.value}")
        s.jobs.reviewing = mode is Mode.REVIEW
        if mode is Mode.REVIEW:
            s.review.begin()
        else:
            s.review.end()
        s.guide.show_keys(mode)

    def _set_code(self, on: bool) -> None:
        s = self._s
        s.keyboard.code = on
        s.guide.coding = on
        if on:
            # An input method works on text fields and editable lists: away from them.
            s.window.canvas.setFocus()
        s.guide.show_keys(s.window.mode)
        s.feedback.say(tr("Code: every letter and digit is a class; F2 ends it") if on else "")
