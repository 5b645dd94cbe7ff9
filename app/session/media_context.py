"""What the project knows about a medium beside its labels: what is written about it, and its tracks.

What counts as text is chosen so that a model is not told the answer. The medium's notes are text, and the
subtitles in a file of the film's name beside it. The name of the file is not: in many collections it, or its
folder, is the label (`fight/fi001.mp4`), and a title is often the file's name again. Nor are comments on
labels, which are written about the answer. A caption of nothing but names of classes is a label that another
program exported as a subtitle, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from app.domain.media import Medium
from app.domain.tracks import KeyFrame
from app.formats import subrip
from app.session.ports import Store
from sora_model.contract.manifest import LONGEST_TEXT, MOST_TEXTS, BoxKey, TextSpec, TrackSpec

_WORD = re.compile(r"[^\W\d_]+")


def texts_of(medium: Medium, path: Path, class_names: Collection[str]) -> tuple[TextSpec, ...]:
    """Notes over the whole medium, subtitles at their times; what cannot be read is left out."""
    span = medium.span
    texts = []
    if medium.notes.strip():
        texts.append(TextSpec(span.start, span.end, medium.notes.strip()[:LONGEST_TEXT]))
    try:
        captions = subrip.read(path.with_suffix(".srt"))
    except OSError:
        captions = []
    telling = {word for name in class_names for word in _words(name)}
    for caption in captions[: MOST_TEXTS - len(texts)]:
        start = max(span.start, medium.scale.tick(caption.start_s))
        end = min(span.end, medium.scale.tick(caption.end_s))
        words = _words(caption.text)
        if start < end and words and not words <= telling:
            texts.append(TextSpec(start, end, caption.text[:LONGEST_TEXT]))
    return tuple(texts)


def tracks_of(store: Store, medium: Medium) -> tuple[TrackSpec, ...]:
    """The tracks of a film, in shares of its picture; boxes outside of it count as absent."""
    if not medium.width or not medium.height:
        return ()
    found = []
    for track_id, key_frames in store.key_frames_of(medium).items():
        if not key_frames:
            continue
        keys = tuple(_key(key_frame, medium) for key_frame in key_frames)
        found.append(TrackSpec(track_id, keys).part(medium.span.start, medium.span.end))
    return tuple(track for track in found if track is not None)


def _key(key_frame: KeyFrame, medium: Medium) -> BoxKey:
    box = None if key_frame.outside else key_frame.box.clipped(medium.width, medium.height)
    if box is None:
        return BoxKey(key_frame.tick, 0.0, 0.0, 0.0, 0.0, outside=True)
    across, down = 1 / medium.width, 1 / medium.height
    return BoxKey(key_frame.tick, box.x * across, box.y * down, box.w * across, box.h * down)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))
