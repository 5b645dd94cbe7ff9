"""A medium's stored facts as the dialogs show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from app.domain.media import Medium
from app.domain.timebase import length_text
from app.media.findings import size_words
from app.media.media_facts import Finding, StreamFacts, channel_words, codec_words, rate_words
from app.views.dialogs.preflight_dialog import Fact, FilmReport, FindingRow
from app.views.texts import told, tr


def findings_in(medium: Medium) -> list[Finding]:
    """What was found when the facts were read; nothing for facts of an older program."""
    stored = medium.facts.get("findings")
    found = [Finding.from_json(item) for item in stored] if isinstance(stored, list) else []
    return [finding for finding in found if finding is not None]


def streams_in(medium: Medium) -> tuple[StreamFacts, ...]:
    """The file's films and sounds where there is something to choose between, else nothing."""
    stored = medium.facts.get("streams")
    items = stored if isinstance(stored, list) else []
    streams = tuple(s for s in map(StreamFacts.from_json, items) if s is not None)
    usable = [s.is_film for s in streams if s.usable]
    return streams if usable.count(True) > 1 or usable.count(False) > 1 else ()


def report_of(
    medium: Medium, place: str, findings: Sequence[Finding], buttons: Mapping[str, str]
) -> FilmReport:
    """`buttons`: what an action is called on a button; others are left out."""
    rows = tuple(
        FindingRow(
            f.severity,
            told(f.text),
            buttons.get(f.action, ""),
            f.action if f.action in buttons else "",
        )
        for f in findings
    )
    return FilmReport(medium.name, place, tuple(_facts(medium)), rows)


def _facts(medium: Medium) -> list[Fact]:
    video, audio = (_part(medium.facts, name) for name in ("video", "audio"))
    length = length_text(float((medium.end - medium.start) * medium.time_base))
    found = []
    if video:
        fps = float(video.get("average_fps", 0))
        rate = told(rate_words(fps, variable=bool(video.get("variable_frame_rate"))))
        codec = codec_words(video.get("codec", ""))
        found.append(Fact(tr("Picture"), f"{codec}, {medium.width}×{medium.height}, {rate}"))
        length = (
            tr("{length}, {count:,} frames", length=length, count=medium.frames)
            if medium.confirmed
            else tr("{length}, about {count:,} frames", length=length, count=medium.frames)
        )
    found.append(Fact(tr("Length"), length))
    if audio:
        channels = told(channel_words(int(audio.get("channels", 0))))
        rate = f"{float(audio.get('sample_rate', 0)) / 1000:g} kHz"
        codec = codec_words(audio.get("codec", ""))
        found.append(Fact(tr("Sound"), f"{codec}, {channels}, {rate}"))
    if medium.size:
        kind = PurePosixPath(medium.path).suffix.removeprefix(".").upper()
        found.append(Fact(tr("On disk"), ", ".join(filter(None, (size_words(medium.size), kind)))))
    return found


def _part(facts: Mapping[str, object], name: str) -> dict[str, Any]:
    part = facts.get(name)
    return part if isinstance(part, dict) else {}
