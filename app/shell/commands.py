"""What each action of the table does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.shell.actions import MODE_NAMES, Mode, native_text
from app.shell.box_commands import picture_actions
from app.shell.palette_controller import PaletteController
from app.views.dialogs.shortcut_sheet import Shortcut, ShortcutSheet
from app.views.player.sound_panel import NUDGE_MS
from app.views.texts import marked, tr

if TYPE_CHECKING:
    from app.shell.startup import Studio

JUMP_FRAMES = 10
_CLASSES = marked("Classes")
_ALWAYS = frozenset({
    "open", "sample", "settings", "key_map", "float_picture", "add_media", "rebuild",
    "person", "quit", "commands", "shortcuts", "jobs", "keys",
    "thumbnails", "quick_copies", "cache_room", "skip_still", "deinterlace", "hardware",
    "sound_waveform", "sound_spectrogram", "sound_both", "sound_channels", "sound_decibels",
})  # fmt: skip
_WITH_PROJECT = frozenset({
    "import", "export", "new_class", "classes", "import_classes", "export_classes", "relink", "label_table",
    "agreement", "merge_copy", "save", "history", "changed_session", "changed_yesterday",
})  # fmt: skip
_WITH_FILM_BESIDE = frozenset({
    "swap_view", "remove_view", "view_sound", "view_clock", "view_earlier", "view_later",
})  # fmt: skip


class Commands(QObject):
    """Actions by id; `perform` does one, whoever asked: a key, a menu, the palette or a button."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._s = studio
        self.palette = PaletteController(
            studio, go_to_label=studio.arrival.go_to, is_possible=self.is_possible
        )
        self._do = self._actions()

    def perform(self, action_id: str) -> None:
        self._do[action_id]()

    def is_possible(self, action_id: str) -> bool:
        """Whether it would do anything now; the command palette shows the rest in grey."""
        s = self._s
        if action_id in _ALWAYS or action_id.startswith(("mode_", "page_", "theme_")):
            return True
        if s.workspace is None:
            return False
        if action_id in ("undo", "redo"):
            text = s.workspace.editing.undo_text if action_id == "undo" else s.workspace.editing.redo_text
            return bool(text)
        if action_id in _WITH_FILM_BESIDE:
            return bool(s.views.shown)
        return action_id in _WITH_PROJECT or s.film.medium is not None

    def _actions(self) -> dict[str, Callable[[], object]]:
        s = self._s
        return {
            **self._playing_actions(),
            **self._label_actions(),
            **self._window_actions(),
            "accept": s.review.accept,
            "reject": s.review.reject,
            "accept_above": s.review.accept_above,
            "provenance": s.together.show_provenance,
            "second_pass": s.together.second_pass,
            "agreement": s.together.show_agreement,
            "merge_copy": s.together.merge,
            "attention": self._toggle_attention,
            "curves": self._s.explain.toggle_curves,
            "propose": s.jobs.propose,
            "propose_all": lambda: s.jobs.propose(everywhere=True),
            "train": self._train,
            "cancel_training": s.jobs.cancel_training,
            "doubts": s.doubts.ask,
            "motion": s.motion.ask,
            "accept_box": s.motion.accept_box_here,
            "cancel_jobs": s.jobs.cancel_all,
            "open": s.projects.ask_and_open,
            "add_media": s.projects.ask_and_add,
            "import": s.exchange.ask_and_import,
            "export": s.exchange.ask_and_export,
            "relink": s.relink.show,
            "rebuild": s.repair.ask,
            "film_facts": s.preflight.show,
            "streams": s.preflight.choose_streams,
            "look_again": s.preflight.look_again,
            "undo": s.history.undo,
            "redo": s.history.redo,
            "save": s.history.name_state,
            "history": s.history.show_page,
            "changed_session": s.history.compare_session,
            "changed_yesterday": s.history.compare_yesterday,
            "person": self._ask_name,
            "settings": s.preferences.show,
            "sample": s.start.open_sample,
            "quit": s.window.close,
        }

    def _playing_actions(self) -> dict[str, Callable[[], object]]:
        player, timeline, clocks = self._s.player, self._s.window.timeline, self._s.clocks
        views, prefer = self._s.views, self._s.preferences
        return {
            "play": player.toggle,
            "step_back": lambda: player.step(-1),
            "step_on": lambda: player.step(1),
            "second_back": lambda: player.skip(-1.0),
            "second_on": lambda: player.skip(1.0),
            "jump_back": lambda: player.step(-JUMP_FRAMES),
            "jump_on": lambda: player.step(JUMP_FRAMES),
            "shuttle_back": lambda: player.shuttle(-1),
            "shuttle_stop": lambda: player.shuttle(0),
            "shuttle_on": lambda: player.shuttle(1),
            "play_segment": lambda: self._play_chosen(loop=False),
            "loop_segment": lambda: self._play_chosen(loop=True),
            "leave_loop": player.leave_loop,
            "mute": self._toggle_mute,
            "views": views.ask,
            "swap_view": views.swap,
            "view_sound": views.line_up_by_sound,
            "view_clock": views.line_up_by_clock,
            "view_earlier": lambda: views.shift(-1),
            "view_later": lambda: views.shift(1),
            "remove_view": views.remove,
            "skip_still": lambda: prefer.toggle("skip_still"),
            "deinterlace": lambda: prefer.toggle("deinterlace"),
            "hardware": lambda: prefer.toggle("hardware"),
            "sound_settings": self._s.sound.open_panel,
            "sound_earlier": lambda: self._s.sound.nudge(-NUDGE_MS),
            "sound_later": lambda: self._s.sound.nudge(NUDGE_MS),
            "go_to": clocks.ask_place,
            "time_of_day": clocks.ask_time_of_day,
            "match_clock": clocks.ask_match_clock,
            "period_starts": clocks.start_period,
            "period_ends": clocks.end_period,
            "match_clock_stands": clocks.stop_or_run,
            "previous_hole": lambda: clocks.go_to_hole(-1),
            "next_hole": lambda: clocks.go_to_hole(1),
            "previous_item": lambda: self._go_by(-1),
            "next_item": lambda: self._go_by(1),
            "zoom_in": lambda: timeline.zoom(1.5),
            "zoom_out": lambda: timeline.zoom(1 / 1.5),
            "fit": timeline.fit,
            "thumbnails": self._toggle_thumbnails,
            "sound_waveform": lambda: prefer.change("sound_view", "waveform"),
            "sound_spectrogram": lambda: prefer.change("sound_view", "spectrogram"),
            "sound_both": lambda: prefer.change("sound_view", "both"),
            "sound_channels": lambda: prefer.toggle("channels_apart"),
            "sound_decibels": lambda: prefer.toggle("decibels"),
            "quick_copy": self._s.proxies.make,
            "no_quick_copy": self._s.proxies.remove,
            "quick_copies": self._toggle_quick_copies,
            "cache_room": self._ask_cache_room,
        }

    def _label_actions(self) -> dict[str, Callable[[], object]]:
        s = self._s
        labels, boxes, complete, arranging = s.labels, s.boxes, s.complete, s.arranging
        return {
            "code": lambda: s.window.code_button.toggle(),
            "mark_in": labels.mark_in,
            "mark_out": labels.mark_out,
            "go_in": lambda: labels.go_to_mark(end=False),
            "go_out": lambda: labels.go_to_mark(end=True),
            "split": lambda: boxes.split() if boxes.only_tracks_chosen else labels.split(),
            "merge": lambda: boxes.merge() if boxes.only_tracks_chosen else labels.merge(),
            "nudge_back": lambda: self._nudge(-1),
            "nudge_on": lambda: self._nudge(1),
            "remove": self._remove,
            "cancel": self._cancel,
            "move_back": lambda: arranging.move(-1),
            "move_on": lambda: arranging.move(1),
            "extend": arranging.extend,
            "from_previous": arranging.extend_from_previous,
            "select_all": arranging.select_all,
            "copy": arranging.copy,
            "cut": arranging.cut,
            "paste": arranging.paste,
            "duplicate": arranging.duplicate,
            "complete": complete.mark,
            "complete_class": complete.mark_for_class,
            "complete_all": lambda: complete.mark(whole=True),
            "not_complete": complete.unmark,
            "new_class": self._new_class,
            "classes": s.classes.edit,
            "import_classes": s.classes.import_file,
            "export_classes": s.classes.export_file,
            "new_box_class": self._new_box_class,
            "new_box": boxes.start_drawing,
            "key_frame": boxes.set_key_frame,
            "outside": lambda: boxes.set_key_frame(outside=True),
            "occluded": boxes.toggle_occluded,
            "propagate": s.propagation.propagate,
            "propagate_back": lambda: s.propagation.propagate(back=True),
            "go_to_lost": s.propagation.go_to_lost,
            "previous_key_frame": lambda: boxes.go_by(-1),
            "next_key_frame": lambda: boxes.go_by(1),
            "track_start": lambda: boxes.go_to_end(last=False),
            "track_end": lambda: boxes.go_to_end(last=True),
            **picture_actions(boxes, s.zones, s.window.canvas),
        }

    def _window_actions(self) -> dict[str, Callable[[], object]]:
        window, prefer = self._s.window, self._s.preferences
        return {
            "mode_label": lambda: window.show_mode(Mode.LABEL),
            "mode_review": lambda: window.show_mode(Mode.REVIEW),
            "mode_explain": lambda: window.show_mode(Mode.EXPLAIN),
            "page_labels": lambda: self._set_page("labels"),
            "page_suggestions": lambda: self._set_page("suggestions"),
            "page_training": lambda: self._set_page("training"),
            "page_details": lambda: self._set_page("details"),
            "jobs": window.toggle_job_list,
            "keys": lambda: prefer.toggle("show_keys"),
            "theme_system": lambda: prefer.change("theme", "system"),
            "theme_dark": lambda: prefer.change("theme", "dark"),
            "theme_light": lambda: prefer.change("theme", "light"),
            "float_picture": self._float_picture,
            "label_table": self._show_label_table,
            "key_map": self._s.key_changes.show,
            "commands": self.palette.show,
            "shortcuts": self._show_shortcuts,
        }

    def _set_page(self, page: str) -> None:
        self._s.window.drawer.show_page(page)

    def _play_chosen(self, *, loop: bool) -> None:
        range_ = self._s.labels.chosen_range()
        if range_ is not None:
            self._s.player.play_range(range_, loop=loop)
        else:
            self._s.feedback.say(tr("Select a label or a suggestion first."))

    def _go_by(self, direction: int) -> None:
        if self._s.window.mode is Mode.REVIEW:
            self._s.review.go_by(direction)
        else:
            self._s.labels.go_by(direction)

    def _nudge(self, frames: int) -> None:
        if self._s.window.mode is Mode.REVIEW:
            self._s.review.nudge(frames)
        else:
            self._s.arranging.nudge(frames)

    def _remove(self) -> None:
        s = self._s
        if s.boxes.only_tracks_chosen:
            s.boxes.ask_to_remove()
        elif s.zones.chosen and not s.labels.selection:
            s.window.canvas.remove_of_zone(s.zones.chosen)
        else:
            s.labels.remove()

    def _cancel(self) -> None:
        s = self._s
        # One Esc takes back what the hand is doing, the next puts the tool away.
        if not s.window.canvas.cancel_gesture():
            self._put_away()
        s.window.notice.hide()
        s.feedback.say("")
        s.window.canvas.setFocus()

    def _put_away(self) -> None:
        s = self._s
        if s.boxes.drawing:
            s.boxes.stop_drawing()
        elif s.zones.drawing:
            s.zones.stop_drawing()
        elif s.floating.is_active:
            s.floating.dock()
        else:
            s.zones.select("")
            s.labels.cancel()

    def _new_class(self) -> None:
        s = self._s
        s.window.show_mode(Mode.LABEL)
        s.window.drawer.show_page("labels")
        s.window.class_list.start_naming()

    def _new_box_class(self) -> None:
        self._s.boxes.add_class(
            self._s.questions.text(tr("New class of boxes"), tr("Its name:"), tr("person"))
        )

    def _toggle_attention(self) -> None:
        self._s.explain.press()
        self._s.explain.release()

    def _train(self) -> None:
        self._set_page("training")
        self._s.jobs.train()

    def _toggle_mute(self) -> None:
        muted = not self._s.settings.muted
        self._s.window.transport.set_muted(muted)
        self._s.set_muted(muted)

    def _toggle_thumbnails(self) -> None:
        if self._s.preferences.toggle("thumbnails") and not self._s.window.timeline.shows_thumbnails:
            self._s.feedback.say(
                tr("Thumbnails are on; they need a higher timeline: drag its upper edge up.")
            )

    def _toggle_quick_copies(self) -> None:
        wanted = self._s.preferences.toggle("quick_copies")
        self._s.feedback.say(
            tr("Quick copies are made where scrubbing would be slow.")
            if wanted
            else tr("Quick copies are made only when asked for.")
        )

    def _ask_cache_room(self) -> None:
        s = self._s
        text = s.questions.text(
            tr("Room for quick copies"), tr("Gigabytes on the disk, at most:"), f"{s.settings.cache_gb:g}"
        )
        try:
            wanted = float(text.replace(",", ".")) if text else 0.0
        except ValueError:
            wanted = 0.0
        if 0 < wanted < float("inf"):
            s.preferences.change("cache_gb", wanted)
        elif text:
            s.feedback.say(tr("That is no number of gigabytes: type one such as 20."))

    def _ask_name(self) -> None:
        s = self._s
        name = s.questions.text(
            tr("Your name"), tr("Labels carry it from the next opening on:"), s.settings.person_name
        )
        if name:
            s.change_settings(person=name)

    def _show_shortcuts(self) -> None:
        """Of the person's own keys, first those of the mode that is on."""
        names = {mode: tr(name) for mode, name in MODE_NAMES.items()}
        rows = [
            Shortcut(
                a.group,
                a.text,
                ", ".join(native_text(k) for k in a.keys),
                () if len(a.modes) == len(Mode) else tuple(names[m] for m in Mode if m in a.modes),
            )
            for a in self._s.keys.actions
            if a.keys
        ]
        workspace = self._s.workspace
        if workspace is not None:
            in_use = workspace.project.catalogue.ontology.in_use
            rows += [
                Shortcut(tr(_CLASSES), c.name, c.key.upper(), (names[Mode.LABEL],)) for c in in_use if c.key
            ]
        sheet = ShortcutSheet(rows, list(names.values()), names[self._s.window.mode], self._s.window)
        sheet.change_wished.connect(sheet.close)
        sheet.change_wished.connect(self._s.key_changes.show)
        sheet.print_wished.connect(lambda: self._save_sheet(sheet))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _save_sheet(self, sheet: ShortcutSheet) -> None:
        path = self._s.questions.file_to_write(tr("Save for printing"), "keys.pdf", "PDF", "pdf")
        if path is not None:
            sheet.save_pdf(str(path), tr("Sora Studio: keys"))

    def _show_label_table(self) -> None:
        self._s.label_table.open(self._s.workspace)

    def _float_picture(self) -> None:
        self._s.floating.toggle(self._s.settings.picture)
