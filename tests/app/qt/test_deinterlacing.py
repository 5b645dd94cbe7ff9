"""Interlaced film is shown without combs, and with them when the person says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from app.media.library import FileLibrary
from app.qt.playback import PlaybackController
from sora_model.media.decoder import FrameDecoder
from sora_model.media.pictures import Picture, deinterlaced
from sora_model.media.pts_index import confirm_index
from tests.films_of_every_kind import film
from tests.studio_window import wait


def test_combs_go_and_come_back_as_the_person_says(qapp: object, tmp_path: Path) -> None:
    path = film("mpeg2_tff")
    index = confirm_index(path, threads=1)
    with FrameDecoder(path, index, threads=1) as decoder:
        combed = decoder.frame(6)
    library = FileLibrary(tmp_path)
    medium = library.describe(path, confirm=True)
    player = PlaybackController()
    shown: list[tuple[int, Picture]] = []
    player.picture_changed.connect(lambda picture, frame: shown.append((frame, np.array(picture))))

    def shows(picture: Picture) -> bool:
        return bool(shown) and shown[-1][0] == 6 and np.array_equal(shown[-1][1], picture)

    try:
        player.load(path, medium.scale, medium.span, index)
        player.seek(index.start_of(6))
        wait(lambda: shows(deinterlaced(combed)))
        player.set_deinterlacing(False)
        wait(lambda: shows(combed))
        player.set_deinterlacing(True)
        wait(lambda: shows(deinterlaced(combed)))
    finally:
        player.unload()
