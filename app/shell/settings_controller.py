"""The settings dialog: what stands in it, and what each change does at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.qt.languages import SYSTEM
from app.views.dialogs.settings_dialog import SettingRow, SettingsDialog
from app.views.texts import tr
from app.views.theme import theme_of

if TYPE_CHECKING:
    from app.shell.startup import Studio


class SettingsController(QObject):
    """`change` is the one way by which a setting comes to count, whoever asks: the dialog or a command."""

    def __init__(self, studio: Studio) -> None:
        super().__init__(studio)
        self._s = studio
        self._dialog: SettingsDialog | None = None
        self._effects: dict[str, Callable[[], object]] = {
            "theme": lambda: studio.theme.choose(theme_of(studio.settings.theme)),
            "show_keys": lambda: studio.window.key_hints.setVisible(studio.settings.show_keys),
            "deinterlace": lambda: studio.player.set_deinterlacing(studio.settings.deinterlace),
            "hardware": studio.hardware.use_setting,
            "skip_still": studio.still.use_setting,
            "thumbnails": studio.proxies.show_thumbnails,
            "sound_view": studio.sound_pictures.show_view,
            "channels_apart": studio.sound_pictures.show_view,
            "decibels": studio.sound_pictures.show_view,
            "cache_gb": studio.proxies.use_budget,
        }

    def change(self, key: str, value: object) -> None:
        if getattr(self._s.settings, key) != value:
            self._s.change_settings(**{key: value})
            self._effects.get(key, lambda: None)()

    def toggle(self, key: str) -> bool:
        """Turn it over; the new value."""
        value = not getattr(self._s.settings, key)
        self.change(key, value)
        return value

    def show(self) -> None:
        dialog = self._dialog = SettingsDialog(self.rows(), self._s.window)
        dialog.changed.connect(self.change)
        dialog.action_wished.connect(self._leave_for)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @property
    def dialog(self) -> SettingsDialog | None:
        return self._dialog

    def _leave_for(self, action_id: str) -> None:
        if self._dialog is not None:
            self._dialog.close()
        self._s.act(action_id)

    def rows(self) -> list[SettingRow]:
        return [
            *self._person_rows(),
            *self._playing_rows(),
            *self._labelling_rows(),
            *self._model_rows(),
            *self._storage_rows(),
        ]

    def _person_rows(self) -> list[SettingRow]:
        s = self._s.settings
        person, look = tr("You"), tr("Appearance")
        themes = (("system", tr("As the system")), ("dark", tr("Dark")), ("light", tr("Light")))
        languages = ((SYSTEM, tr("As the system")), *self._s.languages.names.items())
        return [
            SettingRow(
                "person",
                person,
                tr("Your name"),
                s.person_name,
                tr("Labels carry it from the next opening on."),
            ),
            SettingRow("theme", look, tr("Colours"), s.theme, choices=themes),
            SettingRow(
                "language", look, tr("Language"), s.language, tr("From the next start on."), languages
            ),
            SettingRow("show_keys", look, tr("Keys beside the timeline"), s.show_keys),
            SettingRow("key_map", look, tr("Change keys…"), action="key_map"),
        ]

    def _playing_rows(self) -> list[SettingRow]:
        s, section = self._s.settings, tr("Playing")
        return [
            SettingRow(
                "skip_still",
                section,
                tr("Skip the still"),
                s.skip_still,
                tr("Playing runs through what nobody moves in."),
            ),
            SettingRow("deinterlace", section, tr("Show interlaced film without combs"), s.deinterlace),
            SettingRow(
                "hardware",
                section,
                tr("Decode on the graphics card"),
                s.hardware,
                tr("For viewing, where it shows the same."),
            ),
        ]

    def _labelling_rows(self) -> list[SettingRow]:
        s, section = self._s.settings, tr("Labelling")
        views = (
            ("waveform", tr("Waveform")),
            ("spectrogram", tr("Spectrogram")),
            ("both", tr("Waveform and spectrogram")),
        )
        return [
            SettingRow("thumbnails", section, tr("Thumbnails on the timeline"), s.thumbnails),
            SettingRow("sound_view", section, tr("Sound on the timeline"), s.sound_view, choices=views),
            SettingRow("channels_apart", section, tr("Each channel on its own"), s.channels_apart),
            SettingRow("decibels", section, tr("Waveform in decibels"), s.decibels),
        ]

    def _model_rows(self) -> list[SettingRow]:
        s, section = self._s.settings, tr("Model")
        devices = (("auto", tr("The fastest")), ("cpu", tr("Processor")), ("cuda", tr("Graphics card")))
        opening = tr("From the next opening of a project on.")
        return [
            SettingRow("train_automatically", section, tr("Train by itself"), s.train_automatically),
            SettingRow(
                "train_after",
                section,
                tr("New labels that start a training"),
                s.train_after,
                least=1,
                most=1000,
            ),
            SettingRow("device", section, tr("Compute on"), s.device, opening, devices),
        ]

    def _storage_rows(self) -> list[SettingRow]:
        s, section = self._s.settings, tr("Storage")
        return [
            SettingRow(
                "quick_copies",
                section,
                tr("Quick copies made by themselves"),
                s.quick_copies,
                tr("Where scrubbing would be slow."),
            ),
            SettingRow(
                "cache_gb",
                section,
                tr("Room on the disk for what is made of films"),
                float(s.cache_gb),
                least=1,
                most=100_000,
                unit="GB",
            ),
        ]
