"""The graphics card in the real window: tried in the background, told of, and left without a trace."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from app.session.settings import load_settings
from app.shell.startup import Studio
from sora_model.media.decoder import FrameDecoder
from tests.films_of_every_kind import film
from tests.graphics_card import NAME, GraphicsCard, card
from tests.studio_window import film as copy_of
from tests.studio_window import open_studio, settle, shown_picture, wait

__all__ = ["card"]

pytestmark = pytest.mark.usefixtures("qapp")


def told_of_card(studio: Studio) -> bool:
    studio.act("film_facts")
    assert studio.preflight.dialog is not None
    told = [label.text() for label in studio.preflight.dialog.findChildren(QLabel)]
    studio.preflight.dialog.close()
    return any("graphics card (CUDA)" in text for text in told)


def confirmed(studio: Studio) -> bool:
    return studio.player.index is not None and studio.player.index.confirmed


def test_the_card_shows_the_film_once_it_was_tried(tmp_path: Path, card: GraphicsCard) -> None:
    card.software_sleeps_s = 0.005
    path = copy_of(tmp_path, film("h264_mp4"))
    with open_studio(tmp_path / "home", path) as studio:
        wait(lambda: confirmed(studio))
        settle(100)
        assert card.opened == 0
        assert not told_of_card(studio)
        studio.act("hardware")
        wait(lambda: studio.hardware.device == NAME)
        assert told_of_card(studio)
        index = studio.player.index
        assert index is not None
        with FrameDecoder(path, index, threads=1) as decoder:
            expected = {n: decoder.frame(n) for n in (25, 7, 8)}
        opened = card.opened
        for n in (25, 7, 8):
            studio.player.seek(index.start_of(n))
            wait(lambda n=n: np.array_equal(shown_picture(studio), expected[n]))
            if n == 25:
                assert card.opened > opened
                card.fails_at = card.given
        wait(lambda: not studio.hardware.device)
        assert not told_of_card(studio)
    assert load_settings(studio.places.settings).hardware


def test_the_person_turns_it_off(tmp_path: Path, card: GraphicsCard) -> None:
    card.software_sleeps_s = 0.005
    with open_studio(tmp_path / "home", copy_of(tmp_path, film("h264_mp4"))) as studio:
        wait(lambda: confirmed(studio))
        studio.act("hardware")
        wait(lambda: studio.hardware.device == NAME)
        studio.act("hardware")
        assert studio.hardware.device == ""
        assert not told_of_card(studio)
        assert not studio.settings.hardware
